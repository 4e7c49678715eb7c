"""`/v1/review-assignments`: which conversations somebody is to review."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.review_assignments import (
    AssignmentState,
    ReviewAssignmentOut,
    ReviewAssignmentPage,
    ReviewAssignmentPatch,
    ReviewDismissIn,
)
from app.services import review_assignments

router = DeskRouter(prefix="/v1/review-assignments", tags=["Quality"])


def _answer(assignment: ReviewAssignmentOut) -> Response:
    return answer(assignment.model_dump(), version=str(assignment.version))


@router.get(
    "",
    operation_id="listReviewAssignments",
    summary="List what is to be reviewed",
    response_model=ReviewAssignmentPage,
    responses=problems(401, 403),
)
async def list_assignments(
    actor: Annotated[Actor, agent(P.REVIEWS_WRITE)],
    work: Work,
    *,
    mine: Annotated[bool, Query(description="Only what the caller is to review.")] = False,
    agent_id: Annotated[UUID | None, Query(description="Whose work.")] = None,
    state: Annotated[AssignmentState | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """What is to be reviewed, the newest first; of your own work you see nothing here."""
    return answer(
        (
            await review_assignments.page(
                work.session, actor, mine=mine, agent_id=agent_id, state=state, cursor=cursor, limit=limit
            )
        ).model_dump()
    )


@router.get(
    "/{assignment_id}",
    operation_id="getReviewAssignment",
    summary="Read what is to be reviewed",
    response_model=ReviewAssignmentOut,
    responses=problems(401, 403, 404),
)
async def read(assignment_id: UUID, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work) -> Response:
    """One of them; `POST /v1/reviews` with its id begins the review."""
    return _answer(await review_assignments.read(work.session, actor, assignment_id))


@router.patch(
    "/{assignment_id}",
    operation_id="updateReviewAssignment",
    summary="Give a review to somebody else",
    response_model=ReviewAssignmentOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    assignment_id: UUID,
    change: ReviewAssignmentPatch,
    actor: Annotated[Actor, agent(P.REVIEWS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Give it to another lead or admin, who is told; never to whose work it is."""
    return _answer(
        await review_assignments.give(work.session, actor, assignment_id, change.reviewer_id, version=if_match)
    )


@router.post(
    "/{assignment_id}/dismiss",
    operation_id="dismissReviewAssignment",
    summary="Dismiss what was to be reviewed",
    response_model=ReviewAssignmentOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def dismiss(
    assignment_id: UUID, said: ReviewDismissIn, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work
) -> Response:
    """Nobody is to review it, and no rule draws it again."""
    return _answer(await review_assignments.dismiss(work.session, actor, assignment_id, said.reason))
