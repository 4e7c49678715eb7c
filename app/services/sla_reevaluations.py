"""Open tickets under the policies of today: what would change, and the change itself, as a job.

An edit of a policy or a calendar never reaches tickets that are open: somebody asks for it, having seen what it does.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.models import Job, Ticket
from app.rules.actors import SYSTEM, Actor
from app.rules.sla_folding import rechoose
from app.rules.sla_state import Choice
from app.rules.statuses import UNSOLVED
from app.schemas.events import EventType
from app.services import events, jobs, sla_firing, sla_keeping
from app.services.sla_kept import Batch, Kept

KIND = "sla.reevaluate"
AT_ONCE = 50
MOST_CHANGES = 200

_COUNT = "SELECT count(*) FROM tickets WHERE status IN ('new', 'open', 'pending', 'on_hold')"
_NEXT = f"""SELECT id FROM tickets WHERE status IN ('new', 'open', 'pending', 'on_hold') AND id > $1
ORDER BY id LIMIT {AT_ONCE}"""  # noqa: S608 - a number of ours


async def ask(session: AsyncSession, actor: Actor, *, apply: bool) -> Job:
    """Begin it as a job: a preview, or (`apply`) the change itself."""
    return await jobs.start(session, actor, KIND, {"apply": apply}, now=clock.now())


async def run(job: jobs.Running) -> dict[str, Any]:
    """Do it. Done twice, after a crash, it changes nothing twice: what is as it should be stays."""
    apply = bool(job.arguments["apply"])
    async with job.database.lean() as connection:
        total = await connection.fetchval(_COUNT)
    state = job.checkpoint or {"after": str(UUID(int=0)), "done": 0, "changed": 0, "changes": []}
    while True:
        async with job.database.lean() as connection:
            ids = [row["id"] for row in await connection.fetch(_NEXT, UUID(state["after"]))]
        if not ids:
            break
        async with job.database.unit_of_work() as work:
            found = await _change(work.session, ids) if apply else await _look(work.session, ids)
        state["changed"] += len(found)
        state["changes"] = (state["changes"] + found)[:MOST_CHANGES]
        state["done"] += len(ids)
        state["after"] = str(ids[-1])
        await job.progress(state["done"], max(total, state["done"]), checkpoint=state)
    return {"applied": apply, "tickets": state["done"], "changed": state["changed"], "changes": state["changes"]}


async def _look(session: AsyncSession, ticket_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    batch = await sla_keeping.look_at(await raw_connection(session), ticket_ids)
    now = clock.now()
    found = []
    for kept in batch.kept.values():
        choice = _wanted(batch, kept, now)
        if choice is not None:
            before = _due(kept)
            rechoose(kept.clocks, batch.world, choice)
            found.append(_told(kept, choice, before))
    return found


async def _change(session: AsyncSession, ticket_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    connection = await raw_connection(session)
    query = select(Ticket).where(col(Ticket.id).in_(ticket_ids), col(Ticket.status).in_(UNSOLVED))
    tickets = (await session.exec(query.order_by(col(Ticket.id)).with_for_update())).all()
    batch = await sla_keeping.load(connection, [each.id for each in tickets])
    now: datetime = await connection.fetchval("SELECT clock_timestamp()")
    found = []
    for ticket in tickets:
        kept = batch.kept[ticket.id]
        choice = _wanted(batch, kept, now)
        if choice is None:
            continue
        before = _due(kept)
        versions = {"from_version_id": _chosen(kept), "to_version_id": choice.policy}
        rechoose(kept.clocks, batch.world, choice)
        data = {name: None if each is None else str(each) for name, each in versions.items()}
        events.record(session, SYSTEM, ticket, EventType.SLA_POLICY_CHANGED, data=data, now=choice.at)
        found.append(_told(kept, choice, before))
    await session.flush()
    await sla_firing.fold_own(connection, batch)
    await sla_keeping.save(connection, batch)
    return found


def _chosen(kept: Kept) -> UUID | None:
    return kept.clocks.choices[-1].policy if kept.clocks.choices else None


def _wanted(batch: Batch, kept: Kept, now: datetime) -> Choice | None:
    """Another choice than the one that counts, if the policies of today make one."""
    clocks = kept.clocks
    if not clocks.seq:
        return None
    organization = None if kept.organization_id is None else str(kept.organization_id)
    policy, calendar = batch.snapshot.decide({**clocks.fields, "organization_id": organization}, now)
    latest = clocks.choices[-1] if clocks.choices else None
    if latest is not None and (latest.policy, latest.calendar) == (policy, calendar):
        return None
    return Choice(clocks.seq, max(now, clocks.latest or now), policy, calendar, "asked")


def _due(kept: Kept) -> dict[str, str | None]:
    return {
        metric: None if each.due_at is None else each.due_at.isoformat() for metric, each in kept.clocks.running.items()
    }


def _told(kept: Kept, choice: Choice, before: dict[str, str | None]) -> dict[str, Any]:
    after = _due(kept)
    return {
        "ticket_id": str(kept.ticket_id),
        "to_version_id": None if choice.policy is None else str(choice.policy),
        "due": [
            {"metric": metric, "before": before.get(metric), "after": after.get(metric)}
            for metric in sorted(before.keys() | after.keys())
            if before.get(metric) != after.get(metric)
        ],
    }
