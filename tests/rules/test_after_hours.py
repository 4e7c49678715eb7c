"""Who gets the automatic answer of a closed desk, and how a channel is shown to people."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.rules.after_hours import Written, answers, opens_at
from app.rules.calendars import Calendar, Hours
from app.rules.contact_links import reached
from app.rules.schedules import ALWAYS, Schedule

# Thursdays from nine to five.
HOURS = Schedule(Calendar("Europe/Moscow", ((), (), (), (Hours(32_400, 61_200),), (), (), ()), {}, {}))
NIGHT = datetime(2026, 11, 26, 20, tzinfo=UTC)
WRITTEN = Written(at=NIGHT - timedelta(seconds=5), status="new")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({}, True),
        ({"status": "open"}, True),
        ({"agent_at": NIGHT - timedelta(hours=3)}, True),
        ({"answers": 4}, True),
        ({"sent_at": NIGHT - timedelta(hours=2)}, True),
        ({"sent_at": NIGHT - timedelta(days=2)}, False),
        ({"status": "solved"}, False),
        ({"kind": "auto_reply"}, False),
        ({"in_chat": True}, False),
        ({"agent_at": NIGHT - timedelta(minutes=3)}, False),
        ({"told": True}, False),
        ({"answered": True}, False),
        ({"answers": 5}, False),
        ({"at": NIGHT - timedelta(hours=1)}, False),
    ],
)
def test_who_is_answered(said: dict[str, Any], wanted: bool) -> None:  # noqa: FBT001 - a table
    assert answers(HOURS, replace(WRITTEN, **said), now=NIGHT) is wanted


def test_not_while_it_is_open_nor_when_it_was() -> None:
    noon = datetime(2026, 11, 26, 9, tzinfo=UTC)
    closing = datetime(2026, 11, 26, 14, tzinfo=UTC)
    assert not answers(HOURS, replace(WRITTEN, at=noon), now=noon)
    assert not answers(HOURS, replace(WRITTEN, at=closing - timedelta(seconds=1)), now=closing)
    assert not answers(ALWAYS, WRITTEN, now=NIGHT)
    assert opens_at(HOURS, NIGHT) == datetime(2026, 12, 3, 6, tzinfo=UTC)
    assert opens_at(ALWAYS, NIGHT) is None


@pytest.mark.parametrize(
    ("kind", "address", "settings", "wanted"),
    [
        ("email", "a@b.example", {}, ("a@b.example", "mailto:a@b.example")),
        ("telegram", "@shop_bot", {}, ("@shop_bot", "https://t.me/shop_bot")),
        ("telegram", "123456", {}, None),
        ("telegram", "123456", {"username": "@shop"}, ("@shop", "https://t.me/shop")),
        ("telegram", "a/b?c", {}, None),
        ("whatsapp", "1060", {}, None),
        ("whatsapp", "1060", {"phone": "+7 (916) 1"}, ("+79161", "https://wa.me/79161")),
        ("vk", "shop.club", {}, ("vk.com/shop.club", "https://vk.me/shop.club")),
        ("vk", "<b>", {}, None),
        ("custom", "hub", {"link": "https://hub.example/x"}, ("hub.example/x", "https://hub.example/x")),
        ("custom", "hub", {"link": "javascript:alert(1)"}, None),
        ("phone", "8 800 1", {"numbers": []}, ("88001", "tel:88001")),
    ],
)
def test_how_a_channel_is_shown(kind: str, address: str, settings: dict[str, Any], wanted: Any) -> None:
    assert reached(kind, address, settings) == ([] if wanted is None else [wanted])
