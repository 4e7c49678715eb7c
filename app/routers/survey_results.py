"""`/v1/surveys/{survey_id}/results`: what a survey has brought, and what was written."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from app.answers import answer
from app.deps import Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Instant, Key
from app.schemas.survey_results import SurveyResultOut, SurveyTextPage
from app.services import survey_results
from app.services.survey_results import Wanted

router = DeskRouter(prefix="/v1/surveys/{survey_id}", tags=["Surveys"])


async def _wanted(
    since: Annotated[Instant | None, Query(alias="from", description="Sent at or after this.")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="Sent before this.")] = None,
    brand: Key | None = None,
    campaign_id: UUID | None = None,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="Of the survey.")] = None,
) -> Wanted:
    return Wanted(since=since, until=until, brand=brand, campaign_id=campaign_id, version=version)


@router.get(
    "/results",
    operation_id="getSurveyResults",
    summary="Read what a survey has brought",
    response_model=SurveyResultOut,
    responses=problems(401, 403, 404, 409),
)
async def read(
    survey_id: UUID,
    actor: Annotated[Actor, staff(P.FEEDBACK_READ)],
    work: Work,
    wanted: Annotated[Wanted, Depends(_wanted)],
) -> Response:
    """Of the invitations that were sent in a period (without one: in the last 90 days; at most 400): how many were
    answered, and how, by question, each figure with its 95 % interval. A late answer counts with its invitation.
    """
    found = await survey_results.read(work.session, actor, survey_id, wanted)
    return answer(found.model_dump(by_alias=True))


@router.get(
    "/texts",
    operation_id="listSurveyTexts",
    summary="List what was written in a survey",
    response_model=SurveyTextPage,
    responses=problems(401, 403, 404, 409),
)
async def texts(
    survey_id: UUID,
    actor: Annotated[Actor, staff(P.FEEDBACK_READ)],
    work: Work,
    wanted: Annotated[Wanted, Depends(_wanted)],
    question: Annotated[str | None, Query(max_length=50, description="Needed where the survey has several.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Answers to a question that is answered with words, newest first, each with its score and ticket."""
    found = await survey_results.texts(
        work.session, actor, survey_id, wanted, question=question, cursor=cursor, limit=limit
    )
    return answer(found.model_dump())
