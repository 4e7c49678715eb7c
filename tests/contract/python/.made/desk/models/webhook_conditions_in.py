from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="WebhookConditionsIn")



@_attrs_define
class WebhookConditionsIn:
    """ Only events of tickets for which all of these hold; an empty list asks nothing.

        Attributes:
            brands (list[str] | Unset):
            team_ids (list[UUID] | Unset):
            source_ids (list[UUID] | Unset):
     """

    brands: list[str] | Unset = UNSET
    team_ids: list[UUID] | Unset = UNSET
    source_ids: list[UUID] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        brands: list[str] | Unset = UNSET
        if not isinstance(self.brands, Unset):
            brands = self.brands



        team_ids: list[str] | Unset = UNSET
        if not isinstance(self.team_ids, Unset):
            team_ids = []
            for team_ids_item_data in self.team_ids:
                team_ids_item = str(team_ids_item_data)
                team_ids.append(team_ids_item)



        source_ids: list[str] | Unset = UNSET
        if not isinstance(self.source_ids, Unset):
            source_ids = []
            for source_ids_item_data in self.source_ids:
                source_ids_item = str(source_ids_item_data)
                source_ids.append(source_ids_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if brands is not UNSET:
            field_dict["brands"] = brands
        if team_ids is not UNSET:
            field_dict["team_ids"] = team_ids
        if source_ids is not UNSET:
            field_dict["source_ids"] = source_ids

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        brands = cast(list[str], d.pop("brands", UNSET))


        _team_ids = d.pop("team_ids", UNSET)
        team_ids: list[UUID] | Unset = UNSET
        if _team_ids is not UNSET:
            team_ids = []
            for team_ids_item_data in _team_ids:
                team_ids_item = UUID(team_ids_item_data)



                team_ids.append(team_ids_item)


        _source_ids = d.pop("source_ids", UNSET)
        source_ids: list[UUID] | Unset = UNSET
        if _source_ids is not UNSET:
            source_ids = []
            for source_ids_item_data in _source_ids:
                source_ids_item = UUID(source_ids_item_data)



                source_ids.append(source_ids_item)


        webhook_conditions_in = cls(
            brands=brands,
            team_ids=team_ids,
            source_ids=source_ids,
        )

        return webhook_conditions_in

