"""The spool: stored first, taken in order, a few at once, parked when it cannot be."""

import asyncio
import os
import signal
import subprocess
import sys
from typing import Any
from uuid import UUID

import pytest

from app import doctor_channels, spooling
from app.channels import adapters
from app.hints import Hint
from app.services import inbound_spool
from app.settings import Settings
from tests.api.test_attachments import set_up
from tests.channels.conftest import Line
from tests.channels.plain import SLOW, PlainAdapter, message
from tests.conftest import SECRET, Callers, Desk
from tests.desks import eventually, state_of

# What is to be tried again later is tried now, and what is being tried at this moment is left alone.
SOON = """UPDATE inbound SET next_attempt_at = now() WHERE problem IS NOT NULL
AND (next_attempt_at BETWEEN now() AND now() + interval '70 seconds'
 OR next_attempt_at > now() + interval '130 seconds')
"""


async def _hurry(desk: Desk) -> None:
    """What waits for its next attempt is tried now."""
    await state_of(desk.database, SOON)
    desk.app.state.worker.notice([Hint("inbound", UUID(int=0))])


async def test_a_conversation_is_taken_in_its_order_and_a_bad_one_holds_up_nobody(line: Line, desk: Desk) -> None:
    poison, other = {**message("vera", ""), "what": "poison"}, message("otto", "Hello")
    assert (await line.post(message("vera", "1"), poison, message("vera", "2"))).status_code == 200
    await line.post(other)
    done = "SELECT status = 'done' FROM inbound WHERE external_id = $1"
    assert await eventually(lambda: state_of(desk.database, done, other["id"]), bool)
    # In its own conversation nothing overtakes it while it is tried.
    assert await state_of(desk.database, "SELECT count(*) FROM messages WHERE body = '2'") == 0

    async def parked() -> Any:
        await _hurry(desk)
        return (await line.admin.get("/v1/inbound?status=parked"))["items"]

    [found] = await eventually(parked, bool)
    assert (found["attempts"], found["external_id"]) == (5, poison["id"])
    assert found["problem"] == "The desk could not take it (RuntimeError); its log says more"
    await line.settled()
    assert await state_of(desk.database, "SELECT count(*) FROM messages WHERE body = '2'") == 1


async def test_the_parking_lot(line: Line, desk: Desk, callers_: Callers) -> None:
    [bad] = await line.take({**message("vera", "Hi"), "what": "nonsense"})
    assert (bad["status"], bad["attempts"]) == ("parked", 1)
    assert bad["problem"] == "It is none of the channel's shapes: no such thing"
    path = f"/v1/inbound/{bad['id']}"
    raw = await line.admin("GET", f"{path}/raw", expect=200)
    assert b"nonsense" in raw.content
    assert raw.headers["content-disposition"].startswith("attachment")
    assert raw.headers["x-content-type-options"] == "nosniff"
    lead, agent = await callers_.agent(role="lead"), await callers_.agent()
    await lead.get(path)
    await lead.refused("GET", f"{path}/raw", 403, "forbidden")
    await lead.refused("POST", f"{path}/replay", 403, "forbidden")
    await agent.refused("GET", "/v1/inbound", 403, "forbidden")
    # As if somebody had mended the adapter.
    await state_of(
        desk.database,
        "UPDATE inbound SET raw = $2 WHERE id = $1 RETURNING true",
        bad["id"],
        b'{"what": "message", "thread": "vera", "message": "m1", "text": "Hi"}',
    )
    answers = await asyncio.gather(*(line.admin("POST", f"{path}/replay", expect=200) for _ in range(4)))
    assert {each.json()["status"] for each in answers} <= {"waiting", "done"}
    await line.settled()
    done = await line.admin.post(f"{path}/replay", expect=200)
    assert (done["status"], done["outcome"]) == ("done", "created")
    assert await state_of(desk.database, "SELECT count(*) FROM tickets") == 1
    await line.admin.refused("POST", f"{path}/discard", 409, "inbound_over", json={"reason": "Too late"})


async def test_all_that_is_parked_is_tried_again_in_its_order(line: Line, desk: Desk) -> None:
    bad = [{**message("vera", ""), "what": "nonsense"} for _ in range(3)]
    other = {**message("otto", ""), "what": "nonsense"}
    parked = await line.take(*bad, other)
    assert {each["status"] for each in parked} == {"parked"}
    # As if somebody had mended the adapter.
    mended = """UPDATE inbound SET raw = convert_to(replace(convert_from(raw, 'utf8'), 'nonsense', 'message'), 'utf8')
    RETURNING true"""
    await state_of(desk.database, mended)
    await state_of(desk.database, "UPDATE inbound SET received_at = now() - interval '1 day' WHERE lane = 'otto'")
    lately = {"channel_id": line.id, "received_after": parked[0]["received_at"]}
    jobs = [await line.admin.post("/v1/inbound/replay", lately, expect=202) for _ in range(2)]
    assert jobs[0]["progress"]["total"] == 3

    async def over() -> Any:
        return [await line.admin.get(f"/v1/jobs/{each['id']}") for each in jobs]

    done = await eventually(over, lambda each: {job["status"] for job in each} == {"done"})
    assert sum(job["result"]["replayed"] for job in done) == 3
    await line.settled()
    came = "SELECT array_agg(external_id ORDER BY ended_at) FROM inbound WHERE status = 'done'"
    assert await state_of(desk.database, came) == [each["id"] for each in bad]
    assert (await line.admin.get(f"/v1/inbound/{parked[3]['id']}"))["status"] == "parked"
    nowhere = {"channel_id": parked[0]["id"]}
    await line.admin.refused("POST", "/v1/inbound/replay", 422, "unknown_channel", json=nowhere)


async def test_what_is_discarded_stays_so(line: Line) -> None:
    [bad] = await line.take({**message("vera", "Hi"), "what": "nonsense"})
    path = f"/v1/inbound/{bad['id']}"
    thrown = await line.admin.post(f"{path}/discard", {"reason": "Rubbish"}, expect=200)
    again = await line.admin.post(f"{path}/discard", {"reason": "Still"}, expect=200)
    assert (thrown["status"], again["reason"], again["ended_at"]) == ("discarded", "Rubbish", thrown["ended_at"])
    await line.admin.refused("POST", f"{path}/replay", 409, "inbound_over")
    await line.take(message("vera", "Another"))
    for query in (f"status=discarded&channel_id={line.id}", f"external_id={bad['external_id']}"):
        listed = await line.admin.get(f"/v1/inbound?{query}")
        assert [each["id"] for each in listed["items"]] == [bad["id"]]


async def test_a_file_that_cannot_be_had_is_tried_and_then_named(line: Line, desk: Desk) -> None:
    await line.post(message("vera", "Look", files=[{"name": "a.png", "token": "away"}]))
    seen = set()

    async def taken() -> Any:
        seen.add(await state_of(desk.database, "SELECT problem FROM inbound"))
        await _hurry(desk)
        return await state_of(desk.database, "SELECT outcome FROM inbound")

    assert await eventually(taken, bool) == "created"
    body = await state_of(desk.database, "SELECT body FROM messages")
    assert body == "Look\n\n[The file a.png was not taken: the channel does not give it out]"
    assert await state_of(desk.database, "SELECT attempts FROM inbound") == 5
    # An admin who looks meanwhile reads what it waits for.
    assert any((each or "").startswith("The file a.png cannot be had now: ") for each in seen)


async def test_while_the_store_of_files_is_away_nothing_counts(line: Line, desk: Desk, settings: Settings) -> None:
    waits = """SELECT problem FROM inbound WHERE attempts = 0 AND status = 'waiting'
    AND next_attempt_at BETWEEN now() + interval '50 seconds' AND now() + interval '65 seconds'"""

    async def after(hours: int, query: str) -> Any:
        """What is so when it has waited so long already."""
        if (found := await state_of(desk.database, query)) is not None:
            return found
        since = "UPDATE inbound SET delayed_since = now() - make_interval(hours => $1) WHERE problem IS NOT NULL"
        await state_of(desk.database, since, hours)
        await _hurry(desk)
        return None

    with set_up(settings, attachments="file:///proc/nothing"):
        await line.post(message("vera", "Look", files=[{"name": "a.txt", "token": "a"}]), message("vera", "Then"))
        problem = await eventually(lambda: after(5, waits), bool)
        assert problem.startswith("The store of attachments cannot be reached")
        # After a day it is one that cannot be taken.
        await eventually(lambda: after(25, "SELECT attempts FROM inbound WHERE attempts > 1"), bool)
    await eventually(lambda: after(0, "SELECT true FROM inbound HAVING bool_and(status = 'done')"), bool)
    assert await state_of(desk.database, "SELECT array_agg(body ORDER BY seq) FROM messages") == ["Look", "Then"]
    assert await state_of(desk.database, "SELECT count(*) FROM attachments WHERE state <> 'removed'") == 1


async def test_what_does_not_prove_itself_is_refused(line: Line, desk: Desk) -> None:
    refused = await line.post(message("eve", "Hi"), secret="guessed")
    assert (refused.status_code, refused.json()["code"]) == (401, "forged")
    assert await state_of(desk.database, "SELECT count(*) FROM inbound") == 0
    path = f"/v1/channels/{line.id}/webhook"
    answer = await line.nobody("GET", f"{path}?challenge=abc", headers={"x-secret": "plain secret"}, expect=200)
    assert answer.text == "abc"
    assert (await line.nobody("POST", path, content=b"x" * 5_000_000)).status_code == 413
    await line.admin.patch(f"/v1/channels/{line.id}", {"enabled": False})
    assert (await line.post(message("vera", "Hi"))).status_code == 404


async def test_what_is_old_is_tidied(line: Line, desk: Desk) -> None:
    from app.services import tidying  # noqa: PLC0415 - next to what it does

    [made] = await line.take(message("vera", "Hi"))
    [bad] = await line.take({**message("vera", "Hi"), "what": "nonsense"})
    await state_of(desk.database, "UPDATE inbound SET ended_at = now() - interval '31 days' WHERE ended_at IS NOT NULL")
    async with desk.database.unit_of_work() as work:
        await tidying.tidy(work.session)
    assert (await line.admin.get(f"/v1/inbound/{made['id']}"))["has_raw"] is False
    assert (await line.admin.get(f"/v1/inbound/{bad['id']}"))["has_raw"] is True


async def test_what_waits_is_measured(line: Line, desk: Desk) -> None:
    await line.take({**message("vera", "Hi"), "what": "nonsense"})
    await inbound_spool.look(desk.database)
    assert "otklik_inbound_parked 1.0" in (await line.nobody("GET", "/metrics")).text
    async with desk.database.lean() as connection:
        [came, left] = await doctor_channels.examine(connection)
    assert (came.ok, came.detail, "replay" in came.advice) == (True, "1 parked, nothing waits", True)
    assert (left.ok, left.detail, left.advice) == (True, "0 unsure, 0 failed", "")


_PROCESS = """
import asyncio, sys
from app.channels import adapters
from app.db import Database
from app.services import inbound_spool, inbound_taking
from app.settings import Settings, configure
from app.spooling import Spooler
from tests.channels.plain import PlainAdapter

adapters.ADAPTERS["custom"] = PlainAdapter()
after = inbound_spool._end


async def end(*of):
    await after(*of)
    print("taken", flush=True)
    await asyncio.sleep(60)


async def main():
    settings = configure(Settings(database_url=sys.argv[1], secret=sys.argv[2]))
    inbound_spool._end = end
    Spooler(Database(settings.database_url, settings)).start()
    await asyncio.sleep(60)


asyncio.run(main())
"""


async def test_killed_in_the_middle_of_taking_nothing_is_lost_or_doubled(
    line: Line, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process is killed when all is done but the commit."""
    # Ours claims nothing meanwhile.
    monkeypatch.setattr(inbound_spool, "TAKERS", {})
    assert (await line.post(message("vera", "Hello"), message("vera", "Again"))).status_code == 200
    command = [sys.executable, "-c", _PROCESS, desk.database.url, SECRET]
    process = await asyncio.to_thread(
        lambda: subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "OTKLIK_LOG_LEVEL": "error"})
    )
    assert process.stdout is not None
    assert await asyncio.to_thread(process.stdout.readline) == b"taken\n"
    process.send_signal(signal.SIGKILL)
    await asyncio.to_thread(process.wait)
    process.stdout.close()
    assert await state_of(desk.database, "SELECT count(*) FROM messages") == 0
    monkeypatch.undo()
    monkeypatch.setitem(adapters.ADAPTERS, "custom", PlainAdapter())
    # Its lease is over.
    await state_of(desk.database, "UPDATE inbound SET next_attempt_at = now() WHERE next_attempt_at IS NOT NULL")
    await line.settled()
    bodies = "SELECT array_agg(body ORDER BY seq) FROM messages"
    assert await state_of(desk.database, bodies) == ["Hello", "Again"]
    assert await state_of(desk.database, "SELECT array_agg(attempts ORDER BY number) FROM inbound") == [2, 1]
    assert await state_of(desk.database, "SELECT count(*) FROM tickets") == 1


async def test_what_kills_a_process_each_time_is_parked(
    line: Line, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as nobody:
        nobody.setattr(inbound_spool, "TAKERS", {})
        await line.post(message("vera", "Killer"), message("vera", "Next"))
        # As five processes have left it that died over it, the last lease over.
        await state_of(desk.database, "UPDATE inbound SET attempts = 5 WHERE next_attempt_at IS NOT NULL")
    await _hurry(desk)
    await line.settled()
    [parked] = (await line.admin.get("/v1/inbound?status=parked"))["items"]
    assert parked["problem"] == "The desk stopped each time while it was taking this"
    assert await state_of(desk.database, "SELECT array_agg(body) FROM messages") == ["Next"]


async def test_a_lane_that_somebody_died_over_goes_on(line: Line, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as nobody:
        nobody.setattr(inbound_spool, "TAKERS", {})
        await line.post(message("vera", "1"), message("vera", "2"))
        await state_of(desk.database, "UPDATE inbound SET next_attempt_at = NULL")
        await inbound_spool.look(desk.database)
        due = "SELECT array_agg(next_attempt_at IS NOT NULL ORDER BY number) FROM inbound"
        assert await state_of(desk.database, due) == [True, False]
    await _hurry(desk)
    await line.settled()


async def test_slow_ones_hold_up_nobody(line: Line, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """More of them than are taken at once wait for somebody outside, and the others go on."""
    monkeypatch.setattr(spooling, "SLOW_SECONDS", 0.05)
    SLOW.clear()
    slow = [message(f"slow{n}", "", files=[{"name": "a", "token": "slow"}]) for n in range(8)]
    await line.post(*slow, message("vera", "Quick"))

    async def bodies() -> Any:
        desk.app.state.worker.notice([Hint("inbound", UUID(int=0))])
        return await state_of(desk.database, "SELECT array_agg(body) FROM messages")

    assert await eventually(bodies, bool) == ["Quick"]
    SLOW.set()
    await line.settled()
    assert await state_of(desk.database, "SELECT count(*) FROM messages") == 9


async def test_what_is_discarded_while_it_is_taken_becomes_nothing(line: Line, desk: Desk) -> None:
    SLOW.clear()
    held = message("vera", "Rubbish", files=[{"name": "a", "token": "slow"}])
    await line.post(held, message("vera", "Next"))
    row = "SELECT id FROM inbound WHERE attempts = 1"
    taking = await eventually(lambda: state_of(desk.database, row), bool)
    answers = await asyncio.gather(
        *(line.admin("POST", f"/v1/inbound/{taking}/discard", json={"reason": f"Reason {n}"}) for n in range(3)),
        *(line.admin("POST", f"/v1/inbound/{taking}/replay") for _ in range(3)),
    )
    assert {each.status_code for each in answers} <= {200, 409}
    SLOW.set()
    await line.settled()
    assert (await line.admin.get(f"/v1/inbound/{taking}"))["status"] == "discarded"
    assert await state_of(desk.database, "SELECT array_agg(body) FROM messages") == ["Next"]
