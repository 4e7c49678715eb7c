"""What rises in an hour or a day: people are counted by topic, type of request and phrase, and held against the past.

One person counts once in a period, however many tickets they open. Of a period with very many tickets a part is looked
at, chosen by who wrote them; the statistics know of which share (`rules/rising.py`).
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from app.db import Connection
from app.rules import periods, rising
from app.rules.periods import By, Periods
from app.rules.rising import Compared, Past

Kind = Literal["topic", "category", "phrase"]
KINDS: tuple[Kind, ...] = ("topic", "category", "phrase")
# What fewer people wrote of is no news.
LEAST = 3
# Of the period that is looked at, and of all earlier ones together, so many tickets at most.
_NOW, _THEN = 20_000, 40_000
# Phrases that are tested, those said by the most people first; and of all that rise, so many.
_TESTED, MOST = 2_000, 200
_WHOLE = 65_536
# Two phrases of which so many people are the same are one.
_SAME = 0.6

_ZONE = """SELECT v.zone FROM brands b JOIN calendars c ON c.id = b.calendar_id
JOIN calendar_versions v ON v.calendar_id = c.id AND v.number = c.number
WHERE $1::text IS NULL OR b.key = $1 ORDER BY b.created_at, b.key LIMIT 1"""
_SINCE = {
    None: "SELECT min(at) FROM insight_tickets WHERE $1::text IS NULL",
    "brand": "SELECT min(at) FROM insight_tickets WHERE brand = $1",
}
# As long as what was there before this desk counted is being counted, weeks are missing that were not quiet.
_BEGINNING = """SELECT EXISTS (SELECT FROM insight_state s JOIN jobs j ON j.id = s.job_id
WHERE j.status IN ('queued', 'running'))"""
_SPANS = "unnest($1::timestamptz[], $2::timestamptz[]) WITH ORDINALITY AS s (lo, hi, k)"
# By the index, span by span, whatever the planner thinks of spans that it cannot see.
_WITHIN = """SELECT * FROM insight_tickets WHERE at >= s.lo AND at < s.hi AND ($3::text IS NULL OR brand = $3)
 ORDER BY at LIMIT 10000000"""
_HOW_MANY = f"""SELECT s.k, count(i.at) AS n FROM {_SPANS} CROSS JOIN LATERAL ({_WITHIN}) i GROUP BY s.k"""  # noqa: S608
_PEOPLE = f"""WITH people AS MATERIALIZED (
 SELECT DISTINCT ON (s.k, i.requester_id) s.k, i.topic, i.category, i.words, i.phrases FROM {_SPANS}
 CROSS JOIN LATERAL ({_WITHIN}) i
 WHERE (uuid_hash(i.requester_id) & 65535) < CASE s.k WHEN 1 THEN $4::int ELSE $5::int END
 ORDER BY s.k, i.requester_id, i.at)"""  # noqa: S608 - ours
_GROUPS = f"""{_PEOPLE} SELECT 'topic' AS kind, topic AS key, k, count(*) AS n FROM people WHERE topic IS NOT NULL
GROUP BY topic, k UNION ALL SELECT 'category', category, k, count(*) FROM people WHERE category IS NOT NULL
GROUP BY category, k"""  # noqa: S608 - ours
# The counts of what enough people say now; and, without a mark, how many of all have which total.
_MARKS = f"""{_PEOPLE}, marks AS MATERIALIZED (
 SELECT mark, k, count(*) AS n FROM people CROSS JOIN LATERAL unnest(words || phrases) mark GROUP BY mark, k
), said AS (SELECT mark FROM marks WHERE k = 1 AND n >= $6 ORDER BY n DESC, mark LIMIT {_TESTED})
SELECT mark, k, n FROM marks WHERE mark IN (SELECT mark FROM said)
UNION ALL SELECT NULL, total, count(*) FROM (SELECT sum(n) AS total FROM marks GROUP BY mark) t
GROUP BY total"""  # noqa: S608 - ours
_WHO_SAYS = """SELECT ticket_id, requester_id, words || phrases AS marks FROM insight_tickets
WHERE at >= $1 AND at < $2 AND ($3::text IS NULL OR brand = $3) AND (words && $4::int[] OR phrases && $4::int[])
ORDER BY at DESC, ticket_id DESC LIMIT 20000"""


@dataclass(frozen=True, slots=True)
class Rise:
    """A count that stands out. `key` is a topic's path, a type of request's key, or the number of a phrase (`mark`)."""

    kind: Kind
    key: str
    observed: int
    expected: float
    p_value: float
    q_value: float
    mark: int | None = None
    # Of a phrase: marks that nearly the same people said.
    also: Sequence[int] = ()
    tickets: Sequence[UUID] = ()

    @property
    def ratio(self) -> float | None:
        """How many times what was to be expected; None: it was never there before."""
        return self.observed / self.expected if self.expected else None


@dataclass(frozen=True, slots=True)
class Look:
    """What rises in a period. `past` is None while there is nothing to compare with: in a desk's first week."""

    periods: Periods
    zone: str
    past: Past | None
    # How much of the period was looked at.
    share: float = 1.0
    rises: Sequence[Rise] = field(default_factory=list)


async def look(
    connection: Connection,
    *,
    brand: str | None,
    by: By,
    at: datetime,
    rates: Mapping[Kind, float],
    least: int = LEAST,
) -> Look:
    """What rises in the hour or day around `at`, of these kinds, each with its own bound on the share of false ones.

    The period may be going on: it is held against whole ones, so that looking again and again finds nothing by chance
    that its end would not show.
    """
    zone = await zone_of(connection, brand)
    since = await connection.fetchval(_SINCE[brand and "brand"], brand)
    found = periods.around(at, by, ZoneInfo(zone), since=since)
    if not found.earlier or await connection.fetchval(_BEGINNING):
        return Look(found, zone, None)
    starts, ends = zip((found.start, found.end), *found.earlier, strict=True)
    where = (list(starts), list(ends), brand)
    counts = {row["k"]: row["n"] for row in await connection.fetch(_HOW_MANY, *where)}
    now = min(_WHOLE, _WHOLE * _NOW // max(1, counts.get(1, 0)))
    then = min(now, _WHOLE * _THEN // max(1, sum(counts.values()) - counts.get(1, 0)))
    past = Past(len(found.earlier), then / now)
    rises: list[Rise] = []
    if {"topic", "category"} & rates.keys():
        rows = await connection.fetch(_GROUPS, *where, now, then)
        for kind in ("topic", "category"):
            if kind in rates:
                keyed = _with_those_above(row for row in rows if row["kind"] == kind)
                rises += _risen(kind, keyed, _totals(keyed), past, rate=rates[kind], least=least)
    if "phrase" in rates:
        rows = await connection.fetch(_MARKS, *where, now, then, least)
        marks: dict[str, dict[int, int]] = {}
        for row in rows:
            if row["mark"] is not None:
                marks.setdefault(str(row["mark"]), {})[row["k"]] = row["n"]
        totals = {int(row["k"]): row["n"] for row in rows if row["mark"] is None}
        said = _risen("phrase", marks, totals, past, rate=rates["phrase"], least=least)
        rises += await _apart(connection, said, found, brand)
    rises.sort(key=lambda each: (each.q_value, each.p_value, each.kind, each.key))
    return Look(found, zone, past, now / _WHOLE, rises[:MOST])


async def zone_of(connection: Connection, brand: str | None) -> str:
    """By which clock a brand lives: that of its hours, of the first brand's that has any for all of them, else UTC."""
    return await connection.fetchval(_ZONE, brand) or "UTC"


def _with_those_above(rows: Any) -> dict[str, dict[int, int]]:  # noqa: ANN401 - asyncpg's records
    """What is counted of a topic counts of the topics above it, too."""
    counts: dict[str, dict[int, int]] = {}
    for row in rows:
        keys = row["key"].split("/") if row["kind"] == "topic" else [row["key"]]
        for place in range(len(keys)):
            of_weeks = counts.setdefault("/".join(keys[: place + 1]), {})
            of_weeks[row["k"]] = of_weeks.get(row["k"], 0) + row["n"]
    return counts


def _totals(counts: Mapping[str, Mapping[int, int]]) -> dict[int, int]:
    totals: dict[int, int] = {}
    for of_weeks in counts.values():
        total = sum(of_weeks.values())
        totals[total] = totals.get(total, 0) + 1
    return totals


def _risen(
    kind: Kind,
    counts: Mapping[str, Mapping[int, int]],
    totals: Mapping[int, int],
    past: Past,
    *,
    rate: float,
    least: int,
) -> list[Rise]:
    tests, then = {}, {}
    for key, of_weeks in counts.items():
        if of_weeks.get(1, 0) >= least:
            then[key] = [n for k, n in of_weeks.items() if k != 1]
            chance = rising.p_value(of_weeks[1], then[key], past)
            tests[key] = Compared(chance, sum(of_weeks.values()))
    found = rising.corrected(tests, totals, past, rate=rate)
    # A topic of which all is below one of its own says nothing more than that one.
    above = {(key.rpartition("/")[0], counts[key][1]) for key in found if kind == "topic"}
    return [
        Rise(
            kind, key, counts[key][1], past.expected(then[key]), tests[key].chance, q_value,
            mark=int(key) if kind == "phrase" else None,
        )
        for key, q_value in found.items()
        if (key, counts[key][1]) not in above
    ]  # fmt: skip


async def _apart(connection: Connection, said: Sequence[Rise], found: Periods, brand: str | None) -> list[Rise]:
    """Each phrase once: of those that nearly the same people said the one that stands out most, with the others."""
    said = said[:MOST]
    if not said:
        return []
    asked = {each.mark for each in said if each.mark is not None}
    rows = await connection.fetch(_WHO_SAYS, found.start, found.end, brand, sorted(asked))
    # Of thousands who say it, that takes a while: others go on meanwhile.
    groups, tickets = await asyncio.to_thread(_grouped, said, asked, rows)
    return [
        Rise(
            "phrase", group[0].key, group[0].observed, group[0].expected, group[0].p_value, group[0].q_value,
            mark=group[0].mark,
            also=[each.mark for each in group[1:] if each.mark is not None],
            tickets=tickets.get(group[0].mark or 0, []),
        )
        for group in groups
    ]  # fmt: skip


def _grouped(
    said: Sequence[Rise], asked: Collection[int], rows: Sequence[Mapping[str, Any]]
) -> tuple[list[list[Rise]], dict[int, list[UUID]]]:
    people: dict[int, set[UUID]] = {}
    tickets: dict[int, list[UUID]] = {}
    wanted = frozenset(asked)
    for row in rows:
        for mark in wanted.intersection(row["marks"]):
            people.setdefault(mark, set()).add(row["requester_id"])
            tickets.setdefault(mark, []).append(UUID(int=row["ticket_id"].int))
    groups: list[list[Rise]] = []
    for each in said:
        ours = people.get(each.mark or 0, set())
        for group in groups:
            if _alike(ours, people.get(group[0].mark or 0, set())):
                group.append(each)
                break
        else:
            groups.append([each])
    return groups, tickets


def _alike(one: AbstractSet[UUID], other: AbstractSet[UUID]) -> bool:
    less, more = sorted((len(one), len(other)))
    if less < _SAME * more:
        return False
    common = len(one & other)
    return common >= _SAME * max(1, less + more - common)
