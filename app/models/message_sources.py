"""What a message was before it became one: the mail that it came as."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import at, document, one_of, records
from app.models.columns import words as texts


class MessageSource(SQLModel, table=True):
    """The mail behind a message. The message has its author's own words; everything else is here."""

    __tablename__ = "message_sources"
    __table_args__ = (
        one_of("message_sources", "kind", "person", "auto_reply", "hard_bounce", "soft_bounce", "list", "loop"),
        one_of("message_sources", "known_by", "plus_address", "signed_id", "stored_id", "number", "new"),
        one_of("message_sources", "trust", "participant", "pending", "unproven", "sender"),
        Index("message_sources_of_inbound", "inbound_id"),
        # What machines have written on a ticket of late.
        Index("message_sources_of_ticket", "ticket_id", "created_at"),
        Index(
            "message_sources_of_loops",
            text("(sender ->> 'email')"),
            "created_at",
            postgresql_where=text("kind = 'loop'"),
        ),
    )

    message_id: UUID = Field(foreign_key="messages.id", primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    channel_id: UUID = Field(foreign_key="channels.id")
    inbound_id: UUID = Field(foreign_key="inbound.id")
    kind: str
    # What showed the kind, and by what the ticket was known: sentences for agents.
    kind_why: str
    known_by: str
    trust: str
    trust_why: str
    # As the mail names it, without angle brackets.
    mail_id: str | None = None
    # {"name", "email"}, and lists of such.
    sender: dict[str, Any] = document()
    reply_to: list[Any] = records()
    recipients: list[Any] = records()
    copies: list[Any] = records()
    subject: str
    # What the sender's clock said.
    sent_at: datetime | None = at(nullable=True)
    # All of the text; what of it is a quote and a signature is not in the message.
    words: str
    quoted: str
    signature: str
    # Clean: no scripts, no images from elsewhere.
    html: str | None = None
    # Of images in the HTML: {"content_id", "attachment_id"}.
    inline: list[Any] = records()
    blocked_images: int = 0
    # It was in the mailbox before the desk looked, and somebody has asked for old ones.
    imported: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    # Limits for which something was left out.
    cut: list[str] = texts()
    created_at: datetime = at()
