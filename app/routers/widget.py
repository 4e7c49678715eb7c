"""`/v1/widget`: visitor tokens for web pages and mobile apps."""

from typing import Annotated

from fastapi import Query, Request, Response

from app.answers import answer
from app.deps import PUBLIC, Work, customer, problems
from app.reading import NOT_MODIFIED, Languages
from app.reading import answer as kept
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.appearance import WidgetAppearanceOut
from app.schemas.base import Key
from app.schemas.widget import WidgetSessionIn, WidgetSessionOut
from app.services import appearance, widget

router = DeskRouter(prefix="/v1/widget", tags=["Widget"])


@router.post(
    "/sessions",
    status_code=201,
    operation_id="createWidgetSession",
    summary="Get a visitor token",
    response_model=WidgetSessionOut,
    responses=problems(401, 409, 415, 429),
    openapi_extra=PUBLIC,
)
async def begin(new: WidgetSessionIn, request: Request, work: Work) -> Response:
    """A visitor token for your page or app. Public; limited per client address.

    Without an `identity_token` the visitor is a new customer. With one, signed by your backend with the brand's
    identity secret, it is the customer with that external id, on every device.
    """
    address = request.client.host if request.client else None
    return answer((await widget.begin(work.session, new, address=address)).model_dump(), 201)


@router.delete(
    "/sessions/current",
    status_code=204,
    operation_id="endWidgetSession",
    summary="End the visitor's session",
    responses=problems(401, 403),
)
async def end(actor: Annotated[Actor, customer(P.TICKETS_READ)], work: Work) -> Response:
    """Sign the visitor out: the token is refused from now on, and its sockets are closed."""
    await widget.end(work.session, actor)
    return Response(status_code=204)


@router.get(
    "/appearance",
    operation_id="getWidgetAppearance",
    summary="How a brand looks",
    response_model=WidgetAppearanceOut,
    responses={**problems(404), **NOT_MODIFIED},
    openapi_extra=PUBLIC,
)
async def look(
    request: Request,
    work: Work,
    languages: Languages,
    brand: Annotated[Key | None, Query(description="The brand; without it the desk's first one.")] = None,
) -> Response:
    """Public: colours, words, logo, and whether somebody is there now or when next. To be kept for a minute; then ask
    with `If-None-Match`.
    """
    asked, taken = languages
    wanted = [asked] if asked is not None else taken
    found = await appearance.read(work.session, brand=brand, languages=wanted)
    return kept(request, found.model_dump(), private=False)
