from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import Literal, cast






T = TypeVar("T", bound="SetFieldAction")



@_attrs_define
class SetFieldAction:
    """ Set a custom field; null clears it.

        Attributes:
            type_ (Literal['set_field']):
            key (str):
            value (Any):
     """

    type_: Literal['set_field']
    key: str
    value: Any





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        key = self.key

        value = self.value


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "key": key,
            "value": value,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['set_field'] , d.pop("type"))
        if type_ != 'set_field':
            raise ValueError(f"type must match const 'set_field', got '{type_}'")

        key = d.pop("key")

        value = d.pop("value")

        set_field_action = cls(
            type_=type_,
            key=key,
            value=value,
        )

        return set_field_action

