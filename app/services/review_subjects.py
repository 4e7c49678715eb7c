"""What is reviewed: whose work on which episode of which ticket, and the messages that comments may point at."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import Conflict, Invalid, NotFound, pointer
from app.models import Agent, Message, Ticket
from app.rules.actors import Actor
from app.services import ticket_access


@dataclass(frozen=True, slots=True)
class Subject:
    """One agent's work on one episode of a ticket."""

    ticket: Ticket
    episode: int
    agent_id: UUID


async def find(
    session: AsyncSession, actor: Actor, ticket_id: UUID, *, agent_id: UUID | None, episode: int | None
) -> Subject:
    """The subject that a body names, with what it leaves out: the last episode, the author of the last public reply.

    Raises `Invalid` (`unknown_ticket`, `unknown_episode`, `not_involved`, `unknown_agent`, `nobody_replied`) and
    `Conflict` (`ticket_merged`, `ticket_is_spam`).
    """
    try:
        ticket = await ticket_access.get(session, actor, ticket_id)
    except NotFound as error:
        raise _invalid("ticket_id", "unknown_ticket", "There is no such ticket") from error
    if ticket.merged_into_id is not None:
        detail = f"Ticket {ticket.number} is part of another one: review that one"
        raise Conflict(detail, code="ticket_merged", merged_into=str(ticket.merged_into_id))
    if ticket.spam == "marked":
        raise Conflict("What is marked as spam is no conversation", code="ticket_is_spam")
    if episode is not None and episode > ticket.episode:
        raise _invalid("episode", "unknown_episode", f"The ticket is in its episode {ticket.episode}")
    if agent_id is None:
        agent_id = await _last_to_reply(session, ticket_id)
    elif agent_id != ticket.assignee_id and not await _wrote(session, ticket_id, agent_id):
        if (await session.exec(select(Agent.id).where(col(Agent.id) == agent_id))).first() is None:
            raise _invalid("agent_id", "unknown_agent", "There is no such agent")
        raise _invalid("agent_id", "not_involved", "This agent neither has the ticket nor has written on it")
    return Subject(ticket, episode or ticket.episode, agent_id)


def _invalid(field: str, code: str, detail: str) -> Invalid:
    return Invalid(detail, code=code, errors=[pointer(field, detail)])


async def _last_to_reply(session: AsyncSession, ticket_id: UUID) -> UUID:
    query = select(Message.author_id).where(
        col(Message.ticket_id) == ticket_id,
        col(Message.visibility) == "public",
        col(Message.author_kind) == "agent",
    )
    found = (await session.exec(query.order_by(col(Message.seq).desc()).limit(1))).first()
    if found is None:
        raise _invalid("agent_id", "nobody_replied", "No agent has replied yet: say whose work it is")
    return found


async def _wrote(session: AsyncSession, ticket_id: UUID, agent_id: UUID) -> bool:
    query = select(Message.id).where(
        col(Message.ticket_id).in_(_with_merged(ticket_id)),
        col(Message.author_kind) == "agent",
        col(Message.author_id) == agent_id,
    )
    return (await session.exec(query.limit(1))).first() is not None


def _with_merged(ticket_id: UUID) -> SelectOfScalar[UUID]:
    return select(Ticket.id).where(or_(col(Ticket.id) == ticket_id, col(Ticket.merged_into_id) == ticket_id))


async def unknown_messages(session: AsyncSession, ticket_id: UUID, wanted: Collection[UUID]) -> set[UUID]:
    """Those of these that are no messages of the ticket, nor of those merged into it."""
    if not wanted:
        return set()
    query = select(Message.id).where(col(Message.id).in_(wanted), col(Message.ticket_id).in_(_with_merged(ticket_id)))
    return set(wanted) - set((await session.exec(query)).all())
