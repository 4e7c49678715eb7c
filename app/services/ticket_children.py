"""Parents and children: a parent waits for its children, and learns when one is done."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.errors import Conflict, NotFound
from app.models import Ticket
from app.rules.actors import SYSTEM
from app.rules.statuses import UNSOLVED
from app.schemas.events import EventType
from app.services import events, ticket_access

_SHOWN = 20

_OPEN = f"""SELECT t.id, t.number FROM ticket_links l JOIN tickets t ON t.id = l.from_id
WHERE l.to_id = $1 AND l.kind = 'child_of' AND l.holds AND t.status IN ('new', 'open', 'pending', 'on_hold')
ORDER BY l.from_id LIMIT {_SHOWN}"""  # noqa: S608 - a number of ours
_NEXT = """SELECT c.child_id, t.number, (SELECT l.to_id FROM ticket_links l WHERE l.from_id = c.child_id
 AND l.kind = 'child_of') AS parent_id
FROM children_told c LEFT JOIN tickets t ON t.id = c.child_id ORDER BY c.at LIMIT 1"""
# Whoever changes the child again just now is not waited for: it is told as it is then.
_TAKE = """DELETE FROM children_told WHERE child_id = (
 SELECT child_id FROM children_told WHERE child_id = $1 FOR UPDATE SKIP LOCKED) RETURNING status"""


async def refuse_open(session: AsyncSession, ticket: Ticket, status: str, *, force: bool) -> None:
    """Raise `Conflict` (`children_open`, with the first 20 as `children`) when a locked ticket is to be done while it
    waits for children.
    """
    if force or status not in {"solved", "closed"} or ticket.status not in UNSOLVED:
        return
    connection = await raw_connection(session)
    rows = await connection.fetch(_OPEN, ticket.id)
    if rows:
        children = [{"id": str(row["id"]), "number": row["number"]} for row in rows]
        detail = "Children of this ticket are open; solve them, or do it with `force`"
        raise Conflict(detail, code="children_open", children=children)


async def tell_next(session: AsyncSession) -> bool:
    """Tell one parent that a child is done, or open again; whether there was one to tell."""
    connection = await raw_connection(session)
    row = await connection.fetchrow(_NEXT)
    if row is None:
        return False
    try:
        # Its own lock first: nobody who holds it waits for the word that is taken now.
        parent = None if row["parent_id"] is None else await ticket_access.lock(session, SYSTEM, row["parent_id"])
    except NotFound:
        parent = None
    status: str | None = await connection.fetchval(_TAKE, row["child_id"])
    if status is None:
        return False
    if parent is not None:
        done = status in {"solved", "closed", "merged"}
        kind = EventType.TICKET_CHILD_DONE if done else EventType.TICKET_CHILD_REOPENED
        child = {"id": str(UUID(str(row["child_id"]))), "number": row["number"]}
        events.record(session, SYSTEM, parent, kind, data={"child": child, "status": status})
        await session.flush()
    return True
