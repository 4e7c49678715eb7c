"""The door to chat rows: who may see one, and the locks under which it changes."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import NotFound
from app.models import Agent, Chat, Ticket
from app.rules.actors import Actor
from app.rules.queues import OF_NOBODY
from app.services import ticket_access

WAITING = frozenset({"queued", "offered"})


def visible(actor: Actor, first: int) -> tuple[str, list[UUID]]:
    """The condition (on `k`) under which this caller sees a chat, and its parameters from `$first`.

    Agents see every chat, customers their own.
    """
    if actor.kind == "customer":
        return f"k.customer_id = ${first}", [actor.id]
    return "true", []


async def lock(session: AsyncSession, actor: Actor, chat_id: UUID) -> tuple[Ticket, Chat]:
    """A chat to change and its ticket, both locked in the house's order. Raises `NotFound`."""
    query = select(Chat.ticket_id).where(col(Chat.id) == chat_id)
    if actor.kind == "customer":
        query = query.where(col(Chat.customer_id) == actor.id)
    ticket_id = (await session.exec(query)).first()
    if ticket_id is None:
        raise NotFound
    ticket = await ticket_access.lock(session, actor, ticket_id)
    return ticket, await lock_row(session, chat_id)


def line_of(chat: Chat) -> UUID:
    """Where a chat waits, or waited: a queue, else a team's own, else nobody's."""
    return chat.queue_id or chat.team_id or OF_NOBODY


async def lock_row(session: AsyncSession, chat_id: UUID) -> Chat:
    """The chat of a ticket that this transaction has locked."""
    query = select(Chat).where(col(Chat.id) == chat_id).with_for_update().execution_options(populate_existing=True)
    return (await session.exec(query)).one()


async def named(session: AsyncSession, agent_id: UUID) -> dict[str, Any]:
    """An agent as events and refusals name one: `{"id", "name"}`."""
    name = (await session.exec(select(Agent.name).where(col(Agent.id) == agent_id))).one()
    return {"id": str(agent_id), "name": name}
