"""The settings of people, promises, tickets and surveys: every page opens, and what is set on one counts on the desk."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Axe, OpenPage, Shots
from tests.conftest import Callers

SECTIONS = (
    "agents", "teams", "skills", "shifts", "security", "queues", "queues?tab=simulation", "queues?tab=staffing",
    "calendars", "sla", "fields", "fields?tab=topics", "fields?tab=tags", "request-types", "request-types?tab=checklists",
    "surveys", "surveys?tab=campaigns", "brands",
)  # fmt: skip
MADE = ("teams", "skills", "queues", "calendars", "sla", "fields", "request-types", "surveys", "brands", "agents")


async def test_every_section_opens(open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers) -> None:
    admin = await callers_.admin()
    page = await open_page("/console/admin", as_=admin)
    for section in [*SECTIONS, *(f"{each}?id=new" for each in MADE)]:
        print(section)
        await page.goto(f"{admin.desk.url}/console/admin/{section}")
        await expect(page.get_by_role("heading", level=1).last).to_be_visible()
        if section.endswith("new"):
            await expect(page.get_by_role("button").filter(has_text="New").or_(page.get_by_role("button").filter(has_text="Invite")).last).to_be_visible()
        await page.wait_for_load_state("networkidle")
        await axe(page)
        await shots(page, f"admin-{section.replace('?', '-').replace('=', '-')}")
