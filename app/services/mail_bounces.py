"""What mail servers say of our mails: the message did not arrive, its agent is told, and the thread says why."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app import clock
from app.channels.base import Account
from app.db import Connection, UnitOfWork
from app.errors import Conflict
from app.models import Ticket
from app.rules import inbound as rules
from app.rules import mail_ids, mail_people
from app.rules.actors import SYSTEM
from app.rules.mail_threading import Decision
from app.services import (
    deliveries,
    mail_files,
    mail_names,
    mail_writing_in,
    notifications,
    outreach_answers,
    people_to_tell,
)
from app.services.inbound_types import Row, Taken
from app.services.mail_reading import Letter
from app.services.mail_threads import Place

_OURS = """SELECT id, ticket_id FROM messages WHERE id = $1 AND visibility = 'public'
AND author_kind IN ('agent', 'system')"""
_SENT = """SELECT m.id, m.ticket_id FROM channel_messages k JOIN messages m ON m.id = k.message_id
WHERE k.channel_id = $1 AND k.external_id = ANY ($2) AND k.direction = 'out' LIMIT 1"""
# What one mail has carried: several lines that were not read in the chat leave as one. Sent again, it keeps its name.
_TOGETHER = """SELECT DISTINCT ON (k.number) m.id, m.ticket_id FROM outbound o JOIN outbound k
ON k.ticket_id = o.ticket_id AND k.channel_id = o.channel_id AND k.recipient = o.recipient
AND (k.claim = o.claim OR k.external_ids && o.external_ids) JOIN messages m ON m.id = k.message_id
WHERE o.message_id = $1 AND k.message_id <> $1 ORDER BY k.number"""
_ROOT = "SELECT desk_merge_root($1)"
MAX_DETAIL = 500
_KIND_OF_WORDS = re.compile(r"^[a-z0-9-]{1,20};\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Lost:
    """A recipient who did not get it: `bounced` for good, `failed` given up, None still tried."""

    recipient: str
    state: str | None
    detail: str


async def take(work: UnitOfWork, connection: Connection, account: Account, row: Row, letter: Letter) -> Taken:
    """Take a bounce: held, where it is about no mail of the desk's."""
    about = await _about(connection, account, letter)
    if about is None:
        if await outreach_answers.bounced(connection, _outreach_of(letter), _lost(letter)):
            return Taken("outreach_bounce")
        problem = "It reports on a mail that the desk has not sent"
        return Taken(letter.kind.kind, status="held", problem=problem)
    message_id, ticket_id = about
    lost = _lost(letter)
    carried = await connection.fetch(_TOGETHER, message_id)
    for place_id, about_id in [
        (ticket_id, message_id),
        *((_id(each["ticket_id"]), _id(each["id"])) for each in carried),
    ]:
        await _report(work, place_id, about_id, lost)
    await work.session.flush()
    root = UUID(int=(await connection.fetchval(_ROOT, ticket_id)).int)
    place = Place(Decision(ticket_id, "signed_id", "participant", "it reports on a message of this ticket"), root)
    taken = await mail_writing_in.note(work, account, row, letter, mail_files.NONE, place)
    if taken.status == "done" and any(each.state is not None for each in lost):
        # Whoever makes up more than a day's worth of them keeps nobody busy.
        await _tell(work, connection, root, message_id, lost)
    return taken if taken.status == "done" else Taken(letter.kind.kind, ticket_id, message_id)


async def _report(work: UnitOfWork, ticket_id: UUID, message_id: UUID, lost: list[_Lost]) -> None:
    for each in lost:
        if each.state is not None:
            try:
                await deliveries.report(
                    work.session,
                    SYSTEM,
                    ticket_id,
                    message_id,
                    state=each.state,
                    recipient=each.recipient,
                    detail=each.detail,
                )
            except Conflict:
                break


def _id(value: UUID) -> UUID:
    # asyncpg has a UUID class of its own.
    return UUID(int=value.int)


async def _about(connection: Connection, account: Account, letter: Letter) -> tuple[UUID, UUID] | None:
    """The message of ours, and its ticket."""
    named = _named(letter)
    keys = mail_names.keys()
    for each in named:
        signed = mail_ids.read_message_id(each, keys)
        found: Any = signed and await connection.fetchrow(_OURS, signed.message_id)
        if found:
            return UUID(int=found["id"].int), UUID(int=found["ticket_id"].int)
    sent: Any = await connection.fetchrow(_SENT, account.id, [rules.key(each) for each in named])
    return None if sent is None else (UUID(int=sent["id"].int), UUID(int=sent["ticket_id"].int))


def _named(letter: Letter) -> list[str]:
    told: Iterable[str | None] = (each.original_message_id for each in letter.mail.reports)
    return list(dict.fromkeys([*(each for each in told if each), *letter.answers]))[:50]


def _outreach_of(letter: Letter) -> UUID | None:
    keys = mail_names.keys()
    found = (mail_ids.read_outreach(each, keys) for each in _named(letter))
    return next((each for each in found if each is not None), letter.outreach)


def _lost(letter: Letter) -> list[_Lost]:
    """Of each recipient in the report; where there is none, of whoever it was for."""
    hard = letter.kind.kind == "hard_bounce"
    found: dict[str, _Lost] = {}
    for each in letter.mail.reports:
        action, status = each.action.casefold(), each.status.strip()
        if action in {"delivered", "relayed", "expanded"} or status.startswith("2"):
            continue
        recipient = mail_people.address(each.recipient) or ""
        state = None if action == "delayed" else "failed" if status.startswith("4") else "bounced"
        # "smtp; 550 no such user": the kind of words says nothing to people.
        said = _KIND_OF_WORDS.sub("", " ".join(each.diagnostic.split()))
        words = " ".join(part for part in (status, said) if part)
        found.setdefault(recipient, _Lost(recipient, state, rules.storable(words)[:MAX_DETAIL] or letter.kind.why))
    if not found:
        said = " ".join(letter.subject.split())[:MAX_DETAIL] or letter.kind.why
        found[""] = _Lost("", "bounced" if hard else None, said)
    return list(found.values())


async def _tell(work: UnitOfWork, connection: Connection, ticket_id: UUID, message_id: UUID, lost: list[_Lost]) -> None:
    """The ticket's agent; where it has none, those who lead."""
    ticket = await work.session.get_one(Ticket, ticket_id, populate_existing=True)
    people = people_to_tell.Directory(connection)
    told = await people.find(ticket, [{"kind": "assignee"}]) or await people.find(ticket, [{"kind": "leads"}])
    await notifications.tell(
        work.session,
        [each.id for each in told if each.id is not None],
        kind="message.bounced",
        ticket_id=ticket_id,
        data={
            "message_id": str(message_id),
            "recipients": [{"recipient": each.recipient or None, "detail": each.detail} for each in lost[:20]],
        },
        key=f"bounced:{message_id}:{','.join(sorted(each.recipient for each in lost))[:200]}",
        now=clock.now(),
    )
