"""Outreach: a message to many who did not ask at this moment, each person of them, and the tickets of who answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, words


class Outreach(SQLModel, table=True):
    """A message and whom it is for. While it is `scheduled` or `running`, `next_at` is when it is looked at next.

    Its people are gathered window by window from `cursor` on; `gathered_at` is when all are there.
    """

    __tablename__ = "outreaches"
    __table_args__ = (
        one_of("outreaches", "state", "draft", "scheduled", "running", "paused", "done", "cancelled"),
        one_of("outreaches", "ticket_type", "question", "incident", "task", "request", "feedback"),
        CheckConstraint("per_minute BETWEEN 1 AND 6000", name="outreaches_per_minute_range"),
        Index("outreaches_due", "next_at", postgresql_where=text("state IN ('scheduled', 'running')")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    audience: dict[str, Any] = document()
    texts: dict[str, Any] = document()
    # In the order in which they are tried for each person.
    ways: list[str] = words()
    # The mailbox that it leaves by, and that answers come to.
    channel_id: UUID | None = Field(default=None, foreign_key="channels.id")
    ticket_type: str = "question"
    per_minute: int = 60
    state: str = "draft"
    cursor: UUID | None = None
    gathered_at: datetime | None = at(nullable=True)
    next_at: datetime | None = at(nullable=True)
    started_at: datetime | None = at(nullable=True)
    ended_at: datetime | None = at(nullable=True)
    created_by: UUID = Field(foreign_key="agents.id")
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class OutreachRecipient(SQLModel, table=True):
    """One person of an outreach, whoever of several merged customers was found: once, and with what became of it."""

    __tablename__ = "outreach_recipients"
    __table_args__ = (
        one_of("outreach_recipients", "state", "waiting", "queued", "sent", "failed", "bounced", "left_out"),
        one_of("outreach_recipients", "way", "mail", "thread"),
        one_of("outreach_recipients", "why", "opted_out", "no_way", "merged", "cancelled"),
        Index("outreach_recipients_once", "outreach_id", "customer_id", unique=True),
        Index("outreach_recipients_by_state", "outreach_id", "state", "number"),
        Index("outreach_recipients_in_order", "outreach_id", "number"),
        Index("outreach_recipients_of_customer", "customer_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    outreach_id: UUID = Field(foreign_key="outreaches.id", ondelete="CASCADE")
    number: int | None = Field(default=None, sa_type=BigInteger, sa_column_args=[Identity(always=True)], nullable=False)
    customer_id: UUID = Field(foreign_key="customers.id", ondelete="CASCADE")
    state: str = "waiting"
    why: str | None = None
    way: str | None = None
    # In which language, in which words, and where it went.
    locale: str | None = None
    said: str | None = None
    address: str | None = None
    ticket_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    detail: str | None = None
    at: datetime | None = at(nullable=True)


class OutreachAnswer(SQLModel, table=True):
    """A ticket that began as an answer to an outreach: one for each who answers."""

    __tablename__ = "outreach_answers"
    __table_args__ = (Index("outreach_answers_of_recipient", "recipient_id", "customer_id"),)

    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True)
    recipient_id: UUID = Field(foreign_key="outreach_recipients.id", ondelete="CASCADE")
    # Whoever wrote it: a mail is passed on.
    customer_id: UUID = Field(foreign_key="customers.id")
    at: datetime = at()
