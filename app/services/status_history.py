"""How components were on each of the last days: by the checks of their monitors, else by what incidents said."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.db import Connection
from app.rules import status_days
from app.rules.component_states import said_by
from app.rules.status_days import History, Trouble
from app.services import monitor_history

_TROUBLES = """SELECT k.component_id, k.state, i.impact, i.started_at, i.resolved_at
FROM incidents i JOIN incident_components k ON k.incident_id = i.id
WHERE i.visibility = 'public' AND k.component_id = ANY ($1::uuid[])
AND (i.resolved_at IS NULL OR (i.resolved_at >= $2 AND i.started_at <= i.resolved_at))
ORDER BY i.started_at DESC LIMIT 5000"""
_SINCE = "SELECT id, created_at FROM components WHERE id = ANY ($1::uuid[])"


async def of(
    connection: Connection, ids: Sequence[UUID], now: datetime, watched: Mapping[UUID, status_days.Watched]
) -> dict[UUID, History]:
    """The last 90 days (UTC) of these components; `watched` is what `by_monitors` said a moment ago."""
    # The page is the same one for a minute, whoever asks for it again.
    now = now.replace(second=0, microsecond=0)
    first = datetime.combine(status_days.first_day(now), time(), UTC)
    troubles: dict[UUID, list[Trouble]] = {each: [] for each in ids}
    rows: Any = await connection.fetch(_TROUBLES, list(ids), first) if ids else []
    for row in rows:
        said = said_by(row["impact"], row["state"])
        troubles[UUID(int=row["component_id"].int)].append(Trouble(said, row["started_at"], row["resolved_at"]))
    since: Any = await connection.fetch(_SINCE, list(ids)) if ids else []
    began = {UUID(int=row["id"].int): row["created_at"] for row in since}
    return {
        each: status_days.history(found, now, since=began.get(each, now), watched=watched.get(each))
        for each, found in troubles.items()
    }


async def by_monitors(connection: Connection, ids: Sequence[UUID], now: datetime) -> dict[UUID, status_days.Watched]:
    """Of the components that a monitor watches: time up and down of each day, in microseconds, the oldest first."""
    first = status_days.first_day(now)
    last = first + timedelta(days=status_days.DAYS - 1)
    found = await monitor_history.times_of_components(connection, ids, first, last, "UTC") if ids else {}
    return dict(found)
