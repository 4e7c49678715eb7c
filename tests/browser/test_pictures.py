"""The pictures of the guides (`make shots`): the demo desk a month old, as the people who use it see it."""

import io
import random
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Page, expect
from pydantic import SecretStr

from app import clock, demo
from app.settings import Settings, configure
from tests.api.test_imports import bring
from tests.browser.conftest import SHOTS, OpenPage
from tests.browser.test_reports import FIRST_MS, kept
from tests.conftest import Api, Callers, Desk

pytestmark = [
    pytest.mark.skipif(SHOTS is None, reason="OTKLIK_SHOTS names no folder"),
    # A month of a desk is made first, and nobody waits for it.
    pytest.mark.timeout(600),
]

MOST_BYTES = 150_000
AGENTS = tuple(f"{name}@otklik.example" for name in ("emma", "lukas", "maria", "oleg"))
DAYS, HOURS = 27, (8, 9, 9, 10, 10, 11, 11, 12, 13, 14, 14, 15, 16, 17, 18, 19)
SUBJECTS = (
    ("The bridge is offline after the update", "bridges"), ("Colours are wrong in the evening", "app"),
    ("Where is my order?", "delivery"), ("Invoice for March", "billing"), ("Two bulbs flicker", "appliances"),
    ("Return of a starter kit", "refunds"), ("The app does not find new lights", "app"),
)  # fmt: skip


@pytest.fixture(autouse=True)
async def _as_it_runs(settings: Settings) -> AsyncIterator[None]:
    configure(settings.model_copy(update={"reports": True, "offer_seconds": 60}))
    yield
    configure(settings)


def _month() -> list[dict[str, Any]]:
    """What came in four weeks: more on weekdays, and about noon; each answered within the hour."""
    dice = random.Random(4)
    today = clock.now().replace(minute=0, second=0, microsecond=0)
    made: list[dict[str, Any]] = [
        {"kind": "customer", "id": f"c{number}", "name": name, "email": f"{name.split()[0].lower()}@mail.example"}
        for number, name in enumerate(("Nora Lind", "Paul Meyer", "Sofia Rossi", "Amir Haddad", "June Park"))
    ]
    made += [{"kind": "agent", "id": each, "email": each, "name": each} for each in AGENTS]
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        for _ in range(dice.randint(3, 5) if day.weekday() > 4 else dice.randint(9, 16)):
            at = day.replace(hour=dice.choice(HOURS), minute=dice.randint(0, 59))
            replied = at + timedelta(minutes=min(dice.lognormvariate(2.6, 0.7), 240))
            solved = replied + timedelta(minutes=dice.randint(10, 400))
            subject, topic = dice.choice(SUBJECTS)
            agent, key = dice.choice(AGENTS), f"{len(made)}"
            words = [("Could you look into this, please?", at, {"kind": "customer"}), ("Done.", replied, {"id": agent})]
            made.append(
                {
                    "kind": "ticket", "id": f"t{key}", "subject": subject, "status": "solved", "topic": topic,
                    "channel": dice.choice(("email", "email", "chat", "chat", "chat", "web")), "brand": "lumen",
                    "created_at": at.isoformat(), "solved_at": solved.isoformat(), "updated_at": solved.isoformat(),
                    "requester": {"id": f"c{dice.randint(0, 4)}"}, "assignee": {"id": agent},
                    "messages": [
                        {"id": f"m{key}-{number}", "body": body, "created_at": when.isoformat(), "author": author}
                        for number, (body, when, author) in enumerate(words)
                    ],
                }
            )  # fmt: skip
    return made


async def _signed_in(callers_: Callers, email: str) -> Api:
    nobody = callers_.nobody()
    tokens = await nobody.post("/v1/auth/token", {"email": email, "password": demo.PASSWORD}, expect=200)
    api = Api(callers_.desk, tokens["access_token"])
    callers_.opened.append(api)
    return api


async def _taken(page: Page, name: str, width: int = 1440, height: int = 900) -> None:
    """A picture, small enough for a guide: 128 colours are all that these pages have."""
    await page.set_viewport_size({"width": width, "height": height})
    await page.mouse.move(0, 0)
    await page.evaluate("() => document.fonts.ready")
    picture = Image.open(io.BytesIO(await page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    path = Path(str(SHOTS)) / f"{name}.png"
    picture.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size < MOST_BYTES, f"{path.name} has {path.stat().st_size} bytes"


async def test_the_pictures_of_the_guides(
    open_page: OpenPage, callers_: Callers, desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    expect.set_options(timeout=FIRST_MS)
    assert await demo.seed(desk.database, settings, password=SecretStr(demo.PASSWORD))
    await bring(desk, tmp_path, _month())
    await kept(desk)
    oleg = await _signed_in(callers_, AGENTS[3])
    lead = await _signed_in(callers_, "dmitry@otklik.example")
    admin = await _signed_in(callers_, demo.ADMIN)
    await oleg.put("/v1/agents/me/presence", {"status": "online"})

    # A chat, as its two sides see it.
    shop = await open_page("/widget/demo", width=720)
    await shop.get_by_role("button", name=re.compile("chat", re.IGNORECASE)).first.click()
    await shop.get_by_role("button", name="Write to us").click()
    box = shop.get_by_role("textbox", name="Write a message")
    await box.fill("Hello! The lid of my kettle No. 4 does not close any more. What can I do?")
    await box.press("Enter")
    console = await open_page("/console/queue", as_=oleg)
    offer = console.get_by_role("button", name="Accept").first
    await expect(offer).to_be_visible()
    await expect(console.get_by_text("the next one comes by itself")).to_be_visible()
    await _taken(console, "console-offer")
    await offer.click()
    answer = console.get_by_placeholder(re.compile("Write to the customer"))
    await answer.fill("Hello! Could you send us a photo of the hinge? A new lid is free within five years.")
    await answer.press("Control+Enter")
    await expect(shop.get_by_text("Could you send us a photo").first).to_be_visible()
    await box.fill("Of course, one moment.")
    await box.press("Enter")
    await expect(console.get_by_text("Of course, one moment.").first).to_be_visible()
    await _taken(console, "console-ticket")
    await _taken(shop, "widget", 720, 900)

    page = await open_page("/console/tickets", as_=lead)
    await expect(page.get_by_role("row").nth(5)).to_be_visible()
    await _taken(page, "console-tickets")
    page = await open_page("/console/board", as_=lead)
    await expect(page.get_by_text("Emma Clarke").first).to_be_visible()
    await _taken(page, "console-board")
    page = await open_page("/console/reports/overview", as_=lead)
    await expect(page.get_by_role("region", name="Open tickets").locator("canvas")).to_be_visible(timeout=FIRST_MS)
    await _taken(page, "console-reports")
    page = await open_page("/console/admin/calendars", as_=admin)
    await page.get_by_role("link", name="Office hours").click()
    await expect(page.get_by_text("55 hours a week").first).to_be_visible()
    await _taken(page, "console-calendar")
    page = await open_page("/help/lumen", width=720)
    await _taken(page, "help", 720, 720)
