"""A chat queue in simulated time: `rules.routing` decides, and customers are told their wait as by the live desk."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from random import Random
from typing import TypeAlias
from uuid import UUID

from app.rules.routing import COOL_DOWN, ROUND_PAUSE, Candidate, Item, Placement, Pool, Refusal, Waiting
from app.rules.waiting import LOOK_BACK, MOST_SERVED, Served, Service

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
# An offer that nobody answers passes to the next agent after this long (`OTKLIK_OFFER_SECONDS`).
OFFER_SECONDS = 30.0
# So many of those behind are asked at each change of their positions: all would be a thousand times the same queue.
SAMPLED = 2
_ITEM = Item("chat")


@dataclass(frozen=True, slots=True)
class Coming:
    """A customer: when they come, how long an agent will be busy with them, how long they wait at most (seconds)."""

    at: float
    handling: float
    patience: float = float("inf")


@dataclass(frozen=True, slots=True)
class Shift:
    """An agent: chats at the same time, and the spans (seconds) in which they take new ones."""

    capacity: int
    spans: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """What happens to a desk: customers in the order in which they come, agents, and how these answer offers.

    `answer` is the median number of seconds until an offer is accepted (0: chats are accepted for agents), `missed` the
    share of offers that pass.
    """

    regime: str
    source: str
    seed: int
    coming: tuple[Coming, ...]
    agents: tuple[Shift, ...]
    answer: float
    missed: float


@dataclass(frozen=True, slots=True)
class Known:
    """What can be known of a chat that waits, as `rules.waiting.estimate` takes it.

    `leaving` is how many gave up within the look-back, over the seconds that all waited who were served or gave up.
    """

    position: int
    service: Service
    elapsed: float
    offered: bool
    leaving: float


Way: TypeAlias = Callable[[Known], tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody was told at a time (seconds; None: nothing) in each way, and how long they waited from then on.

    `wait` is None when they were not served.
    """

    position: int
    ranges: tuple[tuple[int, int] | None, ...]
    wait: float | None


@dataclass(slots=True)
class _Chat:
    number: int
    coming: Coming
    refusals: tuple[Refusal, ...] = ()
    offered_to: int | None = None
    # When they were told what, at which position.
    told: list[tuple[float, int, tuple[tuple[int, int] | None, ...]]] = field(default_factory=list)

    def waiting(self) -> Waiting:
        return Waiting(UUID(int=self.number), UUID(int=self.number), _ITEM, _time(self.coming.at), self.refusals)


def _time(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


class Desk:
    """One queue and its agents; `run` plays a stream to its end and asks each of `ways` for the estimates."""

    def __init__(self, stream: Stream, *ways: Way) -> None:
        self._stream = stream
        self._ways = ways
        self._random = Random(stream.seed)
        self._now = 0.0
        # Time, a number that keeps the order of what happens at the same time, and what happens.
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._scheduled = 0
        # All who wait, offered ones too, by number: the order in which they came.
        self._queue: dict[int, _Chat] = {}
        self._loads = [0] * len(stream.agents)
        self._served: list[Served] = []
        # When each of them was taken, and when who gave up after how long.
        self._taken: list[float] = []
        self._gave_up: list[tuple[float, float]] = []
        self._pool = self._agents_there()
        self.told: list[Told] = []

    def run(self) -> list[Told]:
        """Everything that those were told who were served or left."""
        for number, coming in enumerate(self._stream.coming, 1):
            self._at(coming.at, partial(self._come, _Chat(number, coming)))
        for time in sorted({edge for shift in self._stream.agents for span in shift.spans for edge in span}):
            self._at(time, self._shifts_change)
        while self._events:
            self._now, _, happens = heappop(self._events)
            happens()
        return self.told

    def _at(self, time: float, happens: Callable[[], None]) -> None:
        self._scheduled += 1
        heappush(self._events, (time, self._scheduled, happens))

    def _there(self, shift: Shift) -> bool:
        return any(begin <= self._now < end for begin, end in shift.spans)

    def _agents_there(self) -> Pool:
        return Pool(
            "chat",
            [
                Candidate(
                    agent_id=UUID(int=number),
                    presence="online" if self._there(shift) else "away",
                    channels=frozenset({"chat"}),
                    capacity=shift.capacity,
                    load=self._loads[number],
                )
                for number, shift in enumerate(self._stream.agents)
            ],
        )

    def _shifts_change(self) -> None:
        self._pool = self._agents_there()
        self._route()

    def _come(self, chat: _Chat) -> None:
        self._queue[chat.number] = chat
        if chat.coming.patience < float("inf"):
            self._at(self._now + chat.coming.patience, lambda: self._give_up(chat))
        self._route()
        if chat.number in self._queue:
            self._tell(len(self._queue), chat)

    def _give_up(self, chat: _Chat) -> None:
        # Who is being offered to somebody stays for the answer.
        if chat.number in self._queue and chat.offered_to is None:
            self._leave(chat, served=False)

    def _leave(self, chat: _Chat, *, served: bool) -> None:
        behind = [each for each in self._queue if each > chat.number]
        del self._queue[chat.number]
        self.told += (Told(place, found, self._now - at if served else None) for at, place, found in chat.told)
        if served:
            self._served.append(Served(_time(chat.coming.at), _time(self._now)))
            self._taken.append(self._now)
        else:
            self._gave_up.append((self._now, self._now - chat.coming.at))
        ahead = len(self._queue) - len(behind)
        for place in self._random.sample(range(len(behind)), min(SAMPLED, len(behind))):
            self._tell(ahead + place + 1, self._queue[behind[place]])

    def _route(self) -> None:
        queued = [chat.waiting() for chat in self._queue.values() if chat.offered_to is None]
        for placement in self._pool.place(queued, now=_time(self._now), most=len(queued)):
            self._offer(placement)

    def _offer(self, placement: Placement) -> None:
        chat = self._queue[placement.waiting.id.int]
        agent_id = placement.decision.agent_id
        if agent_id is None:
            return
        agent = chat.offered_to = agent_id.int
        self._loads[agent] += 1
        if self._stream.answer == 0.0:
            self._take(chat, agent)
            return
        if self._random.random() < self._stream.missed:
            self._at(self._now + OFFER_SECONDS, lambda: self._pass(chat, agent))
            return
        after = self._random.lognormvariate(0, 0.6) * self._stream.answer
        self._at(self._now + min(after, OFFER_SECONDS), lambda: self._take(chat, agent))

    def _pass(self, chat: _Chat, agent: int) -> None:
        chat.offered_to = None
        self._free(agent)
        chat.refusals = (*chat.refusals, Refusal(UUID(int=agent), _time(self._now)))
        for pause in (ROUND_PAUSE, COOL_DOWN):
            self._at(self._now + pause.total_seconds(), self._route)
        self._route()

    def _free(self, agent: int) -> None:
        self._loads[agent] -= 1
        self._pool.change(UUID(int=agent), -1, _time(self._now))

    def _take(self, chat: _Chat, agent: int) -> None:
        self._leave(chat, served=True)
        self._at(self._now + chat.coming.handling, lambda: self._end(agent))

    def _end(self, agent: int) -> None:
        self._free(agent)
        self._route()

    def _tell(self, position: int, chat: _Chat) -> None:
        """With what `services.waiting` knows; nothing when no agent is there."""
        if not any(map(self._there, self._stream.agents)):
            chat.told.append((self._now, position, (None,) * len(self._ways)))
            return
        since = self._now - LOOK_BACK.total_seconds()
        first = bisect_right(self._taken, since)
        recent = self._served[max(first, len(self._served) - MOST_SERVED) :]
        service = Service.of(recent)
        elapsed = service.elapsed(_time(next(iter(self._queue.values())).coming.at), _time(self._now))
        gave_up = [after for at, after in self._gave_up[bisect_right(self._gave_up, (since, 0.0)) :]]
        waited = sum(gave_up) + sum((each.accepted_at - each.queued_at).total_seconds() for each in recent)
        leaving = len(gave_up) / waited if gave_up and waited else 0.0
        known = Known(position, service, elapsed, chat.offered_to is not None, leaving)
        chat.told.append((self._now, position, tuple(way(known) for way in self._ways)))
