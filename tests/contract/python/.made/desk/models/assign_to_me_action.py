from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import Literal, cast






T = TypeVar("T", bound="AssignToMeAction")



@_attrs_define
class AssignToMeAction:
    """ Give the ticket to whoever does this. An automation is nobody.

        Attributes:
            type_ (Literal['assign_to_me']):
     """

    type_: Literal['assign_to_me']





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['assign_to_me'] , d.pop("type"))
        if type_ != 'assign_to_me':
            raise ValueError(f"type must match const 'assign_to_me', got '{type_}'")

        assign_to_me_action = cls(
            type_=type_,
        )

        return assign_to_me_action

