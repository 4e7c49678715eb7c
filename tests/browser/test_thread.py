"""The page of a ticket: what is written there arrives once, and nothing that was typed is lost."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Axe, OpenPage, Shots
from tests.conftest import Api, Callers
from tests.desks import eventually

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

    await page.context.set_offline(True)
    await reply(page).fill("Out of the tunnel")
    await reply(page).press("Control+Enter")
    await expect(page.get_by_text("Sending…")).to_be_visible()
    await reply(page).fill("And a second")
    await reply(page).press("Control+Enter")
    await page.context.set_offline(False)
    await expect(page.get_by_text("Sending…")).to_have_count(0)
    assert await bodies(vera, ticket) == ["It has not arrived.", "Out of the tunnel", "And a second"]


async def _draft(agent: Api, ticket: str) -> str | None:
    found = (await agent.get(f"/v1/tickets/{ticket}/draft"))["draft"]
    return found and found["body"]


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
