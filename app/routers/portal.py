"""`/v1/portal`: customers sign in with a link that is mailed to them, and see to their own tickets."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from app.answers import answer
from app.deps import PUBLIC, IfMatch, Work, customer, problems
from app.reading import Languages
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.portal import (
    PortalPersonOut,
    PortalPersonPatch,
    PortalSessionIn,
    PortalSessionOut,
    SignInLinkIn,
    SignInLinkOut,
)
from app.schemas.tickets import TicketOut
from app.services import portal, tickets

router = DeskRouter(prefix="/v1/portal", tags=["Portal"])


def _address(request: Request) -> str | None:
    return request.client.host if request.client else None


@router.post(
    "/sign-in-links",
    status_code=202,
    operation_id="mailSignInLink",
    summary="Get a link by mail",
    response_model=SignInLinkOut,
    responses=problems(409, 415, 429),
    openapi_extra=PUBLIC,
)
async def ask(new: SignInLinkIn, request: Request, languages: Languages, work: Work) -> Response:
    """Public. A mail with a link goes to the address, whether the desk knows it or not, and the answer is the same. The
    link works once, for a quarter of an hour. Limited per client address and per mail address.
    """
    made = await portal.ask(work.session, new, languages[1], address=_address(request))
    return answer(made.model_dump(), 202)


@router.post(
    "/sessions",
    status_code=201,
    operation_id="createPortalSession",
    summary="Sign in with a link",
    response_model=PortalSessionOut,
    responses=problems(401, 415, 429),
    openapi_extra=PUBLIC,
)
async def begin(given: PortalSessionIn, request: Request, work: Work) -> Response:
    """Public, by what is in the link, which is spent by that. Whoever reads the mailbox is the customer with that
    address; of an address that wrote never before, a new one. Opening the link spends nothing.
    """
    return answer((await portal.begin(work.session, given.token, address=_address(request))).model_dump(), 201)


@router.get(
    "/sessions/current",
    operation_id="getPortalSession",
    summary="Who is signed in",
    response_model=PortalPersonOut,
    responses=problems(401, 403),
)
async def read(actor: Annotated[Actor, customer(P.TICKETS_READ)], work: Work) -> Response:
    """The customer behind a token that came by a link; 403 for visitors who came otherwise."""
    found, version = await portal.person(work.session, actor)
    return answer(found.model_dump(), version=version)


@router.patch(
    "/sessions/current",
    operation_id="updatePortalPerson",
    summary="Say one's name and language",
    response_model=PortalPersonOut,
    responses=problems(401, 403, 412, 415),
)
async def patch(
    change: PortalPersonPatch, actor: Annotated[Actor, customer(P.TICKETS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """What agents call them, and what mails to them are written in."""
    found, version = await portal.change(work.session, actor, change, version=if_match)
    return answer(found.model_dump(), version=version)


@router.delete(
    "/sessions/current",
    status_code=204,
    operation_id="endPortalSession",
    summary="Sign out here",
    responses=problems(401, 403),
)
async def end(actor: Annotated[Actor, customer(P.TICKETS_READ)], work: Work) -> Response:
    """The token is refused from now on, and its sockets are closed."""
    await portal.end(work.session, actor, everywhere=False)
    return Response(status_code=204)


@router.delete(
    "/sessions",
    status_code=204,
    operation_id="endPortalSessions",
    summary="Sign out everywhere",
    responses=problems(401, 403),
)
async def end_all(actor: Annotated[Actor, customer(P.TICKETS_READ)], work: Work) -> Response:
    """Every token of this customer that came by a link is refused from now on, and unused links work no more."""
    await portal.end(work.session, actor, everywhere=True)
    return Response(status_code=204)


@router.post(
    "/tickets/{ticket_id}/solve",
    operation_id="solveOwnTicket",
    summary="Say that it is solved",
    response_model=TicketOut,
    responses=problems(401, 403, 404, 409),
)
async def solve(ticket_id: UUID, actor: Annotated[Actor, customer(P.TICKETS_WRITE)], work: Work) -> Response:
    """The requester needs no more help. Writing again opens it again. 409 while the desk has something to finish."""
    await portal.solve(work.session, actor, ticket_id)
    found, version = await tickets.shown(work.session, actor, ticket_id)
    return answer(found, version=version)
