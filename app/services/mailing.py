"""Mail as it leaves the desk: how a message is made, where it goes, and what the answers of mail servers mean."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

import aiosmtplib

from app.channels.mail import smtp
from app.settings import Settings

TOTAL_SECONDS = 30.0
SUBJECT_CHARACTERS = 250
BODY_CHARACTERS = 500_000

# Bodies travel as 7 bits: whatever relays they meet, nobody has to change (and so to break) them.
_POLICY = SMTP.clone(cte_type="7bit")
_NOBODY = re.compile(r"\b5[0-9]{2}[ -]5\.1\.(1|2|6|10)\b")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,75}")
# These are ours to say. A second one of them is what header injection is made of.
_OURS = frozenset(
    {"from", "to", "cc", "bcc", "sender", "subject", "date", "message-id", "mime-version", "resent-to", "return-path"}
)


class MailRefusedError(Exception):
    """The mail server will never take this message for this address. Its text is for an admin."""


class MailDelayedError(Exception):
    """It could not be handed over now. Its text is for an admin."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of text that goes with a mail: its name, what follows `text/` in its type, and what is in it."""

    name: str
    subtype: str
    text: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one address. `message_id` stays the same however often it is sent."""

    to: str
    subject: str
    text: str
    html: str | None
    headers: Mapping[str, str]
    message_id: str
    at: datetime
    attachments: Sequence[Attached] = ()


def check_headers(headers: Mapping[str, str]) -> None:
    """Raise ValueError for headers that are ours to say, and for values that would begin another header."""
    for name, value in headers.items():
        if not _NAME.fullmatch(name) or name.lower() in _OURS or name.lower().startswith("content-"):
            msg = f"{name!r} is no header that may be given"
            raise ValueError(msg)
        if not value.isprintable() or len(value) > 900:  # noqa: PLR2004 - a line of mail has at most 998
            msg = f"{name} must be one printable line"
            raise ValueError(msg)


def one_line(subject: str) -> str:
    """A subject as people wrote it, on one line: a line break in it must not begin another header."""
    words = "".join(each if each.isprintable() else " " for each in subject).split()
    return " ".join(words)[:SUBJECT_CHARACTERS] or "(no subject)"


def sender(settings: Settings) -> tuple[str, str]:
    """Name and address that mails come from."""
    if settings.mail_from is not None:
        return parseaddr(settings.mail_from)
    return "Otklik", f"no-reply@{urlsplit(settings.public_url).hostname or 'localhost'}"


def built(mail: Mail, settings: Settings) -> EmailMessage:
    """The message, without anything that a value could add to it."""
    name, address = sender(settings)
    made = EmailMessage(policy=_POLICY)
    made["From"] = _mailbox(name, address)
    made["To"] = mail.to
    made["Subject"] = one_line(mail.subject)
    made["Date"] = format_datetime(mail.at)
    made["Message-ID"] = mail.message_id
    for key, value in mail.headers.items():
        made[key] = value
    if "auto-submitted" not in made:
        # So that machines do not answer machines (RFC 3834).
        made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.text[:BODY_CHARACTERS])
    if mail.html is not None:
        made.add_alternative(mail.html[:BODY_CHARACTERS], subtype="html")
    for each in mail.attachments:
        made.add_attachment(each.text, subtype=each.subtype, filename=one_line(each.name))
    return made


def _mailbox(name: str, address: str) -> str:
    quoted = name.replace("\\", "").replace('"', "")
    return f'"{quoted}" <{address}>' if quoted else address


def server(settings: Settings) -> dict[str, Any]:
    """Where the desk's mail goes, as aiosmtplib wants it."""
    assert settings.smtp_url is not None  # noqa: S101 - callers look first
    own_name = urlsplit(settings.public_url).hostname or "localhost"
    return smtp.server(settings.smtp_url.get_secret_value(), own_name=own_name)


async def send(mail: Mail, settings: Settings) -> None:
    """Hand a mail to the mail server. Raises `MailRefusedError` and `MailDelayedError`."""
    message = built(mail, settings)
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            client = aiosmtplib.SMTP(**server(settings))
            await client.connect()
            try:
                await client.send_message(message, sender=sender(settings)[1], recipients=[mail.to])
            finally:
                await smtp.leave(client)
    except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as error:
        raise _meant(error) from error


def no_such_person(said: str) -> bool:
    """Whether a mail server has said that the address is nobody's (RFC 3463), and not that it dislikes the mail."""
    return _NOBODY.search(said) is not None


def _meant(error: Exception) -> Exception:
    meant = smtp.meaning(error)
    return MailRefusedError(meant.text) if meant.never else MailDelayedError(meant.text)


async def reach(settings: Settings) -> str | None:
    """Whether the mail server takes us: None, or what is wrong. Sends nothing."""
    try:
        async with asyncio.timeout(smtp.STEP_SECONDS):
            client = aiosmtplib.SMTP(**server(settings))
            await client.connect()
            await smtp.leave(client)
    except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as error:
        return str(_meant(error))
    return None
