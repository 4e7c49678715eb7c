"""Reports by mail: each due time once, whatever crashes; late and missed ones say so; only the desk's own people."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import orjson
import pytest

from app import clock
from app.db import UnitOfWork
from app.errors import Unavailable
from app.services import report_sending
from app.settings import Settings, configure
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually

PATH = "/v1/report-schedules"
BERLIN = ZoneInfo("Europe/Berlin")


def schedule(*agents: Api, **more: Any) -> dict[str, Any]:
    return {
        "name": "Volume", "report": "volume", "period": "yesterday", "every": "day", "at": "08:00",
        "zone": "Europe/Berlin", "recipients": {"agent_ids": [str(each.who) for each in agents]}, **more,
    }  # fmt: skip


async def sent(desk: Desk) -> list[dict[str, Any]]:
    async with desk.database.lean() as connection:
        rows = await connection.fetch("SELECT key, target, payload::text AS payload FROM outbox ORDER BY id")
    return [{"to": row["target"], **orjson.loads(row["payload"])} for row in rows if row["key"].startswith("report:")]


async def due(desk: Desk, made: dict[str, Any], at: datetime) -> None:
    """As if the desk had been away since before then."""
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE report_schedules SET next_at = $2 WHERE id = $1::uuid", made["id"], at)


async def all_sent(desk: Desk) -> None:
    """Until none is due: what the desk's own loop is sending is not sent here, and is waited for."""

    async def still_due() -> bool:
        await report_sending.send_next(desk.database)
        async with desk.database.lean() as connection:
            return await report_sending.any_due(connection)

    await eventually(still_due, lambda due: not due)


async def test_a_report_that_was_due_while_the_desk_was_killed_is_sent_once(
    callers_: Callers, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the middle: nothing has left, and nothing is lost. Several processes at once: one sends."""
    lead, anna = await callers_.agent(role="lead", name="Lena"), await callers_.agent()
    # Half a day away: so the last time before that is half a day ago, whenever this runs. All days there have 24 hours.
    there = ZoneInfo("Africa/Lagos")
    hour = f"{clock.now().astimezone(there) + timedelta(hours=12):%H}:00"
    made = await lead.post(PATH, schedule(lead, anna, at=hour, zone=there.key))
    at = datetime.fromisoformat(made["next_at"])
    assert at.astimezone(there).strftime("%H:%M") == hour
    assert timedelta(0) < at - clock.now() <= timedelta(hours=25)
    finish = UnitOfWork.finish

    async def killed(_work: UnitOfWork) -> None:
        raise ConnectionResetError

    # The desk's own loop is killed as well, whenever it tries.
    monkeypatch.setattr(UnitOfWork, "finish", killed)
    await due(desk, made, at - timedelta(days=4))
    for _ in range(2):
        with suppress(Unavailable):
            await report_sending.send_next(desk.database)
    assert await sent(desk) == []
    monkeypatch.setattr(UnitOfWork, "finish", finish)
    await asyncio.gather(*(report_sending.send_next(desk.database) for _ in range(4)))
    mails = await eventually(lambda: sent(desk), bool)
    assert not await report_sending.send_next(desk.database)
    assert len(mails) == len(await sent(desk)) == 2
    (run,) = (await lead.get(f"{PATH}/{made['id']}/runs"))["items"]
    assert (run["missed"], run["outcome"], run["recipients"]) == (3, "sent", 2)
    assert datetime.fromisoformat(run["due_at"]) == at - timedelta(days=1)
    assert "The desk was away for 3 earlier times of this report" in mails[0]["text"]
    assert "is sent late" in mails[0]["text"]
    assert (await lead.get(f"{PATH}/{made['id']}"))["next_at"] == made["next_at"]
    (file,) = mails[0]["attachments"]
    assert (file["name"], file["subtype"]) == ("volume.csv", "csv")
    assert file["text"].splitlines()[0].startswith("row,key,name,from,to,n")


async def test_who_answers_for_it_must_still_be_a_lead(callers_: Callers, desk: Desk) -> None:
    lead, ada, anna = await callers_.agent(role="lead"), await callers_.admin(), await callers_.agent()
    made = await lead.post(PATH, schedule(anna))
    assert (await lead.post(f"{PATH}/{made['id']}/send-now", expect=200))["due_at"] is None
    assert len(await sent(desk)) == 1
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE agents SET role = 'agent' WHERE id = $1", lead.who)
    await due(desk, made, clock.now() - timedelta(seconds=1))
    await all_sent(desk)
    stopped = await ada.get(f"{PATH}/{made['id']}")
    assert (stopped["active"], stopped["stopped_because"], stopped["next_at"]) == (False, "creator_gone", None)
    assert len(await sent(desk)) == 1
    await ada.refused("POST", f"{PATH}/{made['id']}/send-now", 409, "report_not_sent")
    taken = await ada.patch(f"{PATH}/{made['id']}", {"active": True})
    assert (taken["created_by"], taken["stopped_because"], taken["active"]) == (str(ada.who), None, True)
    # Everybody whom it went to is gone: that is no reason to stop it for ever.
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE agents SET status = 'disabled' WHERE id = $1", anna.who)
    await due(desk, made, clock.now() - timedelta(seconds=1))
    await all_sent(desk)
    runs = (await ada.get(f"{PATH}/{made['id']}/runs"))["items"]
    assert [each["outcome"] for each in runs] == ["nobody", "refused", "sent"]
    assert (await ada.get(f"{PATH}/{made['id']}"))["active"]


async def test_one_that_takes_too_long_holds_up_no_other(callers_: Callers, desk: Desk) -> None:
    lead, anna = await callers_.agent(role="lead"), await callers_.agent()
    slow = await lead.post(PATH, schedule(anna))
    other = await lead.post(PATH, schedule(anna, report="occupancy"))
    now = clock.now()
    async with desk.database.lean() as connection, connection.transaction():
        # Whoever makes the first one waits for this, until it is cut off.
        await connection.execute("LOCK TABLE report_segments")
        await due(desk, other, now - timedelta(minutes=1))
        await due(desk, slow, now - timedelta(hours=1))
        making = asyncio.create_task(report_sending.send_next(desk.database))

        async def cut_off() -> bool:
            return bool(
                await connection.fetchval(
                    "SELECT bool_or(pg_cancel_backend(pid)) FROM pg_locks "
                    "WHERE relation = 'report_segments'::regclass AND NOT granted"
                )
            )

        await eventually(cut_off, bool)
        await making
        await all_sent(desk)
    assert [each["attachments"][0]["name"] for each in await sent(desk)] == ["occupancy.csv"]
    (run,) = (await lead.get(f"{PATH}/{slow['id']}/runs"))["items"]
    assert (run["outcome"], "too long" in run["error"]) == ("refused", True)
    assert (await lead.get(f"{PATH}/{slow['id']}"))["active"]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"report": "nonsense"}, "unknown_report"),
    ({"zone": "Mars/Olympus"}, "unknown_zone"),
    ({"zone": "../../etc/passwd"}, "invalid"),
    ({"at": "25:00"}, "invalid"),
    ({"day": 32}, "invalid"),
    ({"recipients": {}}, "invalid"),
    ({"recipients": {"agent_ids": [str(uuid4())]}}, "unknown_agent"),
    ({"recipients": {"addresses": ["eve@elsewhere.test"]}}, "unknown_recipient"),
    ({"recipients": {"addresses": ["eve@elsewhere.test\r\nBcc: all@x.test"]}}, "invalid"),
    ({"parameters": {"filters": {"agent": ["nobody"]}}}, "invalid_filter"),
    ({"parameters": {"hours": "business"}}, "not_of_this_report"),
    ({"parameters": {"secret": 1}}, "invalid"),
]


async def test_what_would_not_be_sent_is_refused(callers_: Callers) -> None:
    lead = await callers_.agent(role="lead")
    made = await lead.post(PATH, schedule(lead))
    for change, code in REFUSED:
        await lead.refused("POST", PATH, 422, code, json={**schedule(lead), **change})
        await lead.refused("PATCH", f"{PATH}/{made['id']}", 422, code, json=change)
    for change in ({"name": None}, {"recipients": None}):
        await lead.refused("PATCH", f"{PATH}/{made['id']}", 422, "invalid", json=change)
    assert await lead.get(f"{PATH}/{made['id']}") == made


async def test_schedules_are_for_leads_and_change_as_seen(callers_: Callers, desk: Desk, settings: Settings) -> None:
    lead, anna = await callers_.agent(role="lead"), await callers_.agent()
    key = await callers_.partner("reports:read")
    await anna.refused("GET", PATH, 403, "forbidden")
    await anna.refused("POST", PATH, 403, "forbidden", json=schedule(anna))
    await key.refused("GET", PATH, 403, "forbidden")
    configure(settings.model_copy(update={"report_domains": ["Boss.Test"]}))
    try:
        made = await lead.post(PATH, schedule(lead, recipients={"addresses": ["eva@boss.test", "EVA@boss.test"]}))
    finally:
        configure(settings)
    assert made["recipients"] == {"agent_ids": [], "addresses": ["EVA@boss.test"]}
    stale = {"if-match": '"9"'}
    await lead.refused("PATCH", f"{PATH}/{made['id']}", 412, "stale", json={"at": "09:00"}, headers=stale)
    monthly = {"every": "month", "day": 31, "at": "02:30", "period": "last_month"}
    changed = await lead.patch(f"{PATH}/{made['id']}", monthly)
    local = datetime.fromisoformat(changed["next_at"]).astimezone(BERLIN)
    assert (local + timedelta(days=1)).day == 1 or local.day == 31
    # A due time that is passing at this moment is not lost by a change of something else.
    at = datetime(2026, 1, 31, 1, 30, tzinfo=UTC)
    await due(desk, made, at + timedelta(days=36_500))
    await lead.patch(f"{PATH}/{made['id']}", {"name": "Monthly"})
    assert datetime.fromisoformat((await lead.get(f"{PATH}/{made['id']}"))["next_at"]) == at + timedelta(days=36_500)
    assert [each["id"] for each in (await lead.get(PATH))["items"]] == [made["id"]]
    await lead("DELETE", f"{PATH}/{made['id']}", expect=204)
    await lead.refused("GET", f"{PATH}/{made['id']}", 404, "not_found")
    await lead.refused("POST", f"{PATH}/{made['id']}/send-now", 404, "not_found")
