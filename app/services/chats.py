"""Chats: opened by a customer, accepted or declined by agents, ended by either."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, hint, raw_connection
from app.errors import Conflict, Forbidden
from app.hints import Hint
from app.ids import new_id
from app.models import AgentLoad, Chat, Offer, TeamMember, Ticket
from app.rules.actors import Actor
from app.schemas.chats import ChatIn
from app.schemas.events import EventType
from app.services import chat_access, chat_endings, events, offers, queues, ticket_access, tickets, waiting
from app.services.lean import tickets as lean_tickets

# The brand that was named, else that of the widget in which the customer is, else the desk's first one (as the
# statement that creates the ticket chooses); and the team that answers for it.
_PLACE = """SELECT w.brand, (SELECT b.default_team_id FROM brands b WHERE w.brand IS NULL OR b.key = w.brand
 ORDER BY b.created_at, b.id LIMIT 1) AS team_id
FROM (SELECT coalesce($1::text, (SELECT s.brand FROM visitor_sessions s WHERE s.id = $2)) AS brand) w"""
_SUBJECT = 120
# An accept that comes so soon after its offer ended was meant for that offer; later it is a pick from the queue.
_LATE = timedelta(seconds=10)


async def create(session: AsyncSession, actor: Actor, new: ChatIn) -> UUID:
    """Open a chat: its ticket, its place in the queue and the offer to an agent are one transaction.

    Raises `Invalid` (`unknown_brand`).
    """
    connection = await raw_connection(session)
    ((brand, team_id),) = await connection.fetch(_PLACE, new.brand, actor.session_id)
    await queues.lock(connection, "chat", team_id)
    now = clock.now()  # with the queue in hand: the order of these times is the order of the queue
    chat_id = new_id()
    made = await lean_tickets.create(
        connection,
        actor,
        lean_tickets.NewTicket(
            subject=subject_of(new.body),
            body=new.body,
            channel="chat",
            requester=lean_tickets.Requester(customer_id=actor.id),
            topic=new.topic,
            language=new.language,
            brand=brand,
            team_id=team_id,
            chat_id=chat_id,
        ),
        now=now,
    )
    for each in (made.hint, *made.lists):
        hint(session, each)
    chat = Chat(
        id=chat_id, ticket_id=made.row["id"], customer_id=actor.id, team_id=team_id,
        queued_at=now, created_at=now, updated_at=now,
    )  # fmt: skip
    session.add(chat)
    ticket = await ticket_access.lock(session, actor, chat.ticket_id)
    events.record(session, actor, ticket, EventType.CHAT_STARTED, data={"chat_id": str(chat_id)}, now=now)
    hint(session, Hint("queue", chat_id))
    await session.flush()
    await _offer_at_once(session, connection, ticket, chat)
    return chat_id


async def _offer_at_once(session: AsyncSession, connection: Connection, ticket: Ticket, chat: Chat) -> None:
    """Offer the new chat when it is its turn; otherwise the router looks after the commit."""
    placement = await queues.next_placement(connection, "chat", only=(chat.team_id,))
    if placement is None:
        return
    if placement.waiting.id != chat.id or not await offers.make(session, ticket, chat, placement.decision):
        hint(session, Hint("route", chat.team_id or offers.NOBODY))


def subject_of(body: str) -> str:
    """What a chat's ticket is called: its first words."""
    words = " ".join(body.split()) or "Chat"
    return words if len(words) <= _SUBJECT else words[: _SUBJECT - 1].rstrip() + "…"


async def accept(session: AsyncSession, actor: Actor, chat_id: UUID) -> None:
    """Take a chat that is offered to this agent, or pick one that is offered to nobody; again by its agent: nothing.

    Raises `NotFound` and `Conflict`: `already_taken` (with the `winner`), `offer_expired`, `chat_ended`, and for a
    pick `at_capacity`; `Forbidden` (`not_in_team`) for a pick from another team's queue.
    """
    ticket, chat = await chat_access.lock(session, actor, chat_id)
    if chat.status == "ended":
        raise Conflict("This chat has ended", code="chat_ended")
    if chat.status == "active" and chat.agent_id is not None:
        if chat.agent_id == actor.id:
            return
        raise await _taken(session, chat, chat.agent_id)
    now = clock.now()
    offer = await offers.live(session, chat_id)
    if offer is None:
        if await _let_pass(session, actor, chat_id):
            raise Conflict("This offer has ended; the chat may be offered to you again", code="offer_expired")
        offer = await _pick(session, actor, chat)
    elif offer.agent_id != actor.id:
        if await _let_pass(session, actor, chat_id):
            raise Conflict("This offer has ended and somebody else has it now", code="offer_expired")
        raise await _taken(session, chat, offer.agent_id)
    elif offer.expires_at <= now:
        raise Conflict("This offer has expired", code="offer_expired")
    offer.status, offer.ended_at = "accepted", now
    session.add(offer)
    await _activate(session, actor, ticket, chat)


async def _taken(session: AsyncSession, chat: Chat, agent_id: UUID) -> Conflict:
    winner = await chat_access.named(session, agent_id)
    return Conflict(f"{winner['name']} has this chat", code="already_taken", winner=winner, status_now=chat.status)


async def _let_pass(session: AsyncSession, actor: Actor, chat_id: UUID) -> bool:
    """Whether this agent's own offer of the chat ended unanswered a moment ago: their accept comes too late."""
    late = select(Offer.id).where(
        col(Offer.chat_id) == chat_id,
        col(Offer.agent_id) == actor.id,
        col(Offer.status).in_(("expired", "withdrawn")),
        col(Offer.ended_at) > clock.now() - _LATE,
    )
    return (await session.exec(late.limit(1))).first() is not None


async def _pick(session: AsyncSession, actor: Actor, chat: Chat) -> Offer:
    """An agent's own choice from the queue: whatever their presence, but in their team and within their capacity."""
    if chat.team_id is not None and actor.role not in {"lead", "admin"}:
        member = select(TeamMember.agent_id).where(
            col(TeamMember.team_id) == chat.team_id, col(TeamMember.agent_id) == actor.id
        )
        if (await session.exec(member)).first() is None:
            raise Forbidden("This chat waits for another team", code="not_in_team")
    room = select(AgentLoad.agent_id).where(
        col(AgentLoad.agent_id) == actor.id, col(AgentLoad.channel) == "chat", col(AgentLoad.load) < AgentLoad.capacity
    )
    if (await session.exec(room.with_for_update())).first() is None:
        raise Conflict("You have as many chats as you can hold", code="at_capacity")
    now = clock.now()
    return Offer(
        chat_id=chat.id, agent_id=actor.id, status="accepted", decision={"decided_by": "picked"},
        expires_at=now, created_at=now, ended_at=now,
    )  # fmt: skip


async def _activate(session: AsyncSession, actor: Actor, ticket: Ticket, chat: Chat) -> None:
    now = clock.now()
    connection = await raw_connection(session)
    concerned = await waiting.behind(connection, team_id=chat.team_id, queued_at=chat.queued_at, chat_id=chat.id)
    chat.status, chat.agent_id, chat.accepted_at, chat.updated_at = "active", actor.id, now, now
    chat.version += 1
    session.add(chat)
    agent = {"id": str(actor.id), "name": actor.name}
    data = {"chat_id": str(chat.id), "agent": agent}
    events.record(session, actor, ticket, EventType.CHAT_ACCEPTED, data=data, now=now)
    wanted = {"assignee_id": actor.id, "status": "open"}
    changes = {name: value for name, value in wanted.items() if getattr(ticket, name) != value}
    if changes:
        kind = EventType.TICKET_ASSIGNED if "assignee_id" in changes else EventType.TICKET_STATUS_CHANGED
        events.record(session, actor, ticket, kind, changes=changes, data={"agent": agent}, now=now)
    hint(session, Hint("offer", actor.id))
    for each in [chat.id, *concerned]:
        hint(session, Hint("queue", each))


async def decline(session: AsyncSession, actor: Actor, chat_id: UUID) -> None:
    """Refuse an offer: the chat goes to the next agent. Again by the same agent: nothing.

    Raises `NotFound` and `Conflict` (`offer_expired`, `chat_ended`).
    """
    ticket, chat = await chat_access.lock(session, actor, chat_id)
    if chat.status == "ended":
        raise Conflict("This chat has ended", code="chat_ended")
    offer = await offers.live(session, chat_id)
    if offer is not None and offer.agent_id == actor.id:
        await offers.end(session, actor, ticket, chat, offer, "declined")
        return
    latest = select(Offer.status).where(col(Offer.chat_id) == chat_id, col(Offer.agent_id) == actor.id)
    if (await session.exec(latest.order_by(col(Offer.created_at).desc()).limit(1))).first() != "declined":
        raise Conflict("There is no offer of this chat to you that could be declined", code="offer_expired")


async def end(session: AsyncSession, actor: Actor, chat_id: UUID, *, solve: bool) -> None:
    """End a chat; with `solve` (agents only) also solve its ticket, which invites the customer to rate it.

    Raises `NotFound`, `Forbidden` and `Conflict` (`chat_ended`, `status_not_allowed`).
    """
    if solve and actor.kind != "agent":
        raise Forbidden("Solving a ticket is for agents", code="not_for_customers")
    ticket, chat = await chat_access.lock(session, actor, chat_id)
    if chat.status == "ended":
        raise Conflict("This chat has ended already", code="chat_ended")
    await chat_endings.end(session, actor, ticket, chat)
    if solve:
        await tickets.set_status(session, actor, ticket, "solved")
