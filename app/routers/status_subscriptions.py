"""`/v1/status/subscriptions`: being told what the status page says."""

from typing import Annotated

from fastapi import Path, Request, Response

from app.answers import answer
from app.deps import PUBLIC, Work, problems
from app.reading import Languages
from app.requests import DeskRouter
from app.schemas.status_subscriptions import StatusSubscribedOut, StatusSubscriptionIn, StatusSubscriptionOut
from app.services import status_subscriptions

router = DeskRouter(prefix="/v1/status/subscriptions", tags=["Status page"])

Token = Annotated[str, Path(max_length=200, description="From a mail, or from the call to a webhook.")]


def _address(request: Request) -> str | None:
    return request.client.host if request.client else None


@router.post(
    "",
    status_code=202,
    operation_id="subscribeToStatus",
    summary="Ask to be told",
    response_model=StatusSubscribedOut,
    responses=problems(415, 429),
    openapi_extra=PUBLIC,
)
async def ask(new: StatusSubscriptionIn, request: Request, languages: Languages, work: Work) -> Response:
    """Public. A mail with a link goes to the address, or a signed call with a token to the URL (`status.confirm`):
    nothing else is sent there until somebody says yes with it. The answer is the same for addresses that are known.
    """
    made = await status_subscriptions.ask(work.session, new, languages[1], address=_address(request))
    return answer(made.model_dump(), 202)


@router.get(
    "/{token}",
    operation_id="getStatusSubscription",
    summary="Read a subscription",
    response_model=StatusSubscriptionOut,
    responses=problems(404, 429),
    openapi_extra=PUBLIC,
)
async def read(token: Token, request: Request, work: Work) -> Response:
    """Public, by its link. Changes nothing, so that a scanner that opens links does no harm."""
    status_subscriptions.limit(_address(request))
    return answer((await status_subscriptions.read(work.session, token)).model_dump())


@router.post(
    "/{token}/confirm",
    operation_id="confirmStatusSubscription",
    summary="Say yes to a subscription",
    response_model=StatusSubscriptionOut,
    responses=problems(404, 429),
    openapi_extra=PUBLIC,
)
async def confirm(token: Token, request: Request, work: Work) -> Response:
    """Public, by its link, within three days. Said twice it is said. What the same address had before of this brand
    ends: so components are chosen anew.
    """
    status_subscriptions.limit(_address(request))
    return answer((await status_subscriptions.confirm(work.session, token)).model_dump())


@router.post(
    "/{token}/end",
    operation_id="endStatusSubscription",
    summary="End a subscription",
    response_model=StatusSubscriptionOut,
    responses=problems(404, 429),
    openapi_extra=PUBLIC,
)
async def end(token: Token, request: Request, work: Work) -> Response:
    """Public, by its link. Said twice it is said; whoever wants it again asks again."""
    status_subscriptions.limit(_address(request))
    return answer((await status_subscriptions.end(work.session, token)).model_dump())
