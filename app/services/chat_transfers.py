"""Handing a chat over: back to a team's queue, or offered to one agent."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint, raw_connection
from app.errors import Conflict, Invalid, pointer
from app.hints import Hint
from app.models import Agent, AgentLoad, Chat, Offer, Team, Ticket
from app.rules.actors import SYSTEM, Actor
from app.rules.routing import Decision
from app.schemas.events import EventType
from app.services import chat_access, events, offers, ticket_access, waiting
from app.services.chat_access import WAITING


async def transfer(
    session: AsyncSession,
    actor: Actor,
    chat_id: UUID,
    *,
    team_id: UUID | None,
    agent_id: UUID | None,
    reason: str | None,
) -> None:
    """Hand a live chat to a team's queue, where it keeps its first time, or offer it to an agent with room.

    The customer learns that it was handed over, and the reason. Raises `NotFound`, `Invalid` (`unknown_team`,
    `unknown_agent`) and `Conflict` (`chat_ended`, `agent_unavailable`).
    """
    ticket, chat = await chat_access.lock(session, actor, chat_id)
    if chat.status == "ended":
        raise Conflict("This chat has ended", code="chat_ended")
    if chat.agent_id is not None and chat.agent_id == agent_id:
        return
    data: dict[str, Any] = {"chat_id": str(chat.id)}
    if reason is not None:
        data["reason"] = reason
    if team_id is not None and await session.get(Team, team_id) is None:
        detail = "There is no such team"
        raise Invalid(detail, code="unknown_team", errors=[pointer("team_id", detail)])
    if agent_id is not None:
        agent = await session.get(Agent, agent_id)
        if agent is None or agent.status != "active":
            detail = "There is no such active agent"
            raise Invalid(detail, code="unknown_agent", errors=[pointer("agent_id", detail)])
    offer = await offers.live(session, chat_id)
    await _lock_ledger(session, {chat.agent_id, agent_id, offer.agent_id if offer else None})
    if offer is not None:
        await offers.end(session, actor, ticket, chat, offer, "withdrawn")
    await _requeue(session, actor, ticket, chat, team_id=team_id, data=data)
    await session.flush()
    if agent_id is not None:
        decision = Decision(agent_id, (agent_id,), (), "only_one")
        if not await offers.make(session, ticket, chat, decision):
            raise Conflict("This agent cannot take a chat now", code="agent_unavailable")


_ORPHAN = """SELECT k.id, k.ticket_id FROM chats k JOIN agents a ON a.id = k.agent_id
JOIN tickets t ON t.id = k.ticket_id
WHERE k.status = 'active' AND a.status = 'disabled' ORDER BY k.queued_at LIMIT 1 FOR UPDATE OF t SKIP LOCKED"""


async def take_back_next(session: AsyncSession) -> bool:
    """Put one chat whose agent was disabled back into its queue; False when there is none."""
    row = await (await raw_connection(session)).fetchrow(_ORPHAN)
    if row is None:
        return False
    ticket = await ticket_access.lock(session, SYSTEM, row["ticket_id"])
    chat = await chat_access.lock_row(session, row["id"])
    if chat.status == "active":
        await _requeue(session, SYSTEM, ticket, chat, team_id=None, data={"chat_id": str(chat.id)})
    return True


async def _lock_ledger(session: AsyncSession, agents: set[UUID | None]) -> None:
    """Two opposite hand-overs must not wait for each other: the ledger's rows are taken in one order."""
    rows = select(AgentLoad.agent_id).where(
        col(AgentLoad.agent_id).in_([each for each in agents if each is not None]), col(AgentLoad.channel) == "chat"
    )
    await session.exec(rows.order_by(col(AgentLoad.agent_id)).with_for_update())


async def _requeue(
    session: AsyncSession, actor: Actor, ticket: Ticket, chat: Chat, *, team_id: UUID | None, data: dict[str, Any]
) -> None:
    now = clock.now()
    if chat.agent_id is not None:
        had = select(Offer).where(
            col(Offer.chat_id) == chat.id, col(Offer.agent_id) == chat.agent_id, col(Offer.status) == "accepted"
        )
        for offer in (await session.exec(had)).all():
            offer.status, offer.ended_at = "handed_over", now
            session.add(offer)
    connection = await raw_connection(session)
    left = chat.team_id if chat.status in WAITING else None
    chat.status, chat.agent_id, chat.accepted_at, chat.updated_at = "queued", None, None, now
    chat.team_id = team_id or chat.team_id
    concerned = {chat.id}
    for queue in {left or chat.team_id, chat.team_id}:
        concerned.update(await waiting.behind(connection, team_id=queue, queued_at=chat.queued_at, chat_id=chat.id))
    chat.version += 1
    session.add(chat)
    wanted = {"assignee_id": None, "team_id": chat.team_id}
    changes = {name: value for name, value in wanted.items() if getattr(ticket, name) != value}
    events.record(session, actor, ticket, EventType.CHAT_REQUEUED, changes=changes, data=data, now=now)
    for each in concerned:
        hint(session, Hint("queue", each))
    hint(session, Hint("route", chat.team_id or offers.NOBODY))
