"""Lines by id: a queue, a team's own queue, or the desk's own, which has the zero UUID."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.db import Connection
from app.errors import NotFound
from app.rules.queues import OF_NOBODY, Queue, own_queue
from app.services import queue_worlds

_FOUND = """SELECT 'queue' AS kind, name FROM queues WHERE id = $1
UNION ALL SELECT 'team', name FROM teams WHERE id = $1"""

_THERE = "SELECT id FROM teams WHERE id = ANY ($1::uuid[]) UNION ALL SELECT id FROM queues WHERE id = ANY ($1::uuid[])"
_TEAMS = "SELECT DISTINCT team_id FROM team_members WHERE agent_id = ANY ($1::uuid[])"


@dataclass(frozen=True, slots=True)
class Line:
    """Where things wait. `queue` is how it is served; None: not at all, it is switched off or archived."""

    id: UUID
    kind: Literal["queue", "team", "desk"]
    name: str | None
    queue: Queue | None


async def those_of(connection: Connection, line_ids: Collection[UUID]) -> set[UUID]:
    """Those of these lines that there are."""
    rows = await connection.fetch(_THERE, list(line_ids))
    return {row["id"] for row in rows} | ({OF_NOBODY} & set(line_ids))


async def of_agents(connection: Connection, agent_ids: Collection[UUID]) -> set[UUID]:
    """The lines that these agents serve: their teams' own, the queues of those teams, and the desk's."""
    rows = await connection.fetch(_TEAMS, list(agent_ids))
    teams = {row["team_id"] for row in rows}
    queues = (await queue_worlds.current(connection)).in_order if teams else ()
    return {OF_NOBODY, *teams, *(each.id for each in queues if not teams.isdisjoint(each.all_team_ids))}


async def find(connection: Connection, line_id: UUID) -> Line:
    """The line of a queue's or a team's id, also when it is archived. Raises `NotFound`."""
    if line_id == OF_NOBODY:
        return Line(line_id, "desk", None, own_queue(None))
    row = await connection.fetchrow(_FOUND, line_id)
    if row is None:
        raise NotFound
    if row["kind"] == "team":
        return Line(line_id, "team", row["name"], own_queue(line_id))
    return Line(line_id, "queue", row["name"], (await queue_worlds.current(connection)).get(line_id))
