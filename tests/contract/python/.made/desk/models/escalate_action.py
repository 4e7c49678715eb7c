from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import Literal, cast






T = TypeVar("T", bound="EscalateAction")



@_attrs_define
class EscalateAction:
    """ Give the ticket to the next tier: the team that its team escalates to.

        Attributes:
            type_ (Literal['escalate']):
     """

    type_: Literal['escalate']





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
        type_ = cast(Literal['escalate'] , d.pop("type"))
        if type_ != 'escalate':
            raise ValueError(f"type must match const 'escalate', got '{type_}'")

        escalate_action = cls(
            type_=type_,
        )

        return escalate_action

