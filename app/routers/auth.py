"""`/v1/auth`: agents sign in, go on and sign out; every caller may ask who it is."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from app.answers import answer
from app.deps import PUBLIC, Work, problems
from app.errors import Forbidden, Invalid, Unauthenticated, pointer
from app.problems import from_app_error
from app.requests import DeskRouter, credential_of
from app.rules.actors import Actor
from app.schemas.auth import InvitationAcceptIn, LogoutIn, MeOut, RefreshIn, TokenIn, TokensOut
from app.services import sign_ins

router = DeskRouter(prefix="/v1/auth", tags=["Sign-in"])

# The refresh token in the body is credential enough; without one it is the bearer that signs out.
PUBLIC_OR_BEARER: dict[str, Any] = {"security": [{}, {"bearer": []}]}


async def _whoever(request: Request) -> Actor:
    credential = await credential_of(request)
    if credential is None:
        raise Unauthenticated
    return credential.actor


def _shown(made: sign_ins.Tokens) -> Response:
    return answer(TokensOut(**asdict(made)).model_dump())


@router.post(
    "/token",
    operation_id="signIn",
    summary="Sign in",
    response_model=TokensOut,
    responses=problems(401, 415, 429),
    openapi_extra=PUBLIC,
)
async def token(given: TokenIn, request: Request, work: Work) -> Response:
    """Sign in as an agent with e-mail address and password. Repeated failures are slowed down (429).

    The access token goes into `Authorization: Bearer` and lasts minutes; renew it with the refresh token.
    """
    if given.totp:
        # Refused before the password is looked at: a code must never seem to have been checked.
        detail = "No second factor is set up: sign in without a code"
        raise Invalid(detail, code="totp_not_available", errors=[pointer("totp", detail)])
    address = request.client.host if request.client else None
    return _shown(await sign_ins.sign_in(work, email=given.email, password=given.password, address=address))


@router.post(
    "/refresh",
    operation_id="refreshToken",
    summary="Renew the tokens",
    response_model=TokensOut,
    responses=problems(401, 415),
    openapi_extra=PUBLIC,
)
async def refresh(given: RefreshIn, request: Request, work: Work) -> Response:
    """Trade a refresh token for new tokens; it is spent by that, so keep the new one.

    A retry within 10 seconds gets the same new refresh token. Later use of a spent token means that somebody has a
    copy: the sign-in ends for everybody (`refresh_token_reused`), and the agent signs in again.
    """
    made = await sign_ins.refresh(work.session, given.refresh_token)
    if made is None:
        # Answered and not raised: the end of the sign-in must be committed.
        detail = "This refresh token was used before, so its sign-in has ended: sign in again"
        return from_app_error(request, Unauthenticated(detail, code="refresh_token_reused"))
    return _shown(made)


@router.post(
    "/logout",
    status_code=204,
    operation_id="signOut",
    summary="Sign out",
    responses=problems(401, 403, 415),
    openapi_extra=PUBLIC_OR_BEARER,
)
async def logout(request: Request, work: Work, given: LogoutIn | None = None) -> Response:
    """End the sign-in of a refresh token, or (without one) the sign-in of the bearer: all its tokens stop at once.

    A refresh token that is spent or unknown is answered 204 too: what it named is over.
    """
    if given is not None and given.refresh_token is not None:
        await sign_ins.end_by_token(work.session, given.refresh_token)
        return Response(status_code=204)
    actor = await _whoever(request)
    if actor.kind != "agent" or actor.session_id is None:
        detail = "Only agents sign out here: end a widget session or revoke an API key instead"
        raise Forbidden(detail)
    await sign_ins.end(work.session, actor.session_id, because="signed_out")
    return Response(status_code=204)


@router.post(
    "/invitations/accept",
    operation_id="acceptInvitation",
    summary="Accept an invitation",
    response_model=TokensOut,
    responses=problems(401, 415),
    openapi_extra=PUBLIC,
)
async def accept_invitation(given: InvitationAcceptIn, work: Work) -> Response:
    """Choose a password with an invitation, which works once, and sign in with it."""
    return _shown(await sign_ins.accept_invitation(work, invitation_token=given.token, password=given.password))


@router.get("/me", operation_id="whoAmI", summary="Who am I", response_model=MeOut, responses=problems(401))
async def me(actor: Annotated[Actor, Depends(_whoever)]) -> Response:
    """The caller behind the credential, whatever its kind, and what it may do."""
    who = {"kind": actor.kind, "id": actor.id, "name": actor.name, "permissions": sorted(actor.permissions)}
    return answer(who)
