from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.opening_hours import OpeningHours





T = TypeVar("T", bound="SpecialDay")



@_attrs_define
class SpecialDay:
    """ A date with hours of its own, which replace those of the week and win over a holiday.

        Attributes:
            date (datetime.date):
            name (str):
            hours (list[OpeningHours]): Empty: closed.
     """

    date: datetime.date
    name: str
    hours: list[OpeningHours]





    def to_dict(self) -> dict[str, Any]:
        from ..models.opening_hours import OpeningHours # noqa: PLC0415
        date = self.date.isoformat()

        name = self.name

        hours = []
        for hours_item_data in self.hours:
            hours_item = hours_item_data.to_dict()
            hours.append(hours_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "date": date,
            "name": name,
            "hours": hours,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.opening_hours import OpeningHours # noqa: PLC0415
        d = dict(src_dict)
        date = datetime.date.fromisoformat(d.pop("date"))




        name = d.pop("name")

        hours = []
        _hours = d.pop("hours")
        for hours_item_data in (_hours):
            hours_item = OpeningHours.from_dict(hours_item_data)



            hours.append(hours_item)


        special_day = cls(
            date=date,
            name=name,
            hours=hours,
        )

        return special_day

