"""How a report says what it has found: phrases as customers wrote them, and tickets as examples."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.rules import text_marks
from app.rules.actors import Actor
from app.rules.text_marks import Phrase
from app.services.lean.wire import visible

EXAMPLES = 3
# A phrase is looked for in so many texts.
TEXTS = 200
_LONGEST = 200

_READ = """SELECT t.id, t.subject, t.language, (SELECT left(m.body, 8000) FROM messages m WHERE m.ticket_id = t.id
 AND m.visibility = 'public' AND m.author_kind <> 'system' ORDER BY m.seq LIMIT 1) AS body
FROM tickets t WHERE t.id = ANY ($1::uuid[])"""
_SHOWN = """SELECT t.id, t.number, t.subject, t.status, t.created_at, (SELECT left(m.body, 200) FROM messages m
 WHERE m.ticket_id = t.id AND m.visibility = 'public' AND m.author_kind <> 'system' ORDER BY m.seq LIMIT 1) AS excerpt
FROM tickets t WHERE t.id = ANY ($1::uuid[]) AND {mine}"""


async def phrases(connection: Connection, marks: Collection[int], tickets: Sequence[UUID]) -> dict[int, Phrase]:
    """These marks as phrases, where they are in these tickets; what is in none of them any more has no name."""
    if not marks or not tickets:
        return {}
    texts = []
    for row in await connection.fetch(_READ, list(dict.fromkeys(tickets))[:TEXTS]):
        texts += [(row["subject"], row["language"]), (row["body"] or "", row["language"])]
    # Twenty long texts for each of many clusters: others go on meanwhile.
    return await asyncio.to_thread(text_marks.named, marks, texts)


async def examples(connection: Connection, actor: Actor, tickets: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """These tickets as examples, those that this caller may see: agents see them all."""
    mine, parameters = visible(actor, 2)
    rows = await connection.fetch(_SHOWN.format(mine=mine), list(tickets), *parameters)
    return {UUID(int=row["id"].int): {**dict(row), "id": UUID(int=row["id"].int)} for row in rows}


def longest(found: Collection[Phrase]) -> Phrase:
    """Of phrases that mean the same the one that says the most."""
    return max(found, key=lambda each: (each.stems.count(" "), len(each.written), each.written))


def cluster(row: Mapping[str, Any], examples: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A row of a cluster as it is shown."""
    words = orjson.loads(row["words"])
    said = " and ".join(f"“{each['text']}” in {each['tickets']}" for each in words[:3])
    return {
        **{name: row[name] for name in ("brand", "name", "tickets", "people", "first_at", "last_at", "ended_at")},
        "id": row["id"],
        "words": words,
        "why": f"{row['tickets']} tickets of {row['people']} people are alike: {said}"
        if said
        else f"{row['tickets']} tickets of {row['people']} people are alike",
        "rising": orjson.loads(row["rising"]),
        "found_at": row["made_at"],
        "examples": list(examples),
    }
