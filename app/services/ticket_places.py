"""Where a ticket belongs: what conditions ask about it, and its place when somebody wants a certain team."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.models import Ticket
from app.rules.queues import Queue, match
from app.services import queue_items, queue_worlds

_FACTS = f"""SELECT t.id, t.queue_id, t.team_id, {queue_items.OF_TICKET}
FROM tickets t JOIN customers c ON c.id = t.requester_id WHERE t.id = $1"""  # noqa: S608 - ours


async def facts(connection: Connection, ticket_id: UUID) -> tuple[dict[str, Any], Mapping[str, Any]]:
    """A ticket as queues' conditions ask about it; and its row: `queue_id`, `team_id`, `routed_by_hand` ..."""
    row: Any = await connection.fetchrow(_FACTS, ticket_id)
    return queue_items.facts_of(row), row


async def team_place(session: AsyncSession, ticket: Ticket, team_id: UUID | None) -> dict[str, Any]:
    """What becomes of a locked ticket's `queue_id`, `team_id` and `routed_by_hand` when somebody gives it to this team.

    The queue is one whose only primary team this is, else the team's own. Of no team it goes where it belongs anyway.
    """
    return (await with_queue(session, ticket, team_id))[0]


async def with_queue(
    session: AsyncSession, ticket: Ticket, team_id: UUID | None
) -> tuple[dict[str, Any], Queue | None]:
    """The same, and the queue (None: the team's own)."""
    if team_id is None:
        return {"queue_id": None, "team_id": None, "routed_by_hand": False}, None
    await session.flush()
    connection = await raw_connection(session)
    asked, _ = await facts(connection, ticket.id)
    queue = match((await queue_worlds.current(connection)).in_order, asked, named_team=team_id)
    return {"queue_id": None if queue is None else queue.id, "team_id": team_id, "routed_by_hand": True}, queue
