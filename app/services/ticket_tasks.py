"""Tasks of tickets: add, change, tick, remove; all under their ticket's lock, each change an event."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import literal, tuple_
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import Conflict, Invalid, NotFound, PreconditionFailed, pointer
from app.models import Checklist, Ticket, TicketTask
from app.rules.actors import Actor
from app.rules.statuses import OVER
from app.schemas.events import EventType
from app.schemas.ticket_tasks import TaskIn, TaskOut, TaskPage, TaskPatch
from app.services import events, keyset, naming, ticket_access

MAX_TASKS = 200
_NAMED = 20


async def page(session: AsyncSession, actor: Actor, ticket_id: UUID, *, cursor: str | None, limit: int) -> TaskPage:
    """The tasks of a ticket in their order. Raises `NotFound`, and `Invalid` for a cursor that is not ours."""
    await ticket_access.get(session, actor, ticket_id)
    query = select(TicketTask).where(col(TicketTask.ticket_id) == ticket_id)
    if cursor is not None:
        after = (literal(value) for value in keyset.by_place(cursor))
        query = query.where(tuple_(TicketTask.position, TicketTask.id) > tuple_(*after))
    query = query.order_by(col(TicketTask.position), col(TicketTask.id)).limit(limit + 1)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.position, row.id)
    )
    return TaskPage(items=[shown(each) for each in found], next_cursor=following)


async def read(session: AsyncSession, actor: Actor, ticket_id: UUID, task_id: UUID) -> TaskOut:
    """A task. Raises `NotFound`."""
    await ticket_access.get(session, actor, ticket_id)
    return shown(await _task(session, ticket_id, task_id))


async def add(session: AsyncSession, actor: Actor, ticket_id: UUID, new: TaskIn) -> TaskOut:
    """Add a task. Raises `NotFound`, `Invalid` (`unknown_agent`), `Conflict` (`ticket_closed`, `too_many_tasks`)."""
    ticket = await _lock(session, actor, ticket_id)
    if new.assignee_id is not None:
        await naming.refuse(session, [(("assignee_id",), "agent", new.assignee_id)])
    first = await _room(session, ticket_id, 1)
    position = first if new.position is None else new.position
    now = clock.now()
    task = TicketTask(
        ticket_id=ticket_id, title=new.title, position=position, required=new.required, due_at=new.due_at,
        assignee_id=new.assignee_id, created_at=now, updated_at=now,
    )  # fmt: skip
    session.add(task)
    events.record(session, actor, ticket, EventType.TASK_ADDED, data={"task": _told(task)}, now=now)
    await session.flush()
    return shown(task)


async def apply(session: AsyncSession, actor: Actor, ticket_id: UUID, key: str) -> list[TaskOut]:
    """Add the tasks of a checklist, once for a ticket.

    Raises `NotFound`, `Invalid` (`unknown_checklist`) and `Conflict` (`checklist_applied`, `ticket_closed`,
    `too_many_tasks`).
    """
    ticket = await _lock(session, actor, ticket_id)
    query = select(Checklist).where(col(Checklist.key) == key, col(Checklist.archived_at).is_(None))
    checklist = (await session.exec(query)).first()
    if checklist is None:
        detail = "There is no such checklist, or it is archived"
        raise Invalid(detail, code="unknown_checklist", errors=[pointer("key", detail)])
    before = select(TicketTask.id).where(col(TicketTask.ticket_id) == ticket_id, col(TicketTask.checklist) == key)
    if (await session.exec(before.limit(1))).first() is not None:
        raise Conflict("This ticket has the tasks of that checklist already", code="checklist_applied")
    items: Sequence[dict[str, Any]] = checklist.definition["items"]
    first = await _room(session, ticket_id, len(items))
    now = clock.now()
    tasks = [_from(each, ticket_id, key, first + place, now) for place, each in enumerate(items)]
    session.add_all(tasks)
    data = {"checklist": key, "name": checklist.definition["name"], "tasks": [_told(each) for each in tasks]}
    events.record(session, actor, ticket, EventType.CHECKLIST_APPLIED, data=data, now=now)
    await session.flush()
    return [shown(each) for each in tasks]


async def take_back(session: AsyncSession, actor: Actor, ticket: Ticket, key: str) -> None:
    """Remove the tasks of a checklist from a locked ticket, but for those that somebody has changed or done."""
    untouched = (col(TicketTask.checklist) == key, col(TicketTask.version) == 1, col(TicketTask.done_at).is_(None))
    query = select(TicketTask).where(col(TicketTask.ticket_id) == ticket.id, *untouched)
    for task in (await session.exec(query.order_by(col(TicketTask.position), col(TicketTask.id)))).all():
        events.record(session, actor, ticket, EventType.TASK_REMOVED, data={"task": _told(task)})
        await session.delete(task)
    await session.flush()


def _from(item: dict[str, Any], ticket_id: UUID, key: str, position: int, now: datetime) -> TicketTask:
    after, assignee = item["due_after_seconds"], item["assignee_id"]
    return TicketTask(
        ticket_id=ticket_id,
        title=item["title"],
        position=position,
        required=item["required"],
        assignee_id=None if assignee is None else UUID(assignee),
        due_at=None if after is None else now + timedelta(seconds=after),
        checklist=key,
        created_at=now,
        updated_at=now,
    )


async def change(
    session: AsyncSession, actor: Actor, ticket_id: UUID, task_id: UUID, wanted: TaskPatch, *, version: str | None
) -> TaskOut:
    """Change a task or tick it; what is as it should be is no event.

    Raises `NotFound`, `PreconditionFailed`, `Invalid` (`unknown_agent`) and `Conflict` (`ticket_closed`).
    """
    ticket = await _lock(session, actor, ticket_id)
    task = await _task(session, ticket_id, task_id, version=version)
    sent = {name: getattr(wanted, name) for name in wanted.model_fields_set - {"done"}}
    changed = {name: value for name, value in sent.items() if getattr(task, name) != value}
    if changed.get("assignee_id") is not None:
        await naming.refuse(session, [(("assignee_id",), "agent", changed["assignee_id"])])
    now = clock.now()
    if changed:
        for name, value in changed.items():
            setattr(task, name, value)
        if changed.keys() & {"due_at", "assignee_id"}:
            # It is another deadline, or somebody else's.
            task.told = False
        _touch(session, task, now)
        data = {"task": _told(task), "changed": sorted(changed)}
        events.record(session, actor, ticket, EventType.TASK_CHANGED, data=data, now=now)
    if wanted.done is not None and wanted.done != (task.done_at is not None):
        task.done_at = now if wanted.done else None
        task.done_by = actor.id if wanted.done and actor.kind == "agent" else None
        _touch(session, task, now)
        kind = EventType.TASK_DONE if wanted.done else EventType.TASK_REOPENED
        events.record(session, actor, ticket, kind, data={"task": _told(task)}, now=now)
    await session.flush()
    return shown(task)


async def remove(session: AsyncSession, actor: Actor, ticket_id: UUID, task_id: UUID, *, version: str | None) -> None:
    """Take a task away. Raises `NotFound`, `PreconditionFailed` and `Conflict` (`ticket_closed`)."""
    ticket = await _lock(session, actor, ticket_id)
    task = await _task(session, ticket_id, task_id, version=version)
    events.record(session, actor, ticket, EventType.TASK_REMOVED, data={"task": _told(task)})
    await session.delete(task)
    await session.flush()


async def refuse_open(session: AsyncSession, ticket: Ticket) -> None:
    """Raise `Conflict` (`tasks_open`, with the `tasks`) while a required task of a locked ticket is not done."""
    query = select(TicketTask).where(
        col(TicketTask.ticket_id) == ticket.id, col(TicketTask.required), col(TicketTask.done_at).is_(None)
    )
    still = (await session.exec(query.order_by(col(TicketTask.position), col(TicketTask.id)).limit(_NAMED))).all()
    if still:
        tasks = [{"id": str(each.id), "title": each.title} for each in still]
        raise Conflict(f"Still to be done: {still[0].title}", code="tasks_open", tasks=tasks)


async def _lock(session: AsyncSession, actor: Actor, ticket_id: UUID) -> Ticket:
    ticket = await ticket_access.lock(session, actor, ticket_id)
    if ticket.status in OVER:
        raise Conflict("This ticket is closed and does not change any more", code="ticket_closed")
    return ticket


async def _task(session: AsyncSession, ticket_id: UUID, task_id: UUID, *, version: str | None = None) -> TicketTask:
    query = select(TicketTask).where(col(TicketTask.id) == task_id, col(TicketTask.ticket_id) == ticket_id)
    found = (await session.exec(query.execution_options(populate_existing=True))).first()
    if found is None:
        raise NotFound
    if version is not None and version != str(found.version):
        raise PreconditionFailed
    return found


async def _room(session: AsyncSession, ticket_id: UUID, more: int) -> int:
    """Where the next task of a locked ticket comes."""
    query = select(func.count(), func.max(TicketTask.position)).where(col(TicketTask.ticket_id) == ticket_id)
    count, last = (await session.exec(query)).one()
    if count + more > MAX_TASKS:
        raise Conflict(f"A ticket has at most {MAX_TASKS} tasks", code="too_many_tasks")
    return 0 if last is None else min(last + 1, keyset.MAX_PLACE - MAX_TASKS)


def _touch(session: AsyncSession, task: TicketTask, now: datetime) -> None:
    task.version += 1
    task.updated_at = now
    session.add(task)


def _told(task: TicketTask) -> dict[str, Any]:
    return {
        "id": str(task.id),
        "title": task.title,
        "required": task.required,
        "assignee_id": None if task.assignee_id is None else str(task.assignee_id),
        "due_at": None if task.due_at is None else task.due_at.isoformat(),
        "done": task.done_at is not None,
    }


def shown(task: TicketTask) -> TaskOut:
    """A task as clients see it."""
    return TaskOut(**task.model_dump(exclude={"told"}), done=task.done_at is not None)
