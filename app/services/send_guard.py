"""The send guard for what is more than a message: nobody acts past what came in meanwhile."""

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.errors import Conflict
from app.models import Ticket
from app.rules.actors import Actor
from app.services.lean import events, wire

MISSED = 50
_UNSEEN = "SELECT EXISTS (SELECT FROM messages WHERE ticket_id = $1 AND seq > $2 AND author_id <> $3)"


async def refuse_unseen(session: AsyncSession, actor: Actor, ticket: Ticket, *, after: int) -> None:
    """Raise `Conflict` (`thread_moved_on`, with `missed`) when somebody else has written onto a locked ticket since
    this agent has seen it.
    """
    connection = await raw_connection(session)
    if await connection.fetchval(_UNSEEN, ticket.id, after, actor.id):
        _, found = await events.since(connection, actor, ticket.id, after=after, limit=MISSED)
        detail = "Somebody wrote after what you have seen; look at `missed`, or do it again with `force`"
        raise Conflict(detail, code="thread_moved_on", missed=[wire.event(each, actor.kind) for each in found])
