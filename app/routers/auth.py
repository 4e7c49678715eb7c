"""`/v1/auth`: agents sign in, go on and sign out; every caller may ask who it is."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response

from app.answers import answer
from app.deps import PUBLIC, Work, agent, problems
from app.errors import Forbidden, Unauthenticated
from app.problems import from_app_error
from app.requests import DeskRouter, credential_of
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.auth import InvitationAcceptIn, LogoutIn, MeOut, RefreshIn, SignInOut, SignInsOut, TokenIn, TokensOut
from app.schemas.second_factors import SecondFactorSetupOut, TotpSetupIn
from app.services import password_sign_ins, sign_ins, whoami
from app.services.sign_ins import Client, Tokens

router = DeskRouter(prefix="/v1/auth", tags=["Sign-in"])

# The refresh token in the body is credential enough; without one it is the bearer that signs out.
PUBLIC_OR_BEARER: dict[str, Any] = {"security": [{}, {"bearer": []}]}


async def _whoever(request: Request) -> Actor:
    credential = await credential_of(request)
    if credential is None:
        raise Unauthenticated
    return credential.actor


def client_of(request: Request) -> Client:
    """Who asks."""
    device = "".join(each for each in request.headers.get("user-agent", "") if each.isprintable())[:300]
    return Client(request.client.host if request.client else None, device or None)


def shown(made: Tokens) -> Response:
    """The answer to a sign-in; recovery codes are only in the one that made them."""
    hidden = {"recovery_codes"} if made.recovery_codes is None else None
    return answer(TokensOut(**asdict(made)).model_dump(exclude=hidden))


@router.post(
    "/token",
    operation_id="signIn",
    summary="Sign in",
    response_model=TokensOut,
    responses=problems(401, 403, 415, 429),
    openapi_extra=PUBLIC,
)
async def token(given: TokenIn, request: Request, work: Work) -> Response:
    """Sign in as an agent with e-mail address and password. Repeated failures are slowed down (429).

    An agent with a second factor sends `totp` too; without it the answer is 401 `totp_required`.

    The access token goes into `Authorization: Bearer` and lasts minutes; renew it with the refresh token.
    """
    made = await password_sign_ins.sign_in(
        work, email=given.email, password=given.password, code=given.totp, client=client_of(request)
    )
    return shown(made)


@router.post(
    "/totp-setups",
    status_code=201,
    operation_id="createTotpSetup",
    summary="Set up a second factor to sign in",
    response_model=SecondFactorSetupOut,
    responses=problems(401, 403, 409, 415, 429),
    openapi_extra=PUBLIC,
)
async def totp_setup(given: TotpSetupIn, request: Request, work: Work) -> Response:
    """For an agent whose sign-in was refused with `totp_setup_required`. Then sign in with a code of it as `totp`:
    that confirms it, and the answer has recovery codes, shown this once.
    """
    made = await password_sign_ins.set_up(work, email=given.email, password=given.password, client=client_of(request))
    return answer(made.model_dump(), 201)


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
    return shown(made)


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
    responses=problems(401, 403, 415, 429),
    openapi_extra=PUBLIC,
)
async def accept_invitation(given: InvitationAcceptIn, request: Request, work: Work) -> Response:
    """Choose a password with an invitation, which works once, and sign in with it.

    Where your role needs a second factor that is still to be set up, the password is chosen all the same, and the
    answer is 401 `totp_setup_required`: go on as after a sign-in.
    """
    made = await password_sign_ins.accept_invitation(
        work, invitation_token=given.token, password=given.password, code=given.totp, client=client_of(request)
    )
    if made is None:
        # Answered and not raised: the password that was chosen must be committed.
        detail = "Your password is set. Nobody of your role is let in without a second factor: set one up"
        return from_app_error(request, Unauthenticated(detail, code="totp_setup_required"))
    return shown(made)


@router.get(
    "/sign-ins",
    operation_id="listSignIns",
    summary="Where you are signed in",
    response_model=SignInsOut,
    responses=problems(401, 403),
)
async def list_sign_ins(actor: Annotated[Actor, agent(P.PRESENCE_OWN)], work: Work) -> Response:
    """The browsers and apps that can act as you, the latest first."""
    items = [
        SignInOut(
            id=each.id,
            method="sso" if each.method == "sso" else "password",
            device=each.device,
            current=each.id == actor.session_id,
            created_at=each.created_at,
            renewed_at=each.rotated_at,
            expires_at=each.expires_at,
        )
        for each in await sign_ins.mine(work.session, actor)
    ]
    return answer(SignInsOut(items=items).model_dump())


@router.delete(
    "/sign-ins/{sign_in_id}",
    status_code=204,
    operation_id="endSignIn",
    summary="Sign out elsewhere",
    responses=problems(401, 403, 404),
)
async def end_sign_in(sign_in_id: UUID, actor: Annotated[Actor, agent(P.PRESENCE_OWN)], work: Work) -> Response:
    """End one of your sign-ins: its tokens stop at once."""
    await sign_ins.end_mine(work.session, actor, sign_in_id)
    return Response(status_code=204)


@router.get("/me", operation_id="whoAmI", summary="Who am I", response_model=MeOut, responses=problems(401))
async def me(actor: Annotated[Actor, Depends(_whoever)], work: Work) -> Response:
    """The caller behind the credential, whatever its kind, and what it may do."""
    return answer((await whoami.read(await work.lean(), actor)).model_dump())
