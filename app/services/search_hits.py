"""What was found, as clients see it: the noun, and the piece of its text that shows why, safe to put into a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.db import Connection
from app.rules.actors import Actor
from app.rules.search_fragments import BEGIN, END, fragment, ranges
from app.services.lean import wire

_OPTIONS = f"HighlightAll=true, StartSel={BEGIN}, StopSel={END}"
# The text, and the same with every found word between marks: letter for letter, so that the places are the same.
_MARKED = """x.text AS text, CASE WHEN asked.query = '' THEN x.text ELSE
 ts_headline('pg_catalog.russian', desk_search_text(x.text), asked.query::tsquery, $3) END AS marked"""
_ASKED = "unnest($1::uuid[], $2::text[]) AS asked (id, query)"
_TICKETS = f"""SELECT {wire.TICKET_COLUMNS}, {_MARKED} FROM {_ASKED}
JOIN tickets t ON t.id = asked.id JOIN customers c ON c.id = t.requester_id
CROSS JOIN LATERAL (SELECT t.subject AS text) x"""  # noqa: S608 - names of ours only
_MESSAGES = f"""SELECT m.id AS message_id, m.ticket_id, m.seq AS message_seq, m.public_seq AS message_public_seq,
 m.author_kind, m.author_id, m.author_name, m.visibility, m.created_at AS message_created_at,
 {wire.TICKET_COLUMNS}, {_MARKED} FROM {_ASKED}
JOIN messages m ON m.id = asked.id JOIN tickets t ON t.id = m.ticket_id JOIN customers c ON c.id = t.requester_id
CROSS JOIN LATERAL (SELECT m.body AS text) x"""  # noqa: S608
_CUSTOMERS = f"""SELECT c.id, c.name, c.email, c.claimed_email, c.phone, c.external_id, c.locale, c.language,
 c.organization_id, c.tier, c.merged_into, c.version, c.created_at, c.updated_at, {_MARKED} FROM {_ASKED}
JOIN customers c ON c.id = asked.id
CROSS JOIN LATERAL (
 SELECT concat_ws(' · ', c.name, c.email, c.claimed_email, c.phone, c.external_id) AS text) x"""  # noqa: S608
_QUERIES = {"ticket": (_TICKETS, "id"), "message": (_MESSAGES, "message_id"), "customer": (_CUSTOMERS, "id")}
_OF_CUSTOMER = (
    "id", "name", "email", "claimed_email", "phone", "external_id", "locale", "language", "organization_id", "tier",
    "merged_into", "version", "created_at", "updated_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that the caller may see: its kind, how and where it was found, and the tsquery to mark in it."""

    kind: str
    match: str
    id: UUID
    marked: str


async def shown(connection: Connection, actor: Actor, hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """The hits in their order; one that has gone meanwhile is left out."""
    rows: dict[UUID, Mapping[str, Any]] = {}
    for kind, (sql, key) in _QUERIES.items():
        of_kind = [each for each in hits if each.kind == kind]
        if of_kind:
            columns = sql.replace(wire.TICKET_COLUMNS, wire.columns_for(actor))
            found = await connection.fetch(columns, *_columns(of_kind), _OPTIONS)
            rows |= {UUID(int=row[key].int): row for row in found}
    return [_hit(each, rows[each.id], actor) for each in hits if each.id in rows]


def _columns(hits: Iterable[Hit]) -> tuple[list[UUID], list[str]]:
    several = list(hits)
    return [each.id for each in several], [each.marked for each in several]


def _hit(hit: Hit, row: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    message = None
    if hit.kind == "message":
        message = {
            "id": row["message_id"],
            "ticket_id": row["ticket_id"],
            "seq": row["message_seq"] if actor.sees_internal else row["message_public_seq"],
            "author": {"kind": row["author_kind"], "id": row["author_id"], "name": row["author_name"]},
            "visibility": row["visibility"],
            "created_at": row["message_created_at"],
        }
    of_customer = hit.kind == "customer"
    text = row["text"]
    marked = ranges(row["marked"])
    return {
        "kind": hit.kind,
        "match": hit.match,
        "html": fragment(text, marked),
        "at": row["message_created_at"] if message else row["created_at"],
        "ticket": None if of_customer else wire.ticket(row, actor),
        "message": message,
        "customer": {name: row[name] for name in _OF_CUSTOMER} if of_customer else None,
    }
