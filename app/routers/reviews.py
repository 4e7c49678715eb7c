"""`/v1/reviews`: what is thought of how a conversation was handled, and what its agent says to that."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Instant
from app.schemas.reviews import (
    ReviewAcknowledgeIn,
    ReviewDisputeIn,
    ReviewIn,
    ReviewOut,
    ReviewPage,
    ReviewPatch,
    ReviewSettleIn,
    ReviewState,
)
from app.services import review_states, reviews

router = DeskRouter(prefix="/v1/reviews", tags=["Quality"])


def _answer(review: ReviewOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(review.model_dump(), status, version=str(review.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createReview",
    summary="Begin a review",
    response_model=ReviewOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: ReviewIn, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work) -> Response:
    """Begin a draft: of a ticket by a scorecard (of the author of its last public reply, unless you name an agent), of
    an assignment, or one's view in a calibration. One agent's work on one episode is reviewed once by a scorecard: of
    two who begin at once the second is refused (`already_reviewed`). Nobody reviews themselves (`own_work`).
    """
    made = await reviews.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/reviews/{made.id}")


@router.get(
    "", operation_id="listReviews", summary="List reviews", response_model=ReviewPage, responses=problems(401, 403)
)
async def list_reviews(
    actor: Annotated[Actor, agent(P.REVIEWS_READ)],
    work: Work,
    *,
    agent_id: Annotated[UUID | None, Query(description="Whose work.")] = None,
    reviewer_id: Annotated[UUID | None, Query()] = None,
    ticket_id: Annotated[UUID | None, Query()] = None,
    scorecard_id: Annotated[UUID | None, Query()] = None,
    calibration_id: Annotated[UUID | None, Query()] = None,
    state: Annotated[ReviewState | None, Query()] = None,
    published_from: Annotated[Instant | None, Query(description="Published at this instant or later.")] = None,
    published_to: Annotated[Instant | None, Query(description="Published before this instant.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """Reviews, the newest first. Agents see the published ones of their own work; who reviews sees all that are
    published and their own drafts. Of a calibration that is open everybody sees only their own view.
    """
    wanted = reviews.Wanted(
        agent_id, reviewer_id, ticket_id, scorecard_id, calibration_id, state, published_from, published_to
    )
    return answer((await reviews.page(work.session, actor, wanted, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{review_id}",
    operation_id="getReview",
    summary="Read a review",
    response_model=ReviewOut,
    responses=problems(401, 403, 404),
)
async def read(review_id: UUID, actor: Annotated[Actor, agent(P.REVIEWS_READ)], work: Work) -> Response:
    """A review with its answers, its score, and what has happened to it."""
    return _answer(await reviews.read(work.session, actor, review_id))


@router.patch(
    "/{review_id}",
    operation_id="updateReview",
    summary="Change a draft",
    response_model=ReviewOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    review_id: UUID,
    change: ReviewPatch,
    actor: Annotated[Actor, agent(P.REVIEWS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a draft of your own; its score is made anew."""
    return _answer(await reviews.patch(work.session, actor, review_id, change, version=if_match))


@router.delete(
    "/{review_id}",
    status_code=204,
    operation_id="deleteReview",
    summary="Delete a draft",
    responses=problems(401, 403, 404, 409, 412),
)
async def delete(
    review_id: UUID, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Delete a draft: your own, or that of a reviewer who is not active any more; an admin any."""
    await reviews.delete(work.session, actor, review_id, version=if_match)
    return Response(status_code=204)


@router.post(
    "/{review_id}/publish",
    operation_id="publishReview",
    summary="Publish a review",
    response_model=ReviewOut,
    responses=problems(401, 403, 404, 409),
)
async def publish(review_id: UUID, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work) -> Response:
    """Tell the agent, once every criterion is answered. In a calibration: hand in your view, which the agent never
    sees. Publishing what is published changes nothing.
    """
    return _answer(await review_states.publish(work.session, actor, review_id))


@router.post(
    "/{review_id}/acknowledge",
    operation_id="acknowledgeReview",
    summary="Acknowledge a review",
    response_model=ReviewOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def acknowledge(
    review_id: UUID,
    actor: Annotated[Actor, agent(P.REVIEWS_READ)],
    work: Work,
    said: ReviewAcknowledgeIn,
) -> Response:
    """Say that you have read the review of your work. Doing so again changes nothing."""
    return _answer(await review_states.acknowledge(work.session, actor, review_id, said.comment))


@router.post(
    "/{review_id}/dispute",
    operation_id="disputeReview",
    summary="Dispute a review",
    response_model=ReviewOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def dispute(
    review_id: UUID, said: ReviewDisputeIn, actor: Annotated[Actor, agent(P.REVIEWS_READ)], work: Work
) -> Response:
    """Say why you see it otherwise, before you acknowledge it; the reviewer is told."""
    return _answer(await review_states.dispute(work.session, actor, review_id, said.reason))


@router.post(
    "/{review_id}/settle",
    operation_id="settleReview",
    summary="Settle a review",
    response_model=ReviewOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def settle(
    review_id: UUID, asked: ReviewSettleIn, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work
) -> Response:
    """Decide a dispute, or put right a review that was wrong: it stands, it has other answers, or it is taken back
    and counts no more. What it said before stays in its history. Never of your own work.
    """
    return _answer(await review_states.settle(work.session, actor, review_id, asked))
