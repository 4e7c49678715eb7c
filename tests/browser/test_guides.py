"""The documentation as pages: every link in it leads somewhere, and it is read well."""

import re

import httpx
from playwright.async_api import expect

from tests.browser.conftest import Axe, OpenPage, Shots
from tests.conftest import Desk

# Written by whoever runs a desk, or served only where something is set up.
_ELSEWHERE = re.compile(r"^(?:https?:|mailto:|#)")


async def test_every_link_leads_somewhere(desk: Desk) -> None:
    seen: set[str] = set()
    broken: list[str] = []
    waiting = ["/guides"]
    anchors: dict[str, set[str]] = {}
    wanted: list[tuple[str, str, str]] = []
    async with httpx.AsyncClient(base_url=desk.url) as http:
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            found = await http.get(path)
            if found.status_code != 200:
                broken.append(f"{path}: {found.status_code}")
                continue
            if not path.startswith("/guides") or not found.headers["content-type"].startswith("text/html"):
                continue
            anchors[path] = set(re.findall(r'id="([^"]+)"', found.text))
            for href in re.findall(r'(?:href|src)="([^"]+)"', found.text):
                if href.startswith("#"):
                    wanted.append((path, path, href[1:]))
                elif not _ELSEWHERE.match(href):
                    target, _, anchor = href.partition("#")
                    # Addresses with blanks are patterns to read.
                    if target.startswith("/guides"):
                        waiting.append(target)
                        if anchor:
                            wanted.append((path, target, anchor))
    broken += [
        f"{page}: {target}#{anchor}" for page, target, anchor in wanted if anchor not in anchors.get(target, {anchor})
    ]
    assert broken == []
    assert len(seen) > 100


async def test_a_guide_is_read(open_page: OpenPage, axe: Axe, shots: Shots) -> None:
    page = await open_page("/guides")
    await axe(page)
    await page.get_by_role("main").get_by_role("link", name=re.compile("web and app developers")).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("For web and app developers")
    await axe(page)
    await shots(page, "guide")
