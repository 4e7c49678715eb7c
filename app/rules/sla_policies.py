"""SLA policies: which one a ticket gets, what it promises by metric and priority, and the steps around it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, TypeAlias, get_args
from uuid import UUID

from app.rules.conditions import Conditions

Metric: TypeAlias = Literal[
    "first_reply", "next_reply", "periodic_update", "requester_wait", "agent_work", "resolution", "chat_accept"
]
METRICS: tuple[Metric, ...] = get_args(Metric)
# In which a pending ticket does not count, and in which one that is on hold does not either.
PAUSED_WHILE_PENDING: frozenset[Metric] = frozenset({"requester_wait", "agent_work"})
PAUSED_ON_HOLD: frozenset[Metric] = frozenset({"agent_work"})

NEVER_PAUSED: frozenset[Metric] = frozenset({"first_reply", "chat_accept"})
NOT_PAUSED_BY_INCIDENT: frozenset[Metric] = frozenset({"chat_accept"})
# One priority up.
HIGHER = {"low": "normal", "normal": "high", "high": "urgent", "urgent": "urgent"}

MAX_TARGET_SECONDS = 366 * 86_400
BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Target:
    """A promise: `seconds` of the policy's calendar (`business`), or of every hour of every day."""

    metric: Metric
    priority: str
    seconds: int
    business: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do around a deadline: at a share of the target, or so many counted seconds before or after it.

    Exactly one of `percent`, `before` and `after` is set; `after=0` is the deadline itself. `key` names the step
    within its policy version. `actions` are plain objects, see `escalation.py`.
    """

    key: str
    metrics: frozenset[Metric]
    percent: int | None = None
    before: int | None = None
    after: int | None = None
    actions: tuple[Mapping[str, Any], ...] = ()

    def offset(self, target: int) -> int:
        """After how many counted seconds of an instance with this target the step is due."""
        if self.percent is not None:
            return -(-target * self.percent // 100)
        return target - self.before if self.before is not None else target + (self.after or 0)


@dataclass(frozen=True, slots=True)
class Timed:
    """A step of a clock (None: its breach): after how many counted seconds, and how it is remembered once it is done.

    Steps of another version are other steps; the breach is the clock's own.
    """

    key: str
    fired_as: str
    offset: int
    step: Step | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done for a clock, in the order of its time. The breach itself always is: `steps[breach]`."""

    steps: tuple[Timed, ...]
    offsets: tuple[int, ...]
    breach: int


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a policy; it never changes, and a clock names the one that it keeps to."""

    version_id: UUID
    policy_id: UUID
    name: str
    number: int
    conditions: Conditions
    # By metric and priority.
    targets: Mapping[tuple[Metric, str], Target]
    steps: tuple[Step, ...] = ()
    # The periodic update waits while the customer is asked (the pausable variant).
    pausable_updates: bool = False
    # Metrics that do not count while the ticket is snoozed.
    paused_when_snoozed: frozenset[Metric] = frozenset()
    # Whether what is promised waits while the ticket is part of an incident that is not over.
    in_incident: str = "run"
    # What is asked for again and again, once it is known.
    _plans: dict[tuple[Metric, int], Plan] = field(default_factory=dict, init=False, compare=False, repr=False)
    _promises: dict[str, dict[Metric, Target]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def promises(self, priority: str) -> Mapping[Metric, Target]:
        """What is promised to tickets of this priority."""
        found = self._promises.get(priority)
        if found is None:
            found = {metric: target for (metric, wanted), target in self.targets.items() if wanted == priority}
            self._promises[priority] = found
        return found

    def plan(self, metric: Metric, target: int) -> Plan:
        """The plan of a clock with this target in seconds."""
        return self._plans.get((metric, target)) or self._plan(metric, target)

    def _plan(self, metric: Metric, target: int) -> Plan:
        steps = [
            Timed(each.key, fired_as(self.version_id, each.key), each.offset(target), each)
            for each in self.steps_of(metric)
        ]
        breach = Timed(BREACH, BREACH, target, None)
        steps = sorted([*steps, breach], key=lambda each: (each.offset, each is breach))
        found = self._plans[metric, target] = Plan(
            tuple(steps), tuple(each.offset for each in steps), steps.index(breach)
        )
        return found

    def steps_of(self, metric: Metric) -> list[Step]:
        """The steps of this metric."""
        return [each for each in self.steps if metric in each.metrics]

    def counts(self, metric: Metric, status: str, *, snoozed: bool, incident: bool) -> bool:
        """Whether time counts for a metric while a ticket is so. Whoever waits in a chat waits there in any case."""
        if incident and self.in_incident == "pause" and metric not in NOT_PAUSED_BY_INCIDENT:
            return False
        return (status, snoozed) in self.counting(metric)

    def counting(self, metric: Metric) -> frozenset[tuple[str, bool]]:
        """The states of a ticket, (status, whether it is snoozed), in which time counts for a metric; see `counts`."""
        return _counting(metric, self.pausable_updates, metric in self.paused_when_snoozed)


def fired_as(version_id: UUID, key: str) -> str:
    """How a step of a policy's version is remembered."""
    return key if key == BREACH else f"{version_id}/{key}"


@cache  # fewer than thirty of them, asked for at every change of every ticket
def _counting(metric: Metric, pausable_updates: bool, paused_when_snoozed: bool) -> frozenset[tuple[str, bool]]:  # noqa: FBT001
    """Merged tickets, like solved ones, count nothing."""
    statuses = {"new", "open", "pending", "on_hold"}
    if metric in PAUSED_WHILE_PENDING or (metric == "periodic_update" and pausable_updates):
        statuses -= {"pending"}
    if metric in PAUSED_ON_HOLD:
        statuses -= {"on_hold"}
    snoozed = (False,) if paused_when_snoozed else (False, True)
    return frozenset((status, each) for status in statuses for each in snoozed)


def choose(policies: Sequence[Policy], facts: Mapping[str, Any]) -> Policy | None:
    """The first of the policies, in their order, whose conditions hold."""
    return next((each for each in policies if each.conditions.hold(facts)), None)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a policy: where, a stable code, a sentence."""

    path: tuple[str | int, ...]
    code: str
    sentence: str


def problems(targets: Sequence[Target], steps: Sequence[Step], *, has_calendar: bool) -> list[Problem]:
    """What a policy cannot promise: see the codes in `docs/guides/errors.md`."""
    found: list[Problem] = []
    if not targets:
        found.append(Problem(("targets",), "no_targets", "A policy promises something: give it a target"))
    seen: set[tuple[str, str]] = set()
    for place, target in enumerate(targets):
        if not 1 <= target.seconds <= MAX_TARGET_SECONDS:
            sentence = f"A target is 1 to {MAX_TARGET_SECONDS} seconds (366 days)"
            found.append(Problem(("targets", place, "seconds"), "invalid_target", sentence))
        if target.business and not has_calendar:
            sentence = "Business hours need a calendar: set calendar_id"
            found.append(Problem(("targets", place, "hours"), "calendar_needed", sentence))
        if (target.metric, target.priority) in seen:
            sentence = f"{target.metric} of {target.priority} is promised twice"
            found.append(Problem(("targets", place), "target_twice", sentence))
        seen.add((target.metric, target.priority))
    for place, step in enumerate(steps):
        found += _problems_of_step(place, step, targets)
    return found


def never_paused(metrics: Iterable[Metric]) -> list[Problem]:
    """Metrics that count whatever happens, and were named as standing still while a ticket is snoozed."""
    return [
        Problem(("paused_when_snoozed", place), "never_paused", f"{metric} never stands still")
        for place, metric in enumerate(metrics)
        if metric in NEVER_PAUSED
    ]


def _raises(place: int, step: Step, targets: Sequence[Target]) -> Iterator[Problem]:
    """Steps that would raise a ticket to a priority for which the same is not promised: its clock would end."""
    promised = {(each.metric, each.priority) for each in targets}
    for number, action in enumerate(step.actions):
        if action.get("type") != "raise_priority":
            continue
        for metric, priority in sorted(promised):
            wanted = action.get("to") or HIGHER[priority]
            rises = list(HIGHER).index(wanted) > list(HIGHER).index(priority)
            if metric in step.metrics and rises and (metric, wanted) not in promised:
                sentence = f"{metric} is promised to {priority} tickets and not to {wanted} ones: the clock would end"
                yield Problem(("steps", place, "actions", number), "raise_without_target", sentence)
                break


def _problems_of_step(place: int, step: Step, targets: Sequence[Target]) -> Iterator[Problem]:
    mine = [each for each in targets if each.metric in step.metrics]
    if not mine:
        sentence = "This step is for metrics that the policy promises nothing of"
        yield Problem(("steps", place, "metrics"), "step_without_target", sentence)
    early = next((each for each in mine if step.offset(each.seconds) <= 0), None)
    late = next((each for each in mine if step.offset(each.seconds) > MAX_TARGET_SECONDS), None)
    if early is not None:
        sentence = f"This step would be due before {early.metric} of {early.priority} begins: it has {early.seconds} s"
        yield Problem(("steps", place), "step_before_start", sentence)
    elif late is not None:
        sentence = f"This step would be due more than {MAX_TARGET_SECONDS} seconds (366 days) after the beginning of"
        yield Problem(("steps", place), "step_too_late", f"{sentence} {late.metric} of {late.priority}")
    yield from _raises(place, step, targets)
