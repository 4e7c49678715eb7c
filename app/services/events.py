"""The one place that appends to a ticket's log: the fields, the counters and the event move together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint
from app.hints import Hint
from app.models import Event, Message, Ticket
from app.rules.actors import Actor
from app.rules.queues import OF_NOBODY, lines_of
from app.schemas.events import OF_MESSAGES, PUBLIC, EventType
from app.services import causes

# What decides whether and where a ticket waits.
_LINE = {"queue_id", "team_id"}
_PLACE = {"queue_id", "team_id", "assignee_id", "status", "chat_id", "snoozed_until", "priority", "queue_rank"}
_WHERE = {"queue_id", "team_id", "assignee_id"}
# What decides how much its agent holds.
_LOAD = {"assignee_id", "status", "chat_id"}


def record(
    session: AsyncSession,
    actor: Actor,
    ticket: Ticket,
    kind: EventType,
    *,
    changes: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    now: datetime | None = None,
    about: Message | None = None,
) -> Event:
    """Append an event to a ticket that this transaction has locked (`tickets.lock`), and apply its changes to the row.

    `changes` are ticket fields with their new values; `data` is what else the event says. Time does not go back within
    a log, whatever the clock of this process says.
    Whether customers see it is the event's own nature (`schemas/events.py`), or that of the message it is `about`.
    """
    at = max(now or clock.now(), ticket.updated_at)
    if ticket.queue_rank and changes is not None and _leaves_its_line(changes):
        # What a lead has said of one queue is no word on another, nor on the next time.
        changes = {**changes, "queue_rank": 0}
    public = kind in PUBLIC or (kind in OF_MESSAGES and about is not None and about.visibility == "public")
    was = {}
    for name, value in (changes or {}).items():
        was[name] = _json(getattr(ticket, name))
        setattr(ticket, name, value)
        if isinstance(value, dict):
            # Else the mapper compares as Python does, and 1 that becomes true would not be written.
            flag_modified(ticket, name)
    ticket.seq += 1
    ticket.public_seq += 1 if public else 0
    ticket.version += 1 if changes else 0
    ticket.updated_at = at
    if public:
        ticket.public_updated_at = at
    said: dict[str, Any] = dict(data or {})
    if (via := causes.of(session)) is not None:
        said[causes.VIA] = dict(via)
    if changes:
        said["set"] = {name: _json(value) for name, value in changes.items()}
        if kind is not EventType.TICKET_CREATED:
            said["was"] = was
    event = Event(
        ticket_id=ticket.id,
        seq=ticket.seq,
        public_seq=ticket.public_seq if public else None,
        type=kind.value,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        message_id=None if about is None else about.id,
        data=said,
        at=at,
    )
    session.add(ticket)
    session.add(event)
    row = {
        "ticket_id": ticket.id,
        "seq": event.seq,
        "public_seq": event.public_seq,
        "type": event.type,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "data": said,
        "at": at,
        "message": None,
    }
    # What is about a message is read back with the message as it is then.
    hint(session, Hint("ticket", ticket.id, ticket.seq, ticket.public_seq, (row,) if about is None else ()))
    _lists_changed(session, ticket, kind, was)
    return event


def _leaves_its_line(changes: Mapping[str, Any]) -> bool:
    moved = not _LINE.isdisjoint(changes) or changes.get("assignee_id") is not None
    return moved or changes.get("status") in {"solved", "closed", "merged"}


def _lists_changed(session: AsyncSession, ticket: Ticket, kind: EventType, was: Mapping[str, Any]) -> None:
    """Tell those who look at lists in which this ticket is, or was."""
    here = {name: getattr(ticket, name) for name in _WHERE}
    there = {**here, **{name: UUID(was[name]) if was[name] else None for name in _WHERE & was.keys()}}
    for about in {each[name] for each in (here, there) for name in ("team_id", "assignee_id")} - {None}:
        hint(session, Hint("list", about))
    in_chat = kind.startswith("chat.")
    waits = ticket.assignee_id is None and ticket.status in {"new", "open"}
    if in_chat or _PLACE & was.keys() or (was and waits):
        for line in lines_of(here["queue_id"], here["team_id"]) | lines_of(there["queue_id"], there["team_id"]):
            hint(session, Hint("waiting", line))
    if in_chat or _LOAD & was.keys():
        for agent in {here["assignee_id"], there["assignee_id"]} - {None}:
            hint(session, Hint("load", agent))
    if was and waits:
        # What it asks for may be something else now.
        hint(session, Hint("route", ticket.queue_id or ticket.team_id or OF_NOBODY))


def _json(value: Any) -> Any:  # noqa: ANN401 - a ticket field's value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value
