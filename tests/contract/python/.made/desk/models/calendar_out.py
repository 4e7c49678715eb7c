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
  from ..models.calendar_out_holiday_dates import CalendarOutHolidayDates
  from ..models.holiday_set import HolidaySet
  from ..models.special_day import SpecialDay
  from ..models.week import Week





T = TypeVar("T", bound="CalendarOut")



@_attrs_define
class CalendarOut:
    """ A calendar, with what its version `number` says.

        Attributes:
            zone (str):
            weekly (Week): The hours that begin on each day of the week; a day that is not named is closed.
            exceptions (list[SpecialDay]):
            holidays (list[HolidaySet]):
            holiday_dates (CalendarOutHolidayDates): The holidays as dates with names, as they were when this version was
                saved; they never change.
            id (UUID):
            name (str):
            number (int): Of the version that counts now.
            version (int):
            archived_at (datetime.datetime | None):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    zone: str
    weekly: Week
    exceptions: list[SpecialDay]
    holidays: list[HolidaySet]
    holiday_dates: CalendarOutHolidayDates
    id: UUID
    name: str
    number: int
    version: int
    archived_at: datetime.datetime | None
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.calendar_out_holiday_dates import CalendarOutHolidayDates # noqa: PLC0415
        from ..models.holiday_set import HolidaySet # noqa: PLC0415
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

        name = self.name

        number = self.number

        version = self.version

        archived_at: None | str
        if isinstance(self.archived_at, datetime.datetime):
            archived_at = self.archived_at.isoformat()
        else:
            archived_at = self.archived_at

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "zone": zone,
            "weekly": weekly,
            "exceptions": exceptions,
            "holidays": holidays,
            "holiday_dates": holiday_dates,
            "id": id,
            "name": name,
            "number": number,
            "version": version,
            "archived_at": archived_at,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.calendar_out_holiday_dates import CalendarOutHolidayDates # noqa: PLC0415
        from ..models.holiday_set import HolidaySet # noqa: PLC0415
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


        holiday_dates = CalendarOutHolidayDates.from_dict(d.pop("holiday_dates"))




        id = UUID(d.pop("id"))




        name = d.pop("name")

        number = d.pop("number")

        version = d.pop("version")

        def _parse_archived_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                archived_at_type_0 = datetime.datetime.fromisoformat(data)



                return archived_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        archived_at = _parse_archived_at(d.pop("archived_at"))


        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        calendar_out = cls(
            zone=zone,
            weekly=weekly,
            exceptions=exceptions,
            holidays=holidays,
            holiday_dates=holiday_dates,
            id=id,
            name=name,
            number=number,
            version=version,
            archived_at=archived_at,
            created_at=created_at,
            updated_at=updated_at,
        )

        return calendar_out

