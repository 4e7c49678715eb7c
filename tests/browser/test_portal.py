"""The portal: a customer comes by a mailed link, and does there what customers do."""

import re
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from playwright.async_api import Page, expect
from pydantic import SecretStr

from app.services import rate_limits
from app.settings import Settings, configure
from tests.api.test_portal import LINKS, Post
from tests.browser.conftest import Axe, OpenPage, Shots
from tests.browser.test_reading import narrow
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually
from tests.receivers import a_mail_server

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
async def post(desk: Desk, settings: Settings) -> AsyncIterator[Post]:
    """A real mail server; links lead to where browsers find the desk."""
    rate_limits.forget()
    async with a_mail_server() as at:
        url = SecretStr(f"smtp://127.0.0.1:{at.port}")
        local = settings.model_copy(update={"smtp_url": url, "public_url": desk.url})
        configure(local)
        yield Post(at.mails, desk.database, local)
        configure(settings)
    rate_limits.forget()


async def come_in(page: Page, post: Post, desk: Desk, email: str) -> str:
    """Ask for a link, and open it as it stands in the mail; what is secret in it."""
    await page.get_by_label("E-mail address").fill(email)
    await page.get_by_role("button", name="Send me a link").click()
    await expect(page.get_by_text(f"A link is on its way to {email}")).to_be_visible()
    token = await post.link(email)
    await page.goto(f"{desk.url}/portal/shop/sign-in#{token}")
    return token


async def talk(page: Page, axe: Axe, shots: Shots, anna: Api, ticket: str) -> None:
    """Live, both ways, with a file; then it is solved."""
    await anna.post(f"/v1/tickets/{ticket}/messages", {"body": "We look **now**", "format": "markdown"})
    await expect(page.get_by_text("We look now")).to_be_visible()
    await page.get_by_label("Attach files").set_input_files(
        {"name": "bill.txt", "mimeType": "text/plain", "buffer": b"4 euro"}
    )
    await page.get_by_label("Your answer").fill("Here is the bill")
    await page.get_by_role("button", name="Send", exact=True).click()
    # Where messages are, and not where files wait to be sent.
    messages = page.get_by_role("list", name="Messages")
    await expect(messages.get_by_role("button", name="bill.txt")).to_be_visible()
    last = (await anna.get(f"/v1/tickets/{ticket}/messages"))["items"][-1]
    assert (last["body"], [each["name"] for each in last["attachments"]]) == ("Here is the bill", ["bill.txt"])
    await axe(page)
    await narrow(page, axe)
    await shots(page, "portal-request", whole=True)
    # A draft outlives a reload, and so does what the desk does not take: they decide what becomes of it.
    await page.get_by_label("Your answer").fill("ж" * 33_000)
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(messages.get_by_text("Not sent: it is too long.")).to_be_visible()
    await page.get_by_label("Your answer").fill("One thing more")
    await page.reload()
    await expect(page.get_by_label("Your answer")).to_have_value("One thing more")
    await messages.get_by_text("Not sent: it is too long.").scroll_into_view_if_needed()
    await shots(page, "portal-refused")
    await messages.get_by_role("button", name="Try again").click()
    await expect(messages.get_by_text("Not sent: it is too long.")).to_have_count(1)
    await messages.get_by_role("button", name="Discard").click()
    await expect(messages.get_by_text("Not sent: it is too long.")).to_have_count(0)
    # Then it is solved, and they are asked how it was.
    await page.get_by_role("button", name="It is solved").click()
    await page.get_by_role("dialog").get_by_role("button", name="It is solved").click()
    await expect(page.get_by_text("Solved", exact=True)).to_be_visible()
    assert (await anna.get(f"/v1/tickets/{ticket}"))["status"] == "solved"
    await expect(page.get_by_role("link", name="Tell us")).to_have_attribute("href", re.compile("^/surveys/"))


async def ask_anew(page: Page, axe: Axe, shots: Shots, anna: Api, requester: UUID | None) -> None:
    """A new one, of a type that asks for something."""
    await page.get_by_role("link", name="← My requests").click()
    await page.get_by_role("link", name="New request").click()
    await page.get_by_label("What kind of request?").select_option(label="Money back")
    await page.get_by_label("Order number").fill("A-17")
    await page.get_by_label("Subject").fill("Money back, please")
    await page.get_by_label("What is it about?").fill("It came broken")
    await narrow(page, axe)
    await shots(page, "portal-new", whole=True)
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_role("heading", name="Money back, please")).to_be_visible()
    made = await anna.get(f"/v1/tickets/{page.url.rpartition('/')[2]}")
    assert (made["request_type"], made["custom_fields"], made["brand"]) == ("refund", {"order": "A-17"}, "shop")
    assert made["requester"]["id"] == str(requester)


async def read_along(page: Page, axe: Axe, shots: Shots, ada: Api, vera: UUID | None, olga: Api) -> None:
    """What a colleague has asked, from when on their organization shares it."""
    company = await ada.post("/v1/organizations", {"name": "Romashka", "ticket_sharing": "read"})
    await ada.patch(f"/v1/customers/{vera}", {"organization_id": company["id"]})
    await ada.patch(f"/v1/customers/{olga.id}", {"organization_id": company["id"]})
    ticket = await olga.post("/v1/tickets", {"subject": "The printer smokes", "body": "Since noon"})
    await page.get_by_role("link", name="← My requests").click()
    await page.reload()
    await page.get_by_role("link", name="Romashka").click()
    await expect(page.get_by_role("link", name=re.compile("The printer smokes.*A colleague"))).to_be_visible()
    # Her own from before she belonged there stay hers.
    await expect(page.get_by_role("link", name=re.compile("Money back"))).to_have_count(0)
    await shots(page, "portal-organization")
    await page.get_by_role("link", name=re.compile("The printer smokes")).click()
    # Who has no name is a colleague all the same, and not the desk.
    await expect(page.get_by_role("listitem").filter(has_text="Since noon")).to_contain_text("A colleague")
    await expect(page.get_by_text("Only who asked can answer")).to_be_visible()
    await ada.patch(f"/v1/organizations/{company['id']}", {"ticket_sharing": "reply"})
    await ada.patch(f"/v1/customers/{olga.id}", {"name": "Olga"})
    await page.reload()
    await expect(page.get_by_text(re.compile("№.*Olga"))).to_be_visible()
    await page.get_by_label("Your answer").fill("Mine too")
    await page.get_by_label("Your answer").press("Control+Enter")
    await expect(page.get_by_role("list", name="Messages").get_by_text("Mine too")).to_be_visible()
    await expect(page.get_by_label("Your answer")).to_have_value("")
    # It stands in the thread before the desk has it.
    messages = f"/v1/tickets/{ticket['id']}/messages"
    said = (await eventually(lambda: ada.get(messages), lambda found: len(found["items"]) > 1))["items"]
    assert [(each["body"], each["author"]["id"] == str(vera)) for each in said] == [
        ("Since noon", False),
        ("Mine too", True),
    ]
    await narrow(page, axe)
    await shots(page, "portal-shared", whole=True)
    # Who leaves sees nothing of it any more.
    await ada.patch(f"/v1/customers/{vera}", {"organization_id": None})
    await page.reload()
    await expect(page.get_by_text("This is not shared with you")).to_be_visible()


async def test_a_customer_comes_by_mail_and_sees_to_their_requests(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers, desk: Desk, post: Post
) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    await ada.post("/v1/brands", {"key": "shop", "name": "The Shop", "appearance": {"accent": "#ff9900"}})
    theirs = {"visible_to": "customers", "writable_by": "customers"}
    await ada.post("/v1/fields", {"key": "order", "kind": "text", "labels": {"en": "Order number"}, **theirs})
    questions = [{"field": "subject"}, {"field": "custom_fields.order", "required": True}, {"field": "body"}]
    await ada.post("/v1/forms", {"key": "refund", "titles": {"en": "Refund"}, "questions": questions})
    await ada.post("/v1/request-types", {"key": "refund", "names": {"en": "Money back"}, "form": "refund"})
    before = await callers_.customer(email="vera@example.com")
    mine = await before.post("/v1/tickets", {"subject": "Where is my parcel", "body": "It is late"})
    page = await open_page("/portal/shop")
    await expect(page.get_by_role("heading", name="Your requests at The Shop")).to_be_visible()
    await axe(page)
    await shots(page, "portal-door")
    token = await come_in(page, post, desk, "vera@example.com")
    # Opening it spends nothing, however often; and it stands in no address any more.
    await expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    assert token not in page.url
    await page.goto(f"{desk.url}/portal/shop/sign-in#{token}")
    await page.reload()
    await page.goto("about:blank")
    await page.goto(f"{desk.url}/portal/shop/sign-in#{token}")
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("link", name=re.compile("Where is my parcel")).wait_for()
    await narrow(page, axe)
    await shots(page, "portal-requests")
    await page.get_by_role("link", name=re.compile("Where is my parcel")).click()
    await expect(page.get_by_text("It is late")).to_be_visible()
    await talk(page, axe, shots, anna, mine["id"])
    await ask_anew(page, axe, shots, anna, before.id)
    open_page.faults.allow("status of 403.*/v1/portal/organization/")
    olga = await callers_.customer(name="", email="olga@example.com")
    await read_along(page, axe, shots, ada, before.id, olga)
    # Their name and language; then out, everywhere.
    await page.get_by_role("link", name="About me").click()
    await page.get_by_label("Your name").fill("Vera P.")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved")).to_be_visible()
    await axe(page)
    await shots(page, "portal-me")
    await page.get_by_label("Language").select_option("ru")
    await expect(page.get_by_role("heading", name=re.compile("мне$"))).to_be_visible()
    await page.get_by_role("button", name="Выйти везде").click()
    await page.get_by_role("dialog").get_by_role("button", name="Выйти везде").click()
    await expect(page.get_by_role("heading", name="Ваши обращения: The Shop")).to_be_visible()


async def test_whoever_knows_no_more_than_portal_comes_to_the_door_of_their_brand(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers
) -> None:
    page = await open_page("/portal")
    # A desk without brands has one all the same.
    await expect(page).to_have_url(re.compile("/portal/-$"))
    await expect(page.get_by_label("E-mail address")).to_be_visible()
    ada = await callers_.admin()
    for key, name in (("shop", "The <b>Shop</b>"), ("bank", "The Bank")):
        await ada.post("/v1/brands", {"key": key, "name": name})
    page = await open_page("/portal")
    await expect(page.get_by_role("heading", name="My requests")).to_be_visible()
    await axe(page)
    await narrow(page, axe)
    await shots(page, "portal-brands")
    await page.get_by_role("link", name="The <b>Shop</b>").click()
    await expect(page.get_by_role("heading", name="Your requests at The <b>Shop</b>")).to_be_visible()


async def test_a_link_opens_once_and_wherever_it_is_pressed(
    open_page: OpenPage, shots: Shots, callers_: Callers, desk: Desk, post: Post
) -> None:
    """One that was used or is too old opens nothing. What somebody has begun is not shown to who comes after them."""
    open_page.faults.allow("401")
    await (await callers_.admin()).post("/v1/brands", {"key": "shop", "name": "The Shop"})
    at = f"{desk.url}/portal/shop/sign-in#"
    page = await open_page("/portal/shop")
    used = await come_in(page, post, desk, "vera@example.com")
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("link", name="New request").click()
    await page.get_by_label("What is it about?").fill("Half of what I")
    await page.get_by_role("link", name="About me").click()
    await page.get_by_role("button", name="Sign out", exact=True).click()
    await expect(page.get_by_label("E-mail address")).to_be_visible()

    other = await open_page("/portal/shop", locale="ru")
    spent = other.get_by_text("Ссылка уже использована или устарела")
    await other.goto(at + used)
    await other.get_by_role("button", name="Войти").click()
    await expect(spent).to_be_visible()
    # Over the page that says so, in the same tab: no new page to the browser.
    await come_in(page, post, desk, "boris@example.com")
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE portal_links SET expires_at = now() - interval '1 second'")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_text("This link was used before, or is too old.")).to_be_visible()
    token = await come_in(page, post, desk, "boris@example.com")
    # Pressed in another browser than it was asked for.
    await other.goto(at + token)
    await other.get_by_role("button", name="Войти").click()
    await expect(other.get_by_role("heading", name="Мои обращения")).to_be_visible()
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_text("This link was used before, or is too old.")).to_be_visible()
    # Whoever is in is not asked to come in again.
    await other.goto("about:blank")
    await other.goto(at + token)
    await other.get_by_role("button", name="Войти").click()
    await expect(spent).to_be_visible()
    await shots(other, "portal-spent")
    await other.get_by_role("main").get_by_role("link", name="Мои обращения").click()
    await expect(other.get_by_role("heading", name="Мои обращения")).to_be_visible()
    # Where somebody else has been, nothing of theirs is there.
    await come_in(page, post, desk, "boris@example.com")
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("link", name="New request").click()
    await expect(page.get_by_label("What is it about?")).to_have_value("")


async def test_a_sign_in_that_ends_while_they_type_loses_nothing(
    open_page: OpenPage, axe: Axe, callers_: Callers, desk: Desk, post: Post
) -> None:
    await (await callers_.admin()).post("/v1/brands", {"key": "shop", "name": "The Shop"})
    open_page.faults.allow("401", "WebSocket")
    page = await open_page("/portal/shop/new")
    await come_in(page, post, desk, "new@example.com")
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("link", name="New request").click()
    await page.get_by_label("In short").fill("A question")
    await page.get_by_label("What is it about?").fill("Long and dear words")
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE visitor_sessions SET ended_at = now()")
    await page.get_by_role("button", name="Send", exact=True).click()
    dialog = page.get_by_role("dialog", name="Your sign-in has ended")
    await expect(dialog).to_be_visible()
    await axe(page)
    # They ask for a new link there, and open it in another tab of this browser.
    await dialog.get_by_role("button", name="Send me a link").click()
    await expect(dialog.get_by_text("A link is on its way")).to_be_visible()
    other = await page.context.new_page()
    await other.goto(f"{desk.url}/portal/shop/sign-in#{await post.link('new@example.com')}")
    await other.get_by_role("button", name="Sign in").click()
    await expect(other.get_by_role("heading", name="My requests")).to_be_visible()
    # What they had sent arrives, once.
    await expect(page.get_by_role("heading", name="A question")).to_be_visible()
    anna = await callers_.agent()
    (made,) = (await anna.get("/v1/tickets"))["items"]
    assert made["subject"] == "A question"
    await _somebody_else_comes(page, other, callers_, desk, post)
    assert {each["subject"] for each in (await anna.get("/v1/tickets"))["items"]} == {"A question", "Of Boris"}


async def _somebody_else_comes(page: Page, other: Page, callers_: Callers, desk: Desk, post: Post) -> None:
    """What waits for one to sign in again is sent in nobody else's name, however often they do."""
    dialog = page.get_by_role("dialog", name="Your sign-in has ended")

    async def end() -> None:
        async with desk.database.lean() as connection:
            await connection.execute("UPDATE visitor_sessions SET ended_at = now()")

    async def come(email: str) -> None:
        await callers_.nobody().post(LINKS, {"email": email, "brand": "shop"}, expect=202)
        await other.goto("about:blank")
        await other.goto(f"{desk.url}/portal/shop/sign-in#{await post.link(email)}")
        await other.get_by_role("button", name="Sign in").click()
        await expect(other.get_by_role("heading", name="My requests")).to_be_visible()

    async def ask(subject: str) -> None:
        await page.get_by_role("link", name="My requests").first.click()
        await page.get_by_role("link", name="New request").click()
        await page.get_by_label("In short").fill(subject)
        await page.get_by_label("What is it about?").fill(subject)

    await ask("A secret")
    await end()
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(dialog).to_be_visible()
    await come("boris@example.com")
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_label("In short")).to_have_value("")
    await end()
    await page.get_by_role("link", name="About me").click()
    await expect(dialog).to_be_visible()
    await come("boris@example.com")
    await expect(page.get_by_text("boris@example.com")).to_be_visible()
    await ask("Of Boris")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_role("heading", name="Of Boris")).to_be_visible()
