"""Messages in other languages, and which tickets have theirs translated by themselves."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import at, one_of


class MessageTranslation(SQLModel, table=True):
    """What a message says in a language. Of a translated reply the `original` is here, in the words of its author.

    A trigger removes them all when the message says something else, or nothing any more.
    """

    __tablename__ = "message_translations"
    __table_args__ = (
        one_of("message_translations", "state", "waiting", "done", "same", "failed", "original"),
        CheckConstraint("(body <> '') = (state IN ('done', 'original'))", name="message_translations_body"),
        Index("message_translations_waiting", "next_at", postgresql_where=text("state = 'waiting'")),
    )

    message_id: UUID = Field(foreign_key="messages.id", primary_key=True)
    language: str = Field(primary_key=True)
    state: str
    # The version of the message that this is a translation of.
    of_version: int
    body: str = Field(default="", sa_column_kwargs={"server_default": ""})
    source_language: str | None = None
    provider: str | None = None
    # Why there is none, for agents.
    error: str | None = None
    tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    # When it is tried next, while it waits.
    next_at: datetime | None = at(nullable=True)
    at: datetime = at()


class TicketTranslation(SQLModel, table=True):
    """What an agent has said of a ticket's translation; without a row nothing is translated by itself."""

    __tablename__ = "ticket_translations"

    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True)
    automatic: bool
    # What its agents read and write.
    agents_language: str
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    changed_by: UUID
    changed_at: datetime = at()
