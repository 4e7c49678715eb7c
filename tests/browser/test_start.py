"""The first page of a desk, and signing in at the console."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import expect

from app.demo import Login
from app.settings import Settings, configure
from tests.browser.conftest import Axe, OpenPage, Shots
from tests.conftest import Callers, Desk


async def test_a_newcomer_finds_every_door(open_page: OpenPage, axe: Axe, shots: Shots) -> None:
    for locale in ("en", "ru"):
        page = await open_page("/", locale=locale)
        for address in (
            "/console",
            "/console/board",
            "/widget/demo",
            "/help",
            "/portal",
            "/status",
            "/docs",
            "/asyncapi",
            "/guides",
        ):
            await expect(page.locator(f'a[href="{address}"]').first).to_be_visible()
        await axe(page)
        await shots(page, "start", whole=True)
    # What was in order is looked at again when it has changed.
    await page.get_by_role("link").last.evaluate("link => { link.innerHTML = '<button></button>'; }")
    with pytest.raises(AssertionError, match="button-name"):
        await axe(page)


async def test_the_logins_of_the_demo_are_for_this_machine(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    async def demo(_database: object) -> list[Login]:
        return [Login("olga@demo.example", "Olga", "lead")]

    monkeypatch.setattr("app.demo.logins", demo)
    configure(settings.model_copy(update={"public_url": desk.url}))

    async def shown(address: str = desk.url, **headers: str) -> bool:
        async with httpx.AsyncClient() as http:
            return "olga@demo.example" in (await http.get(address, headers=headers)).text

    try:
        await _only_here(desk, shown)
        configure(settings.model_copy(update={"public_url": "https://desk.example.com"}))
        assert not await shown()
    finally:
        configure(settings)


async def _only_here(desk: Desk, shown: Callable[..., Awaitable[bool]]) -> None:
    assert await shown()
    host = urlsplit(desk.url).netloc
    # A proxy on this machine that names the desk as it knows it, and says for whom it asks; a page that has its own
    # name lead here; and one who says so themselves.
    for name in ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"):
        assert not await shown(**{"Host": host, name: "127.0.0.1"}), name
    for name in ("desk.example.com", "localhost.example.com", "127.0.0.1.nip.io"):
        assert not await shown(Host=name), name
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(desk.url).port)
    writer.write(f"GET / HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    assert b" 200 " in answer.partition(b"\r\n")[0]
    assert b"olga@demo.example" not in answer


async def test_the_console_opens(open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers) -> None:
    page = await open_page("/console/admin", as_=await callers_.admin())
    await expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    await axe(page)
    await shots(page, "settings")
    page = await open_page("/console", locale="ru")
    await expect(page.get_by_role("heading", name="Вход в службу поддержки")).to_be_visible()
    await axe(page)
    await shots(page, "sign-in")
