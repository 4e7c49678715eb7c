"""Routing as it would have been: a simulation event by event, which decides by the same rules as the desk does live."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any, NamedTuple
from uuid import UUID

from app.rules.queues import Queue, Standing, is_open, match, opened, order, own_queue, standing
from app.rules.routing import Item
from app.rules.simulation_figures import Figures, Outcome, Result, Tally, figures
from app.rules.simulation_inputs import HOUR, SECOND, Arrival, Setup, instant, micros, problems
from app.rules.simulation_lines import Line, Lines, Piece
from app.rules.simulation_roster import Roster

# What happens at the same instant: first what gives room, then what changes needs, who comes, and who is placed; only
# those who are not placed even then give up. Nothing else depends on the order in which it was foreseen. Work of no
# time at all that begins then is done after all of this, as work of very little time would be.
_DONE, _ATTEND, _ACCEPT, _CHANGE, _GIVE_UP = range(5)
# So many different facts are remembered with what they led to.
_MOST_CASES = 10_000


class _Case(NamedTuple):
    """What the same facts always lead to: their queue and, unless time changes it, what they need there."""

    arrival: Arrival
    queue: Queue
    settled: Standing | None


class Simulation:
    """One simulation of those who arrive, in order of time and within the setup's. Raises ValueError otherwise.

    `watch` is told every outcome as it happens, in order of time. The same setup, arrivals and seed give the same
    outcomes, in whatever order the agents are named and those who arrive together come.
    """

    def __init__(
        self, setup: Setup, arrivals: Iterable[Arrival], watch: Callable[[Outcome], None] | None = None
    ) -> None:
        wrong = problems(setup)
        if wrong:
            raise ValueError(" ".join(wrong))
        self._setup, self._watch = setup, watch
        self._start, self._end = micros(setup.start), micros(setup.end)
        self._now = self._start
        self._by_id = {each.id: each for each in setup.queues}
        self._roster = Roster(setup.agents, self._start, self._end)
        self._lines, self._there = Lines(), dict[Piece, None]()
        self._cases: dict[tuple[int, UUID | None, int], _Case] = {}
        self._served_by: dict[Any, UUID] = {}
        self._tallies: dict[tuple[UUID, int], Tally] = {}
        self._used: dict[UUID, Queue] = {}
        self._events: list[tuple[int, int, int, Any]] = []
        self._foreseen = 0
        self._brief: list[Piece] = []
        for at, agent_id, there in sorted(self._roster.changes):
            self._foresee(at, _ATTEND, (agent_id, there))
        self._arrivals = iter(arrivals)
        self._next: tuple[int, Arrival] | None = None
        self._next = self._following()
        self._done = False

    @property
    def now(self) -> datetime:
        """Until when it has been simulated."""
        return instant(self._now)

    @property
    def done(self) -> bool:
        """Whether it has come to the end."""
        return self._done

    def step(self, until: datetime) -> None:
        """Go on until then, that instant included, or to the end."""
        limit = min(micros(until), self._end)
        while True:
            at = self._events[0][0] if self._events else limit + 1
            if self._next is not None and self._next[0] < at:
                at = self._next[0]
            if at > limit:
                break
            self._now = at
            self._happen(at)
        self._now = max(self._now, limit)
        if self._now >= self._end and not self._done:
            self._done = True
            self._roster.finish(self._end)
            for piece in self._there:
                self._tell(piece, "waiting", self._end)

    def progress(self, parts: int = 100) -> Iterator[float]:
        """Go on to the end in so many equal parts of time; the share that is done, after each of them."""
        for part in range(1, parts + 1):
            self.step(instant(self._start + (self._end - self._start) * part // parts))
            yield part / parts

    def figures(self) -> Figures:
        """What came out, simulated to the end."""
        self.step(self._setup.end)
        known = {each.id: each.name for each in self._setup.queues} | {id_: q.name for id_, q in self._used.items()}
        names = [(queue_id, name) for queue_id, name in known.items() if queue_id in self._used]
        return figures(self._setup.start, self._setup.end, self._tallies, names, self._roster)

    def _following(self) -> tuple[int, Arrival] | None:
        arrival = next(self._arrivals, None)
        if arrival is None:
            return None
        at = micros(arrival.at)
        if not (self._now if self._next is None else self._next[0]) <= at < self._end:
            raise ValueError(f"Arrival {arrival.id} is out of order, or out of the time that is simulated.")
        return at, arrival

    def _foresee(self, at: int, kind: int, thing: Any) -> None:  # noqa: ANN401 - what the kind of event is about
        self._foreseen += 1
        heappush(self._events, (at, kind, self._foreseen, thing))

    def _happen(self, at: int) -> None:
        """Everything at one instant."""
        freed: set[UUID] = set()
        begun: set[Line] = set()
        came: list[Piece] = []
        events = self._events
        while events and events[0][0] == at and events[0][1] != _GIVE_UP:
            _, kind, _, thing = heappop(events)
            self._change(kind, thing, freed, begun, at)
        while self._next is not None and self._next[0] == at:
            came.append(self._arrive(self._next[1], at, begun))
            self._next = self._following()
        self._place(freed, begun, at)
        for piece in came:
            self._wait(piece, at)
        freed.clear()
        while events and events[0][0] == at and events[0][1] == _GIVE_UP:
            self._give_up(heappop(events)[3], freed, at)
        self._place(freed, begun, at)
        while self._brief:
            done, self._brief = self._brief, []
            self._place({self._release(piece, at) for piece in done}, set(), at)

    def _change(self, kind: int, thing: Any, freed: set[UUID], begun: set[Line], at: int) -> None:  # noqa: ANN401 - as said
        if kind == _DONE:
            freed.add(self._release(thing, at))
        elif kind == _ATTEND:
            agent_id, there = thing
            self._roster.attend(agent_id, at, there=there)
            freed.add(agent_id)
        elif thing.gone:
            return
        elif kind == _ACCEPT:
            self._serve(thing, at)
        elif thing.agent_id is None:
            self._stand(thing, at, begun)

    def _arrive(self, arrival: Arrival, at: int, begun: set[Line]) -> Piece:
        """Somebody comes."""
        target = arrival.target
        due = None if target is None else arrival.at + timedelta(seconds=target)
        place = order(0, arrival.facts.get("priority") or "normal", due, arrival.at)
        piece = Piece(arrival, self._case(arrival).queue, at, (*place, arrival.id.int))
        self._there[piece] = None
        self._stand(piece, at, begun)
        return piece

    def _case(self, arrival: Arrival) -> _Case:
        # Facts are the same when they are the same object, which the case keeps alive.
        key = (id(arrival.facts), arrival.named_team, arrival.tier)
        found = self._cases.get(key)
        if found is None:
            named = arrival.named_team
            queue = match(self._setup.queues, arrival.facts, named_team=named) or own_queue(named)
            first = standing(queue, arrival.facts, since=arrival.at, now=arrival.at, tier=arrival.tier)
            if len(self._cases) >= _MOST_CASES:
                self._cases.clear()
            found = self._cases[key] = _Case(arrival, queue, first if first.changes_at is None else None)
        return found

    def _stand(self, piece: Piece, at: int, begun: set[Line]) -> None:
        """Somebody stands where they belong by now; that line begins, unless others stand there."""
        arrival, case, now = piece.arrival, self._case(piece.arrival), instant(at)
        if not is_open(piece.queue, now):
            piece.queue = opened(piece.queue, self._by_id, now)
            # A ticket keeps until it opens again.
            takes_message = piece.queue.when_closed in {"message", "callback"} and arrival.channel == "chat"
            if takes_message and not is_open(piece.queue, now):
                self._leave(piece, "turned_away", at)
                return
        found = case.settled if case.queue is piece.queue else None
        if found is None:
            found = standing(piece.queue, arrival.facts, since=arrival.at, now=now, tier=arrival.tier)
        if found.changes_at is not None and micros(found.changes_at) <= self._end:
            self._foresee(micros(found.changes_at), _CHANGE, piece)
        if found.needs is None:
            piece.line = None
        elif piece.line is None or piece.line.needs != found.needs:
            line = self._lines.join(piece, found.needs)
            if line is not None:
                begun.add(line)

    def _place(self, freed: set[UUID], begun: set[Line], at: int) -> None:
        """Give away what may be given now: only what those who were freed could take, or who stands first in a line
        that has begun. Of all others nobody could take them before, and nothing has changed for them.
        """
        pools = self._roster.pools

        def worth_a_look(line: Line) -> bool:
            pool = pools[line.channel]
            return line in begun or any(pool.could_take(line.needs, each) for each in freed)

        while (freed or begun) and (piece := self._lines.first(worth_a_look)) is not None and piece.line is not None:
            line, queue = piece.line, piece.queue
            item = Item(line.channel, line.needs, queue.policy, last_agent_id=self._last_agent(piece))
            agent_id = pools[line.channel].choose(item).agent_id
            if agent_id is None:
                begun.discard(line)
            else:
                self._offer(piece, agent_id, at)

    def _last_agent(self, piece: Piece) -> UUID | None:
        if not piece.queue.prefer_last_agent:
            return None
        last = piece.arrival.last_agent_id
        return self._served_by.get(piece.arrival.facts.get("requester_id"), last)

    def _offer(self, piece: Piece, agent_id: UUID, at: int) -> None:
        self._roster.take(agent_id, piece.arrival.channel, at)
        piece.agent_id, piece.line = agent_id, None
        after = 0 if piece.queue.auto_accept else round(self._setup.acceptance * SECOND)
        if after:
            self._foresee(at + after, _ACCEPT, piece)
        else:
            self._serve(piece, at)

    def _serve(self, piece: Piece, at: int) -> None:
        arrival, agent_id = piece.arrival, piece.agent_id
        if agent_id is None:
            raise AssertionError("nobody was offered it")
        self._roster.workers[agent_id].served += 1
        requester = arrival.facts.get("requester_id")
        if requester is not None:
            self._served_by[requester] = agent_id
        wrap_up = piece.queue.wrap_up if arrival.channel == "chat" else 0
        lasts = round((arrival.handling + wrap_up) * SECOND)
        if lasts:
            self._foresee(at + lasts, _DONE, piece)
        else:
            self._brief.append(piece)
        self._leave(piece, "served", at)

    def _release(self, piece: Piece, at: int) -> UUID:
        if piece.agent_id is None:
            raise AssertionError("nobody had it")
        self._roster.release(piece.agent_id, piece.arrival.channel, at)
        return piece.agent_id

    def _wait(self, piece: Piece, at: int) -> None:
        """Who is not served at once gives up some time."""
        if not piece.gone:
            patience = self._setup.patience_of(piece.arrival)
            if patience is not None:
                self._foresee(at + round(patience * SECOND), _GIVE_UP, piece)

    def _give_up(self, piece: Piece, freed: set[UUID], at: int) -> None:
        if not piece.gone:
            if piece.agent_id is not None:
                freed.add(self._release(piece, at))
            self._leave(piece, "abandoned", at)

    def _leave(self, piece: Piece, result: Result, at: int) -> None:
        piece.gone, piece.line = True, None
        del self._there[piece]
        self._tell(piece, result, at)

    def _tell(self, piece: Piece, result: Result, at: int) -> None:
        queue_id = self._used.setdefault(piece.queue.id, piece.queue).id
        wait = (at - piece.since) / SECOND
        outcome = Outcome(piece.arrival, queue_id, result, wait, piece.agent_id if result == "served" else None)
        hour = (piece.since - self._start) // HOUR
        tally = self._tallies.get((queue_id, hour))
        if tally is None:
            tally = self._tallies[queue_id, hour] = Tally()
        tally.add(outcome)
        if self._watch is not None:
            self._watch(outcome)


def simulate(setup: Setup, arrivals: Iterable[Arrival], watch: Callable[[Outcome], None] | None = None) -> Figures:
    """A whole simulation at once; see `Simulation`."""
    return Simulation(setup, arrivals, watch).figures()
