"""`/v1/auth/oidc`: agents sign in with what their company signs in with."""

from typing import Annotated, Any

from fastapi import Query, Request, Response

from app.answers import answer
from app.deps import PUBLIC, Work, problems
from app.requests import DeskRouter
from app.routers.auth import client_of, shown
from app.schemas.auth import TokensOut
from app.schemas.oidc import Challenge, SignInWaysOut, SsoTokensIn
from app.services import oidc

router = DeskRouter(prefix="/v1/auth/oidc", tags=["Sign-in"])

_AWAY: dict[int | str, dict[str, Any]] = {303: {"description": "Go on at `Location`"}}


def _go(address: str) -> Response:
    return Response(status_code=303, headers={"location": address, "cache-control": "no-store"})


@router.get(
    "",
    operation_id="getSignInWays",
    summary="How agents sign in",
    response_model=SignInWaysOut,
    responses=problems(),
    openapi_extra=PUBLIC,
)
async def ways() -> Response:
    """Whether with passwords, and whether with the company's single sign-on."""
    return answer(oidc.ways().model_dump())


@router.get(
    "/start",
    status_code=303,
    operation_id="startSso",
    summary="Go to the company's sign-on",
    response_class=Response,
    responses={**problems(409, 429), **_AWAY},
    openapi_extra=PUBLIC,
)
async def start(
    request: Request,
    challenge: Annotated[
        Challenge, Query(description="base64url of the SHA-256 of a random `verifier` that your page keeps.")
    ],
    return_to: Annotated[str | None, Query(max_length=500, description="A path of the console.")] = None,
) -> Response:
    """A browser goes here. It comes back to `/console/sign-in#sso=...`, or with `#sso_error=...` (see the guide)."""
    return _go(await oidc.start(challenge=challenge, return_to=return_to, client=client_of(request)))


@router.get(
    "/callback",
    status_code=303,
    operation_id="finishSso",
    summary="Back from the company's sign-on",
    response_class=Response,
    responses={**problems(409, 429), **_AWAY},
    openapi_extra=PUBLIC,
)
async def back(
    request: Request,
    work: Work,
    code: Annotated[str | None, Query(max_length=4000)] = None,
    state: Annotated[str | None, Query(max_length=4000)] = None,
    error: Annotated[str | None, Query(max_length=500)] = None,
    error_description: Annotated[str | None, Query(max_length=4000, include_in_schema=False)] = None,
    error_uri: Annotated[str | None, Query(max_length=4000, include_in_schema=False)] = None,
    iss: Annotated[str | None, Query(max_length=1000, include_in_schema=False)] = None,
    session_state: Annotated[str | None, Query(max_length=1000, include_in_schema=False)] = None,
    scope: Annotated[str | None, Query(max_length=1000, include_in_schema=False)] = None,
) -> Response:
    """The provider sends browsers here: register it as the redirect URI, below the desk's public address."""
    del error_description, error_uri, session_state, scope
    said = oidc.Said(code=code, state=state, error=error, issuer=iss)
    return _go(await oidc.back(work, said, client=client_of(request)))


@router.post(
    "/tokens",
    operation_id="createSsoTokens",
    summary="Sign in with what came back",
    response_model=TokensOut,
    responses=problems(401, 415, 429),
    openapi_extra=PUBLIC,
)
async def tokens(given: SsoTokensIn, request: Request, work: Work) -> Response:
    """The `sso` of the address that the browser came back to, and the page's `verifier`: once, within a minute."""
    made = await oidc.trade(work.session, code=given.code, verifier=given.verifier, client=client_of(request))
    return shown(made)
