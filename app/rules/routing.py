"""Who gets a piece of work: facts in, a decision with its reasons out; the same for any order of candidates."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.rules.routing_facts import (
    Candidate,
    Channel,
    DecidedBy,
    Decision,
    Exclusion,
    Item,
    Load,
    Needs,
    Placement,
    Policy,
    Refusal,
    Waiting,
    primary_subtag,
)

__all__ = [
    "COMPARED",
    "COOL_DOWN",
    "ROUND_PAUSE",
    "Candidate",
    "Channel",
    "DecidedBy",
    "Decision",
    "Exclusion",
    "Item",
    "Load",
    "Needs",
    "Placement",
    "Policy",
    "Pool",
    "Refusal",
    "Waiting",
    "choose",
    "exclusion",
    "place",
    "primary_subtag",
    "unsuited",
]

# Who declines an item or lets its offer pass is not asked again for this long, while somebody else may take it.
COOL_DOWN = timedelta(seconds=60)
# Once everybody who is there has refused, the round starts again after this pause: an item must not wait for ever
# while somebody is free, nor ring again in the moment in which it was declined.
ROUND_PAUSE = timedelta(seconds=3)

# A decision says of so many of the best what they held.
COMPARED = 3

_NOBODY: frozenset[UUID] = frozenset()
_NEVER = float("-inf")


def exclusion(item: Item, candidate: Candidate) -> Exclusion | None:
    """Why this agent cannot take the item now; None when they can."""
    why = _unfit(item.channel, item.needs, candidate)
    if why is None and candidate.agent_id in item.declined_by:
        return "declined"
    return why or _full(candidate.load, candidate.total_load, candidate)


def _unfit(channel: str, needs: Needs, candidate: Candidate) -> Exclusion | None:
    """Why an agent is not for such items, whatever they hold: they are not at work, or not the one for it."""
    at_work: tuple[tuple[Exclusion, bool], ...] = (
        ("not_active", candidate.active),
        ("may_not_reply", candidate.may_reply),
        ("not_online", candidate.presence == "online"),
        ("channel_off", channel in candidate.channels),
        (candidate.off or "off_shift", candidate.off is None),
    )
    return next((why for why, holds in at_work if not holds), None) or unsuited(needs, candidate)


def unsuited(needs: Needs, candidate: Candidate) -> Exclusion | None:
    """Why an agent is not the one for such items, at work or not; None when they are."""
    if needs.team_ids is not None and candidate.team_ids.isdisjoint(needs.team_ids):
        return "not_in_team"
    if candidate.tier < needs.tier:
        return "tier_too_low"
    for skill_id, level in needs.skills:
        if candidate.skills.get(skill_id, 0) < level:
            return "skill_too_low" if skill_id in candidate.skills else "missing_skill"
    if needs.language is not None and needs.language not in candidate.languages:
        return "no_language"
    return None


def _full(load: int, total_load: int, candidate: Candidate) -> Exclusion | None:
    if load >= candidate.capacity:
        return "no_capacity"
    if candidate.total_capacity is not None and total_load + candidate.weight > candidate.total_capacity:
        return "no_total_capacity"
    return None


class _Held:
    """A candidate and what they hold by now."""

    __slots__ = ("candidate", "idle_since", "last_assigned", "load", "total_load")

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.load = candidate.load
        self.total_load = candidate.total_load
        last, idle = candidate.last_assigned_at, candidate.idle_since or candidate.last_assigned_at
        # Never is longest ago.
        self.last_assigned = _NEVER if last is None else last.timestamp()
        self.idle_since = _NEVER if idle is None else idle.timestamp()

    def so_far(self) -> Load:
        """What they hold and since when nothing was given to or taken from them."""
        idle_since = None if self.idle_since == _NEVER else datetime.fromtimestamp(self.idle_since, UTC)
        return Load(self.load, self.candidate.capacity, idle_since)

    def room(self) -> Exclusion | None:
        """Why there is no room for one more; None when there is."""
        return _full(self.load, self.total_load, self.candidate)


class Pool:
    """Candidates for items of one channel, whose loads grow with what is placed; one pool serves many decisions."""

    def __init__(self, channel: str, candidates: Iterable[Candidate]) -> None:
        self.channel = channel
        self._held = [_Held(each) for each in sorted(candidates, key=lambda each: each.agent_id)]
        self._by_id = {each.candidate.agent_id: each for each in self._held}
        self._fit: dict[Needs, tuple[list[_Held], list[tuple[UUID, Exclusion]]]] = {}

    def change(self, agent_id: UUID, by: int, at: datetime | None = None) -> None:
        """An agent holds so many more (or fewer); `at` is when, and None leaves the times alone."""
        held = self._by_id[agent_id]
        held.load += by
        held.total_load += by * held.candidate.weight
        if at is not None:
            held.idle_since = at.timestamp()
            if by > 0:
                held.last_assigned = held.idle_since

    def _split(self, needs: Needs) -> "tuple[list[_Held], list[tuple[UUID, Exclusion]]]":
        """Those who fit such items, and why the others do not."""
        found = self._fit.get(needs)
        if found is None:
            fit, unfit = [], []
            for held in self._held:
                why = _unfit(self.channel, needs, held.candidate)
                if why is None:
                    fit.append(held)
                else:
                    unfit.append((held.candidate.agent_id, why))
            found = self._fit[needs] = (fit, unfit)
        return found

    def may_take(self, needs: Needs) -> bool:
        """Whether somebody who fits has room, whoever has refused."""
        return any(held.room() is None for held in self._split(needs)[0])

    def choose(self, item: Item) -> Decision:
        """The customer's last agent if wanted and eligible, else by the queue's policy; ties to the longest without an
        assignment, then by id.
        """
        fit, unfit = self._split(item.needs)
        rank = _RANKS[item.policy]
        ranked: list[tuple[float, float, int, UUID]] = []
        excluded = list(unfit)
        for held in fit:
            agent_id = held.candidate.agent_id
            why: Exclusion | None = "declined" if agent_id in item.declined_by else held.room()
            if why is None:
                ranked.append((rank(held), held.last_assigned, agent_id.int, agent_id))
            else:
                excluded.append((agent_id, why))
        excluded.sort()
        if not ranked:
            return Decision(None, (), tuple(excluded), "nobody", item.policy)
        ranked.sort()
        eligible = tuple(each[3] for each in ranked)
        last = item.last_agent_id
        if last is not None and last in eligible:
            others = tuple(each for each in eligible if each != last)
            eligible = (last, *others)
            return Decision(last, eligible, tuple(excluded), "last_agent", item.policy, self._loads(eligible))
        why_first = _decided_by(ranked, item.policy)
        return Decision(eligible[0], eligible, tuple(excluded), why_first, item.policy, self._loads(eligible))

    def _loads(self, eligible: tuple[UUID, ...]) -> tuple[Load, ...]:
        return tuple(self._by_id[each].so_far() for each in eligible[:COMPARED])

    def cooling(self, item: Item, refusals: Iterable[Refusal], *, now: datetime) -> frozenset[UUID]:
        """Who is not asked about this item now, because they refused it a moment ago.

        A refusal holds for `COOL_DOWN` while somebody who is there, free or not, has not refused; when nobody is left,
        only for `ROUND_PAUSE`.
        """
        age = {each.agent_id: now - each.at for each in sorted(refusals, key=lambda each: each.at)}
        recent = {agent_id for agent_id, passed in age.items() if passed < COOL_DOWN}
        if not recent:
            return _NOBODY
        there = {h.candidate.agent_id for h in self._split(item.needs)[0] if h.candidate.capacity > 0}
        if there - recent:
            return frozenset(recent)
        return frozenset(agent_id for agent_id in recent if age[agent_id] < ROUND_PAUSE)

    def place(self, queue: Iterable[Waiting], *, now: datetime, most: int = 1) -> list[Placement]:
        """Items that somebody can take, in their order, and who that is; what is placed counts for those after it.

        An item that nobody can take, or that all who are free have refused, is passed over and keeps its place.
        """
        placed: list[Placement] = []
        for waiting in sorted(queue, key=lambda each: (*each.order, each.queued_at, each.id)):
            if len(placed) >= most:
                break
            if not self.may_take(waiting.item.needs):
                continue
            item = waiting.item
            resting = self.cooling(item, waiting.refusals, now=now)
            if resting:
                item = Item(item.channel, item.needs, item.policy, item.declined_by | resting, item.last_agent_id)
            decision = self.choose(item)
            if decision.agent_id is not None:
                placed.append(Placement(waiting, decision))
                self.change(decision.agent_id, 1, now)
        return placed


# What compares less is chosen.
_RANKS: Mapping[Policy, Callable[[_Held], float]] = {
    "most_spare": lambda held: float(held.load - held.candidate.capacity),
    "least_loaded": lambda held: held.load / held.candidate.capacity,
    "longest_idle": lambda held: held.idle_since,
}


def _decided_by(ranked: list[tuple[float, float, int, UUID]], policy: Policy) -> DecidedBy:
    if len(ranked) == 1:
        return "only_one"
    first, second = ranked[0], ranked[1]
    if first[0] != second[0]:
        return policy
    return "longest_idle" if first[1] != second[1] else "id"


def choose(item: Item, candidates: Collection[Candidate]) -> Decision:
    """The decision for one item; see `Pool.choose`."""
    return Pool(item.channel, candidates).choose(item)


def place(queue: Iterable[Waiting], candidates: Collection[Candidate], *, now: datetime) -> Placement | None:
    """The first item of a queue, all of one channel, that somebody can take; see `Pool.place`."""
    several = list(queue)
    if not several:
        return None
    placed = Pool(several[0].item.channel, candidates).place(several, now=now)
    return placed[0] if placed else None
