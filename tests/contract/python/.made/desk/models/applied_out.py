from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.outcome_out import OutcomeOut
  from ..models.ticket_out import TicketOut





T = TypeVar("T", bound="AppliedOut")



@_attrs_define
class AppliedOut:
    """ The ticket after the macro, and what each action did.

        Attributes:
            ticket (TicketOut): A ticket as the caller may see it. For customers and partners `seq` counts only what they
                may see.
            outcomes (list[OutcomeOut]):
     """

    ticket: TicketOut
    outcomes: list[OutcomeOut]





    def to_dict(self) -> dict[str, Any]:
        from ..models.outcome_out import OutcomeOut # noqa: PLC0415
        from ..models.ticket_out import TicketOut # noqa: PLC0415
        ticket = self.ticket.to_dict()

        outcomes = []
        for outcomes_item_data in self.outcomes:
            outcomes_item = outcomes_item_data.to_dict()
            outcomes.append(outcomes_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ticket": ticket,
            "outcomes": outcomes,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.outcome_out import OutcomeOut # noqa: PLC0415
        from ..models.ticket_out import TicketOut # noqa: PLC0415
        d = dict(src_dict)
        ticket = TicketOut.from_dict(d.pop("ticket"))




        outcomes = []
        _outcomes = d.pop("outcomes")
        for outcomes_item_data in (_outcomes):
            outcomes_item = OutcomeOut.from_dict(outcomes_item_data)



            outcomes.append(outcomes_item)


        applied_out = cls(
            ticket=ticket,
            outcomes=outcomes,
        )

        return applied_out

