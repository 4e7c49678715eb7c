"""What a simulation of routing is asked about: who comes and when, the queues, and who works at which hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeAlias
from uuid import UUID

from app.rules.queues import Queue
from app.rules.routing import Candidate, Channel

Span: TypeAlias = tuple[datetime, datetime]

# Inside a simulation times are whole microseconds since the epoch: sums of them are exact, so what should happen at the
# same instant does.
SECOND = 1_000_000
HOUR = 3_600 * SECOND
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """An instant, inside a simulation."""
    return (at - _EPOCH) // _MICROSECOND


def instant(micros: int) -> datetime:
    """The instant that it was."""
    return _EPOCH + timedelta(microseconds=micros)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who comes: what they ask, how much work it is, and how long they would wait.

    `facts` are what conditions ask about (priority, language, topic, tags, custom_fields, requester_id ...). Seconds:
    of work with them (`handling`), of waiting until they go (`patience`; None: as the setup says), and of waiting that
    is promised (`target`; None: nothing is). Whoever names a team waits for that team; `last_agent_id` served them
    before the simulation begins; `tier` is how high they have been escalated. `handling` and `patience` are 0 or more.
    """

    id: UUID
    at: datetime
    handling: float
    facts: Mapping[str, Any] = field(default_factory=dict)
    channel: Channel = "chat"
    patience: float | None = None
    target: float | None = None
    named_team: UUID | None = None
    last_agent_id: UUID | None = None
    tier: int = 0


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who works: as a candidate on each channel (`on`), during `shifts` (None: always).

    A shift is half-open, `[start, end)`; what an agent holds when one ends they finish. What a candidate holds at the
    beginning (`load`, `total_load`) stays held. `off` of a candidate is for the whole simulation.
    """

    on: Mapping[Channel, Candidate]
    shifts: tuple[Span, ...] | None = None

    @property
    def id(self) -> UUID:
        """The same on every channel. Raises ValueError when it is not."""
        (agent_id,) = {each.agent_id for each in self.on.values()}
        return agent_id


def agent(candidate: Candidate, shifts: tuple[Span, ...] | None = None) -> Agent:
    """Somebody who is the same candidate on each of their channels."""
    on: dict[Channel, Candidate] = {
        channel: candidate for channel in ("chat", "ticket", "call") if channel in candidate.channels
    }
    return Agent(on, shifts)


@dataclass(frozen=True, slots=True)
class Setup:
    """What is tried, from `start` to `end`: the queues in their order, the agents, and how people behave.

    Who has no patience of their own waits for ever, or, with `mean_patience` seconds, for an exponential time that
    depends on `seed` and on who they are alone: the same customer is as patient under any queues and agents, so two
    setups are compared over the same people (common random numbers). An offer is accepted after `acceptance` seconds,
    at once where the queue accepts by itself.
    """

    start: datetime
    end: datetime
    queues: tuple[Queue, ...]
    agents: tuple[Agent, ...]
    seed: int = 0
    mean_patience: float | None = None
    acceptance: float = 0.0

    def patience_of(self, arrival: Arrival) -> float | None:
        """How many seconds they would wait; None: for ever."""
        if arrival.patience is not None or self.mean_patience is None:
            return arrival.patience
        chance = Random(self.seed << 128 | arrival.id.int)  # noqa: S311 - a simulation, which must come out again
        return chance.expovariate(1 / self.mean_patience)


def problems(setup: Setup) -> list[str]:
    """Why a setup cannot be simulated, in sentences; nothing when it can."""
    found = []
    if setup.start >= setup.end:
        found.append("It ends before it begins.")
    if setup.mean_patience is not None and setup.mean_patience <= 0:
        found.append("A mean patience is more than 0 seconds.")
    if setup.acceptance < 0:
        found.append("Nobody accepts before the offer.")
    found += [
        f"Queue {each.name or each.id}: an offer ends after {each.offer} s, before anybody would accept."
        for each in setup.queues
        if not each.auto_accept and setup.acceptance >= each.offer
    ]
    names = [{candidate.agent_id for candidate in each.on.values()} for each in setup.agents]
    if any(len(each) != 1 for each in names):
        found.append("An agent has one id, the same on each of at least one channel.")
    elif len(set.union(set(), *names)) < len(names):
        found.append("An agent is there twice.")
    if any(start >= end for each in setup.agents for start, end in each.shifts or ()):
        found.append("A shift ends before it begins.")
    return found
