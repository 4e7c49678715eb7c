"""The page of reviews: a conversation is judged, its agent answers, and what they do not agree on is settled."""

from playwright.async_api import expect

from tests.browser.conftest import Axe, OpenPage, Shots
from tests.conftest import Callers
from tests.quality import conversation, scorecard


async def test_a_review_from_its_ticket_to_the_end_of_a_dispute(  # noqa: PLR0915 - one journey of two people
    open_page: OpenPage, callers_: Callers, axe: Axe, shots: Shots
) -> None:
    lena, anna = await callers_.agent(role="lead", name="Lena"), await callers_.agent()
    vera = await callers_.customer()
    await scorecard(lena)
    ticket, _ = await conversation(vera, anna)

    lead = await open_page(f"/console/tickets/{ticket}", as_=lena)
    await lead.get_by_role("button", name="More actions").click()
    await lead.get_by_role("menuitem", name="Review this conversation").click()
    await expect(lead.get_by_role("dialog")).to_contain_text("Help")
    await lead.get_by_role("dialog").get_by_role("button", name="Review a conversation").click()
    empathy = lead.get_by_role("group", name="Empathy")
    await empathy.get_by_label("Answer").select_option("4")
    await empathy.get_by_label("Comment").fill("Warm")
    await lead.get_by_role("group", name="By name").get_by_label("Does not apply").check()
    await lead.get_by_role("button", name="Publish").click()
    # What is not answered yet is said where it is missing, and the rest is kept.
    await expect(lead.get_by_role("group", name="Right")).to_contain_text("Answer this first")
    await lead.get_by_role("group", name="Right").get_by_label("Answer").select_option("Yes")
    await axe(lead)
    await shots(lead, "review-draft")
    await lead.get_by_role("button", name="Publish").click()
    await expect(lead.get_by_text("Published", exact=True)).to_be_visible()

    # Its agent hears of it, and does not agree.
    page = await open_page("/console/queue", as_=anna)
    navigation = page.get_by_role("navigation", name="Main")
    await expect(navigation.get_by_role("link", name="Reviews")).to_be_visible()
    await expect(navigation.get_by_role("link", name="Live board")).to_have_count(0)
    await page.get_by_role("button", name="Notifications").click()
    await page.get_by_text("Your conversation was reviewed").click()
    await expect(page.get_by_role("row", name="Empathy")).to_contain_text("Warm")
    await page.get_by_role("button", name="Dispute").click()
    await page.get_by_role("dialog").get_by_label("Reason").fill("I was warmer than that")
    await page.get_by_role("dialog").get_by_role("button", name="Dispute").click()
    await expect(page.get_by_text("Disputed", exact=True)).to_be_visible()
    await axe(page)

    await lead.goto(f"{lead.url.split('/console')[0]}/console/reviews?state=disputed")
    await lead.get_by_role("link", name="Help").click()
    await expect(lead.get_by_text("I was warmer than that")).to_be_visible()
    await lead.get_by_role("button", name="Settle the dispute").click()
    await lead.get_by_label("Decision").select_option("It is changed")
    await lead.get_by_role("group", name="Empathy").get_by_label("Answer").select_option("5")
    await lead.get_by_label("Why, for the agent").fill("So you were")
    await lead.get_by_role("button", name="Decide").click()
    await expect(lead.get_by_role("button", name="Decide")).to_have_count(0)
    await expect(lead.get_by_role("row", name="Empathy")).to_contain_text("5")
    await lead.get_by_role("button", name="Coaching note").click()
    await lead.get_by_role("dialog").get_by_label("Note", exact=False).fill("Keep writing like this")
    await lead.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(lead.get_by_role("dialog")).to_have_count(0)

    await page.get_by_role("navigation", name="Main").get_by_role("link", name="Reviews").click()
    await expect(page.get_by_role("row", name="Help")).to_contain_text("100")
    await expect(page.get_by_role("tab", name="To be reviewed")).to_have_count(0)
    await page.get_by_role("tab", name="Coaching").click()
    note = page.get_by_role("article", name="Note for Anna")
    await expect(note).to_contain_text("Keep writing like this")
    await note.get_by_role("button", name="I have read it").click()
    await page.get_by_role("dialog").get_by_role("button", name="I have read it").click()
    await expect(note.get_by_role("button")).to_have_count(0)
    await axe(page)
    assert [each["state"] for each in (await anna.get("/v1/reviews"))["items"]] == ["settled"]
