from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.interval_out_kind import IntervalOutKind
from typing import cast
import datetime






T = TypeVar("T", bound="IntervalOut")



@_attrs_define
class IntervalOut:
    """ A span of a clock: time that counted, time in which the ticket stood still, or hours that are closed.

        Attributes:
            kind (IntervalOutKind):
            begins_at (datetime.datetime):
            ends_at (datetime.datetime):
            seconds (int): That counted.
            because (str): `open`, a status, `snoozed`, `closed`, `exception`, or `holiday: ...`.
     """

    kind: IntervalOutKind
    begins_at: datetime.datetime
    ends_at: datetime.datetime
    seconds: int
    because: str





    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        begins_at = self.begins_at.isoformat()

        ends_at = self.ends_at.isoformat()

        seconds = self.seconds

        because = self.because


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
            "begins_at": begins_at,
            "ends_at": ends_at,
            "seconds": seconds,
            "because": because,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = IntervalOutKind(d.pop("kind"))




        begins_at = datetime.datetime.fromisoformat(d.pop("begins_at"))




        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))




        seconds = d.pop("seconds")

        because = d.pop("because")

        interval_out = cls(
            kind=kind,
            begins_at=begins_at,
            ends_at=ends_at,
            seconds=seconds,
            because=because,
        )

        return interval_out

