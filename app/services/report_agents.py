"""Reports of agents' time: occupancy, and adherence to the plan, by agent and team."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, Self, TypeVar
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.errors import Forbidden
from app.rules.actors import Actor
from app.rules.agent_time import Parts
from app.services import agent_adherence, agent_time, report_asking
from app.services.agent_adherence import Adherence
from app.services.report_asking import WITHOUT, Asked
from app.services.report_figures import Figures, Result

_MICRO = 1_000_000
# Of so many people in so many slots at most: all of them are looked at, also where one row is asked for.
MOST_CELLS = 250_000
_TEAMS = """SELECT a.id, array_remove(array_agg(m.team_id), NULL) AS teams FROM agents a
LEFT JOIN team_members m ON m.agent_id = a.id GROUP BY a.id"""
_OCCUPANCY = (
    "handling", "idle", "busy", "away", "off", "signed_in", "chatting", "chat", "call", "wrap_up",
)  # fmt: skip


class _Sum(Protocol):
    def add(self, other: Self, /) -> None: ...


Some = TypeVar("Some", bound=_Sum)


async def occupancy(session: AsyncSession, _actor: Actor, asked: Asked) -> Result:
    """What share of their time agents had something in hand. Raises `Forbidden` for a key of one source."""
    connection, teams = await _begin(session, asked)
    found = await agent_time.parts(connection, asked.period.edges, list(teams))
    return await _result(connection, asked, teams, found, Parts, _occupied)


async def adherence(session: AsyncSession, _actor: Actor, asked: Asked) -> Result:
    """What share of their planned time agents were at work. Raises `Forbidden` for a key of one source."""
    connection, teams = await _begin(session, asked)
    found = await agent_adherence.adherence(connection, asked.period.edges, list(teams))
    return await _result(connection, asked, teams, found, Adherence, _adhered)


async def _begin(session: AsyncSession, asked: Asked) -> tuple[Connection, dict[UUID, list[str | None]]]:
    """The agents that are asked for, with their teams of now (None: in none)."""
    if asked.source_id is not None:
        detail = "Agents' time is nobody's who has the key of one source"
        raise Forbidden(detail)
    connection = await raw_connection(session)
    filters = asked.filters or {}
    agents, teams = filters.get("agent"), filters.get("team")
    found: dict[UUID, list[str | None]] = {}
    for row in await connection.fetch(_TEAMS):
        of = sorted(str(each) for each in row["teams"])
        if agents is not None and str(row["id"]) not in agents:
            continue
        if teams is not None and not set(teams) & set(of or [WITHOUT]):
            continue
        # Whoever asks for some teams is told of them, and not of others that their people are in, too.
        found[row["id"]] = [each for each in of if teams is None or each in teams] or [None]
    report_asking.bound(len(found) * asked.period.slots, MOST_CELLS)
    return connection, found


def _groups(
    asked: Asked, teams: Mapping[UUID, Sequence[str | None]], found: Iterable[UUID]
) -> dict[str | None, list[UUID]]:
    groups: dict[str | None, list[UUID]] = {}
    for agent_id in found:
        keys: Sequence[str | None] = [None]
        if asked.group_by == "agent":
            keys = [str(agent_id)]
        elif asked.group_by == "team":
            keys = teams[agent_id]
        for key in keys:
            groups.setdefault(key, []).append(agent_id)
    return groups


async def _result(
    connection: Connection,
    asked: Asked,
    teams: Mapping[UUID, Sequence[str | None]],
    found: Mapping[UUID, Sequence[Some]],
    empty: Callable[[], Some],
    say: Callable[[Figures, Some], None],
) -> Result:
    edges, slots = asked.period.edges, asked.period.slots
    groups = _groups(asked, teams, found)

    def figures(agents: Sequence[UUID], places: range, key: str | None) -> Figures:
        whole, people = empty(), 0
        for agent_id in agents:
            own = empty()
            for place in places:
                own.add(found[agent_id][place])
            people += own != empty()
            whole.add(own)
        made = Figures(edges[places.start], edges[places.stop], people, key, tickets=False)
        say(made, whole)
        return made

    every: Sequence[str | None] = [None]
    if asked.group_by != "none":
        every = sorted(groups, key=lambda key: (key is None, key or ""))
    report_asking.bound(len(every) * slots)

    def counted() -> tuple[Figures, list[Figures]]:
        rows = []
        if asked.group_by != "none" or asked.interval != "none":
            rows = [figures(groups.get(key, ()), range(at, at + 1), key) for key in every for at in range(slots)]
        return figures(list(found), range(slots), None), rows

    total, rows = await asyncio.to_thread(counted)
    return Result(total, rows, await agent_time.since(connection))


def _occupied(made: Figures, parts: Parts) -> None:
    made.share = _rounded(parts.occupancy)
    made.more = {f"{name}_seconds": _seconds(getattr(parts, name)) for name in _OCCUPANCY}
    made.more["chats_at_once"] = _rounded(parts.concurrency)


def _adhered(made: Figures, kept: Adherence) -> None:
    made.share = _rounded(kept.share)
    made.more = {
        "scheduled_seconds": _seconds(kept.scheduled),
        "kept_seconds": _seconds(kept.kept),
        "besides_seconds": _seconds(kept.besides),
    }


def _seconds(microseconds: int) -> float:
    return microseconds / _MICRO


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)
