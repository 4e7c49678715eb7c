"""Customers who are one person: merging them, taking that back, and who stands for whom.

A merge is a pointer. Tickets keep their requester, so whoever holds a session of the source goes on seeing just what
they saw; the one who stands for all of them sees the tickets of all.
"""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Invalid, NotFound, pointer
from app.models import Customer, CustomerMerge
from app.rules.actors import Actor
from app.schemas.customer_merges import CustomerMergeOut, CustomerMergePage
from app.schemas.customers import CustomerOut
from app.services import customers, keyset, queue_marks, rows, widget

# One after the other: whoever points at whom is then never seen half-changed. Merges are rare.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('otklik customer merges'))"
# What an empty target takes over.
_FILLED = ("name", "locale", "language", "organization_id", "tier")
# All who came to this one by merges that still hold, straight or through others.
_BELOW = """WITH RECURSIVE below (id) AS (
  SELECT $1::uuid UNION SELECT m.source_id FROM customer_merges m JOIN below b ON b.id = m.target_id
  WHERE m.undone_at IS NULL
) SELECT id FROM below ORDER BY id"""
_POINT = "UPDATE customers SET merged_into = $2 WHERE id = ANY ($1) AND id <> $2"


async def merge(session: AsyncSession, actor: Actor, customer_id: UUID, into_id: UUID) -> CustomerOut:
    """This customer is really that one. A repeat changes nothing.

    Raises `NotFound`, `Invalid` (`unknown_customer`, `same_customer`) and `Conflict` (`customer_merged`,
    `merge_cycle`).
    """
    await alone(session)
    source = await _lock(session, actor, customer_id)
    target = await _target(session, actor, into_id)
    if target.id == source.id:
        detail = "A customer cannot be merged into themselves"
        raise Invalid(detail, code="same_customer", errors=[pointer("into_id", detail)])
    if source.merged_into is not None:
        if source.merged_into != (target.merged_into or target.id):
            customers.refuse_merged(source)
        return customers.shown(source)
    if target.merged_into == source.id:
        raise Conflict("That customer was merged into this one", code="merge_cycle")
    if target.merged_into is not None:
        target = await _lock(session, actor, target.merged_into)
    now = clock.now()
    filled = {
        name: getattr(source, name)
        for name in _FILLED
        if getattr(target, name) is None and getattr(source, name) is not None
    }
    for name, value in filled.items():
        setattr(target, name, value)
    session.add(
        CustomerMerge(
            source_id=source.id,
            target_id=target.id,
            filled={name: str(value) for name, value in filled.items()},
            by_kind=actor.kind,
            by_id=actor.id,
            by_name=actor.name,
            merged_at=now,
        )
    )
    await _touched(session, source, target)
    await _point(session, source.id, target.id)
    if {"organization_id", "tier"} & filled.keys():
        await queue_marks.of_customer(session, target.id)
    await session.refresh(source)
    return customers.shown(source)


async def unmerge(session: AsyncSession, actor: Actor, customer_id: UUID) -> CustomerOut:
    """This customer is somebody of their own again, with those who had been merged into them.

    What the target took over goes back to empty where nobody has changed it since. Tickets that came meanwhile under
    the target stay there. Raises `NotFound` and `Conflict` (`not_merged`).
    """
    await alone(session)
    source = await _lock(session, actor, customer_id)
    if source.merged_into is None:
        raise Conflict("This customer is not merged into another one", code="not_merged")
    query = select(CustomerMerge).where(
        col(CustomerMerge.source_id) == source.id, col(CustomerMerge.undone_at).is_(None)
    )
    made = (await session.exec(query)).one()
    target = await _lock(session, actor, made.target_id)
    taken = [name for name, value in made.filled.items() if str(getattr(target, name)) == value]
    for name in taken:
        setattr(target, name, None)
    made.undone_at = clock.now()
    session.add(made)
    head_id, source.merged_into = source.merged_into, None
    await _touched(session, source, target)
    below = await _point(session, source.id, source.id)
    await widget.part(session, below, head_id)
    if {"organization_id", "tier"} & set(taken):
        await queue_marks.of_customer(session, target.id)
    await session.refresh(source)
    return customers.shown(source)


async def history(
    session: AsyncSession, actor: Actor, customer_id: UUID, *, cursor: str | None, limit: int
) -> CustomerMergePage:
    """Who was merged into this customer and when, newest first, also what was undone. Raises `NotFound`, `Invalid`."""
    await customers.read(session, actor, customer_id)
    query = keyset.newest_first(
        select(CustomerMerge).where(col(CustomerMerge.target_id) == customer_id),
        CustomerMerge.merged_at,
        CustomerMerge.id,
        cursor=cursor,
        limit=limit,
    )
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.merged_at, row.id)
    )
    return CustomerMergePage(items=[_shown(each) for each in found], next_cursor=following)


async def group(session: AsyncSession, customer_id: UUID) -> list[UUID]:
    """Everybody who is the same person as this customer: the one who stands for them first."""
    connection = await raw_connection(session)
    rows_: Any = await connection.fetch(
        "SELECT c.id FROM customers c, (SELECT coalesce(merged_into, id) AS id FROM customers WHERE id = $1) head"
        " WHERE c.id = head.id OR c.merged_into = head.id ORDER BY c.id <> head.id, c.id",
        customer_id,
    )
    return [UUID(int=row["id"].int) for row in rows_]


async def alone(session: AsyncSession) -> None:
    """Be the only one who changes who stands for whom, until this transaction ends. Before any customer is locked."""
    await (await raw_connection(session)).execute(ONE_AT_A_TIME)


async def _lock(session: AsyncSession, actor: Actor, customer_id: UUID) -> Customer:
    query = customers.visible_to(actor).where(col(Customer.id) == customer_id)
    return await rows.lock(session, query, version=None)


async def _target(session: AsyncSession, actor: Actor, into_id: UUID) -> Customer:
    try:
        return await _lock(session, actor, into_id)
    except NotFound as error:
        detail = "There is no such customer"
        raise Invalid(detail, code="unknown_customer", errors=[pointer("into_id", detail)]) from error


async def _touched(session: AsyncSession, *changed: Customer) -> None:
    now = clock.now()
    for each in changed:
        each.version += 1
        each.updated_at = now
        session.add(each)
    await session.flush()


async def _point(session: AsyncSession, source_id: UUID, head_id: UUID) -> list[UUID]:
    """Let the source and everybody below it point at whoever stands for them now; who they are."""
    connection = await raw_connection(session)
    below = [row["id"] for row in await connection.fetch(_BELOW, source_id)]
    await connection.execute(_POINT, below, head_id)
    return below


def _shown(row: CustomerMerge) -> CustomerMergeOut:
    return CustomerMergeOut(
        id=row.id,
        source_id=row.source_id,
        target_id=row.target_id,
        filled=row.filled,
        by=row.by_name,
        merged_at=row.merged_at,
        undone_at=row.undone_at,
    )
