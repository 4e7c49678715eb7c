"""`/v1/widget/appearance`: what a widget shows before anybody says anything."""

from datetime import UTC, datetime

import pytest

from app import clock
from tests.conftest import Callers

PATH = "/v1/widget/appearance"
# A Monday, 12:00 in Moscow.
NOON = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


async def test_a_desk_that_has_said_nothing_looks_like_one(callers_: Callers) -> None:
    nobody = callers_.nobody()
    plain = await nobody.get(PATH, params={"locale": "ru"})
    assert (plain["brand"], plain["name"], plain["locale"], plain["chat"]) == (None, None, "ru", True)
    assert plain["greeting"].startswith("Здравствуйте")
    assert plain["colors"]["light"]["accent_text"] == "#ffffff"
    assert (plain["hours"], plain["consent"], plain["logo_url"], plain["help"]) == (None, None, None, False)
    await nobody.refused("GET", PATH, 404, "not_found", params={"brand": "nothing"})
    await nobody.refused("GET", PATH, 422, "invalid", params={"brand": "<script>"})


async def test_a_brand_says_how_it_looks(callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = await callers_.admin()
    monkeypatch.setattr(clock, "now", lambda: NOON)
    week = {"mon": [{"opens": "09:00", "closes": "18:00"}]}
    calendar = await ada.post("/v1/calendars", {"name": "Days", "zone": "Europe/Moscow", "weekly": week})
    appearance = {
        "accent": "#FFD400", "accent_dark": "#ffe066", "title": {"en": "Help", "ru": "Помощь"},
        "greeting": {"en": "Welcome!"}, "consent": {"en": "We keep what you write."},
        "privacy_url": "https://shop.example/privacy", "position": "start", "languages": ["ru", "en"],
    }  # fmt: skip
    body = {"key": "shop", "name": "The Shop", "calendar_id": calendar["id"], "appearance": appearance}
    await ada.post("/v1/brands", body)
    shop = await callers_.nobody()("GET", PATH, params={"brand": "shop"}, headers={"accept-language": "en-GB, fr"})
    looks = shop.json()
    assert (looks["locale"], looks["title"], looks["greeting"], looks["position"]) == (
        "en",
        "Help",
        "Welcome!",
        "start",
    )
    assert looks["colors"]["light"]["accent"] == "#ffd400"
    assert looks["colors"]["light"]["accent_text"] == "#000000"
    assert looks["hours"]["open"]
    assert looks["hours"]["closes_at"] == "2026-11-30T15:00:00Z"
    again = {"if-none-match": shop.headers["etag"], "accept-language": "en"}
    await callers_.nobody()("GET", PATH, params={"brand": "shop"}, headers=again, expect=304)
    # A language that the brand does not offer: its first.
    french = await callers_.nobody().get(PATH, params={"brand": "shop", "locale": "fr"})
    assert (french["locale"], french["title"]) == ("ru", "Помощь")


@pytest.mark.parametrize(
    "wrong",
    [
        {"accent": "red"}, {"accent": "#12345"}, {"accent": "#123456;}"}, {"privacy_url": "javascript:alert(1)"},
        {"title": {"<b>": "x"}}, {"position": "left"}, {"greeting": {"en": "x" * 2001}}, {"logo_url": "https://x.example"},
    ],
    ids=["name", "short", "css", "script", "tag", "side", "long", "foreign"],
)  # fmt: skip
async def test_what_could_break_a_page_is_refused(callers_: Callers, wrong: dict[str, object]) -> None:
    ada = await callers_.admin()
    await ada.refused("POST", "/v1/brands", 422, "invalid", json={"key": "a", "name": "A", "appearance": wrong})
