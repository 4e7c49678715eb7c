"""`/v1/views`: saved views of tickets, and how many tickets are in each."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.tickets import TicketPage
from app.schemas.views import ViewCounts, ViewIn, ViewOut, ViewPage, ViewPatch
from app.services import views

router = DeskRouter(prefix="/v1/views", tags=["Views"])


def _answer(view: ViewOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(view.model_dump(), status, version=str(view.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createView",
    summary="Make a view",
    response_model=ViewOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: ViewIn, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """Save which tickets to list, and how. Your own by default; everybody's or a team's as a lead or admin.

    Conditions are those of queues and policies, besides the organization; `assignee_id` may be `me` and `team_id`
    `my_teams`, in `all` with `is`. Its tickets are counted a moment later, and the count follows every change.
    """
    made = await views.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/views/{made.id}")


@router.get("", operation_id="listViews", summary="List views", response_model=ViewPage, responses=problems(401, 403))
async def list_views(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Everybody's views, those of your teams and your own, by `position`. Leads and admins see those of all teams."""
    return answer((await views.page(work.session, actor, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/counts",
    operation_id="countViews",
    summary="Count the tickets of views",
    response_model=ViewCounts,
    responses=problems(401, 403),
)
async def counts(actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """How many tickets each of your views has, for you. Nothing is counted for it: ask as often as you are told to.

    On the socket `{"inbox": "views"}` says when counts have changed, at most once a second.
    """
    return answer((await views.counts(work.session, actor)).model_dump())


@router.get(
    "/{view_id}",
    operation_id="getView",
    summary="Read a view",
    response_model=ViewOut,
    responses=problems(401, 403, 404),
)
async def read(view_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """A view; its ETag goes into `If-Match` when you change it."""
    return _answer(await views.read(work.session, actor, view_id))


@router.patch(
    "/{view_id}",
    operation_id="updateView",
    summary="Change a view",
    response_model=ViewOut,
    responses=problems(401, 403, 404, 412, 415),
)
async def patch(
    view_id: UUID, change: ViewPatch, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work, if_match: IfMatch
) -> Response:
    """Change a view of your own, or as a lead or admin any. With other conditions its tickets are counted anew."""
    return _answer(await views.patch(work.session, actor, view_id, change, version=if_match))


@router.delete(
    "/{view_id}",
    status_code=204,
    operation_id="deleteView",
    summary="Delete a view",
    responses=problems(401, 403, 404, 412),
)
async def delete(
    view_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work, if_match: IfMatch
) -> Response:
    """Delete a view of your own, or as a lead or admin any; no ticket changes."""
    await views.delete(work.session, actor, view_id, version=if_match)
    return Response(status_code=204)


@router.get(
    "/{view_id}/tickets",
    operation_id="listViewTickets",
    summary="List the tickets of a view",
    response_model=TicketPage,
    responses=problems(401, 403, 404),
)
async def list_tickets(
    view_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Its tickets as they are now, in its order. Follow `next_cursor`: a page may be short or empty, and there be more.

    That happens when what is asked for is rare and nothing of it has an index: a custom field among all tickets.
    """
    return answer(await views.tickets(work.session, actor, view_id, cursor=cursor, limit=limit))


@router.post(
    "/{view_id}/recount",
    status_code=202,
    operation_id="recountView",
    summary="Count a view anew",
    response_model=ViewOut,
    responses=problems(401, 403, 404, 415),
)
async def recount(view_id: UUID, actor: Annotated[Actor, agent(P.VIEWS_WRITE)], work: Work) -> Response:
    """Compare its count with its tickets in a moment, and mend it; that is done once a day by itself."""
    return answer((await views.recount(work.session, actor, view_id)).model_dump(), 202)
