"""Handing over: transfer with a reason, "not my area", and a lead's word on what goes first."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint, raw_connection
from app.errors import Conflict, Forbidden
from app.hints import Hint
from app.models import Chat, Event, QueueItem, Ticket
from app.rules.actors import Actor
from app.rules.queues import OF_NOBODY
from app.rules.statuses import UNSOLVED
from app.schemas.events import EventType
from app.schemas.handovers import ChatTransferIn, NotMyAreaIn, TransferIn
from app.services import (
    chat_access,
    chat_transfers,
    courtesies,
    destinations,
    events,
    offers,
    queue_items,
    queue_worlds,
    ticket_places,
    ticket_settling,
)
from app.services.destinations import Destination
from app.services.lean import messages as lean
from app.services.ticket_access import lock


async def transfer(session: AsyncSession, actor: Actor, ticket_id: UUID, to: TransferIn) -> None:
    """Hand a ticket, or the live chat over it, to an agent, a team, a queue or a tier.

    It keeps its first time in the queue; history and notes are its thread's. The customer is told, unless not wanted.
    Where it is already, nothing happens but that the reason is kept as a note. Raises `NotFound`, what
    `destinations.find` raises, and `Conflict` (`ticket_not_open`, for chats `agent_unavailable`).
    """
    ticket = await lock(session, actor, ticket_id)
    chat = await _live(session, ticket)
    await _hand_over(session, actor, ticket, chat, await destinations.find(session, ticket, to), to)


async def transfer_chat(session: AsyncSession, actor: Actor, chat_id: UUID, to: ChatTransferIn) -> None:
    """The same for a chat; `warm` leaves its agent in it until the other one accepts. Raises as `transfer`, and
    `Conflict` (`chat_ended`).
    """
    ticket, chat = await chat_access.lock(session, actor, chat_id)
    if chat.status == "ended":
        raise Conflict("This chat has ended", code="chat_ended")
    found = await destinations.find(session, ticket, to)
    if to.warm:
        await chat_transfers.offer_warm(session, actor, ticket, chat, found, to)
    else:
        await _hand_over(session, actor, ticket, chat, found, to)


async def _live(session: AsyncSession, ticket: Ticket) -> Chat | None:
    if ticket.chat_id is not None:
        return await chat_access.lock_row(session, ticket.chat_id)
    if ticket.status not in UNSOLVED:
        raise Conflict("Only a ticket that is not solved can be handed over", code="ticket_not_open")
    return None


async def _hand_over(
    session: AsyncSession,
    actor: Actor,
    ticket: Ticket,
    chat: Chat | None,
    to: Destination,
    asked: TransferIn | NotMyAreaIn,
    *,
    not_my_area: bool = False,
) -> None:
    if not not_my_area and (_is_there(ticket, chat, to) or await _repeated(session, actor, ticket, chat, to)):
        if asked.reason is not None:
            await _note(session, actor, ticket, to, asked.reason)
        return
    data: dict[str, Any] = {"to": to.told, "tell_customer": asked.tell_customer}
    if asked.reason is not None:
        data["reason"] = asked.reason
    if to.instead_of is not None:
        data["instead_of"] = to.instead_of
    if not_my_area:
        data["not_my_area"] = True
    if chat is not None:
        await chat_transfers.hand_over(session, actor, ticket, chat, to, data)
    else:
        await _move(session, actor, ticket, to, data)
    if asked.tell_customer:
        await say_so(session, ticket, to, asked.reason)


async def _note(session: AsyncSession, actor: Actor, ticket: Ticket, to: Destination, reason: str) -> None:
    """Keep the words for whoever has it where it is already: a note, once for as long as it stays there."""
    last = await _last_handover(session, ticket)
    if last is not None and (last.actor_id, last.data.get("to"), last.data.get("reason")) == (
        actor.id,
        to.told,
        reason,
    ):
        # The same request once more.
        return
    said = sha256(f"{actor.id} {to.told} {reason}".encode()).hexdigest()[:32]
    key = f"handover:{0 if last is None else last.seq}:{said}"
    await session.flush()
    new = lean.NewMessage(reason, visibility="internal", client_message_id=key)
    now = max(clock.now(), ticket.updated_at)
    done = await lean.append(await raw_connection(session), actor, ticket.id, new, now=now)
    await session.refresh(ticket)
    if done.outcome == "stored" and done.hint is not None:
        for each in (done.hint, *done.lists):
            hint(session, each)


async def say_so(session: AsyncSession, ticket: Ticket, to: Destination, reason: str | None) -> None:
    """Tell the customer that they are handed over: in the words of the queue that they go to, or in ours."""
    queue = to.queue
    values = {"reason": reason, "team": to.team_name, "queue": None if queue is None else queue.name}
    await courtesies.say(session, ticket, "handover", None if queue is None else queue.handover_text, values)


async def _repeated(session: AsyncSession, actor: Actor, ticket: Ticket, chat: Chat | None, to: Destination) -> bool:
    """Whether this actor did the very same just before, and somebody there has it, or is asked, by now."""
    if chat is not None and to.agent_id is not None:
        offer = await offers.live(session, chat.id)
        return offer is not None and offer.agent_id == to.agent_id
    if actor.id == (ticket.assignee_id if chat is None else chat.agent_id):
        return False
    last = await _last_handover(session, ticket)
    return last is not None and last.actor_id == actor.id and last.data.get("to") == to.told


async def _last_handover(session: AsyncSession, ticket: Ticket) -> Event | None:
    kinds = (EventType.TICKET_TRANSFERRED, EventType.CHAT_REQUEUED, EventType.TICKET_QUEUED, EventType.TICKET_ESCALATED)
    query = select(Event).where(col(Event.ticket_id) == ticket.id, col(Event.type).in_(kinds))
    return (await session.exec(query.order_by(col(Event.seq).desc()).limit(1))).first()


def _is_there(ticket: Ticket, chat: Chat | None, to: Destination) -> bool:
    if to.agent_id is not None:
        return to.agent_id == (ticket.assignee_id if chat is None else chat.agent_id)
    waits = ticket.assignee_id is None
    return waits and all(getattr(ticket, name) == value for name, value in to.place.items())


async def _move(session: AsyncSession, actor: Actor, ticket: Ticket, to: Destination, data: dict[str, Any]) -> None:
    wanted: dict[str, Any] = {"assignee_id": to.agent_id, "snoozed_until": None, "agent_tier": 0}
    if to.agent_id is None:
        # It waits there since it first waited.
        wanted.update(to.place, queued_at=ticket.queued_at or ticket.created_at)
    else:
        data["agent"] = {"id": str(to.agent_id), "name": to.name}
    # Whoever gets it is to look at it.
    if (ticket.status != "new" or to.agent_id is not None) and ticket.approval != "pending":
        wanted["status"] = "open"
        wanted["pending_until"] = None
    changes = {name: value for name, value in wanted.items() if getattr(ticket, name) != value}
    events.record(session, actor, ticket, EventType.TICKET_TRANSFERRED, changes=changes, data=data)
    await session.flush()
    hint(session, Hint("route", ticket.queue_id or ticket.team_id or OF_NOBODY))


async def not_my_area(session: AsyncSession, actor: Actor, ticket_id: UUID, asked: NotMyAreaIn) -> None:
    """Send a ticket or chat on that this agent has and is not the one for; it does not come back to them by itself.

    With a topic the queues are tried again; with a place it goes there; with neither, back to its queue for somebody
    else. Again: nothing. Raises as `transfer`, and `Conflict` (`not_yours`).
    """
    ticket = await lock(session, actor, ticket_id)
    chat = await _live(session, ticket)
    has = ticket.assignee_id if chat is None else chat.agent_id
    if has != actor.id:
        if await _sent_on(session, ticket, actor):
            return
        raise Conflict("This is not yours to send on", code="not_yours")
    if asked.topic is not None:
        wanted: dict[str, Any] = {"topic": asked.topic}
        await ticket_settling.changed(await raw_connection(session), actor, ticket, wanted)
        if wanted["topic"] != ticket.topic:
            events.record(session, actor, ticket, EventType.TICKET_UPDATED, changes=wanted)
    to = await (destinations.find(session, ticket, asked) if asked.named() else _by_itself(session, ticket))
    await _hand_over(session, actor, ticket, chat, to, asked, not_my_area=True)


async def _sent_on(session: AsyncSession, ticket: Ticket, actor: Actor) -> bool:
    """Whether this agent has sent it on and did not get it again since."""
    kinds = (EventType.TICKET_TRANSFERRED, EventType.CHAT_REQUEUED)
    query = select(Event.data).where(
        col(Event.ticket_id) == ticket.id, col(Event.type).in_(kinds), col(Event.actor_id) == actor.id
    )
    data = (await session.exec(query.order_by(col(Event.seq).desc()).limit(1))).first()
    return bool(data and data.get("not_my_area"))


async def _by_itself(session: AsyncSession, ticket: Ticket) -> Destination:
    """Where the ticket belongs by what it is now; whoever chose its place before is not asked again."""
    connection = await raw_connection(session)
    await session.flush()
    asked, row = await ticket_places.facts(connection, ticket.id)
    queues = await queue_worlds.current(connection)
    target = queue_items.destination(queues, asked, {**row, "routed_by_hand": False})
    team_id = ticket.team_id if target is None or not target.team_ids else target.team_ids[0]
    queue_id = None if target is None else target.id
    place: dict[str, Any] = {"queue_id": queue_id, "team_id": team_id, "routed_by_hand": False}
    if queue_id != ticket.queue_id:
        place["agent_tier"] = 0
    name = target.name if target is not None else ""
    return Destination("queue", name, queue_id, None, queue=target, team_id=team_id, place=place, facts=asked)


async def reorder(session: AsyncSession, actor: Actor, ticket_id: UUID, place: str, *, reason: str | None) -> None:
    """Put a waiting ticket or chat first or last in its queue, or back in its order. Raises `NotFound`, `Forbidden`
    (leads do this) and `Conflict` (`not_waiting`).
    """
    if actor.role not in {"lead", "admin"}:
        raise Forbidden("What goes first is for leads to say", code="not_for_agents")
    ticket = await lock(session, actor, ticket_id)
    item = await session.get(QueueItem, ticket_id)
    if item is None:
        raise Conflict("This does not wait in a queue", code="not_waiting")
    rank = 0
    if place != "in_order":
        far = func.min(QueueItem.rank) if place == "first" else func.max(QueueItem.rank)
        others = select(far).where(col(QueueItem.line) == item.line, col(QueueItem.ticket_id) != ticket_id)
        found = (await session.exec(others)).one()
        rank = min(-1, (found or 0) - 1) if place == "first" else max(1, (found or 0) + 1)
    if ticket.queue_rank == rank:
        return
    data: dict[str, Any] = {"place": place, "at": clock.now().isoformat()}
    if reason is not None:
        data["reason"] = reason
    events.record(session, actor, ticket, EventType.TICKET_REORDERED, changes={"queue_rank": rank}, data=data)
    await session.flush()
    if item.chat_id is not None:
        hint(session, Hint("queue", item.chat_id))
    hint(session, Hint("route", item.line))
