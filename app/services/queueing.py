"""Items that change their place by themselves: they belong elsewhere, their queue closes, their agent is not there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, hint, raw_connection
from app.hints import Hint
from app.models import Agent, Brand, Chat, Ticket
from app.rules.actors import SYSTEM
from app.rules.queues import Queue, is_open, opened
from app.schemas.events import EventType
from app.services import (
    chat_access,
    chat_endings,
    courtesies,
    events,
    queue_items,
    queue_worlds,
    ticket_places,
    waiting,
)
from app.services.chat_access import WAITING
from app.services.ticket_access import lock

NOBODY = UUID(int=0)

_RETURNING = """SELECT r.ticket_id, r.agent_id FROM returning_tickets r JOIN tickets t ON t.id = r.ticket_id
ORDER BY r.ticket_id LIMIT 1 FOR UPDATE OF t, r SKIP LOCKED"""
# The one who stands in now, as long as that is somebody who works: of a chain the first who does.
_SUBSTITUTE = """WITH RECURSIVE chain (agent_id, depth) AS (
  SELECT $1::uuid, 0
  UNION SELECT a.substitute_id, c.depth + 1 FROM chain c JOIN absences a ON a.agent_id = c.agent_id
  WHERE a.starts_at <= $2 AND a.ends_at > $2 AND a.substitute_id IS NOT NULL AND c.depth < 10
) SELECT g.id, g.name FROM chain c JOIN agents g ON g.id = c.agent_id
WHERE c.depth > 0 AND g.status = 'active' AND g.off IS DISTINCT FROM 'out_of_office' ORDER BY c.depth LIMIT 1"""


async def move(session: AsyncSession, ticket_id: UUID) -> None:
    """Put a waiting ticket, or the chat over it, into the queue that is for it now; it keeps its first time."""
    await queue_items.be_brief(await raw_connection(session))
    ticket = await lock(session, SYSTEM, ticket_id)
    chat = None if ticket.chat_id is None else await chat_access.lock_row(session, ticket.chat_id)
    connection = await raw_connection(session)
    if (ticket.assignee_id is not None) if chat is None else (chat.status not in WAITING):
        return
    now = clock.now()
    queues = await queue_worlds.current(connection)
    asked, row = await ticket_places.facts(connection, ticket_id)
    belongs = queue_items.destination(queues, asked, row)
    target = None if belongs is None else opened(belongs, queues.by_id, now)
    if (None if target is None else target.id) == ticket.queue_id and not row["team_gone"]:
        # Somebody was faster, or it was about to be moved when it changed once more: it is looked at again.
        return
    team_id = ticket.team_id
    if target is not None:
        team_id = target.team_ids[0] if target.team_ids else team_id
    elif row["team_gone"] or not ticket.routed_by_hand:
        team_id = await _home(session, ticket)
    why = "conditions"
    if row["team_gone"] or (ticket.queue_id is not None and queues.get(ticket.queue_id) is None):
        why = "queue_gone"
    elif belongs is not target:
        why = "closed"
    by_hand = False if row["team_gone"] else None
    data = {"because": why}
    await put(session, ticket, chat, target, team_id, kind=EventType.TICKET_QUEUED, data=data, by_hand=by_hand)


async def put(
    session: AsyncSession,
    ticket: Ticket,
    chat: Chat | None,
    target: Queue | None,
    team_id: UUID | None,
    *,
    kind: EventType,
    data: Mapping[str, Any],
    by_hand: bool | None = None,
) -> None:
    """Let a locked ticket, or the locked chat over it, wait there instead; `by_hand`: whether somebody wanted it so."""
    queue_id = None if target is None else target.id
    connection = await raw_connection(session)
    concerned: list[UUID] = []
    if chat is not None:
        concerned += [chat.id, *await waiting.behind(connection, ticket.id)]
        chat.queue_id, chat.team_id, chat.updated_at = queue_id, team_id, clock.now()
        chat.version += 1
        session.add(chat)
    wanted: dict[str, Any] = {"queue_id": queue_id, "team_id": team_id}
    if by_hand is not None:
        wanted["routed_by_hand"] = by_hand
    changes = {name: value for name, value in wanted.items() if getattr(ticket, name) != value}
    queue = None if target is None else {"id": str(target.id), "name": target.name}
    events.record(session, SYSTEM, ticket, kind, changes=changes, data={**data, "queue": queue})
    await session.flush()
    for each in concerned:
        hint(session, Hint("queue", each))
    hint(session, Hint("route", queue_id or team_id or NOBODY))


async def _home(session: AsyncSession, ticket: Ticket) -> UUID | None:
    """The team that answers for a brand when no queue does."""
    query = select(Brand.default_team_id).where(col(Brand.key) == ticket.brand)
    return (await session.exec(query)).first()


async def turn_away(session: AsyncSession, ticket_id: UUID) -> None:
    """End a chat that waits in a closed queue with a word of when somebody is there; its ticket waits until then."""
    await queue_items.be_brief(await raw_connection(session))
    ticket = await lock(session, SYSTEM, ticket_id)
    if ticket.chat_id is None:
        return
    chat = await chat_access.lock_row(session, ticket.chat_id)
    queues = await queue_worlds.current(await raw_connection(session))
    queue = queues.get(ticket.queue_id)
    if chat.status not in WAITING or queue is None or is_open(queue, clock.now()):
        return
    await close_chat(session, ticket, chat, queue)


async def close_chat(session: AsyncSession, ticket: Ticket, chat: Chat, queue: Queue) -> None:
    """End a locked chat because its queue is closed, and say so; with a wish for a callback where that is the way."""
    opens = queue.hours.next_change(clock.now())
    callback = queue.when_closed == "callback"
    values = {"queue": queue.name, "opens_at": None if opens is None else queue.hours.moment(opens)}
    await courtesies.say(session, ticket, "callback" if callback else "message", queue.closed_text, values)
    if callback and "callback" not in ticket.tags:
        tags = [*ticket.tags, "callback"]
        events.record(session, SYSTEM, ticket, EventType.TICKET_UPDATED, changes={"tags": tags})
    await chat_endings.end(session, SYSTEM, ticket, chat)


_LEFT_BEHIND = """INSERT INTO returning_tickets (ticket_id, agent_id)
SELECT t.id, a.id FROM agents a JOIN tickets t ON t.assignee_id = a.id
WHERE a.status = 'disabled' AND t.status IN ('new', 'open', 'pending', 'on_hold') AND t.chat_id IS NULL
ON CONFLICT (ticket_id) DO NOTHING"""


async def find_left_behind(connection: Connection) -> None:
    """Whatever was given to an agent in the very moment in which they were disabled is taken back too."""
    await connection.execute(_LEFT_BEHIND)


async def take_back_next(session: AsyncSession) -> bool:
    """Take one ticket from an agent who is not there for it: to their substitute, else back to its queue."""
    connection = await raw_connection(session)
    row = await connection.fetchrow(_RETURNING)
    if row is None:
        return False
    await connection.execute("DELETE FROM returning_tickets WHERE ticket_id = $1", row["ticket_id"])
    ticket = await lock(session, SYSTEM, row["ticket_id"])
    agent = await session.get(Agent, row["agent_id"])
    if ticket.assignee_id != row["agent_id"] or agent is None or ticket.status in {"solved", "closed", "merged"}:
        return True
    if agent.status == "active" and agent.off is None and agent.presence != "offline":
        return True  # they have come meanwhile
    who = {"id": str(agent.id), "name": agent.name}
    stands_in = await substitute(connection, agent.id)
    if stands_in is not None:
        data = {"agent": {"id": str(stands_in["id"]), "name": stands_in["name"]}, "instead_of": who}
        changes = {"assignee_id": stands_in["id"]}
        events.record(session, SYSTEM, ticket, EventType.TICKET_ASSIGNED, changes=changes, data=data)
        return True
    changes = {"assignee_id": None, "queued_at": ticket.queued_at or ticket.created_at}
    wanted = {name: value for name, value in changes.items() if getattr(ticket, name) != value}
    said = {"cause": "agent_not_there", "agent": who}
    events.record(session, SYSTEM, ticket, EventType.TICKET_UNASSIGNED, changes=wanted, data=said)
    hint(session, Hint("route", ticket.queue_id or ticket.team_id or NOBODY))
    return True


async def substitute(connection: Connection, agent_id: UUID) -> Mapping[str, Any] | None:
    """Who stands in for an agent who is out of office now: `id` and `name`; None: nobody."""
    found: Mapping[str, Any] | None = await connection.fetchrow(_SUBSTITUTE, agent_id, clock.now())
    return found
