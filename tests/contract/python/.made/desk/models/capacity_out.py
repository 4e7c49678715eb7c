from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="CapacityOut")



@_attrs_define
class CapacityOut:
    """ What one may hold; `total` is null when only the channels are bounded.

        Attributes:
            chat (int):
            ticket (int):
            call (int):
            total (int | None):
     """

    chat: int
    ticket: int
    call: int
    total: int | None





    def to_dict(self) -> dict[str, Any]:
        chat = self.chat

        ticket = self.ticket

        call = self.call

        total: int | None
        total = self.total


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "chat": chat,
            "ticket": ticket,
            "call": call,
            "total": total,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        chat = d.pop("chat")

        ticket = d.pop("ticket")

        call = d.pop("call")

        def _parse_total(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        total = _parse_total(d.pop("total"))


        capacity_out = cls(
            chat=chat,
            ticket=ticket,
            call=call,
            total=total,
        )

        return capacity_out

