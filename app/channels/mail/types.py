"""The shapes of a mail that was read: plain values, whatever the bytes were."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox. `name` is decoded and may be empty; `email` is in the case that was written."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a mail, decoded. `inline` ones are shown in the HTML, which names them as `cid:` and their id."""

    name: str
    content_type: str
    content: bytes
    content_id: str | None
    inline: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail server says of one recipient (RFC 3464): `action` is failed, delayed, delivered, relayed or expanded,
    `status` like `5.1.1`; both in lower case and empty when it does not say.
    """

    recipient: str
    status: str
    action: str
    diagnostic: str
    original_message_id: str | None


@dataclass(frozen=True, slots=True)
class MailIn:
    """A mail as it was read. Message ids are without angle brackets, `references` are in the order written.

    `authors` are all in `From`; the first one is the `sender`, and where there is none it is who stands in `Sender`.
    `date` is what the sender's clock said, in UTC. `text` is made of the HTML when there is no text part. `html` is
    clean: no scripts, no remote images (`blocked_images` counts them). `headers` have names in lower case and decoded
    values in the order of the mail. `cut` names each limit that something was left out for; nothing else is lost.
    """

    message_id: str | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    subject: str = ""
    sender: Address | None = None
    authors: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    html: str | None = None
    parts: tuple[Part, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reports: tuple[Report, ...] = ()
    blocked_images: int = 0
    cut: tuple[str, ...] = ()
