"""Pages that are read: the help centre, contact, status, surveys and opt-outs; nothing on them runs."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

from app import clock
from app.services import form_tokens, opt_outs, rate_limits, status
from app.settings import Settings, configure
from tests.api.test_articles import text_of
from tests.api.test_help_articles import published
from tests.api.test_status import component, opened, said
from tests.api.test_survey_pages import one
from tests.browser.conftest import Axe, OpenPage, Shots
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually

HOSTILE = "\"><script>window.hit=1</script><img src=x onerror='window.hit=2'>"
BODY = """Money comes back within **three days**.

## How it works

1. You send it back.
2. We look at it.

### What it costs

| Parcel | Price |
|:--|--:|
| small | 4 |

## When it takes longer

> Banks sleep at weekends.
"""


@pytest.fixture(autouse=True)
def _at_this_address(settings: Settings, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The desk is at the address that browsers open, and nobody was counted before."""
    monkeypatch.setattr(status, "SECONDS", 0.0)
    rate_limits.forget()
    configure(settings.model_copy(update={"public_url": desk.url}))
    yield
    configure(settings)
    rate_limits.forget()


async def shelf(ada: Api, name: str = "The Shop") -> Any:
    """A help centre with two topics; the article on refunds."""
    await ada.post("/v1/brands", {"key": "shop", "name": name})
    texts = {"en": "Money & orders", "ru": "Деньги и заказы"}
    money = await ada.post("/v1/article-categories", {"brand": "shop", "slug": "money", "names": texts})
    below = {"brand": "shop", "slug": "late", "names": {"en": "Late parcels"}, "parent_id": money["id"]}
    late = await ada.post("/v1/article-categories", below)
    more = await published(ada, {"en": "Where is my parcel"}, category_id=late["id"])
    made = await published(ada, {"en": "Refunds", "ru": "Возврат денег"}, category_id=money["id"])
    await ada.patch(f"/v1/articles/{made['id']}", {"related_ids": [more["id"]]})
    await ada.put(text_of(made), {"title": "Refunds", "summary": "When money comes back", "body": BODY})
    await ada.post(f"{text_of(made)}/publish", {}, expect=200)
    return made


async def votes(desk: Desk) -> list[Any]:
    """What readers said of articles."""
    async with desk.database.lean() as connection:
        return [dict(row) for row in await connection.fetch("SELECT helped, comment FROM help_votes")]


async def narrow(page: Page, axe: Axe) -> None:
    """On a telephone, in the dark: nothing sticks out, and everything can be read."""
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.emulate_media(color_scheme="dark")
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0, page.url
    await axe(page)
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.emulate_media(color_scheme="light")


async def test_a_reader_finds_reads_and_says_whether_it_helped(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers, desk: Desk
) -> None:
    ada = await callers_.admin()
    made = await shelf(ada)
    page = await open_page("/help")
    # One brand is the help centre.
    await expect(page).to_have_url(re.compile("/help/shop$"))
    await expect(page.get_by_role("heading", name="How can we help?")).to_be_visible()
    await axe(page)
    await narrow(page, axe)
    await shots(page, "help", whole=True)
    await page.get_by_role("searchbox").fill("refun")
    await page.get_by_role("button", name="Search").click()
    await axe(page)
    await narrow(page, axe)
    await shots(page, "help-search", whole=True)
    await page.get_by_role("main").get_by_role("link", name="Refunds").click()
    await expect(page.get_by_role("heading", level=1, name="Refunds")).to_be_visible()
    await axe(page)
    await narrow(page, axe)
    await shots(page, "help-article", whole=True)
    # The way there, the contents, and no script but data.
    await expect(page.get_by_role("navigation", name="On this page").get_by_role("link")).to_have_count(3)
    await page.get_by_role("link", name="When it takes longer").click()
    await expect(page).to_have_url(re.compile("#s-when-it-takes-longer$"))
    assert await page.locator("script:not([type='application/ld+json'])").count() == 0
    data = await page.locator("script").all_inner_texts()
    assert [re.findall(r'"@type":"(\w+)"', each)[0] for each in data] == ["Article", "BreadcrumbList"]
    # What was searched was answered by what was opened.
    async with desk.database.lean() as connection:
        await eventually(
            lambda: connection.fetchval("SELECT count(*) FROM help_reads WHERE search_id IS NOT NULL"), lambda n: n == 1
        )
    for _ in range(2):
        await page.get_by_role("button", name="No", exact=True).click()
        await page.get_by_role("textbox", name=re.compile("What was missing")).fill("The price for Norway")
        await axe(page)
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_text("Thank you, we have noted it.")).to_be_visible()
        await page.goto(page.url.partition("?")[0])
    # Said twice, by the same reader: it is one answer.
    assert await votes(desk) == [{"helped": False, "comment": "The price for Norway"}]
    # In the other language, and back to the topic.
    await page.get_by_role("navigation", name="Languages").get_by_role("link", name="русский").click()
    await expect(page.get_by_role("heading", level=1, name="Возврат денег")).to_be_visible()
    assert await page.evaluate("document.documentElement.lang") == "ru"
    await page.get_by_role("link", name="Деньги и заказы").click()
    await expect(page.get_by_role("heading", level=1, name="Деньги и заказы")).to_be_visible()
    await expect(page.get_by_role("link", name="Late parcels")).to_be_visible()
    await axe(page)
    await shots(page, "help-topic", whole=True)
    # What was read is what is popular.
    await page.goto(f"{desk.url}/help/shop/en")
    await expect(page.get_by_role("heading", name="Read most")).to_be_visible()
    robots = await page.request.get(f"{desk.url}/robots.txt")
    listed = re.findall(r"Sitemap: (\S+)", await robots.text())
    assert [(await page.request.get(each)).status for each in listed] == [200]
    assert made["id"]


async def test_a_form_of_another_site_says_nothing_in_a_readers_name(callers_: Callers, desk: Desk) -> None:
    await shelf(await callers_.admin())
    nobody = callers_.nobody().http
    path = "/help/shop/en/refunds"
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        answer = await nobody.post(path, data={"helped": "no"}, headers=headers)
        assert answer.status_code == 403
    for body in ({}, {"helped": "maybe"}, {"helped": ["", "x"]}):
        assert (await nobody.post(path, data=body)).status_code == 422
    assert (await nobody.post("/help/shop/en/none", data={"helped": "no"})).status_code == 404
    assert (await nobody.post("/help/none/en/x", data={"helped": "no"})).status_code == 404
    assert await votes(desk) == []
    for asked in (
        "?q=%00",
        "?q=" + "x" * 9000,
        "?q=%27%3B--",
        "?after=1",
        "?category=1",
        "?category=" + str(UUID(int=1)),
    ):
        assert (await nobody.get(f"/help/shop/en{asked}")).status_code in {200, 404}, asked


async def test_nothing_runs_whatever_it_is_called(open_page: OpenPage, axe: Axe, callers_: Callers, desk: Desk) -> None:
    ada = await callers_.admin()
    await ada.post("/v1/brands", {"key": "shop", "name": HOSTILE[:100]})
    names = {"en": HOSTILE[:100]}
    category = await ada.post("/v1/article-categories", {"brand": "shop", "slug": "x", "names": names})
    made = await published(ada, {"en": "Plain"}, category_id=category["id"])
    await ada.put(
        text_of(made), {"title": HOSTILE, "summary": f"</script>{HOSTILE}", "body": f"# {HOSTILE}\n\n{HOSTILE}\n"}
    )
    await ada.post(f"{text_of(made)}/publish", {}, expect=200)
    await component(desk, "pay", section=HOSTILE)
    await said(desk, await opened(desk, texts={"en": HOSTILE}), HOSTILE)
    read = await callers_.nobody().get(f"/v1/help/articles/{made['id']}")
    page = await open_page("/help/shop/en")
    for path in (
        f"/help/shop/en?category={category['id']}", f"/help/shop/en?q={'%22%3E%3Cscript%3Ewindow.hit%3D1'}",
        read["url"].removeprefix(desk.url), "/contact/shop", "/status",
    ):  # fmt: skip
        await page.goto(f"{desk.url}{path}")
        assert await page.evaluate("window.hit") is None, path
        assert await page.locator("img[onerror], script:not([type='application/ld+json'])").count() == 0
        await axe(page)


async def test_who_needs_more_finds_a_way_to_reach_us(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers
) -> None:
    ada = await callers_.admin()
    every = {
        each: [{"opens": "00:00", "closes": "24:00"}] for each in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    }
    always = await ada.post("/v1/calendars", {"name": "Always", "zone": "UTC", "weekly": every})
    await ada.post("/v1/brands", {"key": "shop", "name": "The Shop", "calendar_id": always["id"]})
    questions = [
        {"field": "subject"}, {"field": "body"}, {"field": "requester.name"},
        {"field": "requester.email", "required": True},
    ]  # fmt: skip
    titles = {"en": "Ask for a banner", "ru": "Заказать баннер"}
    made = await ada.post("/v1/forms", {"key": "banner", "titles": titles, "questions": questions})
    open_page.faults.allow("422")
    page = await open_page("/contact")
    await expect(page.get_by_text("Somebody is there now")).to_be_visible()
    await expect(page).to_have_url(re.compile("/contact/shop$"))
    await axe(page)
    await narrow(page, axe)
    await shots(page, "contact", whole=True)
    await page.get_by_role("link", name="Ask for a banner").click()
    await axe(page)
    await narrow(page, axe)
    # As one that was read half a minute ago: people are slower than machines.
    early = form_tokens.issue(UUID(made["id"]), now=clock.now() - timedelta(seconds=30))
    await page.locator("input[name=token]").evaluate("(field, token) => { field.value = token; }", early)
    await page.locator("form").evaluate("form => { form.noValidate = true; }")
    await page.get_by_label("Subject").fill("A banner")
    await page.get_by_label("What is it about?").fill("For May, please")
    await page.get_by_role("button", name="Send").click()
    # What is missing is said where it is missing, and nothing that was typed is lost.
    await expect(page.get_by_label("Subject")).to_have_value("A banner")
    await expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    await axe(page)
    await shots(page, "contact-form", whole=True)
    await page.locator("[aria-invalid=true]").fill("vera@example.com")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    (sent,) = (await ada.get("/v1/forms/banner/submissions"))["items"]
    assert sent["status"] == "accepted"


async def test_how_it_is_and_what_mails_link_to(
    open_page: OpenPage, axe: Axe, shots: Shots, callers_: Callers, desk: Desk
) -> None:
    for key in ("payments", "delivery"):
        await component(desk, key, section="Shop")
    await said(desk, await opened(desk, texts={"en": "Payments fail", "ru": "Оплата"}), "We look into it.\nMore soon.")
    open_page.faults.allow("404")
    for locale in ("en", "ru"):
        page = await open_page("/status", locale=locale)
        await axe(page)
        await narrow(page, axe)
        await shots(page, "status", whole=True)
    vera = await callers_.customer()
    link = opt_outs.url(vera.who, "surveys", clock.now())
    await page.goto(desk.url + link.removeprefix(desk.url))
    await axe(page)
    await shots(page, "opt-out")
    await page.get_by_role("button").click()
    await axe(page)
    _, _, _, token = await one(callers_)
    page = await open_page(f"/surveys/{token}")
    await axe(page)
    await narrow(page, axe)
    await shots(page, "survey", whole=True)
    await page.get_by_text("5", exact=True).click()
    await page.get_by_role("button").click()
    await axe(page)
    await page.goto(f"{desk.url}/surveys/none")
    await axe(page)
