"""The status page: what everybody may know of components and incidents, kept for some seconds.

When something is down, everybody looks at once: one look at the database serves all of them.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote
from uuid import UUID

from app import clock
from app.db import Connection, Database
from app.errors import Invalid, NotFound, parameter
from app.rules import locale_tags, locales, status_days
from app.rules.status_days import History, Watched
from app.schemas.status import (
    StatusComponent,
    StatusDay,
    StatusIncident,
    StatusIncidentPage,
    StatusIncidentWhole,
    StatusMaintenance,
    StatusOut,
    StatusUpdate,
)
from app.services import incident_reading, keyset, rate_limits, status_history, status_planned
from app.services.incident_reading import PublicComponent, PublicIncident
from app.services.status_planned import Planned
from app.settings import settings

# Between what was said and a reader who asks again.
SECONDS = 3.0
# What monitors have measured is many rows, and moves slowly.
MEASURED_SECONDS = 60.0
PAST = 15
PER_MINUTE = 300
_BRAND = "SELECT name FROM brands WHERE key = $1"


@dataclass(frozen=True, slots=True)
class Board:
    """What the page says, in every language that there is."""

    brand: str | None
    name: str | None
    components: Sequence[PublicComponent]
    days: Mapping[UUID, History]
    open: Sequence[PublicIncident]
    past: Sequence[PublicIncident]
    planned: Sequence[Planned] = ()

    @property
    def indicator(self) -> str:
        """The worst of it in one word."""
        return status_days.indicator((each.state for each in self.components), (each.impact for each in self.open))


@dataclass(slots=True)
class Boards:
    """The boards of one desk, by brand, each with when it was looked at. Only brands that exist are kept."""

    database: Database
    kept: dict[str | None, tuple[float, Board]] = field(default_factory=dict)
    measured: dict[str | None, tuple[float, Mapping[UUID, Watched]]] = field(default_factory=dict)
    looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def of(self, brand: str | None) -> Board:
        """The board of a brand, or of everything. Raises `Invalid` (`unknown_brand`)."""
        found = self._fresh(brand)
        if found is not None:
            return found
        async with self.looking:
            # Whoever waited for another's look takes what that one saw.
            found = self._fresh(brand)
            if found is None:
                async with self.database.lean() as connection:
                    found = await _look(connection, brand, self.measured)
                self.kept[brand] = (clock.monotonic(), found)
        return found

    def _fresh(self, brand: str | None) -> Board | None:
        at, board = self.kept.get(brand, (0.0, None))
        return board if board is not None and clock.monotonic() - at < SECONDS else None


def limit(address: str | None) -> None:
    """Count one more look from an address. Raises `TooMany`."""
    rate_limits.check("status", rate_limits.network_of(address), limit=PER_MINUTE, seconds=60)


def url(brand: str | None) -> str:
    """The address of the page."""
    return f"{settings().public_url.rstrip('/')}/status{'' if brand is None else '/' + quote(brand)}"


def shown(board: Board, wanted: Sequence[str]) -> StatusOut:
    """The board in a reader's language."""
    return StatusOut.model_validate(
        {
            "indicator": board.indicator,
            "brand": board.brand,
            "name": board.name,
            "locale": locale(board, wanted),
            "components": [_component(each, board, wanted) for each in board.components],
            "incidents": [incident(each, board.brand, wanted) for each in board.open],
            "maintenance": [planned(each, board.brand, wanted) for each in board.planned],
            "url": url(board.brand),
        }
    )


def locale(board: Board, wanted: Sequence[str]) -> str:
    """What of the wanted languages most of it is in: the first that a title or a name is there in, else English."""
    texts = [
        *(each.texts for each in board.components),
        *(each.texts for each in (*board.open, *board.past)),
        *(each.texts for each in board.planned),
    ]
    there = {tag for each in texts for tag in each}
    return locale_tags.best(sorted(there), wanted, otherwise="en") if there else (wanted[0] if wanted else "en")


async def past(
    database: Database, brand: str | None, wanted: Sequence[str], *, cursor: str | None, limit: int
) -> StatusIncidentPage:
    """Incidents that are over, the latest first. Raises `Invalid` (`unknown_brand`, `invalid_cursor`)."""
    before = None if cursor is None else keyset.by_time(cursor)
    async with database.lean() as connection:
        await _name(connection, brand)
        found = await incident_reading.past(connection, brand, before=before, limit=limit + 1)
    items, following = keyset.page(found, limit, lambda last: keyset.encode(last.started_at, last.id))
    return StatusIncidentPage(items=[incident(each, brand, wanted) for each in items], next_cursor=following)


def incident(found: PublicIncident, brand: str | None, wanted: Sequence[str]) -> StatusIncident:
    """An incident in a reader's language."""
    return StatusIncident.model_validate(
        {
            "id": found.id,
            "title": locales.best(found.texts, wanted),
            "status": found.status,
            "impact": found.impact,
            "started_at": found.started_at,
            "resolved_at": found.resolved_at,
            "updated_at": found.updated_at,
            "component_ids": list(found.component_ids),
            "updates": [
                StatusUpdate.model_validate(
                    {
                        "id": each.id,
                        "status": each.status,
                        "text": locales.best(each.texts, wanted),
                        "at": each.created_at,
                        "edited_at": each.edited_at,
                    }
                )
                for each in found.updates
            ],
            "url": f"{url(brand)}#{found.id}",
            "post_mortem_at": found.post_mortem_at,
        }
    )


async def one(database: Database, incident_id: UUID, wanted: Sequence[str]) -> StatusIncidentWhole:
    """A public incident with what was learnt of it. Raises `NotFound`."""
    async with database.lean() as connection:
        found = await incident_reading.one(connection, incident_id)
    if found is None:
        raise NotFound
    return StatusIncidentWhole(**incident(found[0], None, wanted).model_dump(), post_mortem=found[1])


def planned(found: Planned, brand: str | None, wanted: Sequence[str]) -> StatusMaintenance:
    """Planned work in a reader's language."""
    return StatusMaintenance(
        id=found.id,
        text=locales.best(found.texts, wanted),
        state="running" if found.running else "scheduled",
        component_ids=list(found.component_ids),
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        url=f"{url(brand)}#{found.name}",
    )


async def _look(
    connection: Connection, brand: str | None, measured: dict[str | None, tuple[float, Mapping[UUID, Watched]]]
) -> Board:
    name, now = await _name(connection, brand), clock.now()
    components = await incident_reading.components(connection, brand)
    ids = [each.id for each in components]
    at, watched = measured.get(brand, (0.0, None))
    if watched is None or clock.monotonic() - at >= MEASURED_SECONDS:
        watched = await status_history.by_monitors(connection, ids, now)
        measured[brand] = clock.monotonic(), watched
    return Board(
        brand=brand,
        name=name,
        components=components,
        days=await status_history.of(connection, ids, now, watched),
        open=await incident_reading.open_now(connection, brand),
        past=await incident_reading.past(connection, brand, before=None, limit=PAST),
        planned=await status_planned.coming(connection, brand, now),
    )


async def _name(connection: Connection, brand: str | None) -> str | None:
    # Postgres knows no NUL, and no brand has one.
    named = brand is not None and "\x00" not in brand
    name: str | None = await connection.fetchval(_BRAND, brand) if named else None
    if brand is not None and name is None:
        detail = "There is no such brand"
        raise Invalid(detail, code="unknown_brand", errors=[parameter("brand", detail)])
    return name


def _component(found: PublicComponent, board: Board, wanted: Sequence[str]) -> StatusComponent:
    history = board.days[found.id]
    return StatusComponent(
        id=found.id,
        key=found.key,
        name=locales.best(found.texts, wanted) or found.key,
        section=found.section,
        state=found.state,
        source=history.source,
        uptime=history.uptime,
        days=[StatusDay(day=each.day, state=each.state, uptime=each.uptime) for each in history.days],
    )
