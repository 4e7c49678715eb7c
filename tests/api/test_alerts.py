"""`/v1/alerts`: what Alertmanager, Grafana and others post, again, late and out of order; doors and hostile bodies."""

import asyncio
import hashlib
import hmac
from typing import Any

import httpx
import orjson
import pytest

from app.ids import new_id
from tests.conftest import Api, Callers
from tests.desks import state_of

SOURCES = "/v1/alert-sources"
NOON, LATER = "2026-03-29T12:00:00Z", "2026-03-29T13:00:00.123456789+03:00"


def said(name: str, status: str = "firing", at: str = NOON, **labels: str) -> dict[str, Any]:
    """One alert as Alertmanager has it."""
    return {
        "status": status, "labels": {"alertname": name, "severity": "critical", **labels}, "startsAt": at,
        "annotations": {"description": f"{name} is bad"}, "endsAt": "0001-01-01T00:00:00Z", "fingerprint": name,
        "generatorURL": "https://prometheus.example/graph",
    }  # fmt: skip


def together(*alerts: dict[str, Any], group: str = '{}:{job="shop"}') -> dict[str, Any]:
    """A body of Alertmanager."""
    return {"version": "4", "groupKey": group, "status": "firing", "receiver": "desk", "alerts": list(alerts)}


class Source:
    """A source as the other system knows it."""

    def __init__(self, callers: Callers, admin: Api, made: dict[str, Any]) -> None:
        self.api, self.admin, self.made = callers.nobody(), admin, made
        self.path = "/v1/alerts/" + made["address"].rpartition("/")[2]

    async def post(self, body: Any, **headers: str) -> httpx.Response:
        """Post it."""
        raw = body if isinstance(body, bytes) else orjson.dumps(body)
        return await self.api("POST", self.path, content=raw, headers={"content-type": "application/json", **headers})

    async def tell(self, *alerts: dict[str, Any], group: str = "g") -> tuple[int, int, int]:
        """How many fired, ended and were told again."""
        answer = await self.post(together(*alerts, group=group))
        assert answer.status_code == 200, answer.text
        found = answer.json()
        return found["fired"], found["resolved"], found["repeated"]

    async def alarms(self) -> list[dict[str, Any]]:
        """Its alarms, newest first."""
        found = await self.admin.get("/v1/alarms", params={"alert_source_id": self.made["id"]})
        items: list[dict[str, Any]] = found["items"]
        return items


async def a_source(callers: Callers, **more: Any) -> Source:
    """A new source."""
    ada = await callers.admin()
    new = {"name": f"S {new_id()}", "shape": "alertmanager", "opens": {"incident": False}, "quiet_seconds": 0}
    return Source(callers, ada, await ada.post(SOURCES, {**new, **more}))


async def test_a_group_is_one_alarm_from_the_first_to_the_last(callers_: Callers) -> None:
    component = str(new_id())
    mapping = [{"label": "job", "value": "shop", "component_id": component}]
    source = await a_source(callers_, components=mapping, opens={"incident": True})
    assert await source.tell(said("Slow", job="shop"), said("Full", severity="warning")) == (2, 0, 0)
    (alarm,) = await source.alarms()
    assert (alarm["origin"], alarm["impact"], alarm["component_ids"]) == ("alert", "critical", [component])
    assert (alarm["title"], alarm["reason"]) == ("Slow (and 1 more)", "Slow is bad")
    assert (await source.admin.get(f"/v1/tickets/{alarm['ticket_id']}"))["type"] == "problem"
    # Told again, all at once too, nothing is new.
    again = await asyncio.gather(*(source.tell(said("Slow", job="shop"), said("Full")) for _ in range(4)))
    assert again == [(0, 0, 2)] * 4
    assert await source.tell(said("Slow", "resolved")) == (0, 1, 0)
    assert (await source.alarms())[0]["closed_at"] is None
    assert await source.tell(said("Full", "resolved"), said("Slow", "resolved")) == (0, 1, 1)
    (alarm,) = await source.alarms()
    assert alarm["closed_because"] == "recovered"
    assert await state_of(source.admin.desk.database, "SELECT status FROM incidents") == "resolved"
    listed = (await source.admin.get("/v1/alerts", params={"status": "resolved"}))["items"]
    assert {(each["fingerprint"], each["seen"]) for each in listed} == {("Slow", 7), ("Full", 6)}


async def test_late_and_out_of_order_they_are_what_they_were(callers_: Callers) -> None:
    source = await a_source(callers_)
    # Its end comes first: it does not fire afterwards.
    assert await source.tell(said("A", "resolved")) == (0, 1, 0)
    assert await source.tell(said("A")) == (0, 0, 1)
    assert await source.alarms() == []
    # Begun anew, and the late end of the time before ends nothing.
    assert await source.tell(said("A", at="2026-03-29T14:00:00Z")) == (1, 0, 0)
    assert await source.tell(said("A", "resolved")) == (0, 0, 1)
    assert await source.tell(said("A", at=LATER)) == (0, 0, 1)
    (alarm,) = await source.alarms()
    assert alarm["closed_at"] is None
    # A new beginning ends the old one, also when nobody says so.
    assert await source.tell(said("A", at="2026-03-29T15:00:00Z")) == (1, 0, 0)
    firing = (await source.admin.get("/v1/alerts", params={"status": "firing"}))["items"]
    assert [each["starts_at"] for each in firing] == ["2026-03-29T15:00:00Z"]
    # Without a beginning its end is the end of what fires.
    ended = {"status": "resolved", "labels": {"alertname": "A"}, "fingerprint": "A"}
    assert await source.tell(ended) == (0, 1, 0)
    assert all(each["closed_at"] for each in await source.alarms())


async def test_a_thousand_at_once_are_bounded(callers_: Callers) -> None:
    source = await a_source(callers_, shape="generic", opens={"incident": False, "ticket": True})
    many = [{"title": f"Disk {n} is full", "fingerprint": f"{n}"} for n in range(1000)]
    assert (await source.post({"alerts": many})).json() == {"fired": 1000, "resolved": 0, "repeated": 0}
    (alarm,) = await source.alarms()
    assert alarm["title"] == "Disk 0 is full (and 999 more)"
    assert (await source.post({"alerts": [*many, many[0]]})).status_code == 422
    over = [{**each, "status": "resolved"} for each in many]
    assert (await source.post({"alerts": over})).json() == {"fired": 0, "resolved": 1000, "repeated": 0}
    assert (await source.admin.get(f"/v1/tickets/{alarm['ticket_id']}"))["status"] == "solved"


@pytest.mark.parametrize(
    "body",
    [
        [], 1, {"alerts": {}}, {"alerts": [1]}, {"alerts": [{"labels": []}]}, {"alerts": [{}]},
        together({**said("A"), "status": "perhaps"}), together({**said("A"), "labels": {"a": 1}}),
        together({**said("A"), "startsAt": "yesterday"}), together({**said("A"), "startsAt": 5}),
        together({**said("A"), "startsAt": "2026-03-29T12:00:00"}), together({**said("A"), "fingerprint": "\x00"}),
        together({**said("A"), "labels": {str(n): "x" for n in range(65)}}), {"groupKey": 7, "alerts": [said("A")]},
    ],
    ids=range(14),
)  # fmt: skip
async def test_hostile_bodies_change_nothing(callers_: Callers, body: Any) -> None:
    source = await a_source(callers_)
    good = together(said("B"))
    both = {**body, "alerts": [*good["alerts"], *body["alerts"]]} if isinstance(body, dict) and isinstance(
        body.get("alerts"), list
    ) else body  # fmt: skip
    answer = await source.post(both)
    assert answer.status_code == 422, answer.text
    assert (await source.admin.get("/v1/alerts"))["items"] == []


async def test_doors_open_for_who_shows_what_was_agreed(callers_: Callers) -> None:
    body = orjson.dumps(together(said("A")))
    bearer = await a_source(callers_, proof="bearer", shape="grafana")
    secret = bearer.made["secret"]
    signed = await a_source(callers_, proof="hmac")
    right = hmac.new(signed.made["secret"].encode(), body, hashlib.sha256).hexdigest()
    for source, headers, status in (
        (bearer, {}, 401),
        (bearer, {"authorization": "Bearer wrong"}, 401),
        (bearer, {"authorization": f"Bearer {secret}"}, 200),
        (signed, {"x-otklik-signature": "f" * 64}, 401),
        (signed, {"x-otklik-signature": f"sha256={right}"}, 200),
        (signed, {"x-grafana-alerting-signature": right}, 200),
    ):
        assert (await source.post(body, **headers)).status_code == status, headers
    assert (await signed.post(body + b" ", **{"x-otklik-signature": right})).status_code == 401
    ada = bearer.admin
    stored = await state_of(ada.desk.database, "SELECT string_agg(alert_sources::text, '') FROM alert_sources")
    assert secret not in stored
    assert bearer.path.rpartition("/")[2] not in stored
    assert "secret" not in await ada.get(f"{SOURCES}/{bearer.made['id']}")
    await bearer.api.refused("POST", "/v1/alerts/guessed", 404, "not_found", content=body)
    path = f"{SOURCES}/{bearer.made['id']}"
    off = await ada.patch(path, {"enabled": False}, headers={"if-match": '"1"'})
    assert (off["enabled"], off["version"]) == (False, 2)
    assert (await bearer.post(body, authorization=f"Bearer {secret}")).json()["code"] == "source_disabled"
    assert (await bearer.post(b"{", authorization=f"Bearer {secret}")).status_code == 403
    (alarm,) = await bearer.alarms()
    assert alarm["closed_at"] is None
    await ada("DELETE", path, expect=204)
    assert await bearer.alarms() == []
    assert (await bearer.post(body)).status_code == 404
    anna = await callers_.agent()
    await anna.refused("POST", SOURCES, 403, "forbidden", json={"name": "x", "shape": "generic"})
    assert len((await anna.get(SOURCES))["items"]) == 1


async def test_a_title_that_says_nothing_is_none(callers_: Callers) -> None:
    source = await a_source(callers_, shape="generic", opens={"incident": False, "ticket": True})
    for title in ("   ", "\n\t", "\u00a0"):
        answer = await source.post({"status": "firing", "title": title, "fingerprint": str(new_id())})
        assert answer.status_code == 200, answer.text
        alarm = (await source.alarms())[0]
        assert (alarm["title"], bool(alarm["ticket_id"])) == ("Something is wrong", True)
