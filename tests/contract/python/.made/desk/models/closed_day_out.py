from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.calendar_reason import CalendarReason





T = TypeVar("T", bound="ClosedDayOut")



@_attrs_define
class ClosedDayOut:
    """ A local date on which nothing opens; hours of the day before may run into it.

        Attributes:
            date (str):
            reason (CalendarReason): Why it is open or closed: what the week says, an exception, or a holiday, by name.
     """

    date: str
    reason: CalendarReason





    def to_dict(self) -> dict[str, Any]:
        from ..models.calendar_reason import CalendarReason # noqa: PLC0415
        date = self.date

        reason = self.reason.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "date": date,
            "reason": reason,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.calendar_reason import CalendarReason # noqa: PLC0415
        d = dict(src_dict)
        date = d.pop("date")

        reason = CalendarReason.from_dict(d.pop("reason"))




        closed_day_out = cls(
            date=date,
            reason=reason,
        )

        return closed_day_out

