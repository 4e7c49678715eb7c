"""`/v1/opt-outs/{token}`: whoever got a mail that they do not want ends mails of its kind."""

from typing import Annotated

from fastapi import Path, Request, Response

from app.answers import answer
from app.deps import PUBLIC, Work, problems
from app.requests import DeskRouter
from app.schemas.opt_outs import OptOutOut
from app.services import opt_outs

router = DeskRouter(prefix="/v1/opt-outs/{token}", tags=["Opt-outs"])

Token = Annotated[str, Path(max_length=200, description="From the link in a mail.")]


def _counted(request: Request) -> None:
    opt_outs.limit(request.client.host if request.client else None)


@router.get(
    "",
    operation_id="getOptOut",
    summary="Read what a link ends",
    response_model=OptOutOut,
    responses=problems(404, 429),
    openapi_extra=PUBLIC,
)
async def read(token: Token, request: Request, work: Work) -> Response:
    """Public, by the link in a mail: which kind of mails it is about, and whether they have ended. Changes nothing, so
    that a scanner that opens links does no harm. `/opt-outs/{token}` is the same as a page.
    """
    _counted(request)
    return answer((await opt_outs.read(work.session, token)).model_dump())


@router.post(
    "",
    operation_id="optOut",
    summary="End mails of a kind",
    response_model=OptOutOut,
    responses=problems(404, 429),
    openapi_extra=PUBLIC,
)
async def opt_out(token: Token, request: Request, work: Work) -> Response:
    """Public, by the link in a mail: no more mails of its kind, for everybody who is the same person. Said twice it is
    said. What is on its way and not handed over yet does not leave.
    """
    _counted(request)
    return answer((await opt_outs.opt_out(work.session, token)).model_dump())


@router.post(
    "/undo",
    operation_id="undoOptOut",
    summary="Get mails of a kind again",
    response_model=OptOutOut,
    responses=problems(404, 429),
    openapi_extra=PUBLIC,
)
async def undo(token: Token, request: Request, work: Work) -> Response:
    """Public, by the same link: it was a slip."""
    _counted(request)
    return answer((await opt_outs.take_back(work.session, token)).model_dump())
