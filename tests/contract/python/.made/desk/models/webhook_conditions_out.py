from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID






T = TypeVar("T", bound="WebhookConditionsOut")



@_attrs_define
class WebhookConditionsOut:
    """ Which tickets it is about; an empty list asks nothing.

        Attributes:
            brands (list[str]):
            team_ids (list[UUID]):
            source_ids (list[UUID]):
     """

    brands: list[str]
    team_ids: list[UUID]
    source_ids: list[UUID]





    def to_dict(self) -> dict[str, Any]:
        brands = self.brands



        team_ids = []
        for team_ids_item_data in self.team_ids:
            team_ids_item = str(team_ids_item_data)
            team_ids.append(team_ids_item)



        source_ids = []
        for source_ids_item_data in self.source_ids:
            source_ids_item = str(source_ids_item_data)
            source_ids.append(source_ids_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "brands": brands,
            "team_ids": team_ids,
            "source_ids": source_ids,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        brands = cast(list[str], d.pop("brands"))


        team_ids = []
        _team_ids = d.pop("team_ids")
        for team_ids_item_data in (_team_ids):
            team_ids_item = UUID(team_ids_item_data)



            team_ids.append(team_ids_item)


        source_ids = []
        _source_ids = d.pop("source_ids")
        for source_ids_item_data in (_source_ids):
            source_ids_item = UUID(source_ids_item_data)



            source_ids.append(source_ids_item)


        webhook_conditions_out = cls(
            brands=brands,
            team_ids=team_ids,
            source_ids=source_ids,
        )

        return webhook_conditions_out

