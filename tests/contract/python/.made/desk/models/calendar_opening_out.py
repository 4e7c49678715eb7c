from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.calendar_reason import CalendarReason





T = TypeVar("T", bound="CalendarOpeningOut")



@_attrs_define
class CalendarOpeningOut:
    """ Open from `opens` to just before `closes`; hours that touch are one opening.

        Attributes:
            date (str): The local date on which its hours begin.
            opens (datetime.datetime):
            closes (datetime.datetime):
            reason (CalendarReason): Why it is open or closed: what the week says, an exception, or a holiday, by name.
     """

    date: str
    opens: datetime.datetime
    closes: datetime.datetime
    reason: CalendarReason





    def to_dict(self) -> dict[str, Any]:
        from ..models.calendar_reason import CalendarReason # noqa: PLC0415
        date = self.date

        opens = self.opens.isoformat()

        closes = self.closes.isoformat()

        reason = self.reason.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "date": date,
            "opens": opens,
            "closes": closes,
            "reason": reason,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.calendar_reason import CalendarReason # noqa: PLC0415
        d = dict(src_dict)
        date = d.pop("date")

        opens = datetime.datetime.fromisoformat(d.pop("opens"))




        closes = datetime.datetime.fromisoformat(d.pop("closes"))




        reason = CalendarReason.from_dict(d.pop("reason"))




        calendar_opening_out = cls(
            date=date,
            opens=opens,
            closes=closes,
            reason=reason,
        )

        return calendar_opening_out

