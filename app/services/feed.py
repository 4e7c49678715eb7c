"""The change feed from the inside: places are given after commit, and the desk's own readers take from it exactly once.

Whatever happens to a ticket, and whatever changes of a customer, an organization, an agent or a team, leaves a row in
`feed_todo` in its own transaction (triggers do it). A sequencer, one at a time on any number of processes, moves these
rows into `feed` and gives each a `position`. So positions grow in the order in which they can be seen, nothing appears
before what was read already, and the events of a ticket keep their order (docs/adr/0036).

To add a reader of the desk's own (a consumer):

1. Write a function in a service: `async def follow(work: UnitOfWork, events: Sequence[FeedEvent]) -> None`. It gets
   up to `limit` events in order and does all that follows from them in `work`, whose transaction also moves the cursor:
   both are committed, or neither. What must leave the database goes to the outbox or into a table of its own.
2. Add a line to `CONSUMERS` in `app/worker_tables.py`: a name, the function, how many events at once, and perhaps what
   tells that nobody waits for any of them (`Idle`): then they are passed without being read.
3. Insert its cursor in your migration: `INSERT INTO feed_cursors (name, position) SELECT 'name', position FROM
   feed_state` to begin with what happens from then on, or position 0 for all that is kept. (Without a row it begins
   with what comes after a process that knows it has first started.)
4. When it goes, delete its cursor in a migration: nothing is deleted from the feed that a cursor has not come to.

One process at a time works for a consumer, whichever is first; it is woken a moment after a commit, looks by itself
every second, and goes on elsewhere when a process dies. An event whose function fails is tried again by itself; after
`Consumer.TRIES` failures it is passed over with an error in the log, so that it does not hold up all later ones. Do not
keep positions in memory: the row is the truth. A consumer that itself changes tickets reads of its own changes: look at
the actor, and end what could go round in circles.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import orjson
import structlog

from app import clock
from app.db import Connection

log = structlog.get_logger("otklik.feed")

# Places that are given in one transaction.
AT_ONCE = 2_000

COLUMNS = """f.position, f.type, f.ticket_id, f.seq, f.public_seq, f.source_id, f.about_id, e.message_id, e.actor_kind,
e.actor_id, e.actor_name, coalesce(e.data, f.data)::text AS data, coalesce(e.at, f.at) AS at, f.given_at"""
# A place whose ticket is not there any more is empty.
FROM = "feed f LEFT JOIN events e ON e.ticket_id = f.ticket_id AND e.seq = f.seq"
THERE = "(e.ticket_id IS NOT NULL OR f.about_id IS NOT NULL)"

_BEHIND = "SELECT s.position - c.position FROM feed_state s, feed_cursors c WHERE c.name = $1"
_LAGS = "SELECT c.name, s.position - c.position AS lag FROM feed_state s, feed_cursors c WHERE c.name = ANY ($1)"
_BEGIN = """INSERT INTO feed_cursors (name, position) SELECT unnest($1::text[]), position FROM feed_state
ON CONFLICT DO NOTHING"""
_FREE = "SELECT name FROM feed_cursors WHERE name = ANY ($1) ORDER BY name FOR UPDATE SKIP LOCKED"
_MOVE_ALL = "UPDATE feed_cursors SET position = $2 WHERE name = ANY ($1)"
_LOCK = "SELECT position FROM feed_cursors WHERE name = $1 FOR UPDATE SKIP LOCKED"
_NEXT = f"""SELECT {COLUMNS}, {THERE} AS there FROM {FROM}
WHERE f.position > $1 ORDER BY f.position LIMIT $2"""  # noqa: S608 - names of ours
_MOVE = "UPDATE feed_cursors SET position = $2 WHERE name = $1"
# What is old and nobody of the desk's own needs: every consumer is past it, and no delivery waits for its words.
_PRUNE = """DELETE FROM feed WHERE given_at < $1 AND position IN (SELECT position FROM feed ORDER BY position LIMIT $2)
AND position <= coalesce((SELECT min(position) FROM feed_cursors), 9223372036854775807)
AND position < coalesce((SELECT min(position) FROM webhook_deliveries WHERE status = 'waiting'), 9223372036854775807)"""


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """Something that happened, at its place in the feed.

    Of a ticket (`ticket_id`, `seq`, an actor, perhaps `message_id`; `public_seq` is None when it is for agents only),
    or of something else (`about_id` is the customer, organization, agent or team; who did it is not known).
    """

    position: int
    type: str
    ticket_id: UUID | None
    seq: int | None
    public_seq: int | None
    source_id: UUID | None
    about_id: UUID | None
    message_id: UUID | None
    actor_kind: str | None
    actor_id: UUID | None
    actor_name: str | None
    data: dict[str, Any]
    at: datetime

    @property
    def id(self) -> str:
        """What names it outside, in the feed and in webhooks; the same for ever."""
        return f"evt_{self.position}"


# Whether a consumer has nothing to do with whatever has happened: no webhook is there, say.
Idle: TypeAlias = Callable[[Connection], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a consumer has taken: its events, the place that it is at now, and whether there may be more."""

    events: Sequence[FeedEvent]
    position: int
    more: bool


async def sequence(connection: Connection, *, epoch: str) -> int:
    """Give places to what waits for one, at most `AT_ONCE`: how many; -1 when somebody else does it at this moment.

    Call it in autocommit: it is its own transaction. `epoch` is the history that this database is in.
    """
    given: int = await connection.fetchval("SELECT desk_feed_sequence($1, $2, $3)", epoch, clock.now(), AT_ONCE)
    return given


async def position(connection: Connection) -> int:
    """The last place that was given."""
    found: int = await connection.fetchval("SELECT position FROM feed_state")
    return found


async def begin(connection: Connection, *names: str) -> None:
    """Make cursors of consumers where the feed is now, for those who have none."""
    await connection.execute(_BEGIN, names)


async def behind(connection: Connection, name: str) -> int:
    """How many places a consumer is behind; no lock is taken."""
    return int(await connection.fetchval(_BEHIND, name) or 0)


async def lags(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """How many places each of these consumers is behind; no lock is taken."""
    return {row["name"]: int(row["lag"]) for row in await connection.fetch(_LAGS, list(names))}


async def pass_over(connection: Connection, idle: Mapping[str, Idle]) -> set[str]:
    """Move the cursors of those who have nothing to do with whatever has happened: their names.

    Within a transaction. Whoever is at work, here or in another process, is left alone.
    """
    free = [row["name"] for row in await connection.fetch(_FREE, list(idle))]
    # In this order: whoever begins to wait after the look waits for what comes after this place.
    reached = await position(connection)
    passed = [name for name in free if await idle[name](connection)]
    if passed:
        await connection.execute(_MOVE_ALL, passed, reached)
    return set(passed)


async def take(connection: Connection, name: str, *, limit: int) -> Taken | None:
    """The next events for a consumer, at most `limit`. None when another process works for it at this moment.

    Within the consumer's own transaction: its cursor is locked and moved, and both count when that is committed.
    """
    start: int | None = await connection.fetchval(_LOCK, name)
    if start is None:
        return None
    rows = await connection.fetch(_NEXT, start, limit)
    if not rows:
        return Taken((), start, more=False)
    last: int = rows[-1]["position"]
    await connection.execute(_MOVE, name, last)
    return Taken([event(row) for row in rows if row["there"]], last, more=len(rows) == limit)


async def prune(connection: Connection, *, before: datetime, limit: int) -> int:
    """Delete the oldest places, at most so many of those given before this time: how many.

    None that a consumer of the desk's own has not come to yet, or that waits to be told to a webhook.
    """
    return int((await connection.execute(_PRUNE, before, limit)).split()[-1])


def event(row: Mapping[str, Any]) -> FeedEvent:
    """The event of a row of `COLUMNS`."""
    return FeedEvent(
        position=row["position"],
        type=row["type"],
        ticket_id=_id(row["ticket_id"]),
        seq=row["seq"],
        public_seq=row["public_seq"],
        source_id=_id(row["source_id"]),
        about_id=_id(row["about_id"]),
        message_id=_id(row["message_id"]),
        actor_kind=row["actor_kind"],
        actor_id=_id(row["actor_id"]),
        actor_name=row["actor_name"],
        data=orjson.loads(row["data"]),
        at=row["at"],
    )


def _id(value: UUID | None) -> UUID | None:
    # asyncpg has a UUID class of its own.
    return None if value is None else UUID(int=value.int)
