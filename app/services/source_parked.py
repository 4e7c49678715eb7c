"""What is parked of a source: looked at, tried again after the mapping was mended, or discarded with a reason."""

from typing import Any
from uuid import UUID

import orjson
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.errors import Conflict, Invalid
from app.models import IntakeParked, Job, Source
from app.rules.actors import Actor
from app.rules.intake import extract
from app.schemas.source_parked import ParkedOut, ParkedPage, ParkedProblem, ParkedStatus, ParkedWithBody
from app.services import intake, intake_judging, intake_lot, jobs, keyset, rows, sources

KIND = "intake.replay"
_EARLIER = """SELECT id FROM intake_parked WHERE source_id = $1 AND external_id = $2 AND status = 'parked' AND id < $3
ORDER BY id LIMIT 1"""
_NEXT = """SELECT id FROM intake_parked WHERE source_id = $1 AND status = 'parked' AND id > $2 AND id <= $3
ORDER BY id LIMIT 1"""
_UNTIL = """SELECT count(*) AS total, (
 SELECT id FROM intake_parked WHERE source_id = $1 AND status = 'parked' ORDER BY id DESC LIMIT 1) AS last
FROM intake_parked WHERE source_id = $1 AND status = 'parked'"""
_RECEIPT = "UPDATE intake_receipts SET ticket_id = $2, outcome = $3 WHERE parked_id = $1"


def visible_to(_actor: Actor, source_id: UUID) -> SelectOfScalar[IntakeParked]:
    """What is parked of a source, for who may look at settings."""
    return select(IntakeParked).where(col(IntakeParked.source_id) == source_id)


async def page(
    session: AsyncSession,
    actor: Actor,
    source_id: UUID,
    *,
    status: ParkedStatus | None,
    cursor: str | None,
    limit: int,
) -> ParkedPage:
    """In the order of their coming. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await sources.get(session, source_id)
    query = visible_to(actor, source_id).order_by(col(IntakeParked.id)).limit(limit + 1)
    if status is not None:
        query = query.where(col(IntakeParked.status) == status)
    if cursor is not None:
        query = query.where(col(IntakeParked.id) > keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    return ParkedPage(items=[shown(each) for each in found], next_cursor=following)


async def read(session: AsyncSession, actor: Actor, source_id: UUID, parked_id: UUID) -> ParkedWithBody:
    """One with its raw body. Raises `NotFound`."""
    found = await rows.get(session, visible_to(actor, source_id).where(col(IntakeParked.id) == parked_id))
    return ParkedWithBody(**shown(found).model_dump(), body=found.body.decode(errors="replace"))


def shown(parked: IntakeParked) -> ParkedOut:
    """A parked webhook as admins see it."""
    return ParkedOut(
        id=parked.id,
        source_id=parked.source_id,
        webhook_id=parked.webhook_id,
        external_id=parked.external_id,
        status=parked.status,
        problem=ParkedProblem.model_validate(parked.problem),
        attempts=parked.attempts,
        reason=parked.reason,
        ticket_id=parked.ticket_id,
        received_at=parked.received_at,
        ended_at=parked.ended_at,
    )


async def replay(work: UnitOfWork, actor: Actor, source_id: UUID, parked_id: UUID) -> ParkedOut:
    """Try it again under the mapping of now: `replayed`, or still `parked` with why. What was replayed stays so.

    Raises `NotFound` and `Conflict` (`parked_over` of a discarded one, `earlier_parked`: of the same external id one
    that came before waits still).
    """
    source = await sources.get(work.session, source_id)
    parked = await _lock(work.session, actor, source_id, parked_id)
    if parked.status == "replayed":
        return shown(parked)
    if parked.status == "discarded":
        raise Conflict("It was discarded", code="parked_over")
    connection = await raw_connection(work.session)
    refusal: Invalid | Conflict | None = None
    try:
        found = extract(orjson.loads(parked.body), source.mapping)
        parked.external_id = intake_judging.named(found)
        await intake.lock(connection, source.id, parked.webhook_id, parked.external_id)
        await _in_order(connection, parked)
        wanted = intake_judging.judged(found)
        done = await intake.attempt(work, source, wanted)
    except (Invalid, Conflict) as error:
        if error.code == "earlier_parked":
            raise
        refusal = error
    parked.attempts += 1
    if refusal is not None:
        parked.problem = orjson.loads(intake_lot.as_problem(refusal))
    else:
        parked.status, parked.ticket_id = "replayed", done.ticket_id
        parked.ended_at, parked.ended_by = clock.now(), actor.id if actor.kind == "agent" else None
        await connection.execute(_RECEIPT, parked.id, done.ticket_id, done.outcome)
    work.session.add(parked)
    await work.session.flush()
    return shown(parked)


async def _in_order(connection: Connection, parked: IntakeParked) -> None:
    earlier = await connection.fetchval(_EARLIER, parked.source_id, parked.external_id, parked.id)
    if earlier is not None:
        detail = "Another one about the same thing came before and is parked: replay that first, or discard it"
        raise Conflict(detail, code="earlier_parked", parked=str(earlier))


async def discard(session: AsyncSession, actor: Actor, source_id: UUID, parked_id: UUID, *, reason: str) -> ParkedOut:
    """Throw it away; it stays in the list with the reason. Raises `NotFound` and `Conflict` (`parked_over`)."""
    parked = await _lock(session, actor, source_id, parked_id)
    if parked.status == "replayed":
        raise Conflict("It has been replayed", code="parked_over")
    if parked.status == "parked":
        parked.status, parked.reason = "discarded", reason
        parked.ended_at, parked.ended_by = clock.now(), actor.id
        session.add(parked)
        await session.flush()
    return shown(parked)


async def _lock(session: AsyncSession, actor: Actor, source_id: UUID, parked_id: UUID) -> IntakeParked:
    query = visible_to(actor, source_id).where(col(IntakeParked.id) == parked_id).with_for_update()
    return await rows.get(session, query.execution_options(populate_existing=True))


async def replay_all(session: AsyncSession, actor: Actor, source_id: UUID) -> Job:
    """Begin to try all again, as a job. Raises `NotFound`."""
    source: Source = await sources.get(session, source_id)
    row: Any = await (await raw_connection(session)).fetchrow(_UNTIL, source.id)
    return await jobs.start(
        session,
        actor,
        KIND,
        # What is parked from now on is none of this: it would never end.
        {"source_id": source.id, "until": row["last"] or UUID(int=0), "total": row["total"], "actor": actor.id},
        now=clock.now(),
    )


async def run(job: jobs.Running) -> dict[str, Any]:
    """Try them in the order of their coming, each in a transaction of its own; what goes wrong stays parked."""
    source_id, until = UUID(job.arguments["source_id"]), UUID(job.arguments["until"])
    actor = Actor("agent", UUID(job.arguments["actor"]), "")
    total: int = job.arguments["total"]
    state = job.checkpoint or {"after": str(UUID(int=0)), "done": 0, "replayed": 0, "parked": 0}
    while True:
        async with job.database.lean() as connection:
            following = await connection.fetchval(_NEXT, source_id, UUID(state["after"]), until)
        if following is None:
            return {"replayed": state["replayed"], "parked": state["parked"]}
        try:
            async with job.database.unit_of_work() as work:
                well = (await replay(work, actor, source_id, UUID(int=following.int))).status == "replayed"
        except Conflict:
            # One before it is still parked, or somebody has discarded it a moment ago.
            well = False
        state = {
            "after": str(following),
            "done": state["done"] + 1,
            "replayed": state["replayed"] + well,
            "parked": state["parked"] + (not well),
        }
        await job.progress(state["done"], max(total, state["done"]), checkpoint=state)
