"""Transcripts of chats that were asked for by mail: what is counted, so that nobody's mailbox is flooded."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at


class TranscriptMail(SQLModel, table=True):
    """A transcript on its way to an address."""

    __tablename__ = "transcript_mails"
    __table_args__ = (
        Index("transcript_mails_of_chat", "chat_id", "created_at"),
        Index("transcript_mails_to", text("lower(email)"), "created_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    chat_id: UUID = Field(foreign_key="chats.id", ondelete="CASCADE")
    email: str
    created_at: datetime = at()
