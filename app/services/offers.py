"""Offers of chats to agents: made, ended, and read by whoever shows them."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, hint, raw_connection
from app.hints import Hint
from app.models import Chat, Offer, Ticket
from app.rules.actors import SYSTEM, Actor
from app.schemas.events import EventType
from app.services import chat_access, events, notifications, ticket_access, waiting

NOBODY = UUID(int=0)
# So many offers in a row that an agent lets pass mean that nobody is there.
MISSES = 3

_LIVE = """SELECT o.id AS offer_id, o.chat_id, k.ticket_id, t.subject, c.name AS customer_name, o.expires_at,
o.warm, o.decision #>> '{handover,from_agent,name}' AS from_agent_name, o.decision #>> '{handover,reason}' AS reason
FROM offers o JOIN chats k ON k.id = o.chat_id JOIN tickets t ON t.id = k.ticket_id
JOIN customers c ON c.id = k.customer_id
WHERE o.agent_id = $1 AND o.status = 'live' AND o.expires_at > $2 ORDER BY o.expires_at, o.id"""

_STATE = f"""SELECT k.id AS chat_id, k.ticket_id, k.customer_id, k.status, k.line, {waiting.POSITION} AS position
FROM chats k WHERE k.id = $1"""  # noqa: S608 - ours


# An offer ends by itself when its time is up, or when its agent is not there for chats any more. The ticket is what
# is locked first everywhere; whoever finds it locked leaves it to the next round.
_DUE = """SELECT k.id AS chat_id, k.ticket_id, o.id AS offer_id
FROM offers o JOIN chats k ON k.id = o.chat_id JOIN tickets t ON t.id = k.ticket_id JOIN agents a ON a.id = o.agent_id
WHERE o.status = 'live' AND (o.expires_at <= $1
 OR a.status <> 'active' OR a.presence <> 'online' OR a.off IS NOT NULL OR NOT 'chat' = ANY (a.presence_channels))
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

    Each: `{"offer_id", "chat_id", "ticket_id", "subject", "customer_name" (or None), "expires_at", "warm"}`, and of
    warm ones `from_agent_name` and `reason`.
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
    line, position = state.pop("line"), state["position"]
    state["wait_seconds"] = await waiting.wait_seconds(connection, line, position, state["status"])
    return state


async def any_due(connection: Connection) -> bool:
    """Whether an offer should end now: a look without a lock."""
    return await connection.fetchrow(_DUE, clock.now()) is not None


async def live(session: AsyncSession, chat_id: UUID) -> Offer | None:
    """The live offer of a locked chat, locked too."""
    query = select(Offer).where(col(Offer.chat_id) == chat_id, col(Offer.status) == "live").with_for_update()
    return (await session.exec(query.execution_options(populate_existing=True))).first()


async def end(session: AsyncSession, actor: Actor, ticket: Ticket, chat: Chat, offer: Offer, outcome: str) -> None:
    """End a live offer (`declined`, `expired` or `withdrawn`): its chat is back in the queue at its old place.

    One that was offered warm stays with whoever has it, who is told.
    """
    now = clock.now()
    offer.status, offer.ended_at = outcome, now
    session.add(offer)
    if not offer.warm:
        chat.status = "queued"
    chat.updated_at = now
    chat.version += 1
    session.add(chat)
    agent = await chat_access.named(session, offer.agent_id)
    data: dict[str, Any] = {"chat_id": str(chat.id), "agent": agent, "outcome": outcome}
    if offer.warm:
        data["warm"] = True
    events.record(session, actor, ticket, EventType.CHAT_OFFER_ENDED, data=data, now=now)
    if offer.warm and chat.agent_id is not None and chat.agent_id != actor.id:
        await notifications.tell(
            session, [chat.agent_id], kind="chat.transfer_refused", ticket_id=ticket.id,
            data={"number": ticket.number, "subject": ticket.subject, **data}, key=f"{offer.id}:{outcome}", now=now,
        )  # fmt: skip
    hint(session, Hint("offer", offer.agent_id))
    hint(session, Hint("queue", chat.id))
    hint(session, Hint("route", chat_access.line_of(chat)))


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
