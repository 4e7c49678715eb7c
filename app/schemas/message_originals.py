"""The mail behind a message, as agents see it."""

from uuid import UUID

from pydantic import ConfigDict, Field

from app.rules.mail_kinds import KindOfMail
from app.rules.mail_threading import By, Trust
from app.schemas.base import Instant, Out


class MailboxOut(Out):
    """An address as a mail names it."""

    name: str | None
    email: str


class InlineOut(Out):
    """An image that the HTML shows as `cid:` and this id, and the file of the message that it is."""

    content_id: str
    attachment_id: UUID


class OriginalOut(Out):
    """The whole mail: the message has its author's own words, everything else is here.

    `html` is clean: no scripts, no images from elsewhere (`blocked_images` counts them). Show it in a sandboxed frame.
    """

    model_config = ConfigDict(populate_by_name=True, extra="forbid")

    message_id: UUID
    inbound_id: UUID
    channel_id: UUID
    kind: KindOfMail = Field(description="Only a `person` is ever answered automatically.")
    kind_why: str
    known_by: By = Field(description="By what the ticket was found.")
    trust: Trust = Field(description="How far the sender was trusted when it was taken.")
    trust_why: str
    mail_id: str | None = Field(description="Its Message-ID, without angle brackets.")
    from_: MailboxOut = Field(alias="from")
    reply_to: list[MailboxOut]
    to: list[MailboxOut]
    cc: list[MailboxOut]
    subject: str
    sent_at: Instant | None = Field(description="What the sender's clock said.")
    text: str = Field(description="All of the text.")
    quoted: str = Field(description="What of it quotes another mail.")
    signature: str
    html: str | None
    inline: list[InlineOut]
    blocked_images: int
    cut: list[str] = Field(description="Limits for which something was left out; the raw mail has it.")
    imported: bool = Field(description="It is an old mail that somebody has asked for: no machine answers it.")
    has_raw: bool = Field(description="Whether the mail as it came is still there.")
