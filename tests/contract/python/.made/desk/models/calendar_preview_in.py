from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.holiday_set import HolidaySet
  from ..models.special_day import SpecialDay
  from ..models.week import Week





T = TypeVar("T", bound="CalendarPreviewIn")



@_attrs_define
class CalendarPreviewIn:
    """ A calendar that is not saved yet, and what to ask it. A name changes nothing.

        Attributes:
            zone (str): An IANA time zone: Europe/Moscow.
            weekly (Week): The hours that begin on each day of the week; a day that is not named is closed.
            exceptions (list[SpecialDay] | Unset):
            holidays (list[HolidaySet] | Unset): Become dates when a version is saved, from the year before to ten years
                after, and stay so: a newer library never moves a clock that has been counted.
            name (None | str | Unset):
            from_ (datetime.datetime | None | Unset): Now unless given.
            to (datetime.datetime | None | Unset): 14 days after `from` unless given.
            at (datetime.datetime | None | Unset): Now unless given.
            due_after (int | None | Unset):
     """

    zone: str
    weekly: Week
    exceptions: list[SpecialDay] | Unset = UNSET
    holidays: list[HolidaySet] | Unset = UNSET
    name: None | str | Unset = UNSET
    from_: datetime.datetime | None | Unset = UNSET
    to: datetime.datetime | None | Unset = UNSET
    at: datetime.datetime | None | Unset = UNSET
    due_after: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.holiday_set import HolidaySet # noqa: PLC0415
        from ..models.special_day import SpecialDay # noqa: PLC0415
        from ..models.week import Week # noqa: PLC0415
        zone = self.zone

        weekly = self.weekly.to_dict()

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



        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        from_: None | str | Unset
        if isinstance(self.from_, Unset):
            from_ = UNSET
        elif isinstance(self.from_, datetime.datetime):
            from_ = self.from_.isoformat()
        else:
            from_ = self.from_

        to: None | str | Unset
        if isinstance(self.to, Unset):
            to = UNSET
        elif isinstance(self.to, datetime.datetime):
            to = self.to.isoformat()
        else:
            to = self.to

        at: None | str | Unset
        if isinstance(self.at, Unset):
            at = UNSET
        elif isinstance(self.at, datetime.datetime):
            at = self.at.isoformat()
        else:
            at = self.at

        due_after: int | None | Unset
        if isinstance(self.due_after, Unset):
            due_after = UNSET
        else:
            due_after = self.due_after


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "zone": zone,
            "weekly": weekly,
        })
        if exceptions is not UNSET:
            field_dict["exceptions"] = exceptions
        if holidays is not UNSET:
            field_dict["holidays"] = holidays
        if name is not UNSET:
            field_dict["name"] = name
        if from_ is not UNSET:
            field_dict["from"] = from_
        if to is not UNSET:
            field_dict["to"] = to
        if at is not UNSET:
            field_dict["at"] = at
        if due_after is not UNSET:
            field_dict["due_after"] = due_after

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.holiday_set import HolidaySet # noqa: PLC0415
        from ..models.special_day import SpecialDay # noqa: PLC0415
        from ..models.week import Week # noqa: PLC0415
        d = dict(src_dict)
        zone = d.pop("zone")

        weekly = Week.from_dict(d.pop("weekly"))




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


        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))


        def _parse_from_(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                from_type_0 = datetime.datetime.fromisoformat(data)



                return from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        from_ = _parse_from_(d.pop("from", UNSET))


        def _parse_to(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                to_type_0 = datetime.datetime.fromisoformat(data)



                return to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        to = _parse_to(d.pop("to", UNSET))


        def _parse_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                at_type_0 = datetime.datetime.fromisoformat(data)



                return at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        at = _parse_at(d.pop("at", UNSET))


        def _parse_due_after(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        due_after = _parse_due_after(d.pop("due_after", UNSET))


        calendar_preview_in = cls(
            zone=zone,
            weekly=weekly,
            exceptions=exceptions,
            holidays=holidays,
            name=name,
            from_=from_,
            to=to,
            at=at,
            due_after=due_after,
        )

        return calendar_preview_in

