"""That a customer asks for an idea on a ticket: linked and unlinked under the ticket's lock, with an event."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import Conflict
from app.models import Idea, IdeaTicket
from app.rules.actors import Actor
from app.schemas.events import EventType
from app.schemas.idea_tickets import IdeaTicketIn
from app.services import events, ticket_access


async def link(
    session: AsyncSession, actor: Actor, idea: Idea, ticket_id: UUID, asked: IdeaTicketIn
) -> tuple[IdeaTicket, bool]:
    """Link them, or change the quote of the link that is there; whether it was made. The caller counts.

    Raises `NotFound` and `Conflict` (`ticket_merged`).
    """
    ticket = await ticket_access.lock(session, actor, ticket_id)
    if ticket.merged_into_id is not None:
        raise Conflict(f"Ticket {ticket.number} is part of another one: link that one", code="ticket_merged")
    known = await found(session, idea.id, ticket_id)
    if known is not None:
        known.quote = asked.quote
        await session.flush()
        return known, False
    now = clock.now()
    made = IdeaTicket(idea_id=idea.id, ticket_id=ticket_id, quote=asked.quote, by_id=actor.id, at=now)
    session.add(made)
    events.record(session, actor, ticket, EventType.TICKET_IDEA_LINKED, data=_told(idea), now=now)
    await session.flush()
    return made, True


async def unlink(session: AsyncSession, actor: Actor, idea: Idea, ticket_id: UUID) -> bool:
    """Take a link away; whether there was one. The caller counts. Raises `NotFound`."""
    ticket = await ticket_access.lock(session, actor, ticket_id)
    known = await found(session, idea.id, ticket_id)
    if known is None:
        return False
    await session.delete(known)
    events.record(session, actor, ticket, EventType.TICKET_IDEA_UNLINKED, data=_told(idea))
    await session.flush()
    return True


async def found(session: AsyncSession, idea_id: UUID, ticket_id: UUID) -> IdeaTicket | None:
    """The link of these two."""
    query = select(IdeaTicket).where(col(IdeaTicket.idea_id) == idea_id, col(IdeaTicket.ticket_id) == ticket_id)
    return (await session.exec(query.execution_options(populate_existing=True))).first()


def _told(idea: Idea) -> dict[str, dict[str, str]]:
    return {"idea": {"id": str(idea.id), "title": idea.title}}
