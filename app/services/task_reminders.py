"""Tasks whose time has come: whoever has them is told, once."""

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection
from app.models import Agent, Ticket, TicketTask
from app.rules.statuses import UNSOLVED
from app.services import notifications

KIND = "task.due"
_CANDIDATES = 20
# By the clock of the database, like everything that comes by itself.
_NEXT = """SELECT extract(epoch FROM min(due_at) - clock_timestamp())::float8 FROM ticket_tasks
WHERE due_at IS NOT NULL AND done_at IS NULL AND NOT told"""


async def seconds_until_due(connection: Connection) -> float | None:
    """In how long the next task is due; None: none is."""
    seconds: float | None = await connection.fetchval(_NEXT)
    return seconds


async def tell_next(session: AsyncSession) -> bool:
    """Tell of the due tasks of one ticket: their assignees who are active, else the ticket's; whether there was one.

    Of a ticket that is solved nobody hears. The ticket is locked first, as by everybody who changes its tasks.
    """
    due = (
        col(TicketTask.due_at) <= func.statement_timestamp(),
        col(TicketTask.done_at).is_(None),
        ~col(TicketTask.told),
    )
    candidates = select(TicketTask.ticket_id).where(*due).order_by(col(TicketTask.due_at)).limit(_CANDIDATES)
    query = select(Ticket).where(col(Ticket.id).in_((await session.exec(candidates)).all())).limit(1)
    ticket = (await session.exec(query.with_for_update(skip_locked=True))).first()
    if ticket is None:
        return False
    mine = select(TicketTask).where(*due, col(TicketTask.ticket_id) == ticket.id)
    now, told = clock.now(), []
    tasks = (await session.exec(mine.execution_options(populate_existing=True))).all()
    people = {each.assignee_id for each in tasks} - {None}
    active = select(Agent.id).where(col(Agent.id).in_(people), col(Agent.status) == "active")
    there = set((await session.exec(active)).all()) if people else set()
    for task in tasks:
        task.told = True
        session.add(task)
        agent_id = task.assignee_id if task.assignee_id in there else ticket.assignee_id
        if agent_id is not None and ticket.status in UNSOLVED and task.due_at is not None:
            data = {
                "number": ticket.number, "subject": ticket.subject, "task_id": str(task.id), "title": task.title,
                "due_at": task.due_at.isoformat(),
            }  # fmt: skip
            key = f"{KIND}:{task.id}:{task.due_at.isoformat()}"
            told.append(notifications.Told(agent_id, KIND, ticket.id, data, key))
    await notifications.tell_many(session, told, now)
    return True
