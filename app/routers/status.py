"""`/v1/status`: the status page as JSON."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from app.deps import PUBLIC, problems
from app.reading import NOT_MODIFIED, Languages, answer
from app.requests import DeskRouter
from app.schemas.base import Key
from app.schemas.status import StatusIncidentPage, StatusIncidentWhole, StatusOut
from app.services import status
from app.services.status import Boards

router = DeskRouter(prefix="/v1/status", tags=["Status page"])

CACHE_SECONDS = 10
Brand = Annotated[Key | None, Query(description="What is of this brand, or of all of them; null: everything.")]


def boards_of(request: Request) -> Boards:
    """What this process knows of the page."""
    state = request.app.state
    if not hasattr(state, "status_boards"):
        state.status_boards = Boards(state.database)
    found: Boards = state.status_boards
    return found


def counted(request: Request) -> None:
    """Count a look. Raises `TooMany`."""
    status.limit(request.client.host if request.client else None)


@router.get(
    "",
    operation_id="getStatus",
    summary="Read the status page",
    response_model=StatusOut,
    responses={**problems(429), **NOT_MODIFIED},
    openapi_extra=PUBLIC,
)
async def read(request: Request, languages: Languages, brand: Brand = None) -> Response:
    """Public: each component as it is and was, and the incidents that are not over with what was said of them. A few
    seconds old at most; send `If-None-Match` when you ask again. `/status` is the same for people.
    """
    counted(request)
    wanted = [*([languages[0]] if languages[0] else []), *languages[1]]
    board = await boards_of(request).of(brand)
    return answer(request, status.shown(board, wanted).model_dump(), private=False, seconds=CACHE_SECONDS)


@router.get(
    "/incidents",
    operation_id="listPastIncidents",
    summary="List incidents that are over",
    response_model=StatusIncidentPage,
    responses={**problems(429), **NOT_MODIFIED},
    openapi_extra=PUBLIC,
)
async def past(
    request: Request,
    languages: Languages,
    *,
    brand: Brand = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Public: the latest first, with everything that was said of them."""
    counted(request)
    wanted = [*([languages[0]] if languages[0] else []), *languages[1]]
    found = await status.past(request.app.state.database, brand, wanted, cursor=cursor, limit=limit)
    return answer(request, found.model_dump(), private=False, seconds=CACHE_SECONDS)


@router.get(
    "/incidents/{incident_id}",
    operation_id="getPublicIncident",
    summary="Read a public incident",
    response_model=StatusIncidentWhole,
    responses={**problems(404, 429), **NOT_MODIFIED},
    openapi_extra=PUBLIC,
)
async def one(request: Request, languages: Languages, incident_id: UUID) -> Response:
    """Public: what was said of it and, once that is published, what was learnt of it (Markdown)."""
    counted(request)
    wanted = [*([languages[0]] if languages[0] else []), *languages[1]]
    found = await status.one(request.app.state.database, incident_id, wanted)
    return answer(request, found.model_dump(), private=False, seconds=CACHE_SECONDS)
