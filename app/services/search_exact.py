"""What a question names exactly: a ticket's number, an address, a phone number, an id."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from app.db import Connection
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.rules.phones import normal_phone
from app.rules.search_queries import Query

# Several may have claimed one address.
_MOST = 5
_LARGEST = 2**63 - 1

Filters = Callable[[int], tuple[str, list[Any]]]


async def named(
    connection: Connection,
    actor: Actor,
    query: Query,
    filters: Filters,
    since: datetime | None = None,
    until: datetime | None = None,
) -> dict[str, list[UUID]]:
    """The ids of what is named, by kind; only what this caller may see and the filters leave.

    `since` and `until` (exclusive) bound when customers were made.
    """
    found: dict[str, list[UUID]] = {}
    if query.number is not None and query.number <= _LARGEST:
        found["ticket"] = await _tickets(connection, "t.number = $1", query.number, filters)
    if query.id is not None:
        found["ticket"] = await _tickets(connection, "t.id = $1", query.id, filters)
    if actor.kind != "customer" and actor.may(Permission.CUSTOMERS_READ):
        found["customer"] = await _customers(connection, actor, query, since, until)
    return {kind: ids for kind, ids in found.items() if ids}


async def _tickets(connection: Connection, condition: str, value: Any, filters: Filters) -> list[UUID]:  # noqa: ANN401
    where, values = filters(2)
    rows = await connection.fetch(
        f"SELECT t.id FROM tickets t WHERE {condition} AND {where}",  # noqa: S608 - names of ours only
        value,
        *values,
    )
    return [UUID(int=row["id"].int) for row in rows]


async def _customers(
    connection: Connection, actor: Actor, query: Query, since: datetime | None, until: datetime | None
) -> list[UUID]:
    phone = normal_phone(query.phone) if query.phone else None
    if query.email is None and phone is None and query.id is None:
        return []
    rows = await connection.fetch(
        f"""SELECT c.id FROM (
 SELECT coalesce(k.merged_into, k.id) AS id FROM customers k
 WHERE lower(k.email) = $1 OR k.phone = ANY (ARRAY[$2, '+' || $2])
 UNION SELECT k.id FROM customers k WHERE k.id = $3) c
WHERE ($4::uuid IS NULL OR EXISTS (SELECT FROM tickets w WHERE w.requester_id = c.id AND w.source_id = $4))
AND EXISTS (SELECT FROM customers k WHERE k.id = c.id AND k.created_at >= coalesce($5::timestamptz, '-infinity')
 AND k.created_at < coalesce($6::timestamptz, 'infinity'))
ORDER BY c.id LIMIT {_MOST}""",  # noqa: S608 - a number of ours
        query.email,
        phone,
        query.id,
        actor.source_id,
        since,
        until,
    )
    return [UUID(int=row["id"].int) for row in rows]
