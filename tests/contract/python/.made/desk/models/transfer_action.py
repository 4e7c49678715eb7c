from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import Literal, cast
from uuid import UUID






T = TypeVar("T", bound="TransferAction")



@_attrs_define
class TransferAction:
    """ Give the ticket to another team.

        Attributes:
            type_ (Literal['transfer']):
            team_id (UUID):
     """

    type_: Literal['transfer']
    team_id: UUID





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        team_id = str(self.team_id)


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "team_id": team_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['transfer'] , d.pop("type"))
        if type_ != 'transfer':
            raise ValueError(f"type must match const 'transfer', got '{type_}'")

        team_id = UUID(d.pop("team_id"))




        transfer_action = cls(
            type_=type_,
            team_id=team_id,
        )

        return transfer_action

