"""What keeps coming back, read: what rises, clusters and their tickets, customers who come again about the same."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.errors import NotFound
from app.rules.actors import Actor
from app.rules.periods import By
from app.services import insight_rising, insight_words, keyset
from app.services.insight_rising import KINDS, Kind, Look, Rise

_OF_TOPICS = f"""SELECT s.kind, s.key, i.ticket_id FROM unnest($1::text[], $2::text[]) AS s (kind, key)
CROSS JOIN LATERAL (SELECT ticket_id FROM insight_tickets WHERE at >= $3 AND at < $4
 AND ($5::text IS NULL OR brand = $5)
 AND CASE s.kind WHEN 'topic' THEN topic = s.key OR starts_with(topic, s.key || '/')
 ELSE category = s.key END ORDER BY at DESC, ticket_id DESC LIMIT {insight_words.EXAMPLES}) i"""  # noqa: S608 - ours
_COLUMNS = """c.id, c.brand, c.name, c.words::text AS words, c.tickets, c.people, c.rising::text AS rising,
c.first_at, c.last_at, c.made_at, c.ended_at"""
_CLUSTERS = f"""SELECT {_COLUMNS} FROM insight_clusters c
WHERE c.ended_at IS NULL AND ($1::text IS NULL OR c.brand = $1) AND (c.people, c.id) < ($2, $3)
AND (NOT $5 OR c.rising <> '[]') ORDER BY c.people DESC, c.id DESC LIMIT $4"""  # noqa: S608
_CLUSTER = f"SELECT {_COLUMNS} FROM insight_clusters c WHERE c.id = $1"  # noqa: S608 - ours
_NEAREST = f"""SELECT c.id, m.ticket_id FROM unnest($1::uuid[]) AS c (id) CROSS JOIN LATERAL (
 SELECT ticket_id FROM insight_cluster_tickets WHERE cluster_id = c.id ORDER BY likeness DESC, ticket_id DESC
 LIMIT {insight_words.EXAMPLES}) m"""  # noqa: S608 - ours
_MEMBERS = """SELECT ticket_id, likeness FROM insight_cluster_tickets WHERE cluster_id = $1
AND (likeness, ticket_id) < ($2, $3) ORDER BY likeness DESC, ticket_id DESC LIMIT $4"""
_REPEATS = """SELECT r.*, c.name FROM insight_repeats r JOIN customers c ON c.id = r.requester_id
WHERE (r.last_at, r.root_id) < ($1, $2) AND ($3::text IS NULL OR r.brand = $3) AND r.contacts >= $4
AND r.last_at >= $5 AND ($6::timestamptz IS NULL OR r.last_at < $6) ORDER BY r.last_at DESC, r.root_id DESC LIMIT $7"""
_LAST = UUID(int=2**128 - 1)


async def rising(
    session: AsyncSession,
    actor: Actor,
    *,
    by: By,
    brand: str | None,
    at: datetime | None,
    kinds: Sequence[Kind],
    rate: float,
    at_least: int,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """What rises in the hour or day around `at` (now). Raises `Invalid` (`invalid_cursor`)."""
    connection = await raw_connection(session)
    after = None if cursor is None else _place(cursor)
    rates = dict.fromkeys(kinds or KINDS, rate)
    found = await insight_rising.look(connection, brand=brand, by=by, at=at or clock.now(), rates=rates, least=at_least)
    left = [each for each in found.rises if after is None or _order(each) > after]
    shown, following = keyset.page(
        left[: limit + 1], limit, lambda last: keyset.encode(" ".join(map(str, _order(last))))
    )
    items = await explained(connection, actor, found, by, brand, shown)
    return {
        "period": period(found, by),
        "items": [each.shown for each in items if each is not None],
        "next_cursor": following,
    }


def _order(rise: Rise) -> tuple[float, float, str, str]:
    return rise.q_value, rise.p_value, rise.kind, rise.key


def _place(cursor: str) -> tuple[float, float, str, str]:
    try:
        q_value, p_value, kind, key = keyset.by_name(cursor).split(" ", 3)
        return float(q_value), float(p_value), kind, key
    except ValueError as error:
        raise keyset.invalid() from error


def period(found: Look, by: By) -> dict[str, Any]:
    """Which period was looked at, and what it was compared with."""
    weeks = 0 if found.past is None else found.past.weeks
    where = {"start": found.periods.start, "end": found.periods.end, "zone": found.zone}
    return {"by": by, **where, "weeks": weeks, "share": found.share}


@dataclass(frozen=True, slots=True)
class Explained:
    """A rise as it is shown, and all keys under which the same may be found another time."""

    shown: dict[str, Any]
    keys: Sequence[str]


async def explained(
    connection: Connection, actor: Actor, found: Look, by: By, brand: str | None, rises: Sequence[Rise]
) -> list[Explained | None]:
    """Each of these as it is shown, with its words and examples; None for a phrase that is nowhere any more."""
    where = (found.periods.start, found.periods.end, brand)
    of_topics = [each for each in rises if each.kind != "phrase"]
    tickets: dict[tuple[str, str], list[UUID]] = {(each.kind, each.key): list(each.tickets) for each in rises}
    rows = await connection.fetch(_OF_TOPICS, [r.kind for r in of_topics], [r.key for r in of_topics], *where)
    for row in rows:
        tickets[row["kind"], row["key"]].append(UUID(int=row["ticket_id"].int))
    marks = {mark for each in rises if each.mark is not None for mark in (each.mark, *each.also)}
    texts = [ticket for each in rises if each.kind == "phrase" for ticket in each.tickets[: insight_words.EXAMPLES]]
    names = await insight_words.phrases(connection, marks, texts)
    wanted = {each for some in tickets.values() for each in some[: insight_words.EXAMPLES]}
    examples = await insight_words.examples(connection, actor, wanted)
    shown: list[Explained | None] = []
    for each in rises:
        ours = [names[mark] for mark in (each.mark, *each.also) if mark in names]
        if each.kind == "phrase" and not ours:
            shown.append(None)
            continue
        title = insight_words.longest(ours) if ours else None
        these = tickets[each.kind, each.key][: insight_words.EXAMPLES]
        said = {
            **facts(each),
            "key": each.key if title is None else ours[0].stems,
            "title": each.key if title is None else title.written,
            "why": sentence(each, found, by),
            "also": sorted({way.written for way in ours} - {title.written if title else ""}),
            "examples": [examples[ticket] for ticket in these if ticket in examples],
        }
        shown.append(Explained(said, [way.stems for way in ours]))
    return shown


def facts(rise: Rise) -> dict[str, Any]:
    """The numbers of it."""
    names = ("kind", "observed", "expected", "ratio", "p_value", "q_value")
    return {name: getattr(rise, name) for name in names}


def sentence(rise: Rise, found: Look, by: By) -> str:
    """Why it is shown."""
    weeks = 0 if found.past is None else found.past.weeks
    before = f"the same {by} of " + ("the week before" if weeks == 1 else f"the {weeks} weeks before")
    usual = f"by {before} {rise.expected:.1f} were to be expected" if rise.expected else f"in {before} nobody did"
    return f"{rise.observed} people wrote of it in this {by}; {usual}"


async def clusters(
    session: AsyncSession, actor: Actor, *, brand: str | None, rising_only: bool, cursor: str | None, limit: int
) -> dict[str, Any]:
    """Live clusters, those with the most people first. Raises `Invalid` (`invalid_cursor`)."""
    connection = await raw_connection(session)
    people, last = (keyset.MAX_PLACE, _LAST) if cursor is None else keyset.by_place(cursor)
    rows = await connection.fetch(_CLUSTERS, brand, people, last, limit + 1, rising_only)
    shown, following = keyset.page(rows, limit, lambda row: keyset.encode(row["people"], UUID(str(row["id"]))))
    return {"items": await _clusters(connection, actor, shown), "next_cursor": following}


async def cluster(session: AsyncSession, actor: Actor, cluster_id: UUID) -> dict[str, Any]:
    """A cluster, also one that has ended. Raises `NotFound`."""
    connection = await raw_connection(session)
    rows = await connection.fetch(_CLUSTER, cluster_id)
    if not rows:
        raise NotFound
    return (await _clusters(connection, actor, rows))[0]


async def _clusters(connection: Connection, actor: Actor, rows: Sequence[Any]) -> list[dict[str, Any]]:
    nearest: dict[UUID, list[UUID]] = {UUID(int=row["id"].int): [] for row in rows}
    for row in await connection.fetch(_NEAREST, list(nearest)):
        nearest[UUID(int=row["id"].int)].append(UUID(int=row["ticket_id"].int))
    examples = await insight_words.examples(connection, actor, {each for some in nearest.values() for each in some})
    return [
        insight_words.cluster(row, [examples[each] for each in nearest[UUID(int=row["id"].int)] if each in examples])
        for row in rows
    ]


async def cluster_tickets(
    session: AsyncSession, actor: Actor, cluster_id: UUID, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """The tickets of a cluster, nearest first. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    connection = await raw_connection(session)
    if not await connection.fetch(_CLUSTER, cluster_id):
        raise NotFound
    near, last = (2.0, _LAST) if cursor is None else _near(cursor)
    rows = await connection.fetch(_MEMBERS, cluster_id, near, last, limit + 1)
    shown, following = keyset.page(rows, limit, lambda row: keyset.encode(repr(row["likeness"]), UUID(str(row[0]))))
    examples = await insight_words.examples(connection, actor, [row["ticket_id"] for row in shown])
    items = [(examples.get(UUID(int=row["ticket_id"].int)), row["likeness"]) for row in shown]
    return {
        "items": [{**each, "likeness": likeness} for each, likeness in items if each is not None],
        "next_cursor": following,
    }


def _near(cursor: str) -> tuple[float, UUID]:
    said, last = keyset.by_name_and_id(cursor)
    try:
        return float(said), last
    except ValueError as error:
        raise keyset.invalid() from error


async def repeated(
    session: AsyncSession,
    actor: Actor,
    *,
    brand: str | None,
    at_least: int,
    since: datetime,
    until: datetime | None,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """Customers who come again about the same, the last contact first. Raises `Invalid` (`invalid_cursor`)."""
    connection = await raw_connection(session)
    at, last = (clock.now().replace(year=9999), _LAST) if cursor is None else keyset.by_time(cursor)
    rows = await connection.fetch(_REPEATS, at, last, brand, at_least, since, until, limit + 1)
    shown, following = keyset.page(rows, limit, lambda row: keyset.encode(row["last_at"], UUID(str(row["root_id"]))))
    ids = _ids(row[name] for row in shown for name in ("root_id", "last_ticket_id"))
    examples = await insight_words.examples(connection, actor, ids)
    names = await insight_words.phrases(
        connection,
        {mark for row in shown for mark in row["words"]},
        [UUID(str(row["last_ticket_id"])) for row in shown],
    )
    return {"items": [_repeat(row, examples, names) for row in shown], "next_cursor": following}


def _ids(values: Any) -> Collection[UUID]:  # noqa: ANN401 - asyncpg's ids
    return {UUID(int=each.int) for each in values}


def _repeat(row: Any, examples: dict[UUID, dict[str, Any]], names: dict[int, Any]) -> dict[str, Any]:  # noqa: ANN401
    words = [names[mark].written for mark in row["words"] if mark in names]
    about = f"the topic {row['topic']}" if row["topic"] else "in much the same words"
    return {
        "customer": {"id": row["requester_id"], "name": row["name"]},
        **{name: row[name] for name in ("brand", "topic", "contacts", "first_at", "last_at")},
        "why": f"{row['contacts']} tickets of one customer, each within 30 days of the one before: {about}",
        "words": words,
        "first": examples.get(UUID(int=row["root_id"].int)),
        "last": examples.get(UUID(int=row["last_ticket_id"].int)),
    }
