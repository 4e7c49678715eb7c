"""Looking for documents of one kind, newest first, in steps that cost about the same however many there are.

What few documents have is fetched whole, and so is what is in the few tickets that a filter leaves. Else the newest
documents are read one by one, where what occurs often is soon found, and then spans of time that grow as little is
found, each asked for in the index of words. A request makes a few steps and says where to go on.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.services.search_spans import marks
from app.services.search_terms import quoted

# Documents that are read one by one.
WALKED = 400
# What so few documents have is fetched whole.
FEW = 1_000
# A filter that leaves so few tickets is followed from them. It is tried when so few tickets have its rarest mark.
FEW_TICKETS, COUNTABLE = 300, 30_000
# Documents that a span should bring, more with each that brings nothing, and that it may bring at the very most.
AIM, MOST = 300, 2_000
# Spans that one request looks at.
STEPS = 8
_GROWTH = (2.0, 24.0)
_SHORTEST = timedelta(minutes=1)

Place = tuple[datetime, UUID]
_BEGINNING, _END = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
_LAST_ID = UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a document of this kind must be.

    `text` is a tsquery, `docs` how many documents fit it at most (None: not known). `join` brings in the noun that
    `where` asks about; its parameters are `values`, from `$FIRST`. `facets` are marks that the ticket must have, one of
    each group, and `tickets` how many at most have them. `since` and `until` (exclusive) bound the time.
    """

    kind: str
    text: str
    docs: int | None
    join: str
    where: str = "true"
    values: tuple[Any, ...] = ()
    facets: tuple[tuple[str, ...], ...] = ()
    tickets: int | None = None
    # The only tickets that the caller sees, when these are few.
    own: tuple[UUID, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    # Of `clock.monotonic`: after it no other step is begun.
    deadline: float = math.inf


FIRST = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """What was found, newest first, and the place after which to go on; None: there is no more."""

    found: list[Place]
    after: Place | None


async def scan(connection: Connection, sought: Sought, *, after: Place | None, limit: int) -> Piece:
    """Find up to `limit` documents after a place. Fewer, and a place to go on from, when it would take too long."""
    place = after or (_END, _LAST_ID)
    if sought.until is not None and sought.until <= place[0]:
        place = (sought.until, UUID(int=0))
    asked = _Scan(connection, sought, limit)
    if sought.own is not None:
        return await asked.in_tickets(list(sought.own), place)
    docs = [sought.docs, sought.tickets if sought.kind == "ticket" else None]
    if any(each is not None and each <= FEW for each in docs):
        return await asked.whole(place)
    if sought.kind == "message" and sought.tickets is not None and sought.tickets <= COUNTABLE:
        tickets = await asked.few_tickets()
        if tickets is not None:
            return await asked.in_tickets(tickets, place)
    return await asked.by_steps(place)


class _Scan:
    def __init__(self, connection: Connection, sought: Sought, limit: int) -> None:
        self._connection = connection
        self._sought = sought
        self._limit = limit
        self._since = sought.since or _BEGINNING
        self._facets = " & ".join(f"({' | '.join(quoted(each) for each in group)})" for group in sought.facets)
        # A ticket's own document has its marks.
        both = sought.kind == "ticket" and self._facets
        self._text = f"{sought.text} & {self._facets}" if both else sought.text
        self._fits = f"d.kind = '{sought.kind}' AND (d.at, d.id) < ($2::timestamptz, $3::uuid) AND d.at >= $4"
        self._hits = (
            f"SELECT d.id, d.at FROM found d {sought.join} WHERE {sought.where} ORDER BY d.at DESC, d.id DESC LIMIT $5"  # noqa: S608
        )
        self._counted = "SELECT s.*, h.id, h.at FROM s LEFT JOIN LATERAL (" + self._hits + ") h ON true"  # noqa: S608

    async def whole(self, place: Place) -> Piece:
        """All that fit, however old: they are few."""
        sql = f"""WITH {self._by_words(MOST)} {self._hits}"""
        return self._ends(await self._fetch(sql, self._text, place))

    def _by_words(self, most: int) -> str:
        """`found`: what the index of words has. When it was is compared afterwards: else, with the limit, an index by
        time may look cheaper, and all documents are read.
        """
        return f"""words AS MATERIALIZED (SELECT d.id, d.at, d.kind, d.ticket_id, d.internal FROM search_documents d
 WHERE d.kind = '{self._sought.kind}' AND d.words @@ $1::text::tsquery LIMIT {most}),
found AS MATERIALIZED (SELECT d.* FROM words d WHERE {self._fits})"""  # noqa: S608 - names of ours only

    async def few_tickets(self) -> list[UUID] | None:
        """The tickets that the filter leaves; None when they are many."""
        sql = f"""SELECT d.id FROM search_documents d WHERE d.kind = 'ticket' AND d.words @@ $1::text::tsquery
 LIMIT {FEW_TICKETS + 1}"""  # noqa: S608 - a number of ours
        rows = await self._connection.fetch(sql, self._facets)
        return None if len(rows) > FEW_TICKETS else [row["id"] for row in rows]

    async def in_tickets(self, tickets: list[UUID], place: Place) -> Piece:
        """All that fit in these tickets."""
        last = FIRST + len(self._sought.values)
        of = "id" if self._sought.kind == "ticket" else "ticket_id"
        sql = f"""WITH found AS MATERIALIZED (SELECT d.id, d.at, d.ticket_id, d.internal FROM search_documents d
 WHERE d.{of} = ANY (${last}::uuid[]) AND {self._fits} AND d.words @@ $1::text::tsquery) {self._hits}"""  # noqa: S608
        return self._ends(await self._fetch(sql, self._text, place, tickets))

    async def by_steps(self, place: Place) -> Piece:
        """The newest one by one, then span after span."""
        found: list[Place] = []
        walked, place, width, density = await self._walk(place)
        found += walked.found
        if walked.after is None or len(found) >= self._limit:
            return self._cut(found, walked.after)
        oldest = await self._oldest()
        aim = AIM
        for _ in range(STEPS):
            growth = min(max(aim / max(density, 1), _GROWTH[0]), _GROWTH[1])
            width = max(width * growth, _SHORTEST)
            begin = max(oldest, self._since, _clamped(place[0], width))
            names, begin = marks(begin, place[0])
            count, hits = await self._span(names, begin, place)
            if count > MOST:
                # Much more than in the span before: its newest part alone.
                if width <= _SHORTEST * 2:
                    walked, place, width, density = await self._walk(place)
                    found += walked.found
                else:
                    width, density = width / 64, AIM
                    continue
            else:
                found += hits
                density = count
                place = (begin, UUID(int=0))
                if not hits:
                    aim = min(aim * 2, MOST // 2)
            if len(found) >= self._limit:
                return self._cut(found, place)
            if place[0] <= oldest or place[0] <= self._since:
                return Piece(found, None)
            if clock.monotonic() > self._sought.deadline:
                break
        return Piece(found, place)

    async def _walk(self, place: Place) -> tuple[Piece, Place, timedelta, int]:
        sql = f"""WITH walked AS MATERIALIZED (
 SELECT d.id, d.at, d.ticket_id, d.internal, d.words @@ $1::text::tsquery AS fits FROM search_documents d
 WHERE {self._fits} ORDER BY d.at DESC, d.id DESC LIMIT {WALKED}),
found AS (SELECT * FROM walked WHERE fits),
s AS (SELECT count(*) AS walked, count(*) FILTER (WHERE fits) AS fitting, max(at) AS newest, min(at) AS oldest,
 (array_agg(id ORDER BY at, id))[1] AS oldest_id FROM walked)
{self._counted}"""  # noqa: S608 - names of ours only
        rows = await self._fetch(sql, self._text, place)
        first = rows[0]
        hits = [(row["at"], UUID(int=row["id"].int)) for row in rows if row["id"] is not None]
        if first["walked"] < WALKED:
            return Piece(hits, None), place, _SHORTEST, first["fitting"]
        place = (first["oldest"], UUID(int=first["oldest_id"].int))
        return Piece(hits, place), place, first["newest"] - first["oldest"], first["fitting"]

    async def _span(self, names: list[str], begin: datetime, place: Place) -> tuple[int, list[Place]]:
        sql = f"""WITH {self._by_words(MOST + 1)},
s AS (SELECT count(*) AS count FROM words) {self._counted}"""  # noqa: S608 - names of ours only
        text = f"({self._text}) & ({' | '.join(quoted(each) for each in names)})"
        rows = await self._fetch(sql, text, place, since=begin)
        return rows[0]["count"], [(row["at"], UUID(int=row["id"].int)) for row in rows if row["id"] is not None]

    async def _oldest(self) -> datetime:
        sql = "SELECT at FROM search_documents WHERE kind = $1 ORDER BY at, id LIMIT 1"
        return await self._connection.fetchval(sql, self._sought.kind) or _END

    async def _fetch(self, sql: str, text: str, place: Place, *more: Any, since: datetime | None = None) -> list[Any]:  # noqa: ANN401 - SQL values
        bound = max(self._since, since) if since is not None else self._since
        return await self._connection.fetch(sql, text, *place, bound, self._limit + 1, *self._sought.values, *more)

    def _ends(self, rows: list[Any]) -> Piece:
        """Rows beyond which there is nothing."""
        return self._cut([(row["at"], UUID(int=row["id"].int)) for row in rows], None)

    def _cut(self, found: list[Place], after: Place | None) -> Piece:
        if len(found) > self._limit:
            return Piece(found[: self._limit], found[self._limit - 1])
        return Piece(found, after)


def _clamped(end: datetime, width: timedelta) -> datetime:
    try:
        return max(_BEGINNING, end - width)
    except OverflowError:
        return _BEGINNING
