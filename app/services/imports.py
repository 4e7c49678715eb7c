"""Imports from other systems: read, put in order, judged and stored step by step; each step with how far it is.

A step is one transaction: what it stores, what was read, and where to go on. A run that dies goes on after its last
step, and a second run of the same files changes nothing: of everything that came, the id there, the id here and a
digest are kept.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import orjson
import structlog

from app import clock
from app.db import Connection, Database, as_unavailable
from app.ids import new_id
from app.schemas.import_records import TicketRecord
from app.services import import_files, import_merges, import_people, import_tickets, import_updates, vocabularies
from app.services.import_judging import Fit, Judged, Measure, judged
from app.services.import_people import Desk, People, as_text
from app.services.import_reading import files_of
from app.services.import_reports import Report
from app.services.import_staging import Staging, fingerprint
from app.services.import_tickets import New, Staff, requester_of

log = structlog.get_logger("otklik.imports")

STEP = 500
TRIES = 4
# Files are brought in one by one, and may be large.
STEPS = {"attachment": 20}
PHASES = ("organization", "customer", "ticket", "attachment", "customer_merge", "ticket_merge")

_FIND = """SELECT id, position::text AS position, report::text AS report FROM import_runs
WHERE source = $1 AND fingerprint = $2 AND status = 'running' ORDER BY id DESC LIMIT 1"""
_BEGIN = """INSERT INTO import_runs (id, source, format, fingerprint, status, options, received, created_at, updated_at)
VALUES ($1, $2, $3, $4, 'running', $5::text::jsonb, 0, $6, $6)"""
_GO_ON = (
    """UPDATE import_runs SET position = $2::text::jsonb, report = $3::text::jsonb, updated_at = $4 WHERE id = $1"""
)
_END = "UPDATE import_runs SET status = $2, report = $3::text::jsonb, updated_at = $4, ended_at = $4 WHERE id = $1"
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('import ' || $1, 0))"

# How far it is: what is being done, how much of it is done, and how much there is of it.
Tell: TypeAlias = Callable[[str, int, int, Report], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is imported and how. `agents` are e-mail addresses there and here."""

    path: Path
    format: str
    source: str
    dry: bool = False
    route: bool = False
    agents: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Run:
    database: Database
    plan: Plan
    staging: Staging
    tell: Tell
    id: UUID | None
    report: Report
    position: dict[str, Any]
    staff: Staff | None = None
    imagined: dict[tuple[str, str], tuple[UUID, bytes]] = field(default_factory=dict)


async def run(database: Database, plan: Plan, tell: Tell, *, run_id: UUID | None = None) -> Report:
    """Import files; the report. `run_id` is a run that is there already (an upload's). A dry run stores nothing.

    Raises `FileNotFoundError` when there is nothing to read.
    """
    paths = files_of(plan.path)
    if not paths:
        raise FileNotFoundError(plan.path)
    staging = Staging()
    try:
        await tell("read", 0, 0, Report())
        await asyncio.to_thread(staging.fill, paths, plan.format)
        marks = (plan.format, plan.source, str(plan.route), as_text(dict(plan.agents)))
        mark = await asyncio.to_thread(fingerprint, paths, *marks)
        going = _Run(database, plan, staging, tell, run_id, Report(), {})
        if not plan.dry:
            await _begin(going, mark)
        return await _go(going)
    finally:
        staging.close()


async def _begin(going: _Run, mark: str) -> None:
    """Find the run that is to go on, or make one."""
    plan, now = going.plan, clock.now()
    async with going.database.lean() as connection, connection.transaction():
        if going.id is None:
            row = await connection.fetchrow(_FIND, plan.source, mark)
            if row is None:
                going.id = new_id()
                options = as_text({"route": plan.route})
                await connection.execute(_BEGIN, going.id, plan.source, plan.format, mark, options, now)
                return
            going.id = row["id"]
        else:
            row = await connection.fetchrow(
                "UPDATE import_runs SET status = 'running', fingerprint = $2, updated_at = $3 WHERE id = $1"
                " RETURNING position::text AS position, report::text AS report",
                going.id,
                mark,
                now,
            )
    assert row is not None  # noqa: S101 - found, or the caller's
    going.position = orjson.loads(row["position"])
    going.report = Report.of(orjson.loads(row["report"]))


async def _go(going: _Run) -> Report:
    report = going.report
    if not going.position:
        for kind, place, reason in going.staging.refused():
            report.refuse(kind, place, reason)
        for place, parent in going.staging.orphans():
            report.refuse("message", place, f"its ticket {parent!r} is not among these files")
    measure = await _staff(going)
    reached = PHASES.index(going.position["phase"]) if going.position else 0
    for phase in PHASES[reached:]:
        after = going.position["after"] if going.position.get("phase") == phase else 0
        total = going.staging.count(phase)
        done = going.position.get("done", 0) if after else 0
        following = asyncio.create_task(_following(going, phase, after, measure))
        while (step := await following) is not None:
            # While the database stores a step, the next one is read.
            following = asyncio.create_task(_following(going, phase, step.last, measure))
            done += step.read
            try:
                await _step(going, step, done)
            except BaseException:
                following.cancel()
                raise
            await going.tell(phase, done, total, going.report)
            going.report.fresh.clear()
    if going.id is not None:
        async with going.database.lean() as connection:
            await connection.execute(_END, going.id, "done", as_text(going.report.as_json()), clock.now())
    return going.report


async def _staff(going: _Run) -> Measure:
    """Who and what is here now: it holds for the whole run."""
    now = clock.now()
    async with going.database.lean() as connection:
        desk = Desk(connection, going.plan.source, now, going.report)
        going.staff = await Staff.load(desk, going.plan.agents)
        words = await vocabularies.current(connection)
    after = 0
    while some := going.staging.take("agent", after, STEP):
        for each in some:
            who = orjson.loads(each.record)
            going.staff.theirs[str(who.get("id"))] = who.get("email"), who.get("name")
        after = some[-1].n
    # Into the line or not is another wish for the same ticket.
    about = b"route" if going.plan.route else b""
    return Measure(now, words.fields, words.strict, going.staff.brands, about)


async def _following(going: _Run, phase: str, after: int, measure: Measure) -> Judged | None:
    def read() -> Judged | None:
        staged = going.staging.take(phase, after, STEPS.get(phase, STEP))
        return judged(phase, staged, measure) if staged else None

    return await asyncio.to_thread(read)


async def _step(going: _Run, step: Judged, done: int) -> None:
    """Store a step, with where to go on. What cannot be stored is found by halving, and refused alone."""
    report = Report.of(going.report.as_json())
    report.fresh = list(going.report.fresh)
    report.add(step.kind, "read", step.read)
    for refused in step.refused:
        report.refuse(*refused)
    for note in step.notes:
        report.note(note)
    going.report = report
    position = {"phase": step.kind, "after": step.last, "done": done}
    records = step.records
    if step.kind == import_files.KIND:
        desk = partial(_desk, going)
        await import_files.bring_all(going.database, desk, going.plan.path, records)
        records = []
    await _store(going, step.kind, records, position)


async def _store(going: _Run, kind: str, records: Sequence[Fit], position: dict[str, Any] | None) -> None:
    before, imagined = going.report, dict(going.imagined) if going.plan.dry else {}
    for attempt in range(TRIES):
        # Each try counts for itself.
        going.report = Report.of(before.as_json())
        going.report.fresh = list(before.fresh)
        try:
            await _transaction(going, kind, [(each.record, each.mark) for each in records], position)
        except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError, asyncpg.LockNotAvailableError):
            if attempt == TRIES - 1:
                raise
            await asyncio.sleep(0.05 * 2**attempt)
        except (asyncpg.PostgresError, asyncpg.exceptions.DataError, OverflowError) as error:
            if as_unavailable(error) is not None:
                raise
            going.report, going.imagined = before, imagined
            if len(records) <= 1:
                log.warning("record cannot be stored", source=going.plan.source, kind=kind, error=type(error).__name__)
                for each in records:
                    going.report.refuse(kind, each.place, "the database does not take it")
                await _transaction(going, kind, [], position)
                return
            half = len(records) // 2
            await _store(going, kind, records[:half], None)
            await _store(going, kind, records[half:], position)
            return
        else:
            return


async def _transaction(going: _Run, kind: str, records: Sequence[Any], position: dict[str, Any] | None) -> None:
    now = clock.now()
    async with going.database.lean() as connection, connection.transaction():
        # Two imports of one source take turns, step by step.
        await connection.execute(_LOCK, going.plan.source)
        await connection.execute("SET LOCAL otklik.importing = 'on'")
        desk = _desk(going, connection, now)
        if records:
            await _STORE[kind](going, desk, records)
        if going.id is not None and position is not None:
            await _say(connection, going, position, now)


def _desk(going: _Run, connection: Connection, now: datetime) -> Desk:
    return Desk(connection, going.plan.source, now, going.report, going.plan.dry, going.imagined)


async def _say(connection: Connection, going: _Run, position: dict[str, Any], now: datetime) -> None:
    await connection.execute(_GO_ON, going.id, as_text(position), as_text(going.report.as_json()), now)


async def _tickets(going: _Run, desk: Desk, records: Sequence[tuple[TicketRecord, bytes]]) -> None:
    assert going.staff is not None  # noqa: S101 - loaded first
    plan, staff = going.plan, going.staff
    known = await desk.items("ticket", [each.id for each, _ in records])
    asked = [requester_of(each) for each, _ in records]
    ids = await desk.items("customer", [each.id for each in asked if each.id])
    people = People(desk)
    await people.look(asked, ids)
    news: dict[str, New] = {}
    changed: dict[str, tuple[UUID, New]] = {}
    made: dict[str, tuple[UUID, bytes]] = {}
    for (record, mark), person in zip(records, asked, strict=True):
        desk.report.add("message", "read", len(record.messages))
        item = known.get(record.id)
        if (item is not None and item[1] == mark) or record.id in news or record.id in changed:
            desk.report.add("ticket", "unchanged")
            if record.id in news or record.id in changed:
                desk.report.note("tickets that are there twice in one step: the first counts")
            continue
        requester = people.find(person)
        if requester is None:
            requester = people.add(person, record.created_at)
            if person.id:
                made[person.id] = requester, b""
        new = New(record, mark, requester)
        if item is None:
            news[record.id] = new
        else:
            changed[record.id] = item[0], new
    await people.store()
    await desk.keep("customer", made)
    if news:
        await import_tickets.create(desk, staff, people, list(news.values()), route=plan.route)
    if changed:
        await import_updates.renew(desk, staff, people, list(changed.values()), route=plan.route)


_STORE: dict[str, Callable[[_Run, Desk, Sequence[Any]], Awaitable[None]]] = {
    "organization": lambda _going, desk, records: import_people.organizations(desk, records),
    "customer": lambda _going, desk, records: import_people.customers(desk, records),
    "ticket": _tickets,
    "customer_merge": lambda _going, desk, records: import_merges.customers(desk, records),
    "ticket_merge": lambda going, desk, records: import_merges.tickets(going.database, desk, records),
}
