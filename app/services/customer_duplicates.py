"""Customers who look like one person: found by what they share, each pair with its signs, until somebody says no."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Invalid, pointer
from app.models import Customer, CustomerDistinction
from app.models.customers import CLAIMED_MAILBOX, MAILBOX
from app.rules.actors import Actor
from app.rules.duplicates import Sign, likeness, ordered
from app.schemas.customer_merges import LookAlike, LookAlikePage, LookAlikes
from app.services import customers, keyset, rows

AT_MOST = 50
# So many newest customers are looked at for one page of the whole desk's.
LOOKED_AT = 200
# A name that so many have, and a mailbox of everybody at a company, says nothing.
SHARED_BY = 25
_PLAUSIBLE_NAME = "lower(c.name) LIKE '%_ _%'"


def _by(sign: str, mine: str, theirs: str, condition: str) -> str:
    """The pairs that one index finds: of everybody looked at a few, however many share it."""
    return (
        f"SELECT a.id AS one, o.id AS other, '{sign}' AS sign FROM looked a CROSS JOIN LATERAL ("  # noqa: S608 - ours
        f"SELECT c.id, c.organization_id FROM customers c WHERE {theirs} = {mine} AND {condition}"
        f" AND c.id <> a.id AND c.merged_into IS NULL LIMIT {SHARED_BY}) o WHERE {mine} IS NOT NULL"
    )


_MINE = MAILBOX.replace("email", "a.email")
_MY_CLAIM = CLAIMED_MAILBOX.replace("claimed_email", "a.claimed_email")
_THEIRS = MAILBOX.replace("email", "c.email")
_THEIR_CLAIM = CLAIMED_MAILBOX.replace("claimed_email", "c.claimed_email")
_NAMED = _by("same_name", "lower(a.name)", "lower(c.name)", f"c.name IS NOT NULL AND {_PLAUSIBLE_NAME}")
_PAIRS = f"""WITH looked AS (SELECT * FROM customers WHERE id = ANY ($1) AND merged_into IS NULL)
SELECT one, other, array_agg(DISTINCT sign) AS signs FROM (
{_by("same_mailbox", _MINE, _THEIRS, "c.email IS NOT NULL")}
UNION ALL {_by("claimed_email", _MINE, _THEIR_CLAIM, "c.claimed_email IS NOT NULL")}
UNION ALL {_by("claimed_email", _MY_CLAIM, _THEIRS, "c.email IS NOT NULL")}
UNION ALL {_by("claimed_email", _MY_CLAIM, _THEIR_CLAIM, "c.claimed_email IS NOT NULL")}
UNION ALL {_by("same_phone_end", "right(a.phone, 9)", "right(c.phone, 9)", "c.phone IS NOT NULL AND length(c.phone) >= 9")}
UNION ALL {_NAMED}
UNION ALL {_NAMED.replace("'same_name'", "'same_name_and_organization'")} AND o.organization_id = a.organization_id
) found
WHERE NOT EXISTS (SELECT 1 FROM customer_distinctions d
  WHERE d.one_id = least(one, other) AND d.other_id = greatest(one, other))
GROUP BY one, other"""  # noqa: S608, E501 - names of ours only


async def of_one(session: AsyncSession, actor: Actor, customer_id: UUID) -> LookAlikes:
    """Who looks like this customer, the likeliest first. Raises `NotFound`."""
    customer = await rows.get(session, customers.visible_to(actor).where(col(Customer.id) == customer_id))
    found = await _pairs(session, actor, [customer])
    return LookAlikes(items=found[:AT_MOST])


async def page(session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int) -> LookAlikePage:
    """Look-alikes all over the desk, each pair once, by the newer of the two; `limit` customers are looked at.

    Raises `Invalid` (`invalid_cursor`).
    """
    query = customers.visible_to(actor).where(col(Customer.merged_into).is_(None))
    query = keyset.newest_first(query, Customer.created_at, Customer.id, cursor=cursor, limit=limit)
    looked, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.created_at, row.id)
    )
    pairs = await _pairs(session, actor, looked)
    # The newer of the two has shown, or will show, the pair.
    once = [
        each for each in pairs if (each.customer.created_at, each.customer.id) > (each.other.created_at, each.other.id)
    ]
    return LookAlikePage(items=once, next_cursor=following)


async def say_distinct(session: AsyncSession, actor: Actor, customer_id: UUID, other_id: UUID) -> None:
    """These two are not the same person, whatever they share. A repeat changes nothing.

    Raises `NotFound` and `Invalid` (`same_customer`, `unknown_customer`).
    """
    await customers.read(session, actor, customer_id)
    if other_id == customer_id:
        detail = "These are the same customer"
        raise Invalid(detail, code="same_customer", errors=[pointer("other_id", detail)])
    found = await session.exec(customers.visible_to(actor).where(col(Customer.id) == other_id))
    if found.first() is None:
        detail = "There is no such customer"
        raise Invalid(detail, code="unknown_customer", errors=[pointer("other_id", detail)])
    one, other = sorted((customer_id, other_id))
    said = insert(CustomerDistinction).values(one_id=one, other_id=other, by_id=actor.id, said_at=clock.now())
    await session.exec(said.on_conflict_do_nothing())


async def _pairs(session: AsyncSession, actor: Actor, looked: list[Customer]) -> list[LookAlike]:
    connection = await raw_connection(session)
    found: Any = await connection.fetch(_PAIRS, [each.id for each in looked])
    signs: dict[tuple[UUID, UUID], set[Sign]] = defaultdict(set)
    for row in found:
        signs[UUID(int=row["one"].int), UUID(int=row["other"].int)] |= set(row["signs"])
    wanted = {other for _, other in signs}
    query = customers.visible_to(actor).where(col(Customer.id).in_(wanted))
    people = {each.id: each for each in (await session.exec(query)).all()} if wanted else {}
    ours = {each.id: each for each in looked}
    made = [
        LookAlike(
            customer=customers.shown(ours[one]),
            other=customers.shown(people[other]),
            likeness=likeness(shared),
            signs=ordered(shared),
        )
        for (one, other), shared in signs.items()
        if other in people
    ]
    order = {each.id: place for place, each in enumerate(looked)}
    return sorted(made, key=lambda each: (order[each.customer.id], -each.likeness, each.other.id))
