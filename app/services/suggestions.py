"""Everything that suggestions have learnt, made anew from tickets and messages by a job."""

from typing import Any
from uuid import UUID

from app import clock
from app.db import UnitOfWork, raw_connection
from app.models import Job
from app.rules.actors import Actor
from app.services import jobs
from app.services.suggestion_learning import learn

KIND = "suggestions.rebuild"
# Tickets that are learnt anew in one transaction.
_TICKETS = 100
_NOBODY = str(UUID(int=0))

_NEXT = f"""SELECT id FROM (
 (SELECT ticket_id AS id FROM article_uses WHERE ticket_id > $1 ORDER BY ticket_id LIMIT {_TICKETS})
 UNION (SELECT ticket_id FROM suggestion_uses WHERE ticket_id > $1 ORDER BY ticket_id LIMIT {_TICKETS})
 UNION (SELECT ticket_id FROM suggestion_examples WHERE ticket_id > $1 ORDER BY ticket_id LIMIT {_TICKETS})
) x ORDER BY id LIMIT {_TICKETS}"""  # noqa: S608 - numbers of ours


async def ask(work: UnitOfWork, actor: Actor) -> Job:
    """Begin to learn everything anew, as a job. Suggestions go on meanwhile."""
    return await jobs.start(work.session, actor, KIND, {}, now=clock.now())


async def rebuild(job: jobs.Running) -> dict[str, Any]:
    """Learn everything anew, ticket by ticket."""
    state = job.checkpoint or {"after": _NOBODY, "done": 0}
    while True:
        async with job.database.unit_of_work() as work:
            connection = await raw_connection(work.session)
            ids = [UUID(int=row["id"].int) for row in await connection.fetch(_NEXT, UUID(state["after"]))]
            await learn(connection, ids)
        if not ids:
            return {"tickets": state["done"]}
        state = {"after": str(ids[-1]), "done": state["done"] + len(ids)}
        await job.progress(state["done"], checkpoint=state)
