"""What each clock does: when it starts, stands still, is kept, is missed, and starts again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.rules.sla_policies import METRICS, Metric, Step
from app.rules.sla_steps import due, next_at
from tests.rules.sla_worlds import HOUR, MONDAY, Log, fired, minute, policy, vip, world


def only(metric: Metric, minutes: int = 60, **more: Any) -> Any:
    """A policy that promises one thing."""
    return policy(targets={metric: minutes * 60}, **more)


def test_a_first_reply_is_the_first_public_message_by_a_human_agent() -> None:
    log = Log(only("first_reply")).says(5, "system").says(10, "agent", public=False).says(20, "agent")
    clock = log.one("first_reply")
    assert (minute(clock.due_at), minute(clock.ended_at), clock.outcome) == (60, 20, "fulfilled")
    assert clock.breached_at is None


def test_an_agents_own_opening_message_is_no_reply() -> None:
    log = Log(only("first_reply"), opened_by="agent")
    assert log.one("first_reply").outcome is None
    assert log.says(30, "agent").one("first_reply").outcome == "fulfilled"


@pytest.mark.parametrize("status", ["open", "pending", "on_hold", "solved"])
def test_a_change_of_status_is_no_first_reply(status: str) -> None:
    clock = Log(only("first_reply")).becomes(10, status).one("first_reply")
    assert clock.outcome != "fulfilled"
    assert not clock.paused


def test_a_reply_after_the_deadline_has_missed_it_and_one_at_it_has_not() -> None:
    assert Log(only("first_reply")).says(60, "agent").one("first_reply").breached_at is None
    late = Log(only("first_reply")).says(60.001, "agent").one("first_reply")
    assert (minute(late.breached_at), late.outcome) == (60, "fulfilled")
    assert [each.what for each in late.ledger] == ["activated", "breached", "fulfilled"]


def test_the_next_reply_counts_from_the_oldest_unanswered_message() -> None:
    log = Log(policy(targets={"first_reply": HOUR, "next_reply": HOUR}))
    log.says(5, "customer").says(10, "agent").says(20, "customer").says(50, "customer")
    clock = log.one("next_reply")
    assert (minute(clock.started_at), minute(clock.due_at)) == (20, 80)
    log.says(70, "agent", public=False).says(75, "agent").says(90, "customer")
    first, second = log.all("next_reply")
    assert (first.outcome, minute(first.ended_at), second.number, minute(second.due_at)) == ("fulfilled", 75, 2, 150)


def test_the_next_reply_ends_when_the_ticket_is_solved_and_a_survey_does_not_move_it() -> None:
    log = Log(policy(targets={"first_reply": HOUR, "next_reply": HOUR})).says(10, "agent").says(20, "customer")
    log.says(25, "system").becomes(30, "solved").add(31, "survey.invited")
    clock = log.one("next_reply")
    assert (clock.outcome, minute(clock.ended_at)) == ("fulfilled", 30)


def test_who_answers_nobody_owes_no_next_reply() -> None:
    log = Log(policy(targets={"first_reply": HOUR, "next_reply": HOUR})).says(10, "agent").says(20, "agent")
    assert log.all("next_reply") == []


def test_periodic_updates_begin_at_once_again_until_the_ticket_is_solved() -> None:
    log = Log(only("periodic_update")).says(10, "agent").says(40, "agent").says(50, "customer").becomes(80, "solved")
    first, second = log.all("periodic_update")
    assert (minute(first.due_at), first.outcome) == (70, "fulfilled")
    assert (minute(second.due_at), second.outcome) == (100, "cancelled")


def test_updates_wait_for_the_customer_only_where_the_policy_says_so() -> None:
    plain = Log(only("periodic_update")).says(10, "agent").becomes(20, "pending").one("periodic_update")
    assert (plain.paused, minute(plain.due_at)) == (False, 70)
    pausing = Log(only("periodic_update", pausable_updates=True)).says(10, "agent").becomes(20, "pending")
    assert (pausing.one("periodic_update").paused, pausing.one("periodic_update").due_at) == (True, None)
    assert minute(pausing.becomes(50, "open").one("periodic_update").due_at) == 100


@pytest.mark.parametrize(
    ("metric", "status", "moves"),
    [
        ("requester_wait", "pending", 30),
        ("requester_wait", "on_hold", 0),
        ("agent_work", "pending", 30),
        ("agent_work", "on_hold", 30),
        ("resolution", "pending", 0),
        ("resolution", "on_hold", 0),
        ("first_reply", "pending", 0),
    ],
)
def test_what_stands_still_while_a_ticket_waits(metric: Metric, status: str, moves: int) -> None:
    log = Log(only(metric)).becomes(10, "open").becomes(20, status)
    assert log.one(metric).due_at is None if moves else minute(log.one(metric).due_at) == 60
    assert minute(log.becomes(50, "open").one(metric).due_at) == 60 + moves


def test_a_ticket_that_is_opened_again_keeps_the_time_it_took_and_is_resolved_anew() -> None:
    log = Log(policy(targets=dict.fromkeys(("requester_wait", "agent_work", "resolution"), HOUR)))
    log.becomes(40, "solved").says(100, "customer").becomes(100, "open")
    assert [minute(each.due_at) for each in log.all("requester_wait")] == [60, 120]
    assert [minute(each.due_at) for each in log.all("agent_work")] == [60, 120]
    assert [minute(each.due_at) for each in log.all("resolution")] == [60, 160]
    assert [each.outcome for each in log.all("resolution")] == ["fulfilled", None]


def test_what_was_missed_before_is_missed_again_without_being_told_again() -> None:
    steps = (
        Step("warn", frozenset({"requester_wait"}), percent=50),
        Step("late", frozenset({"requester_wait"}), after=1800),
    )
    log = Log(only("requester_wait", steps=steps)).becomes(70, "solved").becomes(100, "open")
    again = log.all("requester_wait")[1]
    assert (minute(again.breached_at), sorted(again.fired)) == (100, [f"{again.policy}/warn", "breach"])
    assert minute(next_at(log.folded(), world(*log.policies))) == 120


def test_a_first_reply_that_was_never_given_does_not_come_back() -> None:
    log = Log(policy(targets={"first_reply": HOUR, "next_reply": HOUR}))
    log.becomes(10, "solved").says(20, "customer").becomes(20, "open")
    assert [each.outcome for each in log.all("first_reply")] == ["cancelled"]
    assert minute(log.one("next_reply").started_at) == 20


def test_a_chat_that_is_queued_again_counts_from_its_first_time() -> None:
    log = Log(only("chat_accept", 10)).add(1, "chat.started").add(3, "chat.accepted").add(8, "chat.requeued")
    first, second = log.all("chat_accept")
    assert (first.outcome, minute(first.due_at), minute(second.due_at)) == ("fulfilled", 11, 11)
    assert log.add(9, "chat.ended").all("chat_accept")[1].outcome == "cancelled"


def test_merged_tickets_escalate_no_more() -> None:
    log = Log(policy()).says(5, "agent").says(6, "customer").becomes(10, "merged")
    clocks = log.folded()
    assert not clocks.running
    assert {each.outcome for each in clocks.ended if each.ended_at and minute(each.ended_at) == 10} == {"cancelled"}
    assert next_at(clocks, world(*log.policies)) is None


def test_an_unmerged_ticket_goes_on_without_the_time_in_which_it_was_merged() -> None:
    log = Log(policy(targets=dict.fromkeys(("first_reply", "requester_wait", "agent_work", "resolution"), HOUR)))
    log.becomes(10, "merged").becomes(40, "open")
    for metric in ("first_reply", "requester_wait", "agent_work", "resolution"):
        first, second = log.all(metric)
        assert (first.outcome, minute(second.due_at)) == ("cancelled", 90), metric
    # Merged when it was solved: nothing begins until somebody opens it.
    log = Log(only("resolution")).becomes(10, "solved").becomes(20, "merged").becomes(40, "solved")
    assert [each.outcome for each in log.all("resolution")] == ["fulfilled"]
    assert minute(log.becomes(50, "open").all("resolution")[1].due_at) == 110


def test_who_writes_on_a_merged_ticket_is_answered_on_either_thread() -> None:
    def merged_in(author: str, visibility: str = "public", *, kept: bool = True) -> dict[str, Any]:
        return {"author_kind": author, "visibility": visibility, "kept": kept}

    log = Log(policy(targets={"first_reply": HOUR, "next_reply": HOUR})).says(10, "agent")
    log.add(20, "message.merged_in", public=False, data=merged_in("customer"))
    assert minute(log.one("next_reply").due_at) == 80
    log.add(25, "message.merged_in", public=False, data=merged_in("agent", "internal"))
    assert log.one("next_reply").outcome is None
    log.add(30, "message.merged_in", public=False, data=merged_in("agent"))
    assert log.one("next_reply").outcome == "fulfilled"
    # It has come to this thread itself, and counts there.
    log.add(40, "message.merged_in", public=False, data=merged_in("customer", kept=False))
    assert len(log.all("next_reply")) == 1
    # The answer to another one is no first reply to this one.
    log = Log(only("first_reply")).add(20, "message.merged_in", public=False, data=merged_in("agent"))
    assert log.one("first_reply").outcome is None


def test_copies_of_messages_answer_nobody() -> None:
    log = Log(only("first_reply")).add(0, "message.created", actor="agent", data={"copied_from": {}})
    assert log.one("first_reply").outcome is None


def test_a_snooze_stands_still_by_policy() -> None:
    until = "2026-11-02T12:00:00+00:00"
    plain = Log(only("resolution")).add(10, "ticket.snoozed", snoozed_until=until)
    assert minute(plain.one("resolution").due_at) == 60
    pausing = Log(only("resolution", paused_when_snoozed=frozenset({"resolution"})))
    pausing.add(10, "ticket.snoozed", snoozed_until=until)
    assert pausing.one("resolution").paused
    assert minute(pausing.add(40, "ticket.woken", snoozed_until=None).one("resolution").due_at) == 90


def test_business_hours_leave_out_lunch_and_the_weekend() -> None:
    log = Log(policy(targets={"resolution": 9 * HOUR}, business=True))
    assert log.one("resolution").due_at == MONDAY + timedelta(days=1, hours=1)
    paused = Log(policy(targets={"agent_work": 5 * HOUR}, business=True)).becomes(180, "on_hold")
    # Three hours counted; on hold over lunch and the afternoon; two more on Tuesday.
    paused.becomes(9 * 60 + 30, "open")
    assert paused.one("agent_work").due_at == MONDAY + timedelta(days=1, hours=2)


def test_another_priority_is_another_promise_for_the_time_that_has_passed() -> None:
    log = Log(policy(targets={"resolution": 4 * HOUR})).add(30, "ticket.updated", priority="urgent")
    clock = log.one("resolution")
    assert (minute(clock.due_at), clock.target, clock.priority) == (60, HOUR, "urgent")
    late = Log(policy(targets={"resolution": 4 * HOUR})).add(90, "ticket.updated", priority="urgent")
    late.says(100, "system").becomes(110, "solved")
    # Due an hour after the beginning, but nobody could have known before it became urgent.
    assert (minute(late.one("resolution").due_at), minute(late.one("resolution").breached_at)) == (60, 90)


def test_a_priority_without_a_promise_ends_the_clock_and_back_again_starts_another() -> None:
    log = Log(policy(targets={"resolution": HOUR})).add(10, "ticket.updated", priority="low")
    assert log.one("resolution").outcome == "cancelled"
    log.add(20, "ticket.updated", priority="normal")
    assert minute(log.all("resolution")[1].due_at) == 60


def test_another_policy_is_chosen_when_the_ticket_changes_and_not_when_the_policy_does() -> None:
    special, usual = vip(1), policy(2, targets={"first_reply": 4 * HOUR})
    log = Log(special, usual)
    assert minute(log.one("first_reply").due_at) == 240
    log.add(10, "ticket.updated", tags=["vip"])
    assert (minute(log.one("first_reply").due_at), log.one("first_reply").policy) == (60, special.version_id)
    assert [(each.seq, each.policy) for each in log.folded().choices] == [
        (1, usual.version_id),
        (3, special.version_id),
    ]


def test_a_clock_that_was_set_back_turns_no_time_around() -> None:
    log = Log(only("agent_work")).becomes(30, "pending").becomes(-30, "open").becomes(-20, "solved")
    clock = log.one("agent_work")
    assert (clock.outcome, minute(clock.ended_at), clock.breached_at) == ("fulfilled", 30, None)


def test_fifty_reopenings_are_fifty_episodes() -> None:
    log = Log(policy())
    for number in range(50):
        log.becomes(10 + 20 * number, "solved").becomes(20 + 20 * number, "open")
    assert [each.number for each in log.all("resolution")] == list(range(1, 52))
    assert {minute(each.started_at) for each in log.all("agent_work")} == {0}


def test_steps_come_before_at_and_after_the_deadline() -> None:
    every = frozenset(METRICS)
    steps = (Step("half", every, percent=50), Step("soon", every, before=900), Step("late", every, after=1800))
    log = Log(only("first_reply", steps=steps))
    clocks, where = log.folded(), world(*log.policies)
    assert minute(next_at(clocks, where)) == 30
    assert due(clocks, where, MONDAY + timedelta(minutes=30)) == []
    assert [each.key for each in due(clocks, where, MONDAY + timedelta(minutes=30, seconds=1))] == ["half"]
    log.add(30.1, "sla.step_reached", public=False, data=fired(clocks.running["first_reply"], "half"))
    log.add(60.1, "sla.breached", public=False, data=fired(clocks.running["first_reply"], "breach"))
    clocks = log.folded()
    assert minute(clocks.running["first_reply"].breached_at) == 60
    assert [each.key for each in due(clocks, where, MONDAY + timedelta(minutes=45, seconds=1))] == ["soon"]
    assert [each.key for each in due(clocks, where, MONDAY + timedelta(hours=9))] == ["soon", "late"]


def test_what_comes_late_is_told_from_what_was_put_into_the_past() -> None:
    steps = (Step("half", frozenset(METRICS), percent=50),)
    log = Log(policy(targets={"resolution": 4 * HOUR}, steps=steps))
    found = due(log.folded(), world(*log.policies), MONDAY + timedelta(days=2))
    assert [(each.key, each.late) for each in found] == [("half", True), ("breach", True)]
    # Urgent since three hours after the beginning: due an hour after it, and nobody was away.
    log.add(180, "ticket.updated", priority="urgent")
    found = due(log.folded(), world(*log.policies), MONDAY + timedelta(minutes=181))
    assert [(each.key, each.late) for each in found] == [("half", False), ("breach", False)]


def test_a_step_that_brings_another_policy_is_not_taken_for_one_of_its_steps() -> None:
    """The step's own action comes first in the log, and brings a policy whose steps have the same names."""
    step = (Step("s1", frozenset({"first_reply"}), percent=50),)
    special = replace(vip(1), steps=(Step("s1", frozenset({"first_reply"}), percent=80),))
    log = Log(special, policy(2, targets={"first_reply": 2 * HOUR}, steps=step))
    (now,) = due(log.folded(), world(*log.policies), MONDAY + timedelta(minutes=61))
    log.add(61, "ticket.updated", tags=["vip"])
    log.add(61, "sla.step_reached", public=False, data=fired(now.clock, "s1"))
    clocks = log.folded()
    assert clocks.running["first_reply"].policy == special.version_id
    found = due(clocks, world(*log.policies), MONDAY + timedelta(minutes=62))
    assert [each.key for each in found] == ["s1", "breach"]


def test_a_breach_under_another_promise_is_not_one_of_this_promise() -> None:
    usual = policy(2, targets={"first_reply": HOUR})
    longer = replace(vip(1), targets={key: replace(each, seconds=24 * HOUR) for key, each in vip(1).targets.items()})
    log = Log(longer, usual)
    (missed,) = due(log.folded(), world(*log.policies), MONDAY + timedelta(minutes=61))
    log.add(61, "ticket.updated", tags=["vip"])
    log.add(61, "sla.breached", public=False, data=fired(missed.clock, "breach"))
    clocks = log.folded()
    assert (clocks.running["first_reply"].breached_at, minute(next_at(clocks, world(*log.policies)))) == (None, 24 * 60)


def test_policies_that_hand_a_ticket_to_each_other_come_to_an_end() -> None:
    """Each step of a version is done once for an instance, however often the version comes back."""
    step = (Step("s1", frozenset({"first_reply"}), percent=100),)
    log = Log(replace(vip(1), steps=step), policy(2, targets={"first_reply": HOUR}, steps=step))
    done = 0
    for turn in range(10):
        now = MONDAY + timedelta(minutes=61 + turn)
        found = due(log.folded(), world(*log.policies), now)
        done += len(found)
        for each in found:
            if each.step is not None:
                log.add(61 + turn, "ticket.updated", tags=["vip"] if turn % 2 == 0 else [])
            kind = "sla.breached" if each.step is None else "sla.step_reached"
            log.add(61 + turn, kind, public=False, data=fired(each.clock, each.key))
    assert done <= 6
    assert due(log.folded(), world(*log.policies), MONDAY + timedelta(minutes=99)) == []


def test_an_update_is_owed_after_the_next_message_and_not_at_once_when_a_ticket_opens_again() -> None:
    log = Log(only("periodic_update")).says(10, "agent").becomes(90, "solved").becomes(1000, "open")
    assert [each.outcome for each in log.all("periodic_update")] == ["cancelled"]
    assert minute(log.says(1010, "agent").all("periodic_update")[-1].due_at) == 1070
