"""Editing what was said, with its history, and redacting it for good."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock, detecting
from app.db import Connection, hint, raw_connection
from app.errors import Conflict, Forbidden, Invalid, NotFound, PreconditionFailed, Unavailable, pointer
from app.hints import Hint
from app.models import Message, MessageRevision, Ticket
from app.rules.actors import SYSTEM, Actor
from app.rules.message_edits import Refusal, may_edit, may_redact
from app.rules.statuses import OVER
from app.schemas.events import EventType
from app.schemas.messages import AuthorOut, HistoryOut, MessagePatch, RedactIn, RevisionOut
from app.services import events, idempotency, message_copies, message_traces, ticket_access, ticket_locks
from app.services import message_translation_originals as originals
from app.services.lean import files as lean_files
from app.services.lean import messages as lean
from app.services.lean.translations import original
from app.settings import settings

# What the customer's mailbox, or a partner's system, has by now.
_LEFT = frozenset({"sent", "delivered", "bounced"})
_REMOVE = """UPDATE attachments SET state = 'removed', name = '', sha256 = NULL, next_at = $3
WHERE message_id = (SELECT coalesce(m.copied_from_id, m.id) FROM messages m WHERE m.id = $1) AND state <> 'removed'
AND ($2::uuid[] IS NULL OR id = ANY ($2)) RETURNING id"""

# A message, its copies (or what it is a copy of, and the other copies), and the ticket of each.
_FAMILY = """SELECT k.id, k.ticket_id FROM messages m JOIN messages k
ON k.id = coalesce(m.copied_from_id, m.id) OR k.copied_from_id = coalesce(m.copied_from_id, m.id)
WHERE m.id = $1 ORDER BY k.id"""
_TRIES = 10


@dataclass(frozen=True, slots=True)
class Added:
    """Files that a message gets, and whose they are until then."""

    ids: Sequence[UUID]
    owner: Actor


NOTHING = Added((), SYSTEM)


@dataclass(frozen=True, slots=True)
class _Family:
    """A message with its copies, in locked tickets: they say the same, and each ticket's readers hear of it."""

    message: Message
    tickets: Mapping[UUID, Ticket]
    # The ticket of each message.
    places: Mapping[UUID, UUID]

    @property
    def ticket(self) -> Ticket:
        return self.tickets[self.message.ticket_id]


async def _locked(
    session: AsyncSession, actor: Actor, ticket_id: UUID, message_id: UUID, version: str | None
) -> _Family:
    await ticket_access.get(session, actor, ticket_id)
    connection = await raw_connection(session)
    for _ in range(_TRIES):
        places = await _places(connection, message_id)
        if places.get(message_id) != ticket_id:
            raise NotFound
        async with session.begin_nested() as savepoint:
            tickets = await ticket_locks.lock_all(session, actor, set(places.values()))
            await message_copies.hold(connection, message_id)
            if await _places(connection, message_id) != places:
                # It was copied meanwhile.
                await savepoint.rollback()
                continue
        found = await session.get(Message, message_id, populate_existing=True)
        if found is None:
            raise NotFound
        if version is not None and version != str(found.version):
            raise PreconditionFailed
        return _Family(found, tickets, places)
    raise Unavailable


async def _places(connection: Connection, message_id: UUID) -> dict[UUID, UUID]:
    rows = await connection.fetch(_FAMILY, message_id)
    return {UUID(int=row["id"].int): UUID(int=row["ticket_id"].int) for row in rows}


async def _told(
    session: AsyncSession, actor: Actor, family: _Family, kind: EventType, data: Mapping[str, Any] | None = None
) -> None:
    """Say it in the log of every ticket in which the message or a copy of it is."""
    await session.flush()
    for message_id, ticket_id in family.places.items():
        about = await session.get(Message, message_id, populate_existing=True)
        events.record(session, actor, family.tickets[ticket_id], kind, data=data, about=about)
    await session.flush()


def _own(actor: Actor, message: Message) -> bool:
    return (message.author_kind, message.author_id) == (actor.kind, actor.id)


def _refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise Forbidden(refusal.detail, code=refusal.code)


async def _keep(session: AsyncSession, actor: Actor, message: Message, *, body: str, redacted: bool) -> None:
    """What it says until now goes into its history."""
    original = None
    if message.translated_from is not None and not redacted:
        original = await originals.read(await raw_connection(session), message.id)
    session.add(
        MessageRevision(
            message_id=message.id,
            version=message.version,
            body=body,
            format=message.format,
            left_desk=message.delivery in _LEFT,
            redacted=redacted,
            translated_from=message.translated_from,
            original=original,
            changed_by_kind=actor.kind,
            changed_by_id=actor.id,
            changed_by_name=actor.name,
            changed_at=clock.now(),
        )
    )
    message.version += 1
    session.add(message)


async def edit(
    session: AsyncSession, actor: Actor, ticket_id: UUID, message_id: UUID, change: MessagePatch, *, version: str | None
) -> None:
    """Let a message say something else from now on; what it said stays in its history. No change is no event.

    Raises `NotFound`, `PreconditionFailed`, `Forbidden` (`not_your_message`, `too_late_to_edit`), `Conflict`
    (`ticket_closed`, `copied_message`) and `Invalid`.
    """
    family = await _locked(session, actor, ticket_id, message_id, version)
    message = family.message
    age = (clock.now() - message.created_at).total_seconds()
    _refuse(may_edit(role=actor.role, own=_own(actor, message), age_seconds=age, limit_seconds=settings().edit_seconds))
    if message.copied_from_id is not None:
        raise Conflict("This is a copy: correct it where it was said", code="copied_message")
    if family.ticket.status in OVER:
        raise Conflict("This ticket is closed and does not change any more", code="ticket_closed")
    wanted = {name: getattr(change, name) for name in change.model_fields_set}
    await _change(session, actor, family, wanted)


async def corrected(
    session: AsyncSession, author: Actor, ticket_id: UUID, message_id: UUID, body: str, added: Added = NOTHING
) -> bool:
    """Let a message say what its author made of it in the channel that it came by; whether that is news.

    Their channel has let them, however late it is. Words that are all gone leave what was said: the author could have
    taken it back. Files that it has not yet are `added`; those that it had stay. Raises `NotFound` and `Conflict`
    (`ticket_closed`, `copied_message`).
    """
    family = await _locked(session, SYSTEM, ticket_id, message_id, None)
    message = family.message
    if message.copied_from_id is not None:
        raise Conflict("This is a copy: correct it where it was said", code="copied_message")
    if not added.ids and (message.body == body or not (body or message.attachments)):
        return False
    if family.ticket.status in OVER:
        raise Conflict("This ticket is closed and does not change any more", code="ticket_closed")
    files = 0
    if added.ids:
        connection = await raw_connection(session)
        files = await lean_files.add(connection, added.owner, message.ticket_id, message_id, added.ids, now=clock.now())
    if not files and (message.body == body or not (body or message.attachments)):
        return False
    await _change(session, author, family, {"body": body, "attachments": message.attachments + files})
    return True


async def _change(session: AsyncSession, actor: Actor, family: _Family, wanted: Mapping[str, Any]) -> None:
    message = family.message
    changed = {name: value for name, value in wanted.items() if getattr(message, name) != value}
    if not changed:
        return
    if not changed.get("body", message.body) and not changed.get("attachments", message.attachments):
        detail = "A message has text or files"
        raise Invalid(detail, errors=[pointer("body", detail)])
    await _keep(session, actor, message, body=message.body, redacted=False)
    for name, value in changed.items():
        setattr(message, name, value)
    message.language = detecting.language(message.body).language
    message.edited_at = clock.now()
    await _told(session, actor, family, EventType.MESSAGE_EDITED)


async def redact(session: AsyncSession, actor: Actor, ticket_id: UUID, message_id: UUID, asked: RedactIn) -> None:
    """Remove the text of a message, files of it, or both, for good: also from copies, their history and kept answers.

    The files' bytes go right after the commit, and after a crash as soon as the desk runs again. Also on a closed
    ticket; what is gone already is no change. Raises `NotFound`, `Forbidden` (`not_your_message`) and `Invalid`.
    """
    family = await _locked(session, actor, ticket_id, message_id, None)
    message, everywhere = family.message, list(family.places)
    _refuse(may_redact(role=actor.role, own=_own(actor, message)))
    connection = await raw_connection(session)
    gone = [
        row["id"]
        for row in (
            await connection.fetch(_REMOVE, message_id, asked.attachment_ids, clock.now())
            if asked.attachment_ids is None or asked.attachment_ids
            else ()
        )
    ]
    if asked.attachment_ids is not None and len(gone) != len(set(asked.attachment_ids)):
        detail = "The message has no such file"
        raise Invalid(detail, code="unknown_attachment", errors=[pointer("attachment_ids", detail)])
    text = asked.text and await _has_text(session, message, everywhere)
    if not text and not gone:
        return
    await _keep(session, actor, message, body="" if text else message.body, redacted=text)
    await session.flush()
    if text:
        message.body, message.language = "", None
        of_it = col(MessageRevision.message_id).in_(everywhere)
        await session.exec(update(MessageRevision).where(of_it).values(body="", original=None, redacted=True))
    message.attachments -= len(gone)
    message.redacted_at = clock.now()
    said: dict[str, Any] = {"text": text, "files": len(gone), "tell_customer": False}
    if asked.reason is not None:
        said["reason"] = asked.reason
    await _told(session, actor, family, EventType.MESSAGE_REDACTED, said)
    await message_traces.forget(
        session,
        family.message.copied_from_id or family.message.id,
        messages=everywhere,
        tickets=list(family.tickets),
        sources=[each.source_id for each in family.tickets.values() if each.source_id is not None],
    )
    for each in everywhere:
        now = await lean.stored(connection, each)
        left = {name: now[name] for name in ("body", "language", "version", "edited_at", "redacted_at", "attachments")}
        left |= {"translated_from": now["translated_from"], "original": original(now)}
        await idempotency.rewrite(session, each, left)
    await session.flush()
    for each in gone:
        # What it was called may be what was to be removed; what it was, an old link, or its hash are of no use either.
        await idempotency.rewrite(session, each, {"name": "", "sha256": "", "url": None})
        hint(session, Hint("file", each))


async def _has_text(session: AsyncSession, message: Message, everywhere: Sequence[UUID]) -> bool:
    if message.body:
        return True
    said = select(MessageRevision.version).where(
        col(MessageRevision.message_id).in_(everywhere), col(MessageRevision.body) != ""
    )
    return (await session.exec(said.limit(1))).first() is not None


async def history(
    session: AsyncSession, actor: Actor, ticket_id: UUID, message_id: UUID, *, after: int, limit: int
) -> HistoryOut:
    """What a message said before, oldest first, and who changed it when. Raises `NotFound`."""
    await ticket_access.get(session, actor, ticket_id)
    message = await session.get(Message, message_id)
    if message is None or message.ticket_id != ticket_id:
        raise NotFound
    query = select(MessageRevision).where(
        col(MessageRevision.message_id) == message_id, col(MessageRevision.version) > after
    )
    found = (await session.exec(query.order_by(col(MessageRevision.version)).limit(limit + 1))).all()
    items = [
        RevisionOut(
            version=each.version,
            body=each.body,
            format=each.format,
            left_desk=each.left_desk,
            redacted=each.redacted,
            translated_from=each.translated_from,
            original=each.original,
            changed_by=AuthorOut(kind=each.changed_by_kind, id=each.changed_by_id, name=each.changed_by_name),
            changed_at=each.changed_at,
        )
        for each in found[:limit]
    ]
    return HistoryOut(items=items, next_cursor=items[-1].version if len(found) > limit else None)
