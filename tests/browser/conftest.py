"""A browser for tests of pages: opened as somebody, in a language, a scheme and a size; it tolerates no error."""

import asyncio
import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    Route,
    async_playwright,
    expect,
)

from tests import npm
from tests.browser.profiles import PATIENCE_MS, SIZE, Profile, Profiles, fresh
from tests.conftest import Api, Desk

HERE = Path(__file__).resolve().parent
NODE = HERE / "node"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# The same without windows, tabs and services of a vendor: a profile and a page in it take a third of the time.
SHELL = shutil.which("chromium-headless-shell")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # Pages of a profile share a process, and drawing needs none of its own.
    "--renderer-process-limit=1", "--in-process-gpu",
    # No page lives long enough to get back what its code's last and dearest compilation takes.
    "--js-flags=--no-turbofan",
)  # fmt: skip
AXE = (HERE / "axe.js").read_text(encoding="utf-8")
WIDTHS = (360, 768, 1440)
# Where pictures of the pages go, to be looked at by people and for the guides.
SHOTS = os.environ.get("OTKLIK_SHOTS")
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Chromium, once for all tests of a process."""
    if CHROMIUM is None:
        why = "Chromium is not installed (Debian: apt install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=SHELL or CHROMIUM, args=list(ARGUMENTS))
        yield browser
        await browser.close()


class Faults:
    """What a page complained of: an error in its console, one that nobody caught, a request that failed."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.allowed: list[re.Pattern[str]] = []

    def watch(self, page: Page) -> None:
        """Hear everything of this page."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"uncaught: {error}"))
        page.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.found.append(f"{message.type}: {message.text} {message.location.get('url', '')}")

    def _failed(self, request: Request) -> None:
        # A page that is left lets go of what it was waiting for.
        if request.failure and "ERR_ABORTED" not in request.failure:
            self.found.append(f"request: {request.url} {request.failure}")

    def allow(self, *patterns: str) -> None:
        """The test provokes these itself."""
        self.allowed += [re.compile(each) for each in patterns]

    def left(self) -> list[str]:
        """What nobody has provoked."""
        return [each for each in self.found if not any(pattern.search(each) for pattern in self.allowed)]


class OpenPage(Protocol):
    """Open a page of the desk; see `open_page`."""

    faults: Faults

    async def __call__(
        self, path: str, *, as_: Api | None = None, locale: str = "en", scheme: str = "light", width: int = 1440,
        height: int = 900, context: BrowserContext | None = None, base: str | None = None, script: str | None = None,
        kept: dict[str, str] | None = None,
    ) -> Page:  # fmt: skip
        """The page."""
        ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey that waits as long as a busy machine may need is not over before its waits are."""
    for each in items:
        if each.path.parent == HERE and each.get_closest_marker("timeout") is None:
            each.add_marker(pytest.mark.timeout(180))


def _kept(as_: Api | None, more: dict[str, str] | None) -> dict[str, str]:
    """What the storage of the browser has: the tokens of whoever is signed in."""
    kept = dict(more or {})
    if as_ is not None:
        tokens = {"access": as_.token, "refresh": "none", "until": 9_999_999_999_999}
        kept["otklik.agent"] = json.dumps(tokens)
    return kept


@dataclass
class InOrder:
    """What axe has found nothing wrong with, so that it does not look at it again."""

    pieces: set[int] = field(default_factory=set)
    """Of pages, by a hash."""
    contrasts: set[str] = field(default_factory=set)
    """How texts were drawn."""


async def open_part(panel: Locator, title: str) -> None:
    """Open a part of the panel beside a thread, by the key: what comes in above moves it from under a pointer."""
    heading = panel.page.get_by_role("heading", name=title, exact=True)
    await panel.locator("summary").filter(has=heading).press("Enter")


async def looks(page: Page, scheme: str, width: int, height: int) -> None:
    """As on a screen of this size."""
    if (width, height) != SIZE:
        await page.set_viewport_size({"width": width, "height": height})
    if scheme == "dark":
        await page.emulate_media(color_scheme="dark")


def _again(path: str, base: str | None, script: str | None) -> bool:
    """Whether a page may be in a profile that was used before: what readers get is kept by browsers for a minute."""
    return path.startswith("/console") and base is None and script is None


@pytest.fixture(scope="session")
async def profiles(chromium: Browser, desk: Desk) -> Profiles:
    """Profiles for pages of the desk."""
    return Profiles(chromium, desk.url)


@pytest.fixture
async def open_page(chromium: Browser, profiles: Profiles, desk: Desk) -> AsyncIterator[OpenPage]:
    """Opens pages of the desk, each in a browser profile of its own unless a `context` is given.

    `as_`: an agent who is signed in. `script` runs before the page's own. `kept` is in the storage from the beginning.
    At the end nothing may have gone wrong in any of them, but for what `open_page.faults.allow` names.
    """
    contexts: list[BrowserContext] = []
    used: list[Profile] = []
    faults = Faults()

    async def opened(
        path: str, *, as_: Api | None = None, locale: str = "en", scheme: str = "light", width: int = 1440,
        height: int = 900, context: BrowserContext | None = None, base: str | None = None, script: str | None = None,
        kept: dict[str, str] | None = None,
    ) -> Page:  # fmt: skip
        stored = _kept(as_, kept)
        given = context is not None
        if context is None and _again(path, base, script):
            profile = await profiles.take(locale)
            used.append(profile)
            context = profile.context
            await profile.keep(stored)
        elif context is None:
            context = await fresh(chromium, locale)
            contexts.append(context)
            if stored:
                await context.add_init_script(
                    f"if (location.protocol.startsWith('http') && !sessionStorage.getItem('begun')) {{"
                    f"for (const [key, value] of Object.entries({json.dumps(stored)}))"
                    " localStorage.setItem(key, value); sessionStorage.setItem('begun', '1'); }"
                )
        if script is not None:
            await context.add_init_script(script)
        page = await context.new_page()
        faults.watch(page)
        if not given:
            await looks(page, scheme, width, height)
        await page.goto(f"{base or desk.url}{path}")
        return page

    opened.faults = faults  # type: ignore[attr-defined]  # a function with a member, as the protocol says
    yield opened  # type: ignore[misc]  # the same
    for each in contexts:
        await each.close()
    for profile in used:
        await profiles.give_back(profile)
    assert faults.left() == []


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The axe engine (npm, MPL-2.0: a tool of tests)."""
    return (npm.installed(NODE) / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


Axe = Callable[..., Awaitable[None]]


@pytest.fixture(scope="session")
def in_order() -> InOrder:
    """What axe has found nothing wrong with until now."""
    return InOrder()


@pytest.fixture
def axe(axe_source: str, in_order: InOrder) -> Axe:
    """By the rules of WCAG 2.2 AA nothing on a page, or in the dialog over it, may be wrong."""

    async def look(page: Page, *, within: str | None = None) -> None:
        if not await page.evaluate("'axe' in window"):
            await page.evaluate(axe_source)
        colours = await page.evaluate(
            "[document.documentElement.dataset.theme, innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]"
        )
        asked = {
            "within": within, "look": json.dumps(colours), "known": json.dumps(list(in_order.pieces)),
            "colours": json.dumps(list(in_order.contrasts)),
        }  # fmt: skip
        found = await page.evaluate(AXE, asked)
        assert found["told"] == [], f"{page.url}\n" + "\n".join(found["told"])
        in_order.pieces.update(found["fine"])
        in_order.contrasts.update(found["contrasts"])

    return look


Shots = Callable[..., Awaitable[None]]


@pytest.fixture
def shots() -> Shots:
    """Pictures of a page in three widths, light and dark, when OTKLIK_SHOTS names a folder."""

    async def take(page: Page, name: str, *, widths: tuple[int, ...] = WIDTHS, whole: bool = False) -> None:
        if SHOTS is None:
            return
        before = page.viewport_size
        language = await page.evaluate("document.documentElement.lang") or "en"
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            for width in widths:
                await page.set_viewport_size({"width": width, "height": 800 if width < WIDTHS[-1] else 900})
                await page.wait_for_timeout(150)
                await page.screenshot(path=f"{SHOTS}/{name}-{language}-{width}-{scheme}.png", full_page=whole)
        await page.emulate_media(color_scheme="light")
        if before:
            await page.set_viewport_size(before)

    return take


@pytest.fixture
def offline() -> Callable[[Page], Awaitable[Callable[[], Awaitable[None]]]]:
    """Takes the network of a page away; what it answers gives it back."""

    async def cut(page: Page) -> Callable[[], Awaitable[None]]:
        await page.context.set_offline(True)

        async def back() -> None:
            await page.context.set_offline(False)

        return back

    return cut


@asynccontextmanager
async def held_back(page: Page, address: str, method: str = "GET") -> AsyncIterator[None]:
    """Until the end nothing of an address (a pattern) is read, however long a page waits; the rest goes through."""
    pattern, over = re.compile(address), asyncio.Event()

    async def hold(route: Route) -> None:
        if route.request.method == method:
            await over.wait()
        await route.continue_()

    await page.route(pattern, hold)
    try:
        yield
    finally:
        over.set()
        await page.unroute_all(behavior="wait")


__all__ = ["Axe", "Error", "OpenPage", "Shots", "held_back"]
