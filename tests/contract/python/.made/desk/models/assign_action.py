from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import Literal, cast
from uuid import UUID






T = TypeVar("T", bound="AssignAction")



@_attrs_define
class AssignAction:
    """ Give the ticket to an agent, beyond their capacity too.

        Attributes:
            type_ (Literal['assign']):
            agent_id (UUID):
     """

    type_: Literal['assign']
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
        type_ = cast(Literal['assign'] , d.pop("type"))
        if type_ != 'assign':
            raise ValueError(f"type must match const 'assign', got '{type_}'")

        agent_id = UUID(d.pop("agent_id"))




        assign_action = cls(
            type_=type_,
            agent_id=agent_id,
        )

        return assign_action

