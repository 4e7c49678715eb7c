"""One run, from empty folders to the figures."""

import asyncio
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from app import clock
from app.db import Database
from app.settings import Settings, configure
from tests import checks
from tests.chaos.counting import Count, count
from tests.chaos.faults import Faults
from tests.chaos.machines import Machines
from tests.chaos.people import Caller, Plain, Seen, Talker, make
from tests.chaos.plans import Plan
from tests.conftest import SECRET

MORE_MEMORY_KB = 120_000
MORE_DESCRIPTORS = 8
MORE_TASKS = 12
TWICE = 0.02
AT_ONCE = 4


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
        idle = [] if self.count.delivered and self.count.acked else ["nothing was said"]
        return [*self.count.violations, *missing, *idle, *self.notes]


async def run(plan: Plan) -> Outcome:
    """Do it. The folder with logs stays only when something is wrong."""
    folder = _folder()
    machines = Machines(plan, folder)
    begun = clock.monotonic()
    try:
        await machines.start()
        outcome = await _with_people(plan, machines)
    finally:
        await machines.stop()
    outcome.seconds = clock.monotonic() - begun
    tracebacks = _tracebacks(folder)
    if tracebacks and plan.bug is None:
        outcome.notes += [f"{len(tracebacks)} errors in the logs, the first: {tracebacks[0][:600]}"]
    if outcome.failures and plan.bug is None:
        outcome.notes.append(f"logs: {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return outcome


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
    base = [await _state(each.url) for each in machines.apps]

    def talker(caller: Caller, name: str) -> Talker:
        return Talker(urls, caller, name, twice=TWICE, randomly=random.Random(randomly.random()))

    phones = [talker(each, f"phone {n}") for n, each in enumerate(customers)]
    laptops = [talker(each, f"laptop {n}") for n, each in enumerate(customers)]
    watchers = [talker(each, f"agent {n}") for n, each in enumerate(agents)]
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
        writers = _writers(plan, phones, watchers, plain, tickets, stop, randomly)
        await _faults(schedule, faults, plan.seconds)
        if plan.last_hints_lost:
            # Whatever is said last is told by no hint.
            machines.lose_hints(1.0)
        await asyncio.sleep(0.3)
        stop.set()
        done, late = await asyncio.wait(writers, timeout=plan.quiet_seconds)
        for task in (*late, *done):
            task.cancel()
        await asyncio.gather(*writers, return_exceptions=True)
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
    notes = [*faults.notes, *errors, *await _leaks(machines, base)]
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
        notes=notes,
    )


async def _ticket(url: str, customer: Caller) -> str:
    headers = {"authorization": f"Bearer {customer.token}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, verify=False) as client:  # noqa: S501 - loopback
        answer = await client.post("/v1/tickets", json={"subject": "Kettle", "body": "It leaks"})
        answer.raise_for_status()
        return str(answer.json()["id"])


def _writers(
    plan: Plan, phones: list[Talker], watchers: list[Talker], plain: list[Plain], tickets: list[str],
    stop: asyncio.Event, randomly: random.Random,
) -> list[asyncio.Task[None]]:  # fmt: skip
    """Everybody talks: customers on their tickets, agents on any, some of it notes; some several at once."""
    count = len(phones) + len(watchers) + len(plain)
    pause = count * (AT_ONCE + 1) / 2 / plan.rate

    async def talks(client: Talker, where: list[str], mine: random.Random) -> None:
        number = 0
        while not stop.is_set():
            ticket = mine.choice(where)
            sends = []
            for _ in range(mine.randint(1, AT_ONCE)):
                number += 1
                # They are written in this order, and must stand in it.
                internal = client.caller.kind == "agent" and mine.random() < 0.3
                sends.append(client.write(ticket, f"{client.name} {number}", internal=internal))
            await asyncio.gather(*sends)
            await asyncio.sleep(mine.uniform(0, 2 * pause))

    async def posts(client: Plain, ticket: str, mine: random.Random) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            await client.write(ticket, f"{client.name} {number}")
            await asyncio.sleep(mine.uniform(0, 2 * pause))

    def own() -> random.Random:
        return random.Random(randomly.random())

    return [
        *(asyncio.create_task(talks(each, [tickets[n]], own())) for n, each in enumerate(phones)),
        *(asyncio.create_task(talks(each, tickets, own())) for each in watchers),
        *(asyncio.create_task(posts(each, tickets[n], own())) for n, each in enumerate(plain)),
    ]


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
    """Wait until every client has everything; who never gets there is found by the count."""
    end = clock.monotonic() + seconds
    async with _database(database_url) as database:
        while clock.monotonic() < end:
            async with database.lean() as connection:
                rows = await connection.fetch("SELECT id, seq, public_seq FROM tickets")
            heads = {str(row["id"]): row for row in rows}
            behind = 0
            for client in clients:
                counter = "seq" if client.caller.kind == "agent" else "public_seq"
                for ticket, seen in client.seen.items():
                    behind += len(seen.events) < heads[ticket][counter]
            if not behind:
                return
            await asyncio.sleep(0.2)


async def _state(url: str) -> dict[str, int]:
    async with httpx.AsyncClient(timeout=10, verify=False) as client:  # noqa: S501 - loopback
        found: dict[str, int] = (await client.get(f"{url}/chaos")).json()
        return found


async def _leaks(machines: Machines, base: list[dict[str, int]]) -> list[str]:
    """With everybody gone each process must be back where it began."""
    wrong: list[str] = []
    end = clock.monotonic() + 10
    for app, before in zip(machines.apps, base, strict=True):
        while True:
            now = await _state(app.url)
            leaks = [name for name in ("connections", "rooms", "polls") if now[name]]
            leaks += ["tasks"] * (now["tasks"] > before["tasks"] + MORE_TASKS)
            leaks += ["descriptors"] * (now["descriptors"] > before["descriptors"] + MORE_DESCRIPTORS)
            leaks += ["pool"] * (now["pool"] > before["pool"] or now["busy"] > 1)
            leaks += ["memory"] * (now["rss_kb"] > before["rss_kb"] + MORE_MEMORY_KB)
            if not leaks or clock.monotonic() > end:
                break
            await asyncio.sleep(0.2)
        wrong += [f"{app.name} leaks {name}: {before.get(name)} before, {now}" for name in leaks]
    return wrong
