from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.duty_out_off_type_0 import DutyOutOffType0
from typing import cast
import datetime






T = TypeVar("T", bound="DutyOut")



@_attrs_define
class DutyOut:
    """ Whether one is off duty, whatever their presence says, and when that changes as far as it is planned.

        Attributes:
            off (DutyOutOffType0 | None):
            changes_at (datetime.datetime | None):
     """

    off: DutyOutOffType0 | None
    changes_at: datetime.datetime | None





    def to_dict(self) -> dict[str, Any]:
        off: None | str
        if isinstance(self.off, DutyOutOffType0):
            off = self.off.value
        else:
            off = self.off

        changes_at: None | str
        if isinstance(self.changes_at, datetime.datetime):
            changes_at = self.changes_at.isoformat()
        else:
            changes_at = self.changes_at


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "off": off,
            "changes_at": changes_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_off(data: object) -> DutyOutOffType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                off_type_0 = DutyOutOffType0(data)



                return off_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DutyOutOffType0 | None, data)

        off = _parse_off(d.pop("off"))


        def _parse_changes_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                changes_at_type_0 = datetime.datetime.fromisoformat(data)



                return changes_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        changes_at = _parse_changes_at(d.pop("changes_at"))


        duty_out = cls(
            off=off,
            changes_at=changes_at,
        )

        return duty_out

