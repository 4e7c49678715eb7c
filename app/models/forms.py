"""Forms: which questions are asked, in which order, and what was sent with them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, records, words


class Form(SQLModel, table=True):
    """A form by its key. `definition` is what `schemas/forms.py` takes."""

    __tablename__ = "forms"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    definition: dict[str, Any] = document()
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()


class FormSubmission(SQLModel, table=True):
    """A form that somebody sent: a ticket, or parked until a person has looked. Its token makes it one."""

    __tablename__ = "form_submissions"
    __table_args__ = (
        one_of("form_submissions", "status", "accepted", "parked", "released", "discarded"),
        one_of("form_submissions", "verdict", "trap", "too_quick", "too_many"),
        Index("form_submissions_of_form", "form_id", "status", "id"),
        Index("form_submissions_of_mailbox", "mailbox", "received_at", postgresql_where=text("mailbox IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    form_id: UUID = Field(foreign_key="forms.id")
    token: bytes = Field(unique=True)
    # Of what was sent with it: a repeat is the same, anything else is refused.
    fingerprint: bytes
    status: str
    verdict: str | None = None
    # In lower case, as it was said; and where mail to it lands, by which is counted.
    email: str | None = None
    mailbox: str | None = None
    languages: list[str] = words()
    # While it is parked, and of discarded ones; a ticket has the answers of the others.
    answers: dict[str, Any] = document()
    files: list[dict[str, Any]] = records()
    # Whose it is: of a visitor, or who is made with the ticket.
    customer_id: UUID
    ticket_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    number: int | None = Field(default=None, sa_type=BigInteger)
    confirmed_at: datetime | None = at(nullable=True)
    received_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)
    ended_by: UUID | None = Field(default=None, foreign_key="agents.id")
