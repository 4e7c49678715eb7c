"""Offers of chats to agents: made, ended, and read by whoever shows them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, hint, raw_connection
from app.hints import Hint
from app.models import Chat, Offer, Ticket
from app.rules.actors import SYSTEM, Actor
from app.rules.routing import Decision
from app.schemas.events import EventType
from app.services import chat_access, events, queues, ticket_access, waiting
from app.services.routing import explained
from app.settings import settings

NOBODY = UUID(int=0)
# So many offers in a row that an agent lets pass mean that nobody is there.
MISSES = 3

_LIVE = """SELECT o.id AS offer_id, o.chat_id, k.ticket_id, t.subject, c.name AS customer_name, o.expires_at
FROM offers o JOIN chats k ON k.id = o.chat_id JOIN tickets t ON t.id = k.ticket_id
JOIN customers c ON c.id = k.customer_id
WHERE o.agent_id = $1 AND o.status = 'live' AND o.expires_at > $2 ORDER BY o.expires_at, o.id"""

_STATE = f"""SELECT k.id AS chat_id, k.ticket_id, k.customer_id, k.status, k.team_id, {waiting.POSITION} AS position
FROM chats k WHERE k.id = $1"""  # noqa: S608 - ours


# An offer ends by itself when its time is up, or when its agent is not there for chats any more. The ticket is what
# is locked first everywhere; whoever finds it locked leaves it to the next round.
_DUE = """SELECT k.id AS chat_id, k.ticket_id, o.id AS offer_id
FROM offers o JOIN chats k ON k.id = o.chat_id JOIN tickets t ON t.id = k.ticket_id JOIN agents a ON a.id = o.agent_id
WHERE o.status = 'live' AND (o.expires_at <= $1
 OR a.status <> 'active' OR a.presence <> 'online' OR NOT 'chat' = ANY (a.presence_channels))
ORDER BY o.expires_at LIMIT 1"""

# Only what happened since the agent last said that they are there.
_ABSENT = """UPDATE agents a SET presence = 'away', presence_at = $2, updated_at = $2, version = version + 1
WHERE a.id = $1 AND a.presence = 'online' AND (
    SELECT count(*) = $3 AND bool_and(latest.status = 'expired') FROM (
        SELECT o.status FROM offers o WHERE o.agent_id = a.id AND o.status IN ('accepted', 'declined', 'expired')
        AND o.ended_at > coalesce(a.presence_at, '-infinity') ORDER BY o.ended_at DESC LIMIT $3
    ) latest
) RETURNING a.id"""


async def live_offers(connection: Connection, agent_id: UUID) -> list[dict[str, Any]]:
    """What is offered to an agent now, the most urgent first.

    Each: `{"offer_id", "chat_id", "ticket_id", "subject", "customer_name" (or None), "expires_at"}`.
    """
    return [dict(row) for row in await connection.fetch(_LIVE, agent_id, clock.now())]


async def queue_state(connection: Connection, chat_id: UUID) -> dict[str, Any] | None:
    """Where a chat stands, for the customer who waits; None when there is no such chat.

    `{"chat_id", "ticket_id", "customer_id", "status", "position", "wait_seconds"}`: `position` is None once it does
    not wait any more, `wait_seconds` is `[low, high]`, or None without a basis.
    """
    row = await connection.fetchrow(_STATE, chat_id)
    if row is None:
        return None
    state = dict(row)
    team_id, position = state.pop("team_id"), state["position"]
    state["wait_seconds"] = await waiting.wait_seconds(connection, team_id, position, state["status"])
    return state


async def next_due(connection: Connection) -> datetime | None:
    """When the next live offer expires."""
    found: datetime | None = await connection.fetchval("SELECT min(expires_at) FROM offers WHERE status = 'live'")
    return found


async def any_due(connection: Connection) -> bool:
    """Whether an offer should end now: a look without a lock."""
    return await connection.fetchrow(_DUE, clock.now()) is not None


async def live(session: AsyncSession, chat_id: UUID) -> Offer | None:
    """The live offer of a locked chat, locked too."""
    query = select(Offer).where(col(Offer.chat_id) == chat_id, col(Offer.status) == "live").with_for_update()
    return (await session.exec(query.execution_options(populate_existing=True))).first()


async def make_next(session: AsyncSession, *, team_id: UUID | None, skip: Collection[UUID] = ()) -> bool:
    """Offer the oldest chat that waits for this team (None: for nobody's) to an agent with room.

    False when nothing can be offered now; True means that something was, or that it is worth to look again.
    """
    connection = await raw_connection(session)
    await queues.lock(connection, "chat", team_id)
    await queues.be_brief(connection)
    placement = await queues.next_placement(connection, "chat", only=(team_id,), skip=skip)
    if placement is None:
        return False
    ticket = await ticket_access.lock(session, SYSTEM, placement.waiting.ticket_id)
    chat = await chat_access.lock_row(session, placement.waiting.id)
    if chat.status == "queued" and chat.team_id == team_id:
        await make(session, ticket, chat, placement.decision)
    return True


async def make(session: AsyncSession, ticket: Ticket, chat: Chat, decision: Decision) -> bool:
    """Offer a locked, queued chat to the agent decided on; False when that agent has no room any more."""
    agent_id = decision.agent_id
    name = None
    if agent_id is not None:
        name = await queues.take_capacity(await raw_connection(session), "chat", agent_id)
    if agent_id is None or name is None:
        return False
    now = clock.now()
    expires_at = now + timedelta(seconds=settings().offer_seconds)
    why = explained(decision)
    offer = Offer(chat_id=chat.id, agent_id=agent_id, decision=why, expires_at=expires_at, created_at=now)
    session.add(offer)
    _move(session, chat, "offered", now)
    events.record(
        session,
        SYSTEM,
        ticket,
        EventType.CHAT_OFFERED,
        data={
            "chat_id": str(chat.id),
            "offer_id": str(offer.id),
            "agent": {"id": str(agent_id), "name": name},
            "expires_at": expires_at.isoformat(),
            "decision": why,
        },
        now=now,
    )
    hint(session, Hint("offer", agent_id))
    hint(session, Hint("queue", chat.id))
    return True


async def end(session: AsyncSession, actor: Actor, ticket: Ticket, chat: Chat, offer: Offer, outcome: str) -> None:
    """End a live offer (`declined`, `expired` or `withdrawn`): its chat is back in the queue at its old place."""
    now = clock.now()
    offer.status, offer.ended_at = outcome, now
    session.add(offer)
    _move(session, chat, "queued", now)
    data = {"chat_id": str(chat.id), "agent": await chat_access.named(session, offer.agent_id), "outcome": outcome}
    events.record(session, actor, ticket, EventType.CHAT_OFFER_ENDED, data=data, now=now)
    hint(session, Hint("offer", offer.agent_id))
    hint(session, Hint("queue", chat.id))
    hint(session, Hint("route", chat.team_id or NOBODY))


def _move(session: AsyncSession, chat: Chat, status: str, now: datetime) -> None:
    chat.status, chat.updated_at = status, now
    chat.version += 1
    session.add(chat)


async def end_next_due(session: AsyncSession) -> tuple[bool, UUID | None]:
    """End one offer whose time is up or whose agent has gone: whether there was one, and the agent who missed it."""
    now = clock.now()
    row = await (await raw_connection(session)).fetchrow(f"{_DUE} FOR UPDATE OF t SKIP LOCKED", now)
    if row is None:
        return False, None
    ticket = await ticket_access.lock(session, SYSTEM, row["ticket_id"])
    chat = await chat_access.lock_row(session, row["chat_id"])
    offer = await live(session, chat.id)
    if offer is None or offer.id != row["offer_id"]:
        return True, None  # answered between the look and the lock
    missed = offer.expires_at <= now
    await end(session, SYSTEM, ticket, chat, offer, "expired" if missed else "withdrawn")
    return True, offer.agent_id if missed else None


async def set_away_if_absent(session: AsyncSession, agent_id: UUID) -> bool:
    """Set an agent away who let `MISSES` offers in a row pass; in its own transaction, as it locks the agent first."""
    connection = await raw_connection(session)
    if await connection.fetchval(_ABSENT, agent_id, clock.now(), MISSES) is None:
        return False
    hint(session, Hint("agent", agent_id))
    return True
