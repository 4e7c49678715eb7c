"""Queues: which one an item belongs to, what it asks of an agent by now, and when that changes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias
from uuid import UUID

from app.rules.conditions import FIELDS, Conditions
from app.rules.routing import Needs, Policy, primary_subtag
from app.rules.schedules import ALWAYS, AnySchedule

# A queue can ask what an SLA policy cannot: this is no part of a ticket's log.
CONDITION_FIELDS = FIELDS | {"customer_tier"}
# Where an item waits when no queue is for it and it has no team: anybody may take it.
OF_NOBODY = UUID(int=0)

WhenClosed: TypeAlias = Literal["wait", "message", "callback", "queue"]
Languages: TypeAlias = Literal["required", "preferred", "ignored"]
DEFAULT_OFFER_SECONDS = 30
_ALL = Conditions()


@dataclass(frozen=True, slots=True)
class SkillRule:
    """A skill that items ask for, at `level` or above, when `when` holds.

    A preferred one counts until the item has waited `drop_after` seconds, and not longer than those before it in
    `drop_order` keep it waiting.
    """

    skill_id: UUID
    level: int = 1
    required: bool = True
    drop_after: int = 0
    drop_order: int = 0
    when: Conditions = _ALL


@dataclass(frozen=True, slots=True)
class Overflow:
    """Teams that help once an item has waited so many seconds."""

    after: int
    team_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue as the rules see it; without conditions it is for everything. `team_ids` None: anybody.

    `closed_queue_id` is where items go when it is closed and
    `when_closed` is `queue`; the texts (by language) are told to customers. Seconds are of waiting; `wrap_up` of work
    after a chat, `offer` of ringing.
    """

    id: UUID
    name: str = ""
    conditions: Conditions = _ALL
    team_ids: tuple[UUID, ...] | None = ()
    overflow: tuple[Overflow, ...] = ()
    skills: tuple[SkillRule, ...] = ()
    languages: Languages = "ignored"
    language_drop_after: int = 0
    policy: Policy = "least_loaded"
    prefer_last_agent: bool = False
    auto_accept: bool = False
    offer: float = DEFAULT_OFFER_SECONDS
    wrap_up: int = 0
    hours: AnySchedule = ALWAYS
    when_closed: WhenClosed = "wait"
    closed_queue_id: UUID | None = None
    closed_text: Mapping[str, str] | None = None
    handover_text: Mapping[str, str] | None = None

    @property
    def all_team_ids(self) -> tuple[UUID, ...]:
        """Its teams, and those that help after a wait."""
        return tuple(
            dict.fromkeys((*(self.team_ids or ()), *(team for each in self.overflow for team in each.team_ids)))
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What an item needs by now; None while its queue is closed. `changes_at` is when to look again by itself."""

    needs: Needs | None
    changes_at: datetime | None


def own_queue(team_id: UUID | None, *, offer: float = DEFAULT_OFFER_SECONDS) -> Queue:
    """The queue that a team has without anybody making it; of no team it is everybody's."""
    if team_id is None:
        return Queue(OF_NOBODY, team_ids=None, offer=offer)
    return Queue(team_id, team_ids=(team_id,), offer=offer)


def lines_of(queue_id: UUID | None, team_id: UUID | None) -> set[UUID]:
    """The lines that something with this place concerns: its queue and its team's own, else the desk's."""
    return {each for each in (queue_id, team_id) if each is not None} or {OF_NOBODY}


def match(queues: Iterable[Queue], facts: Mapping[str, Any], *, named_team: UUID | None) -> Queue | None:
    """The first queue in order whose conditions hold; None: it waits in its team's own queue.

    Whoever names a team wants that team: then only a queue is tried whose one primary team it is.
    """
    for queue in queues:
        if named_team is not None and queue.team_ids != (named_team,):
            continue
        if queue.conditions.hold(facts):
            return queue
    return None


def opened(queue: Queue, by_id: Mapping[UUID, Queue], now: datetime) -> Queue:
    """Where an item of this queue goes now: a closed one may send it on, as long as that leads to an open one.

    Where all are closed, or the way goes in a circle, it stays where it belongs.
    """
    seen = {queue.id}
    at = queue
    while not is_open(at, now):
        following = None if at.when_closed != "queue" or at.closed_queue_id is None else by_id.get(at.closed_queue_id)
        if following is None or following.id in seen:
            return queue
        seen.add(following.id)
        at = following
    return at


def is_open(queue: Queue, now: datetime) -> bool:
    """Whether the queue is worked at now."""
    return queue.hours.is_open(now)


def standing(
    queue: Queue, facts: Mapping[str, Any], *, since: datetime, now: datetime, tier: int = 0, overflow: bool = True
) -> Standing:
    """What an item of this queue that waits since `since` asks of an agent now."""
    waited = (now - since).total_seconds()
    later: list[datetime] = []
    change = queue.hours.next_change(now)
    if not queue.hours.is_open(now):
        return Standing(None, change)
    if change is not None:
        later.append(change)

    def past(seconds: float) -> bool:
        if waited >= seconds:
            return True
        later.append(since + timedelta(seconds=seconds))
        return False

    teams = queue.team_ids
    if teams is not None and overflow:
        helping = [team for each in queue.overflow if past(each.after) for team in each.team_ids]
        teams = tuple(dict.fromkeys((*teams, *helping)))
    language = _language(queue, facts)
    if language is not None and queue.languages == "preferred" and past(queue.language_drop_after):
        language = None
    needs = Needs(teams, _skills(queue, facts, past), language, tier)
    return Standing(needs, min(later, default=None))


def _language(queue: Queue, facts: Mapping[str, Any]) -> str | None:
    spoken = facts.get("language")
    return primary_subtag(spoken) if spoken and queue.languages != "ignored" else None


def _skills(queue: Queue, facts: Mapping[str, Any], past: Callable[[float], bool]) -> tuple[tuple[UUID, int], ...]:
    wanted: dict[UUID, int] = {}
    earlier = 0
    for each in sorted(queue.skills, key=lambda rule: (rule.drop_order, rule.drop_after, rule.skill_id)):
        if not each.when.hold(facts):
            continue
        if not each.required:
            earlier = max(earlier, each.drop_after)
            if past(earlier):
                continue
        wanted[each.skill_id] = max(each.level, wanted.get(each.skill_id, 0))
    return tuple(sorted(wanted.items()))


# What goes first in a queue: what a lead has put first, then by priority, then what is due next, then who came first.
URGENCY: Mapping[str, int] = {"urgent": 0, "high": 1, "normal": 2, "low": 3}


def order(rank: int, priority: str, due_at: datetime | None, queued_at: datetime) -> tuple[float, ...]:
    """The place of an item in its queue; what compares less goes first."""
    due = float("inf") if due_at is None else due_at.timestamp()
    return (rank, URGENCY[priority], due, queued_at.timestamp())
