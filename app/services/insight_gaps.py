"""Open questions: what new tickets ask, and what readers search in vain, without an article that answers it.

Which article comes nearest to a cluster is looked for when clusters are made; searches are put together when asked for.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.errors import Invalid
from app.rules import knowledge_gaps, text_marks
from app.rules.actors import Actor
from app.rules.knowledge_gaps import Asked, Query
from app.services import help_readers, help_search, insight_words, keyset
from app.services.help_search import Question
from app.services.lean.wire import dumps

# So many different searches are put together, the most frequent ones.
_SEARCHES = 2_000
# What has less of a question than this has found nothing that fits.
_VAIN = 0.5
# What customers may read: an article for agents answers no customer.
_READERS = ("public", "signed_in")
_ASKED_WORDS = 4

_POINTED = """SELECT count(DISTINCT m.ticket_id) FROM insight_cluster_tickets m
JOIN article_uses u ON u.ticket_id = m.ticket_id WHERE m.cluster_id = $1"""
_KNOW = "UPDATE insight_clusters SET article = $2::text::jsonb, pointed = $3 WHERE id = $1"
_CLUSTERS = """SELECT c.id, c.brand, c.name, c.words::text AS words, c.middle::text AS middle, c.tickets, c.people,
 c.pointed, c.article::text AS article, c.first_at, c.last_at, c.rising::text AS rising, c.made_at, c.ended_at
FROM insight_clusters c WHERE c.ended_at IS NULL AND ($1::text IS NULL OR c.brand = $1)
ORDER BY c.people DESC, c.id LIMIT 500"""
_IN_VAIN = f"""SELECT query, count(DISTINCT visit_id) AS times, max(locale) AS locale, max(at) AS last_at
FROM help_searches WHERE at >= $1 AND ($2::timestamptz IS NULL OR at < $2) AND query IS NOT NULL
AND length(query) > 1 AND (results = 0 OR (coverage < {_VAIN} AND NOT opened)) AND ($3::text IS NULL OR brand = $3)
GROUP BY query ORDER BY times DESC, query LIMIT {_SEARCHES}"""  # noqa: S608 - numbers of ours
_NEAREST = f"""SELECT c.id, m.ticket_id FROM unnest($1::uuid[]) AS c (id) CROSS JOIN LATERAL (
 SELECT ticket_id FROM insight_cluster_tickets WHERE cluster_id = c.id ORDER BY likeness DESC, ticket_id DESC
 LIMIT {insight_words.EXAMPLES}) m"""  # noqa: S608 - ours


async def find_article(connection: Connection, cluster_id: UUID, brand: str | None, words: Sequence[str]) -> None:
    """Look which published article comes nearest to a cluster, and how many of its tickets were answered with one."""
    pointed = await connection.fetchval(_POINTED, cluster_id)
    found = None
    try:
        shelf = await help_readers.shelf(connection, brand)
    except Invalid:
        shelf = None
    if shelf is not None and words:
        question = Question(" ".join(words[:_ASKED_WORDS]), shelf.brand, ())
        answer = await help_search.ask(connection, _READERS, shelf, question)
        if answer.found:
            best = max(answer.found, key=lambda each: each.coverage)
            found = {"article_id": str(best.article_id), "locale": best.locale, "coverage": round(best.coverage, 3)}
    await connection.execute(_KNOW, cluster_id, None if found is None else dumps(found).decode(), pointed)


async def page(
    session: AsyncSession,
    actor: Actor,
    *,
    brand: str | None,
    since: datetime,
    until: datetime | None,
    at_least: int,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """Open questions, those of the most people first. Raises `Invalid` (`invalid_cursor`)."""
    connection = await raw_connection(session)
    after = None if cursor is None else keyset.by_count_and_name(cursor)
    found = [each for each in await gaps(connection, brand, since, until) if each["people"] >= at_least]
    left = [each for each in found if after is None or (-each["people"], each["key"]) > (-after[0], after[1])]
    shown, following = keyset.page(
        left[: limit + 1], limit, lambda last: keyset.encode(last["people"], str(last["key"]))
    )
    clusters = [UUID(each["key"]) for each in shown if each["kind"] == "cluster"]
    nearest: dict[str, list[UUID]] = {str(each): [] for each in clusters}
    for row in await connection.fetch(_NEAREST, clusters):
        nearest[str(row["id"])].append(UUID(int=row["ticket_id"].int))
    known = await insight_words.examples(connection, actor, {each for some in nearest.values() for each in some})
    for each in shown:
        del each["keys"]
        each["examples"] = [known[ticket] for ticket in nearest.get(each["key"], []) if ticket in known]
    return {"items": shown, "next_cursor": following}


async def gaps(
    connection: Connection, brand: str | None, since: datetime, until: datetime | None
) -> list[dict[str, Any]]:
    """What nothing answers: open clusters with the searches that ask the same, and searches without a cluster.

    `keys` are what the same may be called another time: by its words, and by each search for it.
    """
    rows = await connection.fetch(_CLUSTERS, brand)
    queries = await connection.fetch(_IN_VAIN, since, until, brand)
    asked = await asyncio.to_thread(
        knowledge_gaps.same, [Query(row["query"], row["times"], row["locale"]) for row in queries]
    )
    middles = {str(row["id"]): {int(mark): each for mark, each in orjson.loads(row["middle"]).items()} for row in rows}
    belongs = await asyncio.to_thread(knowledge_gaps.joined, asked, middles)
    of_clusters: dict[str, list[Asked]] = {}
    for each in asked:
        if each.key in belongs:
            of_clusters.setdefault(belongs[each.key], []).append(each)
    found = []
    for row in rows:
        ours = of_clusters.get(str(row["id"]), [])
        article = orjson.loads(row["article"]) if row["article"] else None
        coverage = 0.0 if article is None else article["coverage"]
        if knowledge_gaps.is_open(tickets=row["tickets"], pointed=row["pointed"], coverage=coverage):
            found.append(_of_cluster(row, article, ours))
    found += [_of_searches(each, brand) for each in asked if each.key not in belongs]
    return sorted(found, key=lambda each: (-each["people"], each["key"]))


def _of_cluster(row: Any, article: dict[str, Any] | None, asked: Sequence[Asked]) -> dict[str, Any]:  # noqa: ANN401
    searches = sum(each.times for each in asked)
    nearest = "no article has its words" if article is None else "the nearest article has too little of it"
    why = f"{row['tickets']} new tickets of {row['people']} people ask it, on {row['pointed']} of them an agent pointed"
    also = f"; readers searched for it {searches} times in vain" if searches else ""
    return {
        "kind": "cluster",
        "key": str(row["id"]),
        "keys": [*_named(row), *(each.key for each in asked[:20])],
        "title": row["name"],
        "brand": row["brand"],
        "people": row["people"] + searches,
        "tickets": row["tickets"],
        "pointed": row["pointed"],
        "searches": searches,
        "queries": [query for each in asked for query in each.queries][:5],
        "article": article,
        "why": f"{why} to an article, and {nearest}{also}",
    }


def _named(row: Any) -> list[str]:  # noqa: ANN401
    """By its words, as a search for them would be called; what has none is called as whatever else has none."""
    stems = text_marks.stems(row["name"]) if orjson.loads(row["words"]) else []
    return [" ".join(sorted(stems))] if stems else []


def _of_searches(asked: Asked, brand: str | None) -> dict[str, Any]:
    return {
        "kind": "search",
        "key": asked.key,
        "keys": [asked.key],
        "title": asked.queries[0],
        "brand": brand,
        "people": asked.times,
        "tickets": 0,
        "pointed": 0,
        "searches": asked.times,
        "queries": list(asked.queries),
        "article": None,
        "why": f"readers searched for it {asked.times} times, and nothing that fits was found",
    }
