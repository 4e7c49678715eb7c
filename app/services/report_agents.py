"""Reports of agents' time: occupancy, and adherence to the plan, by agent and team."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.errors import Forbidden
from app.rules.actors import Actor
from app.rules.agent_time import Parts
from app.services import agent_adherence, agent_stretches, agent_time, report_asking
from app.services.agent_adherence import Adherence
from app.services.report_asking import WITHOUT, Asked
from app.services.report_figures import Figures, Result

if TYPE_CHECKING:
    from app.timing import Rows, Sums

# Puts parts, in microseconds, into figures.
_Say: TypeAlias = Callable[[Figures, Sequence[int]], None]
_MICRO = 1_000_000
_TEAMS = """SELECT a.id, array_remove(array_agg(m.team_id), NULL) AS teams FROM agents a
LEFT JOIN team_members m ON m.agent_id = a.id GROUP BY a.id"""
_OCCUPANCY = (
    "handling", "idle", "busy", "away", "off", "signed_in", "chatting", "chat", "call", "wrap_up",
)  # fmt: skip


async def occupancy(session: AsyncSession, _actor: Actor, asked: Asked) -> Result:
    """What share of their time agents had something in hand. Raises `Forbidden` for a key of one source."""
    connection, teams = await _begin(session, asked)
    agents, rows = await agent_time.rows(connection, asked.period.edges, list(teams))
    return await _result(connection, asked, [teams[each] for each in agents], agents, rows, _occupied)


async def adherence(session: AsyncSession, _actor: Actor, asked: Asked) -> Result:
    """What share of their planned time agents were at work. Raises `Forbidden` for a key of one source."""
    connection, teams = await _begin(session, asked)
    agents, rows = await agent_adherence.rows(connection, asked.period.edges, list(teams))
    return await _result(connection, asked, [teams[each] for each in agents], agents, rows, _adhered)


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
    return connection, found


async def _result(
    connection: Connection,
    asked: Asked,
    teams: Sequence[Sequence[str | None]],
    agents: Sequence[UUID],
    rows: "Rows",
    say: _Say,
) -> Result:
    edges, slots = asked.period.edges, asked.period.slots
    keys_of: list[Sequence[str | None]] = [[None] for _ in agents]
    if asked.group_by == "agent":
        keys_of = [[str(each)] for each in agents]
    elif asked.group_by == "team":
        keys_of = list(teams)
    apart = asked.group_by != "none" or asked.interval != "none"

    def summed() -> "tuple[list[str | None], Sums, Sums | None]":
        from app import timing  # noqa: PLC0415 - numpy is heavy, and most processes make no reports

        # A group is there when somebody in it has any time; without groups there is the one of all.
        there = {key for place in timing.agents_of(rows) for key in keys_of[place]}
        keys = sorted(there if asked.group_by != "none" else [None], key=lambda key: (key is None, key or ""))
        whole = timing.whole(rows, len(agents))
        if not apart:
            return keys, whole, None
        report_asking.bound(len(keys) * slots)
        at = {key: place for place, key in enumerate(keys)}
        groups = [[at[key] for key in each if key in at] for each in keys_of]
        return keys, whole, timing.add_up(rows, groups, len(keys), slots)

    keys, whole, cells = await asyncio.to_thread(summed)

    def figures(sums: "Sums", group: int, slot: int, first: int, last: int, key: str | None) -> Figures:
        made = Figures(edges[first], edges[last], int(sums[1][group, slot]), key, tickets=False)
        say(made, [int(each) for each in sums[0][:, group, slot]])
        return made

    made = []
    if cells is not None:
        made = [
            figures(cells, group, slot, slot, slot + 1, key) for group, key in enumerate(keys) for slot in range(slots)
        ]
    total = figures(whole, 0, 0, 0, slots, None)
    return Result(total, made, await agent_stretches.since(connection))


def _occupied(made: Figures, sums: Sequence[int]) -> None:
    parts = Parts(*sums)
    made.share = _rounded(parts.occupancy)
    made.more = {f"{name}_seconds": _seconds(getattr(parts, name)) for name in _OCCUPANCY}
    made.more["chats_at_once"] = _rounded(parts.concurrency)


def _adhered(made: Figures, sums: Sequence[int]) -> None:
    kept = Adherence(*sums)
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
