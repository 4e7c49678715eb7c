"""A fold in parts is a fold of the whole: whatever happens to a ticket, and wherever the fold was interrupted."""

from datetime import timedelta
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.sla_attainment import Side, results
from app.rules.sla_clocks import Clock, counted, stretches
from app.rules.sla_explaining import intervals
from app.rules.sla_folding import recompute
from app.rules.sla_policies import METRICS, Step
from app.rules.sla_state import Clocks
from app.rules.sla_steps import due, next_at
from tests.rules.sla_worlds import MONDAY, Log, fired, policy, vip, world
from tests.thorough import examples

STEPS = (Step("half", frozenset(METRICS), percent=50), Step("late", frozenset(METRICS), after=600))
POLICIES = (
    vip(1),
    policy(
        2,
        steps=STEPS,
        business=True,
        pausable_updates=True,
        paused_when_snoozed=frozenset({"agent_work"}),
        in_incident="pause",
    ),
)
_STATUSES = ("open", "pending", "on_hold", "solved", "merged")

happenings = st.one_of(
    st.tuples(st.just("message"), st.sampled_from(("agent", "customer", "partner", "system")), st.booleans()),
    st.tuples(st.just("status"), st.sampled_from(_STATUSES)),
    st.tuples(st.just("priority"), st.sampled_from(("low", "normal", "urgent"))),
    st.tuples(st.just("tags"), st.sampled_from(([], ["vip"], ["other"]))),
    st.tuples(st.just("snooze"), st.booleans()),
    st.tuples(st.just("incident"), st.sampled_from(("open", "no"))),
    st.tuples(st.just("chat"), st.sampled_from(("started", "accepted", "requeued", "ended"))),
    st.tuples(st.just("fire")),
    st.tuples(st.just("asked"), st.sampled_from((1, 2, None))),
)
logs = st.lists(st.tuples(st.integers(-5, 600), happenings), max_size=25)


def written(steps: list[tuple[int, Any]]) -> Log:
    """A log of these; what is due is recorded as the desk records it."""
    log, minute = Log(*POLICIES), 0.0
    for pause, (kind, *details) in steps:
        minute += pause
        match kind:
            case "message":
                log.says(minute, details[0], public=details[1])
            case "status":
                log.becomes(minute, details[0])
            case "priority" | "tags":
                log.add(minute, "ticket.updated", **{kind: details[0]})
            case "snooze":
                log.add(minute, "ticket.snoozed", snoozed_until="2026-11-03T00:00:00+00:00" if details[0] else None)
            case "incident":
                log.add(minute, "ticket.incident_changed", public=False, incident=details[0])
            case "chat":
                log.add(minute, f"chat.{details[0]}")
            case "asked":
                log.asked(minute, details[0])
            case _:
                clocks = log.folded()
                for each in due(clocks, world(*POLICIES), log.events[-1]["at"]):
                    said = fired(each.clock, each.key)
                    log.add(
                        minute, "sla.breached" if each.step is None else "sla.step_reached", public=False, data=said
                    )
    return log


def shown(clocks: Clocks, ended: list[Clock]) -> bytes:
    """Everything that is stored."""
    return orjson.dumps(
        [
            clocks.seq,
            clocks.as_json(),
            clocks.choices_as_json(),
            [each.as_json() for each in ended],
            [c.as_json() for c in clocks.running.values()],
        ]
    )


@settings(max_examples=examples(150), deadline=None)
@given(logs, st.data())
def test_a_fold_in_parts_is_a_fold_of_the_whole(steps: list[tuple[int, Any]], data: st.DataObject) -> None:
    log = written(steps)
    where = world(*POLICIES)
    whole = log.folded()
    parts, ended = Clocks(), list[Clock]()
    rest = list(log.events)
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        parts = log.go_on(parts, rest[:size])
        rest = rest[size:]
        ended += parts.ended
        # As it comes back from where it is stored.
        running = [Clock.from_json(orjson.loads(orjson.dumps(each.as_json()))) for each in parts.running.values()]
        facts, choices = (orjson.loads(orjson.dumps(each)) for each in (parts.as_json(), parts.choices_as_json()))
        parts = Clocks.from_json(parts.seq, facts, choices, running)
    assert shown(parts, ended) == shown(whole, whole.ended)
    again = recompute(log.events, whole.choices, where)
    assert shown(again, again.ended) == shown(whole, whole.ended)


@settings(max_examples=examples(150), deadline=None)
@given(logs)
def test_what_every_clock_keeps_to(steps: list[tuple[int, Any]]) -> None:
    log = written(steps)
    where = world(*POLICIES)
    clocks = log.folded()
    every = [*clocks.ended, *clocks.running.values()]
    for metric in METRICS:
        numbers = [each.number for each in every if each.metric == metric]
        assert numbers == list(range(1, len(numbers) + 1))
    for clock in every:
        assert (clock.ended_at is None) == (clock.outcome is None)
        times = [each.at for each in clock.ledger if each.what != "breached"]
        assert times == sorted(times)
        assert clock.ledger[0].what == "activated"
        assert (clock.breached_at is not None) <= any(each.what == "breached" for each in clock.ledger)
    for clock in clocks.running.values():
        chosen = where.policies[clock.policy]
        last = clocks.timeline[-1]
        assert clock.paused != chosen.counts(clock.metric, clocks.status, snoozed=last.snoozed, incident=last.incident)
        if clock.due_at is not None:
            spans = stretches(clocks.timeline, chosen, clock.metric, clock.started_at)
            assert counted(spans, where.hours[clock.calendar], clock.due_at) == clock.target
    if clocks.status in {"solved", "merged"}:
        assert not set(clocks.running) - {"chat_accept"}


@settings(max_examples=examples(60), deadline=None)
@given(logs)
def test_every_step_is_done_once_for_an_instance(steps: list[tuple[int, Any]]) -> None:
    log = written(steps)
    where = world(*POLICIES)
    for _ in range(3):
        clocks = log.folded()
        later = log.events[-1]["at"].replace(year=2027)
        for each in due(clocks, where, later):
            said = fired(each.clock, each.key)
            kind = "sla.breached" if each.step is None else "sla.step_reached"
            log.add((later - log.events[0]["at"]).total_seconds() / 60, kind, public=False, data=said)
    assert due(log.folded(), where, log.events[-1]["at"].replace(year=2028)) == []
    assert next_at(log.folded(), where) is None


def test_what_was_missed_of_spam_counts_for_nothing() -> None:
    log = Log(policy())
    assert {each for _, each in results(log.events, Side(log.decide, world(policy())), MONDAY).values()} == {"open"}
    log.add(10_000, "ticket.marked_spam", public=False, status="closed", spam="marked")
    late = MONDAY + timedelta(minutes=10_001)
    assert {each for _, each in results(log.events, Side(log.decide, world(policy())), late).values()} == {"cancelled"}


def test_an_incident_stops_what_a_policy_says_and_the_explanation_names_it() -> None:
    pausing, running = (policy(each, in_incident=said) for each, said in ((1, "pause"), (2, "run")))
    for chosen, minutes in ((pausing, 4 * 60 + 90), (running, 4 * 60)):
        log = Log(chosen).says(0, "customer")
        log.add(30, "ticket.incident_changed", public=False, incident="open")
        log.add(120, "ticket.incident_changed", public=False, incident="no")
        clocks = log.folded()
        assert clocks.running["resolution"].due_at == MONDAY + timedelta(minutes=minutes)
        why = [each.because for each in intervals(
            clocks.running["resolution"], clocks.timeline, chosen, world(chosen).hours[None],
            MONDAY + timedelta(minutes=200),
        )]  # fmt: skip
        assert ("incident" in why) is (chosen is pausing)
        assert orjson.loads(orjson.dumps(clocks.as_json(), default=str))["timeline"][1][3:] == [True]
    log = Log(pausing).add(1, "chat.started")
    log.add(2, "ticket.incident_changed", public=False, incident="open")
    # Whoever waits in a chat waits there in any case.
    assert not log.folded().running["chat_accept"].paused
