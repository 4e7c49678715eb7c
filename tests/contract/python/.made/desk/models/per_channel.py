from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="PerChannel")



@_attrs_define
class PerChannel:
    """ A number per channel.

        Attributes:
            chat (int):
            ticket (int):
            call (int):
     """

    chat: int
    ticket: int
    call: int





    def to_dict(self) -> dict[str, Any]:
        chat = self.chat

        ticket = self.ticket

        call = self.call


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "chat": chat,
            "ticket": ticket,
            "call": call,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        chat = d.pop("chat")

        ticket = d.pop("ticket")

        call = d.pop("call")

        per_channel = cls(
            chat=chat,
            ticket=ticket,
            call=call,
        )

        return per_channel

