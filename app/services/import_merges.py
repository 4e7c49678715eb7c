"""Merges of an import: customers and tickets that were part of another one there are so here. It can be undone."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from app.db import Database, raw_connection
from app.rules import merging as rules
from app.rules.actors import SYSTEM
from app.schemas.events import EventType
from app.schemas.import_records import MergeRecord
from app.services import customer_merges, events, ticket_access
from app.services.import_people import Desk, as_text, new_id

# Upwards from what something is merged into: a pointer back would never end.
_UP = """WITH RECURSIVE up (id, into_id) AS (
  SELECT id, merged_into_id FROM tickets WHERE id = $1
  UNION SELECT t.id, t.merged_into_id FROM up JOIN tickets t ON t.id = up.into_id
) SELECT EXISTS (SELECT FROM up WHERE id = $2)"""
_CUSTOMERS = "SELECT id, merged_into FROM customers WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE"
_MERGE = """INSERT INTO customer_merges (id, source_id, target_id, filled, by_kind, by_id, by_name, merged_at)
VALUES ($1, $2, $3, $4::text::jsonb, 'system', $5, $6, $7)"""
_POINT = "UPDATE customers SET merged_into = $2, version = version + 1, updated_at = $3 WHERE id = $1"
_FOLLOW = "UPDATE customers SET merged_into = $2 WHERE merged_into = $1"
_BELONGS: Literal["organization_id"] = "organization_id"


async def customers(desk: Desk, records: Sequence[tuple[MergeRecord, bytes]]) -> None:
    """Point customers at those who stand for them. Who is merged here already stays so.

    A chain stays one: undoing a merge in its middle takes along whoever came by it.
    """
    known = await desk.items("customer", [one for each, _ in records for one in (each.id, each.into)])
    belongs = await desk.items("organization", [one for each, _ in records if (one := each.filled.get(_BELONGS))])
    if not desk.dry:
        await desk.connection.execute(customer_merges.ONE_AT_A_TIME)
    for each, _ in records:
        source, target = (known[one][0] if one in known else None for one in (each.id, each.into))
        if source is None or target is None:
            desk.report.note("merges of customers who are not here, left out")
            desk.report.add("customer_merge", "unchanged")
            continue
        if desk.dry:
            desk.report.add("customer_merge", "created")
            continue
        rows = {row["id"]: row["merged_into"] for row in await desk.connection.fetch(_CUSTOMERS, [source, target])}
        head = rows.get(target) or target
        if source == head or rows.get(source) is not None:
            # The same person here, by their address, or merged before.
            desk.report.add("customer_merge", "unchanged")
            continue
        filled = {name: value for name, value in each.filled.items() if value is not None}
        if (organization := filled.pop(_BELONGS, None)) in belongs:
            filled[_BELONGS] = str(belongs[organization][0])
        by, at = each.by or SYSTEM.name, min(each.at or desk.now, desk.now)
        await desk.connection.execute(_MERGE, new_id(), source, target, as_text(filled), SYSTEM.id, by, at)
        await desk.connection.execute(_POINT, source, head, desk.now)
        await desk.connection.execute(_FOLLOW, source, head)
        desk.report.add("customer_merge", "created")


async def tickets(database: Database, desk: Desk, records: Sequence[tuple[MergeRecord, bytes]]) -> None:
    """Make tickets part of others, each in a transaction of its own; the log says that it is history."""
    known = await desk.items("ticket", [one for each, _ in records for one in (each.id, each.into)])
    for each, _ in records:
        pair = [known.get(one) for one in (each.id, each.into)]
        if pair[0] is None or pair[1] is None:
            desk.report.note("merges of tickets that are not here: they are closed and stand alone")
            desk.report.add("ticket_merge", "unchanged")
        elif desk.dry or await _merge(database, desk, pair[0][0], pair[1][0]):
            desk.report.add("ticket_merge", "created")
        else:
            desk.report.add("ticket_merge", "unchanged")


async def _merge(database: Database, desk: Desk, source_id: UUID, target_id: UUID) -> bool:
    source_id, target_id = UUID(int=source_id.int), UUID(int=target_id.int)
    async with database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        locked = {one: await ticket_access.lock(work.session, SYSTEM, one) for one in sorted({source_id, target_id})}
        source, target = locked[source_id], locked[target_id]
        if source.merged_into_id is not None or await connection.fetchval(_UP, target_id, source_id):
            return False
        imported = {"imported": desk.source}
        events.record(
            work.session,
            SYSTEM,
            source,
            EventType.TICKET_MERGED,
            changes={**rules.taken(source.model_dump()), "merged_into_id": target.id},
            data={**imported, "merged_into": {"id": str(target.id), "number": target.number}},
        )
        part = {"id": str(source.id), "number": source.number, "subject": source.subject}
        events.record(work.session, SYSTEM, target, EventType.TICKET_MERGED_IN, data={**imported, "source": part})
        await work.session.flush()
    return True
