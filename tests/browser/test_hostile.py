"""A hundred hostile texts, wherever people see what others have written: nothing of it runs, and nothing is fetched."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, Request, expect

from tests.browser.conftest import OpenPage
from tests.browser.hostile import EVERY
from tests.browser.seeds import tell
from tests.conftest import Api, Callers, Desk

pytestmark = pytest.mark.usefixtures("long_offers")

# A page of ours never calls these; and a policy that was needed has been needed too late.
TRAP = """
const strike = (said) => { (globalThis.struck ??= []).push(said); };
for (const name of ["alert", "confirm", "prompt"]) globalThis[name] = strike;
addEventListener("securitypolicyviolation", (event) => {
  strike(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


class Watched:
    """What hostile texts got a page to do."""

    def __init__(self, desk: Desk, *more: str) -> None:
        self.hosts = {urlsplit(each).netloc for each in (desk.url, *more)}
        self.elsewhere: list[str] = []

    def asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc not in self.hosts:
            self.elsewhere.append(request.url)

    async def nothing(self, page: Page) -> None:
        """Nothing ran, nothing was fetched from elsewhere, and the page is where it was."""
        assert await page.evaluate("globalThis.struck ?? []") == []
        assert self.elsewhere == []
        assert urlsplit(page.url).netloc in self.hosts


@pytest.fixture
def watched(desk: Desk) -> Watched:
    return Watched(desk)


async def scrolled(page: Page, label: str, first: str) -> None:
    """Every row of a long list has been in the page once: from its end up to the first, of which this is the text."""
    await page.evaluate(
        """async ([label, first]) => {
            const box = document.querySelector(`.windowed[aria-label="${label}"]`);
            for (let turn = 0; turn < 2000 && !box.textContent.includes(first); turn += 1) {
                box.scrollTop = Math.max(0, box.scrollTop - box.clientHeight * 0.8);
                await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 15)));
            }
        }""",
        [label, first],
    )


async def opened(open_page: OpenPage, watched: Watched, path: str, as_: Api | None = None) -> Page:
    page = await open_page(path, as_=as_, script=TRAP)
    page.on("request", watched.asked)
    return page


async def test_a_thread(open_page: OpenPage, watched: Watched, callers_: Callers, desk: Desk) -> None:
    """As text by the customer, as Markdown by the agent, and in the name, the subject and a file's name."""
    anna = await callers_.agent(name=EVERY[20])
    vera = await callers_.customer(name=EVERY[27])
    ticket = (await vera.post("/v1/tickets", {"subject": EVERY[0], "body": "the very first"}))["id"]
    await tell(desk, ticket, EVERY, customer=vera)
    await tell(desk, ticket, EVERY, agent=anna, form="markdown")
    named: dict[str, Any] = await vera.post(
        "/v1/attachments", params={"name": "<img src=x onerror=alert(0)>.png"}, content=b"no picture"
    )
    await vera.post(f"/v1/tickets/{ticket}/messages", {"body": "", "attachment_ids": [named["id"]]})
    page = await opened(open_page, watched, f"/console/tickets/{ticket}", anna)
    await expect(page.get_by_role("region", name="Thread")).to_contain_text("alert(")
    await scrolled(page, "Thread", "the very first")
    await expect(page.get_by_role("region", name="Thread")).to_contain_text("the very first")
    await watched.nothing(page)
    for path in ("/console/tickets", "/console/customers", f"/console/customers/{vera.who}"):
        await page.goto(f"{desk.url}{path}")
        await expect(page.get_by_role("main")).to_contain_text(EVERY[27])
        await watched.nothing(page)


async def test_an_article(open_page: OpenPage, watched: Watched, callers_: Callers, desk: Desk) -> None:
    """As its title, its summary and its text, by the name of its brand, where it is read and where it is written.

    Pictures from elsewhere are left out: whoever writes articles may show them.
    """
    admin = await callers_.admin()
    await admin.post("/v1/brands", {"key": "hostile", "name": EVERY[28]})
    made = await admin.post(
        "/v1/articles",
        {
            "brand": "hostile",
            "default_locale": "en",
            "draft": {
                "title": EVERY[21],
                "summary": EVERY[31],
                "slug": "hostile",
                "body": "\n\n".join(each for each in EVERY if "evil.invalid" not in each),
            },
        },
    )
    await admin.post(f"/v1/articles/{made['id']}/translations/en/publish", {}, expect=200)
    # A picture of such a name is asked for here, and is not there.
    open_page.faults.allow("404.*onerror")
    page = await opened(open_page, watched, "/help/hostile/en")
    await watched.nothing(page)
    for path in ("/help/hostile/en/hostile", "/help/hostile/en?q=alert"):
        await page.goto(f"{desk.url}{path}")
        await watched.nothing(page)
    page = await opened(open_page, watched, f"/console/articles?id={made['id']}", admin)
    await expect(page.get_by_role("textbox", name="Title")).to_be_visible()
    await watched.nothing(page)
