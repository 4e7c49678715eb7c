"""Reports and the live board as a lead uses them: every number leads to exactly what it counts."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

from app import clock
from app.services import report_keeping
from app.settings import Settings, configure
from tests.api.test_imports import bring
from tests.browser.conftest import Axe, OpenPage, Shots, held_back
from tests.conftest import Callers, Desk
from tests.desks import eventually, put_in_brand

# The first report of a process takes longest: what counts them is loaded then.
FIRST_MS = 40_000
# Two whole weeks, a Monday first, that are over.
PERIOD = "period=custom&from=2026-03-02&to=2026-03-15&zone=Europe/Moscow"
CHANNELS = ("email", "web", "chat")
PEOPLE = [
    {"kind": "customer", "id": "c1", "name": "Vera", "email": "vera@example.com"},
    {"kind": "agent", "id": "a1", "email": "anna@desk.test", "name": "Anna"},
]


@pytest.fixture(autouse=True)
async def _reporting(settings: Settings) -> AsyncIterator[None]:
    configure(settings.model_copy(update={"reports": True}))
    yield
    configure(settings)


def _history() -> list[dict[str, Any]]:
    """Sixty tickets in two weeks, most of them on weekdays in the morning, each answered a while later."""
    made: list[dict[str, Any]] = []
    for number in range(60):
        day, hour = 2 + (number * 5) % 14, 6 + number % 9
        created, replied = f"2026-03-{day:02}T{hour:02}:15:00Z", f"2026-03-{day:02}T{hour:02}:{20 + number % 30}:00Z"
        made.append(
            {
                "kind": "ticket", "id": f"t{number}", "subject": f"Parcel {number}", "status": "solved",
                "channel": CHANNELS[number % 5 % 3], "topic": ("parcel/late", "parcel/lost", "refund")[number % 3],
                "created_at": created, "solved_at": replied, "updated_at": replied, "requester": {"id": "c1"},
                "assignee": {"id": "a1"},
                "messages": [
                    {"id": f"q{number}", "body": "Where is it?", "created_at": created, "author": {"kind": "customer"}},
                    {"id": f"r{number}", "body": "On its way", "created_at": replied, "author": {"id": "a1"}},
                ],
            }
        )  # fmt: skip
    return made


async def _seeded(desk: Desk, tmp_path: Path) -> None:
    await bring(desk, tmp_path, [*PEOPLE, *_history()])
    await kept(desk)


async def kept(desk: Desk) -> None:
    """What has happened is in the facts that reports count."""
    async with desk.database.lean() as connection, connection.transaction():
        tickets = [row["id"] for row in await connection.fetch("SELECT id FROM tickets")]
        await report_keeping.keep(connection, [UUID(str(each)) for each in tickets])


async def _counted(page: Page) -> int:
    """How many lines the page behind a number has, all of them."""
    # The page with the number was perhaps left for it just now, and has tables too.
    await expect(page.get_by_text(re.compile(r"^\d+ from"))).to_be_visible()
    await expect(page.get_by_role("table")).to_be_visible()
    while await page.get_by_role("button", name="Show more").count():
        before = await page.get_by_role("row").count()
        await page.get_by_role("button", name="Show more").click()
        await expect(page.get_by_role("row")).not_to_have_count(before)
    return await page.get_by_role("row").count() - 1


def _number(text: str | None) -> int:
    return int(re.sub(r"\D", "", text or ""))


async def test_a_number_on_a_chart_is_as_long_as_its_list(  # noqa: PLR0915 - one journey
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers, desk: Desk, tmp_path: Path
) -> None:
    lead = await callers_.agent(role="lead", name="Lena")
    await _seeded(desk, tmp_path)
    page = await open_page(f"/console/reports/overview?{PERIOD}&compare=1", as_=lead)
    card = page.get_by_role("region", name="New tickets by channel")
    total = card.get_by_role("link", name=re.compile("^60: show"))
    await expect(total).to_be_visible(timeout=FIRST_MS)
    await expect(page.get_by_role("region", name="Open tickets").locator("canvas")).to_be_visible()
    await axe(page)
    await shots(page, "reports-overview", whole=True)

    # With keys alone: to the first day that has tickets, and to what is behind it.
    plot = card.get_by_role("group", name=re.compile("Arrow keys"))
    await plot.focus()
    said = card.locator("[aria-live=polite]")
    await page.keyboard.press("ArrowRight")
    await expect(said).to_contain_text("2 Mar 2026")
    expected = _number((await said.text_content() or "").rpartition(":")[2])
    assert expected
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(r"/console/reports/volume/tickets\?.*channel="))
    assert await _counted(page) == expected
    await axe(page)
    await shots(page, "reports-behind")

    # As a table the same numbers are links; a filter and the period stay in the address over a reload.
    await page.go_back()
    await card.get_by_role("button", name="Show as table").click()
    table = card.get_by_role("table")
    await expect(table).to_be_visible()
    cells = [_number(await each.text_content()) for each in await table.get_by_role("cell").all()]
    assert sum(cells) == 60
    link = table.get_by_role("link").last
    wanted = _number(await link.text_content())
    await link.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("New tickets")
    assert await _counted(page) == wanted
    await page.goto(f"{desk.url}/console/reports/arrivals?{PERIOD}")
    await page.get_by_text("Filters").click()
    await page.get_by_label("Channel", exact=True).select_option("email")
    await expect(page).to_have_url(re.compile("channel=email"))
    await page.reload()
    heat = page.get_by_role("region", name="When tickets come").first
    headline = heat.get_by_role("link").first
    await expect(headline).to_be_visible()
    of_mail = _number(await headline.text_content())
    hours = [_number(await each.text_content()) for each in await heat.get_by_role("table").get_by_role("button").all()]
    assert 0 < of_mail < 60
    assert sum(hours) == of_mail
    await heat.get_by_role("table").get_by_role("button").first.click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("link").first).to_be_visible()
    parts = [
        _number((await each.text_content() or "").rpartition(":")[2]) for each in await dialog.get_by_role("link").all()
    ]
    assert sum(parts) == hours[0]
    await axe(page)
    await dialog.get_by_role("link").first.click()
    assert await _counted(page) == parts[0]

    # Any report, in any cut; the file has the same figures.
    await page.goto(f"{desk.url}/console/reports/explorer?{PERIOD}&report=volume&group_by=topic&view=total")
    explorer = page.get_by_role("region", name="Explorer")
    await explorer.get_by_role("button", name="Show as table").click()
    await expect(explorer.get_by_role("row")).to_have_count(4)
    async with page.expect_download() as saving:
        await explorer.get_by_role("button", name="Save as CSV").click()
    text = (await (await saving.value).path()).read_text(encoding="utf-8")
    assert "parcel/late" in text
    await axe(page)
    await shots(page, "reports-explorer")


async def test_every_dashboard_opens_in_both_languages(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers, desk: Desk, tmp_path: Path
) -> None:
    lead = await callers_.agent(role="lead", name="Lena")
    await _seeded(desk, tmp_path)
    page = await open_page(f"/console/reports/speed?{PERIOD}", as_=lead, locale="ru")
    tabs = page.get_by_role("navigation", name="Панели").get_by_role("link")
    await expect(tabs.last).to_be_visible()
    assert await tabs.count() == 13
    for place in range(13):
        await tabs.nth(place).click()
        await expect(tabs.nth(place)).to_have_attribute("aria-current", "page")
        await expect(page.get_by_role("status").filter(has_text="…")).to_have_count(0)
        if place in {7, 9, 12}:
            await axe(page, within="main")
        await shots(page, f"reports-{place}", widths=(1440,))


async def test_what_was_kept_and_what_was_missed_are_lists_of_their_own(
    open_page: OpenPage, callers_: Callers, desk: Desk
) -> None:
    lead, anna = await callers_.agent(role="admin", name="Lena"), await callers_.agent(name="Anna")
    promised = (("normal", 3600), ("high", 1))
    targets = [{"metric": "first_reply", "priority": name, "seconds": seconds} for name, seconds in promised]
    await lead.post("/v1/sla-policies", {"name": "All", "targets": targets})
    vera = await callers_.customer()
    made = [(await vera.post("/v1/tickets", {"subject": "Card", "body": "Lost"}))["id"] for _ in range(2)]
    late = {"subject": "Loan", "body": "Now!", "requester": {"email": "v@x.example"}, "priority": "high"}
    made.append((await lead.post("/v1/tickets", late))["id"])
    clocks = partial(lead.get, f"/v1/tickets/{made[-1]}/sla")
    await eventually(clocks, lambda found: all(each["breached_at"] for each in found["clocks"]))
    for each in made:
        await anna.post(f"/v1/tickets/{each}/messages", {"body": "Oh"})
    await kept(desk)
    page = await open_page("/console/reports/promises?period=today&interval=day", as_=lead)
    card = page.get_by_role("region", name="Promises kept and missed", exact=True)
    await card.get_by_role("button", name="Show as table").click(timeout=FIRST_MS)
    for column, count in (("Kept", 2), ("Missed", 1)):
        place = ["Kept", "Missed"].index(column)
        cell = card.get_by_role("cell").nth(place)
        await expect(cell).to_have_text(str(count))
        await cell.get_by_role("link").click()
        await expect(page.get_by_text(re.compile(f"^{count} from"))).to_be_visible()
        assert await _counted(page) == count
        await page.go_back()
        await card.get_by_role("button", name="Show as table").click()
    # An agent sees their own, and is not offered what is not theirs.
    page = await open_page("/console/reports/overview?period=today", as_=anna)
    replies = page.get_by_role("region", name="Time to the first reply", exact=True)
    await expect(replies.get_by_text("Counted 3")).to_be_visible(timeout=FIRST_MS)
    await expect(page.get_by_role("navigation", name="Dashboards").get_by_text("Staffing")).to_have_count(0)


async def test_a_report_by_mail_is_made_and_sent(open_page: OpenPage, axe: Axe, callers_: Callers) -> None:
    lead = await callers_.agent(role="lead", name="Lena")
    page = await open_page("/console/reports/mail", as_=lead)
    dialog = page.get_by_role("dialog")
    # Over a slow line one types before those who are looked for are known.
    async with held_back(page, r"/v1/agents(\?|$)"):
        await page.reload()
        await page.get_by_role("button", name="New report by mail").click()
        await dialog.get_by_label("Name").fill("New tickets, every Monday")
        await dialog.get_by_label("To agents").press_sequentially("Len", delay=100)
    await page.get_by_role("option", name="Lena").click()
    await dialog.get_by_label("To addresses").fill("boss@elsewhere.example")
    await axe(page)
    await dialog.get_by_role("button", name="Save").click()
    # Nobody outside gets figures by a slip: what is wrong is said, and what was typed is still there.
    await expect(dialog.get_by_role("alert").first).to_be_visible()
    await dialog.get_by_label("To addresses").fill("")
    open_page.faults.allow("422")
    await dialog.get_by_role("button", name="Save").click()
    row = page.get_by_role("listitem").filter(has_text="every Monday")
    await expect(row).to_contain_text("Every week, Monday, at 08:00")
    await row.get_by_role("button", name="Send now").click()
    await expect(page.get_by_text("It is on its way.")).to_be_visible()
    (kept,) = (await lead.get("/v1/report-schedules"))["items"]
    assert kept["recipients"] == {"agent_ids": [str(lead.who)], "addresses": []}
    await row.get_by_role("button", name="History").click()
    await expect(page.get_by_role("dialog").get_by_text("1 mail")).to_be_visible()


@pytest.mark.usefixtures("long_offers")
async def test_the_board_follows_what_happens(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers, desk: Desk
) -> None:
    lead, anna = await callers_.agent(role="lead", name="Lena"), await callers_.agent(online=True, name="Anna", chat=1)
    await put_in_brand(callers_, await callers_.team("Support", anna))
    page = await open_page("/console/board", as_=lead)
    now = page.get_by_role("group", name="Now", exact=True)
    people = page.get_by_role("region", name="People")
    await expect(now.get_by_role("button", name="0 Chats wait")).to_be_visible()
    await expect(people.get_by_role("listitem").filter(has_text="Anna")).to_contain_text("Chats 0/1")
    for subject in ("Kettle", "Lamp"):
        customer = await callers_.customer(name=subject)
        await customer.post("/v1/chats", {"body": f"Is the {subject} there?"})
    # One rings at Anna's, and both wait until somebody accepts: nobody has loaded the page anew.
    await expect(now.get_by_role("button", name="2 Chats wait")).to_be_visible()
    await expect(people.get_by_role("listitem").filter(has_text="Anna")).to_contain_text("1 rings")
    await axe(page)
    await shots(page, "board", whole=True)
    await now.get_by_role("button", name="2 Chats wait").click()
    await expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(2)
    await axe(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("link", name="2 Came today").click()
    await expect(page).to_have_url(re.compile("/console/reports/volume/tickets"))
    await page.goto(f"{desk.url}/console/board?wall=1")
    await expect(page.get_by_role("button", name="Leave")).to_be_visible()
    await axe(page)
    await shots(page, "board-wall")
    # Figures of everybody are not for everybody.
    open_page.faults.allow("403")
    theirs = await open_page("/console/board", as_=anna)
    await expect(theirs.get_by_role("alert").first).to_be_visible()


async def test_staff_that_is_needed_is_held_against_shifts(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers
) -> None:
    lead, anna = await callers_.agent(role="lead", name="Lena"), await callers_.agent(name="Anna")
    noon = clock.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    shift = {
        "agent_id": str(anna.who),
        "starts_at": noon.isoformat(),
        "ends_at": (noon + timedelta(hours=2)).isoformat(),
    }
    await lead.post("/v1/shifts", shift)
    page = await open_page("/console/reports/staffing?zone=UTC", as_=lead)
    region = page.get_by_role("region", name="Agents needed").first
    await region.get_by_role("button", name="Show as table").click()
    planned = region.get_by_role("row").filter(has_text="12:00").get_by_role("cell").nth(1)
    await expect(planned).to_have_text("1")
    await axe(page)
    await shots(page, "staffing")
