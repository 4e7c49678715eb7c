"""Why something is suggested, in words that the customer wrote and tickets that an agent can open."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Ticket
from app.rules.actors import Actor
from app.rules.suggesting import Suggestion
from app.schemas.ticket_suggestions import ReasonOut, ReasonTicket
from app.services import ticket_access

# Tickets that are named, of those that voted.
_NAMED = 3
# Less than this part of what is used lately is no reason.
_OFTEN = 0.05


async def tickets(session: AsyncSession, actor: Actor, found: Collection[Suggestion]) -> Mapping[UUID, ReasonTicket]:
    """The tickets that are named, as far as this caller may see them."""
    ids = {ticket for each in found for ticket, _ in each.nearest[:_NAMED]}
    if not ids:
        return {}
    rows = await session.exec(ticket_access.visible_to(actor).where(col(Ticket.id).in_(ids)))
    return {each.id: ReasonTicket(id=each.id, number=each.number or 0, subject=each.subject) for each in rows.all()}


def why(found: Suggestion, written: Mapping[str, str], named: Mapping[UUID, ReasonTicket]) -> list[ReasonOut]:
    """The reasons for a suggestion. `written` is how this ticket's customer wrote each stem."""
    reasons = []
    if found.nearest:
        near = [named[ticket] for ticket, _ in found.nearest[:_NAMED] if isinstance(ticket, UUID) and ticket in named]
        said = [written[stem] for stem in found.words if stem in written]
        reasons.append(ReasonOut(kind="similar_tickets", words=said, tickets=near, share=round(found.votes, 3)))
    if found.own:
        reasons.append(ReasonOut(kind="own_words", words=[written[stem] for stem in found.own if stem in written]))
    if found.lately >= _OFTEN or not reasons:
        reasons.append(ReasonOut(kind="used_lately", words=[], share=round(found.lately, 3)))
    return reasons
