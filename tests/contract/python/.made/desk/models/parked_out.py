from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.parked_out_status import ParkedOutStatus
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.parked_problem import ParkedProblem





T = TypeVar("T", bound="ParkedOut")



@_attrs_define
class ParkedOut:
    """ A parked webhook.

        Attributes:
            id (UUID):
            source_id (UUID):
            webhook_id (str):
            external_id (None | str):
            status (ParkedOutStatus):
            problem (ParkedProblem): Why it could not become anything, as the partner would have been told.
            attempts (int): How often it was tried, the first time included.
            reason (None | str): Why it was discarded.
            ticket_id (None | UUID): What a replay made of it, or added to.
            received_at (datetime.datetime):
            ended_at (datetime.datetime | None):
     """

    id: UUID
    source_id: UUID
    webhook_id: str
    external_id: None | str
    status: ParkedOutStatus
    problem: ParkedProblem
    attempts: int
    reason: None | str
    ticket_id: None | UUID
    received_at: datetime.datetime
    ended_at: datetime.datetime | None





    def to_dict(self) -> dict[str, Any]:
        from ..models.parked_problem import ParkedProblem # noqa: PLC0415
        id = str(self.id)

        source_id = str(self.source_id)

        webhook_id = self.webhook_id

        external_id: None | str
        external_id = self.external_id

        status = self.status.value

        problem = self.problem.to_dict()

        attempts = self.attempts

        reason: None | str
        reason = self.reason

        ticket_id: None | str
        if isinstance(self.ticket_id, UUID):
            ticket_id = str(self.ticket_id)
        else:
            ticket_id = self.ticket_id

        received_at = self.received_at.isoformat()

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "source_id": source_id,
            "webhook_id": webhook_id,
            "external_id": external_id,
            "status": status,
            "problem": problem,
            "attempts": attempts,
            "reason": reason,
            "ticket_id": ticket_id,
            "received_at": received_at,
            "ended_at": ended_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.parked_problem import ParkedProblem # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        source_id = UUID(d.pop("source_id"))




        webhook_id = d.pop("webhook_id")

        def _parse_external_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        external_id = _parse_external_id(d.pop("external_id"))


        status = ParkedOutStatus(d.pop("status"))




        problem = ParkedProblem.from_dict(d.pop("problem"))




        attempts = d.pop("attempts")

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))


        def _parse_ticket_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ticket_id_type_0 = UUID(data)



                return ticket_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        ticket_id = _parse_ticket_id(d.pop("ticket_id"))


        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))




        def _parse_ended_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_at_type_0 = datetime.datetime.fromisoformat(data)



                return ended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ended_at = _parse_ended_at(d.pop("ended_at"))


        parked_out = cls(
            id=id,
            source_id=source_id,
            webhook_id=webhook_id,
            external_id=external_id,
            status=status,
            problem=problem,
            attempts=attempts,
            reason=reason,
            ticket_id=ticket_id,
            received_at=received_at,
            ended_at=ended_at,
        )

        return parked_out

