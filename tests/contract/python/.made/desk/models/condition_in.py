from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.condition_in_operator import ConditionInOperator
from ..types import UNSET, Unset






T = TypeVar("T", bound="ConditionIn")



@_attrs_define
class ConditionIn:
    """ One question about one field of the ticket.

        Attributes:
            field (str): A field of the ticket, or `custom_fields.<key>`.
            operator (ConditionInOperator):
            value (Any | Unset): One value, a list of them (`in`, `not_in`, `has_...`), or nothing (`present`, `absent`).
     """

    field: str
    operator: ConditionInOperator
    value: Any | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        field = self.field

        operator = self.operator.value

        value = self.value


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "field": field,
            "operator": operator,
        })
        if value is not UNSET:
            field_dict["value"] = value

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        field = d.pop("field")

        operator = ConditionInOperator(d.pop("operator"))




        value = d.pop("value", UNSET)

        condition_in = cls(
            field=field,
            operator=operator,
            value=value,
        )

        return condition_in

