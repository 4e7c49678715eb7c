"""Automations over the past: when a rule would have fired, by the state of each ticket at each event."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.rules import automations
from app.rules.automation_facts import Story, of_event
from app.rules.automations import Rule, TimeTrigger
from app.rules.condition_groups import CALENDARS, next_moment
from app.rules.schedules import AnySchedule

# A calendar opens and closes twice a day: a rule waits for three weeks and no longer for its conditions.
MOST_LOOKS = 50


@dataclass(frozen=True, slots=True)
class Firing:
    """One time that a rule would have fired: when, at which event (None: its time had come), by which values."""

    at: datetime
    seq: int | None
    matched: list[dict[str, Any]]


def replay(
    rule: Rule,
    events: Sequence[Mapping[str, Any]],
    *,
    until: datetime,
    besides: Mapping[str, Any],
    hours: Mapping[str, AnySchedule],
) -> list[Firing]:
    """When the rule would have fired on a ticket with this log, from `rule.since` to `until`.

    What it would have done, and what would have come of that, is not played: the past is as it was.
    """
    story, done = Story(), set[str]()
    firings: list[Firing] = []
    known = {**besides, CALENDARS: hours}
    for place, event in enumerate(events):
        story.fold(event)
        at = event["at"]
        if isinstance(rule.trigger, TimeTrigger):
            end = events[place + 1]["at"] if place + 1 < len(events) else until
            found = _timed(rule, story, end=min(end, until), known=known, hours=hours)
        else:
            found = _at_event(rule, story, event, known) if at <= until else None
        if found is not None and found[1] not in done:
            done.add(found[1])
            firings.append(found[0])
    return firings


def _at_event(
    rule: Rule, story: Story, event: Mapping[str, Any], known: Mapping[str, Any]
) -> tuple[Firing, str] | None:
    if not automations.reacts(rule, event):
        return None
    facts = story.facts(event["at"], {**known, **of_event(event)})
    if facts.get("status") == "merged" or not rule.conditions.holds(facts):
        return None
    return Firing(event["at"], event["seq"], matched(rule, facts)), automations.key(rule, facts, event["seq"])


def _timed(
    rule: Rule, story: Story, *, end: datetime, known: Mapping[str, Any], hours: Mapping[str, AnySchedule]
) -> tuple[Firing, str] | None:
    assert isinstance(rule.trigger, TimeTrigger)  # noqa: S101 - the caller looked
    assert story.at is not None  # noqa: S101 - something was folded
    if story.fields.get("status") == "merged":
        return None
    due = automations.due(rule.trigger, story.facts(story.at, known), hours)
    if due is None or due < rule.since:
        return None
    # Past already when its conditions came to hold: then it is due at once.
    at: datetime | None = max(due, story.at)
    for _ in range(MOST_LOOKS):
        if at is None or at >= end:
            break
        facts = story.facts(at, known)
        if rule.conditions.holds(facts):
            return Firing(at, None, matched(rule, facts)), automations.key(rule, facts, None)
        at = next_moment(rule.conditions, facts)
    return None


def matched(rule: Rule, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Why a rule fired, as JSON: the conditions that held, each with what it found."""
    return list(_said(rule, facts))


def _said(rule: Rule, facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for leaf, found in rule.conditions.matched(facts):
        value = found.isoformat() if isinstance(found, datetime) else found
        if isinstance(value, str) and leaf.field == "message":
            value = value[:200]
        yield {"field": leaf.field, "operator": leaf.operator, "value": leaf.value, "found": value}
