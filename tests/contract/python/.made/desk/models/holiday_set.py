from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="HolidaySet")



@_attrs_define
class HolidaySet:
    """ The public holidays of a country, or of one of its regions, by the `holidays` library.

        Attributes:
            country (str): ISO 3166-1 alpha-2: RU, DE.
            region (None | str | Unset):
     """

    country: str
    region: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        country = self.country

        region: None | str | Unset
        if isinstance(self.region, Unset):
            region = UNSET
        else:
            region = self.region


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "country": country,
        })
        if region is not UNSET:
            field_dict["region"] = region

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        country = d.pop("country")

        def _parse_region(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        region = _parse_region(d.pop("region", UNSET))


        holiday_set = cls(
            country=country,
            region=region,
        )

        return holiday_set

