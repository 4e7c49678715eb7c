"""Where a desk is set up, as an admin does it: articles, webhooks, automations, sources, channels, incidents."""

import asyncio
import base64
import json
import re
from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from app import clock
from app.models import StatusSubscription
from app.web.files import HERE
from tests.browser.conftest import Axe, OpenPage, Shots, held_back
from tests.browser.test_admin1 import go
from tests.browser.test_admin3 import again
from tests.conftest import Callers, Desk
from tests.desks import eventually, state_of
from tests.receivers import Got, Receiver, a_receiver, saying

PAGES = (
    "admin/automations", "admin/macros", "admin/templates", "admin/sources", "admin/webhooks", "admin/forms",
    "admin/channels", "admin/api-keys", "admin/jobs", "admin/imports", "admin/monitors", "admin/status", "admin/ideas",
    "admin/quality", "articles",
    "incidents",
)  # fmt: skip


def test_words_that_are_offered_are_those_of_the_api() -> None:
    text = (HERE / "console/admin/setup/vocabulary.js").read_text(encoding="utf-8")
    schemas = json.loads((Path(__file__).parents[2] / "docs/openapi.json").read_text(encoding="utf-8"))["components"][
        "schemas"
    ]
    events = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', text))
    permissions = set(re.findall(r'"([a-z]+:[a-z]+|realtime)"', text))
    assert events == set(schemas["EventType"]["enum"])
    assert permissions <= set(schemas["Permission"]["enum"])
    assert permissions >= {"tickets:read", "keys:write", "outreach:write", "realtime"}
    facts = set(schemas["TimeTriggerIn"]["properties"]["fact"]["enum"])
    assert all(f'"{fact}"' in text for fact in facts)
    actions = (HERE / "console/admin/automations/actions.js").read_text(encoding="utf-8")
    known = schemas["MacroIn"]["properties"]["actions"]["items"]["discriminator"]["mapping"]
    assert set(re.findall(r"^  (\w+): \{", actions, re.MULTILINE)) - {"tidy", "blank"} >= set(known)


async def test_every_page_of_the_set_up_opens(open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers) -> None:
    page = await open_page("/console/admin", as_=await callers_.admin())
    for path in PAGES:
        await go(page, f"/console/{path}")
        await expect(page.locator(f'a[href="/console/{path}"][aria-current=page]').first).to_be_visible()
        await expect(page.locator(".main h1").last).to_be_visible()
        await expect(page.locator("[role=status] .spin")).to_have_count(0)
        await axe(page)
        await shots(page, path.replace("/", "-"))


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_an_article_is_written_published_and_gone_back_to(  # noqa: PLR0915 - one journey, as its writer makes it
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers
) -> None:
    ada = await callers_.admin()
    await ada.post("/v1/brands", {"key": "shop", "name": "Shop"})
    page = await open_page("/console/articles", as_=ada)
    open_page.faults.allow(r"status of 412")
    # Whose it is may be known later than its title: nothing that is still to come is refused for missing.
    async with held_back(page, r"/v1/brands"):
        await page.reload()
        await page.get_by_role("button", name="New article").click()
        pane = page.get_by_role("region", name="Article", exact=True)
        await pane.get_by_label("Title").fill("Money back")
        await expect(pane.get_by_role("button", name="Create", exact=True)).to_be_disabled()
    await pane.get_by_role("button", name="Create", exact=True).click()
    body = pane.get_by_role("textbox", name="Text", exact=True)
    await body.fill("Open **Orders**.\n\n<img src=x onerror=alert(1)> [odd](javascript:alert(1))\n\n")
    preview = pane.get_by_role("region", name="Preview")
    await expect(preview.locator("strong")).to_have_text("Orders")
    await expect(pane.get_by_text("These links lead nowhere")).to_be_visible()
    # A picture that is pasted is uploaded, belongs to the article and is seen at once.
    await body.evaluate(
        """(field, bytes) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "refund.png", {type: "image/png"}));
            field.focus();
            field.setSelectionRange(field.value.length, field.value.length);
            field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        list(PIXEL),
    )
    await expect(preview.locator('img[src^="blob:"]')).to_have_count(1)
    await expect(body).to_have_value(re.compile(r"!\[refund\.png\]\(file:[0-9a-f-]{36}\)"))
    await body.press("Control+s")
    await expect(page.get_by_text("Draft saved")).to_be_visible()
    await expect(preview.get_by_text("as readers will see it")).to_be_visible()
    await expect(preview.locator("strong")).to_have_text("Orders")
    await axe(page)
    await shots(page, "article")

    # Somebody else saves while words are being typed: both are there, nothing is lost.
    (made,) = (await ada.get("/v1/articles"))["items"]
    where = f"/v1/articles/{made['id']}/translations/en"
    await body.fill("Mine.")
    await ada.put(where, {"title": "Money back", "body": "Theirs."})
    await pane.get_by_role("button", name="Save draft").click()
    await expect(pane.get_by_text("Theirs.")).to_be_visible()
    await pane.get_by_role("button", name="Save mine over it").click()
    await expect(pane.get_by_text("Theirs.")).to_have_count(0)
    await pane.get_by_role("button", name="Publish", exact=True).click()
    await expect(page.get_by_text("Published: readers see it")).to_be_visible()
    assert (await ada.get(where))["published"]["body"] == "Mine."

    # Another language, with the first one beside it.
    await pane.get_by_label("Code of a language").fill("ru")
    await pane.get_by_role("button", name="Add language").click()
    await pane.get_by_label("Beside the text").select_option("en")
    await expect(pane.get_by_role("region", name="Text in en")).to_contain_text("Mine.")
    await pane.get_by_label("Title").fill("Деньги назад")
    await body.fill("Моё.")
    # Whoever goes to another language before it is saved is asked whether to leave.
    async with page.expect_response(lambda got: got.request.method == "PUT"):
        await pane.get_by_role("button", name="Save draft").click()
    await expect(pane.get_by_role("button", name="ru draft")).to_be_visible()
    await expect(pane.get_by_role("button", name="Save draft")).to_be_disabled()
    await axe(page)
    await shots(page, "article-beside")

    # The versions: what is different, and the way back.
    await pane.get_by_role("button", name="en published").click()
    await pane.get_by_role("tab", name="Versions").click()
    await ada.put(where, {"title": "Money back", "body": "Another text."})
    await page.reload()
    await pane.get_by_label("Version 1", exact=True).check()
    await pane.get_by_label("Version 2", exact=True).check()
    await expect(pane.get_by_role("region", name="Difference")).to_contain_text("+ Another text.")
    await axe(page)
    for tab in ("Files", "Properties", "Readers"):
        await pane.get_by_role("tab", name=tab).click()
        await expect(pane.locator("[role=status] .spin")).to_have_count(0)
        await axe(page)
    await pane.get_by_role("tab", name="Properties").click()
    await pane.get_by_label("Who may read it").select_option("agents")
    await pane.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert (await ada.get(f"/v1/articles/{made['id']}"))["visibility"] == "agents"


@pytest.mark.usefixtures("loopback")
async def test_a_webhook_is_made_looked_into_and_sent_again(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers
) -> None:
    ada = await callers_.admin()
    refusing, taking = saying(503, body=b'{"why": "<b>not now</b>"}'), saying(200)

    async def once(got: Got, writer: asyncio.StreamWriter) -> None:
        await (refusing if len(receiver.got) == 1 else taking)(got, writer)

    async with a_receiver(once) as receiver:
        page = await open_page("/console/admin/webhooks", as_=ada)
        open_page.faults.allow(r"status of 422")
        await page.get_by_role("button", name="New webhook").click()
        pane = page.get_by_role("region", name="Details")
        await pane.get_by_label("Address (URL)").fill("ftp://nowhere")
        await pane.get_by_role("button", name="Create", exact=True).click()
        # What is wrong stands at its field.
        await expect(pane.get_by_label("Address (URL)")).to_have_attribute("aria-invalid", "true")
        await pane.get_by_label("Address (URL)").fill(receiver.url)
        await pane.get_by_label("Description").fill("Shop")
        await pane.get_by_role("button", name="Create", exact=True).click()
        secret = page.get_by_role("dialog", name="Keep this safe")
        await expect(secret.get_by_label("Signing secret", exact=True)).to_contain_text("whsec_")
        await axe(page)
        await secret.get_by_role("button", name="I have kept it").click()
        await pane.get_by_role("button", name="Send a test").click()
        await pane.get_by_role("tab", name="Deliveries").click()
        reload = pane.get_by_role("button", name="Reload", exact=True).first
        entry = pane.get_by_role("button", name="webhook.test")
        await _until(receiver, 1)
        await _again(reload, entry.get_by_text("HTTP 503"))
        await entry.click()
        await expect(pane.get_by_label("Body that was sent", exact=True)).to_contain_text('"type": "webhook.test"')
        await expect(pane.get_by_label("Answer", exact=True)).to_contain_text("<b>not now</b>")
        await axe(page)
        await shots(page, "webhook")
        # The receiver is mended: the desk's next try arrives, and then it is sent once more by hand.
        await expect(pane.get_by_role("button", name="Send again")).to_be_disabled()
        await _until(receiver, 2)
        await _again(reload, entry.get_by_text("HTTP 200"))
        await pane.get_by_role("button", name="Send again").click()
        await _until(receiver, 3)
        await pane.get_by_label("Status").select_option("delivered")
        await _again(reload, entry.get_by_text("again", exact=True))
    # Whoever receives it can tell that it is the same event.
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1


async def _until(receiver: Receiver, count: int) -> None:
    async def got() -> int:
        return len(receiver.got)

    await eventually(got, lambda found: found >= count)


async def _again(button: Locator, wanted: Locator) -> None:
    """What happens in the background is there when it is looked at again."""
    for _ in range(50):
        await button.click()
        try:
            await expect(wanted.first).to_be_visible(timeout=500)
        except AssertionError:
            continue
        return
    await expect(wanted.first).to_be_visible()


async def test_an_automation_is_tried_on_the_past_and_switched_on(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers
) -> None:
    ada, vera = await callers_.admin(), await callers_.customer()
    ticket = await vera.post("/v1/tickets", {"subject": "Where is <b>my</b> money?", "body": "Hello"})
    page = await open_page("/console/admin/automations", as_=ada)
    open_page.faults.allow(r"status of 4(12|22)")
    await page.get_by_role("button", name="New automation").click()
    pane = page.get_by_role("region", name="Details")
    await pane.get_by_label("Name", exact=True).fill("Greet")
    action = pane.get_by_role("group", name="Action 1")
    await action.get_by_label("Action", exact=True).select_option("set_priority")
    await action.get_by_label("Priority").select_option("high")
    await pane.get_by_role("button", name="Add an action").click()
    second = pane.get_by_role("group", name="Action 2")
    await second.get_by_label("Tags").fill("greeted, new")
    tried = pane.get_by_role("region", name="Try it on the past")
    await tried.get_by_role("button", name="Try it").click()
    await expect(tried.get_by_text("It would have acted 1 time.")).to_be_visible()
    await expect(tried.get_by_role("link", name=f"#{ticket['number']} Where is <b>my</b> money?")).to_be_visible()
    await axe(page)
    await shots(page, "automation", whole=True)
    await pane.get_by_role("button", name="Create", exact=True).click()
    await expect(pane.get_by_role("button", name="Switch on")).to_be_visible()
    # Nobody waits until what their own step made is read again: the next one goes on from it.
    async with held_back(page, r"/v1/automations(\?|/)"):
        await pane.get_by_role("button", name="Switch on").click()
        await expect(pane.get_by_role("button", name="Switch off")).to_be_visible()
        await pane.get_by_label("Name", exact=True).fill("Greet all")
        await pane.get_by_role("button", name="Save", exact=True).click()
        await expect(pane.get_by_role("heading", name="Greet all")).to_be_visible()
    (made,) = (await ada.get("/v1/automations"))["items"]
    assert (made["enabled"], made["name"]) == (True, "Greet all")
    assert made["actions"] == [
        {"type": "set_priority", "priority": "high"},
        {"type": "add_tags", "tags": ["greeted", "new"]},
    ]
    # Another admin changes its name meanwhile: both names are shown before one of them wins.
    await ada.patch(f"/v1/automations/{made['id']}", {"name": "Theirs"})
    await pane.get_by_label("Name", exact=True).fill("Mine")
    await pane.get_by_role("button", name="Save", exact=True).click()
    await expect(pane.get_by_role("cell", name="Theirs")).to_be_visible()
    await axe(page)
    await pane.get_by_role("button", name="Save mine over theirs").click()
    await expect(pane.get_by_role("heading", name="Mine")).to_be_visible()
    second_ticket = await vera.post("/v1/tickets", {"subject": "Again", "body": "Hello"})
    await pane.get_by_role("tab", name="What it did").click()
    run = pane.get_by_text(f"#{second_ticket['number']} Again")
    await again(page.reload, run)
    await run.click()
    await expect(pane.get_by_text("Set the priority")).to_be_visible()
    await pane.get_by_role("tab", name="Versions").click()
    await expect(pane.get_by_role("group").get_by_text("Version 1")).to_be_visible()
    await axe(page)


async def test_an_incident_is_told_to_everybody_whom_it_concerns(  # noqa: PLR0915 - from the first word to the last
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers, desk: Desk
) -> None:
    ada, vera = await callers_.admin(), await callers_.customer()
    async with desk.database.unit_of_work() as work:
        reader = StatusSubscription(kind="mail", target="r@x.example", state="active", created_at=clock.now())
        work.session.add(reader)
    ticket = await vera.post("/v1/tickets", {"subject": "I cannot pay", "body": "Hello"})
    await ada.post("/v1/components", {"key": "payments", "texts": {"en": "Payments"}})
    page = await open_page("/console/incidents", as_=ada)
    await page.get_by_role("button", name="New incident").click()
    pane = page.get_by_role("region", name="Details")
    await pane.get_by_label("Title in en").fill("Payments fail")
    await pane.get_by_label("Impact").select_option("major")
    await pane.get_by_label("Who may read it").select_option("public")
    await pane.get_by_role("button", name="Add a component").click()
    await (
        pane.get_by_role("group", name="Component 1")
        .get_by_label("Component", exact=True)
        .select_option(label="Payments")
    )
    await pane.get_by_role("button", name="Create", exact=True).click()
    await pane.get_by_role("tab", name="Tickets").click()

    # What was written is found a little later.
    search = "/v1/search?q=cannot%20pay&kind=ticket"
    await eventually(lambda: ada.get(search), lambda found: bool(found["items"]))
    await pane.get_by_role("combobox", name="Link a ticket").fill("cannot pay")
    await page.get_by_role("option", name=f"#{ticket['number']} I cannot pay").click()
    await expect(pane.get_by_role("link", name=f"#{ticket['number']} I cannot pay")).to_be_visible()
    await pane.get_by_role("tab", name="Updates").click()
    await pane.get_by_label("What is said in en").fill("We found the cause.")
    await pane.get_by_label("Tell every customer behind it").check()
    await expect(pane.get_by_text("This goes out to them: 1 customer.")).to_be_visible()
    await axe(page)
    await shots(page, "incident")
    await pane.get_by_role("button", name="Say it").click()
    await page.get_by_role("dialog").get_by_role("button", name="Say it").click()
    await expect(pane.get_by_text("We found the cause.")).to_be_visible()
    messages = f"/v1/tickets/{ticket['id']}/messages"
    heard = await eventually(lambda: vera.get(messages), lambda found: len(found["items"]) > 1)
    assert heard["items"][-1]["body"] == "We found the cause."
    # An error of the desk's own kept it from the subscribers of the status page: that is said, and it is sent again.
    notices = "SELECT bool_and(done_at IS NOT NULL) FROM status_notices"
    await eventually(partial(state_of, desk.database, notices), bool)
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE status_notices SET failures = 8, last_error = 'KeyError: <b>locale</b>'")
    await page.reload()
    await pane.get_by_role("tab", name="Updates").click()
    given_up = pane.get_by_role("listitem").filter(has_text="We found the cause.")
    await expect(given_up.get_by_text("it was given up")).to_be_visible()
    await expect(given_up.get_by_text("KeyError: <b>locale</b>")).to_be_visible()
    await axe(page)
    await shots(page, "incident-given-up")
    await given_up.get_by_role("button", name="Send again").click()
    await expect(given_up.get_by_text("it was given up")).to_have_count(0)
    incident = (await ada.get("/v1/incidents"))["items"][0]["id"]
    await eventually(
        lambda: ada.get(f"/v1/incidents/{incident}/updates"),
        lambda found: found["items"][0]["subscribers"]["state"] == "told",
    )
    await pane.get_by_role("tab", name="What was learnt").click()
    await pane.get_by_label("What was learnt").fill("# A certificate\n\nIt had expired.")
    await expect(
        pane.get_by_role("region", name="Preview").get_by_role("heading", name="A certificate")
    ).to_be_visible()
    await pane.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await axe(page)


async def test_each_kind_is_made_by_hand(  # noqa: PLR0915 - one journey through the settings
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers
) -> None:
    ada, vera = await callers_.admin(), await callers_.customer()
    ticket = await vera.post("/v1/tickets", {"subject": "Parcel lost", "body": "Hello"})
    await ada.post("/v1/brands", {"key": "shop", "name": "Shop"})
    page = await open_page("/console/admin/sources", as_=ada)
    pane = page.get_by_role("region", name="Details")
    create = pane.get_by_role("button", name="Create", exact=True)
    kept = page.get_by_role("button", name="I have kept it")

    # A system that posts webhooks: how its JSON is read is tried before it is saved.
    await page.get_by_role("button", name="New source").click()
    await pane.get_by_label("Name", exact=True).fill("Shop")
    await pane.get_by_label("Key", exact=True).fill("shop")
    await create.click()
    await kept.click()
    await pane.get_by_role("tab", name="Try the mapping").click()
    for name, path in (("external_id", "order.id"), ("subject", "order.problem")):
        await pane.get_by_role("button", name="Add a field").click()
        await pane.get_by_label("Field of the ticket").last.fill(name)
        await pane.get_by_label(f"Path of {name}").fill(path)
    await pane.get_by_role("button", name="Try it").click()
    outcome = pane.get_by_role("region", name="It would be")
    await expect(outcome.get_by_text("created", exact=True)).to_be_visible()
    await expect(outcome.get_by_role("cell", name='"It came broken"').first).to_be_visible()
    await axe(page)
    await shots(page, "source")
    await pane.get_by_role("button", name="Save the mapping").click()
    # That something was saved is still said of the source itself.
    await eventually(
        lambda: ada.get("/v1/sources"),
        lambda found: found["items"][0]["mapping"] == {"external_id": "order.id", "subject": "order.problem"},
    )
    await pane.get_by_role("tab", name="Parked").click()
    await expect(pane.get_by_text("Nothing waits")).to_be_visible()

    # A key, shown once.
    await go(page, "/console/admin/api-keys")
    await page.get_by_role("button", name="New key").click()
    asked = page.get_by_role("dialog", name="New key")
    await asked.get_by_label("Name", exact=True).fill("Warehouse")
    await asked.get_by_label("tickets:read").check()
    await axe(page)
    await asked.get_by_role("button", name="Create", exact=True).click()
    await expect(page.get_by_label("API key", exact=True)).to_contain_text("otk")
    await kept.click()
    await expect(page.get_by_text("Warehouse")).to_be_visible()

    # A template, seen on a real ticket while it is written.
    await go(page, "/console/admin/templates")
    await page.get_by_role("button", name="New template").click()
    await pane.get_by_label("Title", exact=True).fill("Refund")
    await pane.get_by_label("Shortcut").fill("/refund")
    await (
        pane.get_by_role("group", name="Text 1")
        .get_by_role("textbox", name="Text")
        .fill("{{ customer.name }}, #{{ ticket.number }} {{ nothing }}")
    )
    preview = pane.get_by_role("region", name="Preview")
    await preview.get_by_role("combobox").fill("parcel")
    await page.get_by_role("option", name=f"#{ticket['number']} Parcel lost").click()
    await expect(preview.get_by_text(f"Vera, #{ticket['number']}")).to_be_visible()
    await expect(preview.get_by_text("No such blank")).to_be_visible()
    await axe(page)
    await shots(page, "template")
    await create.click()
    await expect(pane.get_by_role("heading", name="Refund")).to_be_visible()

    # A form, as its reader will see it, and what to put into a page.
    await go(page, "/console/admin/forms")
    await page.get_by_role("button", name="New form").click()
    await pane.get_by_label("Key", exact=True).fill("contact")
    await pane.get_by_label("Title in en").fill("Write to us")
    await pane.get_by_role("group", name="Question 1").get_by_label("Question in en").fill("What is it about?")
    await expect(preview.get_by_role("textbox", name="What is it about?")).to_be_visible()
    await axe(page)
    await shots(page, "form")
    await create.click()
    await pane.get_by_role("tab", name="On your site").click()
    await expect(pane.get_by_label("On your site", exact=True)).to_contain_text("/v1/forms/contact/submissions")

    # A macro, tried on a ticket.
    await go(page, "/console/admin/macros")
    await page.get_by_role("button", name="New macro").click()
    await pane.get_by_label("Title", exact=True).fill("Urgent")
    await pane.get_by_role("group", name="Action 1").get_by_label("Action", exact=True).select_option("set_priority")
    await create.click()
    await pane.get_by_role("tab", name="Try it").click()
    await pane.get_by_role("combobox").fill("parcel")
    await page.get_by_role("option", name=f"#{ticket['number']} Parcel lost").click()
    await expect(pane.get_by_text("It would be applied")).to_be_visible()
    await axe(page)

    # A component, a mailbox, and work that is planned.
    await go(page, "/console/admin/status")
    await page.get_by_role("button", name="New component").click()
    await pane.get_by_label("Key", exact=True).fill("payments")
    await pane.get_by_label("Name in en").fill("Payments")
    await create.click()
    await expect(pane.get_by_role("heading", name="Payments")).to_be_visible()
    await go(page, "/console/admin/monitors?view=maintenance")
    await page.get_by_role("button", name="Plan maintenance").click()
    await pane.get_by_label("What is done in en").fill("New disks")
    await pane.get_by_label("Begins").fill("2099-01-01T10:00")
    await pane.get_by_label("Ends").fill("2099-01-01T11:00")
    await pane.get_by_label("Payments").check()
    await create.click()
    await expect(pane.get_by_role("heading", name="New disks")).to_be_visible()
    await axe(page)
    await go(page, "/console/admin/channels")
    await page.get_by_role("button", name="New channel").click()
    await pane.get_by_label("Name", exact=True).fill("Help")
    await pane.get_by_label("Address", exact=True).fill("help@shop.example")
    await pane.get_by_label("Name of the sender").fill("Shop")
    await axe(page)
    await shots(page, "channel")
    await create.click()
    await expect(pane.get_by_role("heading", name="Help")).to_be_visible()
    (channel,) = (await ada.get("/v1/channels"))["items"]
    assert (channel["settings"]["sender_name"], channel["secrets"]) == ("Shop", [])
