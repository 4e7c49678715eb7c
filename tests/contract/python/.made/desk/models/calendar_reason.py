from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.calendar_reason_kind import CalendarReasonKind
from typing import cast






T = TypeVar("T", bound="CalendarReason")



@_attrs_define
class CalendarReason:
    """ Why it is open or closed: what the week says, an exception, or a holiday, by name.

        Attributes:
            kind (CalendarReasonKind):
            name (None | str):
     """

    kind: CalendarReasonKind
    name: None | str





    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        name: None | str
        name = self.name


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "kind": kind,
            "name": name,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = CalendarReasonKind(d.pop("kind"))




        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))


        calendar_reason = cls(
            kind=kind,
            name=name,
        )

        return calendar_reason

