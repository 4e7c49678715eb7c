"""What is done in the settings beside their forms: helped, tried, sent again, brought in, watched over."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import orjson
import pytest
from playwright.async_api import Locator, Page, expect

from app import clock
from app.models import Inbound
from app.services import rate_limits
from tests.api.images import picture
from tests.api.test_alerts import said, together
from tests.api.test_imports import PEOPLE, ticket
from tests.api.test_jobs import start
from tests.api.test_outbound import an_item
from tests.api.test_outbox import item
from tests.api.test_second_factors import EMAIL, with_factor
from tests.api.test_survey_campaigns import people
from tests.api.test_surveys import survey
from tests.api.test_ticket_reply_channels import a_channel
from tests.browser.conftest import Axe, OpenPage, Shots
from tests.browser.test_admin1 import go, save
from tests.conftest import Callers, Desk
from tests.desks import eventually
from tests.quality import conversation
from tests.receivers import a_receiver, saying


async def sure(page: Page, button: str = "Yes") -> None:
    """The question whether one is sure."""
    await page.get_by_role("dialog").get_by_role("button", name=button, exact=True).last.click()


def pane(page: Page) -> Locator:
    """The record that is looked at."""
    return page.get_by_role("region", name="Details")


async def again(step: Callable[[], Awaitable[Any]], wanted: Locator, *, count: int = 1) -> None:
    """What happens in the background is there when it is looked at again."""
    for _ in range(40):
        await step()
        try:
            await expect(wanted).to_have_count(count, timeout=500)
        except AssertionError:
            continue
        return
    await expect(wanted).to_have_count(count)


async def created(page: Page, name: str) -> None:
    """Press it and wait for what was made."""
    await pane(page).get_by_role("button", name="Create", exact=True).click()
    await expect(pane(page).get_by_role("heading", name=name, exact=True)).to_be_visible()


async def test_an_agent_is_helped_and_a_brand_has_its_face(open_page: OpenPage, axe: Axe, callers_: Callers) -> None:
    rate_limits.forget()
    ada = await callers_.admin()
    anna, _, _ = await with_factor(callers_)
    page = await open_page("/console/admin/security", as_=ada)
    await expect(page.get_by_text("1 of 3 have a second factor")).to_be_visible()
    await page.get_by_role("row", name=re.compile("^Anna")).get_by_role("button", name="Reset").click()
    await sure(page)
    await expect(page.get_by_text("0 of 3 have a second factor")).to_be_visible()
    await expect(page.get_by_role("button", name="Reset")).to_have_count(0)
    assert not (await anna.get("/v1/agents/me/second-factor"))["enabled"]
    # Somebody elsewhere guesses at her password; that is seen, and forgotten when she asks.
    wrong = {"email": EMAIL, "password": "not the password"}
    elsewhere = {"x-forwarded-for": "198.51.100.1"}
    await callers_.nobody()("POST", "/v1/auth/token", expect=401, json=wrong, headers=elsewhere)
    await page.reload()
    await page.get_by_role("button", name="Let them try again").click()
    await sure(page)
    await expect(page.get_by_role("heading", name="Wrong passwords")).to_have_count(0)
    assert (await ada.get("/v1/sign-in-limits"))["items"] == []

    # A logo is chosen while a name is being typed: the name stays, and the next step goes on from what the logo made.
    await ada.post("/v1/brands", {"key": "acme", "name": "Acme"})
    open_page.faults.allow("status of 422")
    await go(page, "/console/admin/brands?id=acme")
    name = page.get_by_role("textbox", name="Name", exact=True)
    await name.fill("Acme & Sons")
    logo = page.get_by_role("region", name="Logo")
    file = logo.locator("input[type=file]")
    await file.set_input_files({"name": "no.png", "mimeType": "image/png", "buffer": b"nothing"})
    await expect(logo.get_by_role("alert")).to_contain_text("no picture that the desk can show")
    await file.set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": picture(200, 80)})
    await expect(logo.get_by_role("img", name="Logo")).to_be_visible()
    await expect(name).to_have_value("Acme & Sons")
    await save(page)
    brand = await ada.get("/v1/brands/acme")
    assert brand["name"] == "Acme & Sons"
    address = brand["appearance"]["logo_url"]
    await axe(page, within="main")
    for path in ("/help/acme", "/portal/acme"):
        reader = await open_page(path)
        await expect(reader.locator(f'img[src$="{address}"]').first).to_have_js_property("naturalWidth", 200)
    shop = await open_page("/widget/demo?brand=acme")
    await shop.get_by_role("button", name="Open the chat").click()
    await expect(shop.locator(f'img[src$="{address}"]')).to_have_js_property("naturalWidth", 200)
    await logo.get_by_role("button", name="Take the logo away").click()
    await expect(logo.get_by_text("No logo yet")).to_be_visible()
    assert (await ada.get("/v1/brands/acme"))["appearance"]["logo_url"] is None


async def test_people_are_asked_and_work_is_judged(  # noqa: PLR0915 - a lead's and an admin's day
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers, desk: Desk
) -> None:
    ada, lena, anna = await callers_.admin(), await callers_.agent(role="lead", name="Lena"), await callers_.agent()
    await conversation(await callers_.customer(), anna, solved=True)
    await ada.post("/v1/surveys", survey("nps", trigger={"after": None, "channels": ["mail"]}))
    await people(desk, 3)
    open_page.faults.allow("status of 4(09|22)")
    page = await open_page("/console/admin/surveys", as_=ada)
    await page.get_by_role("tab", name="Campaigns").click()
    runs = page.get_by_role("region", name="Runs")
    for name in ("Once", "Every month"):
        await page.get_by_role("button", name="New campaign").click()
        await page.get_by_label("Name").fill(name)
        await page.get_by_role("combobox", name="Survey").select_option(label="nps")
        if name == "Every month":
            await page.get_by_label("Again and again").check()
        await page.get_by_role("button", name="Create", exact=True).click()
        if name == "Once":
            await runs.get_by_role("button", name="Preview the next run").click()
            await expect(runs.get_by_text("Drawn", exact=True)).to_be_visible()
        await runs.get_by_role("button", name="Start", exact=True).click()
        await sure(page)
        if name == "Once":
            # Nobody has to press anything to see that it is over.
            await expect(runs.get_by_role("row", name=re.compile("^1 .* done 4 3 0"))).to_be_visible()
    await runs.get_by_role("button", name="Pause", exact=True).click()
    await expect(runs.get_by_text("paused")).to_be_visible()
    await axe(page, within="main")
    await shots(page, "campaign")

    # What good work is: refused in words for people, then with a choice whose answers are fields.
    await go(page, "/console/admin/quality")
    await page.get_by_role("button", name="New scorecard").click()
    await pane(page).get_by_role("button", name="Create", exact=True).click()
    await expect(pane(page).get_by_role("alert").first).to_contain_text(
        re.compile(r"Criteria . Criterion 1 . Title Must be given")
    )
    await pane(page).get_by_label("Name", exact=True).fill("Help")
    await pane(page).get_by_label("Key", exact=True).first.fill("help")
    first = pane(page).get_by_role("group", name="Criterion 1")
    await first.get_by_label("Title in en").fill("Solved")
    await first.get_by_label("Another language").first.fill("de")
    await first.get_by_role("button", name="Add language").first.click()
    await first.get_by_role("textbox", name="Title in de").fill("Gelöst")
    await first.get_by_label("Kind").select_option("choice")
    for number, (key, title, points) in enumerate((("no", "No", "0"), ("yes", "Yes", "100")), 1):
        if number > 1:
            await first.get_by_role("button", name="Add an answer").click()
        answer = first.get_by_role("group", name=f"Answer {number}")
        await answer.get_by_label("Key").fill(key)
        await answer.get_by_label("Title in en").fill(title)
        await answer.get_by_label("Points").fill(points)
    await created(page, "Help")
    (card,) = (await ada.get("/v1/scorecards"))["items"]
    (criterion,) = card["criteria"]
    assert criterion["texts"]["de"]["title"] == "Gelöst"
    assert [(each["key"], each["points"]) for each in criterion["options"]] == [("no", 0), ("yes", 100)]
    await axe(page, within="main")
    await page.get_by_role("tab", name="Rules").click()
    await page.get_by_role("button", name="New rule").click()
    await pane(page).get_by_label("Name", exact=True).fill("Weekly")
    await pane(page).get_by_label("Scorecard").select_option(label="Help")
    await created(page, "Weekly")
    await pane(page).get_by_role("button", name="Draw tickets now").click()
    await expect(page.get_by_text("1 ticket is to be reviewed now")).to_be_visible()
    await page.get_by_role("tab", name="To be reviewed").click()
    await expect(page.get_by_role("link", name="Open the ticket")).to_be_visible()

    # Two look at the same conversation, and see how far they agree when both have handed in.
    lead = await open_page("/console/reviews", as_=lena)
    await lead.get_by_role("tab", name="Calibrations").click()
    await lead.get_by_role("button", name="New calibration").click()
    asked = lead.get_by_role("dialog")
    await asked.get_by_label("Name").fill("Same eyes")
    (ticket,) = (await ada.get("/v1/tickets"))["items"]
    await asked.get_by_role("combobox", name="Conversation").fill(f"{ticket['number']}")
    await lead.get_by_role("option", name=f"#{ticket['number']} Help").click()
    for who in ("Ada", "Lena"):
        await asked.get_by_role("combobox", name="Reviewers").fill(who)
        await lead.get_by_role("option", name=who, exact=True).click()
    await axe(lead)
    await asked.get_by_role("button", name="Begin").click()
    await expect(lead.get_by_role("article", name="Same eyes")).to_be_visible()
    await go(page, "/console/reviews")
    await page.get_by_role("tab", name="Calibrations").click()
    for each, view in ((lead, "Yes"), (page, "No")):
        await each.get_by_role("article", name="Same eyes").get_by_role("button", name="Give my view").click()
        await each.get_by_role("group", name="Solved").get_by_label("Answer").select_option(view)
        await each.get_by_role("button", name="Hand in").click()
        await expect(each.get_by_role("button", name="Hand in")).to_have_count(0)
    await go(lead, "/console/reviews")
    await lead.get_by_role("tab", name="Calibrations").click()
    both = lead.get_by_role("article", name="Same eyes")
    await expect(both.get_by_text("has handed in")).to_have_count(2)
    await both.get_by_role("button", name="Close").click()
    await sure(lead, "Close")
    await expect(both.get_by_text("Pairs of views with the same score: 0% of 1")).to_be_visible()
    await expect(both.get_by_role("listitem").filter(has_text="Solved")).to_be_visible()
    await shots(lead, "calibration")


@pytest.mark.usefixtures("loopback")
async def test_what_leaves_comes_in_and_runs_is_looked_after(  # noqa: PLR0915 - an admin goes through all of it
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers, desk: Desk
) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    thread = (await vera.post("/v1/tickets", {"subject": "Hello", "body": "?"}))["id"]
    channel = await a_channel(desk, "telegram", "shop_bot", enabled=False)
    more = {"channel": channel, "ticket": thread}
    await an_item(desk, anna, "waiting", **more)
    await an_item(desk, anna, "failed", **more, last_error="The chat is <b>gone</b>")
    await item(callers_, "failed", "webhook", last_error="HTTP 410", target="https://hooks.example/")
    parked = [
        Inbound(
            channel_id=UUID(channel), door="webhook", external_id=f"u{number}", sha256=bytes([number]) * 32, raw=b"{}",
            size=2, status="parked", attempts=5, problem=f"Problem <i>{number}</i>", received_at=clock.now(),
        )
        for number in (1, 2)
    ]  # fmt: skip
    async with desk.database.unit_of_work() as work:
        work.session.add_all(parked)
    await start(callers_, ada)
    page = await open_page("/console/admin/jobs", as_=ada)
    job = page.get_by_role("button", name="test.count queued")
    await job.click()
    await page.get_by_role("status").get_by_role("button", name="Cancel").click()
    await expect(page.get_by_role("button", name="test.count cancelled")).to_be_visible()
    # One that was begun elsewhere goes on before one's eyes.
    await ada.post("/v1/exports", expect=202)
    await page.get_by_role("button", name="Reload", exact=True).click()
    await expect(page.get_by_role("button", name="Export of the desk done")).to_be_visible()
    await axe(page, within="main")

    await page.get_by_role("tab", name="To customers").click()
    row = page.get_by_role("listitem").filter(has_text="1001")
    await row.filter(has_text="gone").get_by_role("button", name="Send now").click()
    await expect(page.get_by_role("listitem").get_by_text("failed", exact=True)).to_have_count(0)
    await row.last.get_by_role("button", name="Do not send").click()
    await expect(page.get_by_text("cancelled by Ada")).to_be_visible()
    await page.get_by_role("tab", name="Mails and calls").click()
    await page.get_by_role("button", name="Send now").click()
    await expect(page.get_by_role("listitem").get_by_text("failed", exact=True)).to_have_count(0)
    await page.get_by_role("button", name="Signing secret").click()
    await expect(page.get_by_role("dialog").get_by_label("Signing secret", exact=True)).to_contain_text("whsec_")
    await page.get_by_role("button", name="I have kept it").click()
    await page.get_by_role("tab", name="Came in").click()
    await page.get_by_text("Problem <i>2</i>").first.click()
    second = page.get_by_role("listitem").filter(has_text="u2 ·")
    await second.get_by_label("Reason").fill("Nobody wrote it")
    await second.get_by_role("button", name="Throw away").click()
    await expect(second.get_by_text("thrown away")).to_be_visible()
    await page.get_by_role("button", name="Try all parked again").click()
    # Still none of its shapes, which is said anew.
    await again(
        page.get_by_role("button", name="Reload", exact=True).click, page.get_by_text("no update of a bot"), count=2
    )
    await axe(page, within="main")
    await shots(page, "inbound")

    # Tickets of another desk: tried first, and what does not fit is named with its line.
    await go(page, "/console/admin/imports")
    form = page.get_by_role("form", name="New import")
    lines = [*PEOPLE, ticket(1, subject="A <b>lamp</b>"), {"kind": "ticket", "id": "t9"}]
    file = {"name": "Old desk (1).jsonl", "mimeType": "text/plain", "buffer": b"\n".join(map(orjson.dumps, lines))}
    await form.get_by_label("File").set_input_files(file)  # type: ignore[arg-type]  # a payload, as Playwright takes it
    await form.get_by_label("Source").fill("old")
    await form.get_by_role("button", name="Add an agent").click()
    there, here = await form.get_by_role("group", name="Agents there").get_by_role("textbox").all()
    await there.fill("a1")
    await here.fill("anna@desk.test")
    await form.get_by_role("button", name="Try the import").click()
    refused = form.get_by_role("region", name="What was refused")
    await expect(refused).to_contain_text("Old-desk-1-.jsonl:5")
    await expect(form.get_by_role("row", name="ticket 2 1 0 0 1")).to_be_visible()
    (tried,) = (await ada.get("/v1/imports"))["items"]
    assert (tried["options"]["dry_run"], tried["options"]["agents"]) == (True, {"a1": "anna@desk.test"})
    await form.get_by_label("Trial").uncheck()
    await form.get_by_role("button", name="Import", exact=True).click()
    await expect(page.get_by_role("button", name=re.compile("^old · JSON lines done"))).to_be_visible()
    await axe(page, within="main")
    await shots(page, "imports")
    export = page.get_by_role("region", name="Export")
    await export.get_by_role("button", name="Begin an export").click()
    async with page.expect_download() as loading:
        await export.get_by_role("button", name="Download").click()
    assert (await loading.value).suggested_filename.endswith(".jsonl.gz")

    # A webhook hears a time once more, under a new secret; a key that is not needed any more is revoked.
    async with a_receiver(saying(200)) as receiver:
        made = await ada.post("/v1/webhooks", {"url": receiver.url, "events": ["ticket.created"]})
        await go(page, f"/console/admin/webhooks?id={made['id']}")
        await pane(page).get_by_role("button", name="New secret").click()
        await expect(page.get_by_role("dialog").get_by_label("Signing secret", exact=True)).to_contain_text("whsec_")
        await page.get_by_role("button", name="I have kept it").click()
        await pane(page).get_by_role("tab", name="Send a range again").click()
        await pane(page).get_by_role("button", name="Send them again").click()
        await expect(pane(page).get_by_text("1 event is sent again")).to_be_visible()

        async def got() -> int:
            return len(receiver.got)

        await eventually(got, bool)
    assert thread in receiver.got[0].body.decode()
    key = await ada.post("/v1/api-keys", {"name": "Warehouse", "scopes": ["tickets:read"]})
    await go(page, "/console/admin/api-keys")
    await page.get_by_role("button", name="Revoke").click()
    await sure(page)
    await expect(page.get_by_text("revoked", exact=True)).to_be_visible()
    partner = callers_.nobody()
    assert (await partner("GET", "/v1/tickets", headers={"authorization": f"Bearer {key['key']}"})).status_code == 401


@pytest.mark.usefixtures("loopback")
async def test_the_service_is_watched_and_wishes_are_heard(  # noqa: PLR0915 - from a check to what customers read
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers
) -> None:
    ada = await callers_.admin()
    open_page.faults.allow("status of 422")
    page = await open_page("/console/admin/status", as_=ada)
    await page.get_by_role("button", name="New component").click()
    await pane(page).get_by_label("Key", exact=True).fill("payments")
    await pane(page).get_by_label("Name in en").fill("Payments")
    await pane(page).get_by_label("Section").fill("Shop")
    await created(page, "Payments")
    status = await open_page("/status")
    await again(status.reload, status.get_by_text("Payments"))
    await pane(page).get_by_role("button", name="Archive").click()
    await sure(page)
    await expect(page.get_by_role("link", name="Payments")).to_have_count(0)
    await page.get_by_role("combobox", name="Archived").select_option("true")
    await page.get_by_role("link", name="Payments").click()
    await page.get_by_role("button", name="Bring back from the archive").click()
    await expect(page.get_by_role("button", name="Archive", exact=True)).to_be_visible()
    (component,) = (await ada.get("/v1/components"))["items"]

    async with a_receiver(saying(200, body=b"all is well")) as receiver:
        port = re.search(r":(\d+)", receiver.url.removeprefix("http://"))
        assert port is not None
        await go(page, "/console/admin/monitors")
        checks = {
            "http": receiver.url, "tcp": f"127.0.0.1:{port[1]}", "dns": "nowhere.invalid",
            "tls": f"127.0.0.1:{port[1]}",
        }  # fmt: skip
        for kind, target in checks.items():
            await page.get_by_role("button", name="New monitor").click()
            await pane(page).get_by_label("Name", exact=True).fill(f"By {kind}")
            # What is expected of one kind is not asked of another, though it was written before.
            await pane(page).get_by_label("It must not say").fill("broken")
            await pane(page).get_by_label("Kind of check").select_option(kind)
            await pane(page).get_by_label("What is checked").fill(target)
            if kind == "dns":
                await pane(page).get_by_label("Kind of record").select_option("AAAA")
            if kind == "tls":
                await pane(page).get_by_label("Days the certificate must last").fill("20")
            await created(page, f"By {kind}")
        found = {each["kind"]: each["expect"] for each in (await ada.get("/v1/monitors"))["items"]}
        assert found["http"]["keyword_absent"] == "broken"
        assert (found["dns"]["record"], found["dns"]["keyword_absent"], found["tls"]["min_days"]) == ("AAAA", None, 20)
        await page.get_by_role("link", name="By http").click()
        tried = pane(page).get_by_role("region", name="Try the check")
        await tried.get_by_role("button", name="Try it").click()
        await expect(tried.get_by_text("well", exact=True)).to_be_visible()
        await pane(page).get_by_role("button", name="Add a header").click()
        name, value = await pane(page).get_by_role("group", name="Headers").get_by_role("textbox").all()
        await name.fill("x-key")
        await value.fill("s3cret")
        save = pane(page).get_by_role("button", name="Save", exact=True)
        await save.click()
        await expect(save).to_be_disabled()
        await pane(page).get_by_role("button", name="Check now").click()

        async def heard() -> Any:
            return [got.headers.get("x-key") for got in receiver.got]

        await eventually(heard, lambda seen: "s3cret" in seen)
        await pane(page).get_by_role("button", name="Pause").click()
        await expect(pane(page).get_by_role("button", name="Resume")).to_be_visible()
        await pane(page).get_by_role("tab", name="Checks").click()
        await expect(pane(page).get_by_text("well", exact=True).first).to_be_visible()
        await pane(page).get_by_role("tab", name="Uptime").click()
        await expect(pane(page).get_by_role("region", name="Uptime")).to_be_visible()
        await axe(page, within="main")
        await shots(page, "monitor")

    # An alert of another system becomes an incident of what its label names; planned work is told with its repeats.
    await page.get_by_role("tab", name="Sources of alerts").click()
    await page.get_by_role("button", name="New source of alerts").click()
    await pane(page).get_by_label("Name", exact=True).fill("At home")
    await pane(page).get_by_role("button", name="Add a component").click()
    row = pane(page).get_by_role("group", name="Component 1")
    await row.get_by_label("Value").fill("pay")
    await row.get_by_label("Component", exact=True).select_option(label="Payments")
    await pane(page).get_by_role("button", name="Create", exact=True).click()
    secret = page.get_by_role("dialog", name="Keep this safe")
    address = (await secret.get_by_label("Address to post alerts to", exact=True).inner_text()).strip()
    await secret.get_by_role("button", name="I have kept it").click()
    alert = said("Cards are <b>refused</b>", at=clock.now().isoformat(), service="pay")
    await callers_.nobody().post("/v1/alerts/" + address.rpartition("/")[2], together(alert), expect=200)
    await page.get_by_role("tab", name="Alerts", exact=True).click()
    await page.get_by_text("Cards are <b>refused</b>").first.click()
    await expect(page.get_by_text('"service": "pay"')).to_be_visible()
    await axe(page, within="main")
    incidents = (await ada.get("/v1/incidents"))["items"]
    assert "Cards are <b>refused</b>" in [each["texts"]["en"] for each in incidents]
    await page.get_by_role("tab", name="Maintenance").click()
    await page.get_by_role("button", name="Plan maintenance").click()
    await pane(page).get_by_label("What is done in en").fill("New disks")
    await pane(page).get_by_label("Begins").fill("2099-01-01T10:00")
    await pane(page).get_by_label("Ends").fill("2098-01-01T11:00")
    await pane(page).get_by_role("combobox", name="Repeats").select_option(label="Every week")
    await pane(page).get_by_label("Payments").check()
    await pane(page).get_by_role("button", name="Create", exact=True).click()
    await expect(pane(page).get_by_role("alert").first).to_be_visible()
    await pane(page).get_by_label("Ends").fill("2099-01-01T11:00")
    await created(page, "New disks")
    (window,) = (await ada.get("/v1/maintenance-windows"))["items"]
    assert (window["repeat"]["unit"], window["component_ids"]) == ("week", [component["id"]])

    # What customers wish for: said once, answered, made a part of another one and let go again.
    other = await ada.post("/v1/ideas", {"title": "A night look", "body": "Dark"})
    await go(page, "/console/admin/ideas")
    await page.get_by_role("button", name="New idea").click()
    await pane(page).get_by_label("Title").fill("Dark <b>mode</b> at night")
    await pane(page).get_by_role("textbox", name="Text").fill("At night")
    await expect(pane(page).get_by_role("link", name="A night look")).to_be_visible()
    await created(page, "Dark <b>mode</b> at night")
    await expect(pane(page).get_by_role("link", name="Dark <b>mode</b>")).to_have_count(0)
    await pane(page).get_by_role("button", name="Vote for it").click()
    await expect(pane(page).get_by_text("1 vote · ")).to_be_visible()
    await pane(page).get_by_role("tab", name="Comments").click()
    await pane(page).get_by_role("textbox", name="Comment").fill("Me too")
    await pane(page).get_by_role("button", name="Comment").click()
    await expect(pane(page).get_by_text("Me too")).to_be_visible()
    await pane(page).get_by_role("tab", name="What becomes of it").click()
    for state in ("planned", "started"):
        # The second one at once: nothing that this page did itself stands in its way.
        await pane(page).get_by_label("Status").select_option(state)
        await pane(page).get_by_label("Answer").fill(f"It is {state}")
        await pane(page).get_by_role("button", name="Say it").click()
    await expect(pane(page).get_by_text("It is started").first).to_be_visible()
    await expect(pane(page).get_by_role("listitem")).to_have_count(2)
    await pane(page).get_by_role("combobox", name="Merge into").fill("night look")
    await page.get_by_role("option", name="A night look").click()
    await pane(page).get_by_role("button", name="Merge", exact=True).click()
    await expect(pane(page).get_by_role("link", name="It is a part of this idea")).to_have_attribute(
        "href", re.compile(other["id"])
    )
    await pane(page).get_by_role("button", name="Let it stand by itself").click()
    await expect(pane(page).get_by_role("link", name="It is a part of this idea")).to_have_count(0)
    await axe(page, within="main")

    # Topics are a tree; how many people each hour takes is counted.
    await go(page, "/console/admin/fields")
    await page.get_by_role("tab", name="Topics").click()
    for key, label in (("billing", "Billing"), ("refund", "Refunds")):
        await page.get_by_role("button", name="New topic").click()
        await page.get_by_label("Key").fill(key)
        if key == "refund":
            await page.get_by_label("Below").select_option(label="billing")
        await page.get_by_label("Label in en").fill(label)
        await page.get_by_role("button", name="Create", exact=True).click()
        await expect(page.get_by_role("button", name="Archive", exact=True)).to_be_visible()
    assert [each["path"] for each in (await ada.get("/v1/topics"))["items"]] == ["billing", "billing/refund"]
    await go(page, "/console/admin/queues")
    await page.get_by_role("tab", name="Staffing").click()
    await page.get_by_label("10:00").fill("120")
    await page.get_by_role("button", name="How many?").click()
    busiest = page.get_by_role("row", name=re.compile("^10:00 120 "))
    await expect(busiest).to_be_visible()
    await axe(page, within="main")
