"""The machine that a ticket's events drive: facts move, promises are kept or given up, clocks are brought in line."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.rules.sla_clocks import Clock, Entry, Moment, Outcome, known_at, same_id, times
from app.rules.sla_policies import BREACH, METRICS, Metric, Policy, fired_as
from app.rules.sla_state import Choice, Clocks, World

_OVER = frozenset({"solved", "closed"})
_UNSOLVED = frozenset({"new", "open", "pending", "on_hold"})
# The ticket's own opening message stands at this place in every log.
_OPENING = 2
# What policies may ask about; the rest of a ticket's fields is not kept.
FIELDS = frozenset(
    {
        "priority", "type", "channel", "brand", "team_id", "requester_id", "organization_id", "tags", "language",
        "topic", "custom_fields", "status", "request_type", "tension", "spam", "incident",
    }
)  # fmt: skip
_DONE_BY_SOLVING: tuple[Metric, ...] = ("next_reply", "requester_wait", "agent_work", "resolution")
# Solved is no reply: whoever was owed one did not get it.
_GIVEN_UP_BY_SOLVING: tuple[Metric, ...] = ("first_reply", "periodic_update")


class Machine:
    """Takes events one by one. First the facts move, then promises are kept, then clocks are brought in line."""

    def __init__(self, clocks: Clocks, world: World) -> None:
        self._clocks = clocks
        self._world = world
        # The choices that have been followed, and the one of them that counts.
        self._followed = sum(each.seq <= clocks.seq for each in clocks.choices) if clocks.seq else 0
        self._choice = clocks.choices[self._followed - 1] if self._followed else None
        # Whether facts have changed since the clocks were brought in line, and the ticket's state among them.
        self._changed = self._stale = False

    @property
    def _policy(self) -> Policy | None:
        chosen = self._choice
        return None if chosen is None or chosen.policy is None else self._world.policies[chosen.policy]

    def keeps(self, policy: UUID | None) -> bool:
        """Whether the choice that counts is of the same policy; a newer version of it is for re-evaluation."""
        if self._choice is None:
            return False
        if self._choice.policy is None or policy is None:
            return self._choice.policy is policy
        return self._world.policies[self._choice.policy].policy_id == self._world.policies[policy].policy_id

    def remember(self, event: Mapping[str, Any]) -> None:
        """An event of another desk, imported: what the ticket was is known, and no clock counts it."""
        self._touched(event["data"].get("set") or {})

    def _touched(self, changes: Mapping[str, Any]) -> None:
        touched = {name: value for name, value in changes.items() if name in FIELDS}
        if touched:
            self._clocks.fields = {**self._clocks.fields, **touched}
            self._changed |= "priority" in touched

    def take_over(self, at: datetime) -> None:
        """The first thing that happens here to an imported ticket: it is as new as this, and was answered before."""
        clocks = self._clocks
        clocks.timeline.append(Moment(at, clocks.fields.get("status", "open"), False))
        clocks.episode_at, clocks.replied = at, True
        self._changed = self._stale = True

    def take(self, event: Mapping[str, Any], at: datetime) -> None:
        """The facts move, and what was promised is kept or given up."""
        clocks, seq = self._clocks, event["seq"]
        changes = event["data"].get("set") or {}
        self._touched(changes)
        if seq == 1:
            clocks.episode_at = at
        if "status" in changes or "snoozed_until" in changes or "incident" in changes or seq == 1:
            self._moved(at, seq, changes, spam=event["type"] == "ticket.marked_spam")
        match event["type"]:
            case "message.created" if event["public"] and "copied_from" not in event["data"]:
                self._message(event["actor_kind"], at, seq)
            case "message.merged_in" if event["data"]["kept"] and event["data"]["visibility"] == "public":
                self._message_of_merged(event["data"]["author_kind"], at, seq)
            case "chat.started" | "chat.requeued":
                self._changed = True
                clocks.queued_at = clocks.queued_at or at
                clocks.chat_waits = True
            case "chat.accepted":
                clocks.chat_waits = False
                self._end("chat_accept", at, seq, "fulfilled")
            case "chat.ended":
                clocks.chat_waits, clocks.queued_at = False, None
                self._end("chat_accept", at, seq, "cancelled")
            case "sla.breached" | "sla.step_reached":
                self._fired(event["data"], at, seq)

    def _moved(self, at: datetime, seq: int, changes: Mapping[str, Any], *, spam: bool) -> None:
        clocks = self._clocks
        was = clocks.timeline[-1] if clocks.timeline else None
        status = changes.get("status") or (was.status if was else "new")
        snoozed = changes["snoozed_until"] is not None if "snoozed_until" in changes else bool(was and was.snoozed)
        incident = changes["incident"] == "open" if "incident" in changes else bool(was and was.incident)
        clocks.timeline.append(Moment(at, status, snoozed, incident))
        self._changed = self._stale = True
        if was is None:
            return
        if spam:  # Nobody was owed anything: by closing it nothing is kept.
            self._cancel_all(at, seq)
        if status in _OVER and was.status in _UNSOLVED:
            clocks.unanswered_since = clocks.updated_at = None
            for metric in _DONE_BY_SOLVING:
                self._end(metric, at, seq, "fulfilled")
            for metric in _GIVEN_UP_BY_SOLVING:
                self._end(metric, at, seq, "cancelled")
        elif status == "merged":
            self._cancel_all(at, seq)
        elif status in _UNSOLVED and was.status in _OVER:
            clocks.episode_at = at

    def _cancel_all(self, at: datetime, seq: int) -> None:
        for metric in METRICS:
            self._end(metric, at, seq, "cancelled")

    def _message(self, author: str, at: datetime, seq: int) -> None:
        clocks = self._clocks
        if author == "agent":
            self._changed = True
            clocks.updated_at = at
            self._end("periodic_update", at, seq, "fulfilled")
            if seq != _OPENING:
                clocks.replied, clocks.unanswered_since = True, None
                self._end("first_reply", at, seq, "fulfilled")
                self._end("next_reply", at, seq, "fulfilled")
        elif author != "system" and clocks.unanswered_since is None:
            self._changed = True
            clocks.unanswered_since = at

    def _message_of_merged(self, author: str, at: datetime, seq: int) -> None:
        """A message on the thread of a ticket that is merged into this one: somebody waits, or does not any more.

        It is no first reply to this ticket's own requester, and no update for them.
        """
        if author != "agent":
            self._message(author, at, seq)
        elif self._clocks.unanswered_since is not None:
            self._changed = True
            self._clocks.unanswered_since = None
            self._end("next_reply", at, seq, "fulfilled")

    def _fired(self, data: Mapping[str, Any], at: datetime, seq: int) -> None:
        clock = self._clocks.running.get(data["metric"])
        if clock is None or clock.number != data["number"]:
            return
        clock.fired |= {fired_as(same_id(data["policy_version_id"]), data["step"])}
        if data["step"] == BREACH and str(clock.policy) != data["policy_version_id"]:
            # Another promise holds by now: whether that one is missed is its own question.
            clock.fired -= {BREACH}
        if BREACH in clock.fired and clock.breached_at is None:
            self._breach(clock, clock.due_at or at, seq)

    def _breach(self, clock: Clock, due: datetime, seq: int) -> None:
        clock.breached_at = max(due, known_at(clock))
        clock.ledger.append(Entry(clock.breached_at, "breached", seq))

    def _end(self, metric: Metric, at: datetime, seq: int, outcome: Outcome) -> None:
        clock = self._clocks.running.pop(metric, None)
        if clock is None:
            return
        if clock.breached_at is None and clock.due_at is not None and clock.due_at < at:
            self._breach(clock, clock.due_at, 0)
        clock.ended_at, clock.outcome, clock.paused = at, outcome, False
        clock.ledger.append(Entry(at, outcome, seq))
        self._clocks.ended.append(clock)

    def follow(self, at: datetime) -> None:
        """Bring the clocks in line with the facts and with the choice that counts now.

        A choice that followed from the ticket's fields counts together with the event that changed them; one that was
        asked for came after the event, at a time of its own.
        """
        clocks = self._clocks
        while (choice := self._next_choice()) is not None and choice.cause == "ticket":
            self._take_choice(choice)
        self._bring_in_line(at)
        while (choice := self._next_choice()) is not None:
            self._take_choice(choice)
            clocks.latest = max(choice.at, clocks.latest or choice.at)
            self._bring_in_line(clocks.latest)

    def _next_choice(self) -> Choice | None:
        choices = self._clocks.choices
        waits = self._followed < len(choices) and choices[self._followed].seq <= self._clocks.seq
        return choices[self._followed] if waits else None

    def _take_choice(self, choice: Choice) -> None:
        self._choice = choice
        self._followed += 1
        self._changed = True

    def _bring_in_line(self, at: datetime) -> None:
        if not self._changed:
            return
        clocks = self._clocks
        policy, calendar = self._policy, None if self._choice is None else self._choice.calendar
        priority = clocks.fields.get("priority", "normal")
        promised = {} if policy is None else policy.promises(priority)
        for metric in METRICS:
            clock, target = clocks.running.get(metric), promised.get(metric)
            if clock is None and target is None:
                continue
            start = None if target is None else self._start(metric)
            if policy is None or target is None or start is None:
                if clock is not None:
                    self._end(metric, at, clocks.seq, "cancelled")
                continue
            hours = calendar if target.business else None
            if clock is None:
                self._begin(policy, metric, target.seconds, hours, start, at)
            elif (clock.policy, clock.calendar, clock.target) != (policy.version_id, hours, target.seconds):
                self._retarget(clock, policy, target.seconds, hours, at)
            else:
                clock.priority = priority
                if self._stale:
                    self._move(clock, policy, at)
        self._changed = self._stale = False

    def _retarget(self, clock: Clock, policy: Policy, target: int, hours: UUID | None, at: datetime) -> None:
        """Another promise for what has counted so far: it is due as if the promise had held from the beginning."""
        clock.policy, clock.calendar, clock.target = policy.version_id, hours, target
        clock.priority = self._clocks.fields.get("priority", "normal")
        clock.ledger.append(Entry(at, "retargeted", self._clocks.seq, target, policy.version_id))
        self._move(clock, policy, at)
        over = self._settle(clock, policy, at, paused=clock.paused)
        if BREACH in clock.fired and BREACH not in over:
            # Not missed any more; steps that were done stay done.
            clock.fired -= {BREACH}
        if BREACH not in clock.fired:
            clock.breached_at = None

    def _start(self, metric: Metric) -> datetime | None:
        """From when the metric counts, if it has something to count; None: it has not."""
        clocks = self._clocks
        created = clocks.timeline[0].at
        unsolved = clocks.status in _UNSOLVED
        match metric:
            case "first_reply":
                never_solved = clocks.episode_at == created
                return created if unsolved and not clocks.replied and never_solved else None
            case "next_reply":
                waits = unsolved and "first_reply" not in clocks.running
                return clocks.unanswered_since if waits else None
            case "periodic_update":
                return clocks.updated_at if unsolved else None
            case "requester_wait" | "agent_work":
                return created if unsolved else None
            case "resolution":
                return clocks.episode_at if unsolved else None
            case "chat_accept":
                return clocks.queued_at if clocks.chat_waits and clocks.status != "merged" else None

    def _begin(
        self, policy: Policy, metric: Metric, target: int, calendar: UUID | None, start: datetime, at: datetime
    ) -> None:
        clocks = self._clocks
        number = clocks.numbers[metric] = clocks.numbers.get(metric, 0) + 1
        priority = clocks.fields.get("priority", "normal")
        clock = Clock(metric, number, policy.version_id, calendar, target, priority, start, at)
        clock.ledger.append(Entry(at, "activated", clocks.seq, target, policy.version_id))
        clocks.running[metric] = clock
        over = self._settle(clock, policy, at, paused=False)
        if number > 1 and start < at:
            # What it has counted before, it has told before: only what lies ahead is to be done.
            clock.fired = over
        self._move(clock, policy, at)
        if BREACH in clock.fired:
            self._breach(clock, clock.due_at or at, clocks.seq)

    def _move(self, clock: Clock, policy: Policy, at: datetime) -> None:
        """The ticket's state has moved: a clock that goes on as before is due when it was."""
        latest = self._clocks.timeline[-1]
        paused = not policy.counts(clock.metric, latest.status, snoozed=latest.snoozed, incident=latest.incident)
        if paused != clock.paused:
            clock.ledger.append(Entry(at, "paused" if paused else "resumed", self._clocks.seq))
            self._settle(clock, policy, at, paused=paused)

    def _settle(self, clock: Clock, policy: Policy, at: datetime, *, paused: bool) -> frozenset[str]:
        """When it is due; the steps whose time has come by now."""
        clock.paused = paused
        clock.times = times(clock, self._clocks.timeline, policy, self._world.hours[clock.calendar])
        plan = policy.plan(clock.metric, clock.target)
        clock.due_at = clock.times[plan.breach]
        return frozenset(
            each.fired_as for each, when in zip(plan.steps, clock.times, strict=True) if when is not None and when <= at
        )
