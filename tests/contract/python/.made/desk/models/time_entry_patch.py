from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="TimeEntryPatch")



@_attrs_define
class TimeEntryPatch:
    """ Changes of an entry; only the fields that are sent are changed.

        Attributes:
            seconds (int | None | Unset):
            note (None | str | Unset):
            billable (bool | None | Unset):
            spent_at (datetime.datetime | None | Unset):
     """

    seconds: int | None | Unset = UNSET
    note: None | str | Unset = UNSET
    billable: bool | None | Unset = UNSET
    spent_at: datetime.datetime | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        seconds: int | None | Unset
        if isinstance(self.seconds, Unset):
            seconds = UNSET
        else:
            seconds = self.seconds

        note: None | str | Unset
        if isinstance(self.note, Unset):
            note = UNSET
        else:
            note = self.note

        billable: bool | None | Unset
        if isinstance(self.billable, Unset):
            billable = UNSET
        else:
            billable = self.billable

        spent_at: None | str | Unset
        if isinstance(self.spent_at, Unset):
            spent_at = UNSET
        elif isinstance(self.spent_at, datetime.datetime):
            spent_at = self.spent_at.isoformat()
        else:
            spent_at = self.spent_at


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if seconds is not UNSET:
            field_dict["seconds"] = seconds
        if note is not UNSET:
            field_dict["note"] = note
        if billable is not UNSET:
            field_dict["billable"] = billable
        if spent_at is not UNSET:
            field_dict["spent_at"] = spent_at

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_seconds(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        seconds = _parse_seconds(d.pop("seconds", UNSET))


        def _parse_note(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        note = _parse_note(d.pop("note", UNSET))


        def _parse_billable(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        billable = _parse_billable(d.pop("billable", UNSET))


        def _parse_spent_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                spent_at_type_0 = datetime.datetime.fromisoformat(data)



                return spent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        spent_at = _parse_spent_at(d.pop("spent_at", UNSET))


        time_entry_patch = cls(
            seconds=seconds,
            note=note,
            billable=billable,
            spent_at=spent_at,
        )

        return time_entry_patch

