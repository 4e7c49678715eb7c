"""What a run does: how long, on which bus, with how many people, and which faults at which times; all from one seed."""

import random
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tests.chaos.wires import Kind

Bus: TypeAlias = Literal["postgres", "redis"]
Fault: TypeAlias = Literal[
    "kill -9 app", "SIGSTOP app", "SIGTERM app", "cut backends", "crash postgres", "redis away", "hints 0.3",
    "hints dropped", "hints doubled", "hints reordered", "client abort", "reader stops",
]  # fmt: skip

# Seconds between two faults of a kind, on average; at least one of each in a run.
EVERY: dict[Fault, float] = {
    "kill -9 app": 9.0,
    "SIGSTOP app": 11.0,
    "SIGTERM app": 13.0,
    "cut backends": 10.0,
    "crash postgres": 25.0,
    "redis away": 12.0,
    "hints 0.3": 15.0,
    "hints dropped": 20.0,
    "hints doubled": 20.0,
    "hints reordered": 20.0,
    "client abort": 1.0,
    "reader stops": 8.0,
}
# What is done to hints, with which probability.
MANGLED: dict[Fault, dict[Kind, float]] = {
    "hints 0.3": {"drop": 0.3, "double": 0.3, "delay": 0.3},
    "hints dropped": {"drop": 1.0},
    "hints doubled": {"double": 1.0},
    "hints reordered": {"delay": 1.0},
}
# Nothing begins in the last seconds: what has begun must have time to end.
TAIL_SECONDS = 3.0
HEAD_SECONDS = 1.5

BUGS = ("ack before commit", "no dedupe", "no sweep", "no resume", "notes to customers")
Bug: TypeAlias = str


@dataclass(frozen=True, slots=True)
class Plan:
    """One run."""

    seed: int
    seconds: float
    bus: Bus = "postgres"
    apps: int = 3
    tickets: int = 12
    watchers: int = 16
    # Messages a second of all writers together, when nothing is broken.
    rate: float = 150.0
    faults: tuple[Fault, ...] = tuple(EVERY)
    bug: Bug | None = None
    # After the last fault everybody catches up in this time, or never.
    quiet_seconds: float = 45.0
    # Hints that are lost until the very end, so that only sweeps can deliver the last messages.
    last_hints_lost: bool = True

    def schedule(self) -> list[tuple[float, Fault]]:
        """When which fault begins."""
        randomly = random.Random(self.seed)
        end = max(HEAD_SECONDS + 1.0, self.seconds - TAIL_SECONDS)
        planned: list[tuple[float, Fault]] = []
        for fault in self.faults:
            if fault == "redis away" and self.bus != "redis":
                continue
            count = max(1, round((end - HEAD_SECONDS) / EVERY[fault]))
            planned += [(randomly.uniform(HEAD_SECONDS, end), fault) for _ in range(count)]
        return sorted(planned)
