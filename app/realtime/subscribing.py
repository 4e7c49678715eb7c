"""Subscriptions of one socket: tickets to follow from a counter on, and lists to be told of."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.db import Connection as DatabaseConnection
from app.errors import Forbidden, NotFound
from app.realtime import figures, frames
from app.realtime.connection import Connection
from app.realtime.hub import Hub
from app.realtime.limits import GAP, SUBSCRIPTIONS
from app.realtime.lists import Key
from app.schemas.realtime import Sub, SubItem, Unsub
from app.services import lines, report_live
from app.services.lean import events as lean_events
from app.services.lean import participants
from app.services.lean import rooms as lean_rooms
from app.services.lean.participants import Participants
from app.services.report_live import Scope

# Of lists that are one for everybody.
NO_ONE = UUID(int=0)
_PEOPLE = frozenset({"receipts", "presence"})


async def subscribe(hub: Hub, connection: Connection, frame: Sub) -> None:
    """Answer how each subscription went, then follow what was found. Raises `Forbidden`."""
    # The last word counts when a frame names the same twice.
    tickets = {item.ticket: item.after for item in frame.subs if item.ticket is not None}
    lists = {_name(item): _key(item, connection) for item in frame.subs if item.ticket is None and item.report is None}
    followed = {room.ticket_id for room in hub.following(connection)}
    reports = {each.report for each in frame.subs if each.report is not None}
    named = hub.lists.names(connection) | set(lists) | {f"report:{each}" for each in reports}
    if len(followed | set(tickets)) + len(named | hub.figures.names(connection)) > SUBSCRIPTIONS:
        detail = f"A connection follows at most {SUBSCRIPTIONS} tickets and lists"
        raise Forbidden(detail, code="too_many_subscriptions")
    async with hub.entrance:
        await _subscribe(hub, connection, frame, tickets, lists)


async def _subscribe(
    hub: Hub, connection: Connection, frame: Sub, tickets: dict[UUID, int], lists: dict[str, Key]
) -> None:
    with hub.attention.to(tickets) as heard:
        found = await _look(hub, connection, list(tickets), set(lists.values()))
        found.reports = await _reports(hub, connection, frame)
        _answer(hub, connection, frame, found, tickets, lists)
        same_history = frame.epoch in {None, hub.epoch}
        for ticket_id, seen in found.lasts.items():
            # What was committed since we looked has no room to find, and a hint comes only once.
            last = max(seen, heard.get(ticket_id, (0, 0))[0 if connection.audience == "agent" else 1])
            await _follow(hub, connection, ticket_id, tickets[ticket_id], last, same_history=same_history)
            room = hub.rooms.get((ticket_id, connection.audience))
            if ticket_id in found.people and room is not None:
                hub.people.meet(room, found.people[ticket_id])
        for scope in found.reports:
            hub.figures.follow(connection, scope)


def _answer(
    hub: Hub, connection: Connection, frame: Sub, found: "_Found", tickets: dict[UUID, int], lists: dict[str, Key]
) -> None:
    answers = [_ticket(hub, connection, ticket_id, found) for ticket_id in tickets]
    for name, key in lists.items():
        queue = name.removeprefix("queue:")
        answer: dict[str, Any] = {"queue": queue} if queue != name else {"inbox": name}
        answers.append(answer if key in found.lists else {**answer, "error": "not_found"})
        if key in found.lists:
            hub.lists.follow(connection, key, name)
    for each in frame.subs:
        if each.report is not None:
            known = report_scope(each.report) in found.reports
            answers.append({"report": each.report} if known else {"report": each.report, "error": "not_found"})
    connection.push(frames.encode({"t": "ok", "re": frame.id, "subs": answers}))


@dataclass(slots=True)
class _Found:
    """What of the wanted is there for this caller."""

    lasts: dict[UUID, int] = field(default_factory=dict)
    people: dict[UUID, Participants] = field(default_factory=dict)
    unread: dict[UUID, int] = field(default_factory=dict)
    lists: set[Key] = field(default_factory=set)
    reports: set[Scope] = field(default_factory=set)


async def _look(hub: Hub, connection: Connection, tickets: list[UUID], lists: set[Key]) -> _Found:
    found, actor = _Found(), connection.actor
    async with hub.database.unit_of_work() as work:
        lean = await work.lean()
        if tickets:
            found.lasts = await lean_rooms.last_seen(lean, actor, tickets)
        if found.lasts and _PEOPLE & connection.features:
            found.people = await participants.of(lean, list(found.lasts), internal=actor.sees_internal)
        if found.lasts and "receipts" in connection.features:
            found.unread = await participants.unread(lean, actor, list(found.lasts))
        if lists and connection.audience == "agent":
            found.lists = await _there(lean, actor.id, lists)
    return found


async def _there(lean: DatabaseConnection, own: UUID, wanted: set[Key]) -> set[Key]:
    """Those of these lists that there are: an agent's own, those of teams, and the lines of queues and teams."""
    queues = {about for kind, about in wanted if kind == "waiting"}
    teams = {about for kind, about in wanted if kind == "list" and about != own}
    there = await lines.those_of(lean, queues) if queues else set()
    known = await lean_rooms.teams(lean, list(teams)) if teams else set()
    return {(kind, about) for kind, about in wanted if about in (there if kind == "waiting" else known | {own, NO_ONE})}


async def _reports(hub: Hub, connection: Connection, frame: Sub) -> set[Scope]:
    """Those of the wanted figures that there are, for those who may see any."""
    wanted = {report_scope(each.report) for each in frame.subs if each.report is not None}
    if not wanted or not figures.may(connection):
        return set()
    there = set()
    async with hub.database.lean() as lean:
        for each in wanted:
            with suppress(NotFound):
                await report_live.there(lean, each)
                there.add(each)
    return there


def report_scope(report: str) -> Scope:
    """What a client calls `desk`, `queue:<id>` or `team:<id>`."""
    kind, _, about = report.partition(":")
    return Scope(kind, UUID(about)) if about else Scope()  # type: ignore[arg-type]  # as its pattern says


def _ticket(hub: Hub, connection: Connection, ticket_id: UUID, found: _Found) -> dict[str, Any]:
    if ticket_id not in found.lasts:
        return {"ticket": ticket_id, "error": "not_found"}
    shown: dict[str, Any] = {"ticket": ticket_id, "last_seq": found.lasts[ticket_id]}
    known = found.people.get(ticket_id, Participants())
    if "receipts" in connection.features:
        shown["read"] = {str(who): seq for who, seq in known.read.items()}
        shown["unread"] = found.unread.get(ticket_id, 0)
    if "presence" in connection.features:
        shown["online"] = hub.people.roster.online(known.people)
    if "viewing" in connection.features and connection.actor.sees_internal:
        shown["viewing"] = hub.people.viewers.of(ticket_id)
    return shown


def unsubscribe(hub: Hub, connection: Connection, frame: Unsub) -> None:
    """Follow these no more."""
    for ticket_id in frame.tickets:
        hub.leave(connection, ticket_id)
    for name in (*(f"queue:{each}" for each in frame.queues), *frame.inboxes):
        hub.lists.leave(connection, name)
    for report in frame.reports:
        hub.figures.leave(connection, report)
    connection.push(frames.encode({"t": "ok", "re": frame.id}))


def _name(item: SubItem) -> str:
    return item.inbox if item.inbox is not None else f"queue:{item.queue}"


def _key(item: SubItem, connection: Connection) -> Key:
    if item.queue is not None:
        return "waiting", item.queue
    inbox = str(item.inbox)
    if inbox == "notifications":
        return "notification", connection.actor.id
    if inbox == "views":
        return "views", NO_ONE
    return "list", connection.actor.id if inbox == "mine" else UUID(inbox.removeprefix("team:"))


async def _follow(
    hub: Hub, connection: Connection, ticket_id: UUID, after: int, last: int, *, same_history: bool
) -> None:
    hub.leave(connection, ticket_id)
    if after > last or (after > 0 and not same_history):
        reason = "epoch" if not same_history else "ahead"
        connection.push(frames.encode({"t": "reset", "ticket": ticket_id, "reason": reason}))
    elif last - after > GAP:
        await _first_part(hub, connection, ticket_id, after)
    else:
        hub.join(connection, ticket_id, after=after, last=last)


async def _first_part(hub: Hub, connection: Connection, ticket_id: UUID, after: int) -> None:
    """A gap too large: the beginning of it, and where to read on."""
    async with hub.database.unit_of_work() as work:
        _, rows = await lean_events.since(await work.lean(), connection.actor, ticket_id, after=after, limit=GAP)
    reached = after
    for row in rows:
        if not connection.has_room:
            break
        connection.push(frames.event(row, connection.audience, connection.actor.id))
        reached = frames.counter(row, connection.audience) or reached
    connection.push(frames.encode({"t": "more", "ticket": ticket_id, "next_after": reached}))
