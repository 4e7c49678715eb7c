from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.automation_run_out_status import AutomationRunOutStatus
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.matched_out import MatchedOut
  from ..models.outcome_out import OutcomeOut
  from ..models.run_automation_out import RunAutomationOut
  from ..models.run_ticket_out import RunTicketOut





T = TypeVar("T", bound="AutomationRunOut")



@_attrs_define
class AutomationRunOut:
    """ One run.

        Attributes:
            id (UUID):
            automation (RunAutomationOut): The automation of a run, and the version of it.
            ticket (RunTicketOut): The ticket of a run.
            seq (int | None): The event of the ticket's log that it was about; null: its time had come.
            status (AutomationRunOutStatus):
            reason (None | str): Of `stopped`: `own_doing`, `too_deep`, `runaway`. Of `failed`: `internal_error`.
            depth (int): 1: a person, a customer or time was the cause. 2: another automation was ...
            matched (list[MatchedOut]):
            outcomes (list[OutcomeOut]):
            duration_ms (int):
            at (datetime.datetime):
     """

    id: UUID
    automation: RunAutomationOut
    ticket: RunTicketOut
    seq: int | None
    status: AutomationRunOutStatus
    reason: None | str
    depth: int
    matched: list[MatchedOut]
    outcomes: list[OutcomeOut]
    duration_ms: int
    at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.matched_out import MatchedOut # noqa: PLC0415
        from ..models.outcome_out import OutcomeOut # noqa: PLC0415
        from ..models.run_automation_out import RunAutomationOut # noqa: PLC0415
        from ..models.run_ticket_out import RunTicketOut # noqa: PLC0415
        id = str(self.id)

        automation = self.automation.to_dict()

        ticket = self.ticket.to_dict()

        seq: int | None
        seq = self.seq

        status = self.status.value

        reason: None | str
        reason = self.reason

        depth = self.depth

        matched = []
        for matched_item_data in self.matched:
            matched_item = matched_item_data.to_dict()
            matched.append(matched_item)



        outcomes = []
        for outcomes_item_data in self.outcomes:
            outcomes_item = outcomes_item_data.to_dict()
            outcomes.append(outcomes_item)



        duration_ms = self.duration_ms

        at = self.at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "automation": automation,
            "ticket": ticket,
            "seq": seq,
            "status": status,
            "reason": reason,
            "depth": depth,
            "matched": matched,
            "outcomes": outcomes,
            "duration_ms": duration_ms,
            "at": at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.matched_out import MatchedOut # noqa: PLC0415
        from ..models.outcome_out import OutcomeOut # noqa: PLC0415
        from ..models.run_automation_out import RunAutomationOut # noqa: PLC0415
        from ..models.run_ticket_out import RunTicketOut # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        automation = RunAutomationOut.from_dict(d.pop("automation"))




        ticket = RunTicketOut.from_dict(d.pop("ticket"))




        def _parse_seq(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        seq = _parse_seq(d.pop("seq"))


        status = AutomationRunOutStatus(d.pop("status"))




        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))


        depth = d.pop("depth")

        matched = []
        _matched = d.pop("matched")
        for matched_item_data in (_matched):
            matched_item = MatchedOut.from_dict(matched_item_data)



            matched.append(matched_item)


        outcomes = []
        _outcomes = d.pop("outcomes")
        for outcomes_item_data in (_outcomes):
            outcomes_item = OutcomeOut.from_dict(outcomes_item_data)



            outcomes.append(outcomes_item)


        duration_ms = d.pop("duration_ms")

        at = datetime.datetime.fromisoformat(d.pop("at"))




        automation_run_out = cls(
            id=id,
            automation=automation,
            ticket=ticket,
            seq=seq,
            status=status,
            reason=reason,
            depth=depth,
            matched=matched,
            outcomes=outcomes,
            duration_ms=duration_ms,
            at=at,
        )

        return automation_run_out

