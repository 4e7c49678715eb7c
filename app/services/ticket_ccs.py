"""Customers in copy of a ticket: they see what its requester sees, and may write."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, hint, raw_connection
from app.errors import Conflict, Invalid, NotFound, pointer
from app.hints import Hint
from app.ids import new_id
from app.models import Customer, TicketCc
from app.rules.actors import Actor
from app.schemas.events import EventType
from app.schemas.ticket_ccs import CcIn, CcOut, Ccs
from app.services import events, ticket_access

AT_MOST = 50

_LISTED = """SELECT k.customer_id, c.name, coalesce(c.email, c.claimed_email) AS email, k.added_at FROM ticket_ccs k
JOIN customers c ON c.id = k.customer_id WHERE k.ticket_id = $1 ORDER BY k.added_at, k.customer_id"""
_FOUND_OR_MADE = "SELECT id FROM desk_customer($1, NULL, $2, NULL, $3, NULL, $4)"


async def listed(session: AsyncSession, actor: Actor, ticket_id: UUID) -> tuple[Ccs, str]:
    """Everybody in copy, as this caller may know them, and the ticket's version as this caller counts.

    Raises `NotFound`.
    """
    ticket = await ticket_access.get(session, actor, ticket_id)
    await session.flush()
    rows = await (await raw_connection(session)).fetch(_LISTED, ticket_id)
    items = [CcOut.model_validate(dict(row)) for row in rows]
    if actor.kind == "customer":
        items = [each if each.customer_id == actor.id else each.model_copy(update={"email": None}) for each in items]
    return Ccs(items=items), str(ticket.version if actor.sees_internal else ticket.public_seq)


async def add(session: AsyncSession, actor: Actor, ticket_id: UUID, new: CcIn) -> tuple[Ccs, str]:
    """Put a customer in copy; one who is already stays, and the requester needs no copy.

    Raises `NotFound`, `Invalid` (`unknown_customer`) and `Conflict` (`too_many`).
    """
    ticket = await ticket_access.lock(session, actor, ticket_id)
    customer = await _customer(session, new)
    requester = await session.get(Customer, ticket.requester_id)
    ours = {ticket.requester_id, requester.merged_into if requester is not None else None}
    if customer.id in ours or await session.get(TicketCc, (ticket_id, customer.id)) is not None:
        return await listed(session, actor, ticket_id)
    rows = await session.exec(select(TicketCc.customer_id).where(col(TicketCc.ticket_id) == ticket_id))
    if len(rows.all()) >= AT_MOST:
        raise Conflict(f"A ticket has at most {AT_MOST} customers in copy", code="too_many")
    session.add(TicketCc(ticket_id=ticket_id, customer_id=customer.id, added_by=actor.id, added_at=clock.now()))
    data = {"customer": {"id": str(customer.id), "name": customer.name}}
    events.record(session, actor, ticket, EventType.TICKET_CC_ADDED, data=data)
    return await listed(session, actor, ticket_id)


async def remove(
    session: AsyncSession, actor: Actor, ticket_id: UUID, customer_id: UUID, *, version: str | None
) -> None:
    """A customer reads along no longer. `version` is the ticket's. Raises `NotFound`, `PreconditionFailed`."""
    ticket = await ticket_access.lock(session, actor, ticket_id, version=version)
    found = await session.get(TicketCc, (ticket_id, customer_id))
    customer = await session.get(Customer, customer_id)
    if found is None or customer is None:
        raise NotFound
    await session.delete(found)
    data = {"customer": {"id": str(customer_id), "name": customer.name}}
    events.record(session, actor, ticket, EventType.TICKET_CC_REMOVED, data=data)
    for who in (customer.id, customer.merged_into):
        # Their open sockets let go of it.
        if who is not None:
            hint(session, Hint("revoked", who))


async def _customer(session: AsyncSession, new: CcIn) -> Customer:
    wanted = new.customer_id
    if wanted is None:
        connection: Connection = await raw_connection(session)
        found = await connection.fetchval(_FOUND_OR_MADE, new_id(), new.email, new.name, clock.now())
        wanted = UUID(int=found.int)
    customer = await session.get(Customer, wanted)
    if customer is not None and customer.merged_into is not None:
        customer = await session.get(Customer, customer.merged_into)
    if customer is None:
        detail = "There is no such customer"
        raise Invalid(detail, code="unknown_customer", errors=[pointer("customer_id", detail)])
    return customer
