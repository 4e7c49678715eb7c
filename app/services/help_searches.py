"""What readers searched, in which words, how often, and in vain."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.rules.actors import Actor
from app.schemas.help_searches import HelpSearchesPage, HelpSearchWords, SearchOutcome
from app.services import keyset
from app.services.reports import Period

_VAIN = {
    "any": "count(*)",
    "nothing_found": "count(*) FILTER (WHERE results = 0)",
    "nothing_opened": "count(*) FILTER (WHERE results > 0 AND NOT opened)",
}
_SEARCHES = """SELECT * FROM (
 SELECT query, count(*) AS searches, {counted} AS counted, count(*) FILTER (WHERE results = 0) AS nothing_found,
 count(*) FILTER (WHERE results > 0 AND NOT opened) AS nothing_opened, avg(coverage) AS coverage,
 array_remove((array_agg(DISTINCT locale))[1:20], NULL) AS locales, max(at) AS last_at
 FROM help_searches WHERE at >= $1 AND at < $2 AND query IS NOT NULL AND length(query) > 1{brand} GROUP BY query) s
WHERE counted > 0{after} ORDER BY counted DESC, query COLLATE "C" LIMIT {limit}"""


@dataclass(frozen=True, slots=True)
class SearchesFilter:
    """Which searches are asked for."""

    period: Period
    outcome: SearchOutcome = "any"


async def page(
    session: AsyncSession, _actor: Actor, wanted: SearchesFilter, *, cursor: str | None, limit: int
) -> HelpSearchesPage:
    """Searches by their words, the most frequent first. Raises `Invalid` for a cursor that is not ours."""
    values: list[Any] = [wanted.period.since, wanted.period.until]
    brand = after = ""
    if wanted.period.brand is not None:
        values.append(wanted.period.brand)
        brand = f" AND brand = ${len(values)}"
    if cursor is not None:
        counted, query = keyset.by_count_and_name(cursor)
        values += [counted, query]
        one, two = f"${len(values) - 1}", f"${len(values)}"
        after = f' AND (counted < {one} OR (counted = {one} AND query COLLATE "C" > {two}))'
    sql = _SEARCHES.format(counted=_VAIN[wanted.outcome], brand=brand, after=after, limit=limit + 1)
    rows = await (await raw_connection(session)).fetch(sql, *values)
    found, following = keyset.page(rows, limit, lambda row: keyset.encode(row["counted"], row["query"]))
    return HelpSearchesPage(items=[_shown(each) for each in found], next_cursor=following)


def _shown(row: Any) -> HelpSearchWords:  # noqa: ANN401 - asyncpg's own
    last_at: datetime = row["last_at"]
    return HelpSearchWords(
        query=row["query"],
        searches=row["searches"],
        nothing_found=row["nothing_found"],
        nothing_opened=row["nothing_opened"],
        coverage=round(float(row["coverage"]), 3),
        locales=list(row["locales"]),
        last_at=last_at,
    )
