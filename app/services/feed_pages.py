"""The change feed as its readers outside see it: pages after a position, each reader with what it may see."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.errors import Conflict, Invalid, parameter
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.schemas.events import DeskEventType, EventType
from app.services import feed
from app.services.lean import events as lean_events
from app.services.lean import wire

TYPES = tuple(each.value for each in (*EventType, *DeskEventType))
LATEST = "latest"
HIGHEST = 2**53 - 1
# Of a reader who sees little, so many places are looked through at once, and so often for one page.
WINDOW = 5_000
WINDOWS = 10

# What a reader without a source needs to see what is no ticket.
_NEEDS = {
    "customer": Permission.CUSTOMERS_READ,
    "organization": Permission.CUSTOMERS_READ,
    "agent": Permission.PEOPLE_READ,
    "team": Permission.PEOPLE_READ,
    "insight_alert": Permission.TICKETS_READ,
    "incident": Permission.INCIDENTS_READ,
}

_STANDING = """SELECT s.position AS last, (SELECT min(position) FROM feed) AS first,
(SELECT j."after" FROM feed_jumps j WHERE $1 > j."after" AND $1 < j.upto) AS lost
FROM feed_state s"""
_COLUMNS = f"""f.position, f.type AS feed_type, f.ticket_id, f.about_id, f.data::text AS feed_data, f.at AS feed_at,
{lean_events.COLUMNS}"""
_AT = f"""SELECT {_COLUMNS} FROM feed f LEFT JOIN events e ON e.ticket_id = f.ticket_id AND e.seq = f.seq
LEFT JOIN messages m ON m.id = e.message_id WHERE f.position = ANY ($1) AND {feed.THERE}"""  # noqa: S608 - names of ours
_PAGE = f"""WITH looked AS MATERIALIZED (
 SELECT position, ticket_id, public_seq, type, source_id FROM feed WHERE position > $1 ORDER BY position LIMIT $2),
found AS (SELECT position FROM looked f WHERE {{mine}} ORDER BY position LIMIT $3)
SELECT (SELECT max(position) FROM looked) AS reached, (SELECT count(*) FROM looked) AS looked,
 (SELECT max(position) FROM found) AS last_found, (SELECT count(*) FROM found) AS found,
 (SELECT min(position) FROM feed) AS oldest,
 {_COLUMNS}
FROM (VALUES (1)) one LEFT JOIN (found JOIN feed f USING (position) LEFT JOIN tickets t ON t.id = f.ticket_id
 LEFT JOIN events e ON e.ticket_id = f.ticket_id AND e.seq = f.seq
 LEFT JOIN messages m ON m.id = e.message_id) ON {feed.THERE} AND {{still_mine}} ORDER BY f.position"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Page:
    """Events as `FeedEventOut`, where to go on, and whether there is more already."""

    items: list[dict[str, Any]]
    next: int
    has_more: bool


def types_of(wanted: Collection[str]) -> frozenset[str] | None:
    """The types that are meant by names and patterns (`ticket.*`, `*`), or None for all. Raises `Invalid`
    (`unknown_event_type`).
    """
    meant: set[str] = set()
    for each in wanted:
        found = [name for name in TYPES if name == each or (each.endswith("*") and name.startswith(each[:-1]))]
        if not found or (each.endswith("*") and each != "*" and not each.endswith(".*")):
            detail = "Name types as in the guide, a noun's all as ticket.*, or all as *"
            raise Invalid(detail, code="unknown_event_type", errors=[parameter("types", detail)])
        meant.update(found)
    return frozenset(meant) if wanted and len(meant) < len(TYPES) else None


def position_of(said: str | None) -> int | None:
    """The position that a reader names; 0 for none, None for the latest. Raises `Invalid` (`invalid_position`)."""
    if said == LATEST:
        return None
    if said is not None and not (said.isascii() and said.isdigit() and len(said) <= 16 and int(said) <= HIGHEST):  # noqa: PLR2004
        detail = "A position is the `next` of a page, or `latest`"
        raise Invalid(detail, code="invalid_position", errors=[parameter("after", detail)])
    return int(said or 0)


async def start(connection: Connection, after: int | None) -> int:
    """Where a reader begins that names this position (None: the latest).

    Raises `Invalid` (`position_ahead`), and `Conflict`: `another_history` when the position was given in a history
    that was taken back, `position_expired` when what came after it is kept no more. Both say where to go on.
    """
    row = await connection.fetchrow(_STANDING, after or 0)
    last: int = row["last"] if row is not None else 0
    if row is None or after is None:
        return last
    if after > last:
        detail = f"Nothing has this position yet; the last one is {last}"
        raise Invalid(detail, code="position_ahead", errors=[parameter("after", detail)], last=last)
    if row["lost"] is not None:
        detail = "A backup was restored, and this position is not in its history: read again what came since then"
        raise Conflict(detail, code="another_history", after=row["lost"])
    if 0 < after < last and (row["first"] is None or after < row["first"] - 1):
        raise _expired(row["first"])
    return after


def _expired(oldest: int | None) -> Conflict:
    detail = "What came after this position is not kept any more: read the tickets anew, and go on from here"
    return Conflict(detail, code="position_expired", after=0 if oldest is None else oldest - 1)


async def page(connection: Connection, actor: Actor, *, after: int, types: Collection[str] | None, limit: int) -> Page:
    """What this reader may see after a position, at most `limit`. `after` is one that `start` has let pass.

    Raises `Conflict` (`position_expired`) when what came after it has been deleted meanwhile.
    """
    mine, still_mine, parameters = _door(actor, types)
    query = _PAGE.format(mine=mine, still_mine=still_mine)
    window = limit if mine == "true" else WINDOW
    items: list[dict[str, Any]] = []
    for _ in range(WINDOWS):
        rows = await connection.fetch(query, after, window, limit, *parameters)
        items = [shown(row, actor) for row in rows if row["position"] is not None]
        first = rows[0]
        if after > 0 and first["reached"] is not None and after < first["oldest"] - 1:
            # In the same look, so that nobody goes on over a gap.
            raise _expired(first["oldest"])
        if first["found"] == limit:
            return Page(items, first["last_found"], has_more=True)
        after = first["reached"] or after
        if items or first["looked"] < window:
            return Page(items, after, has_more=first["looked"] == window)
    return Page(items, after, has_more=True)


async def at(connection: Connection, positions: Collection[int]) -> dict[int, Any]:
    """What is at these positions, as rows for `shown`; what is kept no more is missing."""
    return {row["position"]: row for row in await connection.fetch(_AT, list(positions))}


def _door(actor: Actor, types: Collection[str] | None) -> tuple[str, str, list[Any]]:
    """What a reader may see, on a place `f` and then on its ticket `t`, with parameters from $4."""
    conditions: list[str] = []
    parameters: list[Any] = []
    if types is not None:
        conditions.append(f"f.type = ANY (${4 + len(parameters)})")
        parameters.append(sorted(types))
    if actor.kind != "agent":
        conditions.append(f"(f.public_seq IS NOT NULL OR f.type = ANY (${4 + len(parameters)}))")
        parameters.append([] if actor.source_id is not None else _others(actor))
    still_mine = "true"
    if actor.kind == "partner" and actor.source_id is not None:
        conditions.append(f"f.source_id = ${4 + len(parameters)}")
        still_mine, _ = wire.visible(actor, 4 + len(parameters))
        parameters.append(actor.source_id)
    return " AND ".join(conditions) or "true", still_mine, parameters


def _others(actor: Actor) -> list[str]:
    return [each.value for each in DeskEventType if actor.may(_NEEDS[each.partition(".")[0]])]


def shown(row: Any, actor: Actor) -> dict[str, Any]:  # noqa: ANN401 - asyncpg.Record
    """An event as this reader sees it (and it may see it): `FeedEventOut`."""
    event = {"position": row["position"], "id": f"evt_{row['position']}", "type": row["feed_type"]}
    if row["about_id"] is not None:
        about = {"kind": row["feed_type"].partition(".")[0], "id": row["about_id"]}
        data = orjson.loads(row["feed_data"])
        rest = {"ticket_id": None, "seq": None, "about": about, "actor": None}
        return {**event, **rest, "data": data, "at": row["feed_at"]}
    ticket_id = UUID(int=row["ticket_id"].int)
    return {**event, "ticket_id": ticket_id, "about": None, **wire.event(lean_events.event(ticket_id, row), actor.kind)}
