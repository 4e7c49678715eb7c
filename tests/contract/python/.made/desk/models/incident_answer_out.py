from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.incident_answer_out_outcome import IncidentAnswerOutOutcome
from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="IncidentAnswerOut")



@_attrs_define
class IncidentAnswerOut:
    """ What became of one incident.

        Attributes:
            ticket_id (UUID):
            number (int):
            outcome (IncidentAnswerOutOutcome):
            message_id (None | UUID):
            at (datetime.datetime):
     """

    ticket_id: UUID
    number: int
    outcome: IncidentAnswerOutOutcome
    message_id: None | UUID
    at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        ticket_id = str(self.ticket_id)

        number = self.number

        outcome = self.outcome.value

        message_id: None | str
        if isinstance(self.message_id, UUID):
            message_id = str(self.message_id)
        else:
            message_id = self.message_id

        at = self.at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ticket_id": ticket_id,
            "number": number,
            "outcome": outcome,
            "message_id": message_id,
            "at": at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ticket_id = UUID(d.pop("ticket_id"))




        number = d.pop("number")

        outcome = IncidentAnswerOutOutcome(d.pop("outcome"))




        def _parse_message_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                message_id_type_0 = UUID(data)



                return message_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        message_id = _parse_message_id(d.pop("message_id"))


        at = datetime.datetime.fromisoformat(d.pop("at"))




        incident_answer_out = cls(
            ticket_id=ticket_id,
            number=number,
            outcome=outcome,
            message_id=message_id,
            at=at,
        )

        return incident_answer_out

