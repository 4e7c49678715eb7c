"""An alert is raised once per episode, with its tickets, and its team is told: all of it or nothing of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.ids import new_id
from app.models import InsightRule
from app.schemas.insight_alerts import AlertSubject
from app.services import notifications
from app.services.lean.wire import dumps

KIND = "insight.alert"
# An alert is about so many tickets and no more.
MOST_TICKETS = 10_000
# When it has not been seen for so long its episode is over: what comes then is news again.
_QUIET = {
    ("rising", "hour"): timedelta(hours=6),
    ("rising", "day"): timedelta(hours=36),
    ("cluster", None): timedelta(hours=6),
    ("knowledge_gap", None): timedelta(days=7),
    ("repeated_contacts", None): timedelta(days=30),
}
# So much of what is found is of an episode that is known: it is that one, by whatever name it is found now.
_SAME = 0.5
_COMPARED = 500

_KNOWN = """SELECT a.id, count(*) AS n FROM insight_alerts a JOIN insight_alert_tickets t ON t.alert_id = a.id
WHERE a.rule_id = $1 AND a.ended_at IS NULL AND t.ticket_id = ANY ($2::uuid[])
GROUP BY a.id ORDER BY n DESC, a.id LIMIT 1"""
_NAMED = """SELECT id FROM insight_alerts WHERE rule_id = $1 AND ended_at IS NULL AND subject = $2
AND (key = ANY ($3::text[]) OR facts -> 'keys' ?| $3::text[]) ORDER BY created_at, id LIMIT 1"""
_RAISE = """INSERT INTO insight_alerts
(id, rule_id, rule_name, kind, subject, key, title, brand, by, state, facts, tickets, team_id, seen_at, version,
 created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10::text::jsonb, 0, $11, $12, 1, $12, $12)
ON CONFLICT (rule_id, subject, key) WHERE ended_at IS NULL DO NOTHING RETURNING id"""
# What it is called by and by; an episode has no more names than this.
_SEEN = """UPDATE insight_alerts SET seen_at = greatest(seen_at, $2),
 facts = CASE WHEN ($3::text::jsonb ->> 'observed')::float8 > coalesce((facts ->> 'observed')::float8, 0)
  THEN $3::text::jsonb ELSE facts END || jsonb_build_object('keys', (SELECT jsonb_agg(k) FROM (
   SELECT DISTINCT k FROM jsonb_array_elements_text((facts -> 'keys') || ($3::text::jsonb -> 'keys')) k
   ORDER BY k LIMIT 100) x)) WHERE id = $1 AND ended_at IS NULL"""
_TICKETS = """INSERT INTO insight_alert_tickets (alert_id, ticket_id, at)
SELECT $1, t.id, $3 FROM unnest($2::uuid[]) AS x (id) JOIN tickets t ON t.id = x.id
WHERE NOT EXISTS (SELECT FROM insight_alert_tickets k WHERE k.alert_id = $1 AND k.ticket_id = t.id)
ORDER BY t.id LIMIT greatest(0, $4 - (SELECT count(*) FROM insight_alert_tickets WHERE alert_id = $1))
ON CONFLICT (alert_id, ticket_id) DO NOTHING"""
_COUNT = """UPDATE insight_alerts SET tickets = (SELECT count(*) FROM insight_alert_tickets WHERE alert_id = $1)
WHERE id = $1 AND tickets <> (SELECT count(*) FROM insight_alert_tickets WHERE alert_id = $1)"""
_TEAM = """SELECT a.id FROM team_members m JOIN agents a ON a.id = m.agent_id
WHERE m.team_id = $1 AND a.status = 'active' ORDER BY a.id"""
_LEADS = """SELECT id FROM agents WHERE status = 'active' AND role = CASE WHEN EXISTS (
 SELECT FROM agents WHERE status = 'active' AND role = 'lead') THEN 'lead' ELSE 'admin' END ORDER BY id"""
_OVER = """UPDATE insight_alerts SET ended_at = $1, updated_at = $1, version = version + 1
WHERE ended_at IS NULL AND kind = $2 AND ($3::text IS NULL OR by = $3) AND seen_at < $4"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has found. `keys` are all names under which the same may be found next time."""

    subject: AlertSubject
    key: str
    title: str
    brand: str | None
    facts: Mapping[str, Any]
    tickets: Sequence[UUID] = ()
    keys: Sequence[str] = field(default=())


async def raise_(session: AsyncSession, rule: InsightRule, finding: Finding, *, now: datetime) -> bool:
    """Raise an alert, or see that of its episode again; whether it is new. A team is told of new ones."""
    connection = await raw_connection(session)
    facts = dumps({**finding.facts, "keys": sorted({finding.key, *finding.keys})}).decode()
    alert_id = await _known(connection, rule, finding)
    made = alert_id is None
    if alert_id is None:
        by = rule.by if rule.kind == "rising" else None
        alert_id = await connection.fetchval(
            _RAISE, new_id(), rule.id, rule.name, rule.kind, finding.subject, finding.key, finding.title[:500],
            finding.brand, by, facts, rule.team_id, now,
        )  # fmt: skip
        if alert_id is None:
            # Another process has raised it at this moment.
            return False
    else:
        await connection.execute(_SEEN, alert_id, now, facts)
    await connection.execute(_TICKETS, alert_id, list(finding.tickets)[:MOST_TICKETS], now, MOST_TICKETS)
    await connection.execute(_COUNT, alert_id)
    if made:
        await _tell(session, connection, rule, finding, alert_id, now)
    return made


async def _known(connection: Connection, rule: InsightRule, finding: Finding) -> UUID | None:
    """The alert of the same episode: of the same name, or mostly of the same tickets."""
    names = list({finding.key, *finding.keys})
    known: UUID | None = await connection.fetchval(_NAMED, rule.id, finding.subject, names)
    if known is None and finding.tickets:
        some = list(finding.tickets)[:_COMPARED]
        row = await connection.fetchrow(_KNOWN, rule.id, some)
        if row is not None and row["n"] >= _SAME * len(some):
            return UUID(int=row["id"].int)
    return known


async def _tell(
    session: AsyncSession, connection: Connection, rule: InsightRule, finding: Finding, alert_id: UUID, now: datetime
) -> None:
    told = [] if rule.team_id is None else await connection.fetch(_TEAM, rule.team_id)
    told = told or await connection.fetch(_LEADS)
    data = {
        "alert_id": str(alert_id), "rule": rule.name, "kind": rule.kind, "title": finding.title[:500],
        "why": finding.facts.get("why"), "tickets": len(finding.tickets),
    }  # fmt: skip
    await notifications.tell(
        session, [row["id"] for row in told], kind=KIND, ticket_id=None, data=data, key=f"{KIND}:{alert_id}", now=now
    )


async def end_quiet(connection: Connection, now: datetime) -> None:
    """End the episodes of what has not been seen for long enough."""
    for (kind, by), quiet in _QUIET.items():
        await connection.execute(_OVER, now, kind, by, now - quiet)
