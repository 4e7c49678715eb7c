"""Automations: to what a rule reacts, when a rule of time is due, and what makes two of its runs the same one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

from app.rules import conditions
from app.rules.condition_groups import Group
from app.rules.openings import NeverDue
from app.rules.schedules import AnySchedule

Run: TypeAlias = Literal["every", "once_per_episode", "once"]
Fact: TypeAlias = Literal[
    "created_at", "status_since", "assigned_since", "solved_at", "last_customer_message_at", "last_agent_message_at",
    "next_due_at", "custom_field",
]  # fmt: skip
# A rule reacts to what another one did, and that to it, so many times; then it ends.
MAX_DEPTH: Final = 5
# Of one rule on one ticket within an hour. More than that is a rule that has run away.
MAX_RUNS_AN_HOUR: Final = 20
LONGEST: Final = 366 * 86_400
# Fields of a ticket whose change a rule can be selective about, besides `custom_fields.<key>`.
CHANGING: Final = frozenset(
    {
        "subject", "status", "priority", "type", "topic", "language", "brand", "tags", "team_id", "queue_id",
        "assignee_id", "requester_id", "tier", "snoozed_until", "pending_until",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A field that changed: from one of these values (empty: any), to one of those."""

    field: str
    was: tuple[Any, ...] = ()
    to: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class EventTrigger:
    """Something happened: one of these types, by one of these kinds of actors (empty: any), with one of the changes."""

    types: frozenset[str]
    actors: frozenset[str] = frozenset()
    changed: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeTrigger:
    """So many seconds after a fact (negative: before it), in a calendar's hours when it names one."""

    fact: Fact
    seconds: int
    field: str | None = None
    calendar: str | None = None
    when_snoozed: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """An automation as it counts now. It is for what happens, or is due, from `since` on."""

    id: UUID
    version_id: UUID
    number: int
    name: str
    trigger: EventTrigger | TimeTrigger
    conditions: Group
    actions: tuple[Mapping[str, Any], ...]
    run: Run
    since: datetime


def reacts(rule: Rule, event: Mapping[str, Any]) -> bool:
    """Whether this event is one that the rule is about; its conditions are another question."""
    trigger = rule.trigger
    if isinstance(trigger, TimeTrigger) or event["type"] not in trigger.types or event["at"] < rule.since:
        return False
    if is_history(event["data"]):
        return False
    if trigger.actors and event["actor_kind"] not in trigger.actors:
        return False
    return not trigger.changed or any(_changed(each, event["data"] or {}) for each in trigger.changed)


def is_history(data: Mapping[str, Any] | None) -> bool:
    """Whether an event tells of what happened elsewhere, before: it came with an import or by a split, and nobody
    reacts.
    """
    return not {"imported", "copied_from"}.isdisjoint(data or {})


def _changed(change: Change, data: Mapping[str, Any]) -> bool:
    now, was = data.get("set") or {}, data.get("was") or {}
    if change.field.startswith(conditions.CUSTOM):
        key = change.field.removeprefix(conditions.CUSTOM)
        now, was = now.get("custom_fields") or {}, was.get("custom_fields") or {}
        after, before = now.get(key), was.get(key)
    elif change.field not in now:
        return False
    else:
        after, before = now[change.field], was.get(change.field)
    if isinstance(after, list) or isinstance(before, list):
        # Of a list: what came, and what went.
        came, went = _apart(after, before), _apart(before, after)
        return bool(came or went) and _among(came, change.to) and _among(went, change.was)
    if conditions.same(after, before):
        return False
    return _among([after], change.to) and _among([before], change.was)


def _apart(one: Any, other: Any) -> list[Any]:  # noqa: ANN401 - JSON values
    return [each for each in one or () if not any(conditions.same(each, there) for there in other or ())]


def _among(values: list[Any], wanted: tuple[Any, ...]) -> bool:
    return not wanted or any(conditions.same(each, want) for each in values for want in wanted)


def fact_of(trigger: TimeTrigger) -> str:
    """The name of the fact that a time counts from, with that of its field."""
    return f"{conditions.CUSTOM}{trigger.field}" if trigger.fact == "custom_field" else trigger.fact


def base(trigger: TimeTrigger, facts: Mapping[str, Any]) -> datetime | None:
    """The fact that a time counts from; None: it is not so now."""
    if trigger.fact == "custom_field":
        found = (facts.get("custom_fields") or {}).get(trigger.field)
        try:
            found = datetime.fromisoformat(found) if isinstance(found, str) else None
        except ValueError:
            return None
        zone = facts["now"].tzinfo
        return found if found is None or found.tzinfo is not None else found.replace(tzinfo=zone)
    found = facts.get(trigger.fact)
    return found if isinstance(found, datetime) else None


def due(trigger: TimeTrigger, facts: Mapping[str, Any], hours: Mapping[str, AnySchedule]) -> datetime | None:
    """When a rule of time is due by these facts, past or not; None: there is nothing to count from.

    Unless it says otherwise a snooze puts it off: its time begins anew when the ticket comes back.
    """
    start = base(trigger, facts)
    if start is None:
        return None
    back = [facts[name] for name in ("woken_at", "snoozed_until") if isinstance(facts.get(name), datetime)]
    try:
        if trigger.seconds < 0:
            at = start + timedelta(seconds=trigger.seconds)
            return at if trigger.when_snoozed or not back or facts.get("snoozed_until") is None else max(at, *back)
        if not trigger.when_snoozed:
            start = max(start, *back) if back else start
        if trigger.calendar is None:
            return start + timedelta(seconds=trigger.seconds)
        schedule = hours.get(trigger.calendar)
        return None if schedule is None else schedule.due(start, trigger.seconds)
    except (NeverDue, OverflowError, ValueError):
        # Never, or beyond any date.
        return None


def key(rule: Rule, facts: Mapping[str, Any], seq: int | None) -> str:
    """What a run is unique by, for this rule and ticket; `seq` of the event (None: its time had come)."""
    if rule.run == "once":
        return "once"
    if rule.run == "once_per_episode":
        return f"episode:{facts.get('episode', 1)}"
    if isinstance(rule.trigger, TimeTrigger):
        start = base(rule.trigger, facts)
        return f"at:{'' if start is None else start.isoformat()}"
    return f"event:{seq}"


def stopped(rule: Rule, chain: tuple[str, ...]) -> str | None:
    """Why a rule does not react to something with this chain of causes: it led there itself, or it goes too deep.

    What takes its time may be as long a chain as it likes.
    """
    if str(rule.id) in chain:
        return "own_doing"
    return "too_deep" if len(chain) >= MAX_DEPTH and isinstance(rule.trigger, EventTrigger) else None


def chain_of(data: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The automations that led to an event, by what it says of its cause."""
    return tuple(((data or {}).get("via") or {}).get("chain") or ())
