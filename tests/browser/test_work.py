"""The work with a ticket that comes seldom: several people on one, spam, words that must go, other languages, calls."""

import pytest
from playwright.async_api import expect

from tests.api.test_message_translations import service
from tests.browser.conftest import Axe, OpenPage, Shots
from tests.browser.test_thread import PICTURE, reply
from tests.channels.mailbox import id_of, mail, mailbox
from tests.conftest import Callers
from tests.providers.translators import Translator

__all__ = ["service"]

pytestmark = [pytest.mark.usefixtures("long_offers"), pytest.mark.timeout(120)]

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
    await details.get_by_role("heading", name="Followers and copies", exact=True).click()
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

    await details.get_by_role("heading", name="More", exact=True).click()
    await details.get_by_role("button", name="It is spam").click()
    await expect(details.get_by_role("button", name="It is no spam")).to_be_visible()
    await shots(page, "work-spam", widths=(1440,))
    await expect(page.get_by_text("This ticket is closed")).to_be_visible()
    await details.get_by_role("button", name="It is no spam").click()
    await expect(details.get_by_role("button", name="It is spam")).to_be_visible()
    await expect(reply(page)).to_be_visible()
