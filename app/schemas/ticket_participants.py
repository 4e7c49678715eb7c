"""Senders whom a ticket does not know, as agents see and decide on them."""

from typing import Literal, TypeAlias
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import In, Instant, Out

ParticipantStatus: TypeAlias = Literal["pending", "approved", "declined"]


class HeldMailOut(Out):
    """A mail that waits for the decision on its sender."""

    inbound_id: UUID
    subject: str
    text: str = Field(description="The beginning of what they wrote.")
    files: int
    received_at: Instant


class ParticipantOut(Out):
    """Somebody who wrote to a ticket that does not know them. `mails` are those that wait, at most 20, the first ones.

    `reason` is `unknown`, or `unproven`: the address is a participant's, and its own domain says that they have not
    sent it.
    """

    id: UUID
    ticket_id: UUID
    address: str
    name: str | None
    status: ParticipantStatus
    reason: Literal["unknown", "unproven"]
    why: str
    moved_to_id: UUID | None = Field(description="The ticket of their own, for whom was declined.")
    mails: list[HeldMailOut]
    created_at: Instant
    decided_at: Instant | None
    decided_by: UUID | None


class ParticipantPage(Out):
    """A page of them, in the order of their coming."""

    items: list[ParticipantOut]
    next_cursor: str | None


class DeclineIn(In):
    """What becomes of what they wrote, and will write: a ticket of their own, or nothing."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"own_ticket": True}]})

    own_ticket: bool = True
