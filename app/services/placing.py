"""Where somebody free could take something, and when something is due by itself: what the router looks at first."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.rules.queues import OF_NOBODY
from app.rules.routing import Pool
from app.services import candidates, queue_items

_NEXT_DUE = """SELECT least(
 (SELECT min(expires_at) FROM offers WHERE status = 'live'),
 (SELECT min(wrap_up_until) FROM chats WHERE wrap_up_until IS NOT NULL),
 (SELECT min(off_changes_at) FROM agents WHERE off_changes_at IS NOT NULL),
 (SELECT min(changes_at) FROM queue_items WHERE sorted AND changes_at IS NOT NULL))"""


# What there is to be done by itself, each by a step of the router's turn.
_DUE = """SELECT
 EXISTS (SELECT 1 FROM chats WHERE wrap_up_until <= $1) AS wrap_up,
 EXISTS (SELECT 1 FROM agents WHERE off_changes_at <= $1) AS duty,
 EXISTS (SELECT 1 FROM returning_tickets) AS returning,
 EXISTS (SELECT 1 FROM queue_items WHERE NOT sorted) OR EXISTS (
  SELECT 1 FROM queue_items WHERE sorted AND changes_at <= $1) AS sort"""


_ANYTHING = """SELECT EXISTS (
 SELECT 1 FROM queue_items WHERE channel = $1 AND state = 'waiting' AND class IS NOT NULL)"""


async def due(connection: Connection) -> frozenset[str]:
    """What is to be done now by itself: `wrap_up`, `duty`, `returning`, `sort`. A look without a lock."""
    row: Any = await connection.fetchrow(_DUE, clock.now())
    return frozenset(name for name, is_due in row.items() if is_due)


async def next_due(connection: Connection) -> datetime | None:
    """When something is next due by itself: an offer, a wrap-up, a shift, what an item asks for."""
    found: datetime | None = await connection.fetchval(_NEXT_DUE)
    return found


async def lines_with_work(connection: Connection, channel: str, *, skip: Collection[UUID] = ()) -> dict[UUID, UUID]:
    """The lines in which somebody who has room could take something, in the order of what waits first in each.

    By line, the ticket that waits there first. A look without a lock: whether somebody has refused it, and whether it
    still holds, is seen with the line in hand.
    """
    if not await connection.fetchval(_ANYTHING, channel):
        return {}
    free = await candidates.free(connection, channel)
    if not free:
        return {}
    pool = Pool(channel, free)
    lines: dict[UUID, UUID] = {}
    for each in await queue_items.heads(connection, channel, skip=skip):
        if each.line not in lines and pool.may_take(each.item.needs):
            lines[each.line or OF_NOBODY] = each.ticket_id
    return lines
