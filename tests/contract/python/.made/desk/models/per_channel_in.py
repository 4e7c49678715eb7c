from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="PerChannelIn")



@_attrs_define
class PerChannelIn:
    """ Seconds on each channel; null is what was seen (or promised) in the period.

        Attributes:
            chat (float | None | Unset):
            ticket (float | None | Unset):
     """

    chat: float | None | Unset = UNSET
    ticket: float | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        chat: float | None | Unset
        if isinstance(self.chat, Unset):
            chat = UNSET
        else:
            chat = self.chat

        ticket: float | None | Unset
        if isinstance(self.ticket, Unset):
            ticket = UNSET
        else:
            ticket = self.ticket


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if chat is not UNSET:
            field_dict["chat"] = chat
        if ticket is not UNSET:
            field_dict["ticket"] = ticket

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_chat(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        chat = _parse_chat(d.pop("chat", UNSET))


        def _parse_ticket(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        ticket = _parse_ticket(d.pop("ticket", UNSET))


        per_channel_in = cls(
            chat=chat,
            ticket=ticket,
        )

        return per_channel_in

