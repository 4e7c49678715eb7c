"""Hot path: a page of tickets by keyset, never by OFFSET, never counted."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.errors import Invalid, parameter
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.rules.visibility import fields_for
from app.services.lean import field_filters, requesters, sparse_lists
from app.services.lean.field_filters import Asked, Narrowed
from app.services.lean.sparse_lists import Sparse
from app.services.lean.wire import columns_for, dumps, ticket, visible

# What its clocks say lies in a row of its own: lists by deadline walk the index on that.
_BY_DEADLINE = "ticket_sla s JOIN tickets t ON t.id = s.ticket_id"
_DEADLINE = "next_due_at"
# Of so many who are one person each has a walk of the index; of more of them the tickets are sorted.
_WALKS = 4


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets, in which order; empty fields do not narrow. Times are exclusive lower bounds."""

    status: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    assignee_id: UUID | None = None
    unassigned: bool = False
    queue_id: UUID | None = None
    team_id: UUID | None = None
    requester_id: UUID | None = None
    organization_id: UUID | None = None
    brand: str | None = None
    external_id: str | None = None
    request_type: str | None = None
    tension: str | None = None
    spam: str | None = None
    # Each with everything below it.
    topic: tuple[str, ...] = ()
    # (key, how, value) of custom fields; a repeated key means any of its values.
    fields: tuple[Asked, ...] = ()
    updated_after: datetime | None = None
    # "breached", or the seconds within which something is due.
    sla: str | int | None = None
    snoozed: bool | None = None
    # Not the requester's own, but where they are in copy.
    in_copy: bool = False
    sort: str = "-updated_at"
    cursor: str | None = None
    limit: int = 50


# The filters on fields that not everybody may see.
_ASKS_ABOUT = {
    "tag": "tags", "queue_id": "queue_id", "team_id": "team_id",
    "external_id": "external_id", "sla": _DEADLINE, "snoozed": "snoozed_until", "tension": "tension",
    "spam": "spam",
}  # fmt: skip


def _asks_about_hidden(actor: Actor, wanted: TicketFilter) -> bool:
    """Whether a filter is about a field that this caller sees empty: an answer would tell what is in it."""
    if wanted.organization_id is not None and not (actor.kind != "customer" and actor.may(Permission.CUSTOMERS_READ)):
        return True  # who belongs where
    allowed = fields_for(actor.kind)
    if allowed is None:
        return False
    by_deadline = wanted.sort.lstrip("-") == _DEADLINE and _DEADLINE not in allowed
    return by_deadline or any(
        getattr(wanted, name) not in {None, ()} and field not in allowed for name, field in _ASKS_ABOUT.items()
    )


def _encode(at: datetime, ticket_id: UUID) -> str:
    return base64.urlsafe_b64encode(dumps([at, ticket_id])).decode().rstrip("=")


def _decode(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, identifier = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return datetime.fromisoformat(at).astimezone(UTC), UUID(identifier)
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error) as error:
        detail = "Use next_cursor as it was given"
        raise Invalid(detail, code="invalid_cursor", errors=[parameter("cursor", detail)]) from error


async def page(connection: Connection, actor: Actor, wanted: TicketFilter) -> dict[str, Any]:
    """`{"items": [...], "next_cursor": ...}` of the tickets that this caller may see. Raises `Invalid`.

    Several values of one status, priority or channel become one indexed scan each, merged: the page costs
    the same however many tickets there are.
    """
    if _asks_about_hidden(actor, wanted):
        return {"items": [], "next_cursor": None}
    column = wanted.sort.lstrip("-")
    if column == "updated_at" and not actor.sees_internal:
        column = "public_updated_at"
    way = "DESC" if wanted.sort.startswith("-") else "ASC"
    by_deadline = column == _DEADLINE or wanted.sla is not None
    source = _BY_DEADLINE if by_deadline else "tickets t"
    key = "s.next_due_at" if column == _DEADLINE else f"t.{column}"
    identifier = "s.ticket_id" if column == _DEADLINE else "t.id"
    order = f"{key} {way}, {identifier} {way}"
    outer = f"t.{column} {way}, t.id {way}"
    conditions, values = _conditions(actor, wanted, column)
    seen, narrowed = await _narrowed(connection, actor, wanted)
    if not seen:
        return {"items": [], "next_cursor": None}
    # Of one person, or of those with deadlines, there are not many.
    walks = not by_deadline and actor.kind != "customer" and wanted.requester_id is None
    if narrowed is not None and not walks:
        conditions.append(narrowed.fits)
    branches = await _of_requesters(connection, actor, wanted, conditions, values)
    if not branches:
        return {"items": [], "next_cursor": None}
    for name, several in (("status", wanted.status), ("priority", wanted.priority), ("channel", wanted.channel)):
        if several:
            # Written out: of any status a plan would walk the newest of all, to the end where hardly a ticket has it.
            unique = [field_filters.literal(each) for each in dict.fromkeys(several)]
            branches = [[*known, f"t.{name} = {each}"] for known in branches for each in unique]
    if walks and narrowed is not None:
        asked = Sparse(column, way, branches, narrowed, wanted.limit, values)
        return await _sparse(connection, actor, asked)
    # Written out and not a parameter: a plan made for any limit would read and sort instead of walking the index.
    limit = int(wanted.limit) + 1
    taken = "t.*, s.next_due_at" if column == _DEADLINE else "t.*"
    scans = [
        f"(SELECT {taken} FROM {source}{' WHERE ' + ' AND '.join(each) if each else ''}"  # noqa: S608 - names of ours only
        f" ORDER BY {order} LIMIT {limit})"
        for each in branches
    ]
    rows = await connection.fetch(
        f"SELECT {columns_for(actor)} FROM ({' UNION ALL '.join(scans)}) t"  # noqa: S608
        f" JOIN customers c ON c.id = t.requester_id ORDER BY {outer} LIMIT {limit}",
        *values,
    )
    items = [ticket(row, actor) for row in rows[: wanted.limit]]
    more = len(rows) > wanted.limit
    last = rows[wanted.limit - 1] if more else None
    return {"items": items, "next_cursor": None if last is None else _encode(last[column], last["id"])}


async def _narrowed(connection: Connection, actor: Actor, wanted: TicketFilter) -> tuple[bool, Narrowed | None]:
    """Whether this caller may ask it, and what is asked of tickets that only the tickets themselves can tell."""
    narrowed = None
    if wanted.fields or wanted.topic:
        narrowed = await field_filters.conditions(connection, actor, wanted.fields, wanted.topic)
        if narrowed is None:
            return False, None
    if wanted.organization_id is not None:
        narrowed = field_filters.both(requesters.of_organization(wanted.organization_id), narrowed)
    return True, narrowed


async def _sparse(connection: Connection, actor: Actor, asked: Sparse) -> dict[str, Any]:
    piece = await sparse_lists.find(connection, asked)
    rows = await connection.fetch(
        f"SELECT {columns_for(actor)} FROM tickets t JOIN customers c ON c.id = t.requester_id"  # noqa: S608
        f" WHERE t.id = ANY ($1::uuid[]) ORDER BY t.{asked.column} {asked.way}, t.id {asked.way}",
        [each for _, each in piece.found],
    )
    following = None if piece.after is None else _encode(*piece.after)
    return {"items": [ticket(row, actor) for row in rows], "next_cursor": following}


async def _of_requesters(
    connection: Connection, actor: Actor, wanted: TicketFilter, conditions: list[str], values: list[Any]
) -> list[list[str]]:
    """The conditions of each scan: one for each customer whose tickets are looked for; none when they are nobody's."""
    whose = actor.id if actor.kind == "customer" else wanted.requester_id
    if whose is None:
        return [conditions]
    known = await requesters.of(connection, whose)
    if wanted.requester_id not in {None, whose}:
        known = [each for each in known if each == wanted.requester_id]
    first = len(values) + 1
    if wanted.in_copy:
        values.append(known)
        in_copy = f"SELECT k.ticket_id FROM ticket_ccs k WHERE k.customer_id = ANY (${first})"  # noqa: S608 - ours
        return [[*conditions, f"t.id = ANY (ARRAY ({in_copy}))"]]
    if len(known) > _WALKS:
        values.append(known)
        return [[*conditions, f"t.requester_id = ANY (${first})"]]
    values.extend(known)
    return [[*conditions, f"t.requester_id = ${first + n}"] for n in range(len(known))]


def _conditions(actor: Actor, wanted: TicketFilter, column: str) -> tuple[list[str], list[Any]]:
    """The conditions on `t` that every scan shares, and their parameters from $1."""
    values: list[Any] = []
    conditions: list[str] = []
    if actor.kind != "customer":  # theirs are looked up by requester
        door, values = visible(actor, 1)
        conditions = [] if door == "true" else [door]

    def where(template: str, *given: Any) -> None:  # noqa: ANN401 - SQL parameters
        places = []
        for value in given:
            values.append(value)
            places.append(f"${len(values)}")
        conditions.append(template.format(*places))

    if wanted.cursor:
        beyond = "<" if wanted.sort.startswith("-") else ">"
        key = "s.next_due_at, s.ticket_id" if column == _DEADLINE else f"t.{column}, t.id"
        where(f"({key}) {beyond} ({{}}, {{}})", *_decode(wanted.cursor))
    conditions += _about_time(wanted, column) + _about_merged(actor, wanted)
    if wanted.unassigned:
        conditions.append("t.assignee_id IS NULL")
    if wanted.updated_after:
        where("t." + ("updated_at" if actor.sees_internal else "public_updated_at") + " > {}", wanted.updated_after)
    if wanted.tag:
        where("t.tags @> {}::text[] AND t.tags <> '{{}}'", list(wanted.tag))
    for name in ("assignee_id", "queue_id", "team_id", "brand", "external_id", "request_type", "tension", "spam"):
        value = getattr(wanted, name)
        if value is not None:
            where(f"t.{name} = {{}}", value)
    return conditions, values


def _about_merged(actor: Actor, wanted: TicketFilter) -> list[str]:
    """What is part of another ticket is no work of its own; its customer and its partner find it, and whoever asks."""
    asked = bool(wanted.status) or wanted.external_id is not None
    return ["t.merged_into_id IS NULL"] if actor.sees_internal and not asked else []


def _about_time(wanted: TicketFilter, column: str) -> list[str]:
    """What is asked about deadlines and snoozes; by the clock of the database, like the deadlines themselves."""
    conditions = ["s.next_due_at IS NOT NULL"] if column == _DEADLINE else []
    if wanted.sla == "breached":
        conditions.append("s.next_due_at < statement_timestamp()")
    elif wanted.sla is not None:
        within = f"statement_timestamp() + make_interval(secs => {int(wanted.sla)})"
        conditions += ["s.upcoming_due_at >= statement_timestamp()", f"s.upcoming_due_at < {within}"]
    if wanted.snoozed is not None:
        conditions.append(f"t.snoozed_until IS {'NOT ' if wanted.snoozed else ''}NULL")
    return conditions
