from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.calendar_version_out_holiday_dates import CalendarVersionOutHolidayDates
  from ..models.holiday_set import HolidaySet
  from ..models.reference import Reference
  from ..models.special_day import SpecialDay
  from ..models.week import Week





T = TypeVar("T", bound="CalendarVersionOut")



@_attrs_define
class CalendarVersionOut:
    """ A version of a calendar; it never changes.

        Attributes:
            zone (str):
            weekly (Week): The hours that begin on each day of the week; a day that is not named is closed.
            exceptions (list[SpecialDay]):
            holidays (list[HolidaySet]):
            holiday_dates (CalendarVersionOutHolidayDates): The holidays as dates with names, as they were when this version
                was saved; they never change.
            id (UUID):
            number (int):
            created_by (None | Reference):
            created_at (datetime.datetime):
     """

    zone: str
    weekly: Week
    exceptions: list[SpecialDay]
    holidays: list[HolidaySet]
    holiday_dates: CalendarVersionOutHolidayDates
    id: UUID
    number: int
    created_by: None | Reference
    created_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.calendar_version_out_holiday_dates import CalendarVersionOutHolidayDates # noqa: PLC0415
        from ..models.holiday_set import HolidaySet # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        from ..models.special_day import SpecialDay # noqa: PLC0415
        from ..models.week import Week # noqa: PLC0415
        zone = self.zone

        weekly = self.weekly.to_dict()

        exceptions = []
        for exceptions_item_data in self.exceptions:
            exceptions_item = exceptions_item_data.to_dict()
            exceptions.append(exceptions_item)



        holidays = []
        for holidays_item_data in self.holidays:
            holidays_item = holidays_item_data.to_dict()
            holidays.append(holidays_item)



        holiday_dates = self.holiday_dates.to_dict()

        id = str(self.id)

        number = self.number

        created_by: dict[str, Any] | None
        if isinstance(self.created_by, Reference):
            created_by = self.created_by.to_dict()
        else:
            created_by = self.created_by

        created_at = self.created_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "zone": zone,
            "weekly": weekly,
            "exceptions": exceptions,
            "holidays": holidays,
            "holiday_dates": holiday_dates,
            "id": id,
            "number": number,
            "created_by": created_by,
            "created_at": created_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.calendar_version_out_holiday_dates import CalendarVersionOutHolidayDates # noqa: PLC0415
        from ..models.holiday_set import HolidaySet # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        from ..models.special_day import SpecialDay # noqa: PLC0415
        from ..models.week import Week # noqa: PLC0415
        d = dict(src_dict)
        zone = d.pop("zone")

        weekly = Week.from_dict(d.pop("weekly"))




        exceptions = []
        _exceptions = d.pop("exceptions")
        for exceptions_item_data in (_exceptions):
            exceptions_item = SpecialDay.from_dict(exceptions_item_data)



            exceptions.append(exceptions_item)


        holidays = []
        _holidays = d.pop("holidays")
        for holidays_item_data in (_holidays):
            holidays_item = HolidaySet.from_dict(holidays_item_data)



            holidays.append(holidays_item)


        holiday_dates = CalendarVersionOutHolidayDates.from_dict(d.pop("holiday_dates"))




        id = UUID(d.pop("id"))




        number = d.pop("number")

        def _parse_created_by(data: object) -> None | Reference:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                created_by_type_0 = Reference.from_dict(data)



                return created_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Reference, data)

        created_by = _parse_created_by(d.pop("created_by"))


        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        calendar_version_out = cls(
            zone=zone,
            weekly=weekly,
            exceptions=exceptions,
            holidays=holidays,
            holiday_dates=holiday_dates,
            id=id,
            number=number,
            created_by=created_by,
            created_at=created_at,
        )

        return calendar_version_out

