"""How a person is reached by an outreach, and in which words: looked up for many together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.db import Connection
from app.rules import outreaches as rules
from app.services import opt_outs

# Of each person: as they are now, whoever stands for them, and their newest thread that is open and no mail. A mailbox
# of the desk is nobody.
_PEOPLE = """SELECT asked.id AS asked_id, c.id, c.name, coalesce(
 CASE WHEN c.language IS NULL OR c.language = split_part(c.locale, '-', 1) THEN c.locale END, c.language) AS speaks,
 CASE WHEN NOT EXISTS (SELECT FROM channels k WHERE k.kind = 'email'
  AND lower(k.address) = lower(regexp_replace(c.email, '\\+[^@]*@', '@'))) THEN c.email END AS email,
 CASE WHEN $2 THEN (SELECT t.id FROM tickets t WHERE t.requester_id IN
  (SELECT c.id UNION ALL SELECT m.id FROM customers m WHERE m.merged_into = c.id)
  AND t.status IN ('new', 'open', 'pending', 'on_hold') AND t.channel <> 'email' AND t.spam <> 'marked'
  ORDER BY t.public_updated_at DESC, t.id DESC LIMIT 1) END AS thread
FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, place) JOIN customers a ON a.id = asked.id
JOIN customers c ON c.id = coalesce(a.merged_into, a.id) ORDER BY asked.place"""
_BRAND = "SELECT b.name FROM channels c JOIN brands b ON b.key = c.brand WHERE c.id = $1"


@dataclass(frozen=True, slots=True)
class Reached:
    """A person: `why` they are left out, or by which way they are reached and what is said."""

    asked_id: UUID
    customer_id: UUID
    name: str | None
    locale: str
    subject: str
    body: str
    way: str | None = None
    address: str | None = None
    thread_id: UUID | None = None
    why: str | None = None


async def of(
    connection: Connection,
    people: Sequence[UUID],
    *,
    texts: Mapping[str, Any],
    ways: Sequence[str],
    channel: UUID | None,
) -> list[Reached]:
    """How each of these is reached. Raises `TemplateError` for a text that does too much."""
    out = await opt_outs.among(connection, people, "outreach")
    brand = None if channel is None else await connection.fetchval(_BRAND, channel)
    rows: Any = await connection.fetch(_PEOPLE, list(people), "thread" in ways)
    return [_reached(row, texts, ways, brand, out) for row in rows]


def _reached(
    row: Mapping[str, Any], texts: Mapping[str, Any], ways: Sequence[str], brand: str | None, out: set[UUID]
) -> Reached:
    locale = rules.locale_for(texts, row["speaks"])
    asked, person = UUID(int=row["asked_id"].int), UUID(int=row["id"].int)
    thread = None if row["thread"] is None else UUID(int=row["thread"].int)
    subject, body = (rules.said(texts[locale][part], customer=row["name"], brand=brand) for part in ("subject", "body"))
    there = {"mail": row["email"] is not None, "thread": thread is not None}
    way = next((each for each in ways if there[each]), None)
    why = "opted_out" if asked in out else "no_way" if way is None or not body else None
    return Reached(
        asked_id=asked,
        customer_id=person,
        name=row["name"],
        locale=locale,
        subject=" ".join(subject.split()),
        body=body,
        way=None if why else way,
        address=row["email"] if way == "mail" and not why else None,
        thread_id=thread if way == "thread" and not why else None,
        why=why,
    )
