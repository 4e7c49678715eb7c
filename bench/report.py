"""What came out: the ratios, the figures behind them and the machine, as JSON and as a table for people."""

import os
import platform
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg
import orjson
from rich.console import Console
from rich.table import Table

from bench.figures import Figure
from bench.measuring import Measured
from bench.scenarios import CONNECTIONS, GROWTH, GROWTH_LIMIT, SCENARIOS

_PLAN = ("small", "large", "rounds", "seconds", "warm")
_FIGURES = ("rate", "p50", "p99", "server_us", "postgres_us", "client_us", "bytes")


async def postgres(url: str) -> dict[str, str]:
    """The server's version and what makes it durable."""
    connection = await asyncpg.connect(url)
    try:
        names = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
        return {name: await connection.fetchval("SELECT current_setting($1)", name) for name in names}
    finally:
        await connection.close()


# Of the measures beside the paths.
_GROUPS = (
    "hub", "clocks", "routing", "simulation", "waits", "search", "feed", "imports", "mails", "taking", "help_search",
    "topics", "reports", "pages",
)  # fmt: skip


def machine(folder: Path) -> dict[str, Any]:
    """What these figures were measured on; `folder` is where the data was."""
    cpu = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    within = [(len(point), kind) for _, point, kind, *_ in mounts if folder.is_relative_to(point)]
    return {
        "cpus": os.cpu_count(),
        "cpu": cpu[0].partition(":")[2].strip() if cpu else platform.machine(),
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        "load_average": os.getloadavg(),
        "system": platform.platform(),
        "file_system": max(within)[1],
        "python": platform.python_version(),
    }


def results(
    measured: list[Measured],
    measures: dict[str, dict[str, Figure]],
    stored: dict[str, Any],
    facts: dict[str, Any],
    *,
    plan_of: dict[str, Any],
) -> dict[str, Any]:
    """`ratios` to the floors (medians of rounds), `growth` of the cost, `figures` (per second, milliseconds).

    `measures` are those of the hub, the clocks, routing, simulated routing, the waits, searching and the feed.
    """
    figures: dict[str, Any] = {}
    for each in measured:
        figures[each.scenario.name] = {
            "ratio": round(each.ratio, 3),
            "ratios": [round(ratio, 3) for ratio in each.ratios()],
            "target": each.scenario.target,
            **{side: _medians(rounds) for side, rounds in (("desk", each.desk), ("floor", each.floor))},
        }
    costs = {each.scenario.name: [one["server_us"] + one["postgres_us"] for one in each.desk] for each in measured}
    growth = {
        name: round(median(many / few for few, many in zip(costs[small], costs[large], strict=True)), 3)
        for name, (small, large) in GROWTH.items()
        if small in costs and large in costs
    }
    ratios = {name: figure["ratio"] for name, figure in figures.items() if not name.endswith("_10k")}
    run = {"concurrency": CONNECTIONS, **{name: plan_of[name] for name in _PLAN}}
    return {
        "ratios": ratios,
        "growth": growth,
        "figures": figures,
        **{
            group: {name: {**asdict(each), "reached": each.reached} for name, each in figures_of.items()}
            for group, figures_of in measures.items()
        },
        "stored": stored,
        "run": run,
        "machine": facts,
    }


def _medians(rounds: list[dict[str, Any]]) -> dict[str, float]:
    return {name: round(median(one[name] for one in rounds), 2) for name in _FIGURES}


def write(path: Path, found: dict[str, Any]) -> None:
    """Keep the figures."""
    path.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")


def show(out: Console, found: dict[str, Any], *, seconds: float) -> None:
    """Print them."""
    if found["figures"]:
        _show_paths(out, found)
    for each in (figure for group in _GROUPS for figure in found[group].values()):
        limit = "" if each["limit"] is None else f" ({'at most' if each['at_most'] else 'at least'} {each['limit']:g})"
        verdict = "" if each["limit"] is None else _verdict(reached=each["reached"])
        out.print(f"{each['title']}: {each['value']:,.2f}{limit} {verdict}")
        out.print(f"  {each['details']}", style="dim")
    for name, growth in found["growth"].items():
        out.print(
            f"{name}: a request to the large desk costs {growth:.2f} of the CPU time of one to the small desk "
            f"(at most {GROWTH_LIMIT}) {_verdict(reached=growth <= GROWTH_LIMIT)}"
        )
    for name, count in found["stored"].items():
        out.print(f"{name}: {count}", style="dim")
    out.print(f"done in {seconds:.0f} s", style="dim")


def _show_paths(out: Console, found: dict[str, Any]) -> None:
    run = found["run"]
    titles = {each.name: f"{each.title}, {run['large' if each.big else 'small']:,} tickets" for each in SCENARIOS}
    table = Table("path", title=f"{CONNECTIONS} at a time; medians of {run['rounds']} rounds")
    for heading in ("floor/s", "p50 ms", "p99 ms", "desk/s", "p50 ms", "p99 ms", "ratio", "range", "target", ""):
        table.add_column(heading, justify="right")
    for name, figure in found["figures"].items():
        sides = [
            cell
            for side in (figure["floor"], figure["desk"])
            for cell in (f"{side['rate']:,.0f}", f"{side['p50']:.1f}", f"{side['p99']:.1f}")
        ]
        target, ratio = figure["target"], figure["ratio"]
        verdict = "" if target is None else _verdict(reached=ratio >= target)
        spread = f"{min(figure['ratios']):.2f}-{max(figure['ratios']):.2f}"
        table.add_row(titles[name], *sides, f"{ratio:.2f}", spread, f"{target:.2f}" if target else "", verdict)
    out.print(table)
    costs = Table("CPU time, us a request", "floor: server", "postgres", "client", "desk: server", "postgres", "client")
    for name, figure in found["figures"].items():
        sides = [
            f"{figure[side][f'{who}_us']:.0f}" for side in ("floor", "desk") for who in ("server", "postgres", "client")
        ]
        costs.add_row(titles[name], *sides)
    out.print(costs)


def _verdict(*, reached: bool) -> str:
    return "[green]reached[/]" if reached else "[red]missed[/]"
