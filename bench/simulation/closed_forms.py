"""Simulated M/M/n and M/M/n+M beside Erlang's formulas: agents who do one chat at a time, one queue for everything."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.rules.erlang import Queueing, erlang_a, erlang_c
from app.rules.queues import Queue
from app.rules.routing import Candidate
from app.rules.routing_simulation import Simulation
from app.rules.simulation_figures import Outcome
from app.rules.simulation_inputs import Arrival, Setup, agent
from bench.simulation.controls import Estimate, estimate

START = datetime(2026, 1, 5, tzinfo=UTC)
# Five seeds, which nobody has chosen.
SEEDS = (1, 2, 3, 4, 5)
_BATCHES = 50
# Batches before anything is counted, so that the desk is not empty.
_WARM = 2
_HANDLING = 100.0
# The single agent's other self is so much faster.
_FASTER = 1.01


@dataclass(frozen=True, slots=True)
class Case:
    """So many servers, how loaded each is, the mean patience in seconds (None: endless), customers of a run."""

    servers: int
    load: float
    patience: float | None
    customers: int

    @property
    def rate(self) -> float:
        """Arrivals a second."""
        return self.servers * self.load / _HANDLING

    def exact(self) -> Queueing:
        """By Erlang's formulas."""
        return _exact(self.servers, self.rate, _HANDLING, self.patience)


def _exact(servers: int, rate: float, handling: float, patience: float | None) -> Queueing:
    if patience is None:
        return erlang_c(servers, rate, handling)
    return erlang_a(servers, rate, handling, patience)


# Customers such that confidence intervals are around one per cent to each side.
CASES = (
    Case(1, 0.5, None, 100_000),
    Case(1, 0.7, None, 100_000),
    Case(1, 0.9, None, 150_000),
    Case(5, 0.7, None, 350_000),
    Case(5, 0.9, None, 100_000),
    Case(10, 0.8, None, 600_000),
    Case(10, 0.9, None, 200_000),
    Case(30, 0.9, None, 1_000_000),
    Case(1, 0.9, 200.0, 100_000),
    Case(5, 0.9, 200.0, 250_000),
    Case(10, 0.9, 200.0, 550_000),
    Case(1, 1.2, 200.0, 100_000),
    Case(5, 1.2, 200.0, 100_000),
    Case(10, 1.2, 200.0, 150_000),
    Case(30, 1.2, 200.0, 150_000),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a case: how many waited, the mean wait of all in seconds, and the share who gave up."""

    case: Case
    seed: int
    estimates: dict[str, Estimate]

    def errors(self) -> dict[str, float]:
        """How far each estimate is from what it should be, as a share of that."""
        exact = self.case.exact()
        return {name: each.mean / getattr(exact, name) - 1 for name, each in self.estimates.items()}

    def half_widths(self) -> dict[str, float]:
        """Half of each confidence interval, as a share of what the estimate should be."""
        exact = self.case.exact()
        return {name: each.half_width / getattr(exact, name) for name, each in self.estimates.items()}


class _Batches:
    """Means of what came out and of the controls, by batches of customers in the order in which they came."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.sums: dict[str, list[float]] = {}

    def add(self, number: int, **values: float) -> None:
        """Count something about a customer."""
        batch = number // self._size
        if _WARM <= batch < _WARM + _BATCHES:
            for name, value in values.items():
                self.sums.setdefault(name, [0.0] * _BATCHES)[batch - _WARM] += value / self._size


def run(case: Case, seed: int) -> Run:
    """Simulate it, and see what came out.

    Controls are the means of what goes in (times between arrivals, of handling, of patience), and the wait of the same
    customers with one server as fast as all together, of which the mean is known too: `_Single`.
    """
    size = case.customers // _BATCHES
    batches = _Batches(size)

    def watch(outcome: Outcome) -> None:
        gone = outcome.result == "abandoned"
        batches.add(outcome.arrival.id.int, waits=outcome.wait > 0, mean_wait=outcome.wait, abandons=gone)

    agents = tuple(
        agent(Candidate(UUID(int=1 + n), channels=frozenset({"chat"}), capacity=1)) for n in range(case.servers)
    )
    everybody = Queue(UUID(int=1), team_ids=None)
    # Longer than any run; nobody is left waiting in the end.
    setup = Setup(START, START + timedelta(days=20 * 365), (everybody,), agents)
    simulation = Simulation(setup, _customers(case, seed, (_WARM + _BATCHES) * size, batches), watch)
    simulation.step(setup.end)
    known = {"between": 1 / case.rate, "handling": _HANDLING, "single": _Single(case).exact}
    if case.patience is not None:
        known["patience"] = case.patience
    controls = list(zip(*(batches.sums[name] for name in known), strict=True))
    wanted = ("waits", "mean_wait") if case.patience is None else ("waits", "mean_wait", "abandons")
    found = {name: estimate(batches.sums[name], controls, list(known.values())) for name in wanted}
    return Run(case, seed, found)


class _Single:
    """The wait with one fast server, by Lindley's recursion: another system than the simulated one, and known exactly.

    For a single agent it is a little faster than they are, or it would be the simulated system.
    """

    def __init__(self, case: Case) -> None:
        speed = case.servers if case.servers > 1 else _FASTER
        self._slowness = 1 / speed
        self.exact = _exact(1, case.rate, _HANDLING / speed, case.patience).mean_wait
        self._work = 0.0

    def wait(self, between: float, handling: float, patience: float | None) -> float:
        """How long the next one waits."""
        self._work = max(0.0, self._work - between)
        if patience is not None and patience <= self._work:
            return patience
        found, self._work = self._work, self._work + handling * self._slowness
        return found


def _customers(case: Case, seed: int, many: int, batches: _Batches) -> Iterator[Arrival]:
    rng = random.Random(seed)
    facts: dict[str, Any] = {}
    seconds, single = 0.0, _Single(case)
    for number in range(many):
        between, handling = rng.expovariate(case.rate), rng.expovariate(1 / _HANDLING)
        patience = None if case.patience is None else rng.expovariate(1 / case.patience)
        seconds += between
        waited = single.wait(between, handling, patience)
        batches.add(number, between=between, handling=handling, patience=patience or 0.0, single=waited)
        at = START + timedelta(seconds=seconds)
        yield Arrival(UUID(int=number), at, handling, facts, patience=patience)
