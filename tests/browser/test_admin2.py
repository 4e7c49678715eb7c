"""Where a desk is set up, as an admin does it: articles, webhooks, automations, sources, channels, incidents."""

import base64
import re

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

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_an_article_is_written_published_and_gone_back_to(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers
) -> None:
    ada = await callers_.admin()
    await ada.post("/v1/brands", {"key": "shop", "name": "Shop"})
    page = await open_page("/console/articles", as_=ada)
    open_page.faults.allow(r"status of 412")
    await page.get_by_role("button", name="New article").click()
    pane = page.get_by_role("region", name="Article", exact=True)
    await pane.get_by_label("Title").fill("Money back")
    await pane.get_by_role("button", name="Create").click()
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
    await pane.get_by_role("button", name="Save draft").click()
    await expect(pane.get_by_role("button", name="ru draft")).to_be_visible()
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
