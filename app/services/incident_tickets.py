"""The tickets of an incident: linked by hand in bulk, suggestions dismissed, links taken away, and listed."""

from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Invalid, NotFound, pointer
from app.models import Job
from app.rules.actors import Actor
from app.schemas.incident_tickets import (
    CandidateState,
    IncidentTicketOut,
    IncidentTicketPage,
    IncidentTicketsDismissed,
    IncidentTicketsIn,
)
from app.services import incident_linking, incidents, keyset, ticket_links
from app.services.ticket_locks import lock_all

_THERE = "SELECT id FROM tickets WHERE id = ANY ($1::uuid[])"
_CHOOSE = """INSERT INTO incident_candidates (incident_id, ticket_id, state, at)
SELECT $1, id, 'waiting', $3 FROM unnest($2::uuid[]) AS id ORDER BY id
ON CONFLICT (incident_id, ticket_id) DO UPDATE SET state = 'waiting', at = $3"""
_TAKE_SUGGESTED = """UPDATE incident_candidates SET state = 'waiting', at = $2
WHERE incident_id = $1 AND state = 'suggested'"""
_DISMISS = """INSERT INTO incident_candidates (incident_id, ticket_id, state, at)
SELECT $1, id, 'dismissed', $3 FROM unnest($2::uuid[]) AS id ORDER BY id
ON CONFLICT (incident_id, ticket_id) DO UPDATE SET state = 'dismissed', at = $3
WHERE incident_candidates.state <> 'dismissed'"""
_LINKS = "SELECT id, from_id FROM ticket_links WHERE to_id = $1 AND kind = 'incident_of' AND from_id = ANY ($2::uuid[])"
_LINKED = """SELECT l.from_id AS ticket_id, t.number, t.subject, t.status, 'linked' AS state,
 (SELECT c.because::text FROM incident_candidates c WHERE c.incident_id = $1 AND c.ticket_id = l.from_id) AS because,
 l.created_at AS at
FROM ticket_links l JOIN tickets t ON t.id = l.from_id
WHERE l.to_id = $2 AND l.kind = 'incident_of' AND l.from_id > $3 ORDER BY l.from_id LIMIT $4"""
_CANDIDATES = """SELECT c.ticket_id, t.number, t.subject, t.status, c.state, c.because::text AS because, c.at
FROM incident_candidates c JOIN tickets t ON t.id = c.ticket_id
WHERE c.incident_id = $1 AND c.state = $2 AND c.ticket_id > $3 ORDER BY c.ticket_id LIMIT $4"""


async def link(session: AsyncSession, actor: Actor, incident_id: UUID, asked: IncidentTicketsIn) -> Job:
    """Have tickets linked by a job; what is linked stays so. `?state=` of the list says what became of each.

    Raises `NotFound`, `Invalid` (`unknown_ticket`) and `Conflict` (`incident_over`).
    """
    incident = await incidents.lock(session, actor, incident_id)
    incidents.refuse_over(incident)
    connection, now = await raw_connection(session), clock.now()
    if asked.suggested:
        await connection.execute(_TAKE_SUGGESTED, incident.id, now)
    else:
        await _check(session, asked.ticket_ids, besides=incident.problem_id)
        await connection.execute(_CHOOSE, incident.id, asked.ticket_ids, now)
    return await incident_linking.begin(session, actor, incident.id)


async def _check(session: AsyncSession, ids: list[UUID], *, besides: UUID) -> None:
    rows = await (await raw_connection(session)).fetch(_THERE, ids)
    there = {UUID(int=row["id"].int) for row in rows} - {besides}
    detail = "There is no such ticket, or it is the problem itself"
    errors = [pointer(f"ticket_ids/{place}", detail) for place, each in enumerate(ids) if each not in there]
    if errors:
        raise Invalid(detail, code="unknown_ticket", errors=errors[:20])


async def dismiss(session: AsyncSession, actor: Actor, incident_id: UUID, ids: list[UUID]) -> IncidentTicketsDismissed:
    """These have nothing to do with it: no suggestion, no link, and the rule finds them no more. Raises `NotFound`."""
    incident = await incidents.lock(session, actor, incident_id)
    await _check(session, ids, besides=incident.problem_id)
    connection = await raw_connection(session)
    done = await connection.execute(_DISMISS, incident.id, ids, clock.now())
    found = await lock_all(session, actor, {*ids, incident.problem_id})
    unlinked = 0
    for row in await connection.fetch(_LINKS, incident.problem_id, list(found)):
        await ticket_links.delete(session, actor, UUID(int=row["from_id"].int), UUID(int=row["id"].int), version=None)
        unlinked += 1
    return IncidentTicketsDismissed(dismissed=int(done.split()[-1]), unlinked=unlinked)


async def page(
    session: AsyncSession, actor: Actor, incident_id: UUID, *, state: CandidateState, cursor: str | None, limit: int
) -> IncidentTicketPage:
    """Tickets that are linked now, or candidates in this state. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    incident = await incidents.get(session, actor, incident_id)
    if not actor.sees_internal:
        raise NotFound
    after = UUID(int=0) if cursor is None else keyset.by_id(cursor)
    connection = await raw_connection(session)
    if state == "linked":
        rows = await connection.fetch(_LINKED, incident.id, incident.problem_id, after, limit + 1)
    else:
        rows = await connection.fetch(_CANDIDATES, incident.id, state, after, limit + 1)
    shown, following = keyset.page(rows, limit, lambda row: keyset.encode(UUID(int=row["ticket_id"].int)))
    items = [
        IncidentTicketOut(
            **{**dict(each), "because": None if each["because"] is None else orjson.loads(each["because"])}
        )
        for each in shown
    ]
    return IncidentTicketPage(items=items, next_cursor=following)
