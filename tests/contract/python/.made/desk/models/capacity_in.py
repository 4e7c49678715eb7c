from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="CapacityIn")



@_attrs_define
class CapacityIn:
    """ How much an agent may hold at once on each channel; what is not named stays (or is the default).

        Attributes:
            chat (int | None | Unset):
            ticket (int | None | Unset):
            call (int | None | Unset):
            total (int | None | Unset): On all channels, each thing by its channel's weight; null: no such bound.
     """

    chat: int | None | Unset = UNSET
    ticket: int | None | Unset = UNSET
    call: int | None | Unset = UNSET
    total: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        chat: int | None | Unset
        if isinstance(self.chat, Unset):
            chat = UNSET
        else:
            chat = self.chat

        ticket: int | None | Unset
        if isinstance(self.ticket, Unset):
            ticket = UNSET
        else:
            ticket = self.ticket

        call: int | None | Unset
        if isinstance(self.call, Unset):
            call = UNSET
        else:
            call = self.call

        total: int | None | Unset
        if isinstance(self.total, Unset):
            total = UNSET
        else:
            total = self.total


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if chat is not UNSET:
            field_dict["chat"] = chat
        if ticket is not UNSET:
            field_dict["ticket"] = ticket
        if call is not UNSET:
            field_dict["call"] = call
        if total is not UNSET:
            field_dict["total"] = total

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_chat(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        chat = _parse_chat(d.pop("chat", UNSET))


        def _parse_ticket(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        ticket = _parse_ticket(d.pop("ticket", UNSET))


        def _parse_call(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        call = _parse_call(d.pop("call", UNSET))


        def _parse_total(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        total = _parse_total(d.pop("total", UNSET))


        capacity_in = cls(
            chat=chat,
            ticket=ticket,
            call=call,
            total=total,
        )

        return capacity_in

