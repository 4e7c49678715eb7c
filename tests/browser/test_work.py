"""The work with a ticket that comes seldom: several people on one, spam, words that must go, other languages, calls."""

import pytest
from playwright.async_api import Page, Route, expect

from tests.api.test_calls import Exchange, exchange
from tests.api.test_message_translations import service
from tests.browser.conftest import Axe, OpenPage, Shots, open_part
from tests.browser.test_thread import PICTURE, a_ticket, bodies, reply
from tests.channels.mailbox import id_of, mail, mailbox
from tests.conftest import Callers
from tests.desks import eventually
from tests.providers.translators import Translator

__all__ = ["exchange", "service"]

pytestmark = pytest.mark.usefixtures("long_offers")

MALLORY = "Mallory <mallory@evil.example>"


async def test_several_people_write_into_one_ticket(  # noqa: PLR0915 - one journey: each page costs seconds
    open_page: OpenPage, callers_: Callers, service: Translator, axe: Axe, shots: Shots
) -> None:
    service.gate.set()
    box = await mailbox(callers_)
    anna = await callers_.agent(role="lead")
    first = mail(
        "Die Rechnung ist falsch, meine Karte ist 4111 1111 1111 1111", files=(("card.png", "image/png", PICTURE),)
    )
    [made] = await box.take(first)
    waiting = await box.take(
        mail("I have something to say", sender=MALLORY, in_reply_to=id_of(first)),
        mail("Buy cheap pills", sender="Trudy <trudy@evil.example>", in_reply_to=id_of(first)),
    )
    ticket = made["ticket_id"]
    page = await open_page(f"/console/tickets/{ticket}", as_=anna)
    details, dialog = page.get_by_role("complementary", name="Details"), page.get_by_role("dialog")

    # In another language, and back.
    hers = page.get_by_label("Message by Vera")
    menu = hers.get_by_role("button", name="More about the message of Vera")
    await menu.click()
    await page.get_by_role("menuitem", name="Translate").click()
    await dialog.get_by_label("Into").select_option(label="French")
    await dialog.get_by_role("button", name="Translate").click()
    await expect(hers).to_contain_text("FR(DIE RECHNUNG IST FALSCH")
    await page.get_by_role("button", name="Translate from now on").click()
    await expect(hers).to_contain_text("EN(DIE RECHNUNG IST FALSCH")
    await expect(page.get_by_text("What the customer writes is translated into English as it comes.")).to_be_visible()
    await shots(page, "work-translated")
    await hers.get_by_role("button", name="Show the original").click()
    await expect(hers).to_contain_text("Die Rechnung ist falsch")

    # What strangers wrote is not in the thread: it waits above everything else until somebody has decided.
    strangers = details.get_by_role("region", name="Strangers who wrote")
    mallory, trudy = strangers.get_by_role("article", name="Mallory"), strangers.get_by_role("article", name="Trudy")
    await expect(mallory.get_by_text("I have something to say")).to_be_visible()
    await axe(page)
    await shots(page, "work-strangers")
    await mallory.get_by_role("button", name="Let them in").click()
    await expect(page.get_by_label("Message by Mallory")).to_contain_text("I have something to say")
    await trudy.get_by_role("button", name="Throw it away").click()
    await expect(strangers).to_have_count(0)
    assert [(await box.ended(each["id"]))["status"] for each in waiting] == ["done", "discarded"]

    # People in copy.
    await open_part(details, "Followers and copies")
    await details.get_by_label("Add an address").fill("oleg@example.com")
    await details.get_by_role("button", name="Add", exact=True).click()
    await expect(details.get_by_text("oleg@example.com")).to_be_visible()
    await expect(page.get_by_label("Write", exact=True).get_by_text("copies: ")).to_be_visible()
    await shots(page, "work-copies", widths=(1440,))
    await details.get_by_role("button", name="Remove Mallory").click()
    await expect(details.get_by_role("button", name="Remove Mallory")).to_have_count(0)

    # Gone for good: the words and the file, and the translation with them.
    await menu.click()
    await page.get_by_role("menuitem", name="Redact").click()
    await shots(page, "work-redact", widths=(1440,))
    await dialog.get_by_label("Reason").fill("A card")
    await dialog.get_by_role("button", name="Remove for good").click()
    await expect(hers).to_contain_text("The content was removed")
    await expect(hers).not_to_contain_text("Rechnung", ignore_case=True)
    await shots(page, "work-redacted", widths=(1440,))

    await open_part(details, "More")
    await details.get_by_role("button", name="It is spam").click()
    await expect(details.get_by_role("button", name="It is no spam")).to_be_visible()
    await shots(page, "work-spam", widths=(1440,))
    await expect(page.get_by_text("This ticket is closed")).to_be_visible()
    await details.get_by_role("button", name="It is no spam").click()
    await expect(details.get_by_role("button", name="It is spam")).to_be_visible()
    await expect(reply(page)).to_be_visible()


# What would be heard and seen, for a browser that has no ears and denies notifications to everybody.
SPIES = """
    window.told = { tones: 0, shown: [], settled: 0 };
    const ask = LockManager.prototype.request;
    LockManager.prototype.request = function (name, ...given) {
        if (!name.startsWith("alert ")) return ask.call(this, name, ...given);
        const [how, then] = given;
        return ask.call(this, name, how, (lock) => {
            const held = then(lock);
            // Whoever may tell has told by then.
            setTimeout(() => { window.told.settled += 1; });
            return held;
        });
    };
    const begin = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...at) { window.told.tones += 1; return begin.apply(this, at); };
    window.Notification = class {
        static permission = "default";
        static async requestPermission() { return (this.permission = "granted"); }
        constructor(title, { body }) { window.told.shown.push([title, body, this]); }
        close() {}
    };
"""


async def _told(times: int, *tabs: Page) -> list[int]:
    """How many tones and notifications there were in all, when each tab has seen so many things come."""
    for each in tabs:
        await each.wait_for_function("times => told.settled >= times", arg=times)
    found = [await each.evaluate("[told.tones, told.shown.length]") for each in tabs]
    return [sum(each) for each in zip(*found, strict=True)]


async def test_what_comes_is_heard_and_seen_by_whoever_looks_elsewhere(  # noqa: PLR0915 - one morning
    open_page: OpenPage, callers_: Callers, exchange: Exchange, axe: Axe, shots: Shots
) -> None:
    open_page.faults.allow("422", "ERR_FAILED")
    anna = exchange.anna
    page = await open_page("/console/customers", as_=anna, script=SPIES)
    menu = page.get_by_role("button", name="You are: Online")
    await menu.click()
    await page.get_by_role("menuitemradio", name="Sound when work comes").click()
    assert await page.evaluate("told.tones") == 2
    await menu.click()
    await page.get_by_role("menuitemradio", name="Notifications on this computer").click()
    await menu.click()
    await shots(page, "work-alerts", widths=(1440,))
    await page.keyboard.press("Escape")

    # A second tab hears all of it as well.
    other = await open_page("/console/tickets", context=page.context)
    await expect(other.get_by_role("button", name="You are: Online")).to_be_visible()

    # What is looked at is heard; a notification is for whoever looks elsewhere, and leads to it.
    vera = await callers_.customer()
    await vera.post("/v1/chats", {"body": "Where is my lamp?"})
    offers = page.get_by_role("region", name="For you")
    await expect(offers.get_by_text("Vera")).to_be_visible()
    assert await _told(1, page, other) == [4, 0], "two tones when it was chosen, and two in one of the tabs"
    await page.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
    # Before one that is out of sight one that is looked at; once that is closed, the other.
    before = await page.evaluate("told.tones")
    await exchange.say("ringing", "c0", extension="101", caller="8 916 000-00-00")
    assert await _told(2, page, other) == [6, 0]
    assert await page.evaluate("told.tones") == before
    await other.close()
    await exchange.say("ringing", extension="101")
    assert await _told(3, page) == [before + 2, 1]
    assert await page.evaluate("told.shown[0].slice(0, 2)") == ["A call", "+79161234567"]
    await expect(offers.get_by_text("+79161234567").first).to_be_visible()
    await shots(page, "work-ringing")
    await page.evaluate("told.shown[0][2].onclick()")
    await expect(page.get_by_role("heading", name="My work")).to_be_visible()
    await exchange.say("missed", second=20)
    back = page.get_by_role("region", name="Chats").get_by_role("group", name="+79161234567")
    await expect(back).to_be_visible(timeout=20_000)
    await axe(page)
    await shots(page, "work-callbacks")

    # A call is made by the telephone; who has made it says so, or plans another.
    await back.get_by_role("link", name="Ticket").click()
    await page.get_by_role("complementary", name="Details").get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Call back").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Number").fill("12345")
    await dialog.get_by_role("button", name="Plan the call").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("No number that could be called is known")
    await shots(page, "work-callback")
    await dialog.get_by_label("Number").fill("+49 30 901820")

    # The desk plans it, and its answer is lost: whoever presses again plans no second call.
    async def unheard(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await page.route("**/v1/callbacks", unheard)
    await dialog.get_by_role("button", name="Plan the call").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("cannot be reached")
    await page.unroute("**/v1/callbacks", unheard)
    await dialog.get_by_role("button", name="Plan the call").click()
    await expect(page.get_by_text("+4930901820 is called back")).to_be_visible()
    await page.get_by_role("link", name="My work").click()
    await back.get_by_role("button", name="+79161234567 was called").click()
    await expect(back).to_have_count(0)
    await expect(page.get_by_role("group", name="+4930901820")).to_have_count(1)


async def test_an_answer_is_finished_whatever_fails(open_page: OpenPage, callers_: Callers, shots: Shots) -> None:
    # The page goes on by itself from a version that the desk has made meanwhile (412).
    open_page.faults.allow("409", "412", "ERR_FAILED", "ERR_INTERNET_DISCONNECTED", "WebSocket")
    ada, vera = await callers_.admin(), await callers_.customer()
    anna = await callers_.agent()
    await ada.post(
        "/v1/fields",
        {"key": "serial", "kind": "text", "labels": {"en": "Serial number"}, "required_to_solve": True},
    )
    thanks = {"title": "Thank you", "scope": "shared", "variants": [{"body": "Thank you, {{ customer.name }}!"}]}
    await ada.post("/v1/templates", thanks)
    ticket = (await a_ticket(vera))["id"]
    page = await open_page(f"/console/tickets/{ticket}", as_=anna)
    details = page.get_by_role("complementary", name="Details")

    # The answer goes out; that it cannot be solved yet is said by the name of what is missing.
    await page.get_by_role("button", name="What happens after sending").click()
    await page.get_by_role("menuitemradio", name="Send and solve").click()
    await reply(page).fill("It is on its way")
    await reply(page).press("Control+Enter")
    await expect(page.get_by_text("Needed before it is solved: Serial number")).to_be_visible()
    await shots(page, "work-refused")
    assert (await bodies(vera, ticket))[-1] == "It is on its way"
    await details.get_by_label("Serial number").fill("A-1")
    await details.get_by_label("Serial number").press("Enter")
    await eventually(
        lambda: anna.get(f"/v1/tickets/{ticket}"), lambda found: found["custom_fields"] == {"serial": "A-1"}
    )

    # The message is there, and the desk is away for what comes after it: that is done when it is back.
    refusing = True

    async def away(route: Route) -> None:
        await (route.abort() if refusing and route.request.method == "PATCH" else route.continue_())

    await page.route(f"**/v1/tickets/{ticket}", away)
    await page.get_by_role("button", name="What happens after sending").click()
    await page.get_by_role("menuitemradio", name="Send and solve").click()
    async with page.expect_event("requestfailed"):
        await reply(page).fill("It comes tomorrow")
        await reply(page).press("Control+Enter")
    refusing = False
    await eventually(lambda: anna.get(f"/v1/tickets/{ticket}"), lambda found: found["status"] == "solved")
    assert (await bodies(vera, ticket))[-1] == "It comes tomorrow"

    # Without a network no template is found, and that is said; it is found as soon as there is one.
    await page.context.set_offline(True)
    await reply(page).press_sequentially("Well. /than")
    templates = page.get_by_role("listbox", name="Templates")
    await expect(templates.get_by_text("The desk cannot be reached")).to_be_visible()
    await shots(page, "work-offline")
    await page.context.set_offline(False)
    await templates.get_by_role("option", name="Thank you").click()
    await expect(reply(page)).to_have_value("Well. Thank you, Vera!")
    # What was made of one waits in the outbox as all else does.
    await page.context.set_offline(True)
    await reply(page).press("Control+Enter")
    await expect(page.get_by_text("Sending…")).to_be_visible()
    await expect(reply(page)).to_have_value("")
    await page.context.set_offline(False)
    await expect(page.get_by_text("Sending…")).to_have_count(0)
    assert (await bodies(vera, ticket))[-1] == "Well. Thank you, Vera!"
