"""Doing what is due around the deadlines of tickets: each step once for an instance, whoever crashes in between.

What was done is an event of the ticket's log, in the transaction that did it. A step that the log does not tell of was
not done, and one that it tells of is never done again.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.models import Event, Ticket
from app.rules.actors import SYSTEM
from app.rules.sla_policies import BREACH
from app.rules.sla_steps import Due, due
from app.schemas.events import EventType
from app.services import events, sla_actions, sla_keeping
from app.services.sla_actions import Telling
from app.services.sla_kept import Batch

# Tickets that are looked at in one transaction.
AT_ONCE = 50
# Steps of one ticket in one transaction: a ticket with many comes again at once.
STEPS_AT_ONCE = 50

# By the clock of the database: a process whose own clock is wrong does nothing too early.
_DUE = """SELECT ticket_id FROM ticket_sla
WHERE next_at < statement_timestamp() AND ticket_id <> ALL ($2::uuid[]) ORDER BY next_at LIMIT $1"""
_NEXT = """SELECT extract(epoch FROM min(next_at) - clock_timestamp())::float8 FROM ticket_sla
WHERE next_at IS NOT NULL AND ticket_id <> ALL ($1::uuid[])"""
# In order of agents, before the tickets' own triggers do it in the order of tickets.
_LOADS = """SELECT 1 FROM agent_loads WHERE channel = 'ticket' AND agent_id = ANY ($1::uuid[])
ORDER BY agent_id FOR UPDATE"""


async def due_tickets(connection: Connection, *, limit: int, skip: Collection[UUID]) -> list[UUID]:
    """The tickets for which something is due now, longest due first."""
    return [row["ticket_id"] for row in await connection.fetch(_DUE, limit, list(skip))]


async def seconds_until_due(connection: Connection, *, skip: Collection[UUID]) -> float | None:
    """How long nothing is due; None when nothing will be by itself."""
    seconds: float | None = await connection.fetchval(_NEXT, list(skip))
    return seconds


async def fire(session: AsyncSession, ticket_ids: Sequence[UUID]) -> int:
    """Do what is due for these tickets; how many were looked at. One that somebody holds is left for later."""
    connection = await raw_connection(session)
    # Tickets before their clocks, like everybody who changes both.
    query = select(Ticket).where(col(Ticket.id).in_(ticket_ids)).order_by(col(Ticket.id))
    tickets = (await session.exec(query.with_for_update(skip_locked=True))).all()
    if not tickets:
        return 0
    now: datetime = await connection.fetchval("SELECT clock_timestamp()")
    batch = await sla_keeping.load(connection, [each.id for each in tickets])
    telling = Telling(connection, now)
    work = [(ticket, due(batch.kept[ticket.id].clocks, batch.world, now)[:STEPS_AT_ONCE]) for ticket in tickets]
    holders = {ticket.assignee_id for ticket, steps in work if any(map(sla_actions.moves, steps))}
    await connection.fetch(_LOADS, list(holders - {None}))
    for ticket, steps in work:
        await _do(session, ticket, steps, telling)
    await telling.send(session)
    await session.flush()
    await fold_own(connection, batch)
    await sla_keeping.save(connection, batch)
    return len(tickets)


async def _do(session: AsyncSession, ticket: Ticket, steps: Sequence[Due], telling: Telling) -> None:
    # The log says first that the steps are done, and then what they did: that may bring another promise, whose steps
    # these are not.
    recorded = [(each, _record(session, ticket, each, telling.now)) for each in steps]
    for each, event in recorded:
        actions = () if each.step is None else each.step.actions
        event.data["actions"] += [await sla_actions.do(session, ticket, each, action, telling) for action in actions]
        flag_modified(event, "data")


def _record(session: AsyncSession, ticket: Ticket, each: Due, now: datetime) -> Event:
    return events.record(
        session,
        SYSTEM,
        ticket,
        EventType.SLA_BREACHED if each.key == BREACH else EventType.SLA_STEP_REACHED,
        data={
            "metric": each.clock.metric,
            "number": each.clock.number,
            "step": each.key,
            "due_at": each.at.isoformat(),
            "policy_version_id": str(each.clock.policy),
            "actions": [],
        },
        now=now,
    )


async def fold_own(connection: Connection, batch: Batch) -> None:
    """Fold what this transaction itself has written to the logs since the batch was loaded."""
    for ticket_id, event in await sla_keeping.later(connection, batch.kept.values()):
        sla_keeping.advance(batch, batch.kept[ticket_id], [event])
