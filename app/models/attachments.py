"""Attachments: what is known of each file; its bytes are an object in the store."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of


class Attachment(SQLModel, table=True):
    """A file of one owner until it is attached to a message, then the message's.

    The row is committed before the first byte is stored and goes after the last one is gone, so every object has a row.
    While `next_at` is set something is to be done then: scan it, remove it, or look whether anybody still wants it.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        one_of("attachments", "state", "uploading", "unscanned", "pending", "clean", "infected", "failed", "removed"),
        one_of("attachments", "owner_kind", "agent", "customer", "partner", "system"),
        Index("attachments_of_message", "message_id", "place", postgresql_where=text("message_id IS NOT NULL")),
        Index("attachments_unattached", "owner_id", postgresql_where=text("message_id IS NULL AND state <> 'removed'")),
        Index("attachments_due", "next_at", postgresql_where=text("next_at IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    owner_kind: str
    owner_id: UUID
    name: str
    # What its bytes are, whatever its sender said.
    content_type: str
    size: int = Field(default=0, sa_type=BigInteger)
    sha256: str | None = None
    state: str = "uploading"
    # Why a person should look twice: `archive_ratio`, `mixed_content`.
    warning: str | None = None
    ticket_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    message_id: UUID | None = Field(default=None, foreign_key="messages.id")
    # Where it stands among the files of its message.
    place: int = 0
    attempts: int = 0
    next_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    attached_at: datetime | None = at(nullable=True)
