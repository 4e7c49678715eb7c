"""A problem is solved: each of its open incidents is answered and solved, as a job that does nothing twice."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint, raw_connection
from app.errors import AppError, Conflict, Invalid, NotFound, Unavailable, pointer
from app.models import Customer, IncidentAnswer, Job
from app.rules import texts
from app.rules.actors import Actor
from app.rules.permissions import AGENT
from app.rules.statuses import UNSOLVED
from app.schemas.jobs import JobProgress
from app.schemas.problem_solving import IncidentAnswerOut, IncidentAnswerPage, IncidentsIn, Outcome
from app.services import jobs, keyset, problem_batches, ticket_access, tickets
from app.services.lean import messages as lean

log = structlog.get_logger("otklik.problem_solving")

KIND = "incidents.solve"
AT_ONCE = 50
_TRIES = 4

_COUNT = "SELECT count(*) FROM ticket_links WHERE to_id = $1 AND kind = 'incident_of'"
_NEXT = f"""SELECT from_id FROM ticket_links WHERE to_id = $1 AND kind = 'incident_of' AND from_id > $2
ORDER BY from_id LIMIT {AT_ONCE}"""  # noqa: S608 - a number of ours
_LINKED = "SELECT EXISTS (SELECT FROM ticket_links WHERE from_id = $1 AND to_id = $2 AND kind = 'incident_of')"
_OUTCOMES = "SELECT outcome, count(*) AS n FROM incident_answers WHERE job_id = $1 GROUP BY outcome"
# One at a time of a problem: two who ask at once would tell the first half of its customers this and the others that.
_RUNNING = """SELECT id FROM jobs WHERE kind = $1 AND status IN ('queued', 'running')
AND arguments ->> 'problem_id' = $2 LIMIT 1"""
_PAGE = """SELECT a.ticket_id, t.number, a.outcome, a.message_id, a.at FROM incident_answers a
JOIN tickets t ON t.id = a.ticket_id WHERE a.job_id = $1 AND a.ticket_id > $2 AND ($3::text IS NULL OR a.outcome = $3)
ORDER BY a.ticket_id LIMIT $4"""


async def ask(session: AsyncSession, actor: Actor, ticket_id: UUID, asked: IncidentsIn) -> Job:
    """Begin it as a job; with `solve_problem` the problem is solved in this transaction.

    Raises `NotFound`, `Invalid` (`unknown_placeholder`) and `Conflict` (`ticket_merged`, `already_running` with
    `job_id`, and as solving does).
    """
    for language, text in asked.texts.items():
        unknown = [each for each in texts.unknown_placeholders(text) if each != "customer"]
        unknown += [each for each in texts.PLACEHOLDERS - {"customer"} if f"{{{each}}}" in text]
        if unknown:
            detail = f"Nothing can be put in for {unknown[0][:100]}; there is customer"
            raise Invalid(detail, code="unknown_placeholder", errors=[pointer(f"texts/{language}", detail)])
    problem = await ticket_access.lock(session, actor, ticket_id)
    if problem.merged_into_id is not None:
        raise Conflict("This ticket is part of another one", code="ticket_merged")
    running = await (await raw_connection(session)).fetchval(_RUNNING, KIND, str(ticket_id))
    if running is not None:
        detail = "Its incidents are being answered already"
        raise Conflict(detail, code="already_running", job_id=str(running))
    arguments = {
        "problem_id": str(ticket_id),
        "texts": asked.texts,
        "format": asked.format,
        "agent": {"id": str(actor.id), "name": actor.name},
    }
    job = await jobs.start(session, actor, KIND, arguments, now=clock.now())
    if asked.solve_problem and problem.status in UNSOLVED:
        await tickets.set_status(session, actor, problem, "solved")
        await session.flush()
    return job


async def run(job: jobs.Running) -> dict[str, Any]:
    """Do it. After a crash it goes on behind the last that it remembers; what is answered is never answered again."""
    problem_id = UUID(job.arguments["problem_id"])
    async with job.database.lean() as connection:
        total = await connection.fetchval(_COUNT, problem_id)
    state = job.checkpoint or {"after": str(UUID(int=0)), "done": 0}
    while True:
        async with job.database.lean() as connection:
            ids = [row["from_id"] for row in await connection.fetch(_NEXT, problem_id, UUID(state["after"]))]
        if not ids:
            break
        for start in range(0, len(ids), problem_batches.SIZE):
            some = [UUID(int=each.int) for each in ids[start : start + problem_batches.SIZE]]
            await _answer_some(job, problem_id, some)
        state = {"after": str(ids[-1]), "done": state["done"] + len(ids)}
        await job.progress(state["done"], max(total, state["done"]), checkpoint=state)
    async with job.database.lean() as connection:
        return {row["outcome"]: row["n"] for row in await connection.fetch(_OUTCOMES, job.id)}


async def _answer_some(job: jobs.Running, problem_id: UUID, ids: Sequence[UUID]) -> None:
    """Those that can be together, in one transaction with what is known of each; then the others, one by one."""
    done: dict[UUID, UUID] = {}
    try:
        async with job.database.unit_of_work() as work:
            said = job.arguments
            done = await problem_batches.answer(
                work.session, _actor(job), job_id=job.id, problem_id=problem_id, ids=ids, said=said
            )
            for ticket_id, message_id in done.items():
                _keep(work.session, job, problem_id, ticket_id, "answered", message_id)
    except AppError as error:
        # Somebody else's locks, or one that does not fit: each by itself shows which.
        log.info("incidents are answered one by one", code=error.code)
        done = {}
    for each in ids:
        if each not in done:
            await _answer(job, problem_id, each)


async def _answer(job: jobs.Running, problem_id: UUID, ticket_id: UUID) -> None:
    """One incident, its message and what is known of it, in one transaction."""
    try:
        for tries in range(_TRIES, 0, -1):
            try:
                async with job.database.unit_of_work() as work:
                    await _answer_one(work.session, job, problem_id, ticket_id)
                break
            except Unavailable:
                # Its ticket is in somebody's hands, or the database is away: then the job begins again where it was.
                if tries == 1:
                    raise
    except AppError as error:
        if error.temporary:
            raise
        # It waits for children of its own, say: whoever asked sees which, and the others are answered.
        log.info("incident not solved", ticket=str(ticket_id), code=error.code)
        async with job.database.unit_of_work() as work:
            _keep(work.session, job, problem_id, ticket_id, "failed", None)


def _keep(
    session: AsyncSession, job: jobs.Running, problem_id: UUID, ticket_id: UUID, outcome: Outcome, message: UUID | None
) -> None:
    session.add(
        IncidentAnswer(
            job_id=job.id,
            ticket_id=ticket_id,
            problem_id=problem_id,
            outcome=outcome,
            message_id=message,
            at=clock.now(),
        )
    )


async def _answer_one(session: AsyncSession, job: jobs.Running, problem_id: UUID, ticket_id: UUID) -> None:
    actor = _actor(job)
    ticket = await ticket_access.lock(session, actor, ticket_id)
    if await session.get(IncidentAnswer, (job.id, ticket_id)) is not None:
        return
    connection = await raw_connection(session)
    outcome: Outcome | None = None
    if not await connection.fetchval(_LINKED, ticket_id, problem_id):
        outcome = "unlinked"
    elif ticket.status not in UNSOLVED:
        outcome = "merged" if ticket.status == "merged" else "solved_before"
    if outcome is not None:
        _keep(session, job, problem_id, ticket_id, outcome, None)
        return
    customer = await session.get(Customer, ticket.requester_id)
    body = problem_batches.words_for(ticket, customer, job.arguments["texts"])
    new = lean.NewMessage(body, format=job.arguments["format"], client_message_id=f"incidents:{job.id}")
    done = await lean.append(connection, actor, ticket_id, new, now=max(clock.now(), ticket.updated_at))
    for each in (done.hint, *done.lists):
        if each is not None:
            hint(session, each)
    await session.refresh(ticket)
    await tickets.set_status(session, actor, ticket, "solved")
    _keep(session, job, problem_id, ticket_id, "answered", done.message["id"])
    await session.flush()


def _actor(job: jobs.Running) -> Actor:
    who = job.arguments["agent"]
    return Actor("agent", UUID(who["id"]), who["name"], AGENT, role="agent")


async def page(
    session: AsyncSession,
    actor: Actor,
    ticket_id: UUID,
    *,
    job_id: UUID | None,
    outcome: Outcome | None,
    cursor: str | None,
    limit: int,
) -> IncidentAnswerPage:
    """What became of the incidents of a problem in one job, the latest when none is named. Raises `NotFound`."""
    await ticket_access.get(session, actor, ticket_id)
    query = select(Job).where(col(Job.kind) == KIND, col(Job.arguments)["problem_id"].astext == str(ticket_id))
    if job_id is not None:
        query = query.where(col(Job.id) == job_id)
    job = (await session.exec(query.order_by(col(Job.id).desc()).limit(1))).first()
    if job is None:
        raise NotFound
    after = UUID(int=0) if cursor is None else keyset.by_id(cursor)
    rows = await (await raw_connection(session)).fetch(_PAGE, job.id, after, outcome, limit + 1)
    shown, following = keyset.page(rows, limit, lambda row: keyset.encode(UUID(str(row["ticket_id"]))))
    return IncidentAnswerPage(
        job_id=job.id,
        status=job.status,
        progress=JobProgress(done=job.done, total=job.total),
        items=[IncidentAnswerOut(**dict(each)) for each in shown],
        next_cursor=following,
    )
