from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from uuid import UUID






T = TypeVar("T", bound="RunTicketOut")



@_attrs_define
class RunTicketOut:
    """ The ticket of a run.

        Attributes:
            id (UUID):
            number (int):
            subject (str):
     """

    id: UUID
    number: int
    subject: str





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        number = self.number

        subject = self.subject


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "number": number,
            "subject": subject,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        number = d.pop("number")

        subject = d.pop("subject")

        run_ticket_out = cls(
            id=id,
            number=number,
            subject=subject,
        )

        return run_ticket_out

