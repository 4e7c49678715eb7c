"""Asking Telegram for updates, where it cannot reach the desk: on any number of processes, each bot by one at a time.

A process holds a bot by a lease and asks again and again. Updates are stored, and the number of the next one with
them, in one transaction; only the next question tells Telegram that they are. Killed anywhere, nothing is lost, and
what comes twice is one update.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog

from app import clock
from app.channels import telegram
from app.channels.adapters import ADAPTERS
from app.channels.base import Account
from app.db import Database, raw_connection
from app.hints import Hint
from app.ids import new_id
from app.models import Channel
from app.services import channels, inbound
from app.services.inbound import Item

log = structlog.get_logger("otklik.telegram")

# Longer than any question takes, so that nobody asks while somebody still does.
LEASE = timedelta(seconds=90)
# After trouble somebody asks again then.
PAUSE = timedelta(seconds=10)
# After a week without an update Telegram begins with other numbers, which may be lower.
FORGOTTEN = timedelta(days=6)
MAX_ERROR = 300

_CLAIM = """WITH due AS (
 SELECT c.id FROM channels c LEFT JOIN telegram_polling p ON p.channel_id = c.id
 WHERE c.kind = 'telegram' AND c.enabled AND c.archived_at IS NULL AND c.settings @> '{"polling": true}'
 AND (p.channel_id IS NULL OR p.lease_until <= $1) ORDER BY p.lease_until NULLS FIRST LIMIT 1
) INSERT INTO telegram_polling (channel_id, next_update, holder, lease_until) SELECT id, 0, $2, $3 FROM due
ON CONFLICT (channel_id) DO UPDATE SET holder = $2, lease_until = $3 WHERE telegram_polling.lease_until <= $1
RETURNING channel_id, next_update, came_at"""
_KEEP = """UPDATE telegram_polling SET next_update = $3, lease_until = $4, came_at = coalesce($5, came_at),
last_error = NULL WHERE channel_id = $1 AND holder = $2 RETURNING true"""
_LET_GO = """UPDATE telegram_polling SET lease_until = $3, last_error = $4 WHERE channel_id = $1 AND holder = $2"""


@dataclass(frozen=True, slots=True)
class Held:
    """A bot that this process asks for, and for which update."""

    channel_id: UUID
    holder: UUID
    next_update: int
    came_at: datetime | None


async def claim(database: Database) -> Held | None:
    """Take a bot for which nobody asks; None when there is none."""
    now, holder = clock.now(), new_id()
    async with database.lean() as connection:
        row: Any = await connection.fetchrow(_CLAIM, now, holder, now + LEASE)
    return None if row is None else Held(UUID(int=row["channel_id"].int), holder, row["next_update"], row["came_at"])


async def begin(database: Database, held: Held) -> bool:
    """Tell Telegram that the desk will ask: as long as it posts, it answers no questions. False: not for now."""
    account = await _account(database, held)
    if account is None:
        await let_go(database, held)
        return False
    try:
        await ADAPTERS["telegram"].connect(account, "")
    except (OSError, ValueError) as error:
        await let_go(database, held, error=str(error))
        return False
    return True


async def ask(database: Database, held: Held) -> Held | None:
    """Ask once, which waits for a while, and store what comes. None: this process asks no more, for now."""
    account = await _account(database, held)
    if account is None:
        await let_go(database, held)
        return None
    forgotten = held.came_at is None or clock.now() - held.came_at > FORGOTTEN
    try:
        found = await telegram.updates(account, 0 if forgotten else held.next_update)
    except OSError as error:
        await let_go(database, held, error=str(error))
        return None
    numbers = [int(each.external_id) for each in found if each.external_id is not None]
    now = clock.now()
    after = replace(held, next_update=max(numbers) + 1, came_at=now) if numbers else held
    async with database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        came_at = now if numbers else None
        ours = await connection.fetchval(_KEEP, held.channel_id, held.holder, after.next_update, now + LEASE, came_at)
        if not ours:
            # Another process asks by now: it gets the same ones.
            return None
        items = [Item(each.external_id, each.body, each.lane) for each in found]
        if items:
            await inbound.store(connection, held.channel_id, "poll", items, now=now)
            work.hints.append(Hint("inbound", held.channel_id))
    return after


async def let_go(database: Database, held: Held, *, error: str | None = None) -> None:
    """Ask no more; after an error another process asks a little later."""
    now = clock.now()
    if error is not None:
        log.warning("no updates from Telegram", channel=str(held.channel_id), error=error)
    async with database.lean() as connection:
        until = now if error is None else now + PAUSE
        await connection.execute(_LET_GO, held.channel_id, held.holder, until, error and error[:MAX_ERROR])


async def _account(database: Database, held: Held) -> Account | None:
    """The bot, if it is still to be asked for."""
    async with database.unit_of_work() as work:
        channel = await work.session.get(Channel, held.channel_id)
        if channel is None or not channel.enabled or channel.archived_at is not None:
            return None
        account = channels.account_of(channel)
    if not account.settings.get("polling") or "bot_token" not in account.secrets:
        return None
    return account
