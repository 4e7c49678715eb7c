"""The first page of a desk, and signing in at the console."""

from playwright.async_api import expect

from tests.browser.conftest import Axe, OpenPage, Shots
from tests.conftest import Callers


async def test_a_newcomer_finds_every_door(open_page: OpenPage, axe: Axe, shots: Shots) -> None:
    for locale in ("en", "ru"):
        page = await open_page("/", locale=locale)
        for address in (
            "/console",
            "/console/board",
            "/widget/demo",
            "/help",
            "/status",
            "/docs",
            "/asyncapi",
            "/guides",
        ):
            await expect(page.locator(f'a[href="{address}"]').first).to_be_visible()
        await axe(page)
        await shots(page, "start", whole=True)


async def test_the_console_opens(open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers) -> None:
    page = await open_page("/console/admin", as_=await callers_.admin())
    await expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    await axe(page)
    await shots(page, "settings")
    page = await open_page("/console", locale="ru")
    await expect(page.get_by_role("heading", name="Вход в службу поддержки")).to_be_visible()
    await axe(page)
    await shots(page, "sign-in")
