"""The rules alone, on one core: what a calendar answers in a second, and how long one long log takes to fold."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time
from typing import Any
from uuid import UUID, uuid4

import orjson

from app.rules.schedules import Schedule
from app.rules.sla_folding import fold, recompute
from app.rules.sla_policies import METRICS
from app.rules.sla_state import Clocks, World
from app.services.sla_kept import as_event
from bench.clocks import promises
from bench.clocks.site import Site
from bench.figures import Figure
from bench.processes import BrokenError

_YEARS = 10
# Of a span in time, and of a target in open time: hours to a month.
_SPANS = (3_600, 31 * 86_400)
_TARGETS = (3_600, 22 * promises.DAY)
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def calendar(site: Site) -> dict[str, Figure]:
    """`due` and `open_seconds` of an office with lunch breaks and ten years of public holidays."""
    rng = random.Random(7)
    starts = [_BEGIN + timedelta(seconds=rng.random() * _YEARS * 366 * 86_400) for _ in range(site.extent.calls)]
    targets = [(start, rng.randint(*_TARGETS)) for start in starts]
    spans = [(start, start + timedelta(seconds=rng.randint(*_SPANS))) for start in starts]
    begun = process_time()
    office = promises.schedule()
    compiled = process_time() - begun
    begun = process_time()
    # What is asked about for the first time is expanded then: that is not what is measured, only told.
    _dues(office, targets)
    first = process_time() - begun
    due, opened = _rates(lambda: _dues(office, targets), site), _rates(lambda: _open(office, spans), site)
    what = f"a second of CPU time, lunch breaks and {_YEARS} years of holidays"
    details = {"compiled_ms": round(compiled * 1_000), "first_pass_ms": round(first * 1_000)}
    return {
        "calendar_due": Figure(f"due times {what}", median(due), 200_000, at_most=False, details=_shown(due) | details),
        "calendar_open_seconds": Figure(
            f"open seconds of a span, {what}", median(opened), 200_000, at_most=False, details=_shown(opened)
        ),
    }


def _dues(office: Schedule, asked: list[tuple[datetime, int]]) -> None:
    due = office.due
    for start, seconds in asked:
        due(start, seconds)


def _open(office: Schedule, asked: list[tuple[datetime, datetime]]) -> None:
    open_seconds = office.open_seconds
    for start, end in asked:
        open_seconds(start, end)


def _rates(work: Callable[[], None], site: Site) -> list[float]:
    return [site.extent.calls / _seconds(work) for _ in range(2 * site.extent.rounds + 1)]


def _seconds(work: Callable[[], Any]) -> float:
    begun = process_time()
    work()
    return process_time() - begun


def _shown(rates: list[float]) -> dict[str, Any]:
    return {"least": round(min(rates)), "most": round(max(rates))}


def recomputing(site: Site) -> dict[str, Figure]:
    """One ticket with a long log, folded from nothing: seven metrics in business hours, three steps."""
    policy, calendar_id, office = promises.policy(promises.EVERYTHING), uuid4(), promises.schedule()
    world = World({policy.version_id: policy}, {calendar_id: office})
    stored = orjson.dumps(_log(site.extent.events))
    events = [as_event(each) for each in orjson.loads(stored)]
    decided: tuple[UUID | None, UUID | None] = (policy.version_id, calendar_id)
    choices = fold(Clocks(), events, world, lambda _fields, _at: decided).choices
    found = recompute(events, choices, world)
    if {*found.numbers} != {*METRICS}:
        msg = f"only these metrics have clocks in the log: {found.numbers}"
        raise BrokenError(msg)

    def from_json() -> dict[str, Any]:
        """As it is done for a stored ticket, from the text of its log to the text of its clocks."""
        clocks = recompute([as_event(each) for each in orjson.loads(stored)], choices, world)
        return {"facts": clocks.as_json(), "clocks": [each.as_json() for each in clocks.ended]}

    folds = [_seconds(lambda: recompute(events, choices, world)) * 1_000 for _ in range(site.extent.folds)]
    whole = [_seconds(from_json) * 1_000 for _ in range(site.extent.folds)]
    details = {
        "most_ms": round(max(folds), 2),
        "with_json_ms": round(median(whole), 2),
        "instances": dict(sorted(found.numbers.items())),
    }
    title = f"recompute of a ticket with {len(events)} events, ms of CPU time"
    return {"recompute": Figure(title, median(folds), 10.0, at_most=True, details=details)}


def _log(many: int) -> list[dict[str, Any]]:
    """A ticket of some weeks: two thirds messages, a sixth notes, a tenth changes of status, some chats and priorities.

    As `sla_keeping` reads it from the database.
    """
    rng = random.Random(11)
    log: list[dict[str, Any]] = []
    at, status, chat = datetime(2026, 3, 2, 7, tzinfo=UTC), "new", ""

    def add(kind: str, actor: str, *, public: bool = True, **changes: Any) -> None:  # noqa: ANN401 - ticket fields
        data = {"set": changes} if changes else {}
        event = {"seq": len(log) + 1, "public": public, "type": kind, "actor_kind": actor}
        log.append({**event, "data": data, "at": at.isoformat()})

    add("ticket.created", "customer", subject="The order", status="new", priority="normal", channel="email", tags=[])
    add("message.created", "customer")
    while len(log) < many:
        at += timedelta(seconds=rng.choice((40, 300, 1_800, 7_200, 20_000)))
        chance = rng.random()
        if chance < 0.66:
            add("message.created", rng.choice(("agent", "customer")))
        elif chance < 0.83:
            add("message.created", "agent", public=False)
        elif chance < 0.94:
            status = rng.choice([each for each in ("open", "pending", "on_hold", "open", "solved") if each != status])
            add("ticket.status_changed", "agent", status=status)
        elif chance < 0.97:
            chat = {"": "chat.started", "chat.started": "chat.accepted", "chat.accepted": "chat.ended"}.get(chat, "")
            add(chat or "ticket.assigned", "customer", assignee_id=str(uuid4()))
        else:
            add("ticket.updated", "agent", public=False, priority=rng.choice(promises.PRIORITIES))
    return log
