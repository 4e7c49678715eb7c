"""Which maintenance concerns whom: found by those who check, and by those who show what is planned."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.models import MaintenanceWindow
from app.rules import maintenance as rules
from app.rules.maintenance import Repeat, Span, Window

# As many windows of one monitor are looked at.
MOST = 500
_OF = f"""SELECT starts_at, ends_at, declared_at, repeat::text AS repeat FROM maintenance_windows
WHERE (over_at IS NULL OR over_at > $3) AND starts_at < $4
AND (monitor_ids ? $1 OR component_ids ?| $2::text[]) ORDER BY id LIMIT {MOST}"""  # noqa: S608 - a number of ours
_NOW = f"""SELECT component_ids::text AS components, starts_at, ends_at, declared_at, repeat::text AS repeat
FROM maintenance_windows WHERE (over_at IS NULL OR over_at > $2) AND starts_at <= $2
AND component_ids ?| $1::text[] AND (public OR NOT $3) ORDER BY id LIMIT {MOST}"""  # noqa: S608 - a number of ours


def window(row: Any) -> Window:  # noqa: ANN401 - a row of either kind
    """The rule's view of a row."""
    if isinstance(row, MaintenanceWindow):
        return Window(row.starts_at, row.ends_at, row.declared_at, repeat_of(row.repeat))
    found = orjson.loads(row["repeat"]) if row["repeat"] else None
    return Window(row["starts_at"], row["ends_at"], row["declared_at"], repeat_of(found))


def repeat_of(stored: dict[str, Any] | None) -> Repeat | None:
    """How a window repeats."""
    if stored is None:
        return None
    until = stored.get("until")
    return Repeat(stored["every"], stored["unit"], stored["zone"], datetime.fromisoformat(until) if until else None)


async def spans_of(
    connection: Connection, monitor_id: UUID, component_ids: Sequence[str], start: datetime, end: datetime
) -> list[Span]:
    """When work on a monitor or one of its components was planned, within this half-open period."""
    rows = await connection.fetch(_OF, str(monitor_id), list(component_ids), start, end)
    return [span for row in rows for span in rules.spans(window(row), start, end)]


async def components_now(
    connection: Connection, component_ids: Collection[UUID], now: datetime, *, public_only: bool = False
) -> set[UUID]:
    """Which of these components are being worked on at this instant, as it was planned."""
    wanted = {str(each): each for each in component_ids}
    rows = await connection.fetch(_NOW, list(wanted), now, public_only) if wanted else ()
    found: set[UUID] = set()
    for row in rows:
        if any(start <= now < end for start, end in rules.occurrences(window(row), now, _just_after(now))):
            found |= {wanted[each] for each in orjson.loads(row["components"]) if each in wanted}
    return found


def _just_after(now: datetime) -> datetime:
    return now + rules.TICK
