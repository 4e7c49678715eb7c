"""One run, from empty folders to the figures."""

import asyncio
import logging
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from app import clock
from app.db import Database
from app.settings import Settings, configure
from tests import checks
from tests.chaos.counting import READS, UNSETTLED, Count, count, lost_marks
from tests.chaos.faults import Faults
from tests.chaos.leaks import leaks_of
from tests.chaos.machines import Machines
from tests.chaos.people import Caller, Renewal, Seen, Talker, make
from tests.chaos.plain import Plain
from tests.chaos.plans import Plan
from tests.chaos.talking import fidgeting, talking
from tests.conftest import SECRET

TWICE = 0.02
# So many agents have short tokens that they renew over the socket, and so many others that end with the connection.
RENEWING = 4


@dataclass(slots=True)
class Outcome:
    """What came out of a run."""

    plan: Plan
    count: Count
    planned: Counter[str]
    done: Counter[str]
    reconnects: int = 0
    resent: int = 0
    twice: int = 0
    polls: int = 0
    retries: int = 0
    said: Counter[str] = field(default_factory=Counter)
    heard: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    renewed: int = 0
    ended: int = 0
    mangled: Counter[str] = field(default_factory=Counter)
    grown_mb: float = 0.0
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def failures(self) -> list[str]:
        """Why the run failed; nothing when it did not."""
        missing = [
            f"{fault}: {self.done[fault]} of {planned} done"
            for fault, planned in self.planned.items()
            if self.done[fault] < planned
        ]
        done = {
            "messages": self.count.delivered and self.count.acked, "marks": self.count.marks,
            "typing": self.heard["typing"], "presence": self.heard["presence"], "receipts": self.heard["read"],
            "steps at deadlines": self.count.steps, "renewed tokens": self.renewed, "tokens that ended": self.ended,
        }  # fmt: skip
        idle = [f"there were no {what}" for what, happened in done.items() if not happened]
        return [*self.count.violations, *missing, *idle, *self.notes]


async def run(plan: Plan) -> Outcome:
    """Do it. The folder with logs stays only when something is wrong."""
    folder = _folder()
    machines = Machines(plan, folder)
    begun = clock.monotonic()
    surprises = Surprises()
    try:
        await machines.start()
        with surprises.noted():
            outcome = await _with_people(plan, machines)
    finally:
        await machines.stop()
    if plan.bug is None:
        outcome.notes += surprises.seen
    outcome.seconds = clock.monotonic() - begun
    tracebacks = _tracebacks(folder)
    if tracebacks and plan.bug is None:
        outcome.notes += [f"{len(tracebacks)} errors in the logs, the first: {tracebacks[0][:600]}"]
    if outcome.failures and plan.bug is None:
        outcome.notes.append(f"logs: {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return outcome


class Surprises(logging.Handler):
    """What the clients did not foresee: they live on, but it is a mistake of theirs or of the desk."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.seen.append(f"a client: {record.getMessage()}: {record.exc_info[1] if record.exc_info else None!r}")

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Keep what comes meanwhile."""
        logger = logging.getLogger("otklik.client")
        logger.addHandler(self)
        logger.propagate = False
        try:
            yield
        finally:
            logger.removeHandler(self)
            logger.propagate = True


def _folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="otklik-chaos-"))
    made.chmod(0o755)  # Postgres may run as another user
    return made


def _tracebacks(folder: Path) -> list[str]:
    return [
        f"{log.name}: {line}"
        for log in sorted(folder.glob("app-*.log"))
        for line in log.read_text(errors="replace").splitlines()
        # That the database is away is answered with 503, and is no error of ours.
        if "Traceback" in line or ('"level": "error"' in line and '"status": 503' not in line)
    ]


@asynccontextmanager
async def _database(url: str) -> AsyncIterator[Database]:
    settings = configure(Settings(database_url=url, secret=SecretStr(SECRET), lean_pool_size=2, pool_size=2))
    database = Database(url, settings)
    try:
        yield database
    finally:
        await database.close()


async def _with_people(plan: Plan, machines: Machines) -> Outcome:
    randomly = random.Random(plan.seed)
    urls = [each.url for each in machines.apps]
    async with _database(machines.database_url) as database:
        customers, agents = await make(database, customers=plan.tickets, agents=plan.watchers)
    tickets = [await _ticket(urls[0], customer) for customer in customers]

    def talker(caller: Caller, name: str, renewal: Renewal = "never") -> Talker:
        own = random.Random(randomly.random())
        return Talker(urls, caller, name, twice=TWICE, randomly=own, renewal=renewal)

    phones = [talker(each, f"phone {n}") for n, each in enumerate(customers)]
    laptops = [talker(each, f"laptop {n}") for n, each in enumerate(customers)]
    ways: list[Renewal] = [*["auth"] * RENEWING, *["reconnect"] * RENEWING]  # type: ignore[list-item]
    watchers = [talker(each, f"agent {n}", ways[n] if n < len(ways) else "never") for n, each in enumerate(agents)]
    plain = [Plain(urls, each, f"plain {n}", random.Random(randomly.random())) for n, each in enumerate(customers[:3])]
    talkers = [*phones, *laptops, *watchers]
    faults = Faults(machines, talkers, randomly)
    schedule = plan.schedule()
    async with AsyncExitStack() as stack:
        for each in talkers:
            await stack.enter_async_context(each)
            await each.listen()
        for number, ticket in enumerate(tickets):
            for each in (phones[number], laptops[number], *watchers):
                # A client that is never shown anything is to be missed too.
                each.seen[ticket] = Seen()
                await each.subscribe(ticket)
        polling = [asyncio.create_task(each.follow([ticket])) for each, ticket in zip(plain, tickets, strict=False)]
        stop = asyncio.Event()
        writers = talking(plan, phones, watchers, plain, tickets, stop, randomly)
        writers += fidgeting([*phones, *laptops], watchers, tickets, stop, randomly)
        await _faults(schedule, faults, plan.seconds)
        if plan.last_hints_lost:
            # Whatever is said last is told by no hint.
            machines.hints.set({"drop": 1.0})
        await asyncio.sleep(0.3)
        stop.set()
        done, late = await asyncio.wait(writers, timeout=plan.quiet_seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        errors = [repr(task.exception()) for task in done if not task.cancelled() and task.exception() is not None]
        await _quiet(machines.database_url, plan.quiet_seconds, [*talkers, *plain])
        for task in polling:
            task.cancel()
        await asyncio.gather(*polling, return_exceptions=True)
    for client in plain:
        await client.close()
    found = await count(machines.database_url, tickets, [*talkers, *plain])
    async with _database(machines.database_url) as database:
        try:
            await checks.invariants(database)
        except AssertionError as error:
            found.wrong_views.append(f"the log does not fold to the rows: {error}")
    # A broken desk may hold on to whatever it likes.
    leaks, grown = await leaks_of(machines) if plan.bug is None else ([], 0.0)
    notes = [*faults.notes, *errors, *leaks]
    return Outcome(
        plan,
        found,
        Counter(fault for _, fault in schedule),
        faults.done,
        reconnects=sum(each.connections - 1 for each in talkers),
        resent=sum(each.state.counts.resent for each in talkers),
        twice=sum(each.twice for each in talkers),
        polls=sum(each.polls for each in plain),
        retries=sum(each.retries for each in plain),
        said=sum((each.said for each in talkers), Counter()),
        heard=sum((each.heard for each in talkers), Counter()),
        problems=sum((each.problems for each in talkers), Counter()),
        renewed=sum(each.renewed for each in talkers),
        ended=sum(each.ended for each in talkers),
        mangled=machines.hints.done(),
        grown_mb=grown,
        notes=notes,
    )


async def _ticket(url: str, customer: Caller) -> str:
    headers = {"authorization": f"Bearer {customer.token()}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, verify=False) as client:  # noqa: S501 - loopback
        answer = await client.post("/v1/tickets", json={"subject": "Kettle", "body": "It leaks"})
        answer.raise_for_status()
        return str(answer.json()["id"])


async def _faults(schedule: list[tuple[float, Any]], faults: Faults, seconds: float) -> None:
    begun = clock.monotonic()
    running: list[asyncio.Task[None]] = []
    for at, fault in schedule:
        await asyncio.sleep(max(0.0, begun + at - clock.monotonic()))
        running.append(asyncio.create_task(faults.do(fault), name=fault))
    await asyncio.sleep(max(0.0, begun + seconds - clock.monotonic()))
    for task, result in zip(running, await asyncio.gather(*running, return_exceptions=True), strict=True):
        if isinstance(result, BaseException):
            faults.notes.append(f"{task.get_name()}: {result!r}")


async def _quiet(database_url: str, seconds: float, clients: list[Talker | Plain]) -> None:
    """Wait until every client has everything and the desk has every mark; what never comes is found by the count."""
    end = clock.monotonic() + seconds
    async with _database(database_url) as database:
        while clock.monotonic() < end:
            async with database.lean() as connection:
                # First: what is done at deadlines are events too.
                unsettled = await connection.fetchval(UNSETTLED)
                rows = await connection.fetch("SELECT id, seq, public_seq FROM tickets")
                reads = await connection.fetch(READS)
            heads = {str(row["id"]): row for row in rows}
            behind = len(lost_marks(reads, [each for each in clients if isinstance(each, Talker)]))
            for client in clients:
                counter = "seq" if client.caller.kind == "agent" else "public_seq"
                for ticket, seen in client.seen.items():
                    behind += len(seen.events) < heads[ticket][counter]
            if not behind and not unsettled:
                return
            await asyncio.sleep(0.2)
