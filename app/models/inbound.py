"""The spool of what came in: stored as it is before anybody reads it, and kept until it is something on a ticket."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of


class Inbound(SQLModel, table=True):
    """One mail or update. While it waits, whoever works on it holds it until `next_attempt_at`.

    Of one lane only the first has a `next_attempt_at`; when it ends, the next one gets its own. `number` is the order
    within a lane: it is given while the lane is locked.
    """

    __tablename__ = "inbound"
    __table_args__ = (
        one_of("inbound", "door", "http", "imap", "smtp", "webhook", "poll"),
        one_of("inbound", "status", "waiting", "done", "parked", "held", "discarded"),
        Index(
            "inbound_external_unique",
            "channel_id",
            "external_id",
            unique=True,
            postgresql_where=text("external_id IS NOT NULL"),
        ),
        Index(
            "inbound_bytes_unique", "channel_id", "sha256", unique=True, postgresql_where=text("external_id IS NULL")
        ),
        Index(
            "inbound_due",
            "channel_id",
            "next_attempt_at",
            "number",
            postgresql_where=text("status = 'waiting' AND next_attempt_at IS NOT NULL"),
        ),
        Index(
            "inbound_lanes",
            "channel_id",
            "lane",
            "number",
            postgresql_where=text("status = 'waiting' AND lane IS NOT NULL"),
        ),
        Index("inbound_newest", "status", "id"),
        Index("inbound_of_message", "message_id", postgresql_where=text("message_id IS NOT NULL")),
        Index("inbound_of_channel", "channel_id", "status", "id"),
        Index("inbound_of_channel_in_order", "channel_id", "id"),
        Index("inbound_old", "ended_at", postgresql_where=text("raw IS NOT NULL AND ended_at IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: int | None = Field(default=None, sa_type=BigInteger, sa_column_args=[Identity(always=True)], nullable=False)
    channel_id: UUID = Field(foreign_key="channels.id")
    door: str
    # The Message-ID, the update's id.
    external_id: str | None = None
    sha256: bytes
    # What the door knew beside the bytes: envelope of a mail, place in a mailbox.
    envelope: dict[str, Any] = document()
    # Null when it was tidied away, some days after its end.
    raw: bytes | None = None
    # Of the raw bytes.
    size: int
    lane: str | None = None
    status: str = "waiting"
    # Begun, so that one that kills the process is parked too.
    attempts: int = 0
    next_attempt_at: datetime | None = at(nullable=True)
    # Since when it waits for a part of the desk that is away; such an attempt does not count.
    delayed_since: datetime | None = at(nullable=True)
    problem: str | None = None
    # What it became: a word. Why it was discarded: `reason`.
    outcome: str | None = None
    reason: str | None = None
    ticket_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    message_id: UUID | None = Field(default=None, foreign_key="messages.id")
    received_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)
    ended_by: UUID | None = Field(default=None, foreign_key="agents.id")
