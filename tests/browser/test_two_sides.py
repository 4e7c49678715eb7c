"""Both sides at once, each in a browser of its own: what one does the other sees, whatever breaks in between."""

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import httpx
import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from app.services import rate_limits
from tests import nursery
from tests.api.test_auth import PASSWORD, bearing, hired, signed_in
from tests.api.test_portal import Post, post
from tests.api.test_portal import signed_in as come_by_mail
from tests.browser.conftest import OpenPage
from tests.browser.hard import BLOCKED, FULL
from tests.browser.hostile import EVERY
from tests.browser.seeds import tell
from tests.browser.test_hostile import TRAP, Watched, watched
from tests.browser.test_signin import REFUSED, fill
from tests.browser.test_widget import BOX, NO_NETWORK, PICTURE, Stand, begin, stand, thread, write
from tests.conftest import SECRET, Api, Callers, Desk, free_port
from tests.desks import eventually, put_in_brand

__all__ = ["post", "stand", "watched"]

pytestmark = pytest.mark.usefixtures("long_offers")
# Nothing of the widget may so much as look at cookies: where those of third parties are off, this is how it is.
NO_COOKIES = """
    const forbidden = () => { throw new DOMException("no cookies here", "SecurityError"); };
    Object.defineProperty(Document.prototype, "cookie", { get: forbidden, set: forbidden });
    Object.defineProperty(window, "cookieStore", { get: forbidden });
"""
# Each side writes so many while a process of the desk dies.
EACH = 8


def reply(page: Page) -> Any:
    """Where the agent writes."""
    return page.get_by_label("Text of the reply")


async def answer(page: Page, *texts: str) -> None:
    """The agent writes to the customer."""
    for text in texts:
        await reply(page).fill(text)
        await reply(page).press("Control+Enter")
        await expect(reply(page)).to_have_value("")


async def typed_until(box: Locator, sign: Locator) -> None:
    """Somebody goes on typing until the other side sees it: keys say so every three seconds at most."""
    for _ in range(15):
        await box.press_sequentially("How old ")
        with suppress(AssertionError):
            await expect(sign).to_be_visible(timeout=3_200)
            return
    await expect(sign).to_be_visible()


async def test_a_chat_is_the_same_on_both_sides(stand: Stand) -> None:
    """From the offer to the score, with an agent who has two tabs."""
    shop = await stand.page(script=NO_COOKIES)
    console = await stand.page(path="/console/customers", base=stand.cable.url, as_=stand.agent)
    tab = await stand.page(console.context, path="/console/reports", base=stand.cable.url)
    await begin(shop, "My kettle is loud")
    offers = [each.get_by_role("region", name="For you") for each in (console, tab)]
    for offer in offers:
        await expect(offer.get_by_text("My kettle is loud")).to_be_visible()
    await offers[0].get_by_role("button", name="Accept").click()
    await expect(console).to_have_url(re.compile("/console/tickets/"))
    # Taken in one tab, it is offered in no other.
    await expect(offers[1].get_by_role("article")).to_have_count(0)
    await expect(shop.get_by_text("Anna Berg is with you now")).to_be_visible()

    await typed_until(reply(console), shop.get_by_text("Anna Berg is typing"))
    await answer(console, "How old is it?")
    await expect(thread(shop).get_by_text("How old is it?")).to_be_visible()
    await expect(console.get_by_text(re.compile("^Read by ")).last).to_be_visible()
    await typed_until(shop.get_by_role("textbox", name=BOX), console.get_by_text(re.compile("is typing")))
    await write(shop, "Two years")
    theirs = console.get_by_role("article", name=re.compile("^Message by"))
    await expect(theirs.last).to_contain_text("Two years")
    await expect(thread(shop).get_by_text("Read", exact=True)).to_have_count(2)

    # The other tab has all of it, and what is said in either is in both, once.
    await tab.goto(console.url)
    ours = tab.get_by_role("article", name="Reply by Anna Berg")
    await expect(ours).to_have_count(1)
    await answer(tab, "From the other tab")
    for each in (console, tab):
        mine = each.get_by_role("article", name="Reply by Anna Berg")
        await expect(mine).to_have_count(2)
        await expect(mine.last).to_contain_text("From the other tab")
    await expect(thread(shop).get_by_text("From the other tab")).to_have_count(1)
    await _files(console, shop)
    await _the_end(stand, console, shop)
    assert await shop.context.cookies() == []
    assert await console.context.cookies() == []

    # Who leaves in one tab has left in all.
    # What the other asks in the moment before it hears of that is refused.
    stand.open.faults.allow(REFUSED)
    await console.get_by_role("button", name="Anna Berg", exact=True).click()
    await console.get_by_role("menuitem", name="Sign out").click()
    await expect(tab.get_by_label("Password")).to_be_visible()


async def _files(console: Page, shop: Page) -> None:
    """A file for the customer, a picture from them."""
    await console.get_by_label("Attach files").first.set_input_files(
        FilePayload(name="manual.txt", mimeType="text/plain", buffer=b"Pour water")
    )
    await expect(console.get_by_role("button", name="Send", exact=True)).to_be_enabled()
    await reply(console).fill("Please read this")
    await reply(console).press("Control+Enter")
    await expect(thread(shop).get_by_role("button", name=re.compile("manual.txt"))).to_be_visible()
    await shop.locator("input[type=file]").set_input_files(
        FilePayload(name="kettle.png", mimeType="image/png", buffer=PICTURE)
    )
    await expect(shop.get_by_role("button", name="Remove kettle.png")).to_be_visible()
    await expect(shop.get_by_role("progressbar")).to_have_count(0)
    await write(shop, "Here it is")
    shown = console.get_by_role("article", name=re.compile("^Message by")).last
    await expect(shown).to_contain_text("Here it is")
    await expect(shown.get_by_role("img", name=re.compile("kettle.png"))).to_be_visible()


async def _the_end(stand: Stand, console: Page, shop: Page) -> None:
    """Ended and solved by the agent, rated by the customer, seen by the agent."""
    chat = console.get_by_label("Live chat")
    await chat.get_by_role("button", name="End chat").click()
    await console.get_by_role("dialog").get_by_role("button", name="End chat").click()
    await expect(shop.get_by_text("This chat has ended")).to_be_visible()
    await console.keyboard.press("Escape")
    await console.get_by_role("heading", level=1).click()
    await console.keyboard.press("s")
    await shop.get_by_role("radio", name="4").check()
    await shop.get_by_role("form").get_by_role("button", name="Send", exact=True).click()
    await expect(shop.get_by_role("button", name="Change my answer")).to_be_visible()
    await expect(console.get_by_text("gave 4")).to_be_visible()
    assert (await stand.agent.get("/v1/feedback"))["items"][0]["score"] == 4


@asynccontextmanager
async def a_process(stand: Stand) -> AsyncIterator[tuple[str, nursery.Born]]:
    """A process of the desk that can be killed: its address, and itself."""
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OTKLIK_")}
    environment |= {
        "OTKLIK_DATABASE_URL": stand.settings.database_url or "",
        "OTKLIK_SECRET": SECRET,
        "OTKLIK_LOG_LEVEL": "error",
        "OTKLIK_ALLOWED_ORIGINS": stand.shop.url,
        "OTKLIK_OFFER_SECONDS": "600",
        "OTKLIK_ATTACHMENTS": str(stand.settings.attachments),
        "OTKLIK_WORKER_INSIDE": "false",
    }
    process = nursery.otklik("serve", "--port", str(port), environment=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(base_url=url) as http:

            async def ready() -> bool:
                assert process.poll() is None
                try:
                    return (await http.get("/readyz")).is_success
                except httpx.TransportError:
                    return False

            await eventually(ready, bool, seconds=60, every=0.1)
        yield url, process
    finally:
        process.kill()
        await asyncio.to_thread(process.wait)


async def test_the_agent_s_process_is_killed_while_both_write(stand: Stand) -> None:
    """Both come to the other process by themselves; each message is there once, in one order, on both screens."""
    stand.open.faults.allow(*NO_NETWORK, "ERR_SOCKET", "ERR_ABORTED", "502")
    async with a_process(stand) as (url, process):
        stand.cable.plug(url)
        shop = await stand.page(height=1200)
        await begin(shop, "Hello")
        chat = await stand.accepted()
        ticket = chat["ticket_id"]
        path = f"/console/tickets/{ticket}"
        console = await stand.page(path=path, base=stand.cable.url, as_=stand.agent, height=2400)
        await expect(console.get_by_label("Live chat").get_by_text("Live", exact=True)).to_be_visible()
        await expect(shop.get_by_text("Anna Berg is with you now")).to_be_visible()
        middle = asyncio.Event()

        async def agent() -> None:
            for number in range(EACH):
                await answer(console, f"agent {number}")
                if number == EACH // 3:
                    middle.set()

        async def customer() -> None:
            for number in range(EACH):
                await write(shop, f"customer {number}")

        async def killer() -> None:
            await middle.wait()
            process.kill()
            await asyncio.to_thread(process.wait)
            # Whatever balances between the two has seen it.
            stand.cable.plug(stand.desk.url)

        await asyncio.gather(agent(), customer(), killer())
    wanted = {f"{who} {number}" for who in ("agent", "customer") for number in range(EACH)} | {"Hello"}
    said = await eventually(lambda: stand.said(ticket), lambda found: len(found) >= len(wanted))
    await expect(
        thread(shop).get_by_text("Sent", exact=True).or_(thread(shop).get_by_text("Read", exact=True))
    ).to_have_count(EACH + 1)
    await expect(console.get_by_text("Sending…")).to_have_count(0)
    said = await stand.said(ticket)
    assert sorted(said) == sorted(wanted)
    for who in ("agent", "customer"):
        assert [each for each in said if each.startswith(who)] == [f"{who} {number}" for number in range(EACH)]
    await expect(thread(shop).locator("article > p")).to_have_text(said)
    articles = console.get_by_role("region", name="Thread").get_by_role("article")

    async def shown() -> list[str]:
        text = "\n".join(await articles.all_inner_texts())
        return re.findall(r"^(?:Hello|agent \d|customer \d)$", text, re.MULTILINE)

    await eventually(shown, lambda found: found == said)


@pytest.fixture
def _nobody_counted() -> Any:
    rate_limits.forget()
    yield
    rate_limits.forget()


@pytest.mark.usefixtures("_nobody_counted")
async def test_no_storage_a_wrong_clock_and_a_small_screen(open_page: OpenPage, callers_: Callers, desk: Desk) -> None:
    """In Russian, by a telephone that keeps nothing and is nine years ahead: one signs in, and has time to accept."""
    anna = Api(desk, who=UUID((await hired(callers_))["id"]))
    callers_.opened.append(anna)
    await put_in_brand(callers_, await callers_.team("Support", anna))
    page = await open_page("/console/customers", locale="ru", width=360, height=740, script=BLOCKED)
    await page.get_by_label("Почта").fill("anna@desk.example")
    await page.get_by_label("Пароль").fill(PASSWORD)
    await page.get_by_role("button", name="Войти", exact=True).click()
    await page.get_by_role("button", name=re.compile("^Ваш статус: ")).click()
    await page.get_by_role("menuitemradio").first.click()
    vera = await callers_.customer(name="Jelena")
    await vera.post("/v1/chats", {"body": "Где мой чайник?"})
    offer = page.get_by_role("region", name="Вам предлагают").get_by_role("article")
    await expect(offer).to_contain_text("Где мой чайник?")
    words = await offer.inner_text()
    # A whole minute has no seconds.
    minutes, seconds = re.search(r"(\d+)\sмин", words), re.search(r"(\d+)\s\u0441\b", words)
    left = (int(minutes[1]) * 60 if minutes else 0) + (int(seconds[1]) if seconds else 0)
    # Whole seconds, and what the way of an answer took.
    assert 30 < left <= 62
    await offer.get_by_role("button", name="Принять").click()
    box = page.get_by_label("Текст ответа")
    await box.fill("Уже едет")
    await box.press("Control+Enter")
    await expect(page.get_by_role("article").filter(has_text="Уже едет")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_a_storage_that_is_full(stand: Stand, callers_: Callers, post: Post) -> None:
    """Whatever is typed on either side goes out, once, over a network that comes and goes; and nothing breaks."""
    stand.open.faults.allow(*NO_NETWORK)
    await callers_.admin()
    shop = await stand.page(script=FULL)
    console = await stand.page(path="/console/customers", base=stand.cable.url, as_=stand.agent, script=FULL)
    await begin(shop, "My kettle is loud")
    await console.get_by_role("region", name="For you").get_by_role("button", name="Accept").click()
    await expect(shop.get_by_text("Anna Berg is with you now")).to_be_visible()
    await expect(reply(console)).to_be_visible()
    ticket = console.url.rpartition("/")[2]
    for each in (shop, console):
        await each.context.set_offline(True)
    await write(shop, "Two years", "It whistles")
    await answer(console, "How old is it?", "And what does it do?")
    await expect(console.get_by_text("Sending…")).to_have_count(2)
    for each in (shop, console):
        await each.context.set_offline(False)
    for text in ("Two years", "It whistles"):
        await expect(
            console.get_by_role("article", name=re.compile("^Message by")).filter(has_text=text)
        ).to_have_count(1)
    for text in ("How old is it?", "And what does it do?"):
        await expect(thread(shop).get_by_text(text)).to_have_count(1)
    await expect(console.get_by_text("Sending…")).to_have_count(0)
    said = await stand.said(ticket)
    assert sorted(said[1:]) == ["And what does it do?", "How old is it?", "It whistles", "Two years"]
    assert said.index("Two years") < said.index("It whistles")
    # What is half written is at the desk, where the browser has no room for it.
    await reply(console).fill("Half a sentence")
    await eventually(lambda: draft(stand.agent, ticket), lambda found: found == "Half a sentence")
    await console.reload()
    await expect(reply(console)).to_have_value("Half a sentence")

    # And in the portal.
    vera = await callers_.customer(name="Vera", email="vera@example.com")
    mine = (await vera.post("/v1/tickets", {"subject": "Kettle", "body": "It is loud", "brand": "shop"}))["id"]
    _, made = await come_by_mail(callers_, post, "vera@example.com")
    session = {"token": made["token"], "until": 9_999_999_999_999, "email": "vera@example.com"}
    kept = {"otklik.portal.shop": json.dumps(session)}
    portal = await stand.page(path=f"/portal/shop/requests/{mine}", base=stand.cable.url, kept=kept, script=FULL)
    await portal.get_by_label("Your answer").fill("Very loud")
    await portal.context.set_offline(True)
    await portal.get_by_label("Your answer").press("Control+Enter")
    await portal.context.set_offline(False)
    await expect(portal.get_by_role("list", name="Messages").get_by_text("Very loud")).to_have_count(1)
    await eventually(lambda: stand.said(mine), lambda found: found == ["It is loud", "Very loud"])
    await expect(portal.get_by_label("Your answer")).to_have_value("")


async def draft(agent: Api, ticket: str) -> str | None:
    """What the desk has of what they are writing."""
    found = (await agent.get(f"/v1/tickets/{ticket}/draft"))["draft"]
    return str(found["body"]) if found else None


@pytest.mark.usefixtures("_nobody_counted")
async def test_a_sign_in_that_is_revoked_while_somebody_writes(open_page: OpenPage, callers_: Callers) -> None:
    """The dialog comes over the thread; what was typed is there, and what was sent goes out once."""
    open_page.faults.allow(REFUSED, "WebSocket")
    await hired(callers_)
    vera = await callers_.customer()
    ticket = (await vera.post("/v1/tickets", {"subject": "Kettle", "body": "It is loud"}))["id"]
    page = await open_page(f"/console/tickets/{ticket}")
    await fill(page, "anna@desk.example", PASSWORD)
    await reply(page).press_sequentially("Half a sen")
    access = await page.evaluate("JSON.parse(localStorage.getItem('otklik.agent')).access")
    await bearing(callers_, access)("POST", "/v1/auth/logout", expect=204)
    await reply(page).press_sequentially("tence")
    dialog = page.get_by_role("dialog", name="Please sign in again")
    await expect(dialog).to_be_visible()
    await expect(reply(page)).to_have_value("Half a sentence")
    await dialog.get_by_label("Password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Sign in", exact=True).click()
    await expect(dialog).to_be_hidden()
    # What waited has gone on: the draft is at the desk.
    anna = await signed_in(callers_)
    await eventually(
        lambda: draft(bearing(callers_, anna["access_token"]), ticket), lambda found: found == "Half a sentence"
    )
    await expect(reply(page)).to_have_value("Half a sentence")

    # Once more, and now with a message on its way.
    access = await page.evaluate("JSON.parse(localStorage.getItem('otklik.agent')).access")
    await bearing(callers_, access)("POST", "/v1/auth/logout", expect=204)
    await reply(page).press("Control+Enter")
    await dialog.get_by_label("Password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_label("Reply by Anna")).to_contain_text("Half a sentence")
    await expect(page.get_by_text("Sending…")).to_have_count(0)
    found = (await vera.get(f"/v1/tickets/{ticket}/messages"))["items"]
    assert [each["body"] for each in found] == ["It is loud", "Half a sentence"]


async def said_everything(desk: Desk, agent: Api, ticket: str) -> None:
    """The agent has written all hostile texts, as text and as Markdown."""
    for form in ("text", "markdown"):
        await tell(desk, ticket, EVERY, agent=agent, form=form)


async def say_some(agent: Api, ticket: str) -> None:
    """Some of them now, and a file with such a name."""
    for each in EVERY[::9]:
        await agent.post(f"/v1/tickets/{ticket}/messages", {"body": each, "format": "markdown"})
    name = {"name": "<img src=x onerror=alert(0)>.txt"}
    file = await agent.post("/v1/attachments", params=name, content=b"no picture")
    await agent.post(f"/v1/tickets/{ticket}/messages", {"body": "", "attachment_ids": [file["id"]]})


async def test_hostile_texts_in_the_widget(stand: Stand, callers_: Callers) -> None:
    """On a page without any policy, where nothing but the widget itself keeps them from running."""
    admin = await callers_.admin()
    await admin.patch(f"/v1/agents/{stand.agent.who}", {"name": EVERY[20]})
    await admin.patch("/v1/brands/shop", {"name": EVERY[28]})
    page = await stand.page(path="/blank", script=TRAP)
    watched = Watched(stand.desk, stand.shop.url, stand.cable.url)
    page.on("request", watched.asked)
    await page.goto(stand.shop.page())
    await begin(page, EVERY[0])
    chat = await stand.accepted()
    await said_everything(stand.desk, stand.agent, chat["ticket_id"])
    await page.reload()
    await page.get_by_role("button", name="Open the chat").click()
    await expect(thread(page).get_by_text(EVERY[-1], exact=True).first).to_be_attached()
    await say_some(stand.agent, chat["ticket_id"])
    await expect(thread(page).get_by_role("button", name=re.compile("no picture|alert\\(0\\)"))).to_be_visible()
    earlier = page.get_by_role("button", name="Earlier messages")
    for _ in range(10):
        if await thread(page).get_by_text(EVERY[0], exact=True).count():
            break
        await earlier.click()
    await expect(thread(page).get_by_text(EVERY[0], exact=True).first).to_be_attached()
    await watched.nothing(page)


async def test_hostile_texts_in_the_portal(
    open_page: OpenPage, watched: Watched, callers_: Callers, desk: Desk, post: Post
) -> None:
    admin, anna = await callers_.admin(), await callers_.agent(name=EVERY[20])
    await admin.post("/v1/brands", {"key": "shop", "name": EVERY[28]})
    await admin.post("/v1/request-types", {"key": "hostile", "names": {"en": EVERY[33]}})
    vera = await callers_.customer(name=EVERY[27], email="vera@example.com")
    ticket = (await vera.post("/v1/tickets", {"subject": EVERY[21], "body": EVERY[0], "brand": "shop"}))["id"]
    await said_everything(desk, anna, ticket)
    await say_some(anna, ticket)
    _, made = await come_by_mail(callers_, post, "vera@example.com")
    session = {"token": made["token"], "until": 9_999_999_999_999, "email": EVERY[29]}
    kept = {"otklik.portal.shop": json.dumps(session)}
    page = await open_page("/portal/shop", kept=kept, script=TRAP)
    page.on("request", watched.asked)
    await page.get_by_role("link", name=re.compile(re.escape(EVERY[21]))).click()
    await expect(page.get_by_role("heading", name=EVERY[21])).to_be_visible()
    while not await page.get_by_text(EVERY[0], exact=True).count():
        await page.get_by_role("button", name="Older messages").click()
    await watched.nothing(page)
    for path in ("/portal/shop/new", "/portal/shop/me"):
        await page.goto(f"{desk.url}{path}")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await watched.nothing(page)
