"""Incidents and components as everybody may see them: only what is public, in every language that there is.

Nothing internal comes out of here: no internal incident, no update for agents, no component that is not shown, and
nothing of tickets.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.rules.component_states import State
from app.services import component_states

MOST_OPEN, MOST_COMPONENTS, MOST_UPDATES = 100, 500, 200

_BRAND = "($1::text IS NULL OR {}.brand IS NULL OR {}.brand = $1)"
_INCIDENT = """SELECT i.id, i.texts::text AS texts, i.status, i.impact, i.brand, i.started_at, i.resolved_at,
 ARRAY(SELECT k.component_id FROM incident_components k JOIN components c ON c.id = k.component_id
  WHERE k.incident_id = i.id AND c.public AND c.archived_at IS NULL ORDER BY c.position, c.id) AS component_ids,
 (SELECT published_at FROM incident_post_mortems m WHERE m.incident_id = i.id) AS post_mortem_at
FROM incidents i WHERE i.visibility = 'public'"""
_OPEN = f"""{_INCIDENT} AND i.resolved_at IS NULL AND {_BRAND.format("i", "i")}
ORDER BY i.started_at DESC, i.id DESC LIMIT {MOST_OPEN}"""
_PAST = f"""{_INCIDENT} AND i.resolved_at IS NOT NULL AND {_BRAND.format("i", "i")}
AND ($2::timestamptz IS NULL OR (i.started_at, i.id) < ($2, $3::uuid)) ORDER BY i.started_at DESC, i.id DESC LIMIT $4"""
_ONE = f"{_INCIDENT} AND i.id = ANY ($1::uuid[])"
_UPDATES = f"""SELECT u.* FROM unnest($1::uuid[]) AS w (id) CROSS JOIN LATERAL (
 SELECT id, incident_id, status, texts::text AS texts, created_at, edited_at FROM incident_updates
 WHERE incident_id = w.id AND public ORDER BY id DESC LIMIT {MOST_UPDATES}) u"""  # noqa: S608 - a number of ours
_COMPONENTS = f"""SELECT c.id, c.key, c.texts::text AS texts, c.section, c.brand FROM components c
WHERE c.public AND c.archived_at IS NULL AND {_BRAND.format("c", "c")}
ORDER BY c.position, c.id LIMIT {MOST_COMPONENTS}"""  # noqa: S608 - names of ours


_POST_MORTEM = "SELECT body FROM incident_post_mortems WHERE incident_id = $1 AND published_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class PublicUpdate:
    """What was said, by locale, and the status that came with it."""

    id: UUID
    incident_id: UUID
    status: str
    texts: Mapping[str, str]
    created_at: datetime
    edited_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicIncident:
    """An incident with its latest updates, newest first. `brand` is None for all brands."""

    id: UUID
    texts: Mapping[str, str]
    status: str
    impact: str
    brand: str | None
    started_at: datetime
    resolved_at: datetime | None
    updated_at: datetime
    component_ids: Sequence[UUID]
    updates: Sequence[PublicUpdate]
    # When what was learnt of it was published; None: it is not.
    post_mortem_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicComponent:
    """A component as it is now."""

    id: UUID
    key: str
    texts: Mapping[str, str]
    section: str | None
    brand: str | None
    state: State


async def open_now(connection: Connection, brand: str | None) -> list[PublicIncident]:
    """The incidents that are not over, newest first. `brand`: those of it and of all brands; None: everything."""
    return await _shown(connection, await connection.fetch(_OPEN, brand))


async def past(
    connection: Connection, brand: str | None, *, before: tuple[datetime, UUID] | None, limit: int
) -> list[PublicIncident]:
    """Incidents that are over, the latest first, at most `limit`; `before` is the (started_at, id) of the last seen."""
    at, last = before or (None, None)
    return await _shown(connection, await connection.fetch(_PAST, brand, at, last, limit))


async def these(connection: Connection, ids: Collection[UUID]) -> dict[UUID, PublicIncident]:
    """Of these incidents those that are public, by id."""
    return {each.id: each for each in await _shown(connection, await connection.fetch(_ONE, list(ids)))}


async def one(connection: Connection, incident_id: UUID) -> tuple[PublicIncident, str | None] | None:
    """A public incident, with what was learnt of it (Markdown) where that is published; None: there is none."""
    found = await these(connection, [incident_id])
    if not found:
        return None
    body: str | None = await connection.fetchval(_POST_MORTEM, incident_id)
    return found[incident_id], body


async def components(connection: Connection, brand: str | None) -> list[PublicComponent]:
    """The components that are shown, in their order, each as it is now: by what is public of its incidents."""
    rows = await connection.fetch(_COMPONENTS, brand)
    ids = [_id(row["id"]) for row in rows]
    states = await component_states.of(connection, ids, public_only=True)
    return [
        PublicComponent(each, row["key"], orjson.loads(row["texts"]), row["section"], row["brand"], states[each])
        for each, row in zip(ids, rows, strict=True)
    ]


async def _shown(connection: Connection, rows: Sequence[Any]) -> list[PublicIncident]:
    updates: dict[UUID, list[PublicUpdate]] = {_id(row["id"]): [] for row in rows}
    for row in await connection.fetch(_UPDATES, list(updates)) if rows else ():
        incident_id = _id(row["incident_id"])
        updates[incident_id].append(
            PublicUpdate(
                _id(row["id"]), incident_id, row["status"], orjson.loads(row["texts"]), row["created_at"],
                row["edited_at"],
            )
        )  # fmt: skip
    return [
        PublicIncident(
            id=_id(row["id"]),
            texts=orjson.loads(row["texts"]),
            status=row["status"],
            impact=row["impact"],
            brand=row["brand"],
            started_at=row["started_at"],
            resolved_at=row["resolved_at"],
            # Of what the public knows: the row's own also moves with what is said to agents.
            updated_at=max(
                row["resolved_at"] or row["started_at"],
                *(each.edited_at or each.created_at for each in updates[_id(row["id"])]),
                row["started_at"],
            ),
            component_ids=[_id(each) for each in row["component_ids"]],
            updates=updates[_id(row["id"])],
            post_mortem_at=row["post_mortem_at"],
        )
        for row in rows
    ]


def _id(value: Any) -> UUID:  # noqa: ANN401 - asyncpg's own class of ids
    return UUID(int=value.int)
