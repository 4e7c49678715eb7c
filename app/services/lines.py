"""Lines by id: a queue, a team's own queue, or the desk's own, which has the zero UUID."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.db import Connection
from app.errors import NotFound
from app.rules.queues import OF_NOBODY, Queue, own_queue
from app.services import queue_worlds

_FOUND = """SELECT 'queue' AS kind, name FROM queues WHERE id = $1
UNION ALL SELECT 'team', name FROM teams WHERE id = $1"""


@dataclass(frozen=True, slots=True)
class Line:
    """Where things wait. `queue` is how it is served; None: not at all, it is switched off or archived."""

    id: UUID
    kind: Literal["queue", "team", "desk"]
    name: str | None
    queue: Queue | None


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
