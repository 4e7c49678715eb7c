from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="MatchedOut")



@_attrs_define
class MatchedOut:
    """ A condition that held, and what it found.

        Attributes:
            field (str):
            operator (str):
            value (Any):
            found (Any):
     """

    field: str
    operator: str
    value: Any
    found: Any





    def to_dict(self) -> dict[str, Any]:
        field = self.field

        operator = self.operator

        value = self.value

        found = self.found


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "field": field,
            "operator": operator,
            "value": value,
            "found": found,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        field = d.pop("field")

        operator = d.pop("operator")

        value = d.pop("value")

        found = d.pop("found")

        matched_out = cls(
            field=field,
            operator=operator,
            value=value,
            found=found,
        )

        return matched_out

