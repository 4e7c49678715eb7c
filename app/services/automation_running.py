"""Automations at work: one ticket at a time, under its lock, whatever is due for it in order, each rule once.

A run, its key and everything that it does are one transaction: whoever dies in the middle has done nothing of it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, Database, as_unavailable, raw_connection
from app.errors import Unavailable
from app.models import Ticket
from app.rules.automations import Rule
from app.services import automation_acting, automation_timers, automation_worlds
from app.services.automation_logs import Looked, load

log = structlog.get_logger("otklik.automations")

# Tickets that are looked at in one turn; tasks of one ticket in one transaction: one with many comes again at once.
AT_ONCE, TASKS_AT_ONCE = 50, 20
# A rule that cannot be done because of an error of ours is tried so often, and holds up nobody meanwhile.
TRIES = 3
PAUSE = timedelta(seconds=5)
# A ticket that cannot even be looked at must not hold up the others.
PARKED = timedelta(minutes=1)

# By the clock of the database: a process whose own clock is wrong does nothing too early.
_DUE = """SELECT DISTINCT ticket_id FROM (
 SELECT ticket_id FROM automation_tasks WHERE due_at <= clock_timestamp() ORDER BY due_at, id LIMIT $1) due"""
# In the order of what happened, rules in theirs; when times are looked at comes last: it is of what is by then.
_TASKS = """SELECT k.id, k.kind, k.automation_id, k.seq, k.attempts FROM automation_tasks k
LEFT JOIN automations a ON a.id = k.automation_id WHERE k.ticket_id = $1 AND k.due_at <= clock_timestamp()
ORDER BY k.kind = 'timers', k.seq NULLS LAST, a.position, k.id LIMIT $2 FOR UPDATE OF k"""
_PUT_OFF = """UPDATE automation_tasks SET attempts = attempts + 1, due_at = clock_timestamp() + $2::interval
WHERE ticket_id = $1 AND due_at <= clock_timestamp()"""
_GONE = "DELETE FROM automation_tasks WHERE ticket_id = $1 AND NOT EXISTS (SELECT FROM tickets WHERE id = $1)"
_DONE = "DELETE FROM automation_tasks WHERE id = ANY ($1::bigint[])"
_LATER = "UPDATE automation_tasks SET attempts = attempts + 1, due_at = $2 WHERE id = $1"


async def run_next(database: Database) -> bool:
    """Look at the tickets for which something is due; whether there may be more."""
    async with database.lean() as connection:
        tickets = [UUID(int=row["ticket_id"].int) for row in await connection.fetch(_DUE, AT_ONCE)]
    looked = 0
    for ticket_id in tickets:
        try:
            async with database.unit_of_work() as work:
                looked += await _look_at(work.session, ticket_id)
        except Exception as error:
            if isinstance(error, Unavailable) or as_unavailable(error) is not None:
                raise
            log.exception("the automations of a ticket cannot be looked at; put off", ticket=str(ticket_id))
            async with database.lean() as connection:
                await connection.execute(_PUT_OFF, ticket_id, PARKED)
    # What somebody else has in hand is theirs, or is looked at in a second.
    return looked > 0


async def _look_at(session: AsyncSession, ticket_id: UUID) -> int:
    query = select(Ticket).where(col(Ticket.id) == ticket_id).with_for_update(skip_locked=True)
    ticket = (await session.exec(query)).first()
    connection = await raw_connection(session)
    if ticket is None:
        # Somebody has it in hand; or it is not there any more, and nobody will ever look.
        await connection.execute(_GONE, ticket_id)
        return 0
    tasks = await connection.fetch(_TASKS, ticket_id, TASKS_AT_ONCE)
    if not tasks:
        return 0
    rules = await automation_worlds.current(connection)
    hours = await automation_worlds.hours_of(connection, rules.in_order)
    now: datetime = await connection.fetchval("SELECT clock_timestamp()")
    looked = await load(connection, ticket_id, hours)
    done: list[int] = []
    for task in tasks:
        if task["kind"] == "timers":
            await automation_timers.set_all(connection, looked, rules.timed, now)
            done.append(task["id"])
            continue
        rule = rules.by_id.get(UUID(int=task["automation_id"].int))
        if rule is None or await _try(session, ticket, rule, task, looked, now):
            done.append(task["id"])
        # What it has done is part of what the next one sees.
        if ticket.seq != looked.seq:
            looked = await load(connection, ticket_id, hours)
    await connection.execute(_DONE, done)
    return len(tasks)


async def _try(
    session: AsyncSession, ticket: Ticket, rule: Rule, task: Mapping[str, Any], looked: Looked, now: datetime
) -> bool:
    """Let a rule look; whether its task is over. An error of ours is of this rule alone."""
    connection = await raw_connection(session)
    began, hints = clock.monotonic(), len(session.info["hints"])
    try:
        async with session.begin_nested():
            if task["seq"] is not None:
                await automation_acting.at_event(session, ticket, rule, looked, task["seq"], now)
                return True
            again = await automation_acting.in_time(session, ticket, rule, looked, now)
    except Exception as error:
        if isinstance(error, Unavailable) or as_unavailable(error) is not None:
            raise
        del session.info["hints"][hints:]
        await session.refresh(ticket)
        log.exception("an automation failed", automation=str(rule.id), ticket=str(ticket.id))
        if task["attempts"] + 1 < TRIES:
            await connection.execute(_LATER, task["id"], now + PAUSE * (task["attempts"] + 1))
            return False
        await automation_acting.failed(session, ticket, rule, task["seq"], now=now, began=began)
        return True
    if again is not None:
        await _wait(connection, task["id"], again)
    return again is None


async def _wait(connection: Connection, task_id: int, until: datetime) -> None:
    await connection.execute("UPDATE automation_tasks SET due_at = $2 WHERE id = $1", task_id, until)
