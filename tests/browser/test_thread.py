"""The page of a ticket: what is written there arrives once, and nothing that was typed is lost."""

import asyncio
import base64
import re
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.browser.conftest import Axe, OpenPage, Shots, open_part
from tests.browser.seeds import tell
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually
from tests.thorough import THOROUGH

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

pytestmark = pytest.mark.usefixtures("long_offers")


async def a_ticket(customer: Api, subject: str = "Where is my order?", **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = await customer.post(
        "/v1/tickets", {"subject": subject, "body": "It has not arrived.", **more}
    )
    return made


async def bodies(api: Api, ticket: str) -> list[str]:
    found = await api.get(f"/v1/tickets/{ticket}/messages", params={"limit": 200})
    return [each["body"] for each in found["items"]]


def reply(page: Page) -> Any:
    return page.get_by_label("Text of the reply")


async def test_an_agent_and_a_customer_chat(open_page: OpenPage, callers_: Callers, axe: Axe, shots: Shots) -> None:
    anna, vera = await callers_.agent(online=True), await callers_.customer()
    chat = await vera.post("/v1/chats", {"body": "Hello, is anybody there?"})
    ticket = chat["ticket_id"]
    page = await open_page(f"/console/tickets/{ticket}", as_=anna)
    await expect(page.get_by_text("Hello, is anybody there?").last).to_be_visible()
    await page.get_by_label("Live chat").get_by_role("button", name="Accept").click()
    await expect(page.get_by_label("Live chat").get_by_text("Live", exact=True)).to_be_visible()

    await reply(page).fill("I am here")
    await reply(page).press("Control+Enter")
    await expect(page.get_by_label("Reply by Anna")).to_contain_text("I am here")
    await expect(reply(page)).to_have_value("")
    await vera.post(f"/v1/tickets/{ticket}/messages", {"body": "Good! It is about my order"})
    await expect(page.get_by_label("Message by Vera").last).to_contain_text("It is about my order")

    await page.get_by_role("tab", name="Note").click()
    await page.get_by_label("Text of the note").fill("She sounds nice")
    await page.get_by_role("button", name="Add note").click()
    await expect(page.get_by_label("Internal note by Anna")).to_contain_text("She sounds nice")
    assert await bodies(vera, ticket) == ["Hello, is anybody there?", "I am here", "Good! It is about my order"]
    await axe(page)
    # A phone whose keyboard comes up: what was said last stays in sight.
    await page.set_viewport_size({"width": 360, "height": 640})
    await expect(page.get_by_label("Internal note by Anna")).to_be_in_viewport()
    await page.set_viewport_size({"width": 1440, "height": 900})
    await shots(page, "thread")

    await page.get_by_label("Live chat").get_by_role("button", name="End chat").click()
    await page.get_by_role("dialog").get_by_role("button", name="End chat").click()
    await expect(page.get_by_label("Live chat")).to_have_count(0)


async def test_a_reply_does_not_pass_what_nobody_has_read(open_page: OpenPage, callers_: Callers) -> None:
    anna, boris, vera = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.customer()
    ticket = (await a_ticket(vera, "Refund"))["id"]
    page = await open_page(f"/console/tickets/{ticket}", as_=anna)
    await expect(reply(page)).to_be_visible()
    # Another tab is in front: what comes now is in the page, and not seen.
    await page.evaluate("Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })")
    await boris.post(f"/v1/tickets/{ticket}/messages", {"body": "You get your money tomorrow"})
    await expect(page.get_by_label("Reply by Boris")).to_be_visible()
    await reply(page).fill("There is no refund")
    await page.get_by_role("button", name="Send", exact=True).click()
    guard = page.get_by_role("alertdialog")
    await expect(guard).to_contain_text("You get your money tomorrow")
    await expect(reply(page)).to_have_value("There is no refund")
    assert "There is no refund" not in await bodies(vera, ticket)
    await guard.get_by_role("button", name="Keep writing").click()
    await reply(page).fill("As Boris says")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_label("Reply by Anna")).to_contain_text("As Boris says")
    assert (await bodies(vera, ticket))[-2:] == ["You get your money tomorrow", "As Boris says"]


async def test_what_is_written_outlives_the_network_and_the_page(open_page: OpenPage, callers_: Callers) -> None:
    open_page.faults.allow("ERR_INTERNET_DISCONNECTED", "WebSocket")
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = (await a_ticket(vera))["id"]
    page = await open_page(f"/console/tickets/{ticket}", as_=anna)
    await reply(page).fill("Half a thought")
    await page.reload()
    await expect(reply(page)).to_have_value("Half a thought")
    await eventually(lambda: _draft(anna, ticket), lambda found: found == "Half a thought")
    # What the desk had when the page was opened comes late, over a slow line: it is older than what was written since.
    late = asyncio.Event()

    async def slowly(route: Route) -> None:
        if route.request.method != "GET":
            return await route.continue_()
        then = await route.fetch()
        await late.wait()
        return await route.fulfill(response=then)

    await page.route(f"**/v1/tickets/{ticket}/draft", slowly)
    await page.reload()
    await reply(page).fill("Half a thought and more")
    await eventually(lambda: _draft(anna, ticket), lambda found: found == "Half a thought and more")
    async with page.expect_response(lambda got: got.url.endswith("/draft") and got.request.method == "GET") as came:
        late.set()
    await (await came.value).finished()
    await page.unroute_all(behavior="wait")
    await expect(reply(page)).to_have_value("Half a thought and more")

    await page.context.set_offline(True)
    await reply(page).fill("Out of the tunnel")
    await reply(page).press("Control+Enter")
    await expect(page.get_by_text("Sending…")).to_be_visible()
    await reply(page).fill("And a second")
    await reply(page).press("Control+Enter")
    await page.context.set_offline(False)
    await expect(page.get_by_text("Sending…")).to_have_count(0)
    assert await bodies(vera, ticket) == ["It has not arrived.", "Out of the tunnel", "And a second"]

    # Of two that are refused, for what came meanwhile, the first is where it was written, and the other in the thread.
    await page.context.set_offline(True)
    for text in ("Not yet", "And yet"):
        await reply(page).fill(text)
        await reply(page).press("Control+Enter")
        await expect(reply(page)).to_have_value("")
    await vera.post(f"/v1/tickets/{ticket}/messages", {"body": "It is here now"})
    await page.context.set_offline(False)
    await expect(page.get_by_role("alertdialog")).to_contain_text("It is here now")
    await expect(reply(page)).to_have_value("Not yet")
    refused = page.get_by_label("Reply by").filter(has_text="And yet")
    await expect(refused).to_contain_text("Not sent.")
    await page.reload()
    await expect(reply(page)).to_have_value("Not yet")
    await refused.get_by_role("button", name="Try again").click()
    await expect(page.get_by_text("Not sent.")).to_have_count(0)
    await eventually(lambda: bodies(vera, ticket), lambda found: found[-2:] == ["It is here now", "And yet"])


async def send_and_solve(page: Page) -> None:
    """Choose it for what is being written."""
    await page.get_by_role("button", name="What happens after sending").click()
    await page.get_by_role("menuitemradio", name="Send and solve").click()


async def test_what_is_refused_is_found_again_wherever_one_has_gone(open_page: OpenPage, callers_: Callers) -> None:
    open_page.faults.allow("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "WebSocket")
    anna, boris, vera = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.customer()
    ticket = (await a_ticket(vera, "The broken lamp"))["id"]
    page = await open_page("/console/tickets", as_=anna)
    await page.get_by_role("link", name="The broken lamp").click()
    await page.locator("input[type=file]").set_input_files(
        {"name": "lamp.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    await expect(page.get_by_role("button", name="Remove lamp.png")).to_be_visible()
    await send_and_solve(page)

    # Two presses are one message; it is refused while its writer is on another page: Boris was faster.
    await page.context.set_offline(True)
    await reply(page).fill("Your lamp, in a picture")
    await reply(page).press("Control+Enter")
    await reply(page).press("Control+Enter")
    await expect(page.get_by_text("Sending…")).to_have_count(1)
    await page.get_by_role("link", name="Back to the list").click()
    await expect(reply(page)).to_have_count(0)
    await boris.post(f"/v1/tickets/{ticket}/messages", {"body": "A new one is on its way"})
    await page.context.set_offline(False)
    await page.get_by_role("button", name="Open the ticket").click()
    await expect(page.get_by_text("Not sent.")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("button", name="Show lamp.png larger")).to_be_visible()
    assert (await bodies(vera, ticket))[-1] == "A new one is on its way"
    assert (await anna.get(f"/v1/tickets/{ticket}"))["status"] != "solved"
    await page.get_by_role("button", name="Try again").click()
    await eventually(lambda: anna.get(f"/v1/tickets/{ticket}"), lambda found: found["status"] == "solved")
    await expect(page.get_by_text("Not sent.")).to_have_count(0)
    said = (await vera.get(f"/v1/tickets/{ticket}/messages"))["items"]
    assert [each["body"] for each in said[-2:]] == ["A new one is on its way", "Your lamp, in a picture"]
    assert [each["name"] for each in said[-1]["attachments"]] == ["lamp.png"]

    # The page is closed between the message and what was to come after it.
    await vera.post(f"/v1/tickets/{ticket}/messages", {"body": "And the shade?"})
    await expect(page.get_by_text("And the shade?").last).to_be_visible()
    await page.route(
        f"**/v1/tickets/{ticket}", lambda route: route.abort() if route.request.method == "PATCH" else route.continue_()
    )
    await send_and_solve(page)
    await reply(page).fill("It comes with it")
    await page.reload()
    await expect(page.get_by_role("button", name="Send and solve")).to_be_enabled()
    async with page.expect_request(lambda request: request.method == "PATCH"):
        await reply(page).press("Control+Enter")
    await page.unroute_all()
    await page.reload()
    await eventually(lambda: anna.get(f"/v1/tickets/{ticket}"), lambda found: found["status"] == "solved")
    assert (await bodies(vera, ticket))[-1] == "It comes with it"


async def _draft(agent: Api, ticket: str) -> str | None:
    found: dict[str, str] | None = (await agent.get(f"/v1/tickets/{ticket}/draft"))["draft"]
    return found["body"] if found else None


async def test_two_devices_that_write_are_both_shown(open_page: OpenPage, callers_: Callers) -> None:
    open_page.faults.allow("412")
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = (await a_ticket(vera))["id"]
    page = await open_page(f"/console/tickets/{ticket}", as_=anna)
    await reply(page).fill("From the desk")
    await eventually(lambda: _draft(anna, ticket), lambda found: found == "From the desk")
    version = (await anna.get(f"/v1/tickets/{ticket}/draft"))["draft"]["version"]
    await anna.put(f"/v1/tickets/{ticket}/draft", {"body": "From the telephone"}, headers={"If-Match": f'"{version}"'})
    await reply(page).fill("From the desk, longer")
    both = page.get_by_label("You have written on two devices")
    await expect(both).to_contain_text("From the desk, longer")
    await expect(both).to_contain_text("From the telephone")
    await both.get_by_role("button", name="Take the other").click()
    await expect(reply(page)).to_have_value("From the telephone")
    await expect(both).to_have_count(0)


async def test_a_sign_in_that_ends_loses_nothing(open_page: OpenPage, callers_: Callers) -> None:
    open_page.faults.allow("401", "WebSocket")
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = (await a_ticket(vera))["id"]
    page = await open_page(f"/console/tickets/{ticket}", as_=anna)
    await reply(page).fill("Before the end")
    await eventually(lambda: _draft(anna, ticket), lambda found: found == "Before the end")
    good = await page.evaluate("localStorage.getItem('otklik.agent')")
    await page.evaluate(
        "localStorage.setItem('otklik.agent', JSON.stringify({ ...JSON.parse(localStorage.getItem('otklik.agent')),"
        " access: 'spent' }))"
    )
    await reply(page).fill("Before the end, and after it")
    sign_in = page.get_by_role("dialog")
    await expect(sign_in).to_be_visible()
    # Anna of the tests has no password: she signs in elsewhere, and the page takes her word.
    await page.evaluate("good => localStorage.setItem('otklik.agent', good)", good)
    await page.reload()
    await expect(reply(page)).to_have_value("Before the end, and after it")
    await reply(page).press("Control+Enter")
    await expect(page.get_by_label("Reply by Anna")).to_contain_text("Before the end, and after it")
    assert await bodies(vera, ticket) == ["It has not arrived.", "Before the end, and after it"]


# Many times what is in the document at once; more in a thorough run.
LONG = 5000 if THOROUGH else 1200


async def test_a_thread_of_thousands_of_messages(open_page: OpenPage, callers_: Callers, desk: Desk) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = (await a_ticket(vera))["id"]
    said = [f"Message {number}" + "\nand a line" * (number % 4) for number in range(1, LONG + 1)]
    last = await tell(desk, ticket, said, customer=vera)
    await anna.put(f"/v1/tickets/{ticket}/read", {"seq": last})
    page = await open_page(f"/console/tickets/{ticket}", as_=anna)
    await expect(page.get_by_text(f"Message {LONG}", exact=True)).to_be_visible()
    thread = page.get_by_role("region", name="Thread")
    # All the way up, as somebody does who drags the bar; each page comes above what is read and moves nothing.
    up = await thread.evaluate(
        """async (box) => {
            const until = performance.now() + 60_000;
            let most = 0;
            while (!box.textContent.includes("It has not arrived.") && performance.now() < until) {
                box.scrollTop = 0;
                await new Promise(requestAnimationFrame);
                most = Math.max(most, box.querySelectorAll("article").length);
            }
            return most;
        }"""
    )
    await expect(page.get_by_text("It has not arrived.", exact=True).first).to_be_visible()
    assert up < 120
    await page.get_by_role("button", name="To the latest message").click()
    await expect(page.get_by_text(f"Message {LONG}", exact=True)).to_be_visible()
    await reply(page).fill("That was long")
    await reply(page).press("Control+Enter")
    await expect(page.get_by_label("Reply by Anna")).to_contain_text("That was long")


async def test_the_day_of_an_agent(  # noqa: PLR0915 - one journey: each page that is opened costs seconds
    open_page: OpenPage, callers_: Callers, axe: Axe, shots: Shots
) -> None:
    ada, boris, vera = await callers_.admin(), await callers_.agent(name="Boris"), await callers_.customer()
    team = await callers_.team("Returns", ada, boris)
    await ada.post(
        "/v1/templates",
        {"title": "Thank you", "shortcut": "thanks", "variants": [{"body": "Thank you, {{ customer.name }}!"}]},
    )
    await ada.post("/v1/macros", {
        "title": "Make it urgent", "actions": [{"type": "set_priority", "priority": "urgent"}],
    })  # fmt: skip
    made = await a_ticket(vera, "Broken <b>lamp</b>")
    other = await a_ticket(vera, "The lamp again")
    ticket = made["id"]
    page = await open_page(f"/console/tickets/{ticket}", as_=ada)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Broken <b>lamp</b>")

    # A template by its sign, filled in by the desk; a file that is dropped in; an emoji.
    await reply(page).click()
    await page.keyboard.type("Hello. /than")
    await page.get_by_role("option", name="Thank you").filter(has_text=re.compile("[^/]/thanks")).click()
    await expect(reply(page)).to_have_value("Hello. Thank you, Vera!")
    await page.locator("input[type=file]").set_input_files(
        {"name": "lamp.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    await expect(page.get_by_role("button", name="Remove lamp.png")).to_be_visible()
    await page.get_by_role("button", name="Emoji").click()
    await page.get_by_role("button", name="\U0001f642").click()
    await page.get_by_role("button", name="What happens after sending").click()
    await page.get_by_role("menuitemradio", name="Send and wait for the customer").click()
    await page.get_by_role("button", name="Send, then wait").click()
    mine = page.get_by_label("Reply by Ada")
    await expect(mine).to_contain_text("Thank you, Vera!\U0001f642")
    await expect(page.get_by_role("button", name="Status: Pending")).to_be_visible()
    # What comes after sending was chosen for these words, and for no others.
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    assert (await bodies(vera, ticket))[-1] == "Hello. Thank you, Vera!\U0001f642"
    await mine.get_by_role("button", name="Show lamp.png larger").click()
    await expect(page.get_by_role("dialog").get_by_role("img", name="lamp.png")).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(page.get_by_text("→ Pending")).to_be_visible()

    # Put right what was written; how it was before stays to be seen.
    await mine.get_by_role("button", name="More about the message of Ada").click()
    await page.get_by_role("menuitem", name="Edit").click()
    await page.get_by_role("dialog").get_by_label("Text").fill("Hello, and thank you!")
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(mine).to_contain_text("Hello, and thank you!")
    await mine.get_by_role("button", name="Edited").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Thank you, Vera!")
    await page.keyboard.press("Escape")

    # A note that names somebody.
    await page.keyboard.press("n")
    await page.keyboard.type("Look at this @bor")
    await page.get_by_role("listbox", name="People").get_by_role("option", name="Boris").click()
    await page.keyboard.type("please")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_label("Internal note by Ada")).to_contain_text("Look at this @Boris please")
    assert [each["name"] for each in (await ada.get(f"/v1/tickets/{ticket}/followers"))["items"]] == ["Boris"]

    # A macro: first what it would do, then that.
    await page.get_by_role("button", name="Macros").click()
    await page.get_by_role("button", name="Look").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Urgent")
    await page.get_by_role("dialog").get_by_role("button", name="Apply").click()
    await expect(page.get_by_label("Priority")).to_have_value("urgent")

    # Everything beside the thread, in one go.
    details = page.get_by_role("complementary", name="Details")
    for part in ("Routing, and why", "Suggestions", "Tasks", "Linked tickets", "Followers and copies",
                 "Side conversations", "Time spent", "More"):  # fmt: skip
        await open_part(details, part)
    await details.get_by_label("New task").fill("Ring the supplier")
    await details.get_by_label("New task").press("Enter")
    await details.get_by_role("checkbox", name="Ring the supplier").click()
    await expect(details.get_by_text("done by Ada")).to_be_visible()
    await details.get_by_label("Minutes").fill("5")
    await details.get_by_label("Minutes").press("Enter")
    await expect(details.get_by_text("Ada: 5m")).to_be_visible()
    await details.get_by_label("Tags").fill("lamp")
    await details.get_by_role("option", name="lamp").click()
    await expect(details.get_by_role("button", name="Remove lamp")).to_be_visible()
    await details.get_by_role("combobox", name="Ticket").fill("lamp again")
    await details.get_by_role("option", name="The lamp again").click()
    await details.get_by_role("button", name="Link", exact=True).click()
    await expect(details.get_by_role("link", name="The lamp again").first).to_be_visible()
    await details.get_by_role("button", name="Ask somebody").click()
    asking = page.get_by_role("dialog")
    await asking.get_by_label("A team").select_option(label="Returns")
    await asking.get_by_label("Subject").fill("Do we have lamps?")
    await asking.get_by_label("Text").fill("Two, please")
    await asking.get_by_role("button", name="Send").click()
    await expect(details.get_by_text("Do we have lamps?")).to_be_visible()
    await axe(page)
    await shots(page, "thread-details")

    # On a tablet it lies over the thread, and is put away again by a finger.
    size = page.viewport_size
    await page.set_viewport_size({"width": 768, "height": 1000})
    await page.get_by_role("button", name="Details").click()
    await details.get_by_role("button", name="Close", exact=True).click()
    await expect(details).to_be_hidden()
    assert size is not None
    await page.set_viewport_size(size)

    await details.get_by_role("button", name="Put off").click()
    await page.get_by_role("button", name="In an hour").click()
    await expect(page.get_by_text("Put off until").first).to_be_visible()
    await details.get_by_role("button", name="Bring back").click()
    await details.get_by_role("button", name="Transfer").click()
    await page.get_by_role("dialog").get_by_label("Transfer to").select_option(label="Returns")
    await page.get_by_role("dialog").get_by_role("button", name="Transfer", exact=True).click()
    await eventually(lambda: ada.get(f"/v1/tickets/{ticket}"), lambda found: found["team_id"] == str(team))

    await details.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Merge").click()
    merging = page.get_by_role("dialog")
    await merging.get_by_role("combobox").first.fill("lamp again")
    await merging.get_by_role("option", name="The lamp again").click()
    await merging.get_by_label("Which one stays").select_option(label=f"#{made['number']}")
    await merging.get_by_role("button", name="Merge", exact=True).click()
    await page.get_by_role("link", name=f"in #{other['number']}").click()
    # From what was merged one comes to where it goes on, and can take it out again.
    await expect(page.get_by_text("This ticket is part of another one: write there.")).to_be_visible()
    await details.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Take apart").click()
    await page.get_by_role("dialog").get_by_role("button", name="Take apart").click()
    await expect(reply(page)).to_be_visible()
    assert (await ada.get(f"/v1/tickets/{other['id']}"))["merged_into"] is None

    russian = await open_page(f"/console/tickets/{ticket}", as_=ada, locale="ru")
    await expect(russian.get_by_label("Текст ответа")).to_be_visible()
    await axe(russian)
    await shots(russian, "thread")


PROMISE = {"metric": "first_reply", "priority": "normal"}


async def a_busy_desk(ada: Api, anna: Api, vera: Api, first: UUID, second: UUID) -> str:
    """A desk that promises, asks for approval, escalates and has fields of its own; a ticket of Anna's team there."""
    await ada.patch(f"/v1/teams/{first}", {"escalates_to_id": str(second)})
    money = {"all": [{"field": "tags", "operator": "has_any", "value": ["money"]}]}
    await ada.post("/v1/queues", {"name": "Billing", "team_ids": [str(second)], "conditions": money})
    await ada.post("/v1/sla-policies", {"name": "Gold", "targets": [{**PROMISE, "seconds": 3600}]})
    for key, more in (("region", {}), ("colour", {}), ("serial", {"ticket_types": ["request"]})):
        await ada.post("/v1/fields", {"key": key, "kind": "text", "labels": {"en": key.capitalize()}, **more})
    approval = {"by": "agent", "agent_id": str(anna.who)}
    await ada.post("/v1/request-types", {"key": "access", "names": {"en": "Access"}, "approval": approval})
    made = await vera.post("/v1/tickets", {"subject": "A key", "body": "Please let me in", "request_type": "access"})
    await vera.post(f"/v1/tickets/{made['id']}/messages", {"body": "And my lamp is broken"})
    await anna.patch(f"/v1/tickets/{made['id']}", {"team_id": str(first), "custom_fields": {"region": "North"}})
    return str(made["id"])


async def _three_tags(page: Page, details: Locator, anna: Api, ticket: str) -> None:
    """Over a slow line a third one is given while those before it are not answered yet."""
    answers = [asyncio.Event() for _ in range(3)]
    left = list(answers)

    async def slowly(route: Route) -> None:
        if route.request.method != "PATCH":
            return await route.continue_()
        go = left.pop(0)
        then = await route.fetch()
        await go.wait()
        return await route.fulfill(response=then)

    async def give(tag: str) -> None:
        await details.get_by_label("Tags").fill(tag)
        await details.get_by_role("option", name=tag, exact=True).click()
        await expect(details.get_by_role("button", name=f"Remove {tag}")).to_be_visible()

    await page.route(f"**/v1/tickets/{ticket}", slowly)
    await give("brass")
    await give("lamp")
    # The first one is answered, and the second one goes out.
    async with page.expect_request(lambda asked: asked.method == "PATCH"):
        answers[0].set()
    await give("night")
    for each in answers:
        each.set()
    wanted = ["brass", "lamp", "night"]
    await eventually(lambda: anna.get(f"/v1/tickets/{ticket}"), lambda found: found["tags"] == wanted)
    await page.unroute_all(behavior="wait")
    for tag in wanted:
        await expect(details.get_by_role("button", name=f"Remove {tag}")).to_be_visible()


async def test_what_else_an_agent_does_with_a_ticket(  # noqa: PLR0915 - one journey, as above
    open_page: OpenPage, callers_: Callers
) -> None:
    open_page.faults.allow("412")
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    first, second = await callers_.team("First line", anna), await callers_.team("Second line", ada)
    ticket = await a_busy_desk(ada, anna, vera, first, second)
    page = await open_page(f"/console/tickets/{ticket}", as_=anna)
    details, dialog = page.get_by_role("complementary", name="Details"), page.get_by_role("dialog")

    # Why the deadlines are what they are, and what waits for an approval.
    await details.get_by_text("Why?", exact=True).click()
    await expect(details.get_by_text("Gold", exact=True)).to_be_visible()
    await open_part(details, "Tasks")
    await details.get_by_role("button", name="Approve").click()
    await expect(details.get_by_role("button", name="Approve")).to_have_count(0)

    # Fields of tickets like this one, and those with a value; the rest is folded away.
    await expect(details.get_by_label("Serial")).to_be_visible()
    await expect(details.get_by_label("Colour")).to_be_hidden()
    await details.get_by_text("1 more field").click()
    meanwhile = [{"region": "North", "colour": "Blue"}]

    async def somebody_is_faster(route: Route) -> None:
        if route.request.method == "PATCH" and meanwhile:
            await ada.patch(f"/v1/tickets/{ticket}", {"custom_fields": meanwhile.pop()})
        await route.continue_()

    await page.route(f"**/v1/tickets/{ticket}", somebody_is_faster)
    # Another field has changed: that is no reason to ask. The same one is.
    await details.get_by_label("Region").fill("West")
    await details.get_by_label("Region").press("Enter")
    await expect(details.get_by_label("Colour")).to_have_value("Blue")
    await eventually(
        lambda: anna.get(f"/v1/tickets/{ticket}"),
        lambda found: found["custom_fields"] == {"region": "West", "colour": "Blue"},
    )
    meanwhile.append({"region": "South", "colour": "Blue"})
    await details.get_by_label("Region").fill("East")
    await details.get_by_label("Region").press("Enter")
    await expect(dialog).to_contain_text("Region: now South, you want East")
    await dialog.get_by_role("button", name="Change it all the same").click()
    await expect(dialog).to_have_count(0)
    await page.unroute(f"**/v1/tickets/{ticket}")
    await eventually(
        lambda: anna.get(f"/v1/tickets/{ticket}"),
        lambda found: found["custom_fields"] == {"region": "East", "colour": "Blue"},
    )

    await _three_tags(page, details, anna, ticket)

    # The next field is written while the answer to the one before it is on its way: both are kept.
    go = asyncio.Event()

    async def slowly(route: Route) -> None:
        then = await route.fetch()
        await go.wait()
        await route.fulfill(response=then)

    await page.route(f"**/v1/tickets/{ticket}", slowly)
    for name in ("Region", "Colour"):
        await details.get_by_label(name).fill("Far")
        await details.get_by_label(name).press("Enter")
    go.set()
    await eventually(
        lambda: anna.get(f"/v1/tickets/{ticket}"),
        lambda found: found["custom_fields"] == {"region": "Far", "colour": "Far"},
    )
    await page.unroute_all(behavior="wait")

    # By keyboard: to oneself, up, solved; and open again.
    await page.get_by_role("heading", level=1).click()
    await page.keyboard.press("a")
    await expect(details.get_by_label("Agent", exact=True)).to_have_value(str(anna.who))
    await page.keyboard.press("e")
    await dialog.get_by_label("Reason").fill("Too hard for us")
    await dialog.get_by_role("button", name="Escalate").click()
    await expect(page.get_by_text("escalated it to Second line: Too hard for us")).to_be_visible()
    await page.get_by_role("heading", level=1).click()
    await page.keyboard.press("s")
    await page.get_by_role("button", name="Open again").click()
    await expect(page.get_by_role("button", name="Status: Open")).to_be_visible()
    await page.get_by_role("heading", level=1).click()
    await page.keyboard.press("r")
    await expect(reply(page)).to_be_focused()

    # To a queue, which every agent may name.
    await details.get_by_role("button", name="Transfer").click()
    await dialog.get_by_role("tab", name="Queue").click()
    await dialog.get_by_label("Transfer to").select_option(label="Billing")
    await dialog.get_by_label("Note for whoever gets it").fill("It is about money")
    await dialog.get_by_role("button", name="Transfer", exact=True).click()
    await expect(dialog).to_have_count(0)
    await page.get_by_role("button", name=re.compile(r"\d+ more events")).click()
    await expect(page.get_by_text("transferred it to Billing: It is about money")).to_be_visible()
    await open_part(details, "Routing, and why")
    await expect(details.get_by_text("Billing").first).to_be_visible()
    # Where it is already: a word for whoever gets it is kept all the same, and the customer reads neither.
    await details.get_by_role("button", name="Transfer").click()
    await dialog.get_by_role("tab", name="Queue").click()
    await dialog.get_by_label("Transfer to").select_option(label="Billing")
    await expect(dialog.get_by_text("The customer does not see it.")).to_be_visible()
    await dialog.get_by_label("Note for whoever gets it").fill("She is in a hurry")
    await dialog.get_by_role("button", name="Transfer", exact=True).click()
    await expect(page.get_by_label("Internal note by Anna")).to_contain_text("She is in a hurry")
    assert await bodies(vera, ticket) == ["Please let me in", "And my lamp is broken"]

    # A second matter becomes a ticket of its own.
    await details.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Split").click()
    await page.get_by_label("Message by Vera").last.get_by_role("checkbox").check()
    bar = page.get_by_role("region", name="Split")
    await bar.get_by_label("Subject of the new ticket").fill("The lamp")
    await bar.get_by_role("button", name="Split").click()
    await expect(page.get_by_text("was made of them")).to_be_visible()
