"""`/v1/monitors`: what checks find at real servers, also at those that mislead; alarms, recovery, history, who may."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from time import process_time
from typing import Any
from uuid import UUID

import pytest

from app import clock
from app.ids import new_id
from app.settings import Settings, configure
from tests.conftest import Api, Callers, free_port
from tests.desks import eventually, state_of
from tests.watched import Web, a_name_server, a_port, certificates, page

PATH = "/v1/monitors"


@pytest.fixture
def loopback(settings: Settings) -> Iterator[None]:
    """The operator allows loopback, as a self-hoster would for a neighbour."""
    configure(settings.model_copy(update={"outgoing_allow": ["127.0.0.0/8"]}))
    yield
    configure(settings)


@pytest.fixture
async def web() -> AsyncIterator[tuple[Web, str]]:
    """A web server, and its address."""
    made = Web()
    async with a_port(made.speak) as port:
        yield made, f"http://127.0.0.1:{port}"


async def looked(api: Api, kind: str, target: str, **more: Any) -> dict[str, Any]:
    """What a check finds."""
    body = {"kind": kind, "target": target, "timeout_seconds": 30, **more}
    found: dict[str, Any] = await api.post(f"{PATH}/preview", body, expect=200)
    assert found["ok"] == (found["code"] == "ok")
    return found


@pytest.mark.usefixtures("loopback")
async def test_pages_are_held_against_what_is_expected(callers_: Callers, web: tuple[Web, str]) -> None:
    ada, (server, url) = await callers_.admin(), web
    server.pages = {
        "/": [(page("all is well"), 0)],
        "/moved": [(page("", "location: /", status=302), 0)],
        "/round": [(page("", "location: /round", status=302), 0)],
        "/slow": [(b"", 0.06), (page("at last"), 0)],
        "/teapot": [(page("short", status=418), 0)],
        "/ruin": [(page("<html>" + "x" * 90_000 + "привет"), 0)],
    }
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("/", {}, "ok"),
        ("/", {"keyword": "well"}, "ok"),
        ("/", {"keyword": "<well>"}, "keyword"),
        ("/", {"keyword_absent": "error"}, "ok"),
        ("/", {"keyword_absent": "well"}, "keyword"),
        ("/ruin", {"keyword": "привет"}, "ok"),
        ("/slow", {"within_ms": 30_000}, "ok"),
        ("/slow", {"within_ms": 20}, "slow"),
        ("/teapot", {}, "status"),
        ("/teapot", {"statuses": [418]}, "ok"),
        ("/moved", {}, "ok"),
        ("/moved", {"redirects": 0}, "status"),
        ("/moved", {"redirects": 0, "statuses": [302]}, "ok"),
        ("/round", {"redirects": 2}, "too_many_redirects"),
        ("/nothing", {}, "status"),
    ]
    for path, expect, code in cases:
        found = await looked(ada, "http", url + path, expect=expect)
        assert (found["code"], bool(found["reason"])) == (code, code != "ok"), (path, expect, found)
    assert (await looked(ada, "http", f"{url}/moved"))["facts"] == {"status": 200, "redirects": 1}


@pytest.mark.usefixtures("loopback")
async def test_servers_that_mislead_take_no_longer_than_the_limit(callers_: Callers, web: tuple[Web, str]) -> None:
    ada, (server, url) = await callers_.admin(), web
    drip = [(bytes([each]), 0.1) for each in page("a" * 200)]
    server.pages = {
        "/drips": drip,
        "/drips-body": [(page("", length=500), 0), *[(b"x", 0.1)] * 100],
        "/endless": [(b"HTTP/1.1 200 OK\r\n\r\n", 0), *[(b"x" * 65_536, 0)] * 10_000],
        "/lies-more": [(page("half", length=4000), 0)],
        "/lies-less": [(page("half of it is not read", length=4), 0)],
        "/not-http": [(b"SSH-2.0-OpenSSH_9.7\r\n", 0)],
        "/says-nothing": [(b"", 5)],
        "/packed": [(page("\x1f\x8b", "content-encoding: gzip"), 0)],
    }
    begun = clock.monotonic()
    cases = [
        ("/drips", "timeout"), ("/drips-body", "timeout"), ("/endless", "ok"), ("/lies-more", "broken"),
        ("/lies-less", "ok"), ("/not-http", "broken"), ("/says-nothing", "timeout"), ("/packed", "ok"),
    ]  # fmt: skip
    # Those that must end by themselves have as long as a busy machine needs.
    found = await asyncio.gather(
        *(looked(ada, "http", url + path, timeout_seconds=0.5 if code == "timeout" else 30) for path, code in cases)
    )
    assert [each["code"] for each in found] == [code for _, code in cases]
    assert clock.monotonic() - begun < 60


@pytest.mark.usefixtures("loopback")
async def test_what_a_server_says_of_itself_stops_no_check(callers_: Callers, web: tuple[Web, str]) -> None:
    ada, (server, url) = await callers_.admin(), web
    # Encodings that there are not, that are none of texts, and that are slow on purpose.
    names = ("nonsense", "base64", "idna", "punycode", "x\x01y", "utf-7", "unicode_escape", "mbcs")
    server.pages = {
        f"/{place}": [(page("all is well" + "\xfc" * 400_000, f"content-type: text/html; charset={name}"), 0)]
        for place, name in enumerate(names)
    }
    old = page("", "content-type: text/html; charset=windows-1251", length=3) + "всё".encode("cp1251")
    server.pages["/old"] = [(old, 0)]
    begun = process_time()
    for place, name in enumerate(names):
        found = await looked(ada, "http", f"{url}/{place}", expect={"keyword": "all is well"})
        assert found["code"] == "ok", (name, found)
    assert (await looked(ada, "http", f"{url}/old", expect={"keyword": "всё"}))["code"] == "ok"
    assert process_time() - begun < 3


@pytest.mark.usefixtures("loopback")
async def test_a_port_that_resets_the_connection_has_failed(callers_: Callers) -> None:
    ada = await callers_.admin()

    async def resets(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ")
        await writer.drain()
        sock: socket.socket = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    async with a_port(resets) as port:
        found = await looked(ada, "tcp", f"127.0.0.1:{port}", expect={"keyword": "ready"})
    assert found["code"] == "broken"


async def test_nothing_inside_is_reached_by_any_way(
    callers_: Callers, settings: Settings, web: tuple[Web, str]
) -> None:
    ada, (server, url) = await callers_.admin(), web
    inside = [
        "http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/",
        "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://127.1/", "http://0x7f.1/", "ftp://example.com/",
        "http://user@example.com/", "file:///etc/passwd", "http://example.com:99999/", "javascript:alert(1)",
    ]  # fmt: skip
    for target in inside:
        new = {"name": "x", "kind": "http", "target": target}
        problem = await ada.refused("POST", PATH, 422, "address_not_allowed", json=new)
        assert problem["errors"][0]["pointer"] == "/target"
    for kind, target in (("tcp", "127.0.0.1:5432"), ("tcp", "example.com"), ("tls", "[::1]"), ("dns", "a b.example")):
        assert (await ada("POST", PATH, json={"name": "x", "kind": kind, "target": target})).status_code == 422
    name = {"name": "x", "kind": "dns", "target": "a.example", "expect": {"nameserver": "10.0.0.53"}}
    await ada.refused("POST", PATH, 422, "address_not_allowed", json=name)
    # A name is looked at each time, and so is each hop.
    port = url.rpartition(":")[2]
    assert (await looked(ada, "http", f"http://localhost:{port}/"))["code"] == "refused"
    assert (await looked(ada, "tcp", f"localhost:{port}"))["code"] == "refused"
    configure(settings.model_copy(update={"outgoing_allow": ["127.0.0.1"]}))
    try:
        for hop in ("http://127.0.0.2:1/", "http://169.254.169.254/x", "file:///etc/passwd", "//[::1]/", "http://@/"):
            server.pages["/"] = [(page("", f"location: {hop}", status=302), 0)]
            assert (await looked(ada, "http", url))["code"] == "refused", hop
    finally:
        configure(settings)


async def test_a_name_that_changes_its_mind_is_asked_once(
    callers_: Callers, settings: Settings, web: tuple[Web, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, (server, url) = await callers_.admin(), web
    answers = iter(["127.0.0.2", *["127.0.0.1"] * 9])
    asked: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host != "rebinding.example":
            return real(host, port, *rest, **more)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 0))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    configure(settings.model_copy(update={"outgoing_allow": ["127.0.0.2"]}))
    try:
        port = url.rpartition(":")[2]
        # What was allowed is what is connected to, and nobody is there.
        assert (await looked(ada, "http", f"http://rebinding.example:{port}/"))["code"] == "unreachable"
        assert asked == ["rebinding.example"]
        assert (await looked(ada, "tcp", f"rebinding.example:{port}"))["code"] == "refused"
    finally:
        configure(settings)
    assert server.asked == []


@pytest.mark.usefixtures("loopback")
async def test_ports_certificates_and_names(callers_: Callers) -> None:
    ada, authority = await callers_.admin(), certificates()

    async def hangs(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        while await reader.read(1000):
            pass

    async def greets(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail")
        await asyncio.sleep(0.02)
        writer.write(b".example ESMTP\r\n")

    async with a_port(hangs) as hanging, a_port(greets) as greeting:
        assert (await looked(ada, "tcp", f"127.0.0.1:{hanging}"))["code"] == "ok"
        quick = {"timeout_seconds": 0.2}
        assert (await looked(ada, "tcp", f"127.0.0.1:{hanging}", expect={"keyword": "220"}, **quick))[
            "code"
        ] == "timeout"
        assert (await looked(ada, "tls", f"127.0.0.1:{hanging}", **quick))["code"] == "timeout"
        assert (await looked(ada, "tls", f"127.0.0.1:{greeting}"))["code"] == "broken"
        for keyword, code in (("220 mail.example", "ok"), ("221", "keyword")):
            assert (await looked(ada, "tcp", f"127.0.0.1:{greeting}", expect={"keyword": keyword}))["code"] == code
    assert (await looked(ada, "tcp", f"127.0.0.1:{free_port()}"))["code"] == "unreachable"

    trusted = {"authority": authority.pem}
    good, soon, over, other, own = (
        authority.context(), authority.context(days=5), authority.context(days=-1),
        authority.context(host="127.0.0.9"), authority.context(signed=False),
    )  # fmt: skip
    web = Web({"/": [(page("well"), 0)]})
    for context, expect, code in (
        (good, trusted, "ok"),
        (good, {**trusted, "min_days": 91}, "expiry"),
        (good, {}, "certificate"),
        (soon, trusted, "expiry"),
        (soon, {**trusted, "min_days": 3}, "ok"),
        (over, trusted, "certificate"),
        (other, trusted, "certificate"),
        (own, trusted, "certificate"),
    ):
        async with a_port(web.speak, tls=context) as port:
            found = await looked(ada, "tls", f"127.0.0.1:{port}", expect=expect)
            assert found["code"] == code, found
            if code in {"ok", "expiry"}:
                assert found["facts"]["issuer"] == "CN=Authority of tests"
                assert (await looked(ada, "http", f"https://127.0.0.1:{port}/", expect=trusted))["code"] == "ok"
    bad = {"kind": "tls", "target": "a.example:1", "name": "x", "expect": {"authority": "no certificate"}}
    await ada.refused("POST", PATH, 422, "address_not_allowed", json=bad)

    records = {("shop.example", "A"): ["192.0.2.7", "192.0.2.8"], ("shop.example", "TXT"): ['"v=spf1 -all"']}
    async with a_name_server(records, "silent.example") as port:
        at = {"nameserver": f"127.0.0.1:{port}"}
        for name, more, code in (
            ("shop.example", {}, "ok"),
            ("SHOP.example.", {"values": ["192.0.2.8"]}, "ok"),
            ("shop.example", {"values": ["192.0.2.9"]}, "records"),
            ("shop.example", {"record": "TXT", "values": ["v=spf1 -all"]}, "ok"),
            ("shop.example", {"record": "MX"}, "records"),
            ("gone.example", {}, "records"),
        ):
            found = await looked(ada, "dns", name, expect={**at, **more})
            assert found["code"] == code, found
        assert (await looked(ada, "dns", "silent.example", expect=at, timeout_seconds=0.3))["code"] == "timeout"


async def watched(ada: Api, target: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """A monitor of this page that has been looked at once, by the desk itself; its path, and itself."""
    new = {
        "name": f"M {new_id()}", "kind": "http", "target": target, "interval_seconds": 3600, "timeout_seconds": 30,
        "failures_before_alarm": 2, "successes_before_recovery": 2, "opens": {"incident": False, "ticket": True},
    }  # fmt: skip
    made = await ada.post(PATH, {**new, **more})
    path = f"{PATH}/{made['id']}"
    return path, await eventually(lambda: ada.get(path), lambda seen: seen["checked_at"] is not None)


@pytest.mark.usefixtures("loopback")
async def test_flapping_is_one_alarm_and_recovery_ends_it(callers_: Callers, web: tuple[Web, str]) -> None:
    ada, (server, url) = await callers_.admin(), web
    good: list[tuple[bytes, float]] = [(page("well"), 0)]
    bad: list[tuple[bytes, float]] = [(page("broken", status=500), 0)]
    server.pages = {"/": good}
    path, seen = await watched(ada, url)
    assert (seen["status"], seen["last_code"], seen["failures"]) == ("up", "ok", 0)
    assert seen["due_at"] > seen["checked_at"]

    async def check(*answers: list[tuple[bytes, float]]) -> dict[str, Any]:
        for each in answers:
            server.pages["/"] = each
            await ada.post(f"{path}/check", expect=200)
        return dict(await ada.get(path))

    assert (await check(bad, good, bad))["alarm_id"] is None
    down = await check(bad)
    assert (down["status"], down["last_code"]) == ("down", "status")
    alarm = await ada.get(f"/v1/alarms/{down['alarm_id']}")
    assert (alarm["closed_at"], alarm["reason"], alarm["impact"]) == (None, "It answers 500", "major")
    ticket = await ada.get(f"/v1/tickets/{alarm['ticket_id']}")
    assert (ticket["type"], ticket["priority"], ticket["status"]) == ("problem", "high", "new")
    # It flaps: no second one, and a single good check ends nothing.
    assert (await check(good, bad, good, bad))["alarm_id"] == alarm["id"]
    up = await check(good, good)
    assert (up["status"], up["alarm_id"]) == ("up", None)
    ended = await ada.get(f"/v1/alarms/{alarm['id']}")
    assert (ended["closed_because"], ended["reopened"]) == ("recovered", 0)
    assert (await ada.get(f"/v1/tickets/{alarm['ticket_id']}"))["status"] == "solved"
    # Soon back, it is the same episode.
    assert (await check(bad, bad))["alarm_id"] == alarm["id"]
    assert (await ada.get(f"/v1/alarms/{alarm['id']}"))["reopened"] == 1
    assert (await ada.get(f"/v1/tickets/{alarm['ticket_id']}"))["status"] == "open"
    assert [each["id"] for each in (await ada.get("/v1/alarms", params={"open": True}))["items"]] == [alarm["id"]]
    # Much later it is another one; with incidents it opens one of these.
    await check(good, good)
    await ada.patch(path, {"opens": {"incident": True, "priority": "urgent"}})
    async with ada.desk.database.lean() as connection:
        await connection.execute("UPDATE alarms SET closed_at = closed_at - interval '1 hour'")
    another = await ada.get(f"/v1/alarms/{(await check(bad, bad))['alarm_id']}")
    assert another["id"] != alarm["id"]
    assert (await ada.get(f"/v1/tickets/{another['ticket_id']}"))["priority"] == "urgent"
    opened = "SELECT (id = $1, status, impact, origin)::text FROM incidents"
    assert await state_of(ada.desk.database, opened, UUID(another["incident_id"])) == "(t,investigating,major,monitor)"
    # It comes back twice: it is still that one incident.
    await check(good, good, bad, bad)
    assert await state_of(ada.desk.database, opened, UUID(another["incident_id"])) == "(t,investigating,major,monitor)"
    paused = await ada.patch(path, {"paused": True})
    assert (paused["alarm_id"], paused["status"], paused["due_at"]) == (None, "unknown", None)
    latest = (await ada.get("/v1/alarms", params={"limit": 1}))["items"][0]
    assert (latest["closed_because"], latest["reopened"]) == ("paused", 1)
    assert await state_of(ada.desk.database, "SELECT status FROM incidents") == "resolved"
    checks = await ada.get(f"{path}/checks", params={"ok": False, "limit": 3})
    assert [each["code"] for each in checks["items"]] == ["status"] * 3
    assert checks["next_cursor"]
    slots = "SELECT (sum(checks), sum(failed))::text FROM monitor_slots"
    raw = "SELECT (count(*), count(*) FILTER (WHERE NOT ok))::text FROM monitor_checks"
    assert await state_of(ada.desk.database, slots) == await state_of(ada.desk.database, raw)


@pytest.mark.usefixtures("loopback")
async def test_a_desk_that_is_cut_off_raises_one_alarm_and_not_at_once(callers_: Callers) -> None:
    ada, gone = await callers_.admin(), f"http://127.0.0.1:{free_port()}"
    paths = [(await watched(ada, gone, failures_before_alarm=1))[0] for _ in range(4)]
    # The first two were alone, which says nothing of the network; then nothing at all is reached.
    alarms = [(await ada.get(each))["alarm_id"] for each in paths]
    assert [each is not None for each in alarms] == [True, True, False, False]
    async with ada.desk.database.lean() as connection:
        await connection.execute("UPDATE monitors SET status_since = status_since - interval '11 minutes'")
    for each in paths[2:]:
        await ada.post(f"{each}/check", expect=200)
    shared = {(await ada.get(each))["alarm_id"] for each in paths[2:]}
    assert len(shared) == 1
    alarm = await ada.get(f"/v1/alarms/{shared.pop()}")
    assert (alarm["key"], alarm["monitor_id"], alarm["closed_at"]) == ("monitor:everything", None, None)
    await ada("DELETE", paths[2], expect=204)
    assert (await ada.get(f"/v1/alarms/{alarm['id']}"))["closed_at"] is None
    await ada("DELETE", paths[3], expect=204)
    assert (await ada.get(f"/v1/alarms/{alarm['id']}"))["closed_because"] == "deleted"


@pytest.mark.usefixtures("loopback")
async def test_history_is_exact_with_maintenance_and_gaps(callers_: Callers, web: tuple[Web, str]) -> None:
    ada, (server, url) = await callers_.admin(), web
    server.pages = {"/": [(page("well"), 0)]}
    path, seen = await watched(ada, url)
    begin = clock.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=5)

    async def as_of(minutes: float, *, ok: bool) -> None:
        """The last check was so many minutes after the beginning; nothing before it is booked."""
        at = begin + timedelta(minutes=minutes)
        async with ada.desk.database.lean() as connection:
            await connection.execute(
                "UPDATE monitors SET booked_until = $1, vouched_until = $2, last_ok = $3",
                at, at + timedelta(minutes=90), ok,
            )  # fmt: skip

    async with ada.desk.database.lean() as connection:
        await connection.execute("DELETE FROM monitor_slots")
        await connection.execute("DELETE FROM monitor_times")
    planned = {
        "texts": {"en": "Disks"}, "monitor_ids": [seen["id"]], "starts_at": (begin + timedelta(minutes=60)).isoformat(),
        "ends_at": (begin + timedelta(minutes=70)).isoformat(),
    }  # fmt: skip
    window = await ada.post("/v1/maintenance-windows", planned)
    assert window["next"] is None
    # Declared only now, it counts for nothing that has been: as if it had been declared in time.
    async with ada.desk.database.lean() as connection:
        await connection.execute("UPDATE maintenance_windows SET declared_at = $1", begin)
    # Down from minute 10 on, for as long as a check speaks for: 90 minutes, 10 of them planned. Then nobody looked.
    await as_of(10, ok=False)
    await ada.post(f"{path}/check", expect=200)
    asked = {"from": begin.isoformat(), "to": (begin + timedelta(hours=3)).isoformat(), "interval": "hour"}
    found = await ada.get(f"{path}/history", params=asked)
    total = found["total"]
    assert (total["up_seconds"], total["down_seconds"]) == (0, 80 * 60)
    assert (total["maintenance_seconds"], total["unknown_seconds"], total["uptime"]) == (600, 90 * 60, 0)
    assert [each["down_seconds"] / 60 for each in found["items"]] == [50, 30, 0]
    assert [each["maintenance_seconds"] / 60 for each in found["items"]] == [0, 10, 0]
    # And 40 minutes up: of 120 known ones a third.
    await as_of(120, ok=True)
    async with ada.desk.database.lean() as connection:
        await connection.execute("UPDATE monitors SET vouched_until = booked_until + interval '40 minutes'")
    # Not booked yet, and seen all the same.
    unbooked = (await ada.get(f"{path}/history", params=asked))["total"]
    await ada.patch(path, {"paused": True})
    booked = (await ada.get(f"{path}/history", params=asked))["total"]
    assert unbooked == booked
    assert (booked["up_seconds"], booked["uptime"]) == (2400, pytest.approx(1 / 3))
    day = {"from": begin.isoformat(), "to": (clock.now() + timedelta(hours=1)).isoformat(), "zone": "Asia/Kathmandu"}
    whole = await ada.get(f"{path}/history", params={**day, "interval": "day"})
    assert sum(each["down_seconds"] for each in whole["items"]) == 80 * 60
    assert (whole["total"]["checks"], whole["total"]["failed"], whole["total"]["response"]["n"]) == (1, 0, 1)
    future = {"from": "2040-01-01T00:00:00Z", "to": "2040-02-29T00:00:00Z", "interval": "month"}
    empty = await ada.get(f"{path}/history", params=future)
    assert (empty["total"]["uptime"], empty["total"]["unknown_seconds"], len(empty["items"])) == (None, 0, 2)
    for bad, code in (
        ({"from": asked["to"], "to": asked["from"]}, "period_reversed"),
        ({"from": "2020-01-01T00:00:00Z"}, "period_too_long"),
        ({"to": "0001-01-01T00:00:00Z"}, "period_too_long"),
        ({"from": "9999-12-31T00:00:00Z", "to": "9999-12-31T12:00:00Z"}, "period_too_long"),
        ({**asked, "to": (begin + timedelta(days=90)).isoformat()}, "period_too_long"),
        ({"zone": "Mars/Olympus"}, "invalid"),
    ):
        await ada.refused("GET", f"{path}/history", 422, code, params=bad)


@pytest.mark.usefixtures("loopback")
async def test_planned_work_raises_no_alarm(callers_: Callers, web: tuple[Web, str]) -> None:
    ada, (server, url) = await callers_.admin(), web
    server.pages = {"/": [(page("well"), 0)]}
    component = str(new_id())
    path, _ = await watched(ada, url, failures_before_alarm=1, component_ids=[component])
    now = clock.now()
    new = {
        "texts": {"en": "New disks"}, "component_ids": [component], "starts_at": (now - timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(hours=1)).isoformat(),
    }  # fmt: skip
    window = await ada.post("/v1/maintenance-windows", new)
    server.pages = {}
    check = await ada.post(f"{path}/check", expect=200)
    assert (check["ok"], check["maintenance"]) == (False, True)
    assert (await ada.get(path))["alarm_id"] is None
    ended = await ada.patch(f"/v1/maintenance-windows/{window['id']}", {"ends_at": now.isoformat()})
    assert ended["next"] is None
    assert (await ada.post(f"{path}/check", expect=200))["maintenance"] is False
    assert (await ada.get(path))["alarm_id"] is not None
    where = "/v1/maintenance-windows"
    assert [each["id"] for each in (await ada.get(where, params={"over": True}))["items"]] == [window["id"]]
    assert (await ada.get(where, params={"over": False}))["items"] == []
    await ada("DELETE", f"{where}/{window['id']}", expect=204, headers={"if-match": '"2"'})
    for bad in (
        {**new, "component_ids": []}, {**new, "ends_at": new["starts_at"]}, {**new, "texts": {}},
        {**new, "starts_at": "2000-01-01T00:00:00Z"}, {**new, "starts_at": "0001-01-01T00:00:00Z"},
        {**new, "repeat": {"unit": "day", "zone": "UTC"}}, {**new, "repeat": {"unit": "day", "zone": "Nowhere"}},
    ):  # fmt: skip
        assert (await ada("POST", where, json=bad)).status_code == 422, bad
    weekly = {
        **new, "starts_at": "2020-02-29T22:00:00Z", "ends_at": "2020-02-29T23:30:00Z",
        "repeat": {"unit": "week", "zone": "Europe/Berlin"},
    }  # fmt: skip
    coming = (await ada.post(where, weekly))["next"]
    assert clock.now().isoformat() < coming["ends_at"]


@pytest.mark.usefixtures("loopback")
async def test_a_monitor_is_made_changed_and_deleted_by_who_may(callers_: Callers, web: tuple[Web, str]) -> None:
    ada, (server, url) = await callers_.admin(), web
    server.pages = {"/": [(page("well"), 0)], "/next": [(page("", "location: /", status=307), 0)]}
    path, made = await watched(ada, f"{url}/next", name="Shop", headers={"X-Key": "very secret"})
    assert (made["header_names"], made["version"]) == (["X-Key"], 1)
    # Sent to the server that it is for, on each hop there; stored so that nobody can read it.
    assert all("x-key: very secret" in each.lower() for each in server.heads)
    assert "very secret" not in str(await state_of(ada.desk.database, "SELECT monitors::text FROM monitors"))
    changed = await ada.patch(path, {"name": "The shop", "headers": {}}, headers={"if-match": '"1"'})
    assert (changed["name"], changed["header_names"], changed["version"]) == ("The shop", [], 2)
    await ada.refused("PATCH", path, 412, "stale", json={"name": "x"}, headers={"if-match": '"1"'})
    await ada.refused("POST", PATH, 409, "name_taken", json={"name": "THE SHOP", "kind": "dns", "target": "a.example"})
    bad: dict[str, Any]
    new = {"name": "x", "kind": "http", "target": "https://a.example"}
    for bad in (
        {**new, "expect": {"record": "A"}}, {**new, "kind": "tcp", "headers": {"A": "b"}},
        {**new, "interval_seconds": 9},
        {**new, "timeout_seconds": 20, "interval_seconds": 10}, {**new, "headers": {"Host": "b"}},
        {**new, "headers": {"A": "b\r\nC: d"}}, {**new, "expect": {"keyword": "\x00"}}, {**new, "kind": "icmp"},
        {**new, "brand": "nobodys"}, {**new, "opens": {"team_id": str(new_id())}}, {**new, "target": "https://a.example\n"},
    ):  # fmt: skip
        assert (await ada("POST", PATH, json=bad)).status_code in {400, 422}, bad
    for bad in ({"expect": {"record": "A"}}, {"timeout_seconds": None}, {"kind": "tcp"}, {"target": "http://10.0.0.1"}):
        assert (await ada("PATCH", path, json=bad)).status_code == 422, bad
    lead, anna = await callers_.agent(role="lead"), await callers_.agent()
    await lead.patch(path, {"impact": "minor"})
    for reader in (anna, await callers_.partner("monitors:read")):
        assert (await reader.get(PATH))["items"][0]["name"] == "The shop"
        await reader.refused("POST", f"{path}/check", 403, "forbidden")
    for stranger in (await callers_.customer(), await callers_.partner("tickets:read")):
        await stranger.refused("GET", path, 403, "forbidden")
    await ada("DELETE", path, expect=204)
    await ada.refused("GET", path, 404, "not_found")
    await ada.refused("POST", f"{path}/check", 404, "not_found")
