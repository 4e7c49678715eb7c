"""`python -m tests.chaos`: run, print the table, and fail when anything is wrong."""

import argparse
import asyncio
import random
import shutil
import sys
from collections import Counter
from dataclasses import replace

from rich.console import Console
from rich.table import Table

from tests.chaos.plans import BUGS, EVERY, Bus, Plan
from tests.chaos.running import Outcome, run
from tests.realtime.processes import NO_REDIS

out = Console(highlight=False, soft_wrap=True)


def main() -> None:
    """Parse, run, report."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0, help="of faults, on each bus")
    parser.add_argument("--minutes", type=float, default=None, help="instead of seconds, on all buses together")
    parser.add_argument("--bus", choices=("postgres", "redis", "both"), default="both")
    parser.add_argument("--seed", type=int, default=None, help="the same seed plans the same faults")
    parser.add_argument("--rate", type=float, default=150.0, help="messages a second")
    parser.add_argument("--only", action="append", choices=tuple(EVERY), help="only these faults")
    parser.add_argument("--bugs", action="store_true", help="put in each known bug, and see that it is caught")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(1_000_000)
    buses: tuple[Bus, ...] = ("postgres", "redis") if given.bus == "both" else (given.bus,)
    if "redis" in buses and not given.bugs and shutil.which("redis-server") is None:
        out.print(NO_REDIS, style="yellow")
        buses = tuple(each for each in buses if each != "redis")
        if not buses:
            sys.exit(2)
    seconds = given.seconds if given.minutes is None else given.minutes * 60 / len(buses)
    faults = tuple(given.only) if given.only else tuple(EVERY)
    outcomes: list[Outcome] = []
    failed = False
    if given.bugs:
        for bug in BUGS:
            outcome = asyncio.run(run(for_bug(bug, seed)))
            caught = bool(outcome.count.violations)
            failed |= not caught
            first = outcome.count.violations[0] if caught else "NOT CAUGHT"
            out.print(
                f"{bug}, {outcome.seconds:.0f} s: {len(outcome.count.violations)} violations: {first}",
                markup=False,
                style="green" if caught else "red",
            )
        sys.exit(failed)
    for bus in buses:
        out.print(f"{seconds:.0f} s on {bus}, seed {seed}", style="dim")
        outcome = asyncio.run(run(Plan(seed=seed, seconds=seconds, bus=bus, rate=given.rate, faults=faults)))
        outcomes.append(outcome)
        for each in outcome.failures[:20]:
            out.print(each, style="red", markup=False)
        failed |= bool(outcome.failures)
    out.print(table(outcomes))
    sys.exit(failed)


def for_bug(bug: str, seed: int) -> Plan:
    """A short run in which a bug must show."""
    plan = Plan(seed=seed, seconds=4.0, apps=2, tickets=4, watchers=4, rate=40.0, bug=bug, quiet_seconds=4.0)
    match bug:
        case "ack before commit":
            # One message a ticket is acknowledged and not committed: with few tickets a kill may find none.
            return replace(plan, tickets=12, faults=("kill -9 app",) * 3)
        case "no dedupe":
            return replace(plan, faults=("client abort",))
        case "no sweep":
            return replace(plan, faults=("hints dropped",))
        case "no resume":
            return replace(plan, faults=("client abort",))
        case _:
            return replace(plan, faults=("hints 0.3",), last_hints_lost=False)


def _faults(outcomes: list[Outcome]) -> list[tuple[str, list[object]]]:
    return [(fault, [f"{each.done[fault]} of {each.planned[fault]}" for each in outcomes]) for fault in EVERY]


def _kinds(name: str, counters: list[Counter[str]], kinds: tuple[str, ...]) -> list[tuple[str, list[object]]]:
    return [(f"{name}: {kind}", [each[kind] for each in counters]) for kind in kinds]


def table(outcomes: list[Outcome]) -> Table:
    """The figures of all runs."""
    made = Table("", *(f"{each.plan.bus} bus" for each in outcomes), title="Chaos")
    rows: list[tuple[str, list[object]]] = [
        ("seed", [each.plan.seed for each in outcomes]),
        ("seconds", [round(each.seconds) for each in outcomes]),
        ("messages stored", [each.count.stored for each in outcomes]),
        ("acknowledged", [each.count.acked for each in outcomes]),
        ("deliveries", [each.count.delivered for each in outcomes]),
        ("reconnects", [each.reconnects for each in outcomes]),
        ("sends repeated after a reconnect", [each.resent for each in outcomes]),
        ("frames sent twice", [each.twice for each in outcomes]),
        ("long polls", [each.polls for each in outcomes]),
        ("HTTP retries", [each.retries for each in outcomes]),
        *_kinds("said", [each.said for each in outcomes], ("typing", "read", "presence")),
        *_kinds("heard", [each.heard for each in outcomes], ("typing", "read", "presence")),
        ("steps at deadlines", [each.count.steps for each in outcomes]),
        ("marks of reading", [each.count.marks for each in outcomes]),
        ("tokens renewed over the socket", [each.renewed for each in outcomes]),
        ("connections that ended with their token", [each.ended for each in outcomes]),
        *_kinds("hints", [each.mangled for each in outcomes], ("drop", "double", "delay")),
        ("refusals", [dict(each.problems) or 0 for each in outcomes]),
        *_faults(outcomes),
        ("lost", [len(each.count.lost) for each in outcomes]),
        ("doubled", [len(each.count.doubled) for each in outcomes]),
        ("reordered", [len(each.count.reordered) for each in outcomes]),
        ("wrong views", [len(each.count.wrong_views) for each in outcomes]),
        ("lost marks", [len(each.count.lost_marks) for each in outcomes]),
        ("memory of a process, grown by MB", [round(each.grown_mb) for each in outcomes]),
        ("other failures", [len(each.failures) - len(each.count.violations) for each in outcomes]),
    ]
    for name, values in rows:
        made.add_row(name, *(f"{value:,}" if isinstance(value, int) else str(value) for value in values))
    return made


if __name__ == "__main__":
    main()
