from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID






T = TypeVar("T", bound="ViewCountOut")



@_attrs_define
class ViewCountOut:
    """ How many tickets a view has for whoever asks.

        Attributes:
            view_id (UUID):
            tickets (int | None): Null while they are being counted for the first time.
            exact (bool): Whether every change up to about a second ago is in it. Not while a view whose conditions have
                just changed is counted anew: then it is the count of before.
     """

    view_id: UUID
    tickets: int | None
    exact: bool





    def to_dict(self) -> dict[str, Any]:
        view_id = str(self.view_id)

        tickets: int | None
        tickets = self.tickets

        exact = self.exact


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "view_id": view_id,
            "tickets": tickets,
            "exact": exact,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        view_id = UUID(d.pop("view_id"))




        def _parse_tickets(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        tickets = _parse_tickets(d.pop("tickets"))


        exact = d.pop("exact")

        view_count_out = cls(
            view_id=view_id,
            tickets=tickets,
            exact=exact,
        )

        return view_count_out

