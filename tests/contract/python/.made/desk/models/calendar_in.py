from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.holiday_set import HolidaySet
  from ..models.special_day import SpecialDay
  from ..models.week import Week





T = TypeVar("T", bound="CalendarIn")



@_attrs_define
class CalendarIn:
    """ A new calendar.

        Attributes:
            zone (str): An IANA time zone: Europe/Moscow.
            weekly (Week): The hours that begin on each day of the week; a day that is not named is closed.
            name (str):
            exceptions (list[SpecialDay] | Unset):
            holidays (list[HolidaySet] | Unset): Become dates when a version is saved, from the year before to ten years
                after, and stay so: a newer library never moves a clock that has been counted.
     """

    zone: str
    weekly: Week
    name: str
    exceptions: list[SpecialDay] | Unset = UNSET
    holidays: list[HolidaySet] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.holiday_set import HolidaySet # noqa: PLC0415
        from ..models.special_day import SpecialDay # noqa: PLC0415
        from ..models.week import Week # noqa: PLC0415
        zone = self.zone

        weekly = self.weekly.to_dict()

        name = self.name

        exceptions: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.exceptions, Unset):
            exceptions = []
            for exceptions_item_data in self.exceptions:
                exceptions_item = exceptions_item_data.to_dict()
                exceptions.append(exceptions_item)



        holidays: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.holidays, Unset):
            holidays = []
            for holidays_item_data in self.holidays:
                holidays_item = holidays_item_data.to_dict()
                holidays.append(holidays_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "zone": zone,
            "weekly": weekly,
            "name": name,
        })
        if exceptions is not UNSET:
            field_dict["exceptions"] = exceptions
        if holidays is not UNSET:
            field_dict["holidays"] = holidays

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.holiday_set import HolidaySet # noqa: PLC0415
        from ..models.special_day import SpecialDay # noqa: PLC0415
        from ..models.week import Week # noqa: PLC0415
        d = dict(src_dict)
        zone = d.pop("zone")

        weekly = Week.from_dict(d.pop("weekly"))




        name = d.pop("name")

        _exceptions = d.pop("exceptions", UNSET)
        exceptions: list[SpecialDay] | Unset = UNSET
        if _exceptions is not UNSET:
            exceptions = []
            for exceptions_item_data in _exceptions:
                exceptions_item = SpecialDay.from_dict(exceptions_item_data)



                exceptions.append(exceptions_item)


        _holidays = d.pop("holidays", UNSET)
        holidays: list[HolidaySet] | Unset = UNSET
        if _holidays is not UNSET:
            holidays = []
            for holidays_item_data in _holidays:
                holidays_item = HolidaySet.from_dict(holidays_item_data)



                holidays.append(holidays_item)


        calendar_in = cls(
            zone=zone,
            weekly=weekly,
            name=name,
            exceptions=exceptions,
            holidays=holidays,
        )

        return calendar_in

