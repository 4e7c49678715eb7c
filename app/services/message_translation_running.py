"""Translating what waits: claimed in the order of waiting, asked for while no transaction is open, kept if it is still
what the message says.

A provider that is away costs nobody anything: what waits is tried again, less and less often, and then marked as
failed, with why. On demand it can be asked for at any time.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog

from app import clock
from app.db import Database, UnitOfWork, raw_connection
from app.errors import NotFound
from app.models import Message
from app.providers import breaker, translation
from app.providers.base import Endpoint, ProviderFailed, Translated
from app.rules.actors import SYSTEM
from app.rules.translating import TooLongError
from app.services import message_translations, ticket_access, translating

log = structlog.get_logger("otklik.translation")

AT_ONCE = 4
TRIES = 11
# 1, 2, 4 ... seconds, and no longer than this: about a quarter of an hour in all.
LONGEST_PAUSE = 600.0
# A process that dies while it asks: somebody else asks after this.
_LEASE = timedelta(seconds=120)

_CLAIM = f"""UPDATE message_translations k SET next_at = $2, tries = tries + 1
FROM (SELECT message_id, language FROM message_translations WHERE state = 'waiting' AND next_at <= $1
 ORDER BY next_at LIMIT {AT_ONCE} FOR UPDATE SKIP LOCKED) due, messages m
WHERE k.message_id = due.message_id AND k.language = due.language AND m.id = k.message_id
RETURNING k.message_id, k.language, k.tries, m.ticket_id, m.body, m.format"""  # noqa: S608 - a number of ours
_LATER = """UPDATE message_translations SET next_at = $3, tries = $4, error = $5
WHERE message_id = $1 AND language = $2 AND state = 'waiting'"""
_FAILED = """UPDATE message_translations SET state = 'failed', next_at = NULL, error = $3, at = $4
WHERE message_id = $1 AND language = $2 AND state = 'waiting' RETURNING true"""
_WAITS = "SELECT true FROM message_translations WHERE message_id = $1 AND language = $2 AND state = 'waiting'"


@dataclass(frozen=True, slots=True)
class _Item:
    message_id: UUID
    ticket_id: UUID
    language: str
    tries: int
    body: str
    format: str


async def run_next(database: Database) -> bool:
    """Translate the next ones that wait; whether there may be more."""
    provider = translating.endpoint()
    if provider is None:
        return False
    try:
        breaker.check(provider.name)
    except ProviderFailed:
        return False
    now = clock.now()
    async with database.lean() as connection:
        rows = await connection.fetch(_CLAIM, now, now + _LEASE)
    await asyncio.gather(*(_one(database, provider, _item(row)) for row in rows))
    return len(rows) == AT_ONCE


def _item(row: Any) -> _Item:  # noqa: ANN401 - asyncpg.Record
    # asyncpg has a UUID class of its own.
    message_id, ticket_id = (UUID(int=row[name].int) for name in ("message_id", "ticket_id"))
    return _Item(message_id, ticket_id, row["language"], row["tries"], row["body"], row["format"])


async def _one(database: Database, provider: Endpoint, item: _Item) -> None:
    markdown = item.format == "markdown"
    try:
        found = await translation.translate(provider, item.body, to=item.language, markdown=markdown)
    except TooLongError as error:
        await _fail(database, item, str(error))
    except ProviderFailed as failure:
        if failure.kind == "resting":
            # Nobody was asked.
            await _later(database, item, failure, tries=item.tries - 1)
        elif failure.kind != "rejected" and item.tries < TRIES:
            # Also with a key that is refused: an operator may mend it meanwhile.
            await _later(database, item, failure, tries=item.tries)
        else:
            # Without the provider's own words: they may repeat what was sent.
            log.warning("not translated", message=str(item.message_id), why=failure.kind)
            await _fail(database, item, failure.text)
    else:
        async with database.unit_of_work() as work:
            await _keep(work, item, found)


async def _keep(work: UnitOfWork, item: _Item, found: Translated) -> None:
    message = await _still(work, item)
    if message is not None:
        await message_translations.keep(work.session, SYSTEM, message, item.language, found)


async def _still(work: UnitOfWork, item: _Item) -> Message | None:
    """The message, with its ticket locked, if it says what it said and its translation is still waited for."""
    try:
        await ticket_access.lock(work.session, SYSTEM, item.ticket_id)
    except NotFound:
        return None
    message = await work.session.get(Message, item.message_id, populate_existing=True)
    if message is None or (message.body, message.format) != (item.body, item.format):
        # Another translation waits, or none any more.
        return None
    waits = await (await raw_connection(work.session)).fetchval(_WAITS, item.message_id, item.language)
    return message if waits else None


async def _later(database: Database, item: _Item, failure: ProviderFailed, *, tries: int) -> None:
    pause = failure.retry_after if failure.retry_after is not None else min(LONGEST_PAUSE, 0.5 * 2**item.tries)
    at = clock.now() + timedelta(seconds=max(pause, 1.0))
    async with database.lean() as connection:
        await connection.execute(_LATER, item.message_id, item.language, at, tries, failure.text)


async def _fail(database: Database, item: _Item, why: str) -> None:
    async with database.unit_of_work() as work:
        message = await _still(work, item)
        if message is None:
            return
        connection = await raw_connection(work.session)
        if await connection.fetchval(_FAILED, item.message_id, item.language, why, clock.now()):
            await message_translations.told(work.session, SYSTEM, message, item.language, "failed")
