"""`/v1/topics`: the tree of what tickets are about."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, anyone, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.topics import TopicIn, TopicOut, TopicPage, TopicPatch
from app.services import topics

router = DeskRouter(prefix="/v1/topics", tags=["Topics"])


def _answer(topic: TopicOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(topic.model_dump(), status, version=str(topic.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createTopic",
    summary="Make a topic",
    response_model=TopicOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: TopicIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Make a topic. From the first one on, a ticket's topic is one of the tree."""
    made = await topics.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/topics/{made.id}")


@router.get(
    "", operation_id="listTopics", summary="List topics", response_model=TopicPage, responses=problems(401, 403)
)
async def list_topics(
    actor: Annotated[Actor, anyone(P.TICKETS_READ)],
    work: Work,
    *,
    archived: Annotated[bool, Query(description="Those that are archived, and no others.")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The topics by path, each before what is below it; customers choose from them too."""
    return answer((await topics.page(work.session, actor, archived=archived, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{topic_id}",
    operation_id="getTopic",
    summary="Read a topic",
    response_model=TopicOut,
    responses=problems(401, 403, 404),
)
async def read(topic_id: UUID, actor: Annotated[Actor, anyone(P.TICKETS_READ)], work: Work) -> Response:
    """A topic; its ETag goes into `If-Match` when you change it."""
    return _answer(await topics.read(work.session, actor, topic_id))


@router.patch(
    "/{topic_id}",
    operation_id="updateTopic",
    summary="Change or move a topic",
    response_model=TopicOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    topic_id: UUID, change: TopicPatch, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Change a topic, move it with its branch, or archive the branch. Tickets follow a move as a job (`job_id`).

    What names it or a topic below it (views, macros, queues, automations, policies ...) has the new path at once; the
    job's `result` says what `followed`.
    """
    return _answer(await topics.patch(work.session, actor, topic_id, change, version=if_match))
