"""Locks of several tickets at once, always in the order of their ids, so that nobody waits in a circle."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.errors import NotFound, Unavailable
from app.models import Ticket
from app.rules.actors import Actor
from app.services.ticket_access import visible_to

# Each try waits for one that has merged or unmerged something meanwhile: so many do not come at once.
_TRIES = 50

_ROOTS = "SELECT i.id, desk_merge_root(i.id) AS root FROM unnest($1::uuid[]) AS i (id)"


async def lock_all(session: AsyncSession, actor: Actor, ticket_ids: Collection[UUID]) -> dict[UUID, Ticket]:
    """These tickets, locked until the transaction ends. Raises `NotFound` when one is not this caller's.

    A transaction that has locked another ticket before may wait in a circle: call this first.
    """
    wanted = set(ticket_ids)
    query = visible_to(actor).where(col(Ticket.id).in_(wanted)).order_by(col(Ticket.id))
    rows = await session.exec(query.with_for_update(of=Ticket).execution_options(populate_existing=True))
    found = {each.id: each for each in rows.all()}
    if len(found) != len(wanted):
        raise NotFound
    return found


async def roots(session: AsyncSession, ticket_ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
    """Of each ticket the one that it is part of: itself when it is not merged, None when there is no such ticket."""
    connection = await raw_connection(session)
    return {row["id"]: row["root"] for row in await connection.fetch(_ROOTS, list(ticket_ids))}


async def lock_with_roots(
    session: AsyncSession, actor: Actor, ticket_ids: Sequence[UUID], *, more: Sequence[UUID] = ()
) -> tuple[dict[UUID, Ticket], dict[UUID, UUID]]:
    """These tickets, and those that they are part of, all locked; and of each of them which that is.

    `more` are locked too. What is merged between the look and the lock is looked at again. Raises `NotFound`.
    """
    for _ in range(_TRIES):
        before = await roots(session, ticket_ids)
        if None in before.values():
            raise NotFound
        found: dict[UUID, Ticket] = {}
        async with session.begin_nested() as savepoint:
            found = await lock_all(session, actor, {*before, *(each for each in before.values() if each), *more})
            after = await roots(session, ticket_ids)
            if after == before:
                return found, {each: root for each, root in after.items() if root is not None}
            await savepoint.rollback()
    raise Unavailable
