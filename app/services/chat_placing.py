"""Chats that wait, given to agents: offered to them, or theirs at once where a queue accepts for them."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, hint, raw_connection
from app.hints import Hint
from app.models import Chat, Offer, Ticket
from app.rules.actors import SYSTEM, Actor
from app.rules.queues import Queue
from app.rules.routing import Placement
from app.schemas.events import EventType
from app.services import capacity, chat_access, events, placing, queue_items, queue_worlds, ticket_access, waiting
from app.services.routing import explained


async def next_placement(connection: Connection, line: UUID, *, skip: Collection[UUID] = ()) -> Placement | None:
    """The chat of a line that should be given away next, and to whom."""
    placed = await placing.next_placements(connection, "chat", line, now=clock.now(), skip=skip)
    return placed[0] if placed else None


async def place_next(
    session: AsyncSession, line: UUID, *, skip: Collection[UUID] = (), tried: list[UUID] | None = None
) -> bool:
    """Give the first chat of a line to an agent with room. False: nothing can be given now; True: look again.

    The ticket of which chat that is comes into `tried` before anything is done with it.
    """
    connection = await raw_connection(session)
    await queue_items.lock(connection, "chat", line)
    await queue_items.be_brief(connection)
    placement = await next_placement(connection, line, skip=skip)
    if placement is None:
        return False
    if tried is not None:
        tried.append(placement.waiting.ticket_id)
    ticket = await ticket_access.lock(session, SYSTEM, placement.waiting.ticket_id)
    chat = await chat_access.lock_row(session, placement.waiting.id)
    if chat.status == "queued" and chat_access.line_of(chat) == line:
        await give(session, ticket, chat, placement)
    return True


async def give(
    session: AsyncSession,
    ticket: Ticket,
    chat: Chat,
    placement: Placement,
    *,
    warm: Mapping[str, Any] | None = None,
) -> bool:
    """Give a locked, queued chat to the agent decided on; False when that agent has no room any more.

    `warm`: it is offered while whoever has it stays in it; who that is, why, and what becomes of its place.
    """
    agent_id = placement.decision.agent_id
    name = None
    connection = await raw_connection(session)
    if agent_id is not None:
        name = await capacity.take(connection, "chat", agent_id)
    if agent_id is None or name is None:
        return False
    queue = (await queue_worlds.current(connection)).of(chat.queue_id, chat.team_id)
    now = clock.now()
    waited = (now - chat.queued_at).total_seconds()
    why = explained(placement.decision, "chat", queue, placement.waiting.item.needs, waited=waited)
    if queue.auto_accept and warm is None:
        await _accept(session, ticket, chat, agent_id, name, why)
    else:
        await _offer(session, ticket, chat, queue, agent_id, name, why, warm=warm)
    return True


async def _accept(
    session: AsyncSession, ticket: Ticket, chat: Chat, agent_id: UUID, name: str, why: dict[str, Any]
) -> None:
    now = clock.now()
    offer = Offer(
        chat_id=chat.id, agent_id=agent_id, status="accepted", decision=why,
        expires_at=now, created_at=now, ended_at=now,
    )  # fmt: skip
    session.add(offer)
    await activate(session, SYSTEM, ticket, chat, agent={"id": str(agent_id), "name": name}, decision=why)


async def _offer(
    session: AsyncSession,
    ticket: Ticket,
    chat: Chat,
    queue: Queue,
    agent_id: UUID,
    name: str,
    why: dict[str, Any],
    *,
    warm: Mapping[str, Any] | None,
) -> None:
    now = clock.now()
    expires_at = now + timedelta(seconds=queue.offer)
    offer = Offer(
        chat_id=chat.id, agent_id=agent_id, decision=why if warm is None else {**why, "handover": dict(warm)},
        warm=warm is not None, expires_at=expires_at, created_at=now
    )  # fmt: skip
    session.add(offer)
    if warm is None:
        chat.status = "offered"
    chat.updated_at = now
    chat.version += 1
    session.add(chat)
    data: dict[str, Any] = {
        "chat_id": str(chat.id),
        "offer_id": str(offer.id),
        "agent": {"id": str(agent_id), "name": name},
        "expires_at": expires_at.isoformat(),
        "decision": why,
    }
    if warm is not None:
        data |= {"warm": True, "from_agent": warm["from_agent"], "to": warm["to"]}
        if warm["reason"] is not None:
            data["reason"] = warm["reason"]
    events.record(session, SYSTEM, ticket, EventType.CHAT_OFFERED, data=data, now=now)
    hint(session, Hint("offer", agent_id))
    hint(session, Hint("queue", chat.id))


async def activate(
    session: AsyncSession,
    actor: Actor,
    ticket: Ticket,
    chat: Chat,
    *,
    agent: dict[str, Any],
    decision: dict[str, Any] | None = None,
    place: Mapping[str, Any] | None = None,
) -> None:
    """Make a locked chat this agent's (`{"id", "name"}`); one that was another's is handed over by that.

    `place` is what becomes of the ticket's queue and team.
    """
    now = clock.now()
    agent_id = UUID(agent["id"])
    concerned = await waiting.behind(await raw_connection(session), ticket.id)
    data: dict[str, Any] = {"chat_id": str(chat.id), "agent": agent}
    if chat.agent_id is not None:
        data["from_agent"] = await chat_access.named(session, chat.agent_id)
        had = select(Offer).where(
            col(Offer.chat_id) == chat.id, col(Offer.agent_id) == chat.agent_id, col(Offer.status) == "accepted"
        )
        for offer in (await session.exec(had)).all():
            offer.status, offer.ended_at = "handed_over", now
            session.add(offer)
    if decision is not None:
        data["decision"] = decision
    chat.status, chat.agent_id, chat.accepted_at, chat.updated_at = "active", agent_id, now, now
    chat.version += 1
    session.add(chat)
    events.record(session, actor, ticket, EventType.CHAT_ACCEPTED, data=data, now=now)
    wanted = {"assignee_id": agent_id, "status": "open", **(place or {})}
    if place:
        chat.queue_id, chat.team_id = wanted["queue_id"], wanted["team_id"]
    changes = {name: value for name, value in wanted.items() if getattr(ticket, name) != value}
    if changes:
        kind = EventType.TICKET_ASSIGNED if "assignee_id" in changes else EventType.TICKET_STATUS_CHANGED
        events.record(session, actor, ticket, kind, changes=changes, data={"agent": agent}, now=now)
    hint(session, Hint("offer", agent_id))
    for each in [chat.id, *concerned]:
        hint(session, Hint("queue", each))
