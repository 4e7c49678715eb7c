"""`/v1/feedback`: how customers rate what was solved."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from app.answers import answer
from app.deps import PUBLIC, Work, problems, staff
from app.errors import Forbidden, Unauthenticated
from app.requests import DeskRouter, credential_of
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Instant, Key
from app.schemas.feedback import FeedbackGiven, FeedbackIn, FeedbackPage, FeedbackSummary, FeedbackVersionPage, Metric
from app.services import feedback, feedback_reports

router = DeskRouter(prefix="/v1/feedback", tags=["Feedback"])


@router.post(
    "",
    status_code=201,
    operation_id="createFeedback",
    summary="Rate what was solved",
    response_model=FeedbackGiven,
    responses=problems(401, 403, 404, 409, 415, 429),
    openapi_extra=PUBLIC,
)
async def create(new: FeedbackIn, request: Request, work: Work) -> Response:
    """Answer a survey once: with its `survey_token` and no credential, or with your visitor token for your ticket.

    A survey is open from when the ticket is solved until it expires or the ticket is reopened.
    """
    # A token is authority enough: whatever credential comes with it is not even looked at.
    actor = None if new.survey_token is not None else await _customer(request)
    address = request.client.host if request.client else None
    made = await feedback.give(work.session, new, actor=actor, address=address)
    return answer(made.model_dump(), 201)


async def _customer(request: Request) -> Actor:
    credential = await credential_of(request)
    if credential is None:
        raise Unauthenticated
    if credential.actor.kind != "customer" or not credential.actor.may(P.FEEDBACK_WRITE):
        raise Forbidden("Only the customer can rate a ticket", needs=P.FEEDBACK_WRITE.value)
    return credential.actor


@router.get(
    "", operation_id="listFeedback", summary="List feedback", response_model=FeedbackPage, responses=problems(401, 403)
)
async def list_feedback(
    actor: Annotated[Actor, staff(P.FEEDBACK_READ)],
    work: Work,
    agent_id: UUID | None = None,
    ticket_id: UUID | None = None,
    score: Annotated[int | None, Query(ge=0, le=10)] = None,
    metric: Metric | None = None,
    created_after: Instant | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Ratings and other answers, newest first. `agent_id` is the agent of the last public human reply."""
    wanted = feedback_reports.FeedbackFilter(
        agent_id=agent_id, ticket_id=ticket_id, score=score, metric=metric, created_after=created_after,
        cursor=cursor, limit=limit,
    )  # fmt: skip
    return answer((await feedback_reports.page(work.session, actor, wanted)).model_dump())


@router.get(
    "/summary",
    operation_id="summarizeFeedback",
    summary="Sum up feedback",
    response_model=FeedbackSummary,
    responses=problems(401, 403),
)
async def summarize(
    actor: Annotated[Actor, staff(P.FEEDBACK_READ)],
    work: Work,
    agent_id: UUID | None = None,
    team_id: UUID | None = None,
    brand: Key | None = None,
    since: Annotated[Instant | None, Query(alias="from", description="Invited at or after this.")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="Invited before this.")] = None,
) -> Response:
    """What the invitations of a period brought: how many were answered, and how. Null where there is no basis."""
    period = feedback_reports.Period(agent_id=agent_id, team_id=team_id, brand=brand, since=since, until=until)
    return answer((await feedback_reports.summary(work.session, actor, period)).model_dump(by_alias=True))


@router.get(
    "/{feedback_id}/versions",
    operation_id="listFeedbackVersions",
    summary="List what an answer said before",
    response_model=FeedbackVersionPage,
    responses=problems(401, 403, 404),
)
async def versions(
    feedback_id: UUID,
    actor: Annotated[Actor, staff(P.FEEDBACK_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """What was said before its customer said it otherwise, the latest first; what it says now is not among it."""
    found = await feedback_reports.versions(work.session, actor, feedback_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())
