"""`/v1/contact-channels`: everybody learns how to reach a brand, and when somebody is there."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app import clock
from app.models import Channel
from tests.conftest import Callers

PATH = "/v1/contact-channels"


async def test_anybody_learns_how_to_reach_a_brand_and_when(callers_: Callers) -> None:
    admin, nobody = await callers_.admin(), callers_.nobody()
    (bare,) = (await nobody.get(PATH))["brands"]
    assert (bare["brand"], bare["hours"], bare["channels"]) == (None, None, [])
    weekly = {"mon": [{"opens": "09:00", "closes": "18:00"}]}
    # Neither today nor tomorrow, as the days are there: so it opens on a day that is told with its date.
    there = clock.now().astimezone(ZoneInfo("Europe/Moscow")).date()
    off = [{"date": str(there + timedelta(days=each)), "name": "Off", "hours": []} for each in (0, 1)]
    mondays = {"name": "Mondays", "zone": "Europe/Moscow", "weekly": weekly, "exceptions": off}
    closed = await admin.post("/v1/calendars", mondays)
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    every = {day: [{"opens": "00:00", "closes": "24:00"}] for day in days}
    always = await admin.post("/v1/calendars", {"name": "Always", "zone": "UTC", "weekly": every})
    reach = {"languages": ["ru", "en"]}
    await admin.post("/v1/brands", {"key": "shop", "name": "Shop", "calendar_id": closed["id"], "reach": reach})
    await admin.post("/v1/brands", {"key": "bank", "name": "Bank"})
    night = await admin.post("/v1/teams", {"name": "Night", "agent_ids": [], "calendar_id": always["id"]})
    titles = {"en": "Write to us", "ru": "Напишите нам"}
    for key, public in (("write", True), ("inner", False)):
        await admin.post("/v1/forms", {"key": key, "titles": titles, "public": public, "brand": "shop",
                                       "questions": [{"field": "body"}]})  # fmt: skip
    now = clock.now()
    async with callers_.desk.database.unit_of_work() as work:
        for kind, address, brand, settings in (
            ("phone", "line", "shop", {"numbers": ["+74951234567", "8 800 555 35 35"]}),
            ("email", "help@shop.example", None, {}),
            ("telegram", "shop_bot", "shop", {}),
            ("whatsapp", "1060", "shop", {"phone": "+7 916 1234567"}),
            ("vk", "12345", "shop", {}),
            ("custom", "hub", "shop", {"link": "javascript:alert(1)"}),
        ):
            team = night["id"] if kind == "phone" else None
            work.session.add(
                Channel(
                    kind=kind,
                    name=kind.title(),
                    address=address,
                    brand=brand,
                    settings=settings,
                    team_id=None if team is None else UUID(team),
                    created_at=now,
                    updated_at=now,
                )
            )
    found = await nobody("GET", PATH, params={"brand": "shop"}, headers={"accept-language": "ru,en;q=0.5"}, expect=200)
    (shop,) = found.json()["brands"]
    assert [(each["address"], each["link"]) for each in shop["channels"]] == [
        ("+74951234567", "tel:+74951234567"),
        ("88005553535", "tel:88005553535"),
        ("help@shop.example", "mailto:help@shop.example"),
        ("@shop_bot", "https://t.me/shop_bot"),
        ("+79161234567", "https://wa.me/79161234567"),
        ("vk.com/club12345", "https://vk.me/club12345"),
    ]
    assert [each["title"] for each in shop["forms"]] == ["Напишите нам"]
    assert (shop["languages"], shop["hours"]["open"], shop["chat"]) == (["ru", "en"], False, True)
    opens = datetime.fromisoformat(shop["hours"]["opens_at"])
    assert (opens > now, opens.weekday(), opens.hour) == (True, 0, 6)
    assert shop["hours"]["text"].endswith("г., 09:00 (Москва).")
    # The line is answered at night as well.
    assert shop["channels"][0]["hours"]["text"] == "Работаем круглосуточно."
    headers = {"if-none-match": found.headers["etag"], "accept-language": "ru,en;q=0.5"}
    await nobody("GET", PATH, params={"brand": "shop"}, headers=headers, expect=304)
    await nobody("GET", PATH, params={"brand": "shop", "locale": "en"}, headers=headers, expect=200)
    both = (await nobody.get(PATH))["brands"]
    assert [(each["brand"], len(each["channels"])) for each in both] == [("shop", 6), ("bank", 1)]
    # A mailbox that is not for everybody is not shown, and works on.
    mailbox = f"/v1/channels/{shop['channels'][2]['id']}"
    hidden = await admin.patch(mailbox, {"listed": False})
    (bank,) = (await nobody.get(PATH, params={"brand": "bank"}))["brands"]
    assert (hidden["listed"], hidden["enabled"], bank["channels"]) == (False, True, [])
    await admin.refused("PATCH", mailbox, 422, "invalid", json={"listed": None})
    partner = {"kind": "custom", "name": "Partner", "address": "partner", "listed": False}
    partner |= {"settings": {"url": "https://hub.example/in"}, "secrets": {"webhook_secret": "whsec_" + "A" * 44}}
    assert not (await admin.post("/v1/channels", partner))["listed"]
    await nobody.refused("GET", PATH, 404, "not_found", params={"brand": "none"})
