"""`/v1/review-figures`: how reviews turn out, and of how many."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Instant
from app.schemas.review_figures import GroupBy, ReviewFigures
from app.services import review_figures

router = DeskRouter(prefix="/v1/review-figures", tags=["Quality"])


@router.get(
    "",
    operation_id="getReviewFigures",
    summary="Figures of reviews",
    response_model=ReviewFigures,
    responses=problems(401, 403),
)
async def read(
    actor: Annotated[Actor, agent(P.REVIEWS_READ)],
    work: Work,
    *,
    start: Annotated[Instant, Query(alias="from", description="Published at this instant or later.")],
    end: Annotated[Instant, Query(alias="to", description="Published before this instant.")],
    zone: Annotated[str, Query(max_length=255, description="The IANA zone of weeks and months.")] = "UTC",
    group_by: Annotated[GroupBy, Query()] = "none",
    agent_id: Annotated[UUID | None, Query(description="Whose work.")] = None,
    team_id: Annotated[UUID | None, Query(description="The ticket's team when the review began.")] = None,
    scorecard_id: Annotated[UUID | None, Query()] = None,
) -> Response:
    """The mean score of the reviews of a period of up to three years, with its 95 % interval and of how many it is.
    Agents see their own figures only. Withdrawn reviews and calibrations do not count.
    """
    wanted = review_figures.Wanted(start, end, zone, group_by, agent_id, team_id, scorecard_id)
    return answer((await review_figures.figures(work.session, actor, wanted)).model_dump())
