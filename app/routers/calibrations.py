"""`/v1/calibrations`: whether reviewers mean the same by the same score."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Instant
from app.schemas.calibrations import CalibrationIn, CalibrationOut, CalibrationPage, ScorecardAgreementOut
from app.services import calibration_views, calibrations

router = DeskRouter(prefix="/v1/calibrations", tags=["Quality"])


def _answer(calibration: CalibrationOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(calibration.model_dump(), status, version=str(calibration.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createCalibration",
    summary="Begin a calibration",
    response_model=CalibrationOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: CalibrationIn, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work) -> Response:
    """Ask several people to review the same ticket. Each begins with `POST /v1/reviews` and its `calibration_id`, and
    hands in by publishing; until it is closed nobody sees another's view, and the agent never sees any.
    """
    made = await calibrations.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/calibrations/{made.id}")


@router.get(
    "",
    operation_id="listCalibrations",
    summary="List calibrations",
    response_model=CalibrationPage,
    responses=problems(401, 403),
)
async def list_calibrations(
    actor: Annotated[Actor, agent(P.REVIEWS_WRITE)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """Calibrations, the newest first; those of your own work are not yours to see."""
    return answer((await calibrations.page(work.session, actor, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/agreement",
    operation_id="getAgreement",
    summary="How much reviewers agree",
    response_model=ScorecardAgreementOut,
    responses=problems(401, 403, 404),
)
async def read_agreement(
    actor: Annotated[Actor, agent(P.REVIEWS_WRITE)],
    work: Work,
    *,
    scorecard_id: Annotated[UUID, Query()],
    closed_from: Annotated[Instant | None, Query(description="Closed at this instant or later.")] = None,
    closed_to: Annotated[Instant | None, Query(description="Closed before this instant.")] = None,
) -> Response:
    """By each criterion of a scorecard, over all calibrations that were closed in a period: how often two people say
    the same, how far they are apart, and whether that is better than chance.
    """
    return answer(
        (
            await calibration_views.by_scorecard(work.session, actor, scorecard_id, since=closed_from, until=closed_to)
        ).model_dump()
    )


@router.get(
    "/{calibration_id}",
    operation_id="getCalibration",
    summary="Read a calibration",
    response_model=CalibrationOut,
    responses=problems(401, 403, 404),
)
async def read(calibration_id: UUID, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work) -> Response:
    """Who is asked and whose view is in; once it is closed, what they said and how much they agree."""
    return _answer(await calibrations.read(work.session, actor, calibration_id))


@router.post(
    "/{calibration_id}/close",
    operation_id="closeCalibration",
    summary="Close a calibration",
    response_model=CalibrationOut,
    responses=problems(401, 403, 404, 409),
)
async def close(calibration_id: UUID, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work) -> Response:
    """Compare the views that were handed in, at least two; drafts count no more. For whoever made it, and admins."""
    return _answer(await calibrations.close(work.session, actor, calibration_id))


@router.delete(
    "/{calibration_id}",
    status_code=204,
    operation_id="deleteCalibration",
    summary="Delete a calibration",
    responses=problems(401, 403, 404, 412),
)
async def delete(
    calibration_id: UUID, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Delete it with all of its views. For whoever made it, and admins."""
    await calibrations.delete(work.session, actor, calibration_id, version=if_match)
    return Response(status_code=204)
