"""What is measured of simulated routing: the table of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from statistics import median
from time import process_time
from typing import Any

from app.rules.routing import Candidate, Item, Needs, Pool
from app.rules.routing_simulation import simulate
from bench.figures import Figure
from bench.simulation import day
from bench.simulation.closed_forms import CASES, SEEDS, Run, run

_DAY_SECONDS = 10.0
_ERROR = 0.02


@dataclass(frozen=True, slots=True)
class Extent:
    """How much: rounds of the day, the seeds of each case, and one of how many customers of them."""

    rounds: int
    seeds: tuple[int, ...]
    fewer: int


# All seeds take a quarter of an hour: `python -m bench.simulation`.
DEFAULT = Extent(rounds=5, seeds=SEEDS[:1], fewer=1)
QUICK = Extent(rounds=1, seeds=SEEDS[:1], fewer=200)


def simulation(extent: Extent) -> dict[str, Figure]:
    """A large day beside its floor, the decisions alone; and the simulation beside Erlang's formulas."""
    setup, arrivals = day.setup(), day.arrivals()[:: extent.fewer]
    pool, item = _pool([each.on["chat"] for each in setup.agents])
    days, floors = [], []
    for _ in range(extent.rounds):
        floors.append(_seconds(lambda: [pool.choose(item) for _ in arrivals]))
        days.append(_seconds(lambda: simulate(setup, arrivals)))
    found = simulate(setup, arrivals)
    ratios = [one / floor for one, floor in zip(days, floors, strict=True)]
    details: dict[str, Any] = {
        "ratio_to_floor": round(median(ratios), 2),
        "ratios": [round(each, 2) for each in ratios],
        "floor_seconds": round(median(floors), 3),
        "attainment": found.service.attainment,
        "occupancy": found.occupancy,
    }
    runs = [
        run(replace(case, customers=case.customers // extent.fewer), seed) for case in CASES for seed in extent.seeds
    ]
    worst = max(abs(error) for each in runs for error in each.errors().values())
    return {
        "simulation_day": Figure(
            f"a day of {len(arrivals):,} chats and {day.AGENTS} agents simulated, s of CPU time",
            median(days),
            _DAY_SECONDS,
            at_most=True,
            details=details,
        ),
        "simulation_error": Figure(
            f"simulated M/M/n and M/M/n+M beside Erlang's formulas, worst relative error of {len(runs)} runs",
            worst,
            # A short run says that it runs, not how exact it is.
            _ERROR if extent.fewer == 1 else None,
            at_most=True,
            details={_named(each): {name: round(error, 4) for name, error in each.errors().items()} for each in runs},
        ),
    }


def _pool(candidates: Iterable[Candidate]) -> tuple[Pool, Item]:
    """All agents, whom an item that needs nothing chooses from."""
    return Pool("chat", candidates), Item("chat", Needs())


def _seconds(work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return process_time() - begun


def _named(run: Run) -> str:
    case = run.case
    patience = "" if case.patience is None else f", patience {case.patience:g} s"
    return f"{case.servers} servers, load {case.load:g}{patience}, seed {run.seed}"


MEASURES: dict[str, Callable[[Extent], dict[str, Figure]]] = {"simulation": simulation}
