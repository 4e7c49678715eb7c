"""The settings of people, promises, tickets and surveys: every page opens, and what is set counts on the desk."""

import re
from datetime import timedelta

from playwright.async_api import Locator, Page, expect

from app import clock
from tests.browser.conftest import Axe, OpenPage, Shots, held_back
from tests.conftest import Callers

SECTIONS = (
    "agents", "teams", "skills", "shifts", "security", "queues", "queues?view=simulation", "queues?view=staffing",
    "calendars", "sla", "fields", "fields?view=topics", "fields?view=tags", "request-types",
    "request-types?view=checklists", "surveys", "surveys?view=campaigns", "brands",
)  # fmt: skip
FORMS = (
    "agents", "teams", "skills", "queues", "calendars", "sla", "fields", "request-types", "surveys", "brands",
)  # fmt: skip
HOSTILE = "<img src=x onerror=alert(1)>"


async def go(page: Page, address: str) -> None:
    """Another page of the console without loading all of it again."""
    await page.evaluate(
        "address => { history.pushState(null, '', address); dispatchEvent(new PopStateEvent('popstate')); }", address
    )


async def save(page: Page, button: str = "Save") -> None:
    """Press it, and wait until the desk has said yes to this: an earlier yes may be there, or go meanwhile."""
    await page.evaluate("for (const each of document.querySelectorAll('.toast')) each.classList.add('earlier')")
    await page.get_by_role("button", name=button, exact=True).last.click()
    await expect(page.locator(".toast:not(.earlier)").get_by_text("Saved", exact=True)).to_be_visible()


def within(page: Page, name: str) -> Locator:
    """A group of fields."""
    return page.get_by_role("group", name=name, exact=True)


async def no_key_is_shown(page: Page) -> None:
    """A text that nobody has written would be shown as its key."""
    assert await page.get_by_role("main").get_by_text(re.compile(r"\b(admin|resource|conditions)\.\w+")).count() == 0


async def test_every_section_opens(open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers) -> None:
    """Lists and tools, as somebody who looks around would go through them."""
    admin = await callers_.admin()
    await callers_.team(HOSTILE, await callers_.agent(name=HOSTILE, online=True))
    page = await open_page("/console/admin/agents", as_=admin, locale="ru")
    await expect(page.get_by_role("heading", name="Агенты", level=1)).to_be_visible()
    await axe(page)
    page = await open_page("/console/admin", as_=admin)
    for section in SECTIONS:
        await go(page, f"/console/admin/{section}")
        await expect(page.get_by_role("main").get_by_role("heading", level=1).nth(1)).to_be_visible()
        await expect(page.get_by_role("status")).to_have_count(0)
        await axe(page, within="main")
        await shots(page, f"admin-{re.sub('[?=]', '-', section)}")
        await no_key_is_shown(page)


async def test_every_form_opens(open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers) -> None:
    """A new one of everything that is kept."""
    page = await open_page("/console/admin", as_=await callers_.admin())
    for section in FORMS:
        await go(page, f"/console/admin/{section}?id=new")
        await expect(page.get_by_role("button", name="Create", exact=True)).to_be_visible()
        await axe(page, within="main")
        await shots(page, f"admin-{section}-new")
        await no_key_is_shown(page)


async def test_an_agent_is_invited_and_begins(open_page: OpenPage, axe: Axe, callers_: Callers) -> None:
    admin = await callers_.admin()
    await admin.post("/v1/skills", {"name": "Billing"})
    open_page.faults.allow("the server responded with a status of 4(09|22)")
    page = await open_page("/console/admin/agents?id=new", as_=admin)
    await page.get_by_label("Name").fill("Boris")
    await page.get_by_label("E-mail").fill("not an address")
    await page.get_by_label("Add a skill").select_option("Billing")
    await page.get_by_label("Languages").fill("en, ru")
    await page.get_by_label("Capacity: chats").fill("4")
    await page.get_by_role("button", name="Create", exact=True).click()
    # What the desk refuses stands at its field and above the form, and its name leads there; nothing is lost.
    await page.get_by_role("alert").get_by_role("button", name="E-mail", exact=True).click()
    await expect(page.get_by_label("E-mail")).to_be_focused()
    await expect(page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    await axe(page)
    await page.get_by_label("E-mail").fill("boris@desk.test")
    await save(page, "Create")
    shown = page.get_by_role("dialog", name="Keep this safe").get_by_label("Invitation link", exact=True)
    link = (await shown.inner_text()).strip()
    (made,) = (each for each in (await admin.get("/v1/agents"))["items"] if each["email"] == "boris@desk.test")
    assert (made["name"], made["languages"], made["capacity"]["chat"]) == ("Boris", ["en", "ru"], 4)
    assert [(each["name"], each["level"]) for each in made["skills"]] == [("Billing", 3)]
    # The link is shown once, and opens a page on which they choose a password.
    await page.reload()
    await expect(page.get_by_role("button", name="Make a new invitation")).to_be_visible()
    await expect(shown).to_have_count(0)
    theirs = await open_page(link.removeprefix(admin.desk.url))
    await theirs.get_by_label("New password").fill("short")
    await theirs.get_by_role("button", name="Sign in", exact=True).click()
    await expect(theirs.get_by_role("heading", name="Welcome to the desk")).to_be_visible()
    await axe(theirs)
    await theirs.get_by_label("New password").fill("a sentence that nobody guesses")
    await theirs.get_by_role("button", name="Sign in", exact=True).click()
    await expect(theirs.get_by_role("navigation", name="Main")).to_be_visible()
    assert (await admin.get(f"/v1/agents/{made['id']}"))["status"] == "active"


async def test_a_week_is_drawn_and_two_people_save_it(open_page: OpenPage, axe: Axe, callers_: Callers) -> None:
    admin = await callers_.admin()
    open_page.faults.allow("the server responded with a status of 412")
    page = await open_page("/console/admin/calendars?id=new", as_=admin)
    await page.get_by_label("Name").first.fill("Office")
    saturday = page.get_by_role("img", name=re.compile("^Saturday"))
    box = await saturday.bounding_box()
    assert box is not None
    hour = box["width"] / 24
    await page.mouse.move(box["x"] + 10.1 * hour, box["y"] + 5)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 13.6 * hour, box["y"] + 5, steps=4)
    await page.mouse.up()
    await expect(page.get_by_role("img", name=re.compile("^Saturday: 10:00.14:00$"))).to_be_visible()
    await expect(page.get_by_text("49 hours a week")).to_be_visible()
    preview = page.get_by_role("region", name="Preview")
    await expect(preview.get_by_text(re.compile("^(Closes|Opens) "))).to_be_visible()
    await save(page, "Create")
    (made,) = (await admin.get("/v1/calendars"))["items"]
    assert made["weekly"]["sat"] == [{"opens": "10:00", "closes": "14:00"}]
    # Somebody else renames it while a day is added here: both stay, and are seen before they are saved.
    await page.get_by_role("button", name="Add a day").click()
    special = within(page, "Special days")
    await special.get_by_label("Date").fill("2027-05-09")
    await special.get_by_label("Name").fill("Stocktaking")
    tag = {"if-match": f'"{made["version"]}"'}
    await admin.patch(f"/v1/calendars/{made['id']}", {"name": "Berlin"}, headers=tag)
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("Berlin")
    await axe(page, within="main")
    await save(page, "Keep both and save")
    found = await admin.get(f"/v1/calendars/{made['id']}")
    assert (found["name"], found["exceptions"][0]["name"], found["exceptions"][0]["hours"]) == (
        "Berlin", "Stocktaking", [],
    )  # fmt: skip
    # And back to how it was.
    await page.get_by_text("Versions").click()
    await page.get_by_role("button", name="Restore").last.click()
    await page.get_by_role("dialog").get_by_role("button", name="Yes").click()
    await expect(page.get_by_text("Version 1 counts again")).to_be_visible()
    assert (await admin.get(f"/v1/calendars/{made['id']}"))["exceptions"] == []


async def test_a_queue_takes_what_its_conditions_say(open_page: OpenPage, axe: Axe, callers_: Callers) -> None:
    admin = await callers_.admin()
    team = await callers_.team("Payments", await callers_.agent(name="Pia"))
    page = await open_page("/console/admin/queues?id=new", as_=admin)
    await page.get_by_label("Name").fill("Urgent")
    await within(page, "All of these").first.get_by_role("button", name="Condition").click()
    await page.get_by_label("Field").select_option("priority")
    await page.get_by_label("Comparison").select_option("in")
    await page.get_by_label("Value").select_option("high")
    await page.get_by_label("Value").select_option("urgent")
    await page.get_by_label("Teams").first.select_option(str(team))
    await save(page, "Create")
    (made,) = (await admin.get("/v1/queues"))["items"]
    assert made["team_ids"] == [str(team)]
    assert made["conditions"]["all"] == [{"field": "priority", "operator": "in", "value": ["high", "urgent"]}]
    requester = {"email": "vera@customer.test", "name": HOSTILE}
    new = {"subject": f"Kettle {HOSTILE}", "body": "x", "priority": "urgent", "requester": requester}
    await admin.post("/v1/tickets", new)
    await page.get_by_role("button", name="Look again").click()
    waiting = page.get_by_role("region", name="What waits now")
    await expect(waiting.get_by_role("link", name=re.compile("Kettle"))).to_contain_text(HOSTILE)
    await axe(page, within="main")
    second = await admin.post("/v1/queues", {"name": "The rest"})
    await page.get_by_role("button", name="← Back to the list").click()
    await expect(page.get_by_text("Priority is one of high, urgent")).to_be_visible()
    down, up = (page.get_by_role("button", name=f"Move {way}: Urgent") for way in ("down", "up"))
    # Pressed again before the list has been read: it is one's own step that made the version.
    async with held_back(page, r"/v1/queues\b"):
        for _ in range(2):
            async with page.expect_response(lambda got: got.request.method == "PATCH") as moved:
                await down.click()
            assert (await moved.value).status == 200
    await expect(up).to_be_enabled()
    assert [each["id"] for each in (await admin.get("/v1/queues"))["items"]] == [second["id"], made["id"]]
    await axe(page, within="main")
    # Whoever came is played through other people, though nothing was finished yet.
    await page.get_by_role("tab", name="What if").click()
    await page.get_by_label("Until").fill((clock.now() + timedelta(hours=12)).strftime("%Y-%m-%dT%H:%M"))
    await page.get_by_label("Work on a ticket").fill("60")
    await page.get_by_role("button", name="Add a group").click()
    await page.get_by_role("button", name="Simulate").click()
    await expect(page.get_by_role("row", name=re.compile("^Came 1 1$"))).to_be_visible()
    await axe(page, within="main")


async def test_a_policy_is_tried_on_the_past(open_page: OpenPage, axe: Axe, callers_: Callers) -> None:
    admin, customer = await callers_.admin(), await callers_.customer()
    ticket = await customer.post("/v1/tickets", {"subject": "Kettle", "body": "x"})
    page = await open_page("/console/admin/sla?id=new", as_=admin)
    await page.get_by_label("Name").fill("Promises")
    await page.get_by_label("Add a metric").select_option("first_reply")
    await page.get_by_label("First reply, normal", exact=True).fill("2")
    await save(page, "Create")
    (made,) = (await admin.get("/v1/sla-policies"))["items"]
    assert {each["priority"]: each["seconds"] for each in made["targets"]}["normal"] == 7200
    # What stands in the form is tried, saved or not.
    await page.get_by_label("Unit: First reply, normal").select_option("second")
    await page.get_by_label("First reply, normal", exact=True).fill("1")
    trial = page.get_by_role("region", name="Over the past")
    await trial.get_by_label("Until").fill((clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    await trial.get_by_role("button", name="Simulate").click()
    await expect(trial.get_by_text(re.compile("^1 tickets"))).to_be_visible()
    await expect(trial.get_by_role("row", name=re.compile("First reply normal"))).to_be_visible()
    await axe(page, within="main")
    assert len((await admin.get("/v1/sla-policies"))["items"]) == 1
    assert ticket["number"] > 0


async def test_the_week_is_planned(open_page: OpenPage, axe: Axe, callers_: Callers) -> None:
    admin, boris = await callers_.admin(), await callers_.agent(name="Boris")
    page = await open_page("/console/admin/shifts", as_=admin)
    await page.get_by_role("button", name=re.compile("^Plan for Boris")).first.click()
    await axe(page)
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    shift = page.get_by_role("button", name=re.compile("^09:00"))
    await expect(shift).to_be_visible()
    await page.get_by_role("button", name=re.compile("^Plan for Boris")).last.click()
    await page.get_by_role("dialog").get_by_label("Kind").select_option("absences")
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(page.get_by_role("button", name=re.compile("^away"))).to_be_visible()
    (absence,) = (await admin.get("/v1/absences"))["items"]
    assert absence["agent_id"] == str(boris.who)
    await shift.click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await page.get_by_role("button", name="Yes").click()
    await expect(shift).to_have_count(0)
    assert (await admin.get("/v1/shifts"))["items"] == []


async def test_a_lead_looks_and_does_not_change(open_page: OpenPage, axe: Axe, callers_: Callers) -> None:
    admin, lead = await callers_.admin(), await callers_.agent(role="lead", name="Leo")
    made = await admin.post("/v1/brands", {"key": "acme", "name": "Acme"})
    page = await open_page(f"/console/admin/brands?id={made['key']}", as_=lead)
    await expect(page.get_by_text("You can look at this")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Name", exact=True)).to_be_disabled()
    await expect(page.get_by_role("button", name="New brand")).to_have_count(0)
    await axe(page, within="main")
    # An admin paints it, and makes the secret that is shown once.
    page = await open_page("/console/admin/brands?id=acme", as_=admin)
    await page.get_by_label("Colour", exact=True).fill("#aa3300")
    await within(page, "Appearance").get_by_label("Greeting in ru").fill("Привет")
    await save(page)
    await page.get_by_role("button", name="Make a secret").click()
    shown = page.get_by_role("dialog", name="Keep this safe").get_by_label("Identity secret", exact=True)
    secret = (await shown.inner_text()).strip()
    found = await admin.get("/v1/brands/acme")
    assert (found["appearance"]["accent"], found["appearance"]["greeting"]) == ("#aa3300", {"ru": "Привет"})
    assert found["has_identity_secret"]
    assert len(secret) > 20


async def test_what_is_typed_is_not_lost_by_a_click(open_page: OpenPage, callers_: Callers) -> None:
    admin = await callers_.admin()
    team, _ = [await admin.post("/v1/teams", {"name": name}) for name in ("Alpha", "Beta")]
    page = await open_page(f"/console/admin/teams?id={team['id']}", as_=admin)
    name = page.get_by_role("textbox", name="Name")
    await name.fill("Alpha two")
    await page.get_by_role("link", name="Beta").click()
    await page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    # A link of the console around the page asks too, with the browser's own question: that one is answered no.
    await page.get_by_role("link", name="Tickets").click()
    await expect(name).to_have_value("Alpha two")
    await page.get_by_role("link", name="Beta").click()
    await page.get_by_role("dialog").get_by_role("button", name="Yes").click()
    await expect(name).to_have_value("Beta")
