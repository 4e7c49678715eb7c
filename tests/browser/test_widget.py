"""The widget on somebody else's site, in a real browser: what a visitor does, and all that goes wrong meanwhile."""

import asyncio
import gzip
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import (
    BrowserContext,
    FilePayload,
    FrameLocator,
    Locator,
    Page,
    Response,
    Route,
    async_playwright,
    expect,
)

from app import clock
from app.settings import Settings
from tests.api.images import picture
from tests.api.test_help_articles import published
from tests.browser.cables import Cable
from tests.browser.conftest import ARGUMENTS, CHROMIUM, Axe, OpenPage, Shots
from tests.browser.hard import AHEAD
from tests.browser.profiles import fresh
from tests.browser.shops import Shop, a_shop
from tests.conftest import Api, Callers, Desk, free_port
from tests.desks import eventually, put_in_brand
from tests.realtime.processes import another, at
from tests.realtime.sockets import Socket

MOST_BYTES = 40_000
BOX = "Write a message"
ANSWER = "**Which** one? <script>alert(1)</script> <a href='javascript:alert(1)'>here</a>"
pytestmark = pytest.mark.timeout(180)
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cfc0f01f00050001ff56c2f5b60000000049454e44ae426082"
)
# A part of the texts: what is missing is English.
ARABIC = {
    "open": "افتح المحادثة", "begin": "اكتب إلينا", "write": "اكتب رسالة", "send": "أرسل", "sent": "أُرسلت",
    "greeting": "مرحبا! كيف نساعدك؟", "first_words": "أخبرنا عن الأمر.", "joined": "{name} معك الآن", "with_you": "هنا",
    "close": "أغلق المحادثة", "back": "رجوع", "more": "المزيد", "attach": "أرفق ملفات", "emoji": "رموز",
}  # fmt: skip
# What is played, by its pitch.
EARS = """
    window.notes = [];
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (...given) {
        window.notes.push(this.frequency.value);
        return start.apply(this, given);
    };
"""
COPIED = """async () => {
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext("2d").fillRect(0, 0, 8, 8);
    await navigator.clipboard.write([new ClipboardItem({ "image/png": await canvas.convertToBlob() })]);
}"""
DRAGGED = """() => {
    const data = new DataTransfer();
    data.items.add(new File(["first"], "plan.txt", { type: "text/plain" }));
    return data;
}"""
NO_NETWORK = (
    r"ERR_FAILED",
    r"ERR_EMPTY_RESPONSE",
    r"ERR_CONNECTION",
    r"ERR_INTERNET",
    r"ERR_SOCKET",
    r"WebSocket connection to",
)


@dataclass
class Stand:
    """A shop, the desk behind a cable, and an agent who is there."""

    shop: Shop
    cable: Cable
    agent: Api
    settings: Settings
    stack: AsyncExitStack
    open: OpenPage
    desk: Desk

    async def page(self, context: BrowserContext | None = None, *, path: str = "/", **more: Any) -> Page:
        """A page of the shop, or of what `base` names."""
        page = await self.open(path, context=context, **({"base": self.shop.url} | more))
        # Before the desk goes away under them.
        self.stack.push_async_callback(page.context.close)
        return page

    async def offered(self) -> Any:
        """The chat that is offered to the agent, now or in a moment."""
        found = await eventually(
            lambda: self.agent.get("/v1/chats?status=offered&mine=true"), lambda page: page["items"]
        )
        return found["items"][0]

    async def accepted(self) -> Any:
        """The next chat, accepted."""
        return await self.agent.post(f"/v1/chats/{(await self.offered())['id']}/accept", expect=200)

    async def said(self, ticket: str) -> list[str]:
        """All messages of a ticket."""
        return [each["body"] for each in (await self.agent.get(f"/v1/tickets/{ticket}/messages?limit=200"))["items"]]


@pytest.fixture
async def stand(settings: Settings, callers_: Callers, open_page: OpenPage, tmp_path: Path) -> AsyncIterator[Stand]:
    """All of it, with an agent of the brand's team online. The desk has a language of its own, in a file."""
    arabic = tmp_path / "pages" / "ar" / "widget.json"
    arabic.parent.mkdir(parents=True)
    arabic.write_text(json.dumps(ARABIC), encoding="utf-8")
    agent = await callers_.agent(name="Anna Berg", online=True, role="lead")
    await put_in_brand(callers_, await callers_.team("Support", agent), key="shop")
    async with AsyncExitStack() as stack:
        shop = await stack.enter_async_context(a_shop(free_port()))
        allowed = settings.model_copy(update={"allowed_origins": [shop.url], "offer_seconds": 600, "locales": tmp_path})
        desk = await stack.enter_async_context(another(allowed))
        cable = Cable(desk.url)
        await cable.start()
        stack.push_async_callback(cable.stop)
        shop.desk = cable.url
        there = at(desk, agent)
        stack.push_async_callback(there.http.aclose)
        yield Stand(shop, cable, there, allowed, stack, open_page, desk)


@pytest.fixture
async def strict() -> AsyncIterator[BrowserContext]:
    """A profile of a whole browser with third-party cookies switched off, which the one without windows cannot do."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    async with async_playwright() as playwright:
        flags = [*ARGUMENTS, "--test-third-party-cookie-phaseout"]
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield await fresh(browser)
        await browser.close()


class Console(Socket):
    """What an agent's page has."""

    features = ("typing",)


async def begin(page: Page | FrameLocator, text: str) -> None:
    """Open the widget and write the first words."""
    await page.get_by_role("button", name="Open the chat").click()
    await page.get_by_role("button", name="Write to us").click()
    await write(page, text)


async def write(page: Page | FrameLocator, *texts: str) -> None:
    """Write messages."""
    box = page.get_by_role("textbox", name=BOX)
    for text in texts:
        await box.fill(text)
        await box.press("Enter")


async def box_of(what: Locator) -> Any:
    """Where it is, once it is there."""
    await expect(what).to_be_visible()
    return await what.bounding_box()


def thread(page: Page | FrameLocator) -> Any:
    """Where the messages are."""
    return page.get_by_role("log", name="Messages")


async def test_a_chat_from_beginning_to_end(stand: Stand, axe: Axe, shots: Shots) -> None:
    await stand.agent("PUT", f"/v1/agents/{stand.agent.id}/avatar", content=picture(300, 200, "PNG"), expect=200)
    page = await stand.page(path="/blank", script=EARS)
    sizes: dict[str, int] = {}

    async def weigh(response: Response) -> None:
        if response.url.startswith(stand.cable.url) and "/v1/" not in response.url and response.ok:
            sizes[response.url.removeprefix(stand.cable.url)] = len(gzip.compress(await response.body(), 9))

    page.on("response", weigh)
    await page.goto(stand.shop.page())
    opener = page.get_by_role("button", name="Open the chat")
    await expect(opener).to_be_visible()
    await axe(page)
    await opener.press("Enter")
    # Whoever opens it with the keyboard is in it, and Escape brings them back.
    await expect(page.get_by_role("button", name="Write to us")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(opener).to_be_focused()
    await page.keyboard.press("Enter")
    await axe(page)
    await shots(page, "widget-home")
    await page.get_by_role("button", name="Write to us").click()
    box = page.get_by_role("textbox", name=BOX)
    await expect(box).to_be_focused()
    await write(page, "Hello, my kettle is loud")
    await expect(page.get_by_text("You are number 1 in the queue.")).to_be_visible()

    chat = await stand.accepted()
    ticket = chat["ticket_id"]
    await expect(page.get_by_text("Anna Berg is with you now")).to_be_visible()
    face = page.locator("header .face img")
    await eventually(lambda: face.evaluate("it => it.naturalWidth"), lambda width: width == 256)
    await _who_types(stand, page, ticket)
    await stand.agent.post(f"/v1/tickets/{ticket}/messages", {"body": "Hi! How old is it?"})
    await expect(thread(page).get_by_text("Hi! How old is it?")).to_be_visible()
    # Told to those who do not see it.
    await expect(page.get_by_role("status").filter(has_text="Anna Berg: Hi! How old is it?")).to_be_attached()
    await write(page, "Two years")
    await expect(thread(page).get_by_text("Sent", exact=True)).to_have_count(2)
    await stand.agent.put(f"/v1/tickets/{ticket}/read", {"seq": 100})
    await expect(thread(page).get_by_text("Read", exact=True)).to_have_count(2)
    assert sum(sizes.values()) < MOST_BYTES, sizes

    await axe(page)
    await shots(page, "widget-chat")
    await _files_and_emoji(stand, page, ticket)
    await axe(page)
    await _the_end(stand, page, chat["id"])
    await axe(page)
    await shots(page, "widget-survey")
    await page.get_by_role("button", name="Back").click()
    await expect(page.get_by_role("button", name="Hello, my kettle is loud done")).to_be_visible()


async def _who_types(stand: Stand, page: Page, ticket: str) -> None:
    """Each side sees the other one type."""
    async with Console(stand.agent) as agent:
        await agent.ask(t="sub", subs=[{"ticket": ticket, "after": 0}])
        await agent.get("ok")

        async def seen() -> bool:
            # It lasts seconds, which a busy machine may need to draw it.
            await agent.tell(t="typing", ticket=ticket, on=True)
            return await page.get_by_text("Anna Berg is typing").is_visible()

        await eventually(seen, bool, every=0.5)
        await page.get_by_role("textbox", name=BOX).press_sequentially("Tw")
        assert (await agent.get("typing"))["on"]


async def _files_and_emoji(stand: Stand, page: Page, ticket: str) -> None:
    """A formatted answer that can be heard, an emoji by the keyboard; files that are chosen, pasted and dropped."""
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("menuitemcheckbox", name="Sound for new messages").press("Enter")
    await stand.agent.post(f"/v1/tickets/{ticket}/messages", {"body": ANSWER, "format": "markdown"})
    await expect(thread(page).locator("strong", has_text="Which")).to_be_visible()
    await eventually(lambda: page.evaluate("notes"), lambda notes: notes == [660, 880])
    await page.get_by_role("button", name="Emoji").click()
    await expect(page.get_by_role("button", name="😀")).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    box = page.get_by_role("textbox", name=BOX)
    await expect(box).to_have_value("😂")
    await page.locator("input[type=file]").set_input_files(
        [
            FilePayload(name="kettle.png", mimeType="image/png", buffer=PICTURE),
            FilePayload(name="bill.txt", mimeType="text/plain", buffer=b"12 EUR"),
        ]
    )
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.evaluate(COPIED)
    await box.press("Control+V")
    await thread(page).dispatch_event("drop", {"dataTransfer": await page.evaluate_handle(DRAGGED)})
    for name in ("kettle.png", "bill.txt", "image.png", "plan.txt"):
        await expect(page.get_by_role("button", name=f"Remove {name}")).to_be_visible()
    await expect(page.get_by_role("progressbar")).to_have_count(0)
    await page.get_by_role("button", name="Remove plan.txt").click()
    await box.press("Enter")
    await expect(thread(page).get_by_role("button", name="Save bill.txt 6 byte")).to_be_visible()
    for name in ("kettle.png", "image.png"):
        await expect(thread(page).get_by_role("img", name=f"Save {name}")).to_be_visible()
    await expect(thread(page).get_by_role("button", name="Save plan.txt")).to_have_count(0)
    assert (await stand.said(ticket))[-1] == "😂"


async def _the_end(stand: Stand, page: Page, chat: str) -> None:
    """What was said is there again after a reload, and what is half written is too. Then it ends, and is rated."""
    await page.get_by_role("textbox", name=BOX).fill("And one more")
    await page.reload()
    await page.get_by_role("button", name="Open the chat").click()
    await expect(thread(page).get_by_text("Two years")).to_be_visible()
    await expect(page.get_by_role("textbox", name=BOX)).to_have_value("And one more")
    await stand.agent.post(f"/v1/chats/{chat}/end", {"solve": True}, expect=200)
    await expect(page.get_by_text("This chat has ended")).to_be_visible()
    await page.get_by_role("radio", name="5").check()
    await page.get_by_role("form").get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_role("button", name="Change my answer")).to_be_visible()
    await page.get_by_role("button", name="More").press("Enter")
    sound = page.get_by_role("menuitemcheckbox", name="Sound for new messages")
    await expect(sound).to_be_focused()
    await expect(sound).to_be_checked()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.get_by_role("textbox", name="E-mail").fill("vera@example.com")
    await page.get_by_role("button", name="Send it to me").click()
    await expect(page.get_by_text("It is on its way to vera@example.com.")).to_be_visible()
    await page.get_by_role("button", name="Back").click()
    assert (await stand.agent.get("/v1/feedback"))["items"][0]["score"] == 5


async def test_what_is_written_without_a_network_goes_out_once_and_in_order(stand: Stand) -> None:
    """Also the very first words, over a reload, from two tabs, and when the desk is another process afterwards."""
    stand.open.faults.allow(*NO_NETWORK)
    page = await stand.page()
    await page.get_by_role("button", name="Open the chat").click()
    await page.get_by_role("button", name="Write to us").click()
    stand.cable.pull()
    await write(page, "one", "two")
    await expect(thread(page).get_by_text("Sending")).to_have_count(2)
    stand.cable.plug()
    ticket = (await stand.accepted())["ticket_id"]
    await expect(thread(page).get_by_text("Sent", exact=True)).to_have_count(2)
    assert await stand.said(ticket) == ["one", "two"]

    other = await stand.page(page.context)
    await other.get_by_role("button", name="Open the chat").click()
    await expect(thread(other).get_by_text("two")).to_be_visible()
    stand.cable.pull()
    await write(page, "three", "four")
    await write(other, "five")
    # A process of the desk dies, and another one takes over.
    desk = await stand.stack.enter_async_context(another(stand.settings))
    stand.cable.plug(desk.url)
    everything = ["one", "two", "three", "four", "five"]
    for each in (page, other):
        await expect(thread(each).get_by_text("Sent", exact=True)).to_have_count(5)
        shown = await thread(each).locator("article > p").all_text_contents()
        assert sorted(shown) == sorted(everything)
    said = await stand.said(ticket)
    assert sorted(said) == sorted(everything)
    assert [each for each in said if each != "five"] == everything[:4]

    # The page is left while something waits.
    stand.cable.pull()
    await other.close()
    await write(page, "six")
    await page.goto("about:blank")
    stand.cable.plug()
    await page.goto(stand.shop.page())
    await eventually(lambda: stand.said(ticket), lambda found: found[-1] == "six")
    assert (await stand.said(ticket)).count("six") == 1

    # The desk is away while a page begins: the conversation is there without a reload.
    await page.route("**/v1/chats*", lambda route: route.abort())
    await page.reload()
    await page.get_by_role("button", name="Open the chat").click()
    await expect(page.get_by_role("button", name="Write to us")).to_be_visible()
    await page.unroute("**/v1/chats*")
    await expect(thread(page).get_by_text("six")).to_be_visible()


async def test_a_page_that_makes_life_hard(stand: Stand, strict: BrowserContext) -> None:
    """Strict policy, styles that hide everything, changed prototypes, a clock that is years ahead; and no storage.

    The browser gives none to a frame of another site, once third-party cookies are switched off.
    """
    # The page's own icon and sheet, that its own policy forbids.
    stand.open.faults.allow(r"data:,", r"hostile\.css", r"[Tt]rusted", r"dompurify")
    outer = await stand.page(strict, path="", base=stand.shop.framed, script=AHEAD)
    page = outer.frame_locator("iframe")
    await begin(page, "Can you hear me?")
    probe = "() => { try { return typeof localStorage; } catch (error) { return error.name; } }"
    assert await page.locator("html").evaluate(probe) == "SecurityError"
    chat = await stand.accepted()
    await stand.agent.post(
        f"/v1/tickets/{chat['ticket_id']}/messages", {"body": "Loud and clear: https://a.example/b."}
    )
    link = thread(page).get_by_role("link", name="https://a.example/b")
    await expect(link).to_be_visible()
    # Nobody may make HTML there: a formatted answer is shown as it was written.
    await stand.agent.post(f"/v1/tickets/{chat['ticket_id']}/messages", {"body": ANSWER, "format": "markdown"})
    await expect(thread(page).get_by_text("**Which** one?")).to_be_visible()
    box = await page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert (round(box["width"]), box["height"] > 400) == (384, True)
    await write(page, "Good")
    await expect(thread(page).get_by_text("Sent", exact=True)).to_have_count(2)
    # The page has asked for the dark one before the widget was there.
    assert await page.get_by_role("dialog").evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(23, 26, 33)"


async def test_how_long_it_will_take(stand: Stand, callers_: Callers, shots: Shots) -> None:
    """Their place and the time as the desk knows them, in words; and both move as the queue does."""
    for name in "abcde":
        customer = await callers_.customer(name=name)
        await customer.post("/v1/chats", {"body": "Hello", "brand": "shop"})
        await stand.agent.post(f"/v1/chats/{(await stand.accepted())['id']}/end", {"solve": True}, expect=200)
    before = await (await callers_.customer(name="f")).post("/v1/chats", {"body": "Hello", "brand": "shop"})
    async with stand.desk.database.lean() as connection:
        # Somebody was taken every four minutes, out of a queue.
        await connection.execute("""
            WITH served AS (SELECT id, row_number() OVER (ORDER BY accepted_at) AS n FROM chats WHERE ended_at < now())
            UPDATE chats SET queued_at = now() - interval '50 minutes',
                accepted_at = now() - (6 - n) * interval '4 minutes'
            FROM served WHERE served.id = chats.id""")
    page = await stand.page(path="/?lang=ru", locale="ru", width=360)
    await page.get_by_role("button", name="Открыть чат").click()
    await page.get_by_role("button", name="Написать нам").click()
    await page.get_by_role("textbox", name="Напишите сообщение").fill("Здравствуйте")
    await page.keyboard.press("Enter")
    told = page.get_by_role("status").filter(has_text="Ваш номер в очереди: 2.")
    await expect(told).to_have_text(re.compile(r"Ждать от \d+ до \d+ минут[ы]?\."))
    await shots(page, "widget-waiting")
    assert (await stand.offered())["status"] == "offered"
    await stand.agent.post(f"/v1/chats/{before['id']}/accept", expect=200)
    await expect(page.get_by_text("Ваш номер в очереди: 1.")).to_have_text(re.compile(r"Ждать .* минут"))
    await page.evaluate("Otklik.setLocale('en')")
    await expect(page.get_by_text("You are number 1 in the queue.")).to_have_text(
        re.compile(r"It should take .* minute")
    )


async def test_small_screens_other_languages_and_other_directions(stand: Stand, axe: Axe, shots: Shots) -> None:
    page = await stand.page(path="/?lang=ru", locale="ru", width=360, height=640, scheme="dark")
    await page.get_by_role("button", name="Открыть чат").click()
    await page.get_by_role("button", name="Написать нам").click()
    size = await page.get_by_role("dialog").bounding_box()
    assert size == {"x": 0, "y": 0, "width": 360, "height": 640}
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await axe(page)
    await page.get_by_role("button", name="Закрыть чат").click()
    await expect(page.get_by_role("button", name="Открыть чат")).to_be_focused()
    await shots(page, "widget-small")

    # A language that runs from right to left is at the other side, and a site may say which side that is.
    arabic = await stand.page(path="/?locale=ar&rtl=yes")
    launcher = arabic.get_by_role("button", name="افتح المحادثة")
    assert (await box_of(launcher))["x"] < 100
    await launcher.click()
    await arabic.get_by_role("button", name="اكتب إلينا").click()
    await arabic.get_by_role("textbox", name="اكتب رسالة").fill("مرحبا")
    await arabic.keyboard.press("Enter")
    await stand.accepted()
    chat = arabic.get_by_role("dialog")
    await expect(chat.get_by_text("أُرسلت")).to_be_attached()
    mine, whole, send = [
        await box_of(each)
        for each in (chat.get_by_text("مرحبا"), chat, chat.get_by_role("button", name="أرسل", exact=True))
    ]
    assert mine["x"] - whole["x"] < 40
    assert send["x"] - whole["x"] < 40
    await axe(arabic)
    await shots(arabic, "widget-arabic")
    await arabic.goto(stand.shop.page(side="start", locale="ar", rtl="yes"))
    assert (await box_of(launcher))["x"] > 1000
    await arabic.goto(stand.shop.page(side="start"))
    launcher = arabic.get_by_role("button", name="Open the chat")
    assert (await box_of(launcher))["x"] < 100
    await launcher.click()
    assert (await box_of(arabic.get_by_role("dialog")))["x"] < 100
    await arabic.evaluate("Otklik.setLocale('ar')")
    assert (await box_of(arabic.get_by_role("dialog")))["x"] > 1000


async def test_who_they_are(stand: Stand, callers_: Callers) -> None:
    """A person whom the site vouches for is the same on every page; one who is nobody any more keeps their words."""
    stand.open.faults.allow(r"401", r"4\d\d \(")
    admin = at(stand.desk, await callers_.admin())
    secret = (await admin.post("/v1/brands/shop/identity-secret"))["secret"]
    tokens = {each: stand.shop.identity(secret, each) for each in ("42", "43")}
    page = await stand.page()
    await page.evaluate("token => Otklik.identify(async () => token)", tokens["42"])
    await begin(page, "It is me")
    chat = await stand.accepted()
    me = (await stand.agent.get(f"/v1/customers/{chat['customer']['id']}"))["external_id"]
    assert me == "42"
    # Their session is over at the desk: the site says again who they are, and nothing is lost.
    await stand.shop.revoke(page)
    await write(page, "Still me")
    await eventually(lambda: stand.said(chat["ticket_id"]), lambda found: found[-1] == "Still me")

    # It is over again, and nobody is reached to renew it: what is written then outlives the page, but belongs to them.
    stand.open.faults.allow("sessions", "does not know who")
    await page.route("**/v1/widget/sessions", lambda route: route.abort())
    await stand.shop.revoke(page)
    await expect(page.get_by_text("There is no connection.")).to_be_visible()
    await write(page, "And where is mine", "The red one")
    await expect(thread(page).get_by_text("Sending")).to_have_count(2)
    await page.get_by_role("textbox", name=BOX).fill("Half of what I")
    await page.reload()
    # Another person at the same device sees nothing of it, also while nobody is reached, and says nothing of it.
    await page.evaluate("token => void Otklik.identify(token)", tokens["43"])
    await page.get_by_role("button", name="Open the chat").click()
    await page.get_by_role("button", name="Write to us").click()
    await expect(page.get_by_role("textbox", name=BOX)).to_have_value("")
    await page.unroute("**/v1/widget/sessions")
    await write(page, "I am new here")
    theirs = await stand.offered()
    assert theirs["customer"]["id"] != chat["customer"]["id"]
    await expect(thread(page).get_by_text("Sent", exact=True)).to_have_count(1)
    await expect(thread(page).locator("article")).to_have_count(1)
    assert (await stand.said(chat["ticket_id"]))[-1] == "Still me"
    # They are here again: it goes out once, and in its order.
    await page.evaluate("token => void Otklik.identify(token)", tokens["42"])
    await expect(thread(page).get_by_text("Sent", exact=True)).to_have_count(4)
    assert await stand.said(chat["ticket_id"]) == ["It is me", "Still me", "And where is mine", "The red one"]
    await expect(page.get_by_role("textbox", name=BOX)).to_have_value("Half of what I")
    assert await stand.said(theirs["ticket_id"]) == ["I am new here"]

    # Whoever signs out leaves nothing behind.
    await page.evaluate("Otklik.signOut()")
    await page.get_by_role("button", name="Write to us").click()
    await expect(page.get_by_role("textbox", name=BOX)).to_have_value("")
    assert await page.evaluate("Object.keys(localStorage).filter((each) => each.includes('=42'))") == []


async def named(page: Page, token: str) -> None:
    """The site says who they are."""
    await page.evaluate("token => void Otklik.identify(token)", token)


class Held:
    """Posts to this address, which wait."""

    def __init__(self) -> None:
        self.asked, self.go = asyncio.Event(), asyncio.Event()

    async def __call__(self, route: Route) -> None:
        """Let it through when it is time."""
        if route.request.method == "POST":
            self.asked.set()
            await self.go.wait()
        await route.continue_()


async def test_nobody_says_what_another_has_written(stand: Stand, callers_: Callers) -> None:
    """Whoever comes while something is under way for somebody else: that is neither lost nor theirs."""
    stand.open.faults.allow(*NO_NETWORK, "does not know who")
    admin = at(stand.desk, await callers_.admin())
    secret = (await admin.post("/v1/brands/shop/identity-secret"))["secret"]
    tokens = {each: stand.shop.identity(secret, each) for each in ("44", "45", "46")}
    await _a_stranger_is_named(stand, tokens["44"])
    page = await stand.page()
    await _found_out_late(stand, page, tokens)
    await _gone_before_the_answer(stand, page, tokens)
    # Whoever signs out before the desk knows them is not here afterwards.
    begun = Held()
    await page.route("**/v1/widget/sessions", begun)
    await named(page, tokens["46"])
    await asyncio.wait_for(begun.asked.wait(), 30)
    await page.evaluate("Otklik.signOut()")
    async with page.expect_console_message(lambda said: "does not know who" in said.text):
        begun.go.set()
    assert await page.evaluate("Object.keys(localStorage).filter((each) => each.endsWith(':visitor'))") == []


async def _a_stranger_is_named(stand: Stand, token: str) -> None:
    """A stranger's word is on its way when the site's next page knows who they are."""
    page = await stand.page()
    await begin(page, "Hello")
    chat = await stand.accepted()
    await expect(thread(page).get_by_text("Sent", exact=True)).to_have_count(1)
    stand.cable.pull()
    await write(page, "Are you there?")
    await expect(thread(page).get_by_text("Sending")).to_have_count(1)
    await page.goto("about:blank")
    await page.add_init_script(f"window.Otklik ??= [['identify', {json.dumps(token)}]]")
    stand.cable.plug()
    await page.goto(stand.shop.page())
    await eventually(lambda: stand.said(chat["ticket_id"]), lambda found: found == ["Hello", "Are you there?"])
    await page.close()


async def _found_out_late(stand: Stand, page: Page, tokens: dict[str, str]) -> None:
    """The first words of one wait; on the next page the site finds out, slowly, that it is another one now."""
    await named(page, tokens["44"])
    await page.route("**/v1/chats", lambda route: route.abort())
    await begin(page, "Of forty-four")
    await expect(thread(page).get_by_text("Sending")).to_have_count(1)
    late = (
        "const late = new Promise((known) => { window.known = known; }); window.Otklik ??= [['identify', () => late]];"
    )
    await page.add_init_script(late)
    async with page.expect_response("**/v1/widget/appearance*"):
        await page.reload()
    await page.get_by_role("button", name="Open the chat").click()
    await page.unroute("**/v1/chats")
    await page.evaluate("token => known(token)", tokens["45"])
    await page.get_by_role("button", name="Write to us").click()
    await write(page, "Of forty-five")
    theirs = await stand.accepted()
    assert await stand.said(theirs["ticket_id"]) == ["Of forty-five"]
    await expect(thread(page).locator("article > p")).to_have_text(["Of forty-five"])


async def _gone_before_the_answer(stand: Stand, page: Page, tokens: dict[str, str]) -> None:
    """One is here again, and gone before the desk has answered: the other one goes on with what is theirs."""
    chats = Held()
    await page.route("**/v1/chats", chats)
    await named(page, tokens["44"])
    await asyncio.wait_for(chats.asked.wait(), 30)
    await named(page, tokens["45"])
    await expect(thread(page).locator("article > p")).to_have_text(["Of forty-five"])
    async with page.expect_response(lambda answer: answer.request.method == "POST" and "/v1/chats" in answer.url):
        chats.go.set()
    await write(page, "Also of forty-five")
    await expect(thread(page).get_by_text("Sent", exact=True)).to_have_count(2)
    await expect(thread(page).locator("article > p")).to_have_text(["Of forty-five", "Also of forty-five"])
    mine = await stand.accepted()
    await named(page, tokens["44"])
    await expect(thread(page).locator("article > p")).to_have_text(["Of forty-four"])
    assert await stand.said(mine["ticket_id"]) == ["Of forty-four"]


async def test_a_session_that_nobody_can_renew(stand: Stand, shots: Shots) -> None:
    stand.open.faults.allow(r"401")
    page = await stand.page()
    await begin(page, "Hello")
    chat = await stand.accepted()
    await expect(page.get_by_text("Anna Berg is with you now")).to_be_visible()
    box = page.get_by_role("textbox", name=BOX)
    await box.fill("Half a sen")
    await stand.shop.revoke(page)
    await expect(page.get_by_text("This conversation is no longer open here.")).to_be_visible()
    await expect(box).to_have_value("Half a sen")
    await page.get_by_role("button", name="Begin a new conversation").click()
    await box.press("End")
    await page.keyboard.type("tence")
    await page.keyboard.press("Enter")
    again = await stand.offered()
    assert again["id"] != chat["id"]
    assert await stand.said(again["ticket_id"]) == ["Half a sentence"]

    # It ends while nobody is reached, and the page is left before it knows: what was written is there, to be sent anew.
    stand.open.faults.allow(*NO_NETWORK)
    await expect(thread(page).get_by_text("Sent", exact=True)).to_have_count(1)
    bill = FilePayload(name="bill.txt", mimeType="text/plain", buffer=b"12 EUR")
    await page.locator("input[type=file]").set_input_files([bill])
    await expect(page.get_by_role("button", name="Remove bill.txt")).to_be_visible()
    await expect(page.get_by_role("progressbar")).to_have_count(0)
    stand.cable.pull()
    await write(page, "Are you", "still there?")
    await expect(thread(page).get_by_text("Sending")).to_have_count(2)
    await stand.shop.revoke(page, stand.desk.url)
    await page.goto("about:blank")
    stand.cable.plug()
    await page.goto(stand.shop.page())
    await page.get_by_role("button", name="Open the chat").click()
    await expect(page.get_by_text("This conversation is no longer open here.")).to_be_visible()
    await expect(thread(page).locator("article > p")).to_have_text(["Are you", "File", "still there?"])
    await expect(thread(page).get_by_text("This was not sent.")).to_have_count(2)
    await shots(page, "widget-expired")
    await page.get_by_role("button", name="Begin a new conversation").click()
    # What was attached belongs to the session that is over.
    await expect(thread(page).get_by_role("alert")).to_have_text("Attach it again.")
    await expect(thread(page).get_by_text("Sent", exact=True)).to_have_count(2)
    await shots(page, "widget-anew")
    await thread(page).get_by_role("button", name="Discard").click()
    await expect(thread(page).get_by_role("alert")).to_have_count(0)
    await expect(thread(page).get_by_text("Sent", exact=True)).to_have_count(2)
    last = (await stand.agent.get("/v1/tickets?limit=1&sort=-created_at"))["items"][0]
    assert await stand.said(last["id"]) == ["Are you", "still there?"]


async def test_nobody_is_there(stand: Stand, callers_: Callers, axe: Axe) -> None:
    """A form instead of a chat, that says when somebody will be there; and an article that may help."""
    admin = at(stand.desk, await callers_.admin())
    day = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[(clock.now().weekday() + 3) % 7]
    hours = {day: [{"opens": "09:00", "closes": "12:00"}]}
    closed = await admin.post("/v1/calendars", {"name": "Rarely", "zone": "UTC", "weekly": hours})
    await admin.patch("/v1/brands/shop", {"calendar_id": closed["id"]})
    page = await stand.page()
    await page.get_by_role("button", name="Open the chat").click()
    await page.get_by_role("button", name="Leave a message").click()
    await page.get_by_role("textbox", name="Your name").fill("Vera")
    await page.get_by_role("textbox", name="Message").fill("Please call me back\nabout the kettle")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_role("alert")).to_have_text("This is not an e-mail address.")
    await page.get_by_role("textbox", name="E-mail").fill("vera@example.com")
    await axe(page)
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(thread(page).get_by_text("about the kettle")).to_be_visible()
    ticket = (await stand.agent.get("/v1/tickets?limit=1"))["items"][0]
    assert (ticket["subject"], ticket["brand"]) == ("Please call me back", "shop")
    who = await stand.agent.get(f"/v1/customers/{ticket['requester']['id']}")
    assert (who["name"], who["claimed_email"]) == ("Vera", "vera@example.com")


async def test_an_article_that_may_answer_it(stand: Stand, callers_: Callers, axe: Axe, shots: Shots) -> None:
    """It is offered while the first words are written, read in the window, and what is written waits."""
    admin = await callers_.admin()
    await published(admin, {"en": "Descaling a kettle"})
    page = await stand.page()
    await page.get_by_role("button", name="Open the chat").click()
    await shots(page, "widget-home-help")
    await page.get_by_role("button", name="Write to us").click()
    box = page.get_by_role("textbox", name=BOX)
    await box.fill("descaling my kettle")
    await page.get_by_role("button", name="Descaling a kettle").click()
    await expect(page.get_by_text("Yes.")).to_be_visible()
    await axe(page)
    await page.get_by_role("button", name="Yes", exact=True).click()
    await expect(page.get_by_text("Thank you!")).to_be_visible()
    await page.get_by_role("button", name="Back").click()
    await expect(box).to_have_value("descaling my kettle")
    # Or they look for it themselves, and are back at what they have found.
    await page.get_by_role("button", name="Back").click()
    await page.get_by_role("button", name="Search the help centre").click()
    await page.get_by_role("searchbox", name="Search the help centre").press_sequentially("xyz")
    await expect(page.get_by_text("Nothing was found.")).to_be_visible()
    await page.get_by_role("searchbox").fill("descal")
    await expect(page.get_by_role("status").filter(has_text="1 article")).to_be_attached()
    await axe(page)
    await shots(page, "widget-help")
    await page.get_by_role("button", name="Descaling a kettle").click()
    await expect(page.get_by_text("Yes.")).to_be_visible()
    await page.get_by_role("button", name="Back").click()
    await expect(page.get_by_role("button", name="Descaling a kettle")).to_be_visible()


async def test_the_shop_of_the_demo(open_page: OpenPage, callers_: Callers, axe: Axe, shots: Shots) -> None:
    await put_in_brand(callers_, await callers_.team("Support"), key="main")
    page = await open_page("/widget/demo")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await axe(page)
    await shots(page, "shop")
    await page.get_by_role("button", name="Open the chat").click()
    await expect(page.get_by_role("button", name="Write to us")).to_be_visible()
