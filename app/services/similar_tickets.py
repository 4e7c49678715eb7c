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

# Words that are looked up, and documents that have one: all of a word that so few have.
WORDS, FEW = 12, 1_000
# Tickets that are compared word by word, those that share the most first.
COMPARED = 60
# With fewer than these by rare words, the newest with two common ones are looked at too, for so long.
ENOUGH, SECONDS = 15, 0.05
LIMITS = "SET LOCAL statement_timeout = 2000"

_COUNTS = "SELECT word, docs FROM search_words WHERE word = ANY ($1::text[])"
_TICKETS = "SELECT coalesce(sum(docs), 0) FROM search_words WHERE word >= ' s:' AND word < ' s;'"
# Each word by itself, so that each costs no more than its own documents.
_RARE = f"""SELECT w.word, d.ticket_id FROM unnest($1::text[], $2::text[]) AS w (word, query) CROSS JOIN LATERAL (
 (SELECT d.ticket_id FROM search_documents d WHERE d.kind = 'message' AND NOT d.internal
  AND d.words @@ w.query::tsquery LIMIT {FEW})
 UNION (SELECT d.ticket_id FROM search_documents d WHERE d.kind = 'ticket' AND d.words @@ w.query::tsquery LIMIT {FEW})
) d WHERE d.ticket_id <> $3"""  # noqa: S608 - numbers of ours


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
    shared = await _candidates(connection, actor, ticket_id, counts.of, where, values)
    weighed = {each: sum(counts.weight(stem) for stem in stems) for each, stems in shared.items()}
    best = sorted(weighed, key=lambda each: (-weighed[each], -each.int))[: COMPARED * 4]
    left = await _left(connection, actor, best, where, values)
    return await compared(connection, written, left[:COMPARED])


async def _counts(connection: Connection, stems: Collection[str]) -> Counts:
    """In how many documents each stem is; those of more tickets than there are say as little."""
    docs = {row["word"]: int(row["docs"]) for row in await connection.fetch(_COUNTS, list(stems))}
    return Counts(max(int(await connection.fetchval(_TICKETS)), *docs.values(), 1), docs)


async def _candidates(
    connection: Connection, actor: Actor, ticket_id: UUID, docs: Mapping[str, int], where: str, values: list[Any]
) -> dict[UUID, set[str]]:
    """Tickets, each with the words that it shares as far as these were looked up."""
    by_docs = sorted(docs, key=lambda stem: (docs[stem], stem))
    rare = [stem for stem in by_docs if docs[stem] <= FEW][:WORDS]
    shared: dict[UUID, set[str]] = {}
    for row in await connection.fetch(_RARE, rare, [quoted(stem) for stem in rare], ticket_id):
        shared.setdefault(UUID(int=row["ticket_id"].int), set()).add(row["word"])
    common = [stem for stem in by_docs if docs[stem] > FEW][:2]
    if len(shared) < ENOUGH and common:
        door, given = visible(actor, FIRST + len(values))
        sought = Sought(
            "message", " & ".join(quoted(stem) for stem in common), docs[common[0]],
            "JOIN tickets t ON t.id = d.ticket_id", f"NOT d.internal AND {door} AND {where}", (*values, *given),
            deadline=clock.monotonic() + SECONDS,
        )  # fmt: skip
        piece = await search_scanning.scan(connection, sought, after=None, limit=COMPARED)
        for row in await connection.fetch(_OF_MESSAGES, [message for _, message in piece.found]):
            if row["ticket_id"] != ticket_id:
                shared.setdefault(UUID(int=row["ticket_id"].int), set()).update(common)
    return shared


_OF_MESSAGES = "SELECT DISTINCT ticket_id FROM messages WHERE id = ANY ($1::uuid[])"


async def _left(connection: Connection, actor: Actor, ids: list[UUID], where: str, values: list[Any]) -> list[UUID]:
    """Those that this caller may see and the condition leaves, in the same order."""
    # The condition counts its parameters from `$FIRST`: what stands before is given for nothing.
    door, given = visible(actor, FIRST + len(values))
    before = " AND ".join(f"${place}::text IS NULL" for place in range(2, FIRST))
    sql = f"SELECT t.id FROM tickets t WHERE t.id = ANY ($1::uuid[]) AND {before} AND {door} AND {where}"  # noqa: S608 - ours
    rows = await connection.fetch(sql, ids, *[None] * (FIRST - 2), *values, *given)
    there = {UUID(int=row["id"].int) for row in rows}
    return [each for each in ids if each in there]
