"""How late a deadline is acted on while 100,000 clocks run, and what those clocks cost while nothing is due."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bench.clocks import promises, tickets
from bench.clocks.desks import EACH, running
from bench.clocks.site import Site, Watch, watching
from bench.figures import Figure
from bench.processes import BrokenError, Server
from bench.seeding import Kind, identifier
from bench.tally import percentile

_LIMIT_MS = 2_000
_PAUSE = 0.1
_LATEST = 60.0
# Seconds more than keeping the clocks should take: little work does not tell how long little more of it takes.
_LEAD = 20.0
# Between the last of those that are spread and the burst.
_QUIET = 5
# A ticket that comes due is told of and has missed its deadline: two events.
_ACTS = 2
# Seconds after which an idle desk has done what had to wait.
_SETTLE = 1.0
# How long what is due now has waited, as others see it: until it is committed.
_OVERDUE = "SELECT coalesce(extract(epoch FROM clock_timestamp() - min(next_at)), 0)::float8 FROM ticket_sla"
_ACTED = """SELECT ticket_id, data ->> 'metric' AS metric, data ->> 'number' AS number, data ->> 'step' AS step,
 (data ->> 'due_at')::timestamptz AS due_at, extract(epoch FROM at - (data ->> 'due_at')::timestamptz)::float8 AS late
FROM events WHERE ticket_id BETWEEN $1 AND $2 AND type LIKE 'sla.%'"""


def firing(site: Site) -> dict[str, Figure]:
    """Tickets come due, a hundred a second and then many at once; each deadline is told of and recorded, once."""
    extent = site.extent
    url, _, facts = running(site)
    many = extent.coming + extent.burst
    # Above those of earlier runs on a desk that was kept.
    first = int(time.time()) * 100_000
    with site.desk("deadlines", url) as desk, watching(url) as watch:
        clocks = EACH * (watch.value("SELECT count(*) FROM ticket_sla WHERE next_due_at IS NOT NULL") + many)
        # Their clocks are to be kept before the first one is due.
        ahead = _LEAD + 2 * EACH * many / facts["clocks_a_second"]
        begins = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=round(ahead))
        burst = begins + timedelta(seconds=extent.spread + _QUIET)
        asked = timedelta(seconds=promises.URGENT_REPLY)
        watch.run(
            lambda each: tickets.waiting(
                each, first, extent.coming, asked=begins - asked, seconds=extent.spread, urgent=True
            )
        )
        watch.run(
            lambda each: tickets.waiting(
                each, first + extent.coming, extent.burst, asked=burst - asked, seconds=0, urgent=True
            )
        )
        watch.until_kept()
        if datetime.now(UTC) > begins:
            msg = f"the clocks of {many} tickets took more than {ahead:.0f} s to be kept: they are due before they run"
            raise BrokenError(msg)
        time.sleep((begins - datetime.now(UTC)).total_seconds())
        before = site.cpu(desk)
        steady = _until(watch, burst - timedelta(seconds=1))
        after = site.cpu(desk)
        time.sleep(max(0.0, (burst - datetime.now(UTC)).total_seconds()))
        at_once = _until(watch, burst + timedelta(seconds=1))
        acted = watch.rows(_ACTED, identifier(Kind.TICKET, first), identifier(Kind.TICKET, first + many - 1))
    _each_once(acted, many)
    spread = sorted(row["late"] * 1_000 for row in acted if row["due_at"] < burst)
    together = sorted(row["late"] * 1_000 for row in acted if row["due_at"] >= burst)
    server, postgres = ((late - early) * 1e6 / extent.coming for early, late in zip(before, after, strict=True))
    title = (
        f"p99 from due to acted on, {clocks:,} clocks run, {extent.coming / extent.spread:.0f} tickets due a second, ms"
    )
    details = {
        **_spread(spread),
        "committed_after_ms": steady,
        "server_us": round(server),
        "postgres_us": round(postgres),
    }
    return {
        "firing": Figure(title, percentile(spread, 0.99), _LIMIT_MS, at_most=True, details=details),
        "firing_burst": Figure(
            f"the same, {extent.burst:,} tickets due in the same second, ms",
            percentile(together, 0.99),
            None,
            at_most=True,
            details={**_spread(together), "committed_after_ms": at_once},
        ),
        "clocks_kept": Figure(
            f"running clocks made from the logs of {extent.waiting:,} tickets, a second",
            facts["clocks_a_second"],
            None,
            at_most=False,
            details=facts,
        ),
    }


def _until(watch: Watch, end: datetime) -> int:
    """Until then, and until nothing is due; the longest that something that was due was seen waiting, ms."""
    longest, waits = 0.0, 0.0
    while datetime.now(UTC) < end or waits > 0:
        waits = watch.value(_OVERDUE)
        longest = max(longest, waits)
        if waits > _LATEST:
            msg = f"a deadline is not acted on after {waits:.0f} s"
            raise BrokenError(msg)
        time.sleep(_PAUSE)
    return round(longest * 1_000)


def _each_once(acted: list[Any], many: int) -> None:
    """Every ticket's step and breach are there, and nothing is there twice."""
    different = {(row["ticket_id"], row["metric"], row["number"], row["step"]) for row in acted}
    if len(different) != len(acted) or len(acted) != _ACTS * many:
        msg = f"{_ACTS * many} deadlines and steps were due, {len(different)} were acted on, {len(acted)} times"
        raise BrokenError(msg)


def _spread(ordered: list[float]) -> dict[str, float]:
    return {
        "acts": len(ordered),
        "p50": round(percentile(ordered, 0.5)),
        "p90": round(percentile(ordered, 0.9)),
        "max": round(ordered[-1]),
    }


def idle(site: Site) -> dict[str, Figure]:
    """CPU time of a desk on which nothing happens, with all those clocks and without any, in turn.

    The other one is stopped meanwhile: of two that tick at the same pace one always finds the caches of the other.
    """
    extent = site.extent
    url, bare, facts = running(site)
    costs: dict[str, list[tuple[float, float]]] = {"with": [], "without": []}
    with (
        site.desk("with clocks", url) as full,
        site.desk("without clocks", bare) as empty,
        watching(url) as theirs,
        watching(bare) as others,
    ):
        sides = {"with": (full, theirs), "without": (empty, others)}
        for watch in (theirs, others):
            # What would else be tidied up meanwhile.
            watch.execute("VACUUM ANALYZE")
        time.sleep(_SETTLE)
        for number in range(2 * extent.idle_rounds):
            name, other = ("with", "without") if number % 2 else ("without", "with")
            with _stopped(sides[other][0]):
                time.sleep(_SETTLE)
                before = _used(*sides[name])
                time.sleep(extent.idle_seconds)
                after = _used(*sides[name])
            minutes = extent.idle_seconds / 60
            costs[name].append(((after[0] - before[0]) / minutes, (after[1] - before[1]) / minutes))
    ratios = [sum(ours) / sum(none) for ours, none in zip(costs["with"], costs["without"], strict=True)]
    details: dict[str, Any] = {"ratios": [round(each, 3) for each in ratios]}
    for name, found in costs.items():
        details[f"{name}_ms_a_minute"] = {
            who: round(median(each[place] for each in found) * 1_000)
            for place, who in enumerate(("server", "postgres"))
        }
    title = f"CPU time of an idle desk with {facts['clocks']:,} running clocks, against the same without any"
    return {"idle": Figure(title, median(ratios), 1.25, at_most=True, details=details)}


@contextmanager
def _stopped(desk: Server) -> Iterator[None]:
    os.kill(desk.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(desk.pid, signal.SIGCONT)


def _used(desk: Server, watch: Watch) -> tuple[float, float]:
    """CPU seconds of a desk and of its own connections to Postgres, exact: an idle desk uses little."""
    pids = watch.rows(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'otklik'"
    )
    return _exact(desk.pid), sum(_exact(row["pid"]) for row in pids)


def _exact(pid: int) -> float:
    """CPU seconds of a process and its threads, in nanoseconds and not in ticks."""
    return sum(int(each.read_text().split()[0]) for each in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9
