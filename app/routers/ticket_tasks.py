"""`/v1/tickets/{id}/tasks`: what has to be done for a ticket, by whom, until when."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.ticket_tasks import ChecklistApplyIn, TaskIn, TaskOut, TaskPage, TaskPatch
from app.services import ticket_tasks

router = DeskRouter(prefix="/v1/tickets/{ticket_id}", tags=["Tasks"])


def _answer(task: TaskOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(task.model_dump(), status, version=str(task.version), location=location)


@router.post(
    "/tasks",
    status_code=201,
    operation_id="createTask",
    summary="Add a task",
    response_model=TaskOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def create(ticket_id: UUID, new: TaskIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """Add a task to a ticket. Its assignee, or else the ticket's, is told once when it is due."""
    made = await ticket_tasks.add(work.session, actor, ticket_id, new)
    return _answer(made, 201, location=f"/v1/tickets/{ticket_id}/tasks/{made.id}")


@router.get(
    "/tasks",
    operation_id="listTasks",
    summary="List the tasks of a ticket",
    response_model=TaskPage,
    responses=problems(401, 403, 404),
)
async def list_tasks(
    ticket_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The tasks of a ticket in their order, done or not."""
    return answer((await ticket_tasks.page(work.session, actor, ticket_id, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/tasks/{task_id}",
    operation_id="getTask",
    summary="Read a task",
    response_model=TaskOut,
    responses=problems(401, 403, 404),
)
async def read(ticket_id: UUID, task_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """A task; its ETag goes into `If-Match` when you change it."""
    return _answer(await ticket_tasks.read(work.session, actor, ticket_id, task_id))


@router.patch(
    "/tasks/{task_id}",
    operation_id="updateTask",
    summary="Change or tick a task",
    response_model=TaskOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    ticket_id: UUID,
    task_id: UUID,
    change: TaskPatch,
    actor: Annotated[Actor, agent(P.TICKETS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a task, tick it (`done`), or take that back. Ticked by two at once it is done once, with one event."""
    return _answer(await ticket_tasks.change(work.session, actor, ticket_id, task_id, change, version=if_match))


@router.delete(
    "/tasks/{task_id}",
    status_code=204,
    operation_id="deleteTask",
    summary="Remove a task",
    responses=problems(401, 403, 404, 409, 412),
)
async def delete(
    ticket_id: UUID, task_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Take a task away; the log keeps what it was."""
    await ticket_tasks.remove(work.session, actor, ticket_id, task_id, version=if_match)
    return Response(status_code=204)


@router.post(
    "/checklists",
    status_code=201,
    operation_id="applyChecklist",
    summary="Add a checklist",
    response_model=TaskPage,
    responses=problems(401, 403, 404, 409, 415),
)
async def apply(
    ticket_id: UUID, asked: ChecklistApplyIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Add the tasks of a checklist to a ticket, once; the answer has those that were added."""
    added = await ticket_tasks.apply(work.session, actor, ticket_id, asked.key)
    return answer(TaskPage(items=added, next_cursor=None).model_dump(), 201)
