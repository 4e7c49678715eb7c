"""Live figures of the desk, a queue or a team: counted at one moment, over what is open, waits or is of today."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.errors import Forbidden, NotFound
from app.rules.actors import Actor
from app.rules.agent_states import STATES, State
from app.rules.queues import own_queue
from app.rules.report_schedules import instant
from app.schemas.report_live import LiveReportOut
from app.services import board_agents, lines
from app.services.insight_rising import zone_of

# A deadline that is nearer than this is soon.
SOON = timedelta(minutes=15)


class Scope(NamedTuple):
    """What is looked at; the desk has no id."""

    kind: Literal["desk", "queue", "team"] = "desk"
    id: UUID | None = None


_OF = {"desk": "true", "queue": "t.queue_id = $1", "team": "t.team_id = $1"}
_OPEN = """SELECT status, count(*) AS n FROM tickets t WHERE {of}
AND status IN ('new', 'open', 'pending', 'on_hold') GROUP BY 1"""
_WAITING = """SELECT count(*) FILTER (WHERE channel = 'ticket') AS tickets,
 count(*) FILTER (WHERE channel = 'chat') AS chats, min(queued_at) AS oldest_at FROM queue_items t WHERE {of}"""
_DUE = {
    "desk": """SELECT (SELECT count(*) FROM ticket_sla WHERE upcoming_due_at >= $1 AND upcoming_due_at < $2) AS soon,
 (SELECT count(*) FROM ticket_sla WHERE next_due_at < $1) AS overdue""",
    "other": """SELECT
 (SELECT count(*) FROM ticket_sla s JOIN tickets t ON t.id = s.ticket_id
  WHERE upcoming_due_at >= $2 AND upcoming_due_at < $3 AND {of}) AS soon,
 (SELECT count(*) FROM ticket_sla s JOIN tickets t ON t.id = s.ticket_id WHERE next_due_at < $2 AND {of}) AS overdue""",
}
# Of all tickets: what is of others changes as well, and looking once too often changes nothing.
_NEXT = """SELECT least((SELECT min(upcoming_due_at) FROM ticket_sla WHERE upcoming_due_at > $1),
 (SELECT min(upcoming_due_at) - $3::interval FROM ticket_sla WHERE upcoming_due_at > $2))"""
# Who was solved today has been touched since: an index of each scope ends with when that was.
_TODAY = """SELECT (SELECT count(*) FROM tickets t WHERE {of} AND t.created_at >= {at}
  AND t.status <> 'merged' AND t.spam <> 'marked') AS created,
 (SELECT count(*) FROM tickets t WHERE {of} AND t.status IN ('solved', 'closed') AND t.updated_at >= {at}
  AND t.solved_at >= {at} AND t.spam <> 'marked') AS solved,
 (SELECT count(*) FROM chats t WHERE {of} AND t.accepted_at >= {at}) AS accepted,
 (SELECT count(*) FROM chats t WHERE {of} AND t.accepted_at IS NULL AND t.ended_at >= {at} AND t.ended_by = 'customer'
  AND NOT EXISTS (SELECT FROM offers o WHERE o.chat_id = t.id AND o.status = 'handed_over')) AS abandoned"""


async def live(session: AsyncSession, actor: Actor, scope: Scope) -> LiveReportOut:
    """The figures now. Raises `NotFound` for a queue or a team that is not there, `Forbidden` for agents and a source's
    key.
    """
    if actor.source_id is not None or actor.role == "agent":
        detail = "Live figures are of others too: they are for leads, admins and keys of the whole desk"
        raise Forbidden(detail)
    return await figures(await raw_connection(session), scope)


async def there(connection: Connection, scope: Scope) -> str | None:
    """What a queue or team is called; None: the desk. Raises `NotFound`."""
    if scope.id is None:
        return None
    line = await lines.find(connection, scope.id)
    if line.kind != scope.kind:
        raise NotFound
    return line.name


async def figures(connection: Connection, scope: Scope) -> LiveReportOut:
    """The figures now, in one snapshot where the transaction has one. Raises `NotFound`."""
    name = await there(connection, scope)
    now = clock.now()
    zone = ZoneInfo(await zone_of(connection, None))
    local = now.astimezone(zone).date()
    midnight = instant(local, datetime.min.time(), zone)
    tomorrow = instant(local + timedelta(days=1), datetime.min.time(), zone)
    of, own = _OF[scope.kind], [] if scope.id is None else [scope.id]
    open_ = {row["status"]: row["n"] for row in await connection.fetch(_OPEN.format(of=of), *own)}
    waiting: Any = await connection.fetchrow(_WAITING.format(of=of), *own)
    due: Any = await connection.fetchrow(_DUE["other" if own else "desk"].format(of=of), *own, now, now + SOON)
    changes = await connection.fetchval(_NEXT, now, now + SOON, SOON)
    today: Any = await connection.fetchrow(_TODAY.format(of=of, at="$2" if own else "$1"), *own, midnight)
    return LiveReportOut.model_validate(
        {
            "scope": {"kind": scope.kind, "id": scope.id, "name": name},
            "as_of": now,
            "open": {each: open_.get(each, 0) for each in ("new", "open", "pending", "on_hold")},
            "waiting": dict(waiting),
            "agents_by_state": await _agents(connection, scope),
            "sla_due_soon": due["soon"],
            "sla_overdue": due["overdue"],
            "today": _today(today, midnight, zone),
            "changes_at": tomorrow if changes is None else min(tomorrow, changes),
        }
    )


def _today(row: Mapping[str, Any], midnight: datetime, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "since": midnight,
        "zone": zone.key,
        "created": row["created"],
        "solved": row["solved"],
        "chats_accepted": row["accepted"],
        "chats_abandoned": row["abandoned"],
    }


async def _agents(connection: Connection, scope: Scope) -> dict[State, int]:
    queue = own_queue(scope.id if scope.kind == "team" else None)
    if scope.kind == "queue" and scope.id is not None:
        found = (await lines.find(connection, scope.id)).queue
        if found is None:
            return dict.fromkeys(STATES, 0)
        queue = found
    return (await board_agents.of(connection, queue)).by_state
