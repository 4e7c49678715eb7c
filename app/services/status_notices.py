"""How far the subscribers of the status page are told an update; and telling them after all, once that was given up."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.schemas.incident_updates import SubscribersTold

log = structlog.get_logger("otklik.status")

# Given up it is done, with an error.
_OF = """SELECT n.update_id, n.parked_until, n.last_error,
 CASE WHEN n.done_at IS NULL THEN CASE WHEN n.parked_until IS NULL THEN 'waiting' ELSE 'retrying' END
  WHEN n.last_error IS NULL THEN 'told' ELSE 'failed' END AS state
FROM status_notices n WHERE n.update_id = ANY ($1::uuid[])"""
# Whoever was told is not told again: it goes on behind them.
_AGAIN = """UPDATE status_notices SET failures = 0, parked_until = NULL, last_error = NULL, done_at = NULL
WHERE update_id = $1 AND ((done_at IS NULL AND parked_until > $2) OR (done_at IS NOT NULL AND last_error IS NOT NULL))
RETURNING true"""


async def of(session: AsyncSession, actor: Actor, update_ids: Iterable[UUID]) -> Mapping[UUID, SubscribersTold]:
    """Of each update that subscribers are told. What went wrong is for those who may do something about it."""
    rows = await (await raw_connection(session)).fetch(_OF, list(update_ids))
    mends = actor.may(Permission.INCIDENTS_WRITE)
    return {
        UUID(int=row["update_id"].int): SubscribersTold(
            state=row["state"],
            error=row["last_error"] if mends and row["state"] in {"retrying", "failed"} else None,
            next_attempt_at=row["parked_until"] if row["state"] == "retrying" else None,
        )
        for row in rows
    }


async def again(session: AsyncSession, actor: Actor, update_id: UUID) -> None:
    """Tell it now, with all its attempts before it, if it waits for its next one or was given up; else nothing."""
    if await (await raw_connection(session)).fetchval(_AGAIN, update_id, clock.now()):
        log.info("an update is told again", update=str(update_id), actor=str(actor.id))
