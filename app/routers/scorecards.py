"""`/v1/scorecards`: by what conversations are reviewed."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.scorecards import ScorecardIn, ScorecardOut, ScorecardPage, ScorecardPatch, ScorecardVersionPage
from app.services import scorecards

router = DeskRouter(prefix="/v1/scorecards", tags=["Quality"])


def _answer(card: ScorecardOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(card.model_dump(), status, version=str(card.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createScorecard",
    summary="Make a scorecard",
    response_model=ScorecardOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: ScorecardIn, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work) -> Response:
    """Make a scorecard: up to 30 criteria, each a scale, a yes or no, or a choice, with its weight. One that is
    `critical` and not met at all makes the whole score 0.
    """
    made = await scorecards.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/scorecards/{made.id}")


@router.get(
    "",
    operation_id="listScorecards",
    summary="List scorecards",
    response_model=ScorecardPage,
    responses=problems(401, 403),
)
async def list_scorecards(
    actor: Annotated[Actor, agent(P.REVIEWS_READ)],
    work: Work,
    *,
    archived: Annotated[bool, Query()] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The scorecards by key; every agent may read by what they are judged."""
    return answer(
        (await scorecards.page(work.session, actor, archived=archived, cursor=cursor, limit=limit)).model_dump()
    )


@router.get(
    "/{scorecard_id}",
    operation_id="getScorecard",
    summary="Read a scorecard",
    response_model=ScorecardOut,
    responses=problems(401, 403, 404),
)
async def read(scorecard_id: UUID, actor: Annotated[Actor, agent(P.REVIEWS_READ)], work: Work) -> Response:
    """A scorecard with the criteria that count now."""
    return _answer(await scorecards.read(work.session, actor, scorecard_id))


@router.patch(
    "/{scorecard_id}",
    operation_id="updateScorecard",
    summary="Change a scorecard",
    response_model=ScorecardOut,
    responses=problems(401, 403, 404, 412, 415),
)
async def patch(
    scorecard_id: UUID,
    change: ScorecardPatch,
    actor: Annotated[Actor, agent(P.REVIEWS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change its name or criteria, or archive it. Other criteria are its next version: what has begun keeps its own."""
    return _answer(await scorecards.patch(work.session, actor, scorecard_id, change, version=if_match))


@router.get(
    "/{scorecard_id}/versions",
    operation_id="listScorecardVersions",
    summary="List the versions of a scorecard",
    response_model=ScorecardVersionPage,
    responses=problems(401, 403, 404),
)
async def list_versions(
    scorecard_id: UUID,
    actor: Annotated[Actor, agent(P.REVIEWS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """What it has asked, the newest first: a review says by which version it is."""
    return answer(
        (await scorecards.versions(work.session, actor, scorecard_id, cursor=cursor, limit=limit)).model_dump()
    )
