"""The door to ticket rows for comfortable paths: who may see one, and the lock under which it changes."""

from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import NotFound, PreconditionFailed
from app.models import Customer, Ticket, TicketCc
from app.rules.actors import Actor


def visible_to(actor: Actor) -> SelectOfScalar[Ticket]:
    """The tickets that this caller may see: every comfortable read starts here (hot reads: `lean.wire.visible`)."""
    query = select(Ticket)
    if actor.kind == "customer":
        merged = select(Customer.id).where(col(Customer.merged_into) == actor.id)
        in_copy = select(TicketCc.ticket_id).where(
            or_(col(TicketCc.customer_id) == actor.id, col(TicketCc.customer_id).in_(merged))
        )
        return query.where(
            or_(
                col(Ticket.requester_id) == actor.id,
                col(Ticket.requester_id).in_(merged),
                col(Ticket.id).in_(in_copy),
            )
        )
    if actor.kind == "partner" and actor.source_id is not None:
        return query.where(col(Ticket.source_id) == actor.source_id)
    return query


async def get(session: AsyncSession, actor: Actor, ticket_id: UUID) -> Ticket:
    """A ticket to look at. Raises `NotFound`, also for a ticket that is not this caller's."""
    found = (await session.exec(visible_to(actor).where(col(Ticket.id) == ticket_id))).first()
    if found is None:
        raise NotFound
    return found


async def lock(session: AsyncSession, actor: Actor, ticket_id: UUID, *, version: str | None = None) -> Ticket:
    """A ticket to change: its row is locked until this transaction ends, so its counters are this transaction's.

    Locks are taken in the order ticket, chat, offer, agent load. `version` is the ETag that the caller has seen.
    Raises `NotFound` and `PreconditionFailed`.
    """
    query = visible_to(actor).where(col(Ticket.id) == ticket_id).with_for_update(of=Ticket)
    found = (await session.exec(query.execution_options(populate_existing=True))).first()
    if found is None:
        raise NotFound
    if version is not None and version != str(found.version if actor.sees_internal else found.public_seq):
        raise PreconditionFailed
    return found
