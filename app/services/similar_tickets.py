"""Tickets that sound like another one: a bounded number that share its rare words, compared word by word.

Candidates come from the documents of the search: all that have a rare word of the ticket; where all its words are
common, the newest with two of the rarest. What is compared then is what customers said, as it is now.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from app import clock
from app.db import Connection
from app.errors import Unavailable
from app.rules.actors import Actor
from app.rules.suggesting import Counts, near
from app.services import search_scanning, suggestion_texts
from app.services.lean.wire import visible
from app.services.search_scanning import FIRST, Sought
from app.services.search_terms import quoted

# Words that are looked up, the rarest, until their documents are so many together.
WORDS, DOCUMENTS = 12, 2_000
# Tickets that share most of them, and of those that may be shown so many are compared word by word.
LOOKED_AT, COMPARED = 240, 60
# With fewer than these by rare words, the newest with two common ones are looked at too, for so long.
ENOUGH, SECONDS = 15, 0.05
LIMITS = "SET LOCAL statement_timeout = 2000"

_COUNTS = "SELECT word, docs FROM search_words WHERE word = ANY ($1::text[])"
_TICKETS = "SELECT coalesce(sum(docs), 0) FROM search_words WHERE word >= ' s:' AND word < ' s;'"
# Each word by itself, so that each costs no more than its own documents.
_RARE = f"""WITH alike AS MATERIALIZED (
 SELECT d.ticket_id, sum(w.weight) AS weight FROM unnest($1::text[], $2::float[]) AS w (query, weight)
 CROSS JOIN LATERAL (
  (SELECT d.ticket_id FROM search_documents d WHERE d.kind = 'message' AND NOT d.internal
   AND d.words @@ w.query::tsquery LIMIT {DOCUMENTS})
  UNION (SELECT d.ticket_id FROM search_documents d WHERE d.kind = 'ticket' AND d.words @@ w.query::tsquery
   LIMIT {DOCUMENTS})
 ) d WHERE d.ticket_id <> $3 GROUP BY d.ticket_id ORDER BY weight DESC, d.ticket_id DESC LIMIT {LOOKED_AT}
)
SELECT t.id FROM alike a JOIN tickets t ON t.id = a.ticket_id
WHERE $4::text IS NULL AND $5::text IS NULL AND {{}} ORDER BY a.weight DESC, t.id DESC LIMIT {COMPARED}"""  # noqa: S608 - numbers of ours
_OF_MESSAGES = "SELECT DISTINCT ticket_id FROM messages WHERE id = ANY ($1::uuid[])"


@dataclass(frozen=True, slots=True)
class Similar:
    """A ticket that sounds alike: how near (0 to 1), and by which words of the other one, as written there."""

    ticket_id: UUID
    likeness: float
    words: list[str]


async def find(
    connection: Connection,
    actor: Actor,
    ticket_id: UUID,
    written: Mapping[str, str],
    *,
    where: str = "true",
    values: Collection[Any] = (),
) -> list[Similar]:
    """The nearest first, of the tickets `t` that this caller may see and `where` (`values` from `$FIRST`) leaves.

    `written` are the stems of the ticket, as they were written. Raises `Unavailable`.
    """
    if not written:
        return []
    try:
        return await _find(connection, actor, ticket_id, written, where, list(values))
    except asyncpg.QueryCanceledError as error:
        raise Unavailable("Looking for similar tickets took too long; try again") from error


async def compared(connection: Connection, written: Mapping[str, str], others: Collection[UUID]) -> list[Similar]:
    """How near each of these tickets is to these words, the nearest first; those without any such word are left out."""
    said = await suggestion_texts.bags(connection, others)
    counts = await _counts(connection, {*written, *(stem for bag in said.values() for stem in bag)})
    found = []
    for other_id, bag in said.items():
        likeness, words = near(written, bag, counts)
        if words:
            found.append(Similar(other_id, round(min(likeness, 1.0), 3), [written[stem] for stem in words]))
    return sorted(found, key=lambda each: (-each.likeness, -each.ticket_id.int))


async def _find(
    connection: Connection, actor: Actor, ticket_id: UUID, written: Mapping[str, str], where: str, values: list[Any]
) -> list[Similar]:
    await connection.execute(LIMITS)
    counts = await _counts(connection, written)
    return await compared(connection, written, await _candidates(connection, actor, ticket_id, counts, where, values))


async def _counts(connection: Connection, stems: Collection[str]) -> Counts:
    """In how many documents each stem is; those of more tickets than there are say as little."""
    docs = {row["word"]: int(row["docs"]) for row in await connection.fetch(_COUNTS, list(stems))}
    return Counts(max(int(await connection.fetchval(_TICKETS)), *docs.values(), 1), docs)


async def _candidates(
    connection: Connection, actor: Actor, ticket_id: UUID, counts: Counts, where: str, values: list[Any]
) -> list[UUID]:
    """Tickets that share the words that say most, as far as these are looked up, and that `where` leaves."""
    # The condition counts its parameters from `$FIRST`.
    door, given = visible(actor, FIRST + len(values))
    condition, parameters = f"{door} AND {where}", (*values, *given)
    rare, common = _rare(counts)
    queries, weights = [quoted(stem) for stem in rare], [counts.weight(stem) for stem in rare]
    rows = await connection.fetch(_RARE.format(condition), queries, weights, ticket_id, None, None, *parameters)
    found = [UUID(int=row["id"].int) for row in rows]
    if len(found) < ENOUGH and common:
        sought = Sought(
            "message", " & ".join(quoted(stem) for stem in common), counts.of[common[0]],
            "JOIN tickets t ON t.id = d.ticket_id", f"NOT d.internal AND {condition}", parameters,
            deadline=clock.monotonic() + SECONDS,
        )  # fmt: skip
        piece = await search_scanning.scan(connection, sought, after=None, limit=COMPARED)
        rows = await connection.fetch(_OF_MESSAGES, [message for _, message in piece.found])
        found += [UUID(int=row["ticket_id"].int) for row in rows]
    return [each for each in dict.fromkeys(found) if each != ticket_id]


def _rare(counts: Counts) -> tuple[list[str], list[str]]:
    """The words that few enough documents have, and the two rarest of the others."""
    ordered = sorted(counts.of, key=lambda stem: (counts.of[stem], stem))
    left, rare = DOCUMENTS, []
    for stem in ordered[:WORDS]:
        left -= counts.of[stem]
        if left < 0:
            break
        rare.append(stem)
    return rare, ordered[len(rare) : len(rare) + 2]
