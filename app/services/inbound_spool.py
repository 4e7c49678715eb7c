"""Taking what is in the spool: on any number of processes, each item once, each conversation in its order.

1. Claim, in one short statement: the attempt is counted, and a lease says until when nobody else may try. Who dies in
   between has tried, so that what kills a process is parked too.
2. Read it and fetch what belongs to it, with no transaction open.
3. Take it, in one transaction with the end of its row: both are there or neither.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import structlog
from prometheus_client import Counter, Gauge
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.channels.base import Account
from app.db import Connection, Database, as_unavailable, raw_connection
from app.errors import AppError, Away, Beaten, Unavailable
from app.models import Channel
from app.rules.inbound import ATTEMPTS, delay, pause
from app.services import channels, inbound, inbound_files
from app.services.inbound_takers import TAKERS
from app.services.inbound_types import FileNotHadError, Finish, NotYetError, Row, Taken, UnreadableError

log = structlog.get_logger("otklik.inbound")

TAKEN = Counter("otklik_inbound_taken_total", "What came in and was taken", ["kind", "outcome"])
FAILED = Counter("otklik_inbound_failed_total", "Attempts that failed", ["kind", "final"])
WAITING = Gauge("otklik_inbound_waiting", "What came in and was not taken yet, counted up to 10,000")
OLDEST = Gauge("otklik_inbound_oldest_seconds", "Age of the one that waits the longest; 0 when none does")
PARKED = Gauge("otklik_inbound_parked", "What could not be taken and waits for somebody to look, counted up to 10,000")

# Bytes that come along with the claim.
_AT_HAND = 65_536
# Longer than any attempt takes, so that nobody takes what somebody still takes.
SECONDS = 90.0
LEASE = timedelta(seconds=120)
# How long the outcome of a failed attempt is held on to while the database is away.
RECORD_SECONDS = 20.0
# Of a transaction that lost a deadlock nothing is done: it is done again at once.
TRIES = 3
MAX_PROBLEM = 500

_CLAIM = """WITH due AS (
  SELECT d.id, c.kind FROM channels c LEFT JOIN unnest($3::uuid[], $4::int[]) AS b (id, n) ON b.id = c.id
  CROSS JOIN LATERAL (
    SELECT i.id, i.next_attempt_at, i.number FROM inbound i
    WHERE i.channel_id = c.id AND i.status = 'waiting' AND i.next_attempt_at <= $1
    ORDER BY i.next_attempt_at, i.number LIMIT greatest($5::int - coalesce(b.n, 0), 0) FOR UPDATE SKIP LOCKED
  ) d WHERE c.kind = ANY ($7::text[]) ORDER BY d.next_attempt_at, d.number LIMIT $6
) UPDATE inbound i SET attempts = i.attempts + 1, next_attempt_at = $2 FROM due WHERE i.id = due.id
RETURNING i.id, i.channel_id, i.lane, i.attempts, due.kind, i.number, i.door, i.external_id,
i.envelope::text AS envelope, i.size, i.received_at, i.problem, i.delayed_since,
CASE WHEN i.size <= $8 THEN i.raw END AS raw"""
_LOAD = """SELECT c.kind, c.name, c.address, c.settings::text AS settings, c.secrets,
CASE WHEN $3::boolean THEN i.raw END AS raw FROM inbound i JOIN channels c ON c.id = i.channel_id
WHERE i.id = $1 AND i.status = 'waiting' AND i.attempts = $2"""
# `attempts` tells our claim from a later one.
_OURS = "SELECT true FROM inbound WHERE id = $1 AND status = 'waiting' AND attempts = $2 FOR UPDATE"
_END = """UPDATE inbound SET status = $2::text, outcome = $3, problem = $4, ticket_id = $5, message_id = $6,
next_attempt_at = NULL, ended_at = CASE WHEN $2::text = 'done' THEN $7::timestamptz END WHERE id = $1"""
# What waits for a part of the desk that is away ($5: since when) has not tried.
_AGAIN = """UPDATE inbound SET next_attempt_at = $3::timestamptz, problem = $4, delayed_since = $5::timestamptz,
attempts = CASE WHEN $5 IS NULL THEN attempts ELSE attempts - 1 END, lane = CASE WHEN NOT $6 THEN lane END,
status = CASE WHEN $3::timestamptz IS NULL THEN 'parked' ELSE status END
WHERE id = $1 AND attempts = $2 AND status = 'waiting' RETURNING true"""
_GIVE_BACK = """UPDATE inbound SET attempts = attempts - 1, next_attempt_at = $3
WHERE id = $1 AND attempts = $2 AND status = 'waiting'"""
_STATE = """SELECT (SELECT count(*) FROM (SELECT FROM inbound WHERE status = 'waiting' LIMIT 10000) k) AS waiting,
(SELECT count(*) FROM (SELECT FROM inbound WHERE status = 'parked' LIMIT 10000) k) AS parked,
(SELECT received_at FROM inbound WHERE status = 'waiting' ORDER BY id LIMIT 1) AS oldest"""
# The first of a lane whose turn was to be given by somebody who died over it.
_FORGOTTEN = """UPDATE inbound SET next_attempt_at = $1 WHERE id IN (
 SELECT i.id FROM (SELECT * FROM inbound WHERE status = 'waiting' ORDER BY id LIMIT 500) i
 WHERE i.lane IS NOT NULL AND i.next_attempt_at IS NULL AND NOT EXISTS (SELECT FROM inbound e
  WHERE e.channel_id = i.channel_id AND e.lane = i.lane AND e.status = 'waiting' AND e.number < i.number))
AND status = 'waiting' AND next_attempt_at IS NULL"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One row that is ours for a while."""

    id: UUID
    channel_id: UUID
    kind: str
    lane: str | None
    attempts: int
    # As the database says; without the bytes when there are many.
    row: Mapping[str, Any] = field(repr=False)
    # On a clock that never jumps.
    since: float = field(default_factory=clock.monotonic)


async def claim(database: Database, *, busy: Mapping[UUID, int], per_channel: int, most: int) -> list[Claimed]:
    """At most so many that are due, and of each channel as many as it may have with those that it has (`busy`)."""
    now = clock.now()
    async with database.lean() as connection:
        rows = await connection.fetch(
            _CLAIM, now, now + LEASE, list(busy), list(busy.values()), per_channel, most, list(TAKERS), _AT_HAND
        )
    return [
        Claimed(
            UUID(int=row["id"].int), UUID(int=row["channel_id"].int), row["kind"], row["lane"], row["attempts"], row
        )
        for row in sorted(rows, key=lambda row: row["number"])
    ]


async def do(database: Database, claimed: Claimed, turns: asyncio.Semaphore) -> None:
    """Take one, or say why not and when again. Raises nothing but what comes from outside: cancellation.

    `turns` are transactions at the same time: who waits for a locked ticket must not take the connections of others.
    """
    if claimed.attempts > ATTEMPTS:
        fatal = UnreadableError("The desk stopped each time while it was taking this")
        await _failed(database, claimed, fatal)
        return
    try:
        async with asyncio.timeout(SECONDS):
            await _take(database, claimed, turns)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the item's fate and nobody else's
        await _failed(database, claimed, error)


async def _take(database: Database, claimed: Claimed, turns: asyncio.Semaphore) -> None:
    raw: bytes | None = claimed.row["raw"]
    async with database.lean() as connection:
        found: Any = await connection.fetchrow(_LOAD, claimed.id, claimed.attempts, raw is None)
    if found is None:
        # It is not ours any more.
        return
    if raw is None:
        raw = found["raw"]
    if raw is None:
        raise UnreadableError("What came in is gone")
    row = Row.of(claimed.id, claimed.channel_id, claimed.lane, claimed.attempts, claimed.row, raw)
    if row.attempts > 1 or claimed.row["problem"] is not None:
        await inbound_files.forget(database, row)
    finish = await TAKERS[claimed.kind](database, _account(claimed, found), row)
    for tries_left in range(TRIES - 1, -1, -1):
        try:
            async with turns:
                taken = await _finished(database, claimed, finish)
        except Beaten:
            if not tries_left:
                raise
        else:
            if taken is not None:
                TAKEN.labels(claimed.kind, taken.outcome).inc()
            return


def _account(claimed: Claimed, found: Mapping[str, Any]) -> Account:
    given = {"name": found["name"], "address": found["address"], "secrets": found["secrets"]}
    return channels.account_of(
        Channel(id=claimed.channel_id, kind=found["kind"], settings=orjson.loads(found["settings"]), **given)
    )


async def _finished(database: Database, claimed: Claimed, finish: Finish) -> Taken | None:
    """One transaction: what it becomes, and the end of its row. None: it is not ours any more, and nothing is done."""
    async with database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        if not await connection.fetchval(_OURS, claimed.id, claimed.attempts):
            return None
        taken = await finish(work)
        await work.session.flush()
        await _end(connection, claimed, taken)
        return taken
    raise AssertionError  # the block always returns or raises; type checkers cannot see that


async def _end(connection: Connection, claimed: Claimed, taken: Taken) -> None:
    now = clock.now()
    if claimed.lane is not None:
        await inbound.hold(connection, claimed.channel_id, [claimed.lane])
    await connection.execute(
        _END, claimed.id, taken.status, taken.outcome, taken.problem, taken.ticket_id, taken.message_id, now
    )
    if claimed.lane is not None:
        await inbound.next_of_lane(connection, claimed.channel_id, claimed.lane, now=now)


async def _failed(database: Database, claimed: Claimed, error: Exception) -> None:
    """Record it, as long as the database lets us; else the lease ends, and the attempt counts."""
    since, seconds = _waiting_for_us(claimed, error)
    if since is None:
        seconds = None if isinstance(error, UnreadableError) else delay(claimed.attempts)
    aside = False
    if isinstance(error, NotYetError):
        seconds, aside = error.seconds, error.aside
    problem = _in_words(error)
    FAILED.labels(claimed.kind, str(seconds is None).lower()).inc()
    if not isinstance(error, UnreadableError | NotYetError):
        log.warning(
            "not taken", inbound_id=str(claimed.id), attempts=claimed.attempts, again_in=seconds, exc_info=error
        )
    until = clock.monotonic() + RECORD_SECONDS
    while True:
        try:
            await _record(database, claimed, seconds, problem, since=since, aside=aside)
        except Exception as away:
            if as_unavailable(away) is None and not isinstance(away, Unavailable):
                log.exception("the outcome of an attempt was not recorded", inbound_id=str(claimed.id))
                return
            if clock.monotonic() > until:
                return
            await asyncio.sleep(1)
        else:
            return


def _waiting_for_us(claimed: Claimed, error: Exception) -> tuple[datetime | None, float | None]:
    """Since when it waits for a part of the desk that is away, and how long until the next look: (None, None) where it
    is not that, or for too long.
    """
    if not isinstance(error, Away) and not isinstance(as_unavailable(error) if _of_database(error) else None, Away):
        return None, None
    now = clock.now()
    since: datetime = claimed.row["delayed_since"] or now
    seconds = pause((now - since).total_seconds())
    return (None, None) if seconds is None else (since, seconds)


def _of_database(error: Exception) -> bool:
    # A connection that broke off may have been a vendor's.
    return isinstance(error, asyncpg.PostgresError | SQLAlchemyError)


def _in_words(error: Exception) -> str:
    """For an admin. An error of ours says what it is; what is in others may be anybody's words."""
    if isinstance(error, AppError):
        return f"{error.detail} ({error.code})"[:MAX_PROBLEM]
    if isinstance(error, UnreadableError | NotYetError | FileNotHadError):
        return str(error)[:MAX_PROBLEM]
    if isinstance(error, TimeoutError):
        return f"It took longer than {SECONDS:.0f} seconds"
    return f"The desk could not take it ({type(error).__name__}); its log says more"


async def _record(
    database: Database,
    claimed: Claimed,
    seconds: float | None,
    problem: str,
    *,
    since: datetime | None,
    aside: bool,
) -> None:
    now = clock.now()
    again: datetime | None = None if seconds is None else now + timedelta(seconds=seconds)
    async with database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        ours = await connection.fetchval(_AGAIN, claimed.id, claimed.attempts, again, problem, since, aside)
        if ours and (seconds is None or aside) and claimed.lane is not None:
            # Those behind it do not wait for it, nor for somebody to look.
            await inbound.hold(connection, claimed.channel_id, [claimed.lane])
            await inbound.next_of_lane(connection, claimed.channel_id, claimed.lane, now=now)


async def give_back(database: Database, unfinished: Sequence[Claimed]) -> None:
    """A process that stops has not tried: others take it at once."""
    now = clock.now()
    async with database.lean() as connection:
        for each in unfinished:
            await connection.execute(_GIVE_BACK, each.id, each.attempts, now)


async def look(database: Database) -> None:
    """Measure how much waits, how long, and what is parked; and find what was forgotten."""
    async with database.lean() as connection:
        await connection.execute(_FORGOTTEN, clock.now())
        row: Any = await connection.fetchrow(_STATE)
    WAITING.set(row["waiting"])
    PARKED.set(row["parked"])
    OLDEST.set(0 if row["oldest"] is None else max(0.0, (clock.now() - row["oldest"]).total_seconds()))
