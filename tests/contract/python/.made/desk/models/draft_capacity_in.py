from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="DraftCapacityIn")



@_attrs_define
class DraftCapacityIn:
    """ What each of a group may hold at once; nothing on a channel that is not named.

        Attributes:
            chat (int | Unset):  Default: 0.
            ticket (int | Unset):  Default: 0.
            total (int | None | Unset):
     """

    chat: int | Unset = 0
    ticket: int | Unset = 0
    total: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        chat = self.chat

        ticket = self.ticket

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
        if total is not UNSET:
            field_dict["total"] = total

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        chat = d.pop("chat", UNSET)

        ticket = d.pop("ticket", UNSET)

        def _parse_total(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        total = _parse_total(d.pop("total", UNSET))


        draft_capacity_in = cls(
            chat=chat,
            ticket=ticket,
            total=total,
        )

        return draft_capacity_in

