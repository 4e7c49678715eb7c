"""What came out of a simulation: who was served, how long they waited, and how busy the agents were."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any, Literal, TypeAlias
from uuid import UUID

from app.rules.simulation_inputs import HOUR, SECOND, Arrival
from app.rules.simulation_roster import Roster

Result: TypeAlias = Literal["served", "abandoned", "waiting", "turned_away"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of somebody who came, and how many seconds they waited for that.

    `turned_away`: the queue was closed, or closed while they waited, and took a message instead. `waiting`: still, when
    the simulation ended.
    """

    arrival: Arrival
    queue_id: UUID
    result: Result
    wait: float
    agent_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds: their mean, percentiles by the nearest rank, and the longest."""

    mean: float
    p50: float
    p90: float
    p95: float
    max: float


@dataclass(frozen=True, slots=True)
class Service:
    """How a queue served those who came in some time; `arrivals` is the sum of the four that follow it.

    `waits` are of those served, `all_waits` also of those who gave up (each None without any), `handling` the mean
    seconds of work with those served. `attainment` is the share of promises of a wait that were kept, among those
    decided: missed is also who gave up or waits beyond the target, while who gave up before it counts for nothing,
    as for the clocks of an SLA. None where nothing was decided.
    """

    arrivals: int
    served: int
    abandoned: int
    waiting: int
    turned_away: int
    waits: Spread | None
    all_waits: Spread | None
    handling: float | None
    met: int
    missed: int
    attainment: float | None


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour from `begins` on: who came in it and, over all queues, how much of the agents' capacity was in use.

    `busy` and `available` are capacity seconds (a chat of weight 2 for 10 s is 20), `occupancy` their ratio; None where
    nobody was there. Of one queue all three are None, because agents belong to no single one.
    """

    begins: datetime
    service: Service
    busy: float | None = None
    available: float | None = None
    occupancy: float | None = None


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """One queue, in all and by the hour of arrival."""

    queue_id: UUID
    name: str
    service: Service
    hours: tuple[Hour, ...]


@dataclass(frozen=True, slots=True)
class AgentFigures:
    """How many an agent was given, and how busy they were; in capacity seconds, like `Hour`."""

    agent_id: UUID
    served: int
    busy: float
    available: float
    occupancy: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it: in all, by hour, by queue (those to which somebody came, in their order) and by agent."""

    start: datetime
    end: datetime
    service: Service
    busy: float
    available: float
    occupancy: float | None
    hours: tuple[Hour, ...]
    queues: tuple[QueueFigures, ...]
    agents: tuple[AgentFigures, ...]

    def to_json(self) -> dict[str, Any]:
        """The same names, with ids and times as texts; seconds and shares rounded to a millisecond and 0.0001."""
        shown: dict[str, Any] = _plain(asdict(self))
        return shown


_SHARES = frozenset({"attainment", "occupancy"})


def _plain(value: Any, name: str = "") -> Any:  # noqa: ANN401 - any of the types above
    if isinstance(value, dict):
        return {key: _plain(each, key) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return round(value, 4 if name in _SHARES else 3)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value) if isinstance(value, UUID) else value


def spread(seconds: Iterable[float]) -> Spread | None:
    """Mean, percentiles and the longest; None of nothing."""
    ordered = sorted(seconds)
    if not ordered:
        return None
    p50, p90, p95 = (ordered[ceil(share * len(ordered)) - 1] for share in (0.5, 0.9, 0.95))
    return Spread(sum(ordered) / len(ordered), p50, p90, p95, ordered[-1])


@dataclass(slots=True)
class Tally:
    """Counts outcomes; two of them add up to one."""

    served: "array[float]" = field(default_factory=lambda: array("d"))
    abandoned: "array[float]" = field(default_factory=lambda: array("d"))
    waiting: int = 0
    turned_away: int = 0
    handling: float = 0.0
    met: int = 0
    missed: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count it."""
        target, late = outcome.arrival.target, False
        if target is not None:
            late = outcome.wait > target
        match outcome.result:
            case "served":
                self.served.append(outcome.wait)
                self.handling += outcome.arrival.handling
                self.met += target is not None and not late
            case "abandoned":
                self.abandoned.append(outcome.wait)
            case "waiting":
                self.waiting += 1
            case "turned_away":
                self.turned_away += 1
        self.missed += late

    def join(self, other: "Tally") -> None:
        """Count everything that another one has counted."""
        self.served.extend(other.served)
        self.abandoned.extend(other.abandoned)
        self.waiting += other.waiting
        self.turned_away += other.turned_away
        self.handling += other.handling
        self.met += other.met
        self.missed += other.missed

    def service(self) -> Service:
        """What was counted."""
        served, abandoned, decided = len(self.served), len(self.abandoned), self.met + self.missed
        return Service(
            arrivals=served + abandoned + self.waiting + self.turned_away,
            served=served,
            abandoned=abandoned,
            waiting=self.waiting,
            turned_away=self.turned_away,
            waits=spread(self.served),
            all_waits=spread((*self.served, *self.abandoned)),
            handling=self.handling / served if served else None,
            met=self.met,
            missed=self.missed,
            attainment=self.met / decided if decided else None,
        )


def joined(tallies: Iterable[Tally]) -> Tally:
    """One tally of several."""
    whole = Tally()
    for each in tallies:
        whole.join(each)
    return whole


def figures(
    start: datetime,
    end: datetime,
    tallies: Mapping[tuple[UUID, int], Tally],
    names: Sequence[tuple[UUID, str]],
    roster: Roster,
) -> Figures:
    """Everything from the tallies by queue and hour; `names` are those of the queues in their order."""
    hours = range(len(roster.busy))
    begins = [start + timedelta(microseconds=hour * HOUR) for hour in hours]
    by_hour = [joined(each for (_, at), each in tallies.items() if at == hour) for hour in hours]
    busy, available = ([each / SECOND for each in sums] for sums in (roster.busy, roster.available))
    queues = []
    for queue_id, name in names:
        own = [tallies.get((queue_id, hour)) or Tally() for hour in hours]
        rows = tuple(Hour(begins[hour], own[hour].service()) for hour in hours)
        queues.append(QueueFigures(queue_id, name, joined(own).service(), rows))
    return Figures(
        start=start,
        end=end,
        service=joined(by_hour).service(),
        busy=sum(busy),
        available=sum(available),
        occupancy=_ratio(sum(busy), sum(available)),
        hours=tuple(
            Hour(
                begins[hour],
                by_hour[hour].service(),
                busy[hour],
                available[hour],
                _ratio(busy[hour], available[hour]),
            )
            for hour in hours
        ),
        queues=tuple(queues),
        agents=tuple(
            AgentFigures(
                agent_id,
                each.served,
                each.busy / SECOND,
                each.available / SECOND,
                _ratio(each.busy, each.available),
            )
            for agent_id, each in roster.workers.items()
        ),
    )


def _ratio(busy: float, available: float) -> float | None:
    return busy / available if available > 0 else None
