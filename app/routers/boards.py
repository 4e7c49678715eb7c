"""`/v1/queues/{id}/board` and `/items`: a queue, or a team's own, at this moment."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.agents import Channel
from app.schemas.boards import BoardOut, QueueItemPage
from app.services import boards, queue_lists

router = DeskRouter(prefix="/v1/queues", tags=["Queues"])


@router.get(
    "/{queue_id}/board",
    operation_id="getQueueBoard",
    summary="See how a queue is doing",
    response_model=BoardOut,
    responses=problems(401, 403, 404),
)
async def board(
    queue_id: UUID,
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    language: Annotated[Literal["en", "ru"], Query(description="Of the warnings.")] = "en",
) -> Response:
    """For leads: what waits, for what and since when, who is there for it, deadlines, the last hour, what is wrong.

    The id is of a queue, of a team (its own queue), or the zero UUID (what waits for anybody).
    """
    return answer((await boards.board(work.session, actor, queue_id, language=language)).model_dump())


@router.get(
    "/{queue_id}/items",
    operation_id="listQueueItems",
    summary="List what waits in a queue",
    response_model=QueueItemPage,
    responses=problems(401, 403, 404),
)
async def items(
    queue_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    *,
    channel: Annotated[Channel | None, Query(description="Only what came by it.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """What waits, in the order in which it is served: chats, then tickets. The id is as for the board."""
    found = await queue_lists.page(work.session, actor, queue_id, channel=channel, cursor=cursor, limit=limit)
    return answer(found.model_dump())
