"""Single sign-on against a real provider: who gets in, who does not, and what a thief would need."""

import asyncio
import base64
import hashlib
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.providers import oidc as cache
from app.services import rate_limits
from tests.api.test_auth import setting
from tests.conftest import Callers, Desk, free_port
from tests.identity import provider
from tests.identity.provider import SECRET, running

__all__ = ["setting"]

ACCOUNTS: dict[str, dict[str, Any]] = {
    "anna": {"email": "anna@desk.example", "email_verified": True, "name": "Anna"},
    "other-anna": {"email": "ANNA@desk.example", "email_verified": True, "name": "Another Anna"},
    "unverified": {"email": "ada@desk.example", "email_verified": False, "name": "Ada"},
    "silent": {"email": "sam@desk.example", "name": "Sam"},
    "new": {"email": "nina@desk.example", "email_verified": True, "name": "Nina <b>"},
    "nameless": {},
    "nonsense": {"email": "no address", "email_verified": True},
}


@pytest.fixture(autouse=True)
def _own_counts() -> Iterator[None]:
    rate_limits.forget()
    cache.forget()
    yield
    rate_limits.forget()
    cache.forget()


@asynccontextmanager
async def sso(desk: Desk, change: Callable[..., None], **more: Any) -> AsyncIterator[None]:
    """The desk with a provider of its own."""
    port, secret = free_port(), more.pop("secret", SECRET)
    callback = f"{desk.url}/v1/auth/oidc/callback"
    async with running(port, callback, ACCOUNTS, secret=secret) as made:
        change(
            public_url=desk.url, oidc_issuer=made.issuer, oidc_client_id="desk",
            oidc_client_secret=None if secret is None else _Secret(secret), oidc_name="Company", **more,
        )  # fmt: skip
        yield


class _Secret:
    """As the settings keep one."""

    def __init__(self, value: str) -> None:
        self._value = value

    def get_secret_value(self) -> str:
        return self._value


class Page:
    """A page of the console that signs somebody in: it keeps a secret, and goes away and comes back."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.verifier = secrets.token_urlsafe(48)
        self.browser = httpx.AsyncClient(verify=False)  # noqa: S501 - plain HTTP on loopback

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    async def begin(self, **more: str) -> str:
        """Where the desk sends it."""
        query = {"challenge": self.challenge, **more}
        answer = await self.browser.get(f"{self.desk.url}/v1/auth/oidc/start", params=query)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def there(self, login: str, **more: str) -> str:
        """The callback with which the provider sends it back."""
        return await provider.sign_in(self.browser, await self.begin(**more), login, until=self.desk.url)

    async def back(self, callback: str) -> dict[str, str]:
        """What is behind the `#` of the page where it ends."""
        answer = await self.browser.get(callback)
        assert answer.status_code == 303, answer.text
        where = urlsplit(answer.headers["location"])
        assert where.path == "/console/sign-in"
        return {name: values[0] for name, values in parse_qs(where.fragment).items()}

    async def all_the_way(self, login: str, **more: str) -> dict[str, str]:
        """There and back."""
        return await self.back(await self.there(login, **more))

    async def trade(self, code: str, verifier: str | None = None) -> httpx.Response:
        """Tokens for the code."""
        body = {"code": code, "verifier": verifier or self.verifier}
        return await self.browser.post(f"{self.desk.url}/v1/auth/oidc/tokens", json=body)


@pytest.fixture
async def page(desk: Desk) -> AsyncIterator[Callable[[], Page]]:
    """Makes pages, each in a browser of its own."""
    made: list[Page] = []

    def one() -> Page:
        made.append(Page(desk))
        return made[-1]

    yield one
    for each in made:
        await each.browser.aclose()


async def hired(callers_: Callers, email: str = "anna@desk.example") -> str:
    """An agent who is invited and has no password; their id."""
    made = await (await callers_.admin()).post("/v1/agents", {"name": "Anna", "email": email})
    return str(made["id"])


async def test_an_agent_signs_in_with_what_the_company_has(
    callers_: Callers, desk: Desk, setting: Callable[..., None], page: Callable[[], Page]
) -> None:
    anna = await hired(callers_)
    async with sso(desk, setting, totp_required=["agent"], passwords=False):
        ways = await callers_.nobody().get("/v1/auth/oidc")
        assert ways == {"passwords": False, "sso": "Company"}
        body = {"email": "anna@desk.example", "password": "a long sentence"}
        await callers_.nobody().refused("POST", "/v1/auth/token", 403, "passwords_off", json=body)
        here = page()
        came = await here.all_the_way("anna", return_to="/console/tickets?view=mine")
        assert came["to"] == "/console/tickets?view=mine"
        thief = page()
        assert (await thief.trade(came["sso"])).json()["code"] == "invalid_sso_code"
        # A thief has not spent it either.
        tokens = (await here.trade(came["sso"])).json()
        assert (await here.trade(came["sso"])).json()["code"] == "invalid_sso_code"
        me = callers_._api(tokens["access_token"])
        assert (await me.get("/v1/auth/me"))["id"] == anna
        assert (await me.get("/v1/auth/sign-ins"))["items"][0]["method"] == "sso"
        # The second factor is the provider's business, and so it stays when tokens are renewed.
        renewal = {"refresh_token": tokens["refresh_token"]}
        await callers_.nobody().post("/v1/auth/refresh", renewal, expect=200)
        # The same account is the same agent, whatever the address is now; the address alone is not.
        assert "sso" in await page().all_the_way("anna")
        assert (await page().all_the_way("other-anna"))["sso_error"] == "sso_other_person"
        ada = await callers_.admin()
        await ada("DELETE", f"/v1/agents/{anna}/identity", expect=204)
        assert "sso" in await page().all_the_way("other-anna")
        assert (await page().all_the_way("anna"))["sso_error"] == "sso_other_person"
        await ada.patch(f"/v1/agents/{anna}", {"status": "disabled"})
        assert (await page().all_the_way("other-anna"))["sso_error"] == "sso_no_agent"


async def test_who_is_not_let_in(
    callers_: Callers, desk: Desk, setting: Callable[..., None], page: Callable[[], Page]
) -> None:
    for email in ("ada@desk.example", "sam@desk.example"):
        await hired(callers_, email)
    async with sso(desk, setting):
        logins = ("unverified", "silent", "nameless", "new", "nonsense")
        refused = {login: await page().all_the_way(login) for login in logins}
        assert {login: came["sso_error"] for login, came in refused.items()} == {
            "unverified": "sso_no_email", "silent": "sso_no_email", "nameless": "sso_no_email", "new": "sso_no_agent",
            "nonsense": "sso_no_email",
        }  # fmt: skip
        assert {came["to"] for came in refused.values()} == {"/console"}


async def test_a_desk_may_trust_its_provider_and_make_agents(
    callers_: Callers, desk: Desk, setting: Callable[..., None], page: Callable[[], Page]
) -> None:
    await hired(callers_, "ada@desk.example")
    await hired(callers_, "sam@desk.example")
    async with sso(desk, setting, secret=None, oidc_trust_email=True, oidc_create=True):
        assert "sso" in await page().all_the_way("silent")
        assert (await page().all_the_way("unverified"))["sso_error"] == "sso_no_email"
        pages = [page() for _ in range(3)]
        came = await asyncio.gather(*(each.all_the_way("new") for each in pages))
        tokens = [(await each.trade(one["sso"])).json() for each, one in zip(pages, came, strict=True)]
        who = [await callers_._api(each["access_token"]).get("/v1/auth/me") for each in tokens]
        assert len({each["id"] for each in who}) == 1
        assert who[0]["name"] == "Nina <b>"
        assert "people:write" not in who[0]["permissions"]


async def test_what_a_thief_or_a_stranger_can_send(
    callers_: Callers, desk: Desk, setting: Callable[..., None], page: Callable[[], Page]
) -> None:
    await hired(callers_)
    nobody = callers_.nobody()
    await nobody.refused("GET", "/v1/auth/oidc/start", 409, "sso_not_set_up", params={"challenge": "c" * 43})
    await nobody.refused("GET", "/v1/auth/oidc/start", 422, "invalid", params={"challenge": "short"})
    async with sso(desk, setting):
        here, there = page(), page()
        callback = await here.there("anna")
        code = parse_qs(urlsplit(callback).query)["code"][0]
        # The provider's code is worth nothing in a sign-in that somebody else has begun: PKCE and the nonce.
        other = parse_qs(urlsplit(await there.begin()).query)["state"][0]
        base = f"{desk.url}/v1/auth/oidc/callback"
        assert (await there.back(f"{base}?code={code}&state={other}"))["sso_error"] == "sso_failed"
        for hostile in (
            "",
            "?code=x",
            "?state=x&code=y",
            f"?code={code}&state={other[:-4]}AAA=",
            "?error=access_denied",
        ):
            assert (await here.back(base + hostile))["sso_error"] == "sso_expired"
        assert (await here.back(f"{base}?error=access_denied&state={other}"))["sso_error"] == "sso_cancelled"
        assert (await here.back(f"{base}?code={code}&state={other}&iss=https://evil.example"))[
            "sso_error"
        ] == "sso_failed"
        for away in ("https://evil.example", "//evil.example", "/console/../x", "/consolex", "/console//evil.example"):
            came = await page().all_the_way("anna", return_to=away)
            assert came["to"] == "/console"
    cache.forget()
    # The provider is gone: people are told, and nothing hangs.
    await nobody.refused("GET", "/v1/auth/oidc/start", 503, "temporarily_unavailable", params={"challenge": "c" * 43})
