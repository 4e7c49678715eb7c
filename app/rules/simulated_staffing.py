"""How many agents it takes where formulas do not reach: skills, priorities, overflow, and one hour's queue in the next.

The fewest that keep a target are looked for by simulation, hour after hour. Erlang's numbers are good first guesses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.rules.routing_simulation import Simulation
from app.rules.simulation_figures import Outcome
from app.rules.simulation_inputs import Agent, Arrival, Setup, Span
from app.rules.staffing import Target, fewest

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class HourStaffing:
    """What an hour takes: the first `agents` of those there are (None: all of them are not enough), and what came out.

    `arrivals` are those of a day, on average. `within` is the share served within the target's seconds, of all but
    those who gave up before; `mean_wait` is of all, in seconds; each None without anybody to count.
    """

    begins: datetime
    arrivals: float
    agents: int | None
    within: float | None
    mean_wait: float | None
    abandons: float | None
    occupancy: float | None

    def reaches(self, target: Target) -> bool:
        """Whether all of the target is kept; where there is nothing to count it is."""
        return (
            (target.share is None or self.within is None or self.within >= target.share)
            and (target.mean_wait is None or self.mean_wait is None or self.mean_wait <= target.mean_wait)
            and (target.abandons is None or self.abandons is None or self.abandons <= target.abandons)
            and (target.occupancy is None or self.occupancy is None or self.occupancy <= target.occupancy)
        )


def simulated_staffing(
    setup: Setup, days: Sequence[Sequence[Arrival]], target: Target, guess: Sequence[int]
) -> Iterator[HourStaffing]:
    """For each hour of the setup the fewest of its agents, in their order, with which that hour keeps the target.

    `days` are several samples of who comes, each in order of time within the setup's (Mondays that were, moved to the
    same date, or forecasts with several seeds); an hour is judged by all of them together, and the more there are the
    less chance decides. `guess` is a number of agents for each hour. The agents' own shifts count for nothing.

    Each hour is simulated after the one before it, with the agents found for that, and two hours on without further
    arrivals, so that those who still wait come out too. What was left from earlier hours is not seen, so one piece of
    work should take an hour at most. Yields hour by hour, as it takes some seconds. Raises like `Simulation`.
    """
    before = 0
    hours = -((setup.start - setup.end) // _HOUR)
    for hour in range(hours):
        found = _fewest(setup, days, setup.start + hour * _HOUR, before, target, guess[hour])
        before = len(setup.agents) if found.agents is None else found.agents
        yield found


def _fewest(
    setup: Setup, days: Sequence[Sequence[Arrival]], begins: datetime, before: int, target: Target, guess: int
) -> HourStaffing:
    tried: dict[int, HourStaffing] = {}

    def enough(agents: int) -> bool:
        tried[agents] = _tried(setup, days, begins, (before, agents), target.seconds)
        return tried[agents].reaches(target)

    if enough(0):
        return tried[0]
    most = len(setup.agents)
    try:
        return tried[fewest(enough, guess, most)]
    except ValueError:
        return replace(tried[most], agents=None)


def _tried(
    setup: Setup, days: Sequence[Sequence[Arrival]], begins: datetime, agents: tuple[int, int], seconds: float
) -> HourStaffing:
    """What comes out of an hour with so many agents before it and so many in it."""
    start, until, end = begins - _HOUR, begins + _HOUR, begins + 3 * _HOUR
    there = replace(setup, start=start, end=end, agents=_on_shift(setup.agents, start, agents))
    counted: list[Outcome] = []
    busy = available = 0.0
    for day in days:
        simulation = Simulation(there, (each for each in day if start <= each.at < until), counted.append)
        found = simulation.figures()
        busy += found.hours[1].busy or 0.0
        available += found.hours[1].available or 0.0
    counted = [each for each in counted if each.arrival.at >= begins]
    gone = [each for each in counted if each.result == "abandoned"]
    judged = [each for each in counted if each.result != "abandoned" or each.wait > seconds]
    in_time = sum(each.result == "served" and each.wait <= seconds for each in judged)
    many = len(counted)
    return HourStaffing(
        begins=begins,
        arrivals=many / len(days),
        agents=agents[1],
        within=in_time / len(judged) if judged else None,
        mean_wait=sum(each.wait for each in counted) / many if many else None,
        abandons=len(gone) / many if many else None,
        occupancy=busy / available if available else None,
    )


def _on_shift(agents: Sequence[Agent], start: datetime, numbers: tuple[int, int]) -> tuple[Agent, ...]:
    """So many of the first agents in the first hour, so many after it; nobody else."""
    found = []
    middle, end = start + _HOUR, start + 4 * _HOUR
    for place, each in enumerate(agents):
        spans: tuple[Span, ...] = ((start, middle),) if place < numbers[0] else ()
        if place < numbers[1]:
            spans += ((middle, end),)
        if spans:
            found.append(replace(each, shifts=spans))
    return tuple(found)
