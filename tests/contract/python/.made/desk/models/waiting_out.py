from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="WaitingOut")



@_attrs_define
class WaitingOut:
    """ How much waits. `offered` and `held_closed` are among the tickets and chats.

        Attributes:
            tickets (int):
            chats (int):
            offered (int): Chats that ring at somebody's now.
            held_closed (int): They wait for the queue to open.
     """

    tickets: int
    chats: int
    offered: int
    held_closed: int





    def to_dict(self) -> dict[str, Any]:
        tickets = self.tickets

        chats = self.chats

        offered = self.offered

        held_closed = self.held_closed


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "tickets": tickets,
            "chats": chats,
            "offered": offered,
            "held_closed": held_closed,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        tickets = d.pop("tickets")

        chats = d.pop("chats")

        offered = d.pop("offered")

        held_closed = d.pop("held_closed")

        waiting_out = cls(
            tickets=tickets,
            chats=chats,
            offered=offered,
            held_closed=held_closed,
        )

        return waiting_out

