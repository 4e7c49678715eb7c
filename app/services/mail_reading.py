"""A stored mail as whoever takes it needs it: read within limits, folded, its kind known. Nothing is written here."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app.channels.base import Account
from app.channels.mail import pool
from app.channels.mail.types import MailIn
from app.db import Database
from app.rules import inbound as rules
from app.rules import mail_ids, mail_kinds, mail_people, mail_quotes, mail_threading, surveys
from app.rules.mail_ids import Signed
from app.rules.mail_kinds import Kind
from app.rules.mail_people import Named
from app.rules.mail_quotes import Folded
from app.services import mail_names
from app.services.inbound_types import Row, UnreadableError

_OURS = "SELECT address, archived_at IS NULL AS open FROM channels WHERE kind = 'email'"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that came. `key` is its name in the mailbox; `named` are tickets whose own address it was sent to.

    `proven`: nobody says that the sender's address is forged. `ours` are the desk's mailboxes, archived ones too.
    `itself` is set when it is a mail of the desk's own that has come back. `outreach` is the recipient of an outreach
    whose mail it answers.
    """

    mail: MailIn
    key: str
    sender: Named
    proven: bool
    kind: Kind
    folded: Folded
    named: Sequence[UUID]
    answers: Sequence[str]
    ours: frozenset[str]
    itself: Signed | None
    outreach: UUID | None = None

    @property
    def subject(self) -> str:
        """The subject on one line, as it can be stored."""
        return " ".join(rules.storable(self.mail.subject).split())


async def read(database: Database, account: Account, row: Row) -> Letter:
    """Read a row's mail. Raises `UnreadableError` for what is from nobody, or cannot be read within the limits."""
    try:
        mail = await pool.read_safely(row.raw)
    except pool.UnreadableError as error:
        raise UnreadableError(f"The mail cannot be read: {error.reason}") from error
    # Agents read what a mail quotes, and none of them may answer a survey in the place of whoever was asked.
    html = None if mail.html is None else surveys.without_tokens(mail.html)
    mail = replace(mail, text=surveys.without_tokens(mail.text), html=html)
    email = mail_people.address(mail.sender.email) if mail.sender is not None else None
    if mail.sender is None or email is None:
        raise UnreadableError("The mail does not say who it is from")
    keys = mail_names.keys()
    ours, opened = await _mailboxes(database)
    marked = any(mail_ids.is_desk_mark(each, keys) for each in mail.headers.get("x-otklik-desk", ()))
    from_us = marked or mail_ids.base_address(email) in opened
    itself = mail_ids.read_message_id(mail.message_id or "", keys) if from_us else None
    signed = mail_ids.read_message_id(mail.message_id or "", keys) is not None
    return Letter(
        mail=mail,
        # Somebody else's mail cannot take the name of one of ours.
        key=_key(mail, row) if mail.message_id and (itself or not signed) else f"inbound:{row.id}",
        sender=Named(email, rules.name(mail.sender.name)),
        proven=mail_threading.proves(
            mail.headers.get("authentication-results", ()),
            account.settings.get("authserv_id"),
            [each.email for each in mail.authors],
        ),
        kind=mail_kinds.kind_of(_facts(mail, row, email, ours=from_us)),
        folded=await asyncio.to_thread(
            mail_quotes.fold, rules.storable(mail.text), forwarded=mail_quotes.passes_on(mail.subject)
        ),
        named=_named(mail, row, keys),
        answers=mail_threading.answered(mail.in_reply_to, mail.references),
        ours=ours,
        itself=itself,
        outreach=_outreach(mail, row, keys),
    )


def _key(mail: MailIn, row: Row) -> str:
    """Its Message-ID, unless the spool has found that this is another mail's."""
    name = rules.message_id(row.raw)
    if name is not None and row.external_id == rules.name_of_another(name, rules.dated(row.raw)):
        return row.external_id
    return rules.key(mail.message_id or "")


def _facts(mail: MailIn, row: Row, sender: str, *, ours: bool) -> mail_kinds.MailFacts:
    headers: Mapping[str, Sequence[str]] = mail.headers
    if row.envelope.get("from") == "" and "return-path" not in headers:
        # The server that handed it over said so, and wrote no header of it.
        headers = {**headers, "return-path": ("<>",)}
    reports = [mail_kinds.ReportFact(each.action, each.status) for each in mail.reports]
    return mail_kinds.MailFacts(headers, reports, sender, mail.subject, mail.text, ours=ours)


def _where(mail: MailIn, row: Row) -> list[str]:
    """The addresses that it was sent to, those by which the server knows it first."""
    envelope = row.envelope.get("to") or ()
    return [
        *(each for each in envelope if isinstance(each, str)),
        *mail.delivered_to,
        *(each.email for each in (*mail.to, *mail.cc)),
    ]


def _outreach(mail: MailIn, row: Row, keys: Sequence[bytes]) -> UUID | None:
    names = [*_where(mail, row), *mail_threading.answered(mail.in_reply_to, mail.references)]
    found = (mail_ids.read_outreach(each, keys) for each in names)
    return next((each for each in found if each is not None), None)


def _named(mail: MailIn, row: Row, keys: Sequence[bytes]) -> Sequence[UUID]:
    """Tickets whose reply address it was sent to."""
    found = (mail_ids.read_reply_address(each, keys) for each in _where(mail, row))
    return tuple(dict.fromkeys(each for each in found if each is not None))[:5]


async def _mailboxes(database: Database) -> tuple[frozenset[str], frozenset[str]]:
    """All of the desk's mailboxes, and those that are not archived: only these write."""
    async with database.lean() as connection:
        rows: Any = await connection.fetch(_OURS)
    named = [(mail_ids.base_address(row["address"]), row["open"]) for row in rows]
    return frozenset(each for each, _ in named), frozenset(each for each, opened in named if opened)
