"""The rounds: floor and desk in turn on every path, each job with what it cost and what it stored."""

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.processes import BrokenError, Load, Server, cpu_seconds, cpu_seconds_of_children
from bench.scenarios import CONNECTIONS, SCENARIOS, Scenario
from bench.seeding import Desk


@dataclass(frozen=True, slots=True)
class Pair:
    """One size of desk: its seeded database with the desk and the floor that serve it."""

    seeded: Desk
    desk: Server
    floor: Server


@dataclass(slots=True)
class Measured:
    """The rounds of one scenario."""

    scenario: Scenario
    desk: list[dict[str, Any]] = field(default_factory=list)
    floor: list[dict[str, Any]] = field(default_factory=list)

    def ratios(self) -> list[float]:
        """The desk's share of the floor's rate, round by round: neighbours in time have the same machine."""
        return [ours["rate"] / theirs["rate"] for ours, theirs in zip(self.desk, self.floor, strict=True)]

    @property
    def ratio(self) -> float:
        """Its median."""
        return median(self.ratios())


class Rounds:
    """Runs jobs and remembers how many of whose rows were acknowledged."""

    def __init__(self, load: Load, postmaster: int, *, seconds: float, warm: float) -> None:
        self._load = load
        self._postmaster = postmaster
        self._seconds, self._warm = seconds, warm
        # (server, table) -> acknowledged rows.
        self.acknowledged: Counter[tuple[str, str]] = Counter()

    def one(self, measured: Measured, pair: Pair, *, floor_first: bool) -> None:
        """One round of one scenario; who goes first alternates, so that neither always finds warmer caches."""
        job = measured.scenario.job(pair.seeded)
        sides = [(pair.floor, measured.floor), (pair.desk, measured.desk)]
        for server, kept in sides if floor_first else reversed(sides):
            kept.append(self._job(measured.scenario, server, job))

    def _job(self, scenario: Scenario, server: Server, job: dict[str, Any]) -> dict[str, Any]:
        before = cpu_seconds(server.pid), cpu_seconds_of_children(self._postmaster)
        found = self._load.run(
            {
                **job, "port": server.port, "connections": CONNECTIONS, "warm": self._warm, "seconds": self._seconds,
                "delivers": server.name.startswith("desk"),
            }
        )  # fmt: skip
        if job.get("watchers") and server.name.startswith("desk") and found["heard"] != found["acknowledged"]:
            msg = f"{found['acknowledged']} messages acknowledged, {found['heard']} heard by the others in the rooms"
            raise BrokenError(msg)
        after = cpu_seconds(server.pid), cpu_seconds_of_children(self._postmaster)
        done = max(1, found["acknowledged"])
        found["server_us"], found["postgres_us"] = (
            (late - early) * 1e6 / done for early, late in zip(before, after, strict=True)
        )
        for table in scenario.writes:
            self.acknowledged[server.name, table] += found["acknowledged"]
        return found


def chosen(names: list[str]) -> list[Measured]:
    """The scenarios with these names, nothing measured yet. Raises `KeyError`."""
    known = {each.name: each for each in SCENARIOS}
    return [Measured(known[name]) for name in names]
