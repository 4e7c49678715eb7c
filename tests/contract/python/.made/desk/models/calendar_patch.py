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





T = TypeVar("T", bound="CalendarPatch")



@_attrs_define
class CalendarPatch:
    """ Changes of a calendar; only what is sent is changed. The week and lists are sent whole.

        Attributes:
            name (None | str | Unset):
            zone (None | str | Unset):
            weekly (None | Unset | Week):
            exceptions (list[SpecialDay] | None | Unset):
            holidays (list[HolidaySet] | None | Unset):
     """

    name: None | str | Unset = UNSET
    zone: None | str | Unset = UNSET
    weekly: None | Unset | Week = UNSET
    exceptions: list[SpecialDay] | None | Unset = UNSET
    holidays: list[HolidaySet] | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.holiday_set import HolidaySet # noqa: PLC0415
        from ..models.special_day import SpecialDay # noqa: PLC0415
        from ..models.week import Week # noqa: PLC0415
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        zone: None | str | Unset
        if isinstance(self.zone, Unset):
            zone = UNSET
        else:
            zone = self.zone

        weekly: dict[str, Any] | None | Unset
        if isinstance(self.weekly, Unset):
            weekly = UNSET
        elif isinstance(self.weekly, Week):
            weekly = self.weekly.to_dict()
        else:
            weekly = self.weekly

        exceptions: list[dict[str, Any]] | None | Unset
        if isinstance(self.exceptions, Unset):
            exceptions = UNSET
        elif isinstance(self.exceptions, list):
            exceptions = []
            for exceptions_type_0_item_data in self.exceptions:
                exceptions_type_0_item = exceptions_type_0_item_data.to_dict()
                exceptions.append(exceptions_type_0_item)


        else:
            exceptions = self.exceptions

        holidays: list[dict[str, Any]] | None | Unset
        if isinstance(self.holidays, Unset):
            holidays = UNSET
        elif isinstance(self.holidays, list):
            holidays = []
            for holidays_type_0_item_data in self.holidays:
                holidays_type_0_item = holidays_type_0_item_data.to_dict()
                holidays.append(holidays_type_0_item)


        else:
            holidays = self.holidays


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if name is not UNSET:
            field_dict["name"] = name
        if zone is not UNSET:
            field_dict["zone"] = zone
        if weekly is not UNSET:
            field_dict["weekly"] = weekly
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
        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))


        def _parse_zone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        zone = _parse_zone(d.pop("zone", UNSET))


        def _parse_weekly(data: object) -> None | Unset | Week:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                weekly_type_0 = Week.from_dict(data)



                return weekly_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | Week, data)

        weekly = _parse_weekly(d.pop("weekly", UNSET))


        def _parse_exceptions(data: object) -> list[SpecialDay] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                exceptions_type_0 = []
                _exceptions_type_0 = data
                for exceptions_type_0_item_data in (_exceptions_type_0):
                    exceptions_type_0_item = SpecialDay.from_dict(exceptions_type_0_item_data)



                    exceptions_type_0.append(exceptions_type_0_item)

                return exceptions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[SpecialDay] | None | Unset, data)

        exceptions = _parse_exceptions(d.pop("exceptions", UNSET))


        def _parse_holidays(data: object) -> list[HolidaySet] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                holidays_type_0 = []
                _holidays_type_0 = data
                for holidays_type_0_item_data in (_holidays_type_0):
                    holidays_type_0_item = HolidaySet.from_dict(holidays_type_0_item_data)



                    holidays_type_0.append(holidays_type_0_item)

                return holidays_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[HolidaySet] | None | Unset, data)

        holidays = _parse_holidays(d.pop("holidays", UNSET))


        calendar_patch = cls(
            name=name,
            zone=zone,
            weekly=weekly,
            exceptions=exceptions,
            holidays=holidays,
        )

        return calendar_patch

