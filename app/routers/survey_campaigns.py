"""`/v1/survey-campaigns`: surveys that go to an audience, once or again and again."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.jobs import JobOut
from app.schemas.pulses import PulseResultOut
from app.schemas.survey_campaigns import (
    State,
    SurveyCampaignIn,
    SurveyCampaignOut,
    SurveyCampaignPage,
    SurveyCampaignPatch,
    SurveyCampaignRunOut,
    SurveyCampaignRunPage,
)
from app.services import pulses, survey_campaigns

router = DeskRouter(prefix="/v1/survey-campaigns", tags=["Surveys"])

Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=300)]


def _answer(campaign: SurveyCampaignOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(campaign.model_dump(), status, version=str(campaign.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createSurveyCampaign",
    summary="Make a campaign",
    response_model=SurveyCampaignOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: SurveyCampaignIn, actor: Annotated[Actor, agent(P.SURVEYS_WRITE)], work: Work) -> Response:
    """Make a campaign of a survey: as a draft, which asks nobody. A survey for agents makes it a pulse: everybody in
    the audience is asked, and nobody can find out who said what.
    """
    made = await survey_campaigns.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/survey-campaigns/{made.id}")


@router.get(
    "",
    operation_id="listSurveyCampaigns",
    summary="List campaigns",
    response_model=SurveyCampaignPage,
    responses=problems(401, 403),
)
async def list_campaigns(
    actor: Annotated[Actor, agent(P.SURVEYS_WRITE)],
    work: Work,
    survey_id: UUID | None = None,
    state: State | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Campaigns, newest first."""
    found = await survey_campaigns.page(
        work.session, actor, survey_id=survey_id, state=state, cursor=cursor, limit=limit
    )
    return answer(found.model_dump())


@router.get(
    "/{campaign_id}",
    operation_id="getSurveyCampaign",
    summary="Read a campaign",
    response_model=SurveyCampaignOut,
    responses=problems(401, 403, 404),
)
async def read(campaign_id: UUID, actor: Annotated[Actor, agent(P.SURVEYS_WRITE)], work: Work) -> Response:
    """A campaign; its ETag goes into `If-Match` when you change it. A run changes it as well."""
    return _answer(await survey_campaigns.read(work.session, actor, campaign_id))


@router.patch(
    "/{campaign_id}",
    operation_id="updateSurveyCampaign",
    summary="Change a campaign",
    response_model=SurveyCampaignOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    campaign_id: UUID,
    change: SurveyCampaignPatch,
    actor: Annotated[Actor, agent(P.SURVEYS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a campaign; a run that has begun goes on as it was drawn. Once it was started, its audience stays."""
    return _answer(await survey_campaigns.patch(work.session, actor, campaign_id, change, version=if_match))


@router.delete(
    "/{campaign_id}",
    status_code=204,
    operation_id="deleteSurveyCampaign",
    summary="Delete a draft",
    responses=problems(401, 403, 404, 409, 412),
)
async def delete(
    campaign_id: UUID, actor: Annotated[Actor, agent(P.SURVEYS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Delete a campaign that was never started; others stay with what they have brought."""
    await survey_campaigns.delete(work.session, actor, campaign_id, version=if_match)
    return Response(status_code=204)


@router.post(
    "/{campaign_id}/start",
    operation_id="startSurveyCampaign",
    summary="Start a campaign",
    response_model=SurveyCampaignOut,
    responses=problems(401, 403, 404, 409),
)
async def start(campaign_id: UUID, actor: Annotated[Actor, agent(P.SURVEYS_WRITE)], work: Work) -> Response:
    """Start it, or go on after a pause: a run that was stopped goes on where it was. Times that went by meanwhile are
    not made up for, but for the only one of a campaign that asks once.
    """
    return _answer(await survey_campaigns.start(work.session, actor, campaign_id))


@router.post(
    "/{campaign_id}/pause",
    operation_id="pauseSurveyCampaign",
    summary="Pause a campaign",
    response_model=SurveyCampaignOut,
    responses=problems(401, 403, 404, 409),
)
async def pause(campaign_id: UUID, actor: Annotated[Actor, agent(P.SURVEYS_WRITE)], work: Work) -> Response:
    """Ask nobody else until it is started again. Who was invited can answer, and a pulse that is open stays open."""
    return _answer(await survey_campaigns.pause(work.session, actor, campaign_id))


@router.post(
    "/{campaign_id}/preview",
    status_code=202,
    operation_id="previewSurveyCampaign",
    summary="Preview the next run",
    response_model=JobOut,
    responses=problems(401, 403, 404, 409),
)
async def preview(campaign_id: UUID, actor: Annotated[Actor, agent(P.SURVEYS_WRITE)], work: Work) -> Response:
    """What the next run would do, as a job that asks nobody. Its result: how many `fit` the audience, how many of these
    are `left_out` and why, how many are `drawn`, how full each of the `quotas` is, and 20 `examples`: the first that
    would be asked. The run draws the same people, as long as there are the same people.
    """
    job = await survey_campaigns.preview(work.session, actor, campaign_id)
    return answer(job.model_dump(), 202, location=f"/v1/jobs/{job.id}")


@router.get(
    "/{campaign_id}/runs",
    operation_id="listSurveyCampaignRuns",
    summary="List runs of a campaign",
    response_model=SurveyCampaignRunPage,
    responses=problems(401, 403, 404),
)
async def runs(
    campaign_id: UUID,
    actor: Annotated[Actor, agent(P.SURVEYS_WRITE)],
    work: Work,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """What became of each time that it asked, latest first."""
    found = await survey_campaigns.runs(work.session, actor, campaign_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{campaign_id}/runs/{run_id}",
    operation_id="getSurveyCampaignRun",
    summary="Read a run of a campaign",
    response_model=SurveyCampaignRunOut,
    responses=problems(401, 403, 404),
)
async def run(campaign_id: UUID, run_id: UUID, actor: Annotated[Actor, agent(P.SURVEYS_WRITE)], work: Work) -> Response:
    """One run: how many were left out and why, invited, reached, and have answered."""
    return answer((await survey_campaigns.one_run(work.session, actor, campaign_id, run_id)).model_dump())


@router.get(
    "/{campaign_id}/runs/{run_id}/results",
    operation_id="getPulseResults",
    summary="Read what a pulse has brought",
    response_model=PulseResultOut,
    responses=problems(401, 403, 404),
)
async def results(
    campaign_id: UUID, run_id: UUID, actor: Annotated[Actor, agent(P.SURVEYS_WRITE)], work: Work
) -> Response:
    """What is shown of a pulse that is over. Nothing is shown while it is open, of fewer answers than `minimum_group`,
    or where it could be subtracted from another one to find a few people. A campaign for customers has its results in
    `GET /v1/surveys/{survey_id}/results`.
    """
    return answer((await pulses.result(work.session, actor, campaign_id, run_id)).model_dump())
