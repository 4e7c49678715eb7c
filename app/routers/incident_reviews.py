"""`/v1/incidents/{id}/timeline` and `/post-mortem`: what happened, and what was learnt."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.incident_reviews import IncidentTimeline, PostMortemIn, PostMortemOut
from app.services import incident_reviews

router = DeskRouter(prefix="/v1/incidents/{incident_id}", tags=["Incidents"])


@router.get(
    "/timeline",
    operation_id="getIncidentTimeline",
    summary="See what happened to an incident",
    response_model=IncidentTimeline,
    responses=problems(401, 403, 404),
)
async def timeline(
    incident_id: UUID,
    actor: Annotated[Actor, staff(P.INCIDENTS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Its log, oldest first: what changed, what was said, who did it."""
    found = await incident_reviews.timeline(work.session, actor, incident_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/post-mortem",
    operation_id="getPostMortem",
    summary="Read what was learnt of an incident",
    response_model=PostMortemOut,
    responses=problems(401, 403, 404),
)
async def read(incident_id: UUID, actor: Annotated[Actor, staff(P.INCIDENTS_READ)], work: Work) -> Response:
    """What somebody wrote; before that a draft made of the log. The figures are those of now."""
    found = await incident_reviews.read(work.session, actor, incident_id)
    return answer(found.model_dump(), version=str(found.version))


@router.put(
    "/post-mortem",
    operation_id="writePostMortem",
    summary="Write what was learnt of an incident",
    response_model=PostMortemOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def put(
    incident_id: UUID,
    said: PostMortemIn,
    actor: Annotated[Actor, staff(P.INCIDENTS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Write it in Markdown, and say whether it is finished (`published`)."""
    found = await incident_reviews.put(work.session, actor, incident_id, said, version=if_match)
    return answer(found.model_dump(), version=str(found.version))
