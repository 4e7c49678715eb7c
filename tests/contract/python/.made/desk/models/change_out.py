from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="ChangeOut")



@_attrs_define
class ChangeOut:
    """ A field of the ticket, before and after.

        Attributes:
            field (str):
            before (Any):
            after (Any):
     """

    field: str
    before: Any
    after: Any





    def to_dict(self) -> dict[str, Any]:
        field = self.field

        before = self.before

        after = self.after


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "field": field,
            "before": before,
            "after": after,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        field = d.pop("field")

        before = d.pop("before")

        after = d.pop("after")

        change_out = cls(
            field=field,
            before=before,
            after=after,
        )

        return change_out

