"""Clusters of new tickets, kept: the tickets of the last day are gathered anew, and clusters stay who they are.

The thinking is done in a thread (`rules/gathering.py` says what it costs), between two short transactions.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection, Database, raw_connection
from app.ids import new_id
from app.rules import gathering
from app.rules.gathering import Cluster, Text, Usual
from app.rules.periods import By
from app.rules.text_marks import Phrase
from app.services import insight_gaps, insight_rising, insight_words
from app.services.insight_rising import Rise
from app.services.lean.wire import dumps

NEW = timedelta(hours=24)
# Of a brand so many clusters are kept, those of the most people.
MOST = 100
# What is usual is learnt from so many earlier tickets; from fewer than this nothing is, and all of them are looked at.
_USUAL, _ENOUGH = 5_000, 200
# A name is made of the words of so many tickets, and has so many parts.
_NAMED_BY, _PARTS, _WORDS = 20, 3, 6
# What fewer of its tickets have is not what a cluster is about.
_SHARE = 0.35
# Of the clusters so many, those of the most people, are held against the knowledge base.
_ANSWERED = 30
# Of what is shown beside a cluster as rising, this share is false.
_RATE = 0.05

_BRANDS = """SELECT DISTINCT brand FROM insight_tickets WHERE at > $1
UNION SELECT DISTINCT brand FROM insight_clusters WHERE ended_at IS NULL"""
# No index answers IS NOT DISTINCT FROM, and of a small brand five thousand tickets may be all there are.
OF_BRAND = {True: "$1::text IS NULL AND brand IS NULL", False: "brand = $1"}
_TEXTS = f"""SELECT ticket_id, requester_id, words, phrases, at FROM insight_tickets
WHERE at > $2 AND {{of_brand}} AND words <> '{{{{}}}}'
ORDER BY at DESC, ticket_id DESC LIMIT {gathering.PLACED}"""  # noqa: S608 - a number of ours
_BEFORE = f"""SELECT words || phrases AS marks FROM insight_tickets WHERE at <= $2 AND {{of_brand}}
ORDER BY at DESC LIMIT {_USUAL}"""  # noqa: S608 - a number of ours
_HOW_MANY = f"SELECT count(*) FROM ({_BEFORE}) b"  # noqa: S608
# An array of thousands is a list that is gone through for each; a query is looked up.
_HAVING = f"""SELECT mark, count(*) AS n FROM ({_BEFORE}) b, unnest(b.marks) mark
WHERE mark IN (SELECT unnest($3::int[])) GROUP BY mark"""  # noqa: S608
_LIVE = """SELECT id, name, words::text AS words, middle::text AS middle, tickets FROM insight_clusters
WHERE ended_at IS NULL AND brand IS NOT DISTINCT FROM $1 ORDER BY made_at, id"""
_KEEP = """INSERT INTO insight_clusters
(id, brand, name, words, middle, tickets, people, rising, first_at, last_at, made_at, looked_at)
VALUES ($1, $2, $3, $4::text::jsonb, $5::text::jsonb, $6, $7, $8::text::jsonb, $9, $10, $11, $11)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, words = excluded.words, middle = excluded.middle,
 tickets = excluded.tickets, people = excluded.people, rising = excluded.rising, first_at = excluded.first_at,
 last_at = excluded.last_at, looked_at = excluded.looked_at"""
_END = """UPDATE insight_clusters SET ended_at = $2, looked_at = $2
WHERE ended_at IS NULL AND brand IS NOT DISTINCT FROM $1 AND id <> ALL ($3::uuid[])"""
_LEFT = "DELETE FROM insight_cluster_tickets WHERE cluster_id = $1 AND ticket_id NOT IN (SELECT unnest($2::uuid[]))"
_MEMBERS = """INSERT INTO insight_cluster_tickets (cluster_id, ticket_id, likeness)
SELECT $1, m.id, m.likeness FROM unnest($2::uuid[], $3::float8[]) AS m (id, likeness) JOIN tickets t ON t.id = m.id
ON CONFLICT (cluster_id, ticket_id) DO UPDATE SET likeness = excluded.likeness
WHERE insight_cluster_tickets.likeness <> excluded.likeness"""


@dataclass(frozen=True, slots=True)
class _Seen:
    texts: Mapping[UUID, Text]
    times: Mapping[UUID, datetime]
    usual: Usual
    live: Mapping[str, Mapping[str, Any]]
    rises: Sequence[tuple[By, Rise]]


@dataclass(frozen=True, slots=True)
class _Named:
    id: UUID
    cluster: Cluster
    name: str
    words: Sequence[dict[str, Any]]
    rising: Sequence[dict[str, Any]]


async def brands(connection: Connection, now: datetime) -> list[str | None]:
    """The brands that have something new, or that had."""
    return [row["brand"] for row in await connection.fetch(_BRANDS, now - NEW)]


async def gather(database: Database, brand: str | None, now: datetime) -> int:
    """Gather the new tickets of a brand (None: those of none), and keep the clusters: how many there are."""
    async with database.lean() as connection:
        seen = await _see(connection, brand, now)
    kept = {key: _middle(each["middle"]) for key, each in seen.live.items()}
    found = await asyncio.to_thread(_gathered, seen, kept)
    async with database.lean() as connection:
        named = [await _name(connection, each, having, seen) for each, having in found]
    async with database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        await connection.execute(_END, brand, now, [each.id for each in named])
        for each in named:
            await _keep(connection, brand, each, seen, now)
    async with database.lean() as connection:
        for each in named[:_ANSWERED]:
            words = [word["text"] for word in each.words]
            await insight_gaps.find_article(connection, each.id, brand, words)
    return len(named)


def _gathered(seen: _Seen, kept: Mapping[str, gathering.Direction]) -> list[tuple[Cluster, Mapping[int, int]]]:
    found = gathering.gathered(list(seen.texts.values()), kept, seen.usual)
    found = sorted(found, key=lambda each: (-each.people, each.key is None))[:MOST]
    return [(each, _having(each, seen.texts)) for each in found]


async def _see(connection: Connection, brand: str | None, now: datetime) -> _Seen:
    start = now - NEW
    of_brand = OF_BRAND[brand is None]
    rows = await connection.fetch(_TEXTS.format(of_brand=of_brand), brand, start)
    # Of twenty thousand it takes a second: others go on meanwhile.
    texts, times, having = await asyncio.to_thread(_read, rows)
    before = await connection.fetchval(_HOW_MANY.format(of_brand=of_brand), brand, start)
    if before >= _ENOUGH:
        usual = await connection.fetch(_HAVING.format(of_brand=of_brand), brand, start, list(having))
        having = {row["mark"]: row["n"] for row in usual}
    else:
        before = len(texts)
    live = {str(row["id"]): row for row in await connection.fetch(_LIVE, brand)}
    rises: list[tuple[By, Rise]] = []
    bys: tuple[By, ...] = ("hour", "day") if texts else ()
    for by in bys:
        found = await insight_rising.look(connection, brand=brand, by=by, at=now, rates={"phrase": _RATE})
        rises += [(by, each) for each in found.rises]
    return _Seen(texts, times, Usual(before, having), live, rises)


def _read(rows: Sequence[Mapping[str, Any]]) -> tuple[dict[UUID, Text], dict[UUID, datetime], dict[int, int]]:
    """The texts, when they came, and how many of them have each mark."""
    texts, times = {}, {}
    having: Counter[int] = Counter()
    for row in rows:
        text = Text(_id(row["ticket_id"]), _id(row["requester_id"]), row["words"], row["phrases"])
        texts[text.ticket_id], times[text.ticket_id] = text, row["at"]
        having.update((*text.words, *text.phrases))
    return texts, times, having


def _id(value: UUID) -> UUID:
    # asyncpg has a UUID class of its own.
    return UUID(int=value.int)


def _middle(said: str) -> gathering.Direction:
    return {int(mark): each for mark, each in orjson.loads(said).items()}


async def _name(connection: Connection, cluster: Cluster, having: Mapping[int, int], seen: _Seen) -> _Named:
    before = None if cluster.key is None else seen.live[cluster.key]
    nearest = [ticket for ticket, _ in cluster.members[:_NAMED_BY]]
    ours = [(by, rise) for by, rise in seen.rises if rise.mark in cluster.middle]
    marks = {*cluster.middle, *(rise.mark for _, rise in ours if rise.mark is not None)}
    phrases = await insight_words.phrases(connection, marks, nearest)
    words = _words(cluster, phrases, having, seen.usual)
    name = _called(words, before)
    rising = [
        {
            "text": phrases[rise.mark].written, "by": by, "observed": rise.observed,
            "expected": rise.expected, "q_value": rise.q_value,
        }
        for by, rise in ours
        if rise.mark in phrases
    ]  # fmt: skip
    return _Named(UUID(cluster.key) if cluster.key else new_id(), cluster, name, words, rising)


def _having(cluster: Cluster, texts: Mapping[UUID, Text]) -> dict[int, int]:
    having: dict[int, int] = {}
    for ticket, _ in cluster.members:
        for mark in (*texts[ticket].words, *texts[ticket].phrases):
            if mark in cluster.middle:
                having[mark] = having.get(mark, 0) + 1
    return having


def _words(
    cluster: Cluster, phrases: Mapping[int, Phrase], having: Mapping[int, int], usual: Usual
) -> list[dict[str, Any]]:
    """What a cluster is about: long phrases that many of its tickets have before the words that they are made of."""
    enough = max(2.0, _SHARE * len(cluster.members))
    known = [mark for mark in cluster.middle if mark in phrases and having.get(mark, 0) >= enough]
    # A phrase stands for each of its words, so it counts for all of them.
    known.sort(key=lambda mark: (-cluster.middle[mark] * (1 + 3 * phrases[mark].stems.count(" ")), mark))
    said: set[str] = set()
    words = []
    for mark in known:
        stems = set(phrases[mark].stems.split(" "))
        if stems & said:
            continue
        said |= stems
        share = usual.having.get(mark, 0) / max(1, usual.texts)
        words.append({"text": phrases[mark].written, "tickets": having[mark], "usual": round(min(1.0, share), 4)})
    return words[:_WORDS]


def _called(words: Sequence[Mapping[str, Any]], before: Mapping[str, Any] | None) -> str:
    """Its words; but a name that people have seen stays, as long as it says something of what it is about."""
    texts = [each["text"] for each in words[:_PARTS]]
    if before is not None and (not texts or set(before["name"].split(", ")) & {each["text"] for each in words}):
        return str(before["name"])
    return ", ".join(texts) or "tickets that are alike"


async def _keep(connection: Connection, brand: str | None, named: _Named, seen: _Seen, now: datetime) -> None:
    cluster = named.cluster
    times = [seen.times[ticket] for ticket, _ in cluster.members]
    await connection.execute(
        _KEEP, named.id, brand, named.name, dumps(list(named.words)).decode(),
        dumps({str(mark): round(each, 5) for mark, each in cluster.middle.items()}).decode(), len(cluster.members),
        cluster.people, dumps(list(named.rising)).decode(), min(times), max(times), now,
    )  # fmt: skip
    ids = [ticket for ticket, _ in cluster.members]
    await connection.execute(_LEFT, named.id, ids)
    await connection.execute(_MEMBERS, named.id, ids, [round(likeness, 4) for _, likeness in cluster.members])
