"""Where a desk is set up, as an admin does it: articles, webhooks, automations, sources, channels, incidents."""

from playwright.async_api import expect

from tests.browser.conftest import Axe, OpenPage, Shots
from tests.conftest import Callers

PAGES = (
    "admin/automations", "admin/macros", "admin/templates", "admin/sources", "admin/webhooks", "admin/forms",
    "admin/channels", "admin/api-keys", "admin/jobs", "admin/imports", "admin/monitors", "admin/status", "articles",
    "incidents",
)  # fmt: skip


async def test_every_page_of_the_set_up_opens(open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers) -> None:
    page = await open_page("/console/admin", as_=await callers_.admin())
    base = page.url.split("/console")[0]
    for path in PAGES:
        await page.goto(f"{base}/console/{path}")
        await expect(page.locator(".main h1").last).to_be_visible()
        await expect(page.locator("[role=status] .spin")).to_have_count(0)
        await axe(page)
        await shots(page, path.replace("/", "-"))
