from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import Literal, cast






T = TypeVar("T", bound="SnoozeAction")



@_attrs_define
class SnoozeAction:
    """ Put the ticket out of sight for so long, or until the customer writes.

        Attributes:
            type_ (Literal['snooze']):
            seconds (int):
     """

    type_: Literal['snooze']
    seconds: int





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        seconds = self.seconds


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "type": type_,
            "seconds": seconds,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast(Literal['snooze'] , d.pop("type"))
        if type_ != 'snooze':
            raise ValueError(f"type must match const 'snooze', got '{type_}'")

        seconds = d.pop("seconds")

        snooze_action = cls(
            type_=type_,
            seconds=seconds,
        )

        return snooze_action

