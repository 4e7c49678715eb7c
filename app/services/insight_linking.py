"""The tickets of an alert are linked to its problem, as a job: each link and what became of it in one transaction.

Whoever dies in the middle has done whole tickets only, and whoever goes on finds those that are left.
"""

from typing import Any
from uuid import UUID

import structlog

from app.db import raw_connection
from app.errors import Conflict, Invalid, NotFound, Unavailable
from app.models import InsightAlert
from app.rules.actors import Actor
from app.rules.permissions import AGENT
from app.schemas.ticket_links import LinkIn
from app.services import jobs, ticket_links

log = structlog.get_logger("otklik.insights")

KIND = "insights.link"
# Tickets that are looked up at once.
AT_ONCE = 100
# A ticket that is in somebody's hands is tried so often.
_TRIES = 4

_NEXT = f"""SELECT ticket_id FROM insight_alert_tickets WHERE alert_id = $1 AND outcome IS NULL
ORDER BY ticket_id LIMIT {AT_ONCE}"""  # noqa: S608 - a number of ours
# Whoever does the same job after us, because we seemed dead, waits here, and then finds it done.
_HOLD = """SELECT true FROM insight_alert_tickets WHERE alert_id = $1 AND ticket_id = $2 AND outcome IS NULL
FOR UPDATE"""
_DONE = "UPDATE insight_alert_tickets SET outcome = $3 WHERE alert_id = $1 AND ticket_id = $2"
# Where the problem is a part of another one by now, that one is the problem.
_PROBLEM = "SELECT desk_merge_root($1)"
_COUNTS = "SELECT outcome, count(*) AS n FROM insight_alert_tickets WHERE alert_id = $1 GROUP BY outcome"


def arguments(alert: InsightAlert, actor: Actor) -> dict[str, Any]:
    """What the job is told."""
    who = {"id": str(actor.id), "name": actor.name}
    return {"alert_id": str(alert.id), "problem_id": str(alert.problem_id), "agent": who}


async def run(job: jobs.Running) -> dict[str, Any]:
    """Link all that are left."""
    alert_id, problem_id = UUID(job.arguments["alert_id"]), UUID(job.arguments["problem_id"])
    done = int(job.checkpoint.get("done", 0))
    while True:
        async with job.database.lean() as connection:
            ids = [UUID(int=row["ticket_id"].int) for row in await connection.fetch(_NEXT, alert_id)]
        if not ids:
            break
        for each in ids:
            await _link(job, alert_id, problem_id, each)
        done += len(ids)
        await job.progress(done, checkpoint={"done": done})
    async with job.database.lean() as connection:
        return {row["outcome"]: row["n"] for row in await connection.fetch(_COUNTS, alert_id) if row["outcome"]}


async def _link(job: jobs.Running, alert_id: UUID, problem_id: UUID, ticket_id: UUID) -> None:
    outcome = "gone"
    try:
        for tries in range(_TRIES, 0, -1):
            try:
                await _link_one(job, alert_id, problem_id, ticket_id)
            except Unavailable:
                if tries == 1:
                    raise
            else:
                return
    except Conflict as error:
        outcome = "gone" if error.code == "ticket_merged" else "elsewhere"
    except (NotFound, Invalid) as error:
        log.info("a ticket of an alert is not linked", ticket=str(ticket_id), code=error.code)
    async with job.database.lean() as connection:
        await connection.execute(_DONE, alert_id, ticket_id, outcome)


async def _link_one(job: jobs.Running, alert_id: UUID, problem_id: UUID, ticket_id: UUID) -> None:
    who = job.arguments["agent"]
    actor = Actor("agent", UUID(who["id"]), who["name"], AGENT, role="agent")
    async with job.database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        if await connection.fetchval(_HOLD, alert_id, ticket_id) is None:
            return
        root = await connection.fetchval(_PROBLEM, problem_id)
        link = LinkIn(kind="incident_of", ticket_id=UUID(str(root or problem_id)))
        _, made = await ticket_links.create(work.session, actor, ticket_id, link)
        await work.session.flush()
        await connection.execute(_DONE, alert_id, ticket_id, "linked" if made else "linked_before")
