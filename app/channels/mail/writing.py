"""A mail of ours, from plain values to bytes: no value can add a header, a recipient or a part to it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID

from app.channels.mail import markup

SUBJECT_CHARACTERS = 250
NAME_CHARACTERS = 100
# The first says where a thread began, the last ones where it is: more would only make the head longer.
REFERENCES = 20

# Bodies travel as 7 bits: whatever relays they meet, nobody has to change (and so to break) them.
_POLICY = SMTP.clone(cte_type="7bit")
_ID = re.compile(r"[!-;=?-~]{1,240}")
# What SMTP calls a dot-string; a quoted one is nobody's.
_ADDRESS = re.compile(r"(?P<local>[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64})@(?P<domain>[^@\s]{1,253})")
_DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_NO_FILES = frozenset({"message", "multipart"})
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,100}")


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file of a mail. One that the text refers to by `id` is shown there; the others stand at the end."""

    id: UUID
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to one recipient. Message ids are without angle brackets; `above` and `below` frame the words."""

    sender_name: str
    sender: str
    to_name: str
    to: str
    reply_to: str
    subject: str
    number: int
    message_id: str
    references: Sequence[str]
    at: datetime
    body: str
    format: str
    # What was said after it, each with its format.
    more: Sequence[tuple[str, str]] = ()
    above: str = ""
    below: str = ""
    quote: str = ""
    files: Sequence[MailFile] = ()
    # Files that are too large to travel, as (name, address).
    links: Sequence[tuple[str, str]] = ()
    links_say: str = ""
    answers: bool = False
    automatic: bool = False
    language: str | None = None
    desk: str = ""


def written(letter: Letter) -> bytes:
    """The mail as it travels. Raises ValueError for an address that cannot stand in a mail."""
    made = EmailMessage(policy=_POLICY)
    made["From"] = _mailbox(letter.sender_name, letter.sender)
    made["To"] = _mailbox(letter.to_name, letter.to)
    if letter.reply_to != letter.sender:
        made["Reply-To"] = _mailbox(letter.sender_name, letter.reply_to)
    made["Subject"] = subject(letter.subject, letter.number, answers=letter.answers)
    made["Date"] = format_datetime(letter.at)
    if letter.automatic:
        # So that machines do not answer machines (RFC 3834), also those that never heard of it.
        made["Auto-Submitted"] = "auto-replied" if letter.references else "auto-generated"
        made["X-Auto-Response-Suppress"] = "All"
    else:
        made["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    made["X-Otklik-Desk"] = one_line(letter.desk)[:NAME_CHARACTERS] or "otklik"
    _fill(made, letter)
    if letter.language is not None and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", letter.language):
        made["Content-Language"] = letter.language
    return _thread_lines(letter) + made.as_bytes()


@dataclass(frozen=True, slots=True)
class Notice:
    """A mail of a mailbox's own that belongs to no ticket yet. `message_id` is without angle brackets."""

    sender_name: str
    sender: str
    to: str
    reply_to: str
    subject: str
    message_id: str
    at: datetime
    text: str
    headers: Mapping[str, str]
    desk: str


def noticed(notice: Notice) -> bytes:
    """It as it travels. Raises ValueError for an address that cannot stand in a mail."""
    made = EmailMessage(policy=_POLICY)
    made["From"] = _mailbox(notice.sender_name, notice.sender)
    made["To"] = _mailbox("", notice.to)
    if notice.reply_to != notice.sender:
        made["Reply-To"] = _mailbox(notice.sender_name, notice.reply_to)
    made["Subject"] = one_line(notice.subject)[:SUBJECT_CHARACTERS] or "(no subject)"
    made["Date"] = format_datetime(notice.at)
    for name, value in notice.headers.items():
        made[name] = value
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made["X-Otklik-Desk"] = one_line(notice.desk)[:NAME_CHARACTERS] or "otklik"
    made.set_content(notice.text)
    if not _ID.fullmatch(notice.message_id):
        msg = "an id of a mail is one word of ASCII"
        raise ValueError(msg)
    return f"Message-ID: <{notice.message_id}>\r\n".encode("ascii") + made.as_bytes()


def subject(said: str, number: int, *, answers: bool) -> str:
    """A subject with the ticket's number in it, once; `Re:` when it answers a mail."""
    mark = f"[#{number}]"
    words = one_line(said.replace(mark, " "))[: SUBJECT_CHARACTERS - len(mark) - 5]
    if answers and not re.match(r"(re|aw|sv|отв|ответ)\s*(\[\d+\])?\s*:", words, re.IGNORECASE):
        words = f"Re: {words}"
    return f"{words} {mark}".strip()


def one_line(text: str) -> str:
    """Words on one line: a line break in them must not begin another header."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def bounded(references: Sequence[str]) -> list[str]:
    """What a mail refers to: ids that can be written, each once, the first one and the last ones."""
    good = list(dict.fromkeys(each for each in references if _ID.fullmatch(each)))
    return good if len(good) <= REFERENCES else [good[0], *good[-(REFERENCES - 1) :]]


def _thread_lines(letter: Letter) -> bytes:
    # Written by hand: the library would encode an id that is longer than a line, and nobody would know it again.
    references = bounded(letter.references)
    if not _ID.fullmatch(letter.message_id):
        msg = "an id of a mail is one word of ASCII"
        raise ValueError(msg)
    lines = [f"Message-ID: <{letter.message_id}>"]
    if references:
        lines.append(f"In-Reply-To: <{references[-1]}>")
        lines.append("References: " + "\r\n ".join(f"<{each}>" for each in references))
    return "".join(f"{each}\r\n" for each in lines).encode("ascii")


def _mailbox(name: str, address: str) -> Address:
    found = _ADDRESS.fullmatch(address)
    try:
        domain = found["domain"].encode("idna").decode("ascii") if found is not None else ""
    except UnicodeError:
        domain = ""
    if found is None or not _DOMAIN.fullmatch(domain):
        msg = "the address cannot stand in a mail"
        raise ValueError(msg)
    return Address(one_line(name)[:NAME_CHARACTERS], username=found["local"], domain=domain)


def envelope(address: str) -> str:
    """An address as SMTP names it: its domain as it is looked up. Raises ValueError."""
    return _mailbox("", address).addr_spec


def _fill(made: EmailMessage, letter: Letter) -> None:
    inline = [each for each in letter.files if _shown_in(letter, each)]
    # Where the text shows a file, the HTML names its part.
    shown = {str(each.id): _cid(each) for each in inline}
    said = [(letter.body, letter.format), *letter.more]
    html = "\n".join(f"<div>{markup.html(body, form, shown)}</div>" for body, form in said)
    links = "\n".join(f"{one_line(name)}: {address}" for name, address in letter.links)
    listed = f"{letter.links_say}\n{links}" if links else ""
    pieces = [letter.above, *(body for body, _ in said), listed, letter.below, letter.quote]
    made.set_content("\n\n".join(each.strip("\n") for each in pieces if each.strip()) + "\n")
    framed = markup.framed(
        above=letter.above, html=html, links=letter.links, links_say=letter.links_say, below=letter.below,
        quote=letter.quote, language=letter.language,
    )  # fmt: skip
    made.add_alternative(framed, subtype="html")
    page = list(made.iter_parts())[1]
    for each in letter.files:
        main, _, sub = _type(each.content_type).partition("/")
        name = one_line(each.name)[:200] or "file"
        if each in inline and isinstance(page, EmailMessage):
            page.add_related(
                each.content, maintype=main, subtype=sub, cid=f"<{_cid(each)}>", filename=name, disposition="inline"
            )
        else:
            made.add_attachment(each.content, maintype=main, subtype=sub, filename=name)


def _shown_in(letter: Letter, file: MailFile) -> bool:
    return letter.format == "markdown" and file.content_type.startswith("image/") and str(file.id) in letter.body


def _cid(file: MailFile) -> str:
    return f"{file.id}@otklik"


def _type(said: str) -> str:
    kind = said.partition(";")[0].strip().lower()
    usable = _TYPE.fullmatch(kind) and kind.partition("/")[0] not in _NO_FILES
    return kind if usable else "application/octet-stream"
