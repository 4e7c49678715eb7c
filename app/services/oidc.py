"""Single sign-on: to the company's provider and back, and who somebody is that it has let in.

No cookie and no row is needed on the way there: what must come back is sealed in `state`, and what is done in the end
is done for the page that has begun, which alone knows the secret behind `challenge`.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import orjson
import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import UnitOfWork, raw_connection
from app.errors import NotSetUp, Unauthenticated, Unavailable
from app.models import SignInCode
from app.providers import oidc as provider
from app.providers.base import ProviderFailed
from app.providers.oidc import Doors
from app.rules import oidc as rules
from app.rules.oidc import Person
from app.schemas.oidc import SignInWaysOut
from app.services import agent_identities, rate_limits, sign_ins, tokens
from app.services.sealing import seal, unseal
from app.services.sign_ins import Client, Tokens
from app.settings import settings

log = structlog.get_logger("otklik.sign_ins")

# People look for their phone meanwhile.
THERE_AND_BACK = timedelta(minutes=15)
CODE = timedelta(minutes=1)
PER_MINUTE = 60
CALLBACK = "/v1/auth/oidc/callback"

_SPEND = "DELETE FROM sign_in_codes WHERE code_hash = $1 RETURNING challenge, agent_id, expires_at"
_TIDY = "DELETE FROM sign_in_codes WHERE expires_at < $1"


def ways() -> SignInWaysOut:
    """How agents sign in here."""
    now = settings()
    return SignInWaysOut(passwords=now.passwords, sso=now.oidc_name if now.oidc_issuer is not None else None)


async def start(*, challenge: str, return_to: str | None, client: Client) -> str:
    """Where the browser goes. Raises `NotSetUp` (`sso_not_set_up`), `Unavailable` and `TooMany`."""
    _limit(client)
    issuer, client_id = _set_up()
    try:
        doors = await provider.doors(issuer)
    except ProviderFailed as error:
        log.warning("sso_provider_failed", error=error.text)
        raise Unavailable("The sign-on of your company cannot be reached") from error
    nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    state = {
        "nonce": nonce,
        "verifier": verifier,
        "challenge": challenge,
        "to": rules.within(return_to),
        "until": (clock.now() + THERE_AND_BACK).timestamp(),
    }
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": _callback(),
        "scope": settings().oidc_scopes,
        "state": seal(orjson.dumps(state)).decode(),
        "nonce": nonce,
        "code_challenge": rules.challenge(verifier),
        "code_challenge_method": "S256",
    }
    return f"{doors.authorize}{'&' if '?' in doors.authorize else '?'}{urlencode(asked)}"


@dataclass(frozen=True, slots=True)
class Said:
    """What a browser brings back from the provider."""

    code: str | None
    state: str | None
    error: str | None = None
    issuer: str | None = None


async def back(work: UnitOfWork, said: Said, *, client: Client) -> str:
    """Where the browser goes on after the provider: to the console, with a code that is good for a minute or with what
    went wrong. It is a page that people see: nothing is raised but `TooMany` and `NotSetUp`.
    """
    _limit(client)
    issuer, client_id = _set_up()
    begun = _state(said.state)
    if begun is None:
        return _refused("sso_expired", None)
    # RFC 9207: the answer of another provider is none to us.
    if said.code is None or said.issuer not in {None, issuer}:
        log.info("sso_refused", error=(said.error or "")[:100])
        return _refused("sso_cancelled" if said.error == "access_denied" else "sso_failed", begun["to"])
    try:
        doors = await provider.doors(issuer)
        person = await _person(doors, said.code, begun, client_id)
        agent_id = await agent_identities.of(work, issuer, person)
    except ProviderFailed as failure:
        log.warning("sso_provider_failed", error=failure.text)
        return _refused("sso_failed", begun["to"])
    except Unauthenticated as refusal:
        log.info("sso_refused", error=refusal.code)
        return _refused(refusal.code, begun["to"])
    secret, now = tokens.new_secret("otc"), clock.now()
    connection = await raw_connection(work.session)
    await connection.execute(_TIDY, now)
    work.session.add(
        SignInCode(
            code_hash=tokens.digest(secret), challenge=begun["challenge"], agent_id=agent_id, expires_at=now + CODE
        )
    )
    return _console({"sso": secret, "to": begun["to"]})


async def trade(session: AsyncSession, *, code: str, verifier: str, client: Client) -> Tokens:
    """Begin a sign-in with the code that came back. Raises `Unauthenticated` (`invalid_sso_code`) and `TooMany`."""
    _limit(client)
    row = await (await raw_connection(session)).fetchrow(_SPEND, tokens.digest(code))
    refused = Unauthenticated(
        "This sign-in was not finished in time, or elsewhere: begin again", code="invalid_sso_code"
    )
    if row is None or row["expires_at"] <= clock.now() or row["challenge"] != rules.challenge(verifier):
        raise refused
    agent = await sign_ins.lock_agent(session, row["agent_id"])
    if agent is None or agent.status != "active":
        raise refused
    return await sign_ins.begin(session, agent, client=client, method="sso")


async def _person(doors: Doors, code: str, begun: dict[str, Any], client_id: str) -> Person:
    secret = settings().oidc_client_secret
    id_token, access_token = await provider.trade(
        doors,
        code=code,
        verifier=begun["verifier"],
        redirect_uri=_callback(),
        client_id=client_id,
        client_secret=None if secret is None else secret.get_secret_value(),
    )
    claims = await _claims(doors, id_token, client_id)
    # `azp` names the one whom a token with several audiences is for.
    if claims.get("nonce") != begun["nonce"] or claims.get("azp") not in {None, client_id}:
        raise Unauthenticated("The provider's answer is not to this question", code="sso_failed")
    if claims.get("email") is None and access_token is not None and doors.userinfo is not None:
        more = await provider.about(doors, access_token)
        if more.get("sub") == claims["sub"]:
            claims = {**more, **claims}
    person = rules.person(claims, trust_email=settings().oidc_trust_email)
    if person is None:
        raise Unauthenticated("The provider does not say who this is", code="sso_failed")
    return person


async def _claims(doors: Doors, id_token: str, client_id: str) -> dict[str, Any]:
    for fresh in (False, True):
        keys = await provider.keys(doors, fresh=fresh)
        try:
            return tokens.verify_id_token(id_token, keys, audience=client_id, issuer=doors.issuer)
        except LookupError:
            # It may have a new key since we asked.
            continue
    raise Unauthenticated("The provider's answer is signed with no key of its", code="sso_failed")


def _state(sealed: str | None) -> dict[str, Any] | None:
    opened = unseal(sealed.encode()) if sealed is not None and sealed.isascii() else None
    begun: dict[str, Any] | None = None if opened is None else orjson.loads(opened)
    return None if begun is None or begun["until"] < clock.now().timestamp() else begun


def _limit(client: Client) -> None:
    rate_limits.check("sso", rate_limits.network_of(client.address), limit=PER_MINUTE, seconds=60)


def _set_up() -> tuple[str, str]:
    now = settings()
    if now.oidc_issuer is None or now.oidc_client_id is None:
        raise NotSetUp("This desk has no single sign-on: set OTKLIK_OIDC_ISSUER", code="sso_not_set_up")
    return now.oidc_issuer, now.oidc_client_id


def _callback() -> str:
    return settings().public_url.rstrip("/") + CALLBACK


def _refused(code: str, to: str | None) -> str:
    return _console({"sso_error": code, **({} if to is None else {"to": to})})


def _console(said: dict[str, str]) -> str:
    # After the `#`: no server, no log and no other page gets to see it.
    return f"/console/sign-in#{urlencode(said)}"
