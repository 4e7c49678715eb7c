"""What is measured of searching: each question on a small desk and a large one in turn; the small one is the floor."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg

from app import migrations
from app.db import Database
from app.ids import new_id
from app.rules.actors import Actor
from app.rules.permissions import ROLES
from app.services import search, view_counts, view_lists
from app.services.search_filters import SearchFilter
from app.services.sla_worlds import conditions_of
from app.settings import Settings
from bench import databases
from bench.figures import Figure
from bench.place import Place
from bench.search.world import build
from bench.seeding import Kind, identifier
from bench.tally import percentile

# A large desk may take so many times as long, and no statement longer than this.
RATIO, LONGEST_MS = 3.0, 50.0
_AGENT = Actor(kind="agent", id=UUID(int=7), name="Anna", permissions=ROLES["admin"])
_TEAM = str(identifier(Kind.TEAM, 1))
_QUESTIONS: tuple[tuple[str, SearchFilter], ...] = (
    ("invoice", SearchFilter()),
    ("счета", SearchFilter()),
    ("refund", SearchFilter()),
    ("warranty", SearchFilter()),
    ("chandelier", SearchFilter()),
    ("invoice refund", SearchFilter()),
    ("invoice warranty", SearchFilter()),
    ('"invoice refund"', SearchFilter()),
    ("invoice -refund", SearchFilter()),
    ("invoiec", SearchFilter()),
    ("chandel", SearchFilter()),
    ("A-777", SearchFilter()),
    ("#777", SearchFilter()),
    ("customer77@example.com", SearchFilter()),
    ("nowhere-to-be-found", SearchFilter()),
    ("invoice", SearchFilter(priority=("urgent",))),
    ("invoice", SearchFilter(tag=("seldom",))),
    ("invoice", SearchFilter(brand=("rare",))),
    ("invoice", SearchFilter(status=("open",), team_id=(identifier(Kind.TEAM, 1),))),
    ("invoice", SearchFilter(requester_id=(identifier(Kind.CUSTOMER, 77),))),
    ("refund", SearchFilter(status=("closed",), channel=("email",))),
)


def _is(name: str, value: str) -> dict[str, Any]:
    return {"field": name, "operator": "is", "value": value}


_OPEN = {"field": "status", "operator": "in", "value": ["new", "open", "pending"]}
_SELDOM = {"field": "tags", "operator": "has_any", "value": ["seldom"]}
_VIEWS: tuple[tuple[list[dict[str, Any]], str], ...] = (
    ([], "-updated_at"),
    ([_OPEN], "updated_at"),
    ([_OPEN, _is("team_id", _TEAM)], "-updated_at"),
    ([_OPEN, _is("team_id", "my_teams")], "-created_at"),
    ([_is("assignee_id", "me"), _OPEN], "-updated_at"),
    ([_is("priority", "urgent")], "-created_at"),
    ([_SELDOM, _is("status", "closed")], "updated_at"),
    ([_is("status", "closed"), _is("custom_fields.plan", "gold")], "-updated_at"),
    ([_is("brand", "rare")], "-updated_at"),
    ([_is("channel", "email"), _is("status", "solved")], "-updated_at"),
)


@dataclass(slots=True)
class Desk:
    """A desk that is asked: its connection, and what its answers took, by what was asked (ms)."""

    tickets: int
    connection: "asyncpg.Connection[Any]"
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statements: list[tuple[float, str]] = field(default_factory=list)
    views: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    counting: float = 0.0

    def said(self, record: Any) -> None:  # noqa: ANN401 - asyncpg's
        """A statement has been answered; what begins and ends a transaction is none."""
        if record.query.startswith(("BEGIN", "COMMIT")):
            return
        self.statements.append((record.elapsed * 1_000, " ".join(record.query.split())[:120]))


def measure(place: Place, sizes: tuple[int, int], rounds: int) -> dict[str, Figure]:
    """Search, lists and counts on desks of both sizes, so many times each."""
    for tickets in sizes:
        _made(place.url, tickets)
    return asyncio.run(_measured(place.url, sizes, rounds))


def _made(url: str, tickets: int) -> None:
    name = f"bench_search_{tickets}"
    address = databases.address(url, name)
    fresh = asyncio.run(databases.create(url, name))
    migrations.upgrade(address)
    if fresh:
        asyncio.run(_filled(address, tickets))


async def _filled(url: str, tickets: int) -> None:
    connection = await asyncpg.connect(url)
    try:
        await build(connection, tickets)
    finally:
        await connection.close()


async def _measured(url: str, sizes: tuple[int, int], rounds: int) -> dict[str, Figure]:
    async with AsyncExitStack() as stack:
        desks = []
        for tickets in sizes:
            address = databases.address(url, f"bench_search_{tickets}")
            # As the desk's own pool has it (`app/db.py`).
            connection = await asyncpg.connect(
                address, server_settings={"plan_cache_mode": "force_generic_plan", "jit": "off"}
            )
            stack.push_async_callback(connection.close)
            desks.append(Desk(tickets, connection))
            await _with_views(desks[-1], address)
        # Once before the clock starts: a large desk's pages may be on disk.
        chance = random.Random(1)
        for turn in range(rounds + 1):
            for desk in desks:
                if turn == 1:
                    desk.took.clear()
                    desk.connection.add_query_logger(desk.said)
                await _ask_all(desk, chance)
    return _figures(*desks)


async def _with_views(desk: Desk, url: str) -> None:
    await desk.connection.execute("DELETE FROM views")
    database = Database(url, Settings(secret="x1y2z3w4" * 5))
    try:
        async with database.unit_of_work() as work:
            from app import clock  # noqa: PLC0415 - the same
            from app.models import View  # noqa: PLC0415 - a table of the desk's, only for this

            for number, (every, sort) in enumerate(_VIEWS):
                view = View(
                    id=new_id(), name=f"View {number}", scope="shared", position=number, sort=sort,
                    conditions={"all": [{"value": None, **each} for each in every], "any": []},
                    created_at=clock.now(), updated_at=clock.now(),
                )  # fmt: skip
                work.session.add(view)
                desk.views[view.id] = view.conditions
        begun = time.perf_counter()
        while await view_counts.count_next(database, {}):
            pass
        desk.counting = (time.perf_counter() - begun) / len(_VIEWS)
    finally:
        await database.close()


async def _ask_all(desk: Desk, chance: random.Random) -> None:
    questions = list(_QUESTIONS)
    chance.shuffle(questions)
    for text, narrowed in questions:
        await _timed(desk, "search", lambda t=text, n=narrowed: _searched(desk, t, n))  # type: ignore[misc]  # of a lambda's default
    for every, sort in _VIEWS:
        await _timed(desk, "lists", lambda e=every, s=sort: _listed(desk, e, s))  # type: ignore[misc]  # of a lambda's default
    for _ in range(10):
        await _timed(desk, "counts", lambda: view_counts.of(desk.connection, _AGENT, desk.views, [UUID(_TEAM)]))


async def _searched(desk: Desk, text: str, narrowed: SearchFilter) -> Any:  # noqa: ANN401 - a page
    return await search.find(desk.connection, _AGENT, text, narrowed, cursor=None, limit=20)


async def _listed(desk: Desk, every: list[dict[str, Any]], sort: str) -> Any:  # noqa: ANN401 - a page
    conditions = conditions_of({"all": [{"value": None, **each} for each in every], "any": []})
    async with desk.connection.transaction():
        return await view_lists.page(
            desk.connection, _AGENT, conditions, teams=[UUID(_TEAM)], sort=sort, cursor=None, limit=50
        )


async def _timed(desk: Desk, what: str, ask: Callable[[], Awaitable[Any]]) -> None:
    begun = time.perf_counter()
    await ask()
    desk.took[what].append((time.perf_counter() - begun) * 1_000)


def _figures(small: Desk, large: Desk) -> dict[str, Figure]:
    titles = {"search": "Search", "lists": "Lists of views", "counts": "Counts of views"}
    found: dict[str, Figure] = {}
    for what, title in titles.items():
        took = {desk.tickets: sorted(desk.took[what]) for desk in (small, large)}
        details: dict[str, Any] = {
            f"{tickets:,} tickets": {f"p{part}": round(percentile(each, part / 100), 2) for part in (50, 95, 99)}
            for tickets, each in took.items()
        }
        ratio = percentile(took[large.tickets], 0.95) / percentile(took[small.tickets], 0.95)
        found[f"search_{what}"] = Figure(
            f"{title}: p95 with {large.tickets:,} tickets over p95 with {small.tickets:,}", ratio, RATIO, True, details
        )
    longest = max(large.statements)
    statements = sorted(each for each, _ in large.statements)
    found["search_longest"] = Figure(
        f"The longest statement with {large.tickets:,} tickets (ms)", longest[0], LONGEST_MS, True,
        {
            "statement": longest[1], "p99": round(percentile(statements, 0.99), 2), "statements": len(statements),
            "seconds to count a new view": round(large.counting, 3),
        },
    )  # fmt: skip
    return found
