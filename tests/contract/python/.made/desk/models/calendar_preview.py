from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.calendar_opening_out import CalendarOpeningOut
  from ..models.calendar_reason import CalendarReason
  from ..models.closed_day_out import ClosedDayOut





T = TypeVar("T", bound="CalendarPreview")



@_attrs_define
class CalendarPreview:
    """ What a calendar means from `from` to just before `to`, and at `at`. Whole seconds.

        Attributes:
            number (int | None): Of the version; null when it is not saved.
            zone (str):
            from_ (datetime.datetime):
            to (datetime.datetime):
            openings (list[CalendarOpeningOut]):
            openings_left_off (int): So many more openings are in the period.
            open_seconds (int): Of the whole period.
            closed_days (list[ClosedDayOut]):
            at (datetime.datetime):
            is_open (bool):
            reason (CalendarReason): Why it is open or closed: what the week says, an exception, or a holiday, by name.
            next_change_at (datetime.datetime | None): When it next opens or closes; null: not in 200 years.
            due_at (datetime.datetime | None): When `due_after` open seconds after `at` have passed; null when not asked, or
                not in 200 years.
     """

    number: int | None
    zone: str
    from_: datetime.datetime
    to: datetime.datetime
    openings: list[CalendarOpeningOut]
    openings_left_off: int
    open_seconds: int
    closed_days: list[ClosedDayOut]
    at: datetime.datetime
    is_open: bool
    reason: CalendarReason
    next_change_at: datetime.datetime | None
    due_at: datetime.datetime | None





    def to_dict(self) -> dict[str, Any]:
        from ..models.calendar_opening_out import CalendarOpeningOut # noqa: PLC0415
        from ..models.calendar_reason import CalendarReason # noqa: PLC0415
        from ..models.closed_day_out import ClosedDayOut # noqa: PLC0415
        number: int | None
        number = self.number

        zone = self.zone

        from_ = self.from_.isoformat()

        to = self.to.isoformat()

        openings = []
        for openings_item_data in self.openings:
            openings_item = openings_item_data.to_dict()
            openings.append(openings_item)



        openings_left_off = self.openings_left_off

        open_seconds = self.open_seconds

        closed_days = []
        for closed_days_item_data in self.closed_days:
            closed_days_item = closed_days_item_data.to_dict()
            closed_days.append(closed_days_item)



        at = self.at.isoformat()

        is_open = self.is_open

        reason = self.reason.to_dict()

        next_change_at: None | str
        if isinstance(self.next_change_at, datetime.datetime):
            next_change_at = self.next_change_at.isoformat()
        else:
            next_change_at = self.next_change_at

        due_at: None | str
        if isinstance(self.due_at, datetime.datetime):
            due_at = self.due_at.isoformat()
        else:
            due_at = self.due_at


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "number": number,
            "zone": zone,
            "from": from_,
            "to": to,
            "openings": openings,
            "openings_left_off": openings_left_off,
            "open_seconds": open_seconds,
            "closed_days": closed_days,
            "at": at,
            "is_open": is_open,
            "reason": reason,
            "next_change_at": next_change_at,
            "due_at": due_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.calendar_opening_out import CalendarOpeningOut # noqa: PLC0415
        from ..models.calendar_reason import CalendarReason # noqa: PLC0415
        from ..models.closed_day_out import ClosedDayOut # noqa: PLC0415
        d = dict(src_dict)
        def _parse_number(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        number = _parse_number(d.pop("number"))


        zone = d.pop("zone")

        from_ = datetime.datetime.fromisoformat(d.pop("from"))




        to = datetime.datetime.fromisoformat(d.pop("to"))




        openings = []
        _openings = d.pop("openings")
        for openings_item_data in (_openings):
            openings_item = CalendarOpeningOut.from_dict(openings_item_data)



            openings.append(openings_item)


        openings_left_off = d.pop("openings_left_off")

        open_seconds = d.pop("open_seconds")

        closed_days = []
        _closed_days = d.pop("closed_days")
        for closed_days_item_data in (_closed_days):
            closed_days_item = ClosedDayOut.from_dict(closed_days_item_data)



            closed_days.append(closed_days_item)


        at = datetime.datetime.fromisoformat(d.pop("at"))




        is_open = d.pop("is_open")

        reason = CalendarReason.from_dict(d.pop("reason"))




        def _parse_next_change_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_change_at_type_0 = datetime.datetime.fromisoformat(data)



                return next_change_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        next_change_at = _parse_next_change_at(d.pop("next_change_at"))


        def _parse_due_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_at_type_0 = datetime.datetime.fromisoformat(data)



                return due_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        due_at = _parse_due_at(d.pop("due_at"))


        calendar_preview = cls(
            number=number,
            zone=zone,
            from_=from_,
            to=to,
            openings=openings,
            openings_left_off=openings_left_off,
            open_seconds=open_seconds,
            closed_days=closed_days,
            at=at,
            is_open=is_open,
            reason=reason,
            next_change_at=next_change_at,
            due_at=due_at,
        )

        return calendar_preview

