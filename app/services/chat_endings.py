"""Ending a chat: by its people, or because its ticket was solved or closed."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint, raw_connection
from app.errors import Conflict
from app.hints import Hint
from app.models import Chat, Ticket
from app.rules.actors import Actor
from app.schemas.events import EventType
from app.services import capacity, chat_access, events, offers, queue_worlds, waiting
from app.services.chat_access import WAITING


async def end(session: AsyncSession, actor: Actor, ticket: Ticket, chat: Chat) -> None:
    """End a live chat that this transaction has locked: its agent, or the one it was offered to, has room again.

    The ticket stays as it is: with its agent, or in the queue when nobody came.
    """
    now = clock.now()
    concerned = [chat.id]
    if chat.status in WAITING:
        concerned += await waiting.behind(await raw_connection(session), ticket.id)
    offer = await offers.live(session, chat.id)
    # The chat's place and the ticket's, and that of whoever it is offered to: taken in one order by everybody.
    await capacity.lock(session, {chat.agent_id, offer.agent_id if offer else None}, channel=None)
    if offer is not None:
        await offers.end(session, actor, ticket, chat, offer, "withdrawn")
    if chat.agent_id is not None:
        wrap_up = (await queue_worlds.current(await raw_connection(session))).of(chat.queue_id, chat.team_id).wrap_up
        chat.wrap_up_until = now + timedelta(seconds=wrap_up) if wrap_up else None
    chat.status, chat.ended_at, chat.updated_at = "ended", now, now
    chat.ended_by = actor.kind
    chat.version += 1
    session.add(chat)
    data = {"chat_id": str(chat.id), "ended_by": actor.kind}
    events.record(session, actor, ticket, EventType.CHAT_ENDED, changes={"chat_id": None}, data=data, now=now)
    for chat_id in concerned:
        hint(session, Hint("queue", chat_id))
    hint(session, Hint("route", chat_access.line_of(chat)))


async def wrapped_up(session: AsyncSession, actor: Actor, chat_id: UUID) -> None:
    """Everything is written down before the time for it is over: the agent has room again. Again: nothing.

    Raises `NotFound` and `Conflict` (`not_yours`).
    """
    _, chat = await chat_access.lock(session, actor, chat_id)
    if chat.agent_id != actor.id:
        raise Conflict("This is not your chat", code="not_yours")
    if chat.wrap_up_until is not None:
        _free(session, chat)


def _free(session: AsyncSession, chat: Chat) -> None:
    chat.wrap_up_until, chat.updated_at = None, clock.now()
    chat.version += 1
    session.add(chat)
    hint(session, Hint("route", chat_access.line_of(chat)))
    if chat.agent_id is not None:
        hint(session, Hint("load", chat.agent_id))


async def end_wrap_ups(session: AsyncSession) -> bool:
    """Free the places of chats whose agents have had their time to write things down; whether there were any."""
    now = clock.now()
    due = select(Chat).where(col(Chat.wrap_up_until) <= now).order_by(col(Chat.wrap_up_until)).limit(100)
    chats = (await session.exec(due.with_for_update(skip_locked=True))).all()
    # In the order of everybody's: the ledger's rows follow as these are written.
    for chat in sorted(chats, key=lambda each: (each.agent_id or each.id, each.id)):
        _free(session, chat)
        await session.flush()
    return bool(chats)


async def end_live(session: AsyncSession, actor: Actor, ticket: Ticket) -> None:
    """End the live chat over a locked ticket's thread, when there is one."""
    if ticket.chat_id is not None:
        await end(session, actor, ticket, await chat_access.lock_row(session, ticket.chat_id))
