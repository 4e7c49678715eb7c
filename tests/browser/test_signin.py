"""Signing in as people do: invited, with a phone, with the company's account, and over what they were doing."""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, Route, expect

from app.providers import oidc as cache
from app.services import rate_limits
from tests.api.images import picture
from tests.api.scenarios.people import Phone
from tests.api.test_auth import PASSWORD, bearing, hired, setting, signed_in
from tests.browser.conftest import Axe, OpenPage, Shots
from tests.browser.test_thread import a_ticket, bodies, reply
from tests.conftest import Callers, Desk
from tests.desks import eventually
from tests.identity.test_oidc import sso

__all__ = ["setting"]
# Who is signed in here.
KEPT = "JSON.parse(localStorage.getItem('otklik.agent'))"
# The browser itself says so of every answer that is a refusal.
REFUSED = r"Failed to load resource: the server responded with a status of 4\d\d"


@pytest.fixture(autouse=True)
def _own_counts() -> Iterator[None]:
    rate_limits.forget()
    cache.forget()
    yield
    rate_limits.forget()
    cache.forget()


async def fill(page: Page, email: str, password: str) -> None:
    """The form of the first step."""
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def test_from_an_invitation_to_a_second_factor(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers
) -> None:
    open_page.faults.allow(REFUSED)
    ada = await callers_.admin()
    invited = await ada.post("/v1/agents", {"name": "Anna Nowak", "email": "anna@desk.example"})
    page = await open_page(f"/console/invitation#{invited['invitation_token']}")
    await page.get_by_label("New password").fill(PASSWORD)
    await axe(page)
    await shots(page, "invitation")
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_role("heading", name="Anna Nowak")).to_be_visible()

    await page.get_by_label("Your picture").set_input_files(
        {"name": "anna.txt", "mimeType": "image/png", "buffer": b"no picture"}
    )
    await expect(page.get_by_role("alert")).to_contain_text("This is no picture")
    await page.get_by_label("Your picture").set_input_files(
        {"name": "anna.png", "mimeType": "image/png", "buffer": picture(400, 300)}
    )
    await expect(page.get_by_role("button", name="Change the picture")).to_be_visible()

    await page.get_by_role("button", name="Set up a second factor").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Current password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Continue").click()
    await expect(dialog.get_by_role("img", name="QR code for the authenticator app")).to_be_visible()
    await axe(page)
    await shots(page, "second-factor")
    phone = Phone("".join((await dialog.locator("code").inner_text()).split()))
    await dialog.get_by_label("Code").fill("000 000")
    await dialog.get_by_role("button", name="Confirm").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("This code is wrong")
    await dialog.get_by_label("Code").fill(phone.code())
    await dialog.get_by_role("button", name="Confirm").click()
    codes = dialog.get_by_role("listitem")
    await expect(codes).to_have_count(10)
    recovery = await codes.first.inner_text()
    # Without TLS browsers have no clipboard to ask for; they are copied all the same.
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    await page.evaluate("addEventListener('copy', it => { window.copied = it.clipboardData.getData('text/plain'); })")
    await dialog.get_by_role("button", name="Copy").click()
    await expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert (await page.evaluate("copied")).splitlines()[0] == recovery
    await dialog.get_by_role("button", name="I have kept them").click()
    await expect(page.get_by_text("10 recovery codes are left")).to_be_visible()
    await axe(page)
    await shots(page, "profile", whole=True)

    await page.get_by_role("button", name="Anna Nowak").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await fill(page, "anna@desk.example", "another long sentence")
    await expect(page.get_by_role("alert")).to_contain_text("The e-mail address or the password is wrong")
    await fill(page, "anna@desk.example", PASSWORD)
    await page.get_by_label("Code").fill(recovery)
    await axe(page)
    await shots(page, "code")
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_text("9 recovery codes are left")).to_be_visible()
    assert page.url.endswith("/console/me")


async def test_a_role_that_needs_a_second_factor_in_russian(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers, setting: Callable[..., None]
) -> None:
    open_page.faults.allow(REFUSED)
    await hired(callers_)
    setting(totp_required=["agent"])
    page = await open_page("/console/me", locale="ru")
    await page.get_by_label("Почта").fill("anna@desk.example")
    await page.get_by_label("Пароль").fill(PASSWORD)
    await page.get_by_role("button", name="Войти", exact=True).click()
    phone = Phone("".join((await page.locator("code").inner_text()).split()))
    await axe(page)
    await shots(page, "setup-needed")
    await page.get_by_label("Код", exact=True).fill(phone.code())
    await page.get_by_role("button", name="Подтвердить").click()
    await expect(page.get_by_role("listitem")).to_have_count(10)
    await page.get_by_role("button", name=re.compile("Я их сохранил")).click()
    await expect(page.get_by_text("Осталось 10 резервных кодов")).to_be_visible()


async def test_nothing_typed_is_lost_when_a_sign_in_ends(open_page: OpenPage, axe: Axe, callers_: Callers) -> None:
    open_page.faults.allow(REFUSED, "WebSocket")
    made = await hired(callers_)
    page = await open_page("/console/me")
    await fill(page, "anna@desk.example", PASSWORD)
    await page.get_by_label("Current password").fill(PASSWORD)
    await page.get_by_label("New password").fill("what I have typed here")
    # An admin takes something away: every sign-in of theirs ends, and they may come again.
    await made["admin"].patch(f"/v1/agents/{made['id']}", {"status": "disabled"})
    await made["admin"].patch(f"/v1/agents/{made['id']}", {"status": "active"})
    # The page may have noticed it by itself already: what was pressed then waits all the same.
    await page.get_by_role("button", name="Change the password").dispatch_event("click")
    dialog = page.get_by_role("dialog", name="Please sign in again")
    await expect(dialog).to_be_visible()
    await axe(page)
    await expect(dialog.get_by_label("E-mail")).to_have_value("anna@desk.example")
    await dialog.get_by_label("Password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_text("Changed. You are signed out everywhere else.")).to_be_visible()
    await expect(dialog).to_be_hidden()


async def test_somebody_else_signs_in_in_another_tab(open_page: OpenPage, callers_: Callers) -> None:
    """Of two people at one browser nobody writes in the other's name, also while a token is being renewed."""
    open_page.faults.allow(REFUSED, "WebSocket", "ERR_ABORTED", "Failed to fetch")
    await hired(callers_)
    boris, vera = await callers_.agent(name="Boris"), await callers_.customer()
    ticket = (await a_ticket(vera))["id"]
    first = await open_page(f"/console/tickets/{ticket}")
    await fill(first, "anna@desk.example", PASSWORD)
    await reply(first).fill("Anna's words")
    anna = await first.evaluate(KEPT)
    await eventually(
        lambda: bearing(callers_, anna["access"]).get(f"/v1/tickets/{ticket}/draft"),
        lambda found: found["draft"] is not None,
    )
    other = await open_page("/console/me", context=first.context)
    await expect(other.get_by_role("button", name="Anna")).to_be_visible()

    # A tab renews the token, and hears of it after she has signed out and Boris has come.
    come = asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch()
        await come.wait()
        await route.fulfill(response=answer)

    await first.context.route("**/v1/auth/refresh", late)
    async with first.context.expect_event("request", lambda each: each.url.endswith("/v1/auth/refresh")):
        await first.evaluate("kept => localStorage.setItem('otklik.agent', kept)", json.dumps({**anna, "until": 0}))
        await reply(first).press_sequentially(", more")
    await other.get_by_role("button", name="Anna").click()
    await other.get_by_role("menuitem", name="Sign out").click()
    await expect(first.get_by_role("heading", name="Sign in")).to_be_visible()
    theirs = {"access": boris.token, "refresh": "none", "until": 9_999_999_999_999}
    await other.evaluate("kept => localStorage.setItem('otklik.agent', kept)", json.dumps(theirs))
    come.set()
    await expect(first.get_by_role("button", name="Boris")).to_be_visible()
    await expect(reply(first)).to_have_value("")
    assert (await first.evaluate(KEPT))["access"] == boris.token
    assert (await boris.get(f"/v1/tickets/{ticket}/draft"))["draft"] is None

    # From one to the other at once, as from a dialog in another tab: his words stay his.
    await reply(first).fill("Boris' words")
    again = await signed_in(callers_)
    fresh = {"access": again["access_token"], "refresh": again["refresh_token"], "until": 9_999_999_999_999}
    await other.evaluate("kept => localStorage.setItem('otklik.agent', kept)", json.dumps(fresh))
    await expect(first.get_by_role("button", name="Anna")).to_be_visible()
    await expect(reply(first)).to_have_value("Anna's words, more")
    await reply(first).press("Control+Enter")
    await expect(first.get_by_label("Reply by Anna")).to_contain_text("Anna's words, more")
    assert await bodies(vera, ticket) == ["It has not arrived.", "Anna's words, more"]


async def test_with_the_company_s_account(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers, desk: Desk, setting: Callable[..., None]
) -> None:
    # Pages of the provider are its own.
    open_page.faults.allow(REFUSED, r"fonts\.googleapis", rf"127.0.0.1:(?!{urlsplit(desk.url).port})")
    await hired(callers_)
    async with sso(desk, setting, passwords=False):
        page = await open_page("/console/me?from=mail")
        await expect(page.get_by_label("Password")).to_have_count(0)
        await axe(page)
        await shots(page, "single-sign-on")
        await page.get_by_role("button", name="Sign in with Company").click()
        await page.locator("input[name=login]").fill("new")
        await page.locator("input[name=password]").fill("anything")
        await page.locator("button[type=submit]").click()
        await page.locator("button[type=submit]").click()
        await expect(page.get_by_role("alert")).to_contain_text("Nobody of this desk has this account")
        await page.context.clear_cookies()
        await page.get_by_role("button", name="Sign in with Company").click()
        await page.locator("input[name=login]").fill("anna")
        await page.locator("input[name=password]").fill("anything")
        await page.locator("button[type=submit]").click()
        await page.locator("button[type=submit]").click()
        await expect(page.get_by_role("heading", name="Anna")).to_be_visible()
        await expect(page).to_have_url(re.compile(r"/console/me\?from=mail$"))
        await expect(page.get_by_role("heading", name="Password")).to_have_count(0)
