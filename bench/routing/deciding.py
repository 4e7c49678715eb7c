"""How long a decision takes on a large desk, and what it costs as a desk grows."""

from statistics import median
from typing import Any

from bench.figures import Figure
from bench.routing.apart import Apart, apart
from bench.routing.site import Site
from bench.routing.world import Part, World
from bench.seeding import Kind, identifier
from bench.tally import percentile

_LIMIT_MS = 20
_LINES = 4
_PER_AGENT, _GROWTH = 1.2, 1.5
# Of those who work few have room while much waits; of a hundred agents two.
_FEW = 50


def decision(site: Site) -> dict[str, Figure]:
    """One decision about a ticket: read, decided and recorded, not written; few agents have room, and all have."""
    extent = site.extent
    found: dict[str, Figure] = {}
    for name, at_leisure, who in (("", _FEW, "every 50th has room"), ("_all_free", 1, "all have room")):
        world = World((Part(_LINES, 2, 2, extent.agents, extent.waiting, at_leisure),))
        with apart(_job(site.made(world), _LINES, changing=True, floor=True)) as (one,):
            told = one.go(times=extent.decisions, look=True)
        decisions, floor, looks = (sorted(told[each]) for each in ("decisions", "floor", "looks"))
        details = {
            "decided": told["decided"], **_spread(decisions), "process_ms": _spread(sorted(told["cpu_ms"])),
            "floor": _spread(floor),
        }  # fmt: skip
        title = f"a decision, {extent.agents:,} agents ({who}), {extent.waiting:,} tickets in {_LINES} queues"
        found[f"decision{name}"] = Figure(
            f"{title}: p99, ms", percentile(decisions, 0.99), _LIMIT_MS, at_most=True, details=details
        )
        ratio = percentile(decisions, 0.5) / percentile(floor, 0.5)
        found[f"decision{name}_floor"] = Figure(
            "the same against reading its rows, p50", ratio, None, at_most=True, details={}
        )
        found[f"look{name}"] = Figure(
            "where somebody could take something, over all queues: p99, ms",
            percentile(looks, 0.99), None, at_most=True, details=_spread(looks),
        )  # fmt: skip
    return found


def growth(site: Site) -> dict[str, Figure]:
    """CPU time of a decision, in the process and in Postgres, on a desk and on one that is larger in one respect."""
    extent = site.extent
    ten = extent.many // extent.few

    def world(agents: int = extent.few, others: int = extent.few, elsewhere: int = extent.few, past: int = 1) -> World:
        own = Part(1, 2, 2, agents, extent.few * 10, 5)
        return World((own, Part(10, 10, 1, others, elsewhere * 10, 5)), past=past * extent.past)

    base = world()
    figures: dict[str, Figure] = {}
    for name, larger, limit, by, what in (
        ("agents", world(agents=extent.many), _PER_AGENT, ten, f"in a team of {extent.many:,}, for each agent"),
        ("others", world(others=extent.many), _GROWTH, 1, f"with {ten} times as many agents in other teams"),
        ("waiting", world(elsewhere=extent.many), _GROWTH, 1, f"with {ten} times as much waiting elsewhere"),
        ("past", world(past=100), _GROWTH, 1, "with 100 times as many closed tickets"),
    ):
        for look, costs in zip((False, True), _compared(site, [base, larger]), strict=True):
            ratios = [many / few / by for few, many in zip(*costs, strict=True)]
            details: dict[str, Any] = {
                "ratios": [round(each, 2) for each in ratios],
                "us": [round(median(each)) for each in costs],
            }
            kind = "a decision and the look before it" if look else "a decision"
            figures[f"growth_{name}{'_look' if look else ''}"] = Figure(
                f"CPU time of {kind} {what}", median(ratios), None if look else limit, at_most=True, details=details
            )
    return figures


def _compared(site: Site, worlds: list[World]) -> list[list[list[float]]]:
    """Microseconds of a decision, without and with a look before it, in each of these desks, round by round."""
    jobs = [_job(site.made(each), 1, changing=False, floor=False) for each in worlds]
    costs: list[list[list[float]]] = [[[] for _ in worlds] for _ in (False, True)]
    with apart(*jobs) as several:
        for number in range(site.extent.rounds):
            for look, of in enumerate(costs):
                order = list(zip(several, of, strict=True))
                for one, kept in reversed(order) if number % 2 else order:
                    kept.append(_cost(site, one, look=bool(look)))
    return costs


def _cost(site: Site, one: Apart, *, look: bool) -> float:
    before = site.cpu_of_postgres()
    told = one.go(times=site.extent.each, look=look)
    return float(told["cpu"] + site.cpu_of_postgres() - before) * 1e6 / len(told["decisions"])


def _job(url: str, lines: int, *, changing: bool, floor: bool) -> dict[str, Any]:
    return {
        "kind": "deciding",
        "url": url,
        "lines": [str(identifier(Kind.QUEUE, n)) for n in range(1, lines + 1)],
        "teams": [str(identifier(Kind.TEAM, n)) for n in (1, 2)],
        "changing": changing,
        "floor": floor,
    }


def _spread(ordered: list[float]) -> dict[str, float]:
    shown = {"p50": percentile(ordered, 0.5), "p90": percentile(ordered, 0.9), "p99": percentile(ordered, 0.99)}
    return {name: round(value, 2) for name, value in shown.items()}
