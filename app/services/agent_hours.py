"""When agents work: what their calendar, shifts and absences say by now, kept on their rows for whoever routes."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, hint, raw_connection
from app.hints import Hint
from app.rules.duty import Duty, Span, duty
from app.rules.schedules import AnySchedule
from app.services import sla_worlds

NOBODY = UUID(int=0)
# So many are looked at again at once.
AT_ONCE = 50

# Locked before anything is read: whoever plans for them at this moment is waited for and seen.
_LOCK = "SELECT FROM agents WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"
_AGENTS = """SELECT a.id, a.by_shifts, a.off, a.off_changes_at, v.id AS version_id
FROM agents a LEFT JOIN calendars c ON c.id = a.calendar_id
LEFT JOIN calendar_versions v ON v.calendar_id = c.id AND v.number = c.number WHERE a.id = ANY ($1::uuid[])"""
_ABSENCES = "SELECT agent_id, starts_at, ends_at FROM absences WHERE agent_id = ANY ($1::uuid[]) AND ends_at > $2"
_SHIFTS = "SELECT agent_id, starts_at, ends_at FROM shifts WHERE agent_id = ANY ($1::uuid[]) AND ends_at > $2"
_STORE = """UPDATE agents a SET off = n.off, off_changes_at = n.changes_at
FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) n (id, off, changes_at) WHERE a.id = n.id"""
_DUE = """SELECT id FROM agents WHERE off_changes_at <= $1 ORDER BY off_changes_at LIMIT $2
FOR NO KEY UPDATE SKIP LOCKED"""


async def refresh(connection: Connection, agent_ids: Collection[UUID], now: datetime) -> set[UUID]:
    """Work out, in a transaction, whether these agents are on duty now and when that changes, and store it.

    Those for whom it is not as it was. Their version stays: time passes without anybody editing them.
    """
    ids = list(agent_ids)
    await connection.execute(_LOCK, ids)
    rows = await connection.fetch(_AGENTS, ids)
    if not rows:
        return set()
    hours = await sla_worlds.rule_hours(connection, {row["version_id"] for row in rows} - {None})
    absences = _by_agent(await connection.fetch(_ABSENCES, ids, now))
    shifts = _by_agent(await connection.fetch(_SHIFTS, [row["id"] for row in rows if row["by_shifts"]], now))
    found = [(row, _duty(row, now, hours, absences, shifts)) for row in rows]
    new = [(row["id"], now_is) for row, now_is in found if now_is != Duty(row["off"], row["off_changes_at"])]
    if new:
        columns = [(agent_id, now_is.off, now_is.changes_at) for agent_id, now_is in new]
        await connection.execute(_STORE, *(list(column) for column in zip(*columns, strict=True)))
    return {row["id"] for row, now_is in found if now_is.off != row["off"]}


async def refresh_planned(session: AsyncSession, *agent_ids: UUID) -> None:
    """The same for agents whose plan has changed in this session, flushed; the router hears when to look next."""
    changed = await refresh(await raw_connection(session), agent_ids, clock.now())
    _tell(session, changed)
    hint(session, Hint("route", NOBODY))


async def refresh_next(session: AsyncSession) -> bool:
    """Look again at some of those whose time has come and whom nobody else looks at; whether there were any."""
    connection = await raw_connection(session)
    now = clock.now()
    due = [row["id"] for row in await connection.fetch(_DUE, now, AT_ONCE)]
    changed = await refresh(connection, due, now) if due else set()
    _tell(session, changed)
    if changed:
        hint(session, Hint("route", NOBODY))
    return bool(due)


def _tell(session: AsyncSession, changed: Collection[UUID]) -> None:
    for each in changed:
        hint(session, Hint("agent", each))


def _by_agent(rows: Collection[Mapping[str, Any]]) -> dict[UUID, list[Span]]:
    spans: dict[UUID, list[Span]] = {}
    for row in rows:
        spans.setdefault(row["agent_id"], []).append(Span(row["starts_at"], row["ends_at"]))
    return spans


def _duty(
    row: Mapping[str, Any],
    now: datetime,
    hours: Mapping[UUID | None, AnySchedule],
    absences: Mapping[UUID, list[Span]],
    shifts: Mapping[UUID, list[Span]],
) -> Duty:
    return duty(
        now,
        absences=absences.get(row["id"], ()),
        shifts=shifts.get(row["id"], ()) if row["by_shifts"] else None,
        hours=hours[row["version_id"]],
    )
