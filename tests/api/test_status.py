"""The status page: what is public and nothing else, and who is told of it."""

import asyncio
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import eq
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest

from app import clock
from app.ids import new_id
from app.models import (
    Component,
    Incident,
    IncidentPostMortem,
    IncidentUpdate,
    MaintenanceWindow,
    MonitorSlot,
    StatusSubscription,
)
from app.rules.actors import SYSTEM
from app.rules.status_days import Trouble, days, history, indicator
from app.services import (
    incident_opening,
    mailing,
    outbox,
    rate_limits,
    sending,
    status,
    status_ending,
    status_sending,
    status_subscriptions,
)
from app.services.incident_opening import Opening
from tests.conftest import Callers, Desk
from tests.desks import eventually, one_day_ahead, state_of

NASTY = "<script>alert(1)</script>\x0b\u202e"
TITLES = {"en": "Payments fail", "ru": "Оплата не проходит"}


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "SECONDS", 0.0)
    monkeypatch.setattr(status, "MEASURED_SECONDS", 0.0)


async def component(desk: Desk, key: str, **fields: Any) -> UUID:
    """One that is shown, unless it is said otherwise."""
    now = clock.now()
    made = Component(key=key, texts={"en": key.title(), "ru": "Оплата"}, created_at=now, updated_at=now, **fields)
    async with desk.database.unit_of_work() as work:
        work.session.add(made)
    return made.id


async def opened(desk: Desk, **fields: Any) -> Incident:
    """An incident with its first update."""
    given = {"texts": TITLES, "impact": "major", "visibility": "public", "said": {"en": "We look.", "ru": "Смотрим."}}
    async with desk.database.unit_of_work() as work:
        return await incident_opening.open_new(work, SYSTEM, Opening(**{**given, **fields}))


async def said(desk: Desk, incident: Incident, text: str, *, public: bool = True) -> IncidentUpdate:
    """One more update."""
    async with desk.database.unit_of_work() as work:
        found = await work.session.get_one(Incident, incident.id)
        return incident_opening.say(work.session, SYSTEM, found, {"en": text}, public=public, now=clock.now())


async def test_what_is_public_is_shown_and_nothing_else(callers_: Callers, desk: Desk) -> None:
    nobody = callers_.nobody()
    checkout = await component(desk, "checkout", section="Shop")
    hidden = await component(desk, "ledger", public=False)
    public = await opened(desk, components={checkout: None, hidden: None})
    await said(desk, public, f"Found it {NASTY}")
    await said(desk, public, "SECRET for agents", public=False)
    await opened(desk, texts={"en": "SECRET inside"}, visibility="internal", components={checkout: "major_outage"})
    found = await nobody.get("/v1/status", headers={"accept-language": "ru-RU"})
    assert (found["indicator"], found["locale"]) == ("major", "ru")
    (shown,) = found["components"]
    assert (shown["name"], shown["state"], shown["section"], len(shown["days"])) == (
        "Оплата", "partial_outage", "Shop", 90,
    )  # fmt: skip
    assert [each["state"] for each in shown["days"][-2:]] == ["operational", "partial_outage"]
    (incident,) = found["incidents"]
    assert (incident["title"], incident["component_ids"]) == ("Оплата не проходит", [str(checkout)])
    assert [each["text"] for each in incident["updates"]][1:] == ["Смотрим."]
    page = await nobody("GET", "/status?locale=ru", expect=200)
    assert "script" not in page.headers["content-security-policy"]
    atom = await nobody("GET", "/status/feed.atom", expect=200)
    rss = await nobody("GET", "/status/feed.rss", expect=200)
    for answer in (page, atom, rss):
        assert "SECRET" not in answer.text
        assert "ledger" not in answer.text.lower()
        assert "<script>" not in answer.text
    assert 'lang="ru"' in page.text
    assert "Часть сервиса не работает" in page.text
    feed = ET.fromstring(atom.content)  # noqa: S314 - our own
    at = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{at}entry")
    assert len(entries) == len(ET.fromstring(rss.content).findall("channel/item")) == 2  # noqa: S314 - our own
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{at}{name}")
        assert all(each.findtext(f"{at}{name}") for each in entries)
    assert datetime.fromisoformat(entries[0].findtext(f"{at}updated") or "").tzinfo is not None
    for path in ("/status", "/v1/status", "/status/feed.rss"):
        first = await nobody("GET", path, expect=200)
        assert first.headers["cache-control"] == "public, max-age=10"
        await nobody("GET", path, expect=304, headers={"if-none-match": first.headers["etag"]})
    async with desk.database.unit_of_work() as work:
        row = await work.session.get_one(Incident, public.id)
        row.status, row.resolved_at = "resolved", clock.now()
        work.session.add(row)
    over = await nobody.get("/v1/status")
    assert (over["indicator"], over["incidents"], over["components"][0]["state"]) == ("none", [], "operational")
    past = await nobody.get("/v1/status/incidents", params={"limit": 1})
    assert ([each["id"] for each in past["items"]], past["next_cursor"]) == ([str(public.id)], None)


async def test_what_was_measured_planned_and_learnt_is_shown(callers_: Callers, desk: Desk) -> None:
    await one_day_ahead()
    nobody, admin, now = callers_.nobody(), await callers_.admin(), clock.now()
    watched, other = await component(desk, "checkout"), await component(desk, "search", position=1)
    hidden = await component(desk, "ledger", public=False)
    public, inside = await opened(desk), await opened(desk, visibility="internal")
    monitor = await admin.post(
        "/v1/monitors",
        {"name": "x", "kind": "http", "target": "https://x.example/", "component_ids": [str(watched)], "paused": True},
    )
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    async with desk.database.unit_of_work() as work:
        for day, up, down in ((1, 890, 10), (2, 900, 0)):
            slot: dict[str, Any] = {
                "slot": midnight - timedelta(days=day),
                "up": up * 1_000_000,
                "down": down * 1_000_000,
            }
            work.session.add(MonitorSlot(monitor_id=UUID(monitor["id"]), checks=1, **slot))
        for about, at in ((public, now), (inside, now)):
            learnt: dict[str, Any] = {"body": "## Why\n\n<b>SECRET</b> <script>x</script> *disk*", "published_at": at}
            work.session.add(
                IncidentPostMortem(
                    incident_id=about.id, by_id=about.created_by, by_name="", created_at=now, updated_at=now, **learnt
                )
            )
    hour = timedelta(hours=1)
    window = {"texts": {"en": "New disks", "ru": "Новые диски"}, "component_ids": [str(other), str(hidden)]}
    for first, more in (
        (now + hour, {}),
        (now + 2 * hour, {"public": False, "texts": {"en": "SECRET"}}),
        (now + 3 * hour, {"component_ids": [str(hidden)], "texts": {"en": "SECRET"}}),
        (
            now + 9 * 24 * hour,
            {"texts": {"en": "Weekly"}, "repeat": {"every": 1, "unit": "week", "zone": "Asia/Kathmandu"}},
        ),
    ):
        begins = first.replace(second=0, microsecond=0)
        times = {"starts_at": begins.isoformat(), "ends_at": (begins + hour).isoformat()}
        await admin.post("/v1/maintenance-windows", {**window, **times, **more})
    async with desk.database.unit_of_work() as work:
        work.session.add(
            MaintenanceWindow(
                texts={"en": "Under way"}, component_ids=[str(other)], starts_at=now - hour, ends_at=now + hour,
                over_at=now + hour, declared_at=now - 2 * hour, created_at=now, updated_at=now,
            )
        )  # fmt: skip
    found = await nobody.get("/v1/status", headers={"accept-language": "en"})
    one, two = found["components"]
    assert (one["source"], one["uptime"]) == ("monitors", 1790 / 1800)
    assert [(each["state"], each["uptime"]) for each in one["days"][-3:]] == [
        ("operational", 1), ("partial_outage", 890 / 900), ("operational", None),
    ]  # fmt: skip
    assert (two["source"], two["state"], two["days"][0]["uptime"]) == ("incidents", "maintenance", None)
    assert [(each["text"], each["state"], each["component_ids"]) for each in found["maintenance"]] == [
        ("Under way", "running", [str(other)]), ("New disks", "scheduled", [str(other)]),
    ]  # fmt: skip
    page = (await nobody("GET", "/status?locale=ru", expect=200)).text
    atom, rss = [(await nobody("GET", f"/status/feed.{form}", expect=200)).text for form in ("atom", "rss")]
    for said in (page, atom, rss):
        assert "SECRET" not in said
    assert "Новые диски" in page
    assert "99,444 %" in page
    for feed in (atom, rss):
        assert "New disks" in feed
        assert found["maintenance"][1]["url"] in feed
    whole = await nobody.get(f"/v1/status/incidents/{public.id}")
    assert (whole["post_mortem"][:6], whole["post_mortem_at"] is not None) == ("## Why", True)
    assert f"/status/incidents/{public.id}" in page
    shown = (await nobody("GET", f"/status/incidents/{public.id}", expect=200)).text
    assert "<em>disk</em>" in shown
    assert "<script>" not in shown
    await nobody.refused("GET", f"/v1/status/incidents/{inside.id}", 404, "not_found")
    for odd in (inside.id, "x", "%00"):
        assert (await nobody.http.get(f"/status/incidents/{odd}")).status_code == 404


async def test_each_brand_has_its_page_and_what_is_not_there_is_not(callers_: Callers, desk: Desk) -> None:
    nobody, admin = callers_.nobody(), await callers_.admin()
    for key in ("north", "south"):
        await admin.post("/v1/brands", {"key": key, "name": f"The {key}"})
        await component(desk, key, brand=key)
    await component(desk, "login")
    for brand, keys in (("north", ["north", "login"]), (None, ["north", "south", "login"])):
        found = await nobody.get("/v1/status", params={} if brand is None else {"brand": brand})
        assert Counter(each["key"] for each in found["components"]) == Counter(keys)
    assert "The north" in (await nobody("GET", "/status/north", expect=200)).text
    assert (await nobody("GET", "/status/north/feed.atom", expect=200)).status_code == 200
    await nobody.refused("GET", "/v1/status", 422, "unknown_brand", params={"brand": "west"})
    await nobody.refused("GET", "/v1/status/incidents", 422, "unknown_brand", params={"brand": "west"})
    for path in ("/status/west", "/status/%3Cscript%3E", "/status/feed.doc", "/status/west/feed.rss", "/status/%00"):
        assert (await nobody.http.get(path)).status_code == 404
    rate_limits.forget()


async def test_a_crowd_costs_one_look(callers_: Callers, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "SECONDS", 30.0)
    boards, looks, look = status.Boards(desk.database), [], status._look

    async def counting(*given: Any) -> Any:
        looks.append(given)
        return await look(*given)

    monkeypatch.setattr(status, "_look", counting)
    await asyncio.gather(*(boards.of(None) for _ in range(50)))
    assert len(looks) == 1
    monkeypatch.setattr(status, "PER_MINUTE", 2)
    rate_limits.forget()
    nobody = callers_.nobody()
    answers = [await nobody.http.get(path) for path in ("/v1/status", "/status", "/status/feed.rss")]
    assert [each.status_code for each in answers] == [200, 200, 429]
    rate_limits.forget()


async def mails(desk: Desk, prefix: str) -> list[Any]:
    """What waits to leave, by key."""
    query = "SELECT key, target, payload::text AS payload FROM outbox WHERE key LIKE $1 || '%' ORDER BY id"
    async with desk.database.lean() as connection:
        return list(await connection.fetch(query, prefix))


def token_in(row: Any) -> str:
    """The token of a link in a mail, or in a call."""
    found = re.search(r"sts_[A-Za-z0-9_-]+", row["payload"])
    assert found is not None
    return found[0]


async def test_who_says_yes_is_told_each_update_once(callers_: Callers, desk: Desk) -> None:
    nobody = callers_.nobody()
    checkout, other = await component(desk, "checkout"), await component(desk, "search")
    path = "/v1/status/subscriptions"
    asked = {"mail": "Vera@example.com", "locale": "ru"}
    assert await nobody.post(path, asked, expect=202) == {"state": "pending", "secret": None}
    (row,) = await mails(desk, "status-ask:")
    token = token_in(row)
    # Opening the link is no yes.
    page = await nobody("GET", f"/status/confirm/{token}", expect=200)
    assert "Да, присылать" in page.text
    assert (await nobody.get(f"{path}/{token}"))["state"] == "pending"
    incident = await opened(desk, components={checkout: None})
    assert await state_of(desk.database, "SELECT count(*) FROM status_notices") == 0
    for _ in range(2):
        await nobody("POST", f"/status/confirm/{token}", expect=200)
    hook = await nobody.post(path, {"webhook": "https://hooks.example/x", "component_ids": [str(checkout)]}, expect=202)
    assert hook["secret"].startswith("whsec_")
    only = await nobody.post(path, {"mail": "oleg@example.com", "component_ids": [str(other)]}, expect=202)
    assert only["state"] == "pending"
    for each in (await mails(desk, "status-ask:"))[1:]:
        await nobody.post(f"{path}/{token_in(each)}/confirm", expect=200)
    update = await said(desk, incident, "It is mended.")
    await said(desk, incident, "Not for you", public=False)
    await asyncio.gather(*(status_sending.send_next(desk.database) for _ in range(4)))

    async def told() -> list[Any]:
        await status_sending.send_next(desk.database)
        return await mails(desk, f"status:{update.id}")

    rows = await eventually(told, lambda found: len(found) == 2)
    assert Counter(each["target"] for each in rows) == {"Vera@example.com": 1, "https://hooks.example/x": 1}
    letter = next(each for each in rows if "@" in each["target"])
    assert "Оплата не проходит" in letter["payload"]
    assert "List-Unsubscribe" in letter["payload"]
    # One click in the mail program ends it.
    ended = await nobody("POST", f"/status/end/{token_in(letter)}", expect=200, content=b"List-Unsubscribe=One-Click")
    assert "не придут" in ended.text
    later = await said(desk, incident, "Again.")

    async def done() -> Any:
        await status_sending.send_next(desk.database)
        return await state_of(desk.database, "SELECT done_at FROM status_notices WHERE update_id = $1", later.id)

    await eventually(done, lambda at: at is not None)
    assert [each["target"] for each in await mails(desk, f"status:{later.id}")] == ["https://hooks.example/x"]
    await nobody.refused("POST", f"{path}/{token}/confirm", 404, "unknown_subscription")


async def test_what_cannot_be_told_holds_up_nobody(
    callers_: Callers, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, real_mail, ahead = clock.now(), outbox.mail, [0.0]
    # It stands still but for what the test says: however slow the machine is, nothing is tried before its time.
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(seconds=ahead[0]))
    async with desk.database.unit_of_work() as work:
        for target in ("a@x.example", "bad@x.example", "c@x.example"):
            work.session.add(StatusSubscription(kind="mail", target=target, state="active", created_at=clock.now()))
    incident = await opened(desk)

    async def mail(session: Any, **given: Any) -> None:
        if given["to"] == "bad@x.example" or "Broken" in given["text"]:
            msg = "an error of ours"
            raise RuntimeError(msg)
        await real_mail(session, **given)

    monkeypatch.setattr(outbox, "mail", mail)
    broken = await said(desk, incident, "Broken.")
    later = await said(desk, incident, "It is mended.")

    async def settled() -> None:
        # Ours and the desk's own loop: whoever takes it first.
        while await status_sending.send_next(desk.database):
            pass

    async def told(update: Any) -> set[str]:
        await settled()
        return {each["target"] for each in await mails(desk, f"status:{update.id}")}

    async def failures() -> list[int]:
        """Of the incident's first update, of the broken one, and of the later one."""
        await settled()
        async with desk.database.lean() as connection:
            rows = await connection.fetch("SELECT failures FROM status_notices ORDER BY update_id")
        return [row[0] for row in rows]

    # All of them, also by the desk's own loop: what fails later than this waits from then on.
    await eventually(failures, partial(eq, [1, 1, 1]))
    # The first failure takes the whole batch back, the next attempt finds who it is.
    ahead[0] += 11
    assert await eventually(lambda: told(later), lambda found: len(found) == 2) == {"a@x.example", "c@x.example"}
    assert await told(broken) == set()
    # Tried again, longer apart each time, and given up.
    for delay in status_sending.DELAYS[1:]:
        expected = [1, (await failures())[1] + 1, 1]
        ahead[0] += delay.total_seconds() + 1
        await eventually(failures, partial(eq, expected))
    # Whoever may send it again sees why, and others that it was given up.
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(seconds=1))
    lead, anna, path = await callers_.agent(role="lead"), await callers_.agent(), f"/v1/incidents/{incident.id}/updates"
    before = (await lead.get(f"{path}/{broken.id}"))["subscribers"]
    assert (before["state"], before["next_attempt_at"]) == ("failed", None)
    assert "nobody could be told" in before["error"]
    seen = {each["id"]: each["subscribers"] for each in (await anna.get(path))["items"]}
    assert seen[str(broken.id)] == {"state": "failed", "error": None, "next_attempt_at": None}
    assert seen[str(later.id)] == {"state": "told", "error": None, "next_attempt_at": None}
    again = f"{path}/{broken.id}/retry"
    await anna.refused("POST", again, 403, "forbidden")
    await lead.refused("POST", f"{path}/{new_id()}/retry", 404, "not_found")
    await lead.refused("POST", f"/v1/incidents/{new_id()}/updates/{broken.id}/retry", 404, "not_found")
    # Mended, it is told after all: once, to those who have not heard it, however many press; what was told stays told.
    monkeypatch.setattr(outbox, "mail", real_mail)
    await asyncio.gather(*(lead.post(again, expect=200) for _ in range(3)))
    assert await eventually(lambda: told(broken), lambda found: len(found) == 3) == {
        "a@x.example", "bad@x.example", "c@x.example",
    }  # fmt: skip
    for each in (broken, later):
        await lead.post(f"{path}/{each.id}/retry", expect=200)
    assert len(await mails(desk, f"status:{broken.id}")) == 3
    assert (await told(later)) == {"a@x.example", "c@x.example"}
    assert (await lead.get(f"{path}/{broken.id}"))["subscribers"]["state"] == "told"


async def test_who_wants_no_more_or_is_not_there_is_told_no_more(desk: Desk) -> None:
    now, kept = clock.now(), []
    answers = (
        sending.Outcome("HTTP 410", final=True, gone=True),
        sending.Outcome("HTTP 500"),
        sending.Outcome("the mail server said 550", final=True, gone=mailing.no_such_person("said 550 5.7.1 spam")),
        sending.Outcome("the mail server said 550", final=True, gone=mailing.no_such_person("said 550 5.1.1 who?")),
    )
    async with desk.database.unit_of_work() as work:
        for _ in answers:
            kept.append(StatusSubscription(kind="mail", target="a@x.example", state="active", created_at=now))
            work.session.add(kept[-1])
    for each, answer in zip(kept, answers, strict=True):
        if answer.gone:
            await status_ending.by_receiver(desk.database, f"status:{new_id()}:{each.id}")
            await status_ending.by_receiver(desk.database, f"survey:{each.id}")
    query = "SELECT state FROM status_subscriptions WHERE id = $1"
    assert [await state_of(desk.database, query, each.id) for each in kept] == ["ended", "active", "active", "ended"]


async def test_strangers_get_few_mails_and_links_are_not_guessed(callers_: Callers, desk: Desk) -> None:
    nobody, path = callers_.nobody(), "/v1/status/subscriptions"
    answers = [await nobody("POST", path, json={"mail": f"{name}@example.com"}) for name in ("vera", "VERA") * 3]
    assert {each.status_code for each in answers} == {202}
    assert len({each.text for each in answers}) == 1
    assert len(await mails(desk, "status-ask:")) == status_subscriptions.PER_TARGET
    form = await nobody("POST", "/status/subscribe", content=b"mail=vera%40example.com", expect=202)
    assert "vera" not in form.text
    for bad in (b"mail=", b"", b"mail=a%0d%0abcc:x", b"\xff" * 9000, b"webhook=https://x.example"):
        assert (await nobody.http.post("/status/subscribe", content=bad)).status_code == 422
    rate_limits.forget()
    wrong: tuple[dict[str, Any], ...] = (
        {}, {"mail": "x"}, {"mail": "a@b.example", "webhook": "https://x.example"}, {"webhook": "ftp://x.example"},
        {"webhook": "http://0x7f.1/"}, {"mail": "a@b.example", "state": "active"},
    )  # fmt: skip
    for each in wrong:
        await nobody.refused("POST", path, 422, "invalid", json=each)
    await nobody.refused("POST", path, 422, "address_not_allowed", json={"webhook": "http://127.0.0.1/"})
    nowhere = {"mail": "a@b.example", "component_ids": ["01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"]}
    await nobody.refused("POST", path, 422, "unknown_component", json=nowhere)
    await nobody.refused("POST", path, 422, "unknown_brand", json={"mail": "a@b.example", "brand": "west"})
    for odd in ("x", "sts_x", "sts_" + "A" * 48, "\u202e"):
        await nobody.refused("GET", f"{path}/{odd}", 404, "unknown_subscription")
        await nobody.refused("POST", f"{path}/{odd}/end", 404, "unknown_subscription")
        assert (await nobody.http.post(f"/status/confirm/{odd}")).status_code == 404
    old = StatusSubscription(kind="mail", target="o@x.example", created_at=clock.now() - timedelta(days=4))
    async with desk.database.unit_of_work() as work:
        work.session.add(old)
    await nobody.refused("POST", f"{path}/{status_subscriptions.token_of(old.id)}/confirm", 404, "unknown_subscription")
    rate_limits.forget()


def test_days_have_the_worst_that_was_said_of_them() -> None:
    now = datetime(2028, 2, 29, 12, tzinfo=UTC)
    midnight = datetime(2028, 2, 28, tzinfo=UTC)
    found = dict(
        days(
            [
                Trouble("degraded", midnight - timedelta(days=2), midnight),
                Trouble("major_outage", midnight - timedelta(hours=1), midnight - timedelta(minutes=1)),
                Trouble("maintenance", midnight, None),
                Trouble("major_outage", now - timedelta(days=400), now - timedelta(days=300)),
            ],
            now,
        )
    )
    assert len(found) == 90
    assert [found[(midnight + timedelta(days=each)).date()] for each in range(-3, 2)] == [
        "operational", "degraded", "major_outage", "maintenance", "maintenance",
    ]  # fmt: skip
    assert indicator(["operational", "degraded"], []) == "minor"
    assert indicator([], ["critical"]) == "critical"
    assert indicator([], []) == "none"


def test_shares_are_of_the_time_that_there_was() -> None:
    now, hour = datetime(2028, 2, 29, 12, tzinfo=UTC), timedelta(hours=1)
    troubles = [
        Trouble("major_outage", now - 4 * hour, now - 2 * hour),
        Trouble("partial_outage", now - 3 * hour, now - hour),
        Trouble("degraded", now - hour, None),
    ]
    found = history(troubles, now, since=now - 30 * hour, watched=None)
    # Yesterday it began at six; today three of twelve hours, however many said so.
    assert [each.uptime for each in found.days[-3:]] == [None, 1, 0.75]
    assert (found.source, found.uptime) == ("incidents", 27 / 30)
    seen = history([], now, since=now, watched=[(0, 0)] * 87 + [(995, 5), (95, 5), (1, 9)])
    assert [(each.state, each.uptime) for each in seen.days[-4:]] == [
        ("operational", None), ("degraded", 0.995), ("partial_outage", 0.95), ("major_outage", 0.1),
    ]  # fmt: skip
    assert history([], now, since=now, watched=None).uptime is None
