"""Lists of tickets, views, bulk changes, search, my work with offers, notifications, and all about a customer."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import pytest
from playwright.async_api import expect

from tests import checks
from tests.browser.conftest import Axe, OpenPage, Shots, held_back
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually
from tests.thorough import THOROUGH

# Many times what is in the document at once; more in a thorough run.
MANY, DEEP = (10_000, 1_500) if THOROUGH else (2_000, 1_000)
ROW_PX = 44
HOSTILE = '<img src=x onerror="document.title=1">'
# Copies of one ticket, each a second older than the one before.
_COPIES = """
INSERT INTO tickets OVERRIDING SYSTEM VALUE
SELECT copy.* FROM tickets t, generate_series(1, $2) n, LATERAL jsonb_populate_record(
    t, jsonb_build_object('id', gen_random_uuid(), 'number', t.number + n, 'subject', 'Lamp ' || n,
    'updated_at', t.updated_at - n * interval '1 second', 'public_updated_at', t.updated_at - n * interval '1 second')
) copy WHERE t.id = $1
"""


async def _ticket(agent: Api, subject: str, **more: object) -> dict[str, str]:
    body = {"subject": subject, "body": "It is broken", "requester": {"email": "vera@example.com", "name": "Vera"}}
    made: dict[str, str] = await agent.post("/v1/tickets", {**body, **more})
    return made


@pytest.fixture
async def copies(desk: Desk) -> AsyncIterator[Callable[[str, int], Awaitable[None]]]:
    """Makes so many copies of a ticket. They have no log, so all rows are gone before the desk is looked over."""

    async def make(ticket_id: str, count: int) -> None:
        async with desk.database.lean() as connection:
            await connection.execute(_COPIES, UUID(ticket_id), count)

    yield make
    await checks.empty(desk.database)


async def test_thousands_of_tickets_are_a_list_like_any_other(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers, desk: Desk,
    copies: Callable[[str, int], Awaitable[None]],
) -> None:  # fmt: skip
    agent = await callers_.agent(role="lead")
    first = await _ticket(agent, "Lamp 0")
    await copies(first["id"], MANY - 1)
    urgent = {"all": [{"field": "priority", "operator": "is", "value": "urgent"}]}
    await agent.post("/v1/views", {"name": "Urgent", "conditions": urgent})
    page = await open_page("/console/tickets", as_=agent)
    rows = page.get_by_role("row")
    await expect(page.get_by_role("link", name="Lamp 0", exact=True)).to_be_visible()
    await axe(page)
    await shots(page, "tickets")

    # Page after page, further down than anybody reads: what is in the document stays as small as what is seen.
    box = page.get_by_role("rowgroup").last.locator("..")
    most, height = 0, 0
    while height < DEEP * ROW_PX:
        height = await box.evaluate("box => { box.scrollTo(0, box.scrollHeight); return box.scrollHeight; }")
        await page.wait_for_function("([box, was]) => box.scrollHeight > was", arg=[await box.element_handle(), height])
        most = max(most, await rows.count())
    assert most < 80
    # Nothing was left out and nothing stands twice: what stands in the middle is what belongs there.
    await box.evaluate(f"box => box.scrollTo(0, {DEEP // 2} * {ROW_PX})")
    await expect(page.locator(f"[aria-rowindex='{DEEP // 2 + 2}']")).to_contain_text(f"Lamp {DEEP // 2}")

    # What somebody else does is seen without a reload, wherever one is.
    async with desk.database.lean() as connection:
        deep = await connection.fetchval("SELECT id FROM tickets WHERE subject = 'Lamp 900'")
    await box.evaluate("box => box.scrollTo(0, 0)")
    await agent.patch(f"/v1/tickets/{deep}", {"priority": "urgent"})
    await expect(page.locator("[aria-rowindex='2']")).to_contain_text("Lamp 900")

    # By keyboard alone: down twice, up once, choose, open.
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("x")
    await expect(page.get_by_text("1 ticket selected")).to_be_visible()
    await page.keyboard.press("o")
    await expect(page).to_have_url(f"{desk.url}/console/tickets/{first['id']}")
    # Before its ticket is gone.
    await page.close()


async def test_a_view_is_made_and_many_tickets_are_changed_at_once(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers
) -> None:
    agent = await callers_.agent(role="lead")
    made = [await _ticket(agent, f"Bulb {number}", tags=["bulb"], priority="high") for number in range(3)]
    await _ticket(agent, "Chair", tags=["chair"])
    page = await open_page("/console/tickets?priority=high", as_=agent)
    await expect(page.get_by_role("link", name="Bulb 2")).to_be_visible()
    await expect(page.get_by_role("link", name="Chair")).to_have_count(0)

    await page.get_by_role("button", name="New view").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("Bulbs <b>")
    await axe(page)
    await shots(page, "view-editor")
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", name="Bulbs <b>")).to_be_visible()
    await expect(page.get_by_role("link", name=re.compile(r"Bulbs <b>.*3 tickets"))).to_be_visible()

    await page.get_by_label("Select all that are loaded").check()
    await page.get_by_role("button", name="Change", exact=True).click()
    await dialog.get_by_label("Priority").select_option(label="Low")
    await dialog.get_by_label("Internal note").fill("All of one box")
    await dialog.get_by_role("button", name="See what would change").click()
    await expect(dialog.get_by_text("These are 3 tickets")).to_be_visible()
    await axe(page)
    await shots(page, "bulk")
    await dialog.get_by_role("button", name="Change 3 tickets").click()
    await expect(dialog.get_by_text("Done. 3 of 3")).to_be_visible()
    await dialog.get_by_role("button", name="Close").last.click()
    for each in made:
        assert (await agent.get(f"/v1/tickets/{each['id']}"))["priority"] == "low"
    # They are in the view no more, and its count says so by itself.
    await expect(page.get_by_role("link", name="Bulb 0")).to_have_count(0)
    await expect(page.get_by_role("link", name=re.compile(r"Bulbs <b>.*0 tickets"))).to_be_visible()


@pytest.mark.usefixtures("long_offers")
async def test_a_chat_is_offered_over_any_page_and_told_of_at_the_bell(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers, desk: Desk
) -> None:
    agent = await callers_.agent(name="Anna", online=False, team=await callers_.team())
    page = await open_page("/console/customers", as_=agent)
    await page.get_by_role("button", name="You are: Offline").click()
    await page.get_by_role("menuitemradio", name=re.compile("Online")).click()
    await expect(page.get_by_role("button", name="You are: Online")).to_be_visible()
    # Two presses before the desk has answered the first one: neither is lost.
    async with held_back(page, "/v1/agents/me/presence$", "PUT"):
        for kind in ("Tickets", "Calls"):
            await page.get_by_role("button", name="You are: Online").click()
            await page.get_by_role("menuitemradio", name=f"{kind} may come").click()
    await eventually(lambda: agent.get(f"/v1/agents/{agent.id}"), lambda me: me["presence"]["channels"] == ["chat"])

    vera = await callers_.customer(name=HOSTILE)
    chat = await vera.post("/v1/chats", {"body": "Where is my lamp?"})
    offers = page.get_by_role("region", name="For you")
    await expect(offers.get_by_text(HOSTILE)).to_be_visible()
    await axe(page)
    await shots(page, "offer")
    async with page.expect_response(re.compile(f"{chat['id']}/decline$")) as declined:
        await offers.get_by_role("button", name="Decline").click()
    assert (await declined.value).ok

    mira = await callers_.customer(name="Mira")
    await mira.post("/v1/chats", {"body": "And mine?"})
    # Nobody else is there: the first is offered again, and both ring.
    await offers.get_by_role("article").filter(has_text="Mira").get_by_role("button", name="Accept").click()
    await expect(page).to_have_url(re.compile("/console/tickets/"))

    await page.goto(f"{desk.url}/console/queue")
    mine = page.get_by_role("region", name="Chats")
    await expect(mine.get_by_role("link", name="Mira")).to_be_visible()
    await expect(mine.get_by_role("article").filter(has_text=HOSTILE)).to_be_visible()
    await axe(page)
    await shots(page, "my-work")

    lead = await callers_.agent(role="lead", name="Lena")
    ticket = await _ticket(lead, "Look at this")
    tell = {"type": "notify", "recipients": [{"kind": "agent", "agent_id": str(agent.who)}]}
    macro = await lead.post("/v1/macros", {"title": "Tell Anna", "actions": [tell]})
    await lead.post(f"/v1/tickets/{ticket['id']}/macros/{macro['id']}/apply", {}, expect=200)
    await page.get_by_role("button", name="Notifications, 1 unread").click()
    told = page.get_by_role("region", name="Notifications")
    await expect(told.get_by_role("button", name=re.compile("Look at this"))).to_be_visible()
    await axe(page)
    await shots(page, "notifications")
    await told.get_by_role("button", name=re.compile("Look at this")).click()
    await expect(page).to_have_url(f"{desk.url}/console/tickets/{ticket['id']}")
    await expect(page.get_by_role("button", name="Notifications, 0 unread")).to_be_visible()


async def test_everything_about_a_customer_is_on_one_page(  # noqa: PLR0915 - one journey: each page costs seconds
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers
) -> None:
    agent = await callers_.agent(role="lead")
    vera = await agent.post("/v1/customers", {"name": f"Vera {HOSTILE}", "email": "vera@example.com"})
    twin = await agent.post("/v1/customers", {"name": "Vera L", "email": "v.e.r.a@gmail.com"})
    await _ticket(agent, "A lamp is broken")
    page = await open_page(f"/console/customers/{vera['id']}", as_=agent)
    await expect(page.get_by_role("heading", name=re.compile("Vera <img"))).to_be_visible()
    await expect(page.get_by_role("link", name=re.compile("A lamp is broken")).first).to_be_visible()
    await axe(page)
    await shots(page, "customer", whole=True)

    await page.get_by_role("tab", name="Notes").click()
    await page.get_by_label("New note").fill(f"Calls on Mondays {HOSTILE}")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Calls on Mondays <img")).to_be_visible()
    await page.get_by_role("tab", name="Addresses").click()
    await page.get_by_label("Address, number or id").fill("vera@work.example")
    await page.get_by_role("button", name="Add").click()
    await expect(page.get_by_text("vera@work.example").first).to_be_visible()
    # Their phone number is written down while somebody else mends their name: both are kept.
    open_page.faults.allow(r"status of 412")
    await page.get_by_role("button", name="Edit", exact=True).click()
    await page.get_by_role("dialog").get_by_label("Phone").fill("+4915123456789")
    await agent.patch(f"/v1/customers/{vera['id']}", {"name": f"Vera L. {HOSTILE}"})
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    kept = await agent.get(f"/v1/customers/{vera['id']}")
    assert (kept["name"], kept["phone"]) == (f"Vera L. {HOSTILE}", "+4915123456789")
    await page.get_by_role("tab", name="Opt-outs").click()
    await page.get_by_role("switch", name="Surveys").uncheck()
    await expect(page.get_by_text(re.compile("None since"))).to_be_visible()

    await page.get_by_role("tab", name="Same person").click()
    await page.get_by_role("combobox", name=re.compile("Merge somebody else")).fill("v.e.r.a@gmail.com")
    await page.get_by_role("option", name=re.compile("Vera L")).click()
    await page.get_by_role("dialog").get_by_role("button", name="Yes").click()
    await expect(
        page.get_by_role("listitem").filter(has_text="Vera L").get_by_role("button", name="Take back")
    ).to_be_visible()
    assert (await agent.get(f"/v1/customers/{twin['id']}"))["merged_into"] == vera["id"]
    await axe(page)
    await page.get_by_role("tab", name="Timeline").click()
    await expect(page.get_by_text("Merged with another customer").first).to_be_visible()
    await page.get_by_role("tab", name="Tickets").click()
    await expect(page.get_by_role("table").get_by_role("link", name="A lamp is broken")).to_be_visible()
    await axe(page)

    # The company of somebody, made and put right while a colleague does the same.
    open_page.faults.allow("409", "412")
    await page.get_by_role("link", name="Customers").click()
    await page.get_by_role("tab", name="Organizations").click()
    await page.get_by_role("button", name="New organization").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Organization").fill(f"Work {HOSTILE}")
    await dialog.get_by_label("Domains").fill("work.example, work.test")
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", level=1, name=re.compile("Work <img"))).to_be_visible()
    await expect(page.get_by_text("work.example, work.test")).to_be_visible()
    await axe(page)
    await shots(page, "organization")
    organization = page.url.rsplit("/", 1)[-1]
    await page.get_by_role("button", name="Edit", exact=True).click()
    await agent.patch(f"/v1/organizations/{organization}", {"name": "Work Ltd", "ticket_sharing": "read"})
    await dialog.get_by_label("Organization").fill("Work and sons")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_text("Now it is: Work Ltd")).to_be_visible()
    await expect(dialog.get_by_label("Organization")).to_have_value("Work and sons")
    await expect(dialog.get_by_label("Requests in the portal")).to_have_value("read")
    await shots(page, "organization-conflict")
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", level=1, name="Work and sons")).to_be_visible()
    kept = await agent.get(f"/v1/organizations/{organization}")
    assert (kept["ticket_sharing"], kept["domains"]) == ("read", ["work.example", "work.test"])
    # What its people have asked, whoever of them it was; of everybody else nothing.
    await page.get_by_role("tab", name="Tickets").click()
    await expect(page.get_by_text("No tickets yet")).to_be_visible()
    await agent.patch(f"/v1/customers/{vera['id']}", {"organization_id": organization})
    await agent.post("/v1/tickets", {"subject": "Others", "body": "b", "requester": {"email": "x@else.example"}})
    await page.reload()
    await expect(page.get_by_role("row").filter(has=page.get_by_role("link"))).to_have_count(1)
    await expect(page.get_by_role("row").filter(has_text="Vera L. <img")).to_contain_text("A lamp is broken")
    await axe(page)
    await shots(page, "organization-tickets")
    await page.get_by_role("tab", name="People").click()
    await expect(page.get_by_role("link", name=re.compile("Vera L. <img"))).to_be_visible()

    page = await open_page("/console/customers?q=vera@example.com", as_=agent, locale="ru")
    await expect(page.get_by_role("cell", name=re.compile("Vera L. <img"))).to_be_visible()
    await axe(page)
    await shots(page, "customers")


async def test_what_is_searched_is_found_and_shown_as_text(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers
) -> None:
    agent = await callers_.agent()
    await _ticket(agent, f"Pendulum {HOSTILE} & more")
    page = await open_page("/console/tickets", as_=agent)
    await expect(page.get_by_role("link", name="Pendulum")).to_be_visible()
    await page.keyboard.press("/")
    await page.keyboard.type("pendulum")
    await page.keyboard.press("Enter")
    found = page.get_by_role("region", name="Found")
    await expect(found.get_by_role("link", name=re.compile("Pendulum <img"))).to_be_visible()
    await expect(found.locator("mark").first).to_have_text(re.compile("Pendulum", re.IGNORECASE))
    assert await found.locator("img").count() == 0
    await axe(page)
    await shots(page, "search")
    await page.get_by_role("tab", name="Customers").click()
    await expect(page.get_by_text("Nothing found")).to_be_visible()
