"""Whom an outreach is for, found window by window: each look is short, however many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.db import Connection

WINDOW = 500
# Customers who are looked at in one window; few of them may be meant.
LOOKED_AT = 2_000
START = UUID(int=0)

_OF_TICKETS = """SELECT w.at, CASE WHEN t.spam <> 'marked' THEN coalesce(c.merged_into, c.id) END AS person
FROM ({window}) w JOIN tickets t ON t.id = w.ticket_id JOIN customers c ON c.id = t.requester_id ORDER BY w.at"""
_WINDOWS: Mapping[str, str] = {
    "problem": """SELECT from_id AS at, from_id AS ticket_id FROM ticket_links
 WHERE to_id = $1 AND kind = 'incident_of' AND from_id > $2 ORDER BY from_id LIMIT $3""",
    "incident": """SELECT from_id AS at, from_id AS ticket_id FROM ticket_links
 WHERE to_id = (SELECT problem_id FROM incidents WHERE id = $1) AND kind = 'incident_of' AND from_id > $2
 ORDER BY from_id LIMIT $3""",
    "idea": """SELECT DISTINCT ticket_id AS at, ticket_id FROM idea_tickets
 WHERE idea_id IN (SELECT id FROM ideas WHERE id = $1 OR merged_into_id = $1) AND ticket_id > $2
 ORDER BY ticket_id LIMIT $3""",
    "article": """SELECT id AS at, ticket_id FROM article_uses
 WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3""",
}
_NAMES = {"problem": "ticket_id", "incident": "incident_id", "idea": "idea_id", "article": "article_id"}
_PEOPLE = """SELECT w.id AS at, coalesce(c.merged_into, c.id) AS person
FROM (SELECT id FROM unnest($1::uuid[]) AS id WHERE id > $2 ORDER BY id LIMIT $3) w
LEFT JOIN customers c ON c.id = w.id ORDER BY w.id"""
_CUSTOMERS = """SELECT c.id AS at, CASE WHEN c.merged_into IS NULL AND {holds} THEN c.id END AS person
FROM (SELECT * FROM customers WHERE id > $1 ORDER BY id LIMIT $2) c ORDER BY c.id"""
_TICKET = """EXISTS (SELECT FROM tickets t WHERE t.requester_id IN
 (SELECT c.id UNION ALL SELECT m.id FROM customers m WHERE m.merged_into = c.id) AND t.spam <> 'marked' AND {holds})"""

# Their locale where it is of the language that they write in, else that language.
_SPOKEN = """lower(coalesce(CASE WHEN c.language IS NULL OR c.language = split_part(c.locale, '-', 1)
 THEN c.locale END, c.language))"""
_OF_PERSON: Mapping[str, str] = {
    "languages": f"({_SPOKEN} = ANY ({{0}}::text[]) OR split_part({_SPOKEN}, '-', 1) = ANY ({{0}}::text[]))",
    "tiers": "c.tier = ANY ({0}::text[])",
    "organization_ids": "c.organization_id = ANY ({0}::uuid[])",
}
_OF_TICKET: Mapping[str, str] = {
    "brands": "t.brand = ANY ({0}::text[])",
    "channels": "t.channel = ANY ({0}::text[])",
    "tags": "t.tags && {0}::text[]",
    "topic": "(t.topic = {0}::text OR starts_with(t.topic, {0}::text || '/'))",
    "ticket_within_days": "t.created_at >= {0}::timestamptz",
}


@dataclass(frozen=True, slots=True)
class Found:
    """People of one window, each once; `cursor` is where the next one begins, None after the last."""

    people: Sequence[UUID]
    cursor: UUID | None


async def window(connection: Connection, audience: Mapping[str, Any], cursor: UUID | None, *, now: datetime) -> Found:
    """The people of the window after a cursor (None: the first one)."""
    after, size = cursor or START, WINDOW
    kind = audience["kind"]
    if kind in _WINDOWS:
        query = _OF_TICKETS.format(window=_WINDOWS[kind])
        rows = await connection.fetch(query, UUID(audience[_NAMES[kind]]), after, size)
    elif kind == "people":
        rows = await connection.fetch(_PEOPLE, [UUID(each) for each in audience["customer_ids"]], after, size)
    else:
        size = LOOKED_AT
        holds, values = _conditions(audience, now)
        rows = await connection.fetch(_CUSTOMERS.format(holds=holds), after, size, *values)
    people = dict.fromkeys(UUID(int=row["person"].int) for row in rows if row["person"] is not None)
    return Found(list(people), UUID(int=rows[-1]["at"].int) if len(rows) == size else None)


def _conditions(audience: Mapping[str, Any], now: datetime) -> tuple[str, list[Any]]:
    values: list[Any] = []

    def held(conditions: Mapping[str, str]) -> list[str]:
        said = []
        for name, condition in conditions.items():
            if audience.get(name) is not None:
                values.append(_value(name, audience[name], now))
                said.append(condition.format(f"${len(values) + 2}"))
        return said

    of_person, of_ticket = held(_OF_PERSON), held(_OF_TICKET)
    if of_ticket:
        of_person.append(_TICKET.format(holds=" AND ".join(of_ticket)))
    return " AND ".join(["true", *of_person]), values


def _value(name: str, given: Any, now: datetime) -> Any:  # noqa: ANN401 - SQL values
    if name == "ticket_within_days":
        return now - timedelta(days=given)
    if name == "languages":
        return [each.lower() for each in given]
    return [UUID(each) for each in given] if name == "organization_ids" else given
