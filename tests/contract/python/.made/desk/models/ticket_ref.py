from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from uuid import UUID






T = TypeVar("T", bound="TicketRef")



@_attrs_define
class TicketRef:
    """ A ticket by its id and number.

        Attributes:
            id (UUID):
            number (int):
     """

    id: UUID
    number: int





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        number = self.number


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "number": number,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        number = d.pop("number")

        ticket_ref = cls(
            id=id,
            number=number,
        )

        return ticket_ref

