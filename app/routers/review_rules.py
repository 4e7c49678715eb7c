"""`/v1/review-rules`: which conversations are drawn to be reviewed."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.review_rules import (
    ReviewDrawIn,
    ReviewDrawOut,
    ReviewRuleIn,
    ReviewRuleOut,
    ReviewRulePage,
    ReviewRulePatch,
)
from app.services import review_rules

router = DeskRouter(prefix="/v1/review-rules", tags=["Quality"])


def _answer(rule: ReviewRuleOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(rule.model_dump(), status, version=str(rule.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createReviewRule",
    summary="Make a rule of reviews",
    response_model=ReviewRuleOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: ReviewRuleIn, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work) -> Response:
    """Have so many tickets of each agent drawn when a week is over: of those that the agent has replied on and solved
    in it, by chance that can be done again, and given evenly to reviewers, never to the agent themselves.
    """
    made = await review_rules.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/review-rules/{made.id}")


@router.get(
    "",
    operation_id="listReviewRules",
    summary="List rules of reviews",
    response_model=ReviewRulePage,
    responses=problems(401, 403),
)
async def list_rules(
    actor: Annotated[Actor, agent(P.REVIEWS_WRITE)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The rules by name."""
    return answer((await review_rules.page(work.session, actor, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{rule_id}",
    operation_id="getReviewRule",
    summary="Read a rule of reviews",
    response_model=ReviewRuleOut,
    responses=problems(401, 403, 404),
)
async def read(rule_id: UUID, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work) -> Response:
    """A rule, and when it draws next."""
    return _answer(await review_rules.read(work.session, actor, rule_id))


@router.patch(
    "/{rule_id}",
    operation_id="updateReviewRule",
    summary="Change a rule of reviews",
    response_model=ReviewRuleOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    rule_id: UUID,
    change: ReviewRulePatch,
    actor: Annotated[Actor, agent(P.REVIEWS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a rule, for the draws that come. Switched on again it begins with the week that goes on."""
    return _answer(await review_rules.patch(work.session, actor, rule_id, change, version=if_match))


@router.delete(
    "/{rule_id}",
    status_code=204,
    operation_id="deleteReviewRule",
    summary="Delete a rule of reviews",
    responses=problems(401, 403, 404, 412),
)
async def delete(
    rule_id: UUID, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Delete a rule; what it has drawn stays to be reviewed."""
    await review_rules.delete(work.session, actor, rule_id, version=if_match)
    return Response(status_code=204)


@router.post(
    "/{rule_id}/draw",
    operation_id="drawReviews",
    summary="Draw tickets to review now",
    response_model=ReviewDrawOut,
    responses=problems(401, 403, 404, 415),
)
async def draw(
    rule_id: UUID, asked: ReviewDrawIn, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work
) -> Response:
    """Draw of what was solved in a span of up to 31 days, without waiting for the end of the week. Drawn again with the
    same beginning it adds only what is missing.
    """
    return answer((await review_rules.draw(work.session, actor, rule_id, asked)).model_dump())
