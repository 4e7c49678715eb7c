"""By what a customer is recognised: their own fields, and those of everybody who was merged into them.

Another address is a customer of its own that was merged into this one: so an identity belongs to one customer only,
and finds them everywhere, by the same rules as every other.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import NotFound
from app.models import Customer
from app.rules.actors import Actor
from app.rules.phones import normal_phone
from app.schemas.customer_identities import Identities, IdentityIn, IdentityOut
from app.services import customer_merges, customers, rows, widget

KINDS = ("email", "phone", "external_id")
_OF = f"""SELECT c.id, {", ".join(f"c.{kind}" for kind in KINDS)} FROM customers c
WHERE c.id = ANY ($1) ORDER BY c.id <> $2, c.id LIMIT 500"""  # noqa: S608 - names of ours only
# A row that says nothing any more and that nothing refers to.
_IDLE = """SELECT name IS NULL AND email IS NULL AND phone IS NULL AND external_id IS NULL AND claimed_email IS NULL
AND NOT EXISTS (SELECT 1 FROM tickets WHERE requester_id = $1)
AND NOT EXISTS (SELECT 1 FROM chats WHERE customer_id = $1)
AND NOT EXISTS (SELECT 1 FROM customers WHERE merged_into = $1)
AND NOT EXISTS (SELECT 1 FROM ticket_ccs WHERE customer_id = $1)
AND NOT EXISTS (SELECT 1 FROM customer_merges WHERE target_id = $1)
AND NOT EXISTS (SELECT 1 FROM customer_notes WHERE customer_id = $1)
AND NOT EXISTS (SELECT 1 FROM visitor_sessions WHERE customer_id = $1)
AND NOT EXISTS (SELECT 1 FROM channel_identities WHERE customer_id = $1)
AND NOT EXISTS (SELECT 1 FROM channel_threads WHERE customer_id = $1)
FROM customers WHERE id = $1"""


async def listed(session: AsyncSession, actor: Actor, customer_id: UUID) -> tuple[Identities, str]:
    """Everything by which this customer is recognised, and the customer's version. Raises `NotFound`."""
    customer = await customers.read(session, actor, customer_id)
    items = await of(session, customer.merged_into or customer.id)
    if actor.source_id is not None:
        # Who never wrote through its source is nobody that this key may know of.
        holders = {each.customer_id for each in items}
        known = await session.exec(customers.visible_to(actor).where(col(Customer.id).in_(holders)))
        theirs = {each.id for each in known.all()}
        items = [each for each in items if each.customer_id in theirs]
    return Identities(items=items), str(customer.version)


async def of(session: AsyncSession, head_id: UUID) -> list[IdentityOut]:
    """The identities of everybody for whom this customer stands, their own first; at most 500 people."""
    connection = await raw_connection(session)
    found = await connection.fetch(_OF, await customer_merges.group(session, head_id), head_id)
    return [
        IdentityOut(kind=kind, value=row[kind], customer_id=UUID(int=row["id"].int), main=row["id"] == head_id)
        for row in found
        for kind in KINDS
        if row[kind] is not None
    ]


async def add(session: AsyncSession, actor: Actor, customer_id: UUID, new: IdentityIn) -> tuple[Identities, str]:
    """Give a customer another identity; one that they have already changes nothing.

    Raises `NotFound` and `Conflict` (`customer_merged`, and `email_taken` and the like: merge the two then).
    """
    await customer_merges.alone(session)
    customer = await rows.lock(session, _one(actor, customer_id), version=None)
    customers.refuse_merged(customer)
    wanted = _wanted(new)
    known = {(each.kind, _folded(each.kind, each.value)) for each in await of(session, customer.id)}
    if _key(wanted) in known:
        return await listed(session, actor, customer_id)
    now = clock.now()
    made = Customer(**wanted, created_at=now, updated_at=now)
    session.add(made)
    await session.flush()
    await customer_merges.merge(session, actor, made.id, customer.id)
    return await listed(session, actor, customer_id)


async def remove(
    session: AsyncSession, actor: Actor, customer_id: UUID, holder_id: UUID, kind: str, *, version: str | None
) -> None:
    """Take an identity away: the one of this kind that is kept with `holder_id`. `version` is the customer's.

    Raises `NotFound`, also when they have no such identity, and `PreconditionFailed`.
    """
    await customer_merges.alone(session)
    customer = await rows.lock(session, _one(actor, customer_id), version=version)
    holder = customer
    if holder_id != customer.id:
        holder = await rows.lock(session, _one(actor, holder_id), version=None)
    if getattr(holder, kind) is None or (holder is not customer and holder.merged_into != customer.id):
        raise NotFound
    setattr(holder, kind, None)
    for each in {customer.id: customer, holder.id: holder}.values():
        each.version += 1
        each.updated_at = clock.now()
        session.add(each)
    await session.flush()
    if holder is not customer:
        await widget.part(session, [holder.id], customer.id)
    await _forget_if_idle(session, holder)


async def _forget_if_idle(session: AsyncSession, holder: Customer) -> None:
    connection = await raw_connection(session)
    if holder.merged_into is None or not await connection.fetchval(_IDLE, holder.id):
        return
    for statement in (
        "DELETE FROM customer_merges WHERE source_id = $1",
        "DELETE FROM customer_distinctions WHERE one_id = $1 OR other_id = $1",
        "DELETE FROM customers WHERE id = $1",
    ):
        await connection.execute(statement, holder.id)
    session.expunge(holder)


def _one(actor: Actor, customer_id: UUID) -> Any:  # noqa: ANN401 - a statement
    return customers.visible_to(actor).where(col(Customer.id) == customer_id)


def _wanted(new: IdentityIn) -> dict[str, Any]:
    given: dict[str, Any] = {kind: getattr(new, kind) for kind in KINDS if getattr(new, kind) is not None}
    if "phone" in given:
        given["phone"] = normal_phone(given["phone"])
    return given


def _key(wanted: Mapping[str, Any]) -> tuple[str, str]:
    [(kind, value)] = wanted.items()
    return kind, _folded(kind, value)


def _folded(kind: str, value: str) -> str:
    # Phone numbers are stored as they are compared.
    return value.lower() if kind == "email" else value
