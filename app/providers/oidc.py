"""A company's OpenID provider: where its doors are, its keys, and a code traded for what it says about somebody."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from app import clock
from app.providers import calling
from app.providers.base import Endpoint, ProviderFailed

SECONDS = 8.0
# So long what it has said of itself is believed without asking again.
KEEP_SECONDS = 3600.0
# Keys that are not known are asked for, but not by everybody who makes one up.
AGAIN_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Doors:
    """Where a provider is asked for what."""

    issuer: str
    authorize: str
    token: str
    keys: str
    userinfo: str | None
    basic: bool


_doors: dict[str, tuple[float, Doors]] = {}
_keys: dict[str, tuple[float, list[dict[str, Any]]]] = {}


def forget() -> None:
    """Forget what providers said of themselves (a test starts clean)."""
    _doors.clear()
    _keys.clear()


async def doors(issuer: str) -> Doors:
    """Where this provider is asked. Raises `ProviderFailed`."""
    known = _doors.get(issuer)
    if known is not None and clock.monotonic() - known[0] < KEEP_SECONDS:
        return known[1]
    said = await _json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        # Else one provider could speak in another's name.
        raise ProviderFailed("nonsense", f"it calls itself {str(said.get('issuer'))[:200]!r}, and not {issuer!r}")
    methods = said.get("token_endpoint_auth_methods_supported")
    found = Doors(
        issuer=issuer,
        authorize=_address(said, "authorization_endpoint", issuer),
        token=_address(said, "token_endpoint", issuer),
        keys=_address(said, "jwks_uri", issuer),
        userinfo=_address(said, "userinfo_endpoint", issuer) if said.get("userinfo_endpoint") else None,
        basic=not isinstance(methods, list) or "client_secret_basic" in methods,
    )
    _doors[issuer] = (clock.monotonic(), found)
    return found


def _address(said: Mapping[str, Any], name: str, issuer: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or urlsplit(value).scheme not in {"https", urlsplit(issuer).scheme}:
        raise ProviderFailed("nonsense", f"its configuration has no good {name}")
    return value


async def keys(found: Doors, *, fresh: bool = False) -> list[dict[str, Any]]:
    """What it signs with; `fresh`: asked again, unless that was a moment ago. Raises `ProviderFailed`."""
    known = _keys.get(found.keys)
    age = None if known is None else clock.monotonic() - known[0]
    if known is not None and age is not None and age < (AGAIN_SECONDS if fresh else KEEP_SECONDS):
        return known[1]
    said = (await _json(found.keys)).get("keys")
    if not isinstance(said, list):
        raise ProviderFailed("nonsense", "its key set has no keys")
    made = [each for each in said if isinstance(each, dict)]
    _keys[found.keys] = (clock.monotonic(), made)
    return made


async def trade(
    found: Doors, *, code: str, verifier: str, redirect_uri: str, client_id: str, client_secret: str | None
) -> tuple[str, str | None]:
    """The ID token and the access token for a code. Raises `ProviderFailed`."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    headers: dict[str, str] = {}
    if client_secret is not None and found.basic:
        # RFC 6749, 2.3.1: each is encoded as in a form first.
        pair = f"{quote(client_id, safe='')}:{quote(client_secret, safe='')}"
        headers["authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        form["client_id"] = client_id
        if client_secret is not None:
            form["client_secret"] = client_secret
    said = await calling.ask(_endpoint(found.token), "", form=form, headers=headers)
    if not isinstance(said, dict) or not isinstance(said.get("id_token"), str):
        raise ProviderFailed("nonsense", "it gave no ID token")
    access = said.get("access_token")
    return said["id_token"], access if isinstance(access, str) else None


async def about(found: Doors, access_token: str) -> dict[str, Any]:
    """What it says about whoever this token is of. Raises `ProviderFailed`."""
    return await _json(found.userinfo or "", authorization=f"Bearer {access_token}")


async def _json(url: str, **headers: str) -> dict[str, Any]:
    said = await calling.ask(_endpoint(url), "", method="GET", headers=headers)
    if not isinstance(said, dict):
        raise ProviderFailed("nonsense", "it answered something that is no object")
    return said


def _endpoint(url: str) -> Endpoint:
    # Nobody counts its failures: whoever signs in asks, and waits a few seconds at most.
    return Endpoint(name="oidc", url=url, seconds=SECONDS, judged=True)
