from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.intake_out_outcome import IntakeOutOutcome
from uuid import UUID






T = TypeVar("T", bound="IntakeOut")



@_attrs_define
class IntakeOut:
    """ The ticket of a webhook, and what it did there, now or when it came first.

        Attributes:
            ticket_id (UUID):
            number (int):
            outcome (IntakeOutOutcome): `stale`: older than what came before, its words (if any) were kept.
     """

    ticket_id: UUID
    number: int
    outcome: IntakeOutOutcome





    def to_dict(self) -> dict[str, Any]:
        ticket_id = str(self.ticket_id)

        number = self.number

        outcome = self.outcome.value


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ticket_id": ticket_id,
            "number": number,
            "outcome": outcome,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ticket_id = UUID(d.pop("ticket_id"))




        number = d.pop("number")

        outcome = IntakeOutOutcome(d.pop("outcome"))




        intake_out = cls(
            ticket_id=ticket_id,
            number=number,
            outcome=outcome,
        )

        return intake_out

