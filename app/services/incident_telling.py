"""An update is told on each linked ticket that is not solved: once, in its customer's language, as a job.

A message and the row that remembers it are one transaction: whoever dies in the middle told whole tickets only.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, hint, raw_connection
from app.errors import AppError
from app.models import Customer, IncidentTelling, Ticket
from app.rules import locales
from app.rules.actors import SYSTEM, Actor
from app.rules.permissions import AGENT
from app.rules.statuses import UNSOLVED
from app.services import jobs
from app.services.lean import messages as lean

log = structlog.get_logger("otklik.incidents")

KIND = "incidents.tell"
# So many are in hand at a time: whoever writes to one of them waits for all of these.
TOGETHER, AT_ONCE = 25, 200
_TRIES = 4

_LINKED = "FROM ticket_links WHERE to_id = $1 AND kind = 'incident_of' AND created_at <= $2"
_COUNT = f"SELECT count(*) {_LINKED}"
_NEXT = f"SELECT from_id {_LINKED} AND from_id > $3 ORDER BY from_id LIMIT {AT_ONCE}"
_STILL = "SELECT from_id FROM ticket_links WHERE to_id = $1 AND kind = 'incident_of' AND from_id = ANY ($2::uuid[])"
_TOLD = "SELECT ticket_id FROM incident_tellings WHERE update_id = $1 AND ticket_id = ANY ($2::uuid[])"
_OUTCOMES = "SELECT outcome, count(*) AS n FROM incident_tellings WHERE update_id = $1 GROUP BY outcome"


async def run(job: jobs.Running) -> dict[str, Any]:
    """Tell it to all that were linked when it was said."""
    said = job.arguments
    problem_id, at = UUID(said["problem_id"]), datetime.fromisoformat(said["at"])
    async with job.database.lean() as connection:
        total = await connection.fetchval(_COUNT, problem_id, at)
    after, done = UUID(job.checkpoint.get("after", str(UUID(int=0)))), int(job.checkpoint.get("done", 0))
    while True:
        async with job.database.lean() as connection:
            ids = [UUID(int=row["from_id"].int) for row in await connection.fetch(_NEXT, problem_id, at, after)]
        if not ids:
            break
        for start in range(0, len(ids), TOGETHER):
            await _tell_some(job, problem_id, ids[start : start + TOGETHER])
        after, done = ids[-1], done + len(ids)
        await job.progress(done, max(total, done), checkpoint={"after": str(after), "done": done})
    async with job.database.lean() as connection:
        return {row["outcome"]: row["n"] for row in await connection.fetch(_OUTCOMES, UUID(said["update_id"]))}


async def _tell_some(job: jobs.Running, problem_id: UUID, ids: Sequence[UUID]) -> None:
    left = list(ids)
    try:
        async with job.database.unit_of_work() as work:
            done = await tell(work.session, job.arguments, problem_id, ids, wait=False)
        left = [each for each in ids if each not in done]
    except AppError as error:
        log.info("an update is told one by one", code=error.code)
    for each in left:
        await _tell_one(job, problem_id, each)


async def _tell_one(job: jobs.Running, problem_id: UUID, ticket_id: UUID) -> None:
    for tries in range(_TRIES, 0, -1):
        try:
            async with job.database.unit_of_work() as work:
                await tell(work.session, job.arguments, problem_id, [ticket_id], wait=True)
        except AppError as error:
            if not error.temporary:
                return await _failed(job, ticket_id, error)
            if tries == 1:
                raise
        else:
            return None
    return None


async def _failed(job: jobs.Running, ticket_id: UUID, error: AppError) -> None:
    """One that takes no message: whoever asked sees which, and those behind it are told."""
    log.warning("an update cannot be told on a ticket", ticket=str(ticket_id), code=error.code)
    update_id = UUID(job.arguments["update_id"])
    async with job.database.unit_of_work() as work:
        work.session.add(
            IncidentTelling(update_id=update_id, ticket_id=ticket_id, outcome="failed", message_id=None, at=clock.now())
        )


async def tell(
    session: AsyncSession, said: Mapping[str, Any], problem_id: UUID, ids: Sequence[UUID], *, wait: bool
) -> set[UUID]:
    """Tell it on these tickets: those of which is known now what became of them. Without `wait` what somebody has in
    hand is left.
    """
    update_id, connection, now = UUID(said["update_id"]), await raw_connection(session), clock.now()
    query = select(Ticket).where(col(Ticket.id).in_(ids)).order_by(col(Ticket.id))
    query = query.with_for_update(of=Ticket, skip_locked=not wait)
    tickets = (await session.exec(query.execution_options(populate_existing=True))).all()
    there = [each.id for each in tickets]
    told = _ids(await connection.fetch(_TOLD, update_id, there), "ticket_id")
    linked = _ids(await connection.fetch(_STILL, problem_id, there), "from_id")
    people = await session.exec(select(Customer).where(col(Customer.id).in_({each.requester_id for each in tickets})))
    speak = {each.id: each.speaks for each in people.all()}
    for each in tickets:
        if each.id in told:
            continue
        outcome, message = "told", None
        if each.id not in linked:
            outcome = "unlinked"
        elif each.status not in UNSOLVED or each.spam == "marked":
            outcome = "over"
        else:
            body = locales.best(
                said["texts"], [str(one) for one in (each.language, speak.get(each.requester_id)) if one]
            )
            message = await _say(session, connection, said, each, body, now)
        session.add(
            IncidentTelling(update_id=update_id, ticket_id=each.id, outcome=outcome, message_id=message, at=now)
        )
    await session.flush()
    return set(there)


async def _say(
    session: AsyncSession, connection: Connection, said: Mapping[str, Any], ticket: Ticket, body: str, now: datetime
) -> UUID:
    who = said["agent"]
    actor = SYSTEM if who is None else Actor("agent", UUID(who["id"]), who["name"], AGENT, role="agent")
    new = lean.NewMessage(body, client_message_id=f"incident:{said['update_id']}")
    done = await lean.append(connection, actor, ticket.id, new, now=max(now, ticket.updated_at))
    for each in (done.hint, *done.lists):
        if each is not None:
            hint(session, each)
    return UUID(int=done.message["id"].int)


def _ids(rows: Sequence[Any], name: str) -> set[UUID]:
    return {UUID(int=row[name].int) for row in rows}
