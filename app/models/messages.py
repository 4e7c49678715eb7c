"""Messages of a ticket's thread."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of


class Message(SQLModel, table=True):
    """A public reply or an internal note; `public_seq` is null on a note.

    `client_message_id` is unique for ever per ticket and sender: a retry finds the first and stores nothing.
    """

    __tablename__ = "messages"
    __table_args__ = (
        one_of("messages", "visibility", "public", "internal"),
        one_of("messages", "format", "text", "markdown"),
        one_of("messages", "author_kind", "agent", "customer", "partner", "system"),
        CheckConstraint(
            "delivery IN ('queued', 'sent', 'failed', 'delivered', 'bounced')", name="messages_delivery_known"
        ),
        Index("messages_in_thread", "ticket_id", "seq", unique=True),
        # The timeline of a ticket and of those merged into it is read by time.
        Index("messages_by_time", "ticket_id", "created_at", "id"),
        Index("messages_copied", "copied_from_id", postgresql_where=text("copied_from_id IS NOT NULL")),
        Index("messages_via", "via_ticket_id", postgresql_where=text("via_ticket_id IS NOT NULL")),
        Index(
            "messages_sent_once",
            "ticket_id",
            "author_kind",
            "author_id",
            "client_message_id",
            unique=True,
            postgresql_where=text("client_message_id IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    seq: int
    public_seq: int | None = None
    author_kind: str
    author_id: UUID
    author_name: str
    visibility: str
    format: str = "text"
    body: str
    # What it is written in, as the desk hears it; null: there are no words in it.
    language: str | None = None
    client_message_id: str | None = None
    # The first of these words: a split copies them to another ticket, with their author and time.
    copied_from_id: UUID | None = Field(default=None, foreign_key="messages.id")
    # The merged ticket that they were sent to.
    via_ticket_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    # Counts edits and redactions; what it said before is in `message_revisions`.
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    # How many files it has: a message without any costs no look for them.
    attachments: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    # The furthest, or worst, that is known of its deliveries; null: no channel reports any.
    delivery: str | None = None
    # The language that its author wrote it in, where what it says is a translation; their words are among its
    # translations. A trigger takes it away when it says something else.
    translated_from: str | None = None
    edited_at: datetime | None = at(nullable=True)
    redacted_at: datetime | None = at(nullable=True)
    created_at: datetime = at()


class MessageRevision(SQLModel, table=True):
    """What a message said before an edit, by whom it was changed and when. A redaction empties the bodies."""

    __tablename__ = "message_revisions"

    message_id: UUID = Field(foreign_key="messages.id", primary_key=True)
    # The version of the message that said this.
    version: int = Field(primary_key=True)
    body: str
    format: str
    # Whether this text had left the desk by a channel: an edit does not call it back.
    left_desk: bool = False
    redacted: bool = False
    # Of a translated reply: the language and the words of its author.
    translated_from: str | None = None
    original: str | None = None
    changed_by_kind: str
    changed_by_id: UUID
    changed_by_name: str
    changed_at: datetime = at()
