from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.change_out import ChangeOut
  from ..models.outcome_out import OutcomeOut





T = TypeVar("T", bound="BulkExample")



@_attrs_define
class BulkExample:
    """ What would become of one of the tickets.

        Attributes:
            ticket_id (UUID):
            number (int):
            subject (str):
            would_apply (bool): Whether all of it can be done; else nothing is.
            outcomes (list[OutcomeOut]):
            changes (list[ChangeOut]):
     """

    ticket_id: UUID
    number: int
    subject: str
    would_apply: bool
    outcomes: list[OutcomeOut]
    changes: list[ChangeOut]





    def to_dict(self) -> dict[str, Any]:
        from ..models.change_out import ChangeOut # noqa: PLC0415
        from ..models.outcome_out import OutcomeOut # noqa: PLC0415
        ticket_id = str(self.ticket_id)

        number = self.number

        subject = self.subject

        would_apply = self.would_apply

        outcomes = []
        for outcomes_item_data in self.outcomes:
            outcomes_item = outcomes_item_data.to_dict()
            outcomes.append(outcomes_item)



        changes = []
        for changes_item_data in self.changes:
            changes_item = changes_item_data.to_dict()
            changes.append(changes_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ticket_id": ticket_id,
            "number": number,
            "subject": subject,
            "would_apply": would_apply,
            "outcomes": outcomes,
            "changes": changes,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.change_out import ChangeOut # noqa: PLC0415
        from ..models.outcome_out import OutcomeOut # noqa: PLC0415
        d = dict(src_dict)
        ticket_id = UUID(d.pop("ticket_id"))




        number = d.pop("number")

        subject = d.pop("subject")

        would_apply = d.pop("would_apply")

        outcomes = []
        _outcomes = d.pop("outcomes")
        for outcomes_item_data in (_outcomes):
            outcomes_item = OutcomeOut.from_dict(outcomes_item_data)



            outcomes.append(outcomes_item)


        changes = []
        _changes = d.pop("changes")
        for changes_item_data in (_changes):
            changes_item = ChangeOut.from_dict(changes_item_data)



            changes.append(changes_item)


        bulk_example = cls(
            ticket_id=ticket_id,
            number=number,
            subject=subject,
            would_apply=would_apply,
            outcomes=outcomes,
            changes=changes,
        )

        return bulk_example

