"""What a partner's webhook must come to, and what it is answered."""

from uuid import UUID

from pydantic import ConfigDict

from app.schemas.base import Body, CustomFields, In, Language, Line, Out, Subject, Tags
from app.schemas.tickets import Priority, RequesterIn, TicketType


class IntakeTicket(In):
    """A ticket as the source's mapping made it from the partner's JSON."""

    subject: Subject
    body: Body
    requester: RequesterIn = RequesterIn()
    priority: Priority = "normal"
    type: TicketType = "question"
    topic: Line | None = None
    language: Language | None = None
    tags: Tags = []
    custom_fields: CustomFields = {}
    external_id: Line | None = None


class IntakeOut(Out):
    """The ticket that a webhook has made, now or when it came first."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"ticket_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10", "number": 1042}]},
    )

    ticket_id: UUID
    number: int
