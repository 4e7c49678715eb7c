"""Reading a mail: any bytes give a mail, in time that grows with their number. What was left out is named in `cut`."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from app.channels.mail import addresses, contents, reports, structure, words
from app.channels.mail.charsets import clean, decode
from app.channels.mail.headers import FIRST, Headers
from app.channels.mail.limits import MAX_RAW, MAX_SUBJECT, MAX_TEXT, Budget
from app.channels.mail.types import Address, MailIn

# Where the mail was delivered, as those who deliver write it.
_DELIVERED = ("delivered-to", "x-original-to", "x-delivered-to", "envelope-to", "x-envelope-to", "x-rcpt-to")
# Those that count come first, in case the encoded words are too many.
_ORDER = {name: at for at, name in enumerate(("subject", "from", "to", "cc", "reply-to", *FIRST))}


def read(raw: bytes, *, with_html: bool = True) -> MailIn:
    """A mail out of bytes as they came by SMTP or IMAP. Raises nothing, whatever they are.

    Without HTML, text is made of it in the simplest way: for a mail whose HTML took too long.
    """
    budget = Budget()
    if len(raw) > MAX_RAW:
        budget.note("size")
        raw = raw[:MAX_RAW]
    try:
        return _read(_with_lines(raw), budget, with_html=with_html)
    except Exception:  # noqa: BLE001 - a mail is never lost: its bytes are the text, and the cut says so
        text = clean(decode(raw[: 4 * MAX_TEXT]))[:MAX_TEXT]
        return MailIn(text=text, cut=(*budget.cut, "unreadable"))


def _with_lines(raw: bytes) -> bytes:
    """Lines that end in LF or CR LF: some programs write CR alone, or one too many."""
    if b"\r\r\n" in raw[:65_536]:
        return raw.replace(b"\r\r\n", b"\r\n")
    return raw.replace(b"\r", b"\n") if b"\n" not in raw else raw


def _read(raw: bytes, budget: Budget, *, with_html: bool) -> MailIn:
    root = structure.parse(raw, budget)
    said = _decoded(root.headers, budget)
    # Addresses are taken apart before they are decoded: a decoded name may hold a comma.
    authors = _addresses(root.headers, "from", budget)
    sender = authors or _addresses(root.headers, "sender", budget)
    found = contents.read(raw, root, budget, with_html=with_html)
    return MailIn(
        message_id=next(iter(_ids(said, "message-id", budget)), None),
        in_reply_to=_ids(said, "in-reply-to", budget),
        references=_ids(said, "references", budget),
        subject=budget.take("subject", _first(said, "subject"), MAX_SUBJECT),
        sender=sender[0] if sender else None,
        authors=authors,
        reply_to=_addresses(root.headers, "reply-to", budget),
        to=_addresses(root.headers, "to", budget),
        cc=_addresses(root.headers, "cc", budget),
        delivered_to=_delivered(root.headers, budget),
        date=_date(_first(said, "date")),
        text=found.text,
        html=found.html,
        parts=found.parts,
        headers=said,
        reports=reports.read(raw, root.leaves(), budget),
        blocked_images=found.blocked_images,
        cut=tuple(budget.cut),
    )


def _decoded(headers: Headers, budget: Budget) -> dict[str, tuple[str, ...]]:
    decoded: dict[str, tuple[str, ...]] = {}
    for name in sorted(headers.fields, key=lambda each: _ORDER.get(each, len(_ORDER))):
        decoded[name] = tuple(words.header(each, budget) for each in headers.fields[name])
    return {name: decoded[name] for name in headers.fields}


def _first(said: dict[str, tuple[str, ...]], name: str) -> str:
    return next((each for each in said.get(name, ()) if each), "")


def _ids(said: dict[str, tuple[str, ...]], name: str, budget: Budget) -> tuple[str, ...]:
    return addresses.ids(" ".join(said.get(name, ())), budget, name.replace("-", "_"))


def _addresses(headers: Headers, name: str, budget: Budget) -> tuple[Address, ...]:
    return addresses.read((words.unfolded(each) for each in headers.all(name)), budget)


def _delivered(headers: Headers, budget: Budget) -> tuple[str, ...]:
    found: Iterable[Address] = (each for name in _DELIVERED for each in _addresses(headers, name, budget))
    return tuple(dict.fromkeys(each.email for each in found))


def _date(value: str) -> datetime | None:
    """What the sender's clock said, in UTC; None when nobody can tell."""
    try:
        said = parsedate_to_datetime(value[:100])
        return (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
