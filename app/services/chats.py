"""Chats: opened by a customer, accepted or declined by agents, ended by either."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock, locales
from app.db import Connection, hint, raw_connection
from app.errors import Conflict, Forbidden
from app.hints import Hint
from app.ids import new_id
from app.models import Chat, Offer, TeamMember, Ticket
from app.rules.actors import Actor
from app.rules.queues import OF_NOBODY
from app.schemas.chats import ChatIn
from app.schemas.events import EventType
from app.services import (
    attachments,
    capacity,
    catalogue_applying,
    chat_access,
    chat_endings,
    chat_placing,
    chat_transfers,
    events,
    offers,
    queue_items,
    queue_worlds,
    queueing,
    routing,
    ticket_access,
    tickets,
)
from app.services.lean import tickets as lean_tickets

# As the statement that creates the ticket chooses: the queue or the team, else the brand's own team, else nobody's.
_LINE = f"""SELECT coalesce($1::uuid, (SELECT b.default_team_id FROM brands b WHERE $2::text IS NULL OR b.key = $2
 ORDER BY b.created_at, b.id LIMIT 1), '{OF_NOBODY}')"""  # noqa: S608 - ours
_SUBJECT = 120
# An accept that comes so soon after its offer ended was meant for that offer; later it is a pick from the queue.
_LATE = timedelta(seconds=10)


async def create(session: AsyncSession, actor: Actor, new: ChatIn) -> UUID:
    """Open a chat: its ticket, its place in the queue and the offer to an agent are one transaction.

    Raises `Invalid` (`unknown_brand`, `unknown_request_type`).
    """
    connection = await raw_connection(session)
    chat_id = new_id()
    brand, known_language = await routing.at_home(connection, actor, new.brand)
    wanted = await routing.intend(
        connection,
        actor,
        lean_tickets.NewTicket(
            subject=subject_of(new.body, new.language or known_language),
            body=new.body,
            channel="chat",
            requester=lean_tickets.Requester(customer_id=actor.id),
            topic=new.topic,
            language=new.language,
            known_language=known_language,
            brand=brand,
            custom_fields=new.custom_fields,
            request_type=new.request_type,
            said=frozenset(new.model_fields_set),
            chat_id=chat_id,
        ),
        now=clock.now(),
    )
    line = await connection.fetchval(_LINE, wanted.queue_id or wanted.team_id, wanted.brand)
    await queue_items.lock(connection, "chat", line)
    now = clock.now()  # with the line in hand: the order of these times is its order
    made = await lean_tickets.create(connection, actor, wanted, now=now)
    if new.attachment_ids:
        await attachments.attach(connection, actor, made.row["id"], made.message_id, new.attachment_ids)
    for each in (made.hint, *made.lists):
        hint(session, each)
    chat = Chat(
        id=chat_id, ticket_id=made.row["id"], customer_id=actor.id, queue_id=wanted.queue_id,
        team_id=made.row["team_id"], queued_at=now, created_at=now, updated_at=now,
    )  # fmt: skip
    session.add(chat)
    ticket = await ticket_access.lock(session, actor, chat.ticket_id)
    events.record(session, actor, ticket, EventType.CHAT_STARTED, data={"chat_id": str(chat_id)}, now=now)
    hint(session, Hint("queue", chat_id))
    await session.flush()
    if new.request_type is not None:
        await catalogue_applying.bring_along(session, ticket.id, wanted)
    await _place_at_once(session, connection, ticket, chat, line)
    return chat_id


async def _place_at_once(session: AsyncSession, connection: Connection, ticket: Ticket, chat: Chat, line: UUID) -> None:
    """Give the new chat to an agent when it is its turn; otherwise the router looks after the commit.

    Where the queue is closed and says so, it ends at once with those words, and its ticket waits.
    """
    errands = await queue_items.sort(connection, [ticket.id])
    if errands:
        queue = (await queue_worlds.current(connection)).get(chat.queue_id)
        if queue is not None and errands[0].do == "turn_away":
            await queueing.close_chat(session, ticket, chat, queue)
            return
        hint(session, Hint("route", line))
        return
    placement = await chat_placing.next_placement(connection, line)
    if placement is None:
        return
    if placement.waiting.id != chat.id or not await chat_placing.give(session, ticket, chat, placement):
        hint(session, Hint("route", line))


def subject_of(body: str, language: str | None) -> str:
    """What a chat's ticket is called: its first words."""
    words = " ".join(body.split()) or locales.text("chat.subject", language)
    return words if len(words) <= _SUBJECT else words[: _SUBJECT - 1].rstrip() + "…"


async def accept(session: AsyncSession, actor: Actor, chat_id: UUID) -> None:
    """Take a chat that is offered to this agent, or pick one that is offered to nobody; again by its agent: nothing.

    Raises `NotFound` and `Conflict`: `already_taken` (with the `winner`), `offer_expired`, `chat_ended`, and for a
    pick `at_capacity`; `Forbidden` (`not_in_team`) for a pick from another team's queue.
    """
    ticket, chat = await chat_access.lock(session, actor, chat_id)
    if chat.status == "ended":
        raise Conflict("This chat has ended", code="chat_ended")
    now = clock.now()
    offer = await offers.live(session, chat_id)
    if chat.status == "active" and chat.agent_id is not None:
        if chat.agent_id == actor.id:
            return
        if offer is None or offer.agent_id != actor.id:
            raise await _taken(session, chat, chat.agent_id)
        # Offered warm: both agents' places are taken in one order.
        await capacity.lock(session, {chat.agent_id, actor.id})
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
    await chat_transfers.accepted(session, actor, ticket, chat, offer)


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
    queue = (await queue_worlds.current(await raw_connection(session))).of(chat.queue_id, chat.team_id)
    if queue.team_ids is not None and actor.role not in {"lead", "admin"}:
        member = select(TeamMember.agent_id).where(
            col(TeamMember.team_id).in_(queue.all_team_ids), col(TeamMember.agent_id) == actor.id
        )
        if (await session.exec(member)).first() is None:
            raise Forbidden("This chat waits for another team", code="not_in_team")
    if not await capacity.has_room(await raw_connection(session), "chat", actor.id):
        raise Conflict("You have as many chats as you can hold", code="at_capacity")
    now = clock.now()
    return Offer(
        chat_id=chat.id, agent_id=actor.id, status="accepted", decision={"decided_by": "picked"},
        expires_at=now, created_at=now, ended_at=now,
    )  # fmt: skip


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
