"""One run: Postgres once, two sizes of desk, desk and floor beside each other, then the proof and the report."""

import asyncio
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from rich.console import Console

from app import migrations
from app.postgres import EmbeddedPostgres
from app.settings import Settings, configure
from bench import databases, help_search, imports, loading, mails, pages, proof, report, reports, taking, topics
from bench.clocks import measures as clocks
from bench.clocks import site
from bench.clocks.site import Site
from bench.feed import measures as leaving
from bench.figures import Figure
from bench.hub import measures as hub
from bench.hub.measures import Bench
from bench.measuring import Measured, Pair, Rounds, chosen
from bench.place import Place
from bench.processes import BrokenError, Load, serving
from bench.routing import measures as routing
from bench.routing import site as routing_site
from bench.scenarios import SCENARIOS
from bench.search import measures as searching
from bench.seeding import Desk
from bench.simulation import measures as simulation
from bench.waits import measures as waits

RESULTS = Path(__file__).with_name("results.json")
out = Console(highlight=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much: tickets in the small and in the large desk, rounds, and seconds of each job."""

    small: int
    large: int
    rounds: int
    seconds: float
    # Of each job, before the clock starts.
    warm: float = 0.4
    only: tuple[str, ...] = ()
    # A folder to keep the loaded desks in, for somebody who measures again and again.
    keep: Path | None = None
    results: Path = RESULTS
    extent: hub.Extent = hub.DEFAULT
    clocks: site.Extent = site.DEFAULT
    routing: routing_site.Extent = routing_site.DEFAULT
    # Simulated desks of each kind, for the waits that customers are told.
    desks: int = 8
    simulated: simulation.Extent = simulation.DEFAULT
    feed: leaving.Extent = leaving.DEFAULT
    # How often each question is asked of each desk that is searched.
    asked: int = 20
    # Tickets that are imported, with three messages each.
    imported: int = 100_000
    # Ordinary mails that are read.
    mails: int = 1_000
    # Articles of a help centre, in three languages each.
    articles: int = 20_000
    # Topics are learnt from every n-th of the requests.
    requests: int = 1
    # Tickets of a year that reports are read of, and how often each is asked for.
    reported: int = 1_000_000
    read: int = 5
    # Frames that are scrolled in each page.
    frames: int = 600


DEFAULT = Plan(small=10_000, large=1_000_000, rounds=5, seconds=2.0)
QUICK = Plan(
    small=1_000, large=10_000, rounds=1, seconds=0.4, warm=0.2, extent=hub.QUICK, clocks=site.QUICK, desks=2,
    simulated=simulation.QUICK, routing=routing_site.QUICK, feed=leaving.QUICK, asked=4, imported=5_000,
    mails=200, articles=2_000, requests=5, reported=10_000, read=1, frames=200,
)  # fmt: skip
# The measures beside the paths, by their group.
GROUPS: dict[str, Mapping[str, Any]] = {
    "hub": hub.MEASURES, "clocks": clocks.MEASURES, "routing": routing.MEASURES, "simulation": simulation.MEASURES,
    "waits": waits.MEASURES, "search": {"search": searching.measure}, "feed": leaving.MEASURES,
    "imports": {"imports": imports.measure}, "mails": {"mails": mails.measure},
    "taking": {"taking": taking.measure}, "help_search": {"help_search": help_search.measure},
    "topics": {"topics": topics.measure}, "reports": {"reports": reports.measure}, "pages": {"pages": pages.measure},
}  # fmt: skip
NAMES = tuple(name for group in GROUPS.values() for name in group)


def run(plan: Plan) -> None:
    """Do it and print what came out. Raises `BrokenError` when the numbers would mean nothing."""
    begun = time.monotonic()
    secret = secrets.token_urlsafe(32)
    configure(Settings(secret=SecretStr(secret)))
    # A group's name stands for all of its measures.
    names = [each for name in plan.only for each in GROUPS.get(name, [name])]
    names = names or [*(each.name for each in SCENARIOS), *NAMES]
    measured = chosen([name for name in names if name not in NAMES])
    with ExitStack() as stack:
        folder = stack.enter_context(_folder(plan.keep))
        server = EmbeddedPostgres(folder / "pg")
        url = server.start()
        stack.callback(server.stop)
        load = Load()
        stack.callback(load.stop)
        environment = {"OTKLIK_SECRET": secret}
        place = Place(url, folder, environment, load, _postmaster(folder))
        stored = _paths(plan, measured, place) if measured else {}
        figures: dict[str, dict[str, Figure]] = {}

        def kept() -> dict[str, Any]:
            """What there is until now, in its file: a run of an hour that is ended has it all the same."""
            facts = report.machine(folder) | {"postgres": asyncio.run(report.postgres(url))}
            found = report.results(measured, figures, stored, facts, plan_of=asdict(plan))
            report.write(plan.results, found)
            return found

        found = kept()
        for group, step in _steps(plan, names, place).items():
            figures[group] = step()
            found = kept()
    report.show(out, found, seconds=time.monotonic() - begun)


def _steps(plan: Plan, names: list[str], place: Place) -> dict[str, Callable[[], dict[str, Figure]]]:
    """The measures beside the paths, by their group, in the order in which they are taken."""

    def of(group: str) -> list[str]:
        return [name for name in names if name in GROUPS[group]]

    steps: dict[str, Callable[[], dict[str, Figure]]] = {
        "hub": lambda: _hub(plan, of("hub"), place),
        "clocks": lambda: _clocks(plan, of("clocks"), place),
        "routing": lambda: _routing(plan, of("routing"), place),
        "simulation": lambda: _simulation(plan, of("simulation")),
        "waits": lambda: _waits(plan, of("waits")),
        "feed": lambda: _feed(plan, of("feed"), place),
        "search": lambda: _search(plan, place),
        "imports": lambda: _imports(plan, place),
        "mails": lambda: mails.measure(plan.mails),
        "taking": lambda: taking.measure(place, plan.mails),
        "help_search": lambda: help_search.measure(place, plan.articles, plan.asked),
        "topics": lambda: topics.measure(plan.requests),
        "reports": lambda: reports.measure(place, plan.reported, plan.read),
        "pages": lambda: _pages(plan, place),
    }
    return {group: step if of(group) else dict for group, step in steps.items()}


def _paths(plan: Plan, measured: list[Measured], place: Place) -> dict[str, Any]:
    """Desk and floor beside each other on each path; what was stored."""
    with ExitStack() as stack:
        pairs = {}
        for big, tickets in ((False, plan.small), (True, plan.large)):
            if not any(each.scenario.big == big for each in measured):
                continue
            seeded = _seeded(place.url, tickets, floor_tables=not big)
            asyncio.run(loading.partner(seeded.url))
            log = place.folder / f"servers-{tickets}.log"
            environment = {"OTKLIK_DATABASE_URL": seeded.url, **place.environment}
            pairs[big] = Pair(
                seeded,
                stack.enter_context(serving(f"desk {tickets}", ["app.cli", "serve"], log, **environment)),
                stack.enter_context(serving(f"floor {tickets}", ["bench.floor", "--url", seeded.url], log)),
            )
            proof.same_answers(pairs[big])
        before = asyncio.run(proof.stored_rows(pairs[False])) if False in pairs else {}
        rounds = Rounds(place.load, place.postmaster, seconds=plan.seconds, warm=plan.warm)
        _measure(plan, measured, pairs, rounds)
        if False not in pairs:
            return {}
        return asyncio.run(proof.all_stored(pairs[False], before, dict(rounds.acknowledged)))


def _hub(plan: Plan, names: list[str], place: Place) -> dict[str, Figure]:
    """The measures of the hub, each with processes of its own and nobody beside them."""
    found: dict[str, Figure] = {}
    if names:
        seeded = _seeded(place.url, plan.small, floor_tables=True)
        environment = {"OTKLIK_DATABASE_URL": seeded.url, **place.environment}
        bench = Bench(seeded, place.folder, environment, place.load, place.postmaster, plan.extent)
        for name in names:
            out.print(f"hub: {name}", style="dim")
            found |= hub.MEASURES[name](bench)
    return found


def _clocks(plan: Plan, names: list[str], place: Place) -> dict[str, Figure]:
    """The measures of time-keeping, each with desks of its own."""
    found: dict[str, Figure] = {}
    where = Site(place.url, place.folder, place.environment, place.load, place.postmaster, plan.clocks)
    for name in names:
        out.print(f"clocks: {name}", style="dim")
        found |= clocks.MEASURES[name](where)
    return found


def _routing(plan: Plan, names: list[str], place: Place) -> dict[str, Figure]:
    """The measures of routing, each with desks of its own."""
    found: dict[str, Figure] = {}
    where = routing_site.Site(place.url, place.folder, place.environment, place.load, place.postmaster, plan.routing)
    for name in names:
        out.print(f"routing: {name}", style="dim")
        found |= routing.MEASURES[name](where)
    return found


def _simulation(plan: Plan, names: list[str]) -> dict[str, Figure]:
    """The measures of simulated routing, which need no desk."""
    found: dict[str, Figure] = {}
    for name in names:
        out.print(f"simulation: {name}", style="dim")
        found |= simulation.MEASURES[name](plan.simulated)
    return found


def _waits(plan: Plan, names: list[str]) -> dict[str, Figure]:
    """The waits that customers are told, in simulated time: nothing but this process."""
    found: dict[str, Figure] = {}
    for name in names:
        out.print(f"waits: {name}", style="dim")
        found |= waits.MEASURES[name](plan.desks)
    return found


def _feed(plan: Plan, names: list[str], place: Place) -> dict[str, Figure]:
    """Webhooks and the change feed, on the desk of the paths."""
    found: dict[str, Figure] = {}
    for name in names:
        out.print(f"feed: {name}", style="dim")
        seeded = _seeded(place.url, plan.small, floor_tables=True)
        found |= leaving.MEASURES[name](place, seeded, plan.feed)
    return found


def _search(plan: Plan, place: Place) -> dict[str, Figure]:
    """Search, lists and counts of views, on desks of their own with texts that differ."""
    out.print("search", style="dim")
    return searching.measure(place, (plan.small, plan.large), plan.asked)


def _pages(plan: Plan, place: Place) -> dict[str, Figure]:
    """The console in a browser, on the desk of the paths."""
    out.print("pages", style="dim")
    found = pages.measure(place, _seeded(place.url, plan.small, floor_tables=True), plan.frames)
    if not found:
        out.print("pages: Chromium is not installed (Debian: apt install chromium), so they are not measured")
    return found


def _imports(plan: Plan, place: Place) -> dict[str, Figure]:
    """What another desk has exported, imported into an empty one."""
    out.print("imports", style="dim")
    return imports.measure(place, plan.imported)


def _measure(plan: Plan, measured: list[Measured], pairs: dict[bool, Pair], rounds: Rounds) -> None:
    for number in range(plan.rounds):
        for each in measured:
            out.print(f"round {number + 1} of {plan.rounds}: {each.scenario.name}", style="dim")
            rounds.one(each, pairs[each.scenario.big], floor_first=number % 2 == 0)
            if "tickets" in each.scenario.writes:
                # Else the desk would stop routing in the third round.
                asyncio.run(loading.evening(pairs[False].seeded.url))


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    folder = keep or Path(tempfile.mkdtemp(prefix="otklik-bench-"))
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)  # the server may run as another user
    try:
        yield folder
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def _postmaster(folder: Path) -> int:
    return int((folder / "pg" / "cluster" / "postmaster.pid").read_text().split("\n", 1)[0])


def _seeded(url: str, tickets: int, *, floor_tables: bool) -> Desk:
    name = f"bench_{tickets}"
    address = databases.address(url, name)
    if asyncio.run(databases.create(url, name)):
        begun = time.monotonic()
        migrations.upgrade(address)
        asyncio.run(loading.load(address, tickets))
        if floor_tables:
            asyncio.run(loading.copy_for_the_floor(address))
        out.print(f"{tickets:,} tickets loaded in {time.monotonic() - begun:.0f} s", style="dim")
    return Desk(address, tickets)


def main(plan: Plan) -> None:
    """Run it; exit code 1 only when something is broken, never for a slow figure."""
    try:
        run(plan)
    except (BrokenError, KeyError) as error:
        out.print(f"bench: {error}", style="red", markup=False)
        sys.exit(1)
