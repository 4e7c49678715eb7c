"""Agents in a simulation: what they hold on every channel, who is on shift, and how busy they are hour by hour."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias, get_args
from uuid import UUID

from app.rules.routing import Candidate, Channel, Needs, Pool
from app.rules.simulation_inputs import HOUR, SECOND, Agent, micros

_Change: TypeAlias = tuple[int, UUID, bool]


class ShiftingPool(Pool):
    """A pool whose candidates come and go, and may hold things on other channels too."""

    def __init__(self, channel: str, candidates: Iterable[Candidate]) -> None:
        super().__init__(channel, candidates)
        self._suited: dict[Needs, frozenset[UUID]] = {}

    def suited(self, needs: Needs) -> frozenset[UUID]:
        """Who is at work and right for such items, whatever they hold."""
        found = self._suited.get(needs)
        if found is None:
            found = self._suited[needs] = frozenset(each.candidate.agent_id for each in self._split(needs)[0])
        return found

    def could_take(self, needs: Needs, agent_id: UUID) -> bool:
        """Whether this agent could take such an item now."""
        return agent_id in self.suited(needs) and self._by_id[agent_id].room() is None

    def attend(self, agent_id: UUID, *, there: bool) -> None:
        """The agent begins or ends a shift."""
        held = self._by_id[agent_id]
        held.candidate = replace(held.candidate, off=None if there else "off_shift")
        self._fit.clear()
        self._suited.clear()

    def hold(self, agent_id: UUID, by: int, at: int) -> None:
        """`Pool.change` at a time of a simulation."""
        self.change(agent_id, by)
        held = self._by_id[agent_id]
        held.idle_since = at / SECOND
        if by > 0:
            held.last_assigned = held.idle_since

    def hold_elsewhere(self, agent_id: UUID, weight: int) -> None:
        """The agent holds so much more (or less) on another channel, which leaves them as idle on this one."""
        self._by_id[agent_id].total_load += weight


@dataclass(slots=True)
class _Worker:
    """An agent by now. `room` is all they may hold, by weight, `held` what they do; both added up until `since`."""

    room: int
    held: int
    weights: dict[Channel, int]
    there: bool
    since: int
    busy: int = 0
    available: int = 0
    served: int = 0

    def count(self, at: int) -> None:
        """Bring the sums up to date."""
        passed = at - self.since
        self.since = at
        self.busy += passed * self.held
        # Who finishes what they hold after their shift is at work that long.
        self.available += passed * self.offered

    @property
    def offered(self) -> int:
        """The capacity that is at work now."""
        return self.room if self.there else self.held


class Roster:
    """All agents of a simulation. Times are microseconds; capacity counts by weight, over all channels.

    `busy` and `available` are capacity times microseconds by hour from the start; `changes` when shifts begin and end.
    """

    def __init__(self, agents: Iterable[Agent], start: int, end: int) -> None:
        ordered = sorted(agents, key=lambda each: each.id)
        self.pools: dict[Channel, ShiftingPool] = {
            channel: ShiftingPool(channel, (each.on[channel] for each in ordered if channel in each.on))
            for channel in get_args(Channel)
        }
        self.workers: dict[UUID, _Worker] = {}
        self.changes: list[_Change] = []
        self._start, self._since = start, start
        hours = -((start - end) // HOUR)
        self.busy, self.available = [0] * hours, [0] * hours
        for each in ordered:
            self._begin(each, start, end)
        self._held = sum(each.held for each in self.workers.values())
        self._offered = sum(each.offered for each in self.workers.values())

    def _begin(self, agent: Agent, start: int, end: int) -> None:
        room = [
            each.capacity * each.weight if each.total_capacity is None else each.total_capacity
            for each in agent.on.values()
        ]
        bounded = any(each.total_capacity is not None for each in agent.on.values())
        first = next(iter(agent.on.values()))
        held = first.total_load or sum(each.load * each.weight for each in agent.on.values())
        weights = {channel: each.weight for channel, each in agent.on.items()}
        # Of those who are off all along nothing is available.
        always = all(each.off is None for each in agent.on.values())
        spans = merged((micros(span[0]), micros(span[1])) for span in agent.shifts or ())
        on_at_first = always and (agent.shifts is None or any(a <= start < b for a, b in spans))
        self.workers[agent.id] = _Worker(max(room) if bounded else sum(room), held, weights, on_at_first, start)
        if not always or agent.shifts is None:
            return
        if not on_at_first:
            self._attend(agent.id, there=False)
        changes = [(at, agent.id, there) for a, b in spans for at, there in ((a, True), (b, False))]
        self.changes += [each for each in changes if start < each[0] <= end]

    def _attend(self, agent_id: UUID, *, there: bool) -> None:
        for channel in self.workers[agent_id].weights:
            self.pools[channel].attend(agent_id, there=there)

    def attend(self, agent_id: UUID, at: int, *, there: bool) -> None:
        """The agent begins or ends a shift."""
        self._attend(agent_id, there=there)
        worker = self.workers[agent_id]
        before = worker.offered
        self._count(at)
        worker.count(at)
        worker.there = there
        self._offered += worker.offered - before

    def take(self, agent_id: UUID, channel: Channel, at: int) -> None:
        """Something is given to an agent."""
        self._hold(agent_id, channel, 1, at)

    def release(self, agent_id: UUID, channel: Channel, at: int) -> None:
        """An agent is done with something."""
        self._hold(agent_id, channel, -1, at)

    def _hold(self, agent_id: UUID, channel: Channel, by: int, at: int) -> None:
        worker = self.workers[agent_id]
        weight = by * worker.weights[channel]
        self.pools[channel].hold(agent_id, by, at)
        if len(worker.weights) > 1:
            for other in worker.weights:
                if other != channel:
                    self.pools[other].hold_elsewhere(agent_id, weight)
        before = worker.offered
        self._count(at)
        worker.count(at)
        worker.held += weight
        self._held += weight
        self._offered += worker.offered - before

    def finish(self, at: int) -> None:
        """Count up to now."""
        self._count(at)
        for each in self.workers.values():
            each.count(at)

    def _count(self, at: int) -> None:
        """Share what was held and there since the last change among the hours in which that was."""
        since = self._since
        if at <= since:
            return
        hour = (since - self._start) // HOUR
        while since < at:
            until = min(at, self._start + (hour + 1) * HOUR)
            self.busy[hour] += (until - since) * self._held
            self.available[hour] += (until - since) * self._offered
            since = until
            hour += 1
        self._since = at


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap or touch made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
