"""Tickets that an incident's rule finds: of new ones by the change feed, of those that came before by a job.

They become candidates of the incident: to be linked (`automatic`), or for somebody to look at (`suggest`).
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.models import Incident
from app.rules import incident_matching as rules
from app.rules.actors import SYSTEM, Actor
from app.services import incident_linking, jobs
from app.services.feed import FeedEvent

NAME, KIND = "incidents", "incidents.match"
AT_ONCE = 200
# Ids begin with the time at which they were drawn, by clocks that may differ so much.
_APART = timedelta(minutes=5)

_RULES = """SELECT id, rule::text AS rule, link_mode, brand, started_at, problem_id FROM incidents
WHERE resolved_at IS NULL AND link_mode <> 'off' AND rule IS NOT NULL AND ($1::uuid IS NULL OR id = $1)
ORDER BY started_at, id LIMIT 100"""
_ANY = "SELECT NOT EXISTS (SELECT FROM incidents WHERE resolved_at IS NULL AND link_mode <> 'off' AND rule IS NOT NULL)"
_FACTS = """SELECT t.id, t.created_at, t.incident, t.subject, t.priority, t.type, t.channel, t.brand, t.team_id::text,
 t.requester_id::text, c.organization_id::text, t.tags, t.language, t.topic, t.status, t.request_type, t.tension,
 t.spam, t.custom_fields::text AS custom_fields, m.body AS message
FROM tickets t JOIN customers c ON c.id = t.requester_id
LEFT JOIN LATERAL (SELECT body FROM messages WHERE ticket_id = t.id ORDER BY seq LIMIT 1) m ON true"""
_THESE = f"{_FACTS} WHERE t.id = ANY ($1::uuid[])"
_SINCE = f"{_FACTS} WHERE t.id > $1 ORDER BY t.id LIMIT {AT_ONCE}"
# What was decided by hand stays.
_KEEP = """INSERT INTO incident_candidates (incident_id, ticket_id, state, because, at)
SELECT $1, x.id, $2, x.because::jsonb, $5 FROM unnest($3::uuid[], $4::text[]) AS x (id, because)
ON CONFLICT (incident_id, ticket_id) DO UPDATE SET state = excluded.state
WHERE incident_candidates.state = 'suggested' AND excluded.state = 'waiting'"""


async def idle(connection: Connection) -> bool:
    """Whether no open incident looks for tickets."""
    return bool(await connection.fetchval(_ANY))


async def follow(work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
    """Look at tickets that are new, or whose fields are others now."""
    found = {
        each.ticket_id
        for each in events
        if each.ticket_id is not None
        and (each.type == "ticket.created" or (each.data.get("set") or {}).keys() & {"topic", "tags", "custom_fields"})
        and not each.data.get("imported")
    }
    if not found:
        return
    connection = await raw_connection(work.session)
    incidents = await connection.fetch(_RULES, None)
    if incidents:
        await _look(work.session, connection, incidents, await connection.fetch(_THESE, list(found)))


async def look_back(session: AsyncSession, actor: Actor, incident: Incident) -> None:
    """Have a job look at the tickets that came since the incident began."""
    if incident.rule is None or incident.link_mode == "off" or incident.resolved_at is not None:
        return
    await jobs.start(session, actor, KIND, {"incident_id": str(incident.id)}, now=clock.now())


async def run(job: jobs.Running) -> dict[str, Any]:
    """Look at all of them, some at a time; a candidate is one however often it is found."""
    incident_id, done = UUID(job.arguments["incident_id"]), int(job.checkpoint.get("done", 0))
    after: UUID | None = UUID(job.checkpoint["after"]) if job.checkpoint else None
    while True:
        async with job.database.unit_of_work() as work:
            connection = await raw_connection(work.session)
            incidents = await connection.fetch(_RULES, incident_id)
            if not incidents:
                return {"tickets": done}
            after = after or _first_id(incidents[0])
            rows = await connection.fetch(_SINCE, after)
            await _look(work.session, connection, incidents, rows)
        if not rows:
            return {"tickets": done}
        after, done = UUID(int=rows[-1]["id"].int), done + len(rows)
        await job.progress(done, checkpoint={"after": str(after), "done": done})


def _first_id(incident: Any) -> UUID:  # noqa: ANN401 - asyncpg.Record
    millis = max(0, int((incident["started_at"] - _APART).timestamp() * 1000))
    return UUID(int=millis << 80)


async def _look(
    session: AsyncSession, connection: Connection, incidents: Sequence[Any], tickets: Collection[Any]
) -> None:
    for incident in incidents:
        rule = orjson.loads(incident["rule"])
        found = [(row["id"], because) for row in tickets if (because := _because(incident, rule, row)) is not None]
        if not found:
            continue
        state = "waiting" if incident["link_mode"] == "automatic" else "suggested"
        ids, reasons = [each for each, _ in found], [orjson.dumps(because).decode() for _, because in found]
        await connection.execute(_KEEP, incident["id"], state, ids, reasons, clock.now())
        if state == "waiting":
            await incident_linking.begin(session, SYSTEM, UUID(int=incident["id"].int))


def _because(incident: Any, rule: Any, row: Any) -> dict[str, Any] | None:  # noqa: ANN401 - rows and JSON
    if row["created_at"] < incident["started_at"] or row["type"] == "problem" or row["status"] == "merged":
        return None
    if row["spam"] == "marked" or row["incident"] != "no" or row["status"] in {"solved", "closed"}:
        return None
    if incident["brand"] is not None and row["brand"] != incident["brand"]:
        return None
    return rules.matched(rule, {**dict(row), "custom_fields": orjson.loads(row["custom_fields"])})
