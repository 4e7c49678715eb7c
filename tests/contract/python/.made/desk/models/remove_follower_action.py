from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import Literal, cast
from uuid import UUID






T = TypeVar("T", bound="RemoveFollowerAction")



@_attrs_define
class RemoveFollowerAction:
    """ An agent follows the ticket no more.

        Attributes:
            type_ (Literal['remove_follower']):
            agent_id (UUID):
     """

    type_: Literal['remove_follower']
    agent_id: UUID





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        agent_id = str(self.agent_id)


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "agent_id": agent_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['remove_follower'] , d.pop("type"))
        if type_ != 'remove_follower':
            raise ValueError(f"type must match const 'remove_follower', got '{type_}'")

        agent_id = UUID(d.pop("agent_id"))




        remove_follower_action = cls(
            type_=type_,
            agent_id=agent_id,
        )

        return remove_follower_action

