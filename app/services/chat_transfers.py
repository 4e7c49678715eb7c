"""Handing a chat over: back to a queue, or offered to one agent, who may take it while the first is still in it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint, raw_connection
from app.errors import Conflict
from app.hints import Hint
from app.models import Chat, Offer, Ticket
from app.rules.actors import SYSTEM, Actor
from app.rules.queues import is_open, standing
from app.rules.routing import Candidate, Decision, Item, Needs, Placement, Waiting, choose
from app.schemas.events import EventType
from app.schemas.handovers import ChatTransferIn
from app.services import (
    candidates,
    capacity,
    chat_access,
    chat_placing,
    courtesies,
    events,
    offers,
    queue_worlds,
    ticket_access,
)
from app.services import waiting as waiting_service
from app.services.chat_access import WAITING
from app.services.destinations import Destination


async def hand_over(
    session: AsyncSession, actor: Actor, ticket: Ticket, chat: Chat, to: Destination, data: Mapping[str, Any]
) -> None:
    """Hand a locked chat to a queue, where it keeps its first time, or offer it to an agent with room.

    The customer sees that it was handed over. Raises `Conflict` (`agent_unavailable`, `queue_closed`).
    """
    _refuse_closed(to)
    offer = await offers.live(session, chat.id)
    await capacity.lock(session, {chat.agent_id, to.agent_id, offer.agent_id if offer else None})
    if offer is not None:
        await offers.end(session, actor, ticket, chat, offer, "withdrawn")
    await _requeue(session, actor, ticket, chat, to=to, data={"chat_id": str(chat.id), **data})
    await session.flush()
    if to.agent_id is not None:
        placement = _to_one(ticket, chat, to.agent_id)
        if not await chat_placing.give(session, ticket, chat, placement):
            raise _unavailable()


def _refuse_closed(to: Destination) -> None:
    """A customer who is being served is not sent to where they would be told to come back another day."""
    queue, now = to.queue, clock.now()
    if to.agent_id is None and queue is not None and queue.when_closed != "queue" and not is_open(queue, now):
        opens = queue.hours.next_change(now)
        opens_at = None if opens is None else opens.isoformat()
        raise Conflict(f"{queue.name} is closed now", code="queue_closed", opens_at=opens_at)


async def offer_warm(
    session: AsyncSession, actor: Actor, ticket: Ticket, chat: Chat, to: Destination, asked: ChatTransferIn
) -> None:
    """Offer a locked chat to another agent while its agent stays in it until that one accepts.

    Of a team or queue it is whoever would get it. Again while it is offered: another offer in place of that one.
    Raises `Conflict` (`not_yours`, `agent_unavailable`, `queue_closed`).
    """
    _refuse_closed(to)
    if chat.status != "active" or chat.agent_id is None:
        raise Conflict("Nobody is in this chat yet: hand it over without `warm`", code="not_yours")
    if chat.agent_id == to.agent_id:
        return
    offer = await offers.live(session, chat.id)
    if offer is not None:
        if offer.agent_id == to.agent_id:
            return
        await offers.end(session, actor, ticket, chat, offer, "withdrawn")
        await session.flush()
    placement = _to_one(ticket, chat, to.agent_id) if to.agent_id else await _best(session, ticket, chat, to)
    warm = {
        "from_agent": await chat_access.named(session, chat.agent_id),
        "reason": asked.reason,
        "tell_customer": asked.tell_customer,
        "to": to.told,
        "team_name": to.team_name,
        "place": {name: value if value is None else _plain(value) for name, value in to.place.items()},
    }
    if placement is None or not await chat_placing.give(session, ticket, chat, placement, warm=warm):
        raise _unavailable()


def _plain(value: Any) -> Any:  # noqa: ANN401 - a ticket field's value
    return str(value) if isinstance(value, UUID) else value


async def accepted(session: AsyncSession, actor: Actor, ticket: Ticket, chat: Chat, offer: Offer) -> None:
    """A locked chat that was offered to this agent is theirs now.

    One that was offered warm is in the queue that it was handed to, and the customer is told.
    """
    agent = {"id": str(actor.id), "name": actor.name}
    if not offer.warm:
        await chat_placing.activate(session, actor, ticket, chat, agent=agent)
        return
    said = offer.decision.get("handover") or {}
    place = dict(said.get("place") or {})
    for name in ("queue_id", "team_id"):
        if place.get(name) is not None:
            place[name] = UUID(place[name])
    await chat_placing.activate(session, actor, ticket, chat, agent=agent, place=place)
    if said.get("tell_customer"):
        queue = (await queue_worlds.current(await raw_connection(session))).get(chat.queue_id)
        own = queue.handover_text if queue is not None and place else None
        values = {
            "reason": said.get("reason"),
            "team": said.get("team_name"),
            "queue": None if queue is None else queue.name,
        }
        await courtesies.say(session, ticket, "handover", own, values)


async def _best(session: AsyncSession, ticket: Ticket, chat: Chat, to: Destination) -> Placement | None:
    connection = await raw_connection(session)
    queue = to.queue or (await queue_worlds.current(connection)).of(None, to.team_id)
    now = clock.now()
    needs = standing(queue, to.facts, since=now, now=now, tier=to.tier or ticket.agent_tier).needs
    if needs is None:
        return None
    there = await candidates.of_teams(connection, "chat", needs.team_ids)
    others: list[Candidate] = [each for each in there if each.agent_id != chat.agent_id]
    decision = choose(Item("chat", needs, queue.policy), others)
    return _placement(ticket, chat, needs, decision)


def _to_one(ticket: Ticket, chat: Chat, agent_id: UUID) -> Placement:
    return _placement(ticket, chat, Needs(), Decision(agent_id, (agent_id,), (), "only_one"))


def _placement(ticket: Ticket, chat: Chat, needs: Needs, decision: Decision) -> Placement:
    return Placement(Waiting(chat.id, ticket.id, Item("chat", needs), chat.queued_at), decision)


def _unavailable() -> Conflict:
    return Conflict("Nobody there can take a chat now", code="agent_unavailable")


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
        offer = await offers.live(session, chat.id)
        if offer is not None:
            await capacity.lock(session, {chat.agent_id, offer.agent_id})
            await offers.end(session, SYSTEM, ticket, chat, offer, "withdrawn")
        await _requeue(session, SYSTEM, ticket, chat, to=None, data={"chat_id": str(chat.id)})
    return True


async def _requeue(
    session: AsyncSession, actor: Actor, ticket: Ticket, chat: Chat, *, to: Destination | None, data: dict[str, Any]
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
    concerned = {chat.id}
    if chat.status in WAITING:
        concerned.update(await waiting_service.behind(connection, ticket.id))
    chat.status, chat.agent_id, chat.accepted_at, chat.updated_at = "queued", None, None, now
    wanted: dict[str, Any] = {"assignee_id": None}
    if to is not None and to.agent_id is None:
        wanted.update(to.place)
        chat.queue_id, chat.team_id = to.place["queue_id"], to.place["team_id"]
    chat.version += 1
    session.add(chat)
    changes = {name: value for name, value in wanted.items() if getattr(ticket, name) != value}
    events.record(session, actor, ticket, EventType.CHAT_REQUEUED, changes=changes, data=data, now=now)
    await session.flush()
    concerned.update(await waiting_service.behind(connection, ticket.id))
    for each in concerned:
        hint(session, Hint("queue", each))
    hint(session, Hint("route", chat_access.line_of(chat)))
