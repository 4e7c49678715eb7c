"""`/v1/topic-settings`: whether and how topics are suggested, for the desk and for single brands."""

from typing import Annotated

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Key
from app.schemas.topic_settings import TopicSettingsIn, TopicSettingsOut, TopicSettingsPage
from app.services import topic_settings

router = DeskRouter(prefix="/v1/topic-settings", tags=["Suggestions"])
Brand = Annotated[Key | None, Query(description="Of this brand; without it the desk's.")]


@router.get(
    "",
    operation_id="listTopicSettings",
    summary="List how topics are suggested",
    response_model=TopicSettingsPage,
    responses=problems(401, 403, 404),
)
async def list_settings(
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The desk's settings, as they hold, then those of brands, which hold in their place."""
    return answer((await topic_settings.page(work.session, actor, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/one",
    operation_id="getTopicSettings",
    summary="Read how topics are suggested",
    response_model=TopicSettingsOut,
    responses=problems(401, 403, 404),
)
async def read(actor: Annotated[Actor, agent(P.SETTINGS_READ)], work: Work, brand: Brand = None) -> Response:
    """The desk's settings or a brand's own; the ETag goes into `If-Match` when you change them."""
    found = await topic_settings.read(work.session, actor, brand)
    return answer(found.model_dump(), version=str(found.version))


@router.put(
    "/one",
    operation_id="putTopicSettings",
    summary="Set how topics are suggested",
    response_model=TopicSettingsOut,
    responses=problems(401, 403, 412, 415),
)
async def put(
    wanted: TopicSettingsIn,
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
    if_match: IfMatch,
    brand: Brand = None,
) -> Response:
    """From `automatic_from` on a topic is set by itself, and the ticket is routed by it; below it is suggested."""
    made = await topic_settings.put(work.session, actor, brand, wanted, version=if_match)
    return answer(made.model_dump(), version=str(made.version))


@router.delete(
    "/one",
    status_code=204,
    operation_id="deleteTopicSettings",
    summary="Take back how topics are suggested",
    response_class=Response,
    responses=problems(401, 403, 404, 412),
)
async def delete(
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch, brand: Brand = None
) -> Response:
    """For a brand the desk's settings hold again; for the desk, those of a new one."""
    await topic_settings.delete(work.session, actor, brand, version=if_match)
    return Response(status_code=204)
