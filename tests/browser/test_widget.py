"""The widget on somebody else's site, in a real browser: what a visitor does, and all that goes wrong meanwhile."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from app.settings import Settings
from tests.browser.cables import Cable
from tests.browser.shops import Shop, a_shop
from tests.conftest import Api, Callers, Desk, free_port
from tests.desks import put_in_brand
from tests.realtime.processes import at, another

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests here."""
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield made
        await made.close()


@dataclass
class Stand:
    """A shop, the desk behind a cable, and an agent who is there."""

    shop: Shop
    cable: Cable
    desk: Desk
    agent: Api
    browser: Browser
    stack: AsyncExitStack

    async def visitor(self, **options: Any) -> BrowserContext:
        """A browser of somebody."""
        context = await self.browser.new_context(**{"locale": "en-US", **options})
        context.set_default_timeout(8_000)
        self.stack.push_async_callback(context.close)
        return context

    async def page(self, context: BrowserContext | None = None, **query: str) -> Page:
        """A page of the shop."""
        page = await (context or await self.visitor()).new_page()
        page.on("pageerror", lambda error: print("PAGEERROR", error))
        page.on("console", lambda m: print("CONSOLE", m.type, m.text))
        await page.goto(self.shop.page(**query))
        return page


@pytest.fixture
async def stand(settings: Settings, callers_: Callers, browser: Browser) -> AsyncIterator[Stand]:
    """All of it, with an agent of the brand's team online."""
    agent = await callers_.agent(name="Anna Berg", online=True)
    team = await callers_.team("Support", agent)
    await put_in_brand(callers_, team, key="shop")
    async with AsyncExitStack() as stack:
        port = free_port()
        shop = await stack.enter_async_context(a_shop(port))
        allowed = settings.model_copy(update={"allowed_origins": [shop.url], "offer_seconds": 60})
        desk = await stack.enter_async_context(another(allowed))
        cable = Cable(desk.url)
        await cable.start()
        stack.push_async_callback(cable.stop)
        shop.desk = cable.url
        yield Stand(shop, cable, desk, at(desk, agent), browser, stack)


async def test_look(stand: Stand) -> None:
    page = await stand.page()
    await page.get_by_role("button", name="Open the chat").click()
    await page.screenshot(path="/tmp/widget_shot1.png")
    await page.get_by_role("button", name="Write to us").click()
    box = page.get_by_role("textbox", name="Write a message")
    await box.fill("Hello, my kettle is loud")
    await box.press("Enter")
    chats = []
    for _ in range(100):
        chats = (await stand.agent.get("/v1/chats?status=offered&mine=true"))["items"]
        if chats:
            break
        await asyncio.sleep(0.05)
    chat = await stand.agent.post(f"/v1/chats/{chats[0]['id']}/accept", expect=200)
    await stand.agent.post(f"/v1/tickets/{chat['ticket_id']}/messages", {"body": "Hi! Which one?"})
    await expect(page.get_by_text("Hi! Which one?").first).to_be_visible()
    await box.fill("The red one")
    await box.press("Enter")
    await expect(page.get_by_text("Sent", exact=True).nth(1)).to_be_attached()
    await page.screenshot(path="/tmp/widget_shot2.png")
