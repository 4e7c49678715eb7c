from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID






T = TypeVar("T", bound="OverflowIn")



@_attrs_define
class OverflowIn:
    """ Teams that help once something has waited so long.

        Attributes:
            after_seconds (int):
            team_ids (list[UUID]):
     """

    after_seconds: int
    team_ids: list[UUID]





    def to_dict(self) -> dict[str, Any]:
        after_seconds = self.after_seconds

        team_ids = []
        for team_ids_item_data in self.team_ids:
            team_ids_item = str(team_ids_item_data)
            team_ids.append(team_ids_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "after_seconds": after_seconds,
            "team_ids": team_ids,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        after_seconds = d.pop("after_seconds")

        team_ids = []
        _team_ids = d.pop("team_ids")
        for team_ids_item_data in (_team_ids):
            team_ids_item = UUID(team_ids_item_data)



            team_ids.append(team_ids_item)


        overflow_in = cls(
            after_seconds=after_seconds,
            team_ids=team_ids,
        )

        return overflow_in

