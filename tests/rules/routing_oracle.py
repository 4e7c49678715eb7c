"""Routing simulated naively, to compare with: at every instant all who wait are placed anew by the live rules.

It keeps no lines and remembers nothing about who could take what.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias
from uuid import UUID

from app.rules.queues import Queue, Standing, is_open, match, opened, order, own_queue, standing
from app.rules.routing import Candidate, Item, Pool, Waiting
from app.rules.simulation_inputs import Arrival, Setup

Found: TypeAlias = tuple[str, float, UUID | None]


@dataclass(eq=False)
class _Thing:
    arrival: Arrival
    queue: Queue
    state: Literal["waiting", "offered", "working", "gone"] = "waiting"
    agent_id: UUID | None = None
    taken_at: datetime | None = None
    free_at: datetime | None = None
    looked_at_again: datetime | None = None


class Oracle:
    """One simulation; `outcomes` by arrival: the result, the seconds of waiting, and the agent who served."""

    def __init__(self, setup: Setup, arrivals: Sequence[Arrival]) -> None:
        self.setup = setup
        self.coming = sorted(arrivals, key=lambda each: each.at)
        self.things: list[_Thing] = []
        self.last_assigned: dict[tuple[UUID, str], datetime] = {}
        self.idle_since: dict[tuple[UUID, str], datetime] = {}
        self.served_by: dict[object, UUID] = {}
        self.outcomes: dict[UUID, Found] = {}

    def run(self) -> dict[UUID, Found]:
        now: datetime | None = self.setup.start
        while now is not None and now <= self.setup.end:
            self.happen(now)
            now = min((at for at in self.times(now) if at > now or self.is_due(now)), default=None)
        for thing in self.things:
            if thing.state in {"waiting", "offered"}:
                self.tell(thing, "waiting", self.setup.end)
        return self.outcomes

    def is_due(self, now: datetime) -> bool:
        """Work of no time at all is done at the same instant, but after everything else."""
        return any(each.state == "working" and each.free_at == now for each in self.things)

    def times(self, now: datetime) -> list[datetime]:
        found = [each.at for each in self.coming]
        found += [edge for each in self.setup.agents for span in each.shifts or () for edge in span if edge > now]
        for thing in self.things:
            if thing.state == "working" and thing.free_at is not None:
                found.append(thing.free_at)
            if thing.state == "offered" and thing.taken_at is not None:
                found.append(thing.taken_at)
            if thing.state in {"waiting", "offered"}:
                found += [at for at in (self.patience_ends(thing),) if at is not None]
            if thing.state == "waiting" and thing.looked_at_again is not None:
                found.append(thing.looked_at_again)
        return found

    def patience_ends(self, thing: _Thing) -> datetime | None:
        patience = self.setup.patience_of(thing.arrival)
        # An instant has whole microseconds.
        return None if patience is None else thing.arrival.at + timedelta(microseconds=round(patience * 1e6))

    def standing(self, thing: _Thing, now: datetime) -> Standing:
        arrival = thing.arrival
        return standing(thing.queue, arrival.facts, since=arrival.at, now=now, tier=arrival.tier)

    def happen(self, now: datetime) -> None:
        for thing in self.due("working", now):
            self.free(thing, now)
        for thing in self.due("offered", now):
            self.serve(thing, now)
        for thing in self.due("waiting", now):
            self.sort(thing, now)
        while self.coming and self.coming[0].at <= now:
            self.arrive(self.coming.pop(0), now)
        self.place(now)
        for thing in self.things:
            ends = self.patience_ends(thing)
            if thing.state in {"waiting", "offered"} and ends is not None and ends <= now:
                if thing.state == "offered":
                    self.free(thing, now)
                thing.state = "gone"
                self.tell(thing, "abandoned", now)
        self.place(now)

    def due(self, state: str, now: datetime) -> list[_Thing]:
        """Those in this state whose time has come."""
        there = [each for each in self.things if each.state == state]
        times = {"working": "free_at", "offered": "taken_at", "waiting": "looked_at_again"}
        return [each for each in there if (getattr(each, times[state]) or datetime.max.replace(tzinfo=UTC)) <= now]

    def arrive(self, arrival: Arrival, now: datetime) -> None:
        named, setup = arrival.named_team, self.setup
        queue = match(setup.queues, arrival.facts, named_team=named) or own_queue(named)
        self.things.append(_Thing(arrival, queue))
        self.sort(self.things[-1], now)

    def sort(self, thing: _Thing, now: datetime) -> None:
        """Who comes, or whose time has come, goes on to another queue when theirs is closed, or leaves a message."""
        queue = thing.queue = opened(thing.queue, {each.id: each for each in self.setup.queues}, now)
        thing.looked_at_again = self.standing(thing, now).changes_at
        chat = thing.arrival.channel == "chat"
        if chat and queue.when_closed in {"message", "callback"} and not is_open(queue, now):
            thing.state = "gone"
            self.tell(thing, "turned_away", now)

    def free(self, thing: _Thing, now: datetime) -> None:
        assert thing.agent_id is not None
        thing.state = "gone"
        self.idle_since[thing.agent_id, thing.arrival.channel] = now

    def place(self, now: datetime) -> None:
        while True:
            placed = []
            for channel in ("chat", "ticket", "call"):
                pool = Pool(channel, self.candidates(channel, now))
                placed += pool.place(self.waiting(channel, now), now=now)
            if not placed:
                return
            first = min(placed, key=lambda each: (*each.waiting.order, each.waiting.queued_at, each.waiting.id))
            (thing,) = [each for each in self.things if each.arrival.id == first.waiting.id]
            agent_id = first.decision.agent_id
            assert agent_id is not None
            thing.state, thing.agent_id = "offered", agent_id
            thing.taken_at = now + timedelta(seconds=0 if thing.queue.auto_accept else self.setup.acceptance)
            given = (agent_id, thing.arrival.channel)
            self.last_assigned[given] = self.idle_since[given] = now
            if thing.taken_at <= now:
                self.serve(thing, now)

    def serve(self, thing: _Thing, now: datetime) -> None:
        arrival = thing.arrival
        assert thing.agent_id is not None
        wrap_up = thing.queue.wrap_up if arrival.channel == "chat" else 0
        thing.state = "working"
        thing.free_at = now + timedelta(microseconds=round((arrival.handling + wrap_up) * 1e6))
        if arrival.facts.get("requester_id") is not None:
            self.served_by[arrival.facts["requester_id"]] = thing.agent_id
        self.tell(thing, "served", now)

    def candidates(self, channel: str, now: datetime) -> list[Candidate]:
        found = []
        for each in self.setup.agents:
            held = [t for t in self.things if t.agent_id == each.id and t.state in {"offered", "working"}]
            for own, candidate in each.on.items():
                if own == channel:
                    there = each.shifts is None or any(start <= now < end for start, end in each.shifts)
                    weights = sum(each.on[t.arrival.channel].weight for t in held)
                    found.append(
                        replace(
                            candidate,
                            load=candidate.load + sum(t.arrival.channel == channel for t in held),
                            total_load=candidate.total_load + weights,
                            off=candidate.off or (None if there else "off_shift"),
                            last_assigned_at=self.last_assigned.get((each.id, channel)),
                            idle_since=self.idle_since.get((each.id, channel)),
                        )
                    )
        return found

    def waiting(self, channel: str, now: datetime) -> list[Waiting]:
        found = []
        for thing in self.things:
            arrival = thing.arrival
            needs = self.standing(thing, now).needs
            if thing.state != "waiting" or arrival.channel != channel or needs is None:
                continue
            last = None
            if thing.queue.prefer_last_agent:
                last = self.served_by.get(arrival.facts.get("requester_id"), arrival.last_agent_id)
            due = None if arrival.target is None else arrival.at + timedelta(seconds=arrival.target)
            place = order(0, arrival.facts.get("priority") or "normal", due, arrival.at)
            item = Item(channel, needs, thing.queue.policy, last_agent_id=last)
            found.append(Waiting(arrival.id, arrival.id, item, arrival.at, order=place))
        return found

    def tell(self, thing: _Thing, result: str, now: datetime) -> None:
        wait = (now - thing.arrival.at).total_seconds()
        agent_id = thing.agent_id if result == "served" else None
        self.outcomes[thing.arrival.id] = (result, wait, agent_id)
