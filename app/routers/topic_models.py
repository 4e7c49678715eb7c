"""`/v1/topic-models`: what was learnt of topics, how right it is, and which of it is asked."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Key
from app.schemas.topic_models import ModelState, TopicModelIn, TopicModelOut, TopicModelPage, TopicModelRead
from app.services import topic_models

router = DeskRouter(prefix="/v1/topic-models", tags=["Suggestions"])


@router.post(
    "",
    status_code=202,
    operation_id="trainTopicModel",
    summary="Learn topics now",
    response_model=TopicModelOut,
    responses=problems(401, 403, 409, 415),
)
async def train(new: TopicModelIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """A new model, from the latest tickets whose topic people have set or confirmed. It is a job (`job_id`).

    What a model or an automation has set is not learnt from. It is measured on tickets that it has not seen; then it is
    `ready`, or with `activate` in use. Where it fails, `reason` and `detail` say why, and the one in use stays.
    """
    made = await topic_models.train(work.session, actor, new)
    return answer(made.model_dump(), 202, location=f"/v1/topic-models/{made.id}")


@router.get(
    "",
    operation_id="listTopicModels",
    summary="List models of topics",
    response_model=TopicModelPage,
    responses=problems(401, 403),
)
async def list_models(
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    *,
    brand: Annotated[Key | None, Query(description="Only those of this brand.")] = None,
    state: Annotated[ModelState | None, Query(description="Only those in this state.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Models, newest first, each with what it got right when it was made (`accuracy`) and what people say (`live`)."""
    found = await topic_models.page(work.session, actor, brand=brand, state=state, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{model_id}",
    operation_id="getTopicModel",
    summary="Read a model of topics",
    response_model=TopicModelRead,
    responses=problems(401, 403, 404),
)
async def read(model_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_READ)], work: Work) -> Response:
    """A model, with how well it knows each topic."""
    found, version = await topic_models.read(work.session, actor, model_id)
    return answer(found.model_dump(), version=version)


@router.post(
    "/{model_id}/activate",
    operation_id="activateTopicModel",
    summary="Use a model of topics",
    response_model=TopicModelOut,
    responses=problems(401, 403, 404, 409),
)
async def activate(model_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """New tickets are looked at by it from now on; the one before is retired, and can be activated again."""
    return answer((await topic_models.activate(work.session, actor, model_id)).model_dump())


@router.post(
    "/{model_id}/retire",
    operation_id="retireTopicModel",
    summary="Use a model of topics no more",
    response_model=TopicModelOut,
    responses=problems(401, 403, 404, 409),
)
async def retire(model_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """With none in use, no topic is suggested."""
    return answer((await topic_models.retire(work.session, actor, model_id)).model_dump())
