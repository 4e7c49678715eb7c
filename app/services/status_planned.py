"""Planned work that is announced: once at once, again and again some days before each time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.rules import maintenance as rules
from app.services import maintenance

MOST = 50
# What repeats is announced so long before each time.
BEFORE = timedelta(days=7)
# A hundredth month is nearer than that.
_FAR = timedelta(days=366 * 9)
# What is about hidden components alone is nobody's business.
_WINDOWS = f"""SELECT * FROM (SELECT w.id, w.texts::text AS texts, w.starts_at, w.ends_at, w.declared_at, w.updated_at,
 w.repeat::text AS repeat, w.component_ids = '[]' AS nameless,
 ARRAY(SELECT c.id FROM components c WHERE w.component_ids ? c.id::text AND c.public AND c.archived_at IS NULL
  AND ($1::text IS NULL OR c.brand IS NULL OR c.brand = $1) ORDER BY c.position, c.id) AS shown
FROM maintenance_windows w WHERE w.public AND (w.over_at IS NULL OR w.over_at > $2)
AND ($1::text IS NULL OR w.brand IS NULL OR w.brand = $1)) w
WHERE nameless OR shown <> '{{}}' ORDER BY starts_at, id LIMIT {maintenance.MOST}"""  # noqa: S608 - a number of ours


@dataclass(frozen=True, slots=True)
class Planned:
    """One time that work is planned for, the one under way or the next one, in every language that there is."""

    id: UUID
    texts: Mapping[str, str]
    component_ids: Sequence[UUID]
    starts_at: datetime
    ends_at: datetime
    announced_at: datetime
    updated_at: datetime
    running: bool

    @property
    def name(self) -> str:
        """Which window, and which time of it."""
        return f"{self.id}-{int(self.starts_at.timestamp())}"


async def coming(connection: Connection, brand: str | None, now: datetime) -> list[Planned]:
    """What is announced at this instant, the soonest first. `brand`: of it and of all brands; None: everything."""
    found = [_next(row, now) for row in await connection.fetch(_WINDOWS, brand, now)]
    announced = [each for each in found if each is not None and each.announced_at <= now]
    return sorted(announced, key=lambda each: (each.starts_at, each.id))[:MOST]


def _next(row: Mapping[str, Any], now: datetime) -> Planned | None:
    window = maintenance.window(row)
    spans = rules.occurrences(window, now, max(now, window.starts_at) + _FAR, most=1)
    if not spans:
        return None
    starts, ends = spans[0]
    announced = window.declared_at if window.repeat is None else max(window.declared_at, starts - BEFORE)
    return Planned(
        id=UUID(int=row["id"].int),
        texts=orjson.loads(row["texts"]),
        component_ids=[UUID(int=each.int) for each in row["shown"]],
        starts_at=starts,
        ends_at=ends,
        announced_at=announced,
        updated_at=max(announced, row["updated_at"]),
        running=starts <= now,
    )
