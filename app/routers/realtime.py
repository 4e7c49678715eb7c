"""`/v1/realtime`: grants, and the socket itself."""

import secrets
from typing import Annotated, cast

from fastapi import Request, Response, WebSocket

from app import problems as answers
from app.answers import answer
from app.deps import Work, anyone, problems
from app.errors import AppError, Unavailable
from app.realtime import protocol
from app.requests import DeskRouter, credential_of
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.realtime import GrantOut
from app.services import grants

router = DeskRouter(prefix="/v1/realtime", tags=["Realtime"])


@router.post(
    "/grants",
    status_code=201,
    operation_id="createRealtimeGrant",
    summary="Get a grant for a socket",
    response_model=GrantOut,
    responses=problems(401, 403),
)
async def create_grant(request: Request, _actor: Annotated[Actor, anyone(P.REALTIME)], work: Work) -> Response:
    """A grant opens one socket within its seconds: `new WebSocket(url, ["desk.v1", "grant." + grant])`.

    The socket acts as you and ends when the token that you sent here ends, unless it gets a newer one.
    """
    if request.app.state.hub.stopping:
        raise Unavailable("This process is stopping; connect again")
    credential = await credential_of(request)
    assert credential is not None  # noqa: S101 - `anyone` has refused callers without one
    grant, seconds = await grants.issue(await work.lean(), credential)
    return answer({"grant": grant, "expires_in": seconds}, 201)


@router.websocket("")
async def socket(websocket: WebSocket) -> None:
    """The hub, `desk.v1`: see docs/guides/realtime.md."""
    try:
        await protocol.admitted(websocket.app.state.hub, websocket)
    except AppError as error:
        websocket.scope["otklik.request_id"] = secrets.token_hex(8)
        # A refusal before the upgrade is an ordinary answer; only the scope of the request is looked at.
        response = answers.from_app_error(cast("Request", websocket), error)
        response.headers["x-request-id"] = websocket.scope["otklik.request_id"]
        await websocket.send_denial_response(response)
