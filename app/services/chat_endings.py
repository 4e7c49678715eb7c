"""Ending a chat: by its people, or because its ticket was solved or closed."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint, raw_connection
from app.hints import Hint
from app.models import AgentLoad, Chat, Ticket
from app.rules.actors import Actor
from app.schemas.events import EventType
from app.services import chat_access, events, offers, waiting
from app.services.chat_access import WAITING


async def end(session: AsyncSession, actor: Actor, ticket: Ticket, chat: Chat) -> None:
    """End a live chat that this transaction has locked: its agent, or the one it was offered to, has room again.

    The ticket stays as it is: with its agent, or in the queue when nobody came.
    """
    now = clock.now()
    concerned = [chat.id]
    if chat.status in WAITING:
        connection = await raw_connection(session)
        concerned += await waiting.behind(connection, team_id=chat.team_id, queued_at=chat.queued_at, chat_id=chat.id)
    if chat.status == "offered":
        offer = await offers.live(session, chat.id)
        if offer is not None:
            await offers.end(session, actor, ticket, chat, offer, "withdrawn")
    if chat.agent_id is not None:
        # The chat's place and the ticket's are two rows of the ledger: taken in one order by everybody.
        held = select(AgentLoad.channel).where(col(AgentLoad.agent_id) == chat.agent_id)
        await session.exec(held.order_by(col(AgentLoad.channel)).with_for_update())
    chat.status, chat.ended_at, chat.updated_at = "ended", now, now
    chat.ended_by = actor.kind
    chat.version += 1
    session.add(chat)
    data = {"chat_id": str(chat.id), "ended_by": actor.kind}
    events.record(session, actor, ticket, EventType.CHAT_ENDED, changes={"chat_id": None}, data=data, now=now)
    for chat_id in concerned:
        hint(session, Hint("queue", chat_id))
    hint(session, Hint("route", chat.team_id or offers.NOBODY))


async def end_live(session: AsyncSession, actor: Actor, ticket: Ticket) -> None:
    """End the live chat over a locked ticket's thread, when there is one."""
    if ticket.chat_id is not None:
        await end(session, actor, ticket, await chat_access.lock_row(session, ticket.chat_id))
