"""`/v1/surveys`: what customers and agents are asked, and when."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.surveys import SurveyIn, SurveyOut, SurveyPage, SurveyPatch, SurveyVersionPage
from app.services import surveys

router = DeskRouter(prefix="/v1/surveys", tags=["Surveys"])

Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=300)]


def _answer(survey: SurveyOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(survey.model_dump(by_alias=True), status, version=str(survey.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createSurvey",
    summary="Make a survey",
    response_model=SurveyOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: SurveyIn, actor: Annotated[Actor, agent(P.SURVEYS_WRITE)], work: Work) -> Response:
    """Make a survey. While one is active that is asked when tickets are solved, the built-in question is not asked.

    Conditions of questions look back only, so they cannot go round in circles.
    """
    made = await surveys.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/surveys/{made.id}")


@router.get(
    "", operation_id="listSurveys", summary="List surveys", response_model=SurveyPage, responses=problems(401, 403)
)
async def list_surveys(
    actor: Annotated[Actor, staff(P.FEEDBACK_READ)],
    work: Work,
    *,
    archived: Annotated[bool, Query(description="Those that are archived, and no others.")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Surveys in the order of `position`; of several that fit a solved ticket those of its brand come first."""
    found = await surveys.page(work.session, actor, archived=archived, cursor=cursor, limit=limit)
    return answer(found.model_dump(by_alias=True))


@router.get(
    "/{survey_id}",
    operation_id="getSurvey",
    summary="Read a survey",
    response_model=SurveyOut,
    responses=problems(401, 403, 404),
)
async def read(survey_id: UUID, actor: Annotated[Actor, staff(P.FEEDBACK_READ)], work: Work) -> Response:
    """A survey with what it asks now; its ETag goes into `If-Match` when you change it."""
    return _answer(await surveys.read(work.session, actor, survey_id))


@router.patch(
    "/{survey_id}",
    operation_id="updateSurvey",
    summary="Change a survey",
    response_model=SurveyOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    survey_id: UUID,
    change: SurveyPatch,
    actor: Annotated[Actor, agent(P.SURVEYS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a survey. Who was asked before answers the version that they were asked with."""
    return _answer(await surveys.patch(work.session, actor, survey_id, change, version=if_match))


@router.delete(
    "/{survey_id}",
    status_code=204,
    operation_id="archiveSurvey",
    summary="Archive a survey",
    responses=problems(401, 403, 404, 412),
)
async def archive(
    survey_id: UUID, actor: Annotated[Actor, agent(P.SURVEYS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Ask nobody any more. Questions that were sent can be answered, and answers stay."""
    await surveys.archive(work.session, actor, survey_id, version=if_match)
    return Response(status_code=204)


@router.get(
    "/{survey_id}/versions",
    operation_id="listSurveyVersions",
    summary="List the versions of a survey",
    response_model=SurveyVersionPage,
    responses=problems(401, 403, 404),
)
async def versions(
    survey_id: UUID,
    actor: Annotated[Actor, staff(P.FEEDBACK_READ)],
    work: Work,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """What it asked at any time, the newest first; a version never changes."""
    found = await surveys.versions(work.session, actor, survey_id, cursor=cursor, limit=limit)
    return answer(found.model_dump(by_alias=True))
