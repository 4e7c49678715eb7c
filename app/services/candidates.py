"""Agents as the decision sees them: what changes by the second is read each time, the rest once per edit of them."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.db import Connection
from app.rules.permissions import ROLES, Permission
from app.rules.routing import Candidate, primary_subtag

# `a` is the agent, `l` their place on the channel, which is the first parameter.
FACTS = """a.id, a.version, a.presence, $1::text = ANY (a.presence_channels) AS on_channel, a.off, a.capacity_total,
coalesce(l.capacity, 0) AS capacity, coalesce(l.load, 0) AS load, coalesce(l.weight, 1) AS weight, l.last_assigned_at,
l.freed_at, CASE WHEN a.capacity_total IS NOT NULL THEN
 (SELECT sum(x.load * x.weight)::int FROM agent_loads x WHERE x.agent_id = a.id) END AS total_load"""
_IN_TEAMS = f"""SELECT {FACTS}, m.team_ids
FROM (SELECT agent_id, array_agg(team_id) AS team_ids FROM team_members WHERE team_id = ANY ($2::uuid[]) GROUP BY 1) m
JOIN agents a ON a.id = m.agent_id LEFT JOIN agent_loads l ON l.agent_id = a.id AND l.channel = $1
WHERE a.status = 'active'"""  # noqa: S608 - ours
_ANYBODY = f"""SELECT {FACTS}, NULL::uuid[] AS team_ids
FROM agents a LEFT JOIN agent_loads l ON l.agent_id = a.id AND l.channel = $1 WHERE a.status = 'active'"""  # noqa: S608 - ours
# Who has room now, for whatever: the partial index on those who are there keeps this small.
_FREE = f"""SELECT {FACTS}, ARRAY(SELECT m.team_id FROM team_members m WHERE m.agent_id = a.id) AS team_ids
FROM agents a JOIN agent_loads l ON l.agent_id = a.id AND l.channel = $1
WHERE a.presence = 'online' AND a.status = 'active' AND a.off IS NULL AND $1 = ANY (a.presence_channels)
AND l.load < l.capacity"""  # noqa: S608 - ours
_EVERYBODY = f"""SELECT {FACTS}, ARRAY(SELECT m.team_id FROM team_members m WHERE m.agent_id = a.id) AS team_ids
FROM agents a LEFT JOIN agent_loads l ON l.agent_id = a.id AND l.channel = $1 WHERE a.status = 'active'"""  # noqa: S608 - ours
_EDITED = """SELECT a.id, a.version, a.role, a.tier, a.languages,
ARRAY(SELECT s.skill_id FROM agent_skills s WHERE s.agent_id = a.id ORDER BY s.skill_id) AS skill_ids,
ARRAY(SELECT s.level FROM agent_skills s WHERE s.agent_id = a.id ORDER BY s.skill_id) AS levels
FROM agents a WHERE a.id = ANY ($1::uuid[])"""


@dataclass(frozen=True, slots=True)
class _Edited:
    """What only an edit of the agent changes, and the version of which it is."""

    version: int
    skills: Mapping[UUID, int]
    languages: frozenset[str]
    tier: int
    may_reply: bool


_known: dict[UUID, _Edited] = {}
# Candidates as they were read last, by what was asked: the row, and what only an edit changes. The oldest go first.
_made: dict[tuple[str, Hashable], dict[UUID, tuple[Mapping[str, Any], _Edited, Candidate]]] = {}
_MOST_MADE = 50
_MOST_KNOWN = 50_000


async def of_teams(connection: Connection, channel: str, team_ids: Iterable[UUID] | None) -> list[Candidate]:
    """The active agents of these teams (None: all of the desk), there or not, as candidates for this channel."""
    if team_ids is None:
        return await made(connection, channel, await connection.fetch(_ANYBODY, channel))
    teams = frozenset(team_ids)
    return await made(connection, channel, await connection.fetch(_IN_TEAMS, channel, list(teams)), asked=teams)


async def everybody(connection: Connection, channel: str) -> list[Candidate]:
    """The active agents of the desk, there or not, in all their teams."""
    return await made(connection, channel, await connection.fetch(_EVERYBODY, channel), asked="everybody")


async def free(connection: Connection, channel: str) -> list[Candidate]:
    """Everybody who is there with room on this channel, in all their teams."""
    return await made(connection, channel, await connection.fetch(_FREE, channel), asked="free")


async def made(
    connection: Connection, channel: str, rows: Sequence[Mapping[str, Any]], *, asked: Hashable = None
) -> list[Candidate]:
    """Candidates of rows with `FACTS` and `team_ids` (null: of no team); `asked` says which rows these are."""
    edited = await _edited(connection, rows)
    before = _made.pop((channel, asked), {})
    kept: dict[UUID, tuple[Mapping[str, Any], _Edited, Candidate]] = {}
    for row in rows:
        each = edited[row["id"]]
        known = before.get(row["id"])
        # Of a thousand a few have changed since the last look: the others are who they were.
        if known is None or known[1] is not each or known[0] != row:
            known = (row, each, _candidate(channel, row, each))
        kept[row["id"]] = known
    while len(_made) >= _MOST_MADE:
        del _made[next(iter(_made))]
    _made[channel, asked] = kept
    return [candidate for _, _, candidate in kept.values()]


def _candidate(channel: str, row: Mapping[str, Any], edited: _Edited) -> Candidate:
    last, freed = row["last_assigned_at"], row["freed_at"]
    return Candidate(
        agent_id=row["id"],
        presence=row["presence"],
        channels=frozenset({channel} if row["on_channel"] else ()),
        team_ids=frozenset(row["team_ids"] or ()),
        capacity=row["capacity"],
        load=row["load"],
        last_assigned_at=last,
        idle_since=max(last, freed) if last and freed else last or freed,
        weight=row["weight"],
        total_capacity=row["capacity_total"],
        total_load=row["total_load"] or 0,
        skills=edited.skills,
        languages=edited.languages,
        tier=edited.tier,
        off=row["off"],
        may_reply=edited.may_reply,
    )


async def _edited(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[UUID, _Edited]:
    found: dict[UUID, _Edited] = {}
    new: list[UUID] = []
    for row in rows:
        known = _known.get(row["id"])
        if known is not None and known.version == row["version"]:
            found[row["id"]] = known
        else:
            new.append(row["id"])
    for row in await connection.fetch(_EDITED, new) if new else ():
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        found[row["id"]] = _known[row["id"]] = _Edited(
            version=row["version"],
            skills=dict(zip(row["skill_ids"], row["levels"], strict=True)),
            languages=frozenset(primary_subtag(each) for each in row["languages"]),
            tier=row["tier"],
            may_reply=Permission.TICKETS_WRITE in ROLES[row["role"]],
        )
    return found
