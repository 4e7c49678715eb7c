"""`/v1/tickets/{id}/survey-links`: a survey that is asked by hand."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.survey_links import SurveyInvitationPage, SurveyLinkIn, SurveyLinkOut
from app.services import survey_links

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/survey-links", tags=["Surveys"])


@router.post(
    "",
    status_code=201,
    operation_id="createSurveyLink",
    summary="Ask a ticket's customer now",
    response_model=SurveyLinkOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def create(
    ticket_id: UUID, new: SurveyLinkIn, actor: Annotated[Actor, staff(P.TICKETS_WRITE)], work: Work
) -> Response:
    """Ask the customer of a solved ticket, whatever the survey's delay and conditions, and whenever they were asked.

    Still once per solving: an open question is sent again, by mail once an hour. Agents get no link, as they would
    rate themselves; the company's own systems do, by their API key.
    """
    return answer((await survey_links.ask(work.session, actor, ticket_id, new)).model_dump(), 201)


@router.get(
    "",
    operation_id="listSurveyInvitations",
    summary="List how a ticket's customer was asked",
    response_model=SurveyInvitationPage,
    responses=problems(401, 403, 404),
)
async def invitations(
    ticket_id: UUID,
    actor: Annotated[Actor, staff(P.TICKETS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """What was asked at each solving, by which way and what became of it, or why nobody was asked."""
    found = await survey_links.page(work.session, actor, ticket_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())
