"""When a rule of time begins: the tickets that are there already get their timers too, piece by piece.

Only what is due from then on: what was due before is not the business of a rule that was not there.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import hint, raw_connection
from app.hints import Hint
from app.rules.actors import Actor
from app.services import automation_following, jobs

KIND = "automations.begin"
AT_ONCE = 500
_TICKETS = """SELECT id FROM tickets WHERE id > $1 AND created_at <= $2 AND status <> ALL ('{closed,merged}')
ORDER BY id LIMIT $3"""
# A look that is being taken at this moment knows nothing of the new rule: another one after it.
_TIMERS = automation_following.TIMERS.replace("DO NOTHING", "DO UPDATE SET due_at = excluded.due_at")


async def ask(
    session: AsyncSession, actor: Actor, automation_id: UUID, definition: Mapping[str, Any], now: datetime
) -> None:
    """Begin a job that has all open tickets looked at, for a rule of time that has just begun."""
    if definition["trigger"]["kind"] == "time":
        arguments = {"automation_id": str(automation_id), "upto": now.isoformat()}
        await jobs.start(session, actor, KIND, arguments, now=now)


async def run(job: jobs.Running) -> dict[str, Any]:
    """Do it; how many tickets were looked at."""
    upto = datetime.fromisoformat(job.arguments["upto"])
    state = job.checkpoint or {"after": str(UUID(int=0)), "tickets": 0}
    while True:
        async with job.database.unit_of_work() as work:
            connection = await raw_connection(work.session)
            found = await connection.fetch(_TICKETS, UUID(state["after"]), upto, AT_ONCE)
            if found:
                await connection.execute(_TIMERS, [row["id"] for row in found])
                hint(work.session, Hint("automation", UUID(int=0)))
        if not found:
            return {"tickets": state["tickets"]}
        state = {"after": str(found[-1]["id"]), "tickets": state["tickets"] + len(found)}
        await job.progress(state["tickets"], checkpoint=state)
