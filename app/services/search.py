"""Search over what the caller may see: what is named exactly, then words, then words that are nearly the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from app import clock
from app.db import Connection
from app.errors import Invalid, Unavailable, parameter
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.rules.search_queries import MOST_TERMS, Query, TooManyTermsError, parse
from app.rules.visibility import fields_for
from app.services import keyset, search_exact, search_hits, search_terms
from app.services.lean import field_filters
from app.services.lean.wire import visible
from app.services.search_filters import FACETS, SearchFilter
from app.services.search_hits import Hit
from app.services.search_scanning import FIRST, Place, Sought, scan
from app.services.search_terms import Understood

# The last belt: every statement here is bounded by itself. And in short words two swapped letters leave little alike.
LIMITS = "SET LOCAL statement_timeout = 2000; SET LOCAL pg_trgm.similarity_threshold = 0.2"
# A customer's tickets are followed one by one when they are so few.
_OWN = 1_000
_THEIRS = f"""WITH who AS (
 SELECT $1::uuid AS id UNION ALL SELECT x.id FROM customers x WHERE x.merged_into = $1)
(SELECT t.id FROM who JOIN tickets t ON t.requester_id = who.id LIMIT {_OWN + 1})
UNION (SELECT k.ticket_id FROM who JOIN ticket_ccs k ON k.customer_id = who.id LIMIT {_OWN + 1})"""  # noqa: S608 - ours
_COUNTS = "SELECT word, docs FROM search_words WHERE word = ANY ($1::text[])"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of what is found: who may look for it, and what `where` conditions are about."""

    may: Callable[[Actor], bool]
    join: str
    of_ticket: bool


# To search another noun: documents of it (`desk_search_index`), a line here, and how it is shown (`search_hits`).
KINDS: Mapping[str, Kind] = {
    "ticket": Kind(lambda _: True, "JOIN tickets t ON t.id = d.ticket_id", of_ticket=True),
    "customer": Kind(
        lambda actor: actor.kind != "customer" and actor.may(Permission.CUSTOMERS_READ),
        "JOIN customers c ON c.id = d.id",
        of_ticket=False,
    ),
    "message": Kind(lambda _: True, "JOIN tickets t ON t.id = d.ticket_id", of_ticket=True),
}
# What takes longer goes on in another request; each makes a step at least.
_SECONDS = 0.06
_WAYS: tuple[str, ...] = ("words", "similar")


async def find(
    connection: Connection, actor: Actor, text: str, wanted: SearchFilter, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """`{"items": [...], "next_cursor": ...}`. Raises `Invalid` (`nothing_to_search`, `too_many_words`,
    `invalid_cursor`).
    """
    query = parsed(text)
    phases, start, after = _phases(actor, query, wanted), 0, None
    if cursor is not None:
        start, after = place(cursor, len(phases))
    if _asks_about_hidden(actor, wanted):
        return {"items": [], "next_cursor": None}
    narrowed = await field_filters.conditions(connection, actor, wanted.fields, ()) if wanted.fields else None
    if wanted.fields and narrowed is None:
        return {"items": [], "next_cursor": None}
    try:
        async with connection.transaction(readonly=True):
            await connection.execute(LIMITS)
            search = Search(connection, actor, query, wanted, fits=None if narrowed is None else narrowed.fits)
            hits, following = await search.run(phases, start, after, limit)
            items = await search_hits.shown(connection, actor, hits)
    except asyncpg.QueryCanceledError as error:
        raise Unavailable("This search took too long: narrow it, or try again") from error
    return {"items": items, "next_cursor": following}


def parsed(text: str, *, named: Callable[[str, str], dict[str, str]] = parameter) -> Query:
    """What a text asks for. `named` says where the text came from: the query of a request, if not told.

    Raises `Invalid` (`nothing_to_search`, `too_many_words`).
    """
    try:
        query = parse(text)
    except TooManyTermsError as error:
        detail = f"Search for at most {MOST_TERMS} words and phrases"
        raise Invalid(detail, code="too_many_words", errors=[named("q", detail)]) from error
    if not query.wanted and query.number is None:
        detail = "There must be a word, a number or an address to search for"
        raise Invalid(detail, code="nothing_to_search", errors=[named("q", detail)])
    return query


def _phases(actor: Actor, query: Query, wanted: SearchFilter) -> list[tuple[str, str]]:
    """What is looked for, one after the other: how, and of which kind."""
    kinds = [
        name
        for name, kind in KINDS.items()
        if kind.may(actor) and (not wanted.kind or name in wanted.kind) and (kind.of_ticket or not wanted.about_tickets)
    ]
    ways = _WAYS
    if query.only_number:
        ways = ()
    elif query.email or query.phone or query.id or query.number is not None:
        # Nobody who names something means something like it.
        ways = ("words",)
    return [("exact", name) for name in kinds] + [(way, name) for way in ways for name in kinds]


def place(cursor: str, phases: int) -> tuple[int, Place | None]:
    """Where a cursor goes on. Raises `Invalid` (`invalid_cursor`)."""
    phase, at, row = keyset.by_phase(cursor)
    if phase >= phases:
        raise keyset.invalid()
    return phase, None if at is None else (at, row)


# The filters on fields that not everybody may see.
_HIDEABLE = {"tag": "tags", "team_id": "team_id", "queue_id": "queue_id"}


def _asks_about_hidden(actor: Actor, wanted: SearchFilter) -> bool:
    """Whether a filter is about a field that this caller sees empty: an answer would tell what is in it."""
    allowed = fields_for(actor.kind)
    return allowed is not None and any(
        getattr(wanted, name) and field not in allowed for name, field in _HIDEABLE.items()
    )


class Search:
    """One search of one caller; `seconds` is how long it may take before it says where to go on."""

    def __init__(
        self,
        connection: Connection,
        actor: Actor,
        query: Query,
        wanted: SearchFilter,
        *,
        fits: str | None = None,
        seconds: float = _SECONDS,
    ) -> None:
        self._connection = connection
        self._actor = actor
        self._query = query
        self._wanted = wanted
        self._fits = fits
        self._deadline = clock.monotonic() + seconds
        self._terms: search_terms.Terms | None = None
        self._theirs: tuple[UUID, ...] | None = None
        self._texts: dict[str, Understood | None] = {}
        self._tickets: tuple[tuple[tuple[str, ...], ...], int | None] | None = None

    async def run(
        self, phases: Sequence[tuple[str, str]], start: int, after: Place | None, limit: int
    ) -> tuple[list[Hit], str | None]:
        """Up to `limit` hits from a place on, and the cursor of the next ones."""
        named = await search_exact.named(self._connection, self._actor, self._query, self._exactly, *self._when)
        hits: list[Hit] = []
        for number in range(start, len(phases)):
            way, kind = phases[number]
            left = limit - len(hits)
            if way == "exact":
                hits += [Hit(kind, way, row, "") for row in named.get(kind, ())[:left]]
                continue
            text = await self._text(way)
            if text is not None:
                if left <= 0 or (number > start and clock.monotonic() > self._deadline):
                    return hits, keyset.encode(number, "", UUID(int=0))
                sought = await self._sought(kind, text, tuple(named.get(kind, ())))
                piece = await scan(self._connection, sought, after=after, limit=left)
                hits += [Hit(kind, way, row, text.marked) for _, row in piece.found]
                if piece.after is not None:
                    return hits, keyset.encode(number, *piece.after)
            after = None
        return hits, None

    async def _text(self, way: str) -> Understood | None:
        if self._terms is None:
            self._terms = await search_terms.look_up(self._connection, self._query)
        if way not in self._texts:
            said = way == "words"
            self._texts[way] = self._terms.as_said() if said else await self._terms.as_meant(self._connection)
        return self._texts[way]

    async def _sought(self, kind: str, text: Understood, without: tuple[UUID, ...]) -> Sought:
        of_ticket = KINDS[kind].of_ticket
        facets, tickets = await self._facets() if of_ticket else ((), None)
        own = await self._own() if of_ticket else None
        where, values = self._filters(FIRST) if of_ticket else self._customers(FIRST)
        if kind == "message" and not self._actor.sees_internal:
            where += " AND NOT d.internal"
        if without:
            values = [*values, list(without)]
            where += f" AND d.id <> ALL (${FIRST + len(values) - 1}::uuid[])"
        return Sought(
            kind, text.text, text.docs, KINDS[kind].join, where, tuple(values), facets, tickets, own,
            *self._when, self._deadline,
        )  # fmt: skip

    def _filters(self, first: int) -> tuple[str, list[Any]]:
        """What must be true of the ticket `t` now, whatever its marks say, and the parameters from `$first`."""
        door, given = visible(self._actor, first)
        conditions, values = [door], list[Any](given)
        if self._fits is not None:
            conditions.append(self._fits)
        for name, column, _ in FACETS:
            several = getattr(self._wanted, name)
            none = name == "assignee_id" and self._wanted.unassigned
            if several:
                values.append(list(several))
                condition = f"t.{column} = ANY (${first + len(values) - 1})"
                conditions.append(f"({condition} OR t.{column} IS NULL)" if none else condition)
            elif none:
                conditions.append(f"t.{column} IS NULL")
        if self._wanted.tag:
            values.append(list(self._wanted.tag))
            conditions.append(f"t.tags @> ${first + len(values) - 1}::text[]")
        return " AND ".join(conditions), values

    @property
    def _when(self) -> tuple[datetime | None, datetime | None]:
        return self._wanted.created_after, self._wanted.created_before

    def _exactly(self, first: int) -> tuple[str, list[Any]]:
        """`_filters`, with when the ticket was made: of what is scanned its document says so."""
        where, values = self._filters(first)
        for comparison, at in zip((">=", "<"), self._when, strict=True):
            if at is not None:
                values.append(at)
                where += f" AND t.created_at {comparison} ${first + len(values) - 1}"
        return where, values

    def _customers(self, first: int) -> tuple[str, list[Any]]:
        """A key of one source sees those who wrote through it (`customers.visible_to`)."""
        if self._actor.source_id is None:
            return "true", []
        wrote = f"SELECT FROM tickets w WHERE w.requester_id = c.id AND w.source_id = ${first}"
        return f"EXISTS ({wrote})", [self._actor.source_id]

    async def _own(self) -> tuple[UUID, ...] | None:
        """The tickets that a customer sees, those of whoever was merged into them and in copy too; None: many."""
        if self._actor.kind != "customer":
            return None
        if self._theirs is None:
            rows = await self._connection.fetch(_THEIRS, self._actor.id)
            self._theirs = tuple(UUID(int=row["id"].int) for row in rows)
        return self._theirs if len(self._theirs) <= _OWN else None

    async def _facets(self) -> tuple[tuple[tuple[str, ...], ...], int | None]:
        """The marks that a ticket must have, and how many have the rarest of them (None: every ticket may fit)."""
        if self._tickets is None:
            groups = [
                tuple(f" {mark}:{each}" for each in getattr(self._wanted, name))
                + ((" a:none",) if mark == "a" and self._wanted.unassigned else ())
                for name, _, mark in FACETS
            ]
            groups += [(f" g:{each}",) for each in self._wanted.tag]
            if self._actor.source_id is not None:
                groups.append((f" o:{self._actor.source_id}",))
            facets = tuple(each for each in groups if each)
            counts: dict[str, int] = {}
            if facets:
                marks = [mark for group in facets for mark in group]
                counts = {row["word"]: row["docs"] for row in await self._connection.fetch(_COUNTS, marks)}
            # Of a requester's tickets nobody keeps count: they are few.
            counted = [sum(counts.get(mark, 0) for mark in group) for group in facets]
            self._tickets = (facets, min(counted, default=None))
        return self._tickets
