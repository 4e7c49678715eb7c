"""Notifications: what an agent is to know, told once, kept until it has been read for a while."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import hint, raw_connection
from app.errors import NotFound
from app.hints import Hint
from app.ids import new_id
from app.models import Notification
from app.rules.actors import Actor
from app.schemas.notifications import MOST_COUNTED, NotificationCount, NotificationOut, NotificationPage
from app.services import keyset
from app.services.lean.wire import dumps

DIGEST = "sla.digest"
# More than this for one agent in one transaction is a catch-up, and becomes one notification.
DIGEST_OVER = 20
DIGEST_TICKETS = 50

# Whoever is disabled is told nothing, and an id that is nobody's is passed over.
_TELL = """INSERT INTO notifications (id, agent_id, kind, ticket_id, data, key, created_at)
SELECT told.id, told.agent_id, told.kind, told.ticket_id, told.data::jsonb, told.key, $7
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[])
  AS told (id, agent_id, kind, ticket_id, data, key)
JOIN agents a ON a.id = told.agent_id AND a.status <> 'disabled'
ON CONFLICT (agent_id, key) WHERE key IS NOT NULL DO NOTHING
RETURNING agent_id"""

_COUNT = f"""SELECT count(*) FROM (
  SELECT FROM notifications WHERE agent_id = $1 AND read_at IS NULL LIMIT {MOST_COUNTED}
) counted"""  # noqa: S608 - a number of ours

_READ_ONE = """UPDATE notifications SET read_at = $3 WHERE id = $2 AND agent_id = $1 AND read_at IS NULL RETURNING id"""
_READ_UP_TO = """WITH read AS (
  UPDATE notifications SET read_at = $3 WHERE agent_id = $1 AND read_at IS NULL AND id <= $2 RETURNING id
) SELECT count(*) FROM read"""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing for one agent to know. `key`: the same thing is not told to them twice; None: it may be."""

    agent_id: UUID
    kind: str
    ticket_id: UUID | None = None
    data: dict[str, Any] = field(default_factory=dict)
    key: str | None = None


def visible_to(actor: Actor) -> SelectOfScalar[Notification]:
    """The notifications that a caller may see: their own."""
    return select(Notification).where(col(Notification.agent_id) == actor.id)


async def tell(
    session: AsyncSession,
    agent_ids: Collection[UUID],
    *,
    kind: str,
    ticket_id: UUID | None,
    data: dict[str, Any],
    key: str | None,
    now: datetime,
) -> int:
    """Tell these agents the same thing, in one statement; how many had not been told under this `key` before."""
    return await _store(session, [Told(each, kind, ticket_id, data, key) for each in agent_ids], now)


async def tell_many(session: AsyncSession, told: Sequence[Told], now: datetime) -> int:
    """Tell different agents different things, in one statement; how many notifications were new.

    An agent with more than `DIGEST_OVER` of them gets one `sla.digest` in their place: a desk that was down for a
    weekend must not bury anybody. The keys of what was collapsed are not kept, so decide on them once.
    """
    by_agent: dict[UUID, list[Told]] = {}
    for each in told:
        by_agent.setdefault(each.agent_id, []).append(each)
    stored = [
        each for theirs in by_agent.values() for each in ([digest(theirs)] if len(theirs) > DIGEST_OVER else theirs)
    ]
    return await _store(session, stored, now)


def digest(told: Sequence[Told]) -> Told:
    """One thing to know in the place of many for the same agent: how many, and the first tickets of them."""
    tickets = dict.fromkeys(str(each.ticket_id) for each in told if each.ticket_id is not None)
    keys = [each.key for each in told if each.key is not None]
    key = None
    if len(keys) == len(told):
        key = "digest:" + hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:32]
    data = {"count": len(told), "ticket_ids": list(tickets)[:DIGEST_TICKETS]}
    return Told(told[0].agent_id, DIGEST, None, data, key)


async def _store(session: AsyncSession, told: Iterable[Told], now: datetime) -> int:
    # In one order for everybody: two transactions that tell the same agents the same things must not wait in a circle.
    rows = sorted(told, key=lambda each: (each.agent_id, each.key or ""))
    if not rows:
        return 0
    # A ticket that this transaction has made must be there before something refers to it.
    await session.flush()
    added = await (await raw_connection(session)).fetch(
        _TELL,
        [new_id() for _ in rows],
        [each.agent_id for each in rows],
        [each.kind for each in rows],
        [each.ticket_id for each in rows],
        [dumps(each.data).decode() for each in rows],
        [each.key for each in rows],
        now,
    )
    for agent_id in {row["agent_id"] for row in added}:
        _changed(session, agent_id)
    return len(added)


def _changed(session: AsyncSession, agent_id: UUID) -> None:
    hint(session, Hint("notification", UUID(int=agent_id.int)))


async def page(
    session: AsyncSession, actor: Actor, *, unread: bool, cursor: str | None, limit: int
) -> NotificationPage:
    """The caller's notifications, newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).order_by(col(Notification.id).desc()).limit(limit + 1)
    if unread:
        query = query.where(col(Notification.read_at).is_(None))
    if cursor is not None:
        query = query.where(col(Notification.id) < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    return NotificationPage(items=[_shown(each) for each in found], next_cursor=following)


async def count(session: AsyncSession, actor: Actor) -> NotificationCount:
    """How many the caller has not read, counted up to `MOST_COUNTED`."""
    return NotificationCount(unread=await (await raw_connection(session)).fetchval(_COUNT, actor.id))


async def read(session: AsyncSession, actor: Actor, notification_id: UUID) -> NotificationOut:
    """Mark one as read; one that is read stays as it is. Raises `NotFound`, also when it is somebody else's."""
    connection = await raw_connection(session)
    if await connection.fetchval(_READ_ONE, actor.id, notification_id, clock.now()) is not None:
        _changed(session, actor.id)
    found = (await session.exec(visible_to(actor).where(col(Notification.id) == notification_id))).first()
    if found is None:
        raise NotFound
    return _shown(found)


async def read_up_to(session: AsyncSession, actor: Actor, notification_id: UUID) -> NotificationCount:
    """Mark this one and all older ones as read; how many are unread then. It need not be there any more."""
    connection = await raw_connection(session)
    if await connection.fetchval(_READ_UP_TO, actor.id, notification_id, clock.now()):
        _changed(session, actor.id)
    return await count(session, actor)


def _shown(row: Notification) -> NotificationOut:
    return NotificationOut(
        id=row.id,
        kind=row.kind,
        ticket_id=row.ticket_id,
        data=row.data,
        created_at=row.created_at,
        read_at=row.read_at,
    )
