"""To what a rule reacts, when it is due, and the past replayed: what it would have done, by the same functions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.rules.automation_facts import told
from app.rules.automation_replay import replay
from app.rules.automations import Change, EventTrigger, Rule, TimeTrigger, due, is_history, key, reacts, stopped
from app.rules.calendars import Calendar, Hours
from app.rules.condition_groups import Group, group_of
from app.rules.schedules import Schedule

START = datetime(2026, 11, 23, 10, tzinfo=UTC)  # a Monday
NIL = UUID(int=0)
OFFICE = Schedule(Calendar("UTC", tuple((Hours(9 * 3600, 17 * 3600),) for _ in range(7)), {}, {}))


def rule(trigger: EventTrigger | TimeTrigger, **more: Any) -> Rule:
    made = Rule(NIL, NIL, 1, "r", trigger, Group(), (), "every", START - timedelta(days=1))
    return replace(made, **more)


def event(
    at: datetime, kind: str = "ticket.updated", *, actor: str = "agent", seq: int = 2, **data: Any
) -> dict[str, Any]:
    return {"seq": seq, "public_seq": None, "type": kind, "actor_kind": actor, "data": data, "at": at}


values = st.sampled_from(["low", "normal", "high", None, True, 1])


@given(values, values, st.lists(values, max_size=2), st.lists(values, max_size=2))
def test_selective_is_exact(before: Any, after: Any, was: list[Any], to: list[Any]) -> None:
    def same(one: Any, other: Any) -> bool:
        return type(one) is type(other) and one == other

    trigger = EventTrigger(frozenset({"ticket.updated"}), changed=(Change("priority", tuple(was), tuple(to)),))
    happened = event(START, set={"priority": after}, was={"priority": before})
    wanted = (
        not same(before, after)
        and (not was or any(same(before, each) for each in was))
        and (not to or any(same(after, each) for each in to))
    )
    assert reacts(rule(trigger), happened) == wanted
    # Another field, another type, before it began, or of an import: never.
    assert not reacts(rule(trigger), event(START, set={"topic": "x"}, was={"topic": None}))
    assert not reacts(rule(trigger), {**happened, "type": "ticket.created"})
    assert not reacts(rule(trigger, since=START + timedelta(seconds=1)), happened)
    assert not reacts(rule(trigger), {**happened, "data": {**happened["data"], "imported": True}})


def test_lists_and_custom_fields() -> None:
    def about(field: str, was: tuple[Any, ...] = (), to: tuple[Any, ...] = ()) -> Rule:
        return rule(EventTrigger(frozenset({"ticket.updated"}), changed=(Change(field, was, to),)))

    tags = event(START, set={"tags": ["a", "b"]}, was={"tags": ["a", "c"]})
    assert reacts(about("tags", to=("b",)), tags)
    assert reacts(about("tags", was=("c",)), tags)
    assert not reacts(about("tags", to=("a",)), tags)
    fields = event(START, set={"custom_fields": {"x": 1, "y": 2}}, was={"custom_fields": {"x": 1, "y": 1}})
    assert reacts(about("custom_fields.y", was=(1,), to=(2,)), fields)
    assert not reacts(about("custom_fields.x"), fields)
    assert not reacts(about("custom_fields.z"), fields)


def test_due() -> None:
    hours = {"c": OFFICE}
    two_days = TimeTrigger("status_since", 172_800)
    facts: dict[str, Any] = {"now": START, "status_since": START}
    assert due(two_days, facts, {}) == START + timedelta(days=2)
    assert due(two_days, {"now": START}, {}) is None
    # Eight open hours a day: 10 hours from Monday 10:00 end on Tuesday at 12:00.
    assert due(TimeTrigger("status_since", 36_000, calendar="c"), facts, hours) == START + timedelta(hours=26)
    assert due(TimeTrigger("status_since", 36_000, calendar="gone"), facts, hours) is None
    woken = START + timedelta(hours=5)
    assert due(two_days, {**facts, "woken_at": woken}, {}) == woken + timedelta(days=2)
    asked = replace(two_days, when_snoozed=True)
    assert due(asked, {**facts, "woken_at": woken, "snoozed_until": woken}, {}) == START + timedelta(days=2)
    before = TimeTrigger("custom_field", -3600, field="ends")
    assert due(before, {"now": START, "custom_fields": {"ends": "2026-12-01"}}, {}) == datetime(
        2026, 11, 30, 23, tzinfo=UTC
    )
    for odd in ("soon", 5, None, "9999-12-31", ["2026-12-01"]):
        due(before, {"now": START, "custom_fields": {"ends": odd}}, {})
        due(TimeTrigger("custom_field", 172_800, field="ends"), {"now": START, "custom_fields": {"ends": odd}}, {})


def test_what_makes_two_runs_the_same() -> None:
    by_event = rule(EventTrigger(frozenset({"x"})))
    facts = {"episode": 2, "created_at": START, "now": START}
    assert key(by_event, facts, 7) == "event:7"
    assert key(replace(by_event, run="once"), facts, 7) == "once"
    assert key(replace(by_event, run="once_per_episode"), facts, 7) == "episode:2"
    assert key(rule(TimeTrigger("created_at", 60)), facts, None) == f"at:{START.isoformat()}"


def test_no_circles_and_no_depths() -> None:
    one = rule(EventTrigger(frozenset({"x"})))
    assert stopped(one, ()) is None
    assert stopped(one, (str(UUID(int=1)), str(NIL), str(UUID(int=2)))) == "own_doing"
    assert stopped(one, tuple(str(UUID(int=n)) for n in range(1, 5))) is None
    assert stopped(one, tuple(str(UUID(int=n)) for n in range(1, 6))) == "too_deep"


def test_what_takes_its_time_goes_no_circle() -> None:
    timed = rule(TimeTrigger("status_since", 60))
    assert stopped(timed, tuple(str(UUID(int=n)) for n in range(1, 9))) is None
    assert stopped(timed, (str(NIL),)) == "own_doing"
    story = told(
        [
            event(START, set={"status": "open", "custom_fields": {"a": 1, "b": 1}}),
            event(START, set={"status": "pending"}, via={"chain": ["x"]}),
            event(START, set={"custom_fields": {"a": 1, "b": 2}}, via={"chain": ["y"]}),
        ]
    )
    assert story.led == {"status_since": ("x",), "custom_fields.a": (), "custom_fields.b": ("y",)}
    # What a person does begins anew.
    story.fold(event(START, set={"status": "open"}))
    assert story.led["status_since"] == ()


def log(*changes: tuple[float, dict[str, Any]]) -> list[dict[str, Any]]:
    """A log: what changed, after so many hours."""
    created = event(START, "ticket.created", seq=1, actor="customer", set={"status": "new", "episode": 1, "topic": "a"})
    return [
        created,
        *(
            event(START + timedelta(hours=hours), "ticket.status_changed", seq=n, set=change)
            for n, (hours, change) in enumerate(changes, 2)
        ),
    ]


def test_replayed_by_the_state_then() -> None:
    until = START + timedelta(days=30)
    pending = group_of({"all": [{"field": "status", "operator": "is", "value": "pending"}]})
    timed = rule(TimeTrigger("status_since", 172_800), conditions=pending)

    def fired(one: Rule, events: list[dict[str, Any]], hours: Any = None) -> list[float]:
        found = replay(one, events, until=until, besides={}, hours=hours or {})
        return [(each.at - START).total_seconds() / 3600 for each in found]

    assert fired(timed, log((1, {"status": "pending"}))) == [49]
    # It was opened an hour too early; the second time nobody came.
    assert fired(timed, log((1, {"status": "pending"}), (48, {"status": "open"}), (50, {"status": "pending"}))) == [98]
    assert fired(timed, log((1, {"status": "pending"}), (60, {"status": "merged"}), (61, {"status": "pending"}))) == [
        49,
        109,
    ]
    # What is merged does nothing, live or replayed.
    at_events = rule(EventTrigger(frozenset({"ticket.status_changed"})))
    assert fired(at_events, log((1, {"status": "open"}), (2, {"status": "merged"}), (3, {"topic": "b"}))) == [1]
    # Its conditions came to hold only after its time: then at once.
    on_topic = group_of({"all": [{"field": "topic", "operator": "is", "value": "b"}]})
    late = replace(timed, conditions=on_topic, trigger=TimeTrigger("created_at", 3600))
    assert fired(late, log((5, {"topic": "b"}), (6, {"topic": "a"}))) == [5]
    # Wednesday, 20:00, is not within office hours: it waits for nine in the morning.
    open_ = group_of({"all": [{"field": "now", "operator": "inside", "value": "c"}]})
    assert fired(replace(timed, conditions=open_), log((10, {"status": "pending"})), {"c": OFFICE}) == [71]


@given(st.lists(st.tuples(st.integers(0, 50), st.sampled_from(["open", "pending", "solved"])), max_size=12))
def test_once_is_once_and_never_early(history: list[tuple[int, str]]) -> None:
    """However a ticket goes: never before its time, and not twice for one spell of waiting."""
    hours, changes = 0.0, []
    for span, status in history:
        hours += span
        changes.append((hours, {"status": status}))
    pending = group_of({"all": [{"field": "status", "operator": "is", "value": "pending"}]})
    timed = rule(TimeTrigger("status_since", 24 * 3600), conditions=pending)
    found = replay(timed, log(*changes), until=START + timedelta(days=60), besides={}, hours={})
    wanted = [
        start + 24
        for (start, change), end in zip(changes, [*(at for at, _ in changes[1:]), 24 * 60], strict=False)
        if change["status"] == "pending" and start + 24 < end
    ]
    assert [(each.at - START).total_seconds() / 3600 for each in found] == wanted
    once = replay(replace(timed, run="once"), log(*changes), until=START + timedelta(days=60), besides={}, hours={})
    assert len(once) == min(1, len(wanted))


def test_what_a_split_has_copied_moves_nobody() -> None:
    copied = {"copied_from": {"ticket_id": "t", "message_id": "m", "at": "2026-11-02T09:00:00+00:00"}}
    assert is_history(copied)
    assert not is_history({})
    event = {"seq": 2, "public_seq": 2, "type": "message.created", "actor_kind": "agent", "data": copied, "at": None}
    assert "last_agent_message_at" not in told([event]).since
