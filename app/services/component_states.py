"""How components are now, by the incidents that are open and the work that is planned."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.rules.component_states import Said, State, said_by, state_of
from app.services import maintenance

_SAID = """SELECT k.component_id, k.state, i.impact FROM incident_components k JOIN incidents i ON i.id = k.incident_id
WHERE k.component_id = ANY ($1::uuid[]) AND i.resolved_at IS NULL AND ($2 OR i.visibility = 'public')"""


async def of(connection: Connection, ids: Collection[UUID], *, public_only: bool = False) -> dict[UUID, State]:
    """The state of each of these components. `public_only`: as far as the public knows."""
    said: dict[UUID, list[Said]] = {each: [] for each in ids}
    rows: list[Any] = await connection.fetch(_SAID, list(ids), not public_only) if ids else []
    for row in rows:
        said[UUID(int=row["component_id"].int)].append(said_by(row["impact"], row["state"]))
    planned = await maintenance.components_now(connection, ids, clock.now(), public_only=public_only)
    return {each: state_of(words, maintenance=each in planned) for each, words in said.items()}
