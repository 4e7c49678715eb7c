"""`/v1/queues`: where work waits, who serves it, and in which order queues are tried."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.queues import QueueIn, QueueOut, QueuePage, QueuePatch
from app.services import queues

router = DeskRouter(prefix="/v1/queues", tags=["Queues"])


def _answer(queue: QueueOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(queue.model_dump(), status, version=str(queue.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createQueue",
    summary="Make a queue",
    response_model=QueueOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: QueueIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Make a queue. What comes, and what waits already, belongs to the first one in order whose conditions hold.

    Refused in detail: `errors` names each condition, skill, team and text that means nothing, with a code of its own.
    What is not wrong but will never be served is said in `warnings`.
    """
    made = await queues.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/queues/{made.id}")


@router.get(
    "", operation_id="listQueues", summary="List queues", response_model=QueuePage, responses=problems(401, 403)
)
async def list_queues(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    *,
    archived: Annotated[bool, Query(description="Those that are archived, and no others.")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The queues in the order in which they are tried, each with its warnings. Every agent may see them: they hand
    tickets on to them and look at what waits there.
    """
    found = await queues.page(work.session, actor, archived=archived, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{queue_id}",
    operation_id="getQueue",
    summary="Read a queue",
    response_model=QueueOut,
    responses=problems(401, 403, 404),
)
async def read(queue_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """A queue and its warnings; its ETag goes into `If-Match` when you change it."""
    return _answer(await queues.read(work.session, actor, queue_id))


@router.patch(
    "/{queue_id}",
    operation_id="updateQueue",
    summary="Change a queue",
    response_model=QueueOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    queue_id: UUID, change: QueuePatch, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Change a queue. What waits is put in its place anew at once; what agents have already stays with them."""
    return _answer(await queues.patch(work.session, actor, queue_id, change, version=if_match))


@router.delete(
    "/{queue_id}",
    status_code=204,
    operation_id="archiveQueue",
    summary="Archive a queue",
    responses=problems(401, 403, 404, 409, 412),
)
async def archive(
    queue_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Take a queue out of the order; what waits in it is found another one. Its name stays taken.

    Refused while another queue leads to it when closed: `used_by`. One that is archived is answered 204 too.
    """
    await queues.archive(work.session, actor, queue_id, version=if_match)
    return Response(status_code=204)
