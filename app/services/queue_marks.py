"""What waits is marked, so that the router puts it in its place anew once this transaction is committed."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import hint, raw_connection
from app.hints import Hint

NOBODY = UUID(int=0)

# The whole table is held for the moment that marking takes: whoever routes holds several items, in an order of theirs,
# and would else wait for us while we wait for them.
_HOLD = "LOCK TABLE queue_items IN EXCLUSIVE MODE"
_EVERYTHING = "UPDATE queue_items SET sorted = false, changes_at = NULL WHERE sorted"
_OF_QUEUE = f"{_EVERYTHING} AND queue_id = $1"
_OF_CALENDAR = f"{_EVERYTHING} AND queue_id IN (SELECT id FROM queues WHERE calendar_id = $1)"  # noqa: S608 - ours
_BY_CALENDAR = "SELECT EXISTS (SELECT FROM queues WHERE calendar_id = $1 AND archived_at IS NULL)"
# One customer has few things that wait, and customers change often: only these are held.
_OF_CUSTOMER = """UPDATE queue_items SET sorted = false, changes_at = NULL WHERE ticket_id IN (
 SELECT q.ticket_id FROM queue_items q JOIN tickets t ON t.id = q.ticket_id
 WHERE t.requester_id = $1 AND q.sorted ORDER BY q.ticket_id FOR UPDATE OF q)"""


async def of_queue(session: AsyncSession, queue_id: UUID, *, everywhere: bool) -> None:
    """A queue has changed, or (`everywhere`) which queue things belong in. The last thing to do in a transaction."""
    connection = await raw_connection(session)
    await connection.execute(_HOLD)
    if everywhere:
        await connection.execute(_EVERYTHING)
    else:
        await connection.execute(_OF_QUEUE, queue_id)
    hint(session, Hint("route", queue_id))


async def of_calendar(session: AsyncSession, calendar_id: UUID) -> None:
    """The hours of queues have changed, when there are queues by them. The last thing to do in a transaction."""
    connection = await raw_connection(session)
    if await connection.fetchval(_BY_CALENDAR, calendar_id):
        await connection.execute(_HOLD)
        await connection.execute(_OF_CALENDAR, calendar_id)
        hint(session, Hint("route", NOBODY))


async def of_customer(session: AsyncSession, customer_id: UUID) -> None:
    """Something has changed about a customer that queues ask about."""
    await (await raw_connection(session)).execute(_OF_CUSTOMER, customer_id)
    hint(session, Hint("route", NOBODY))
