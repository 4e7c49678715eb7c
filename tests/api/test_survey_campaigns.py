"""`/v1/survey-campaigns`: whom they ask, each once, whatever crashes; who is left out; when they come again."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest

from app import clock
from app.ids import new_id
from app.models import Customer
from app.services import jobs, sending, survey_campaign_running, survey_campaign_watching, survey_sending
from app.settings import settings
from app.worker_tables import BULK
from tests.api.test_surveys import survey
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually, state_of

PATH = "/v1/survey-campaigns"


async def people(desk: Desk, count: int, **fields: Any) -> list[UUID]:
    """So many customers with an address, as these fields say."""
    now = clock.now()
    made = [
        Customer(id=new_id(), email=f"{new_id()}@example.com", created_at=now, updated_at=now, **fields)
        for _ in range(count)
    ]
    async with desk.database.unit_of_work() as work:
        work.session.add_all(made)
    return [each.id for each in made]


async def a_campaign(admin: Api, **more: Any) -> str:
    """The address of a draft of a survey that nothing else asks."""
    key = f"c-{new_id().hex[-12:]}"
    made = await admin.post("/v1/surveys", survey(key, trigger={"after": None, "channels": ["mail"]}))
    campaign = await admin.post(PATH, {"name": key, "survey_id": made["id"], "fatigue_days": 0, **more})
    return f"{PATH}/{campaign['id']}"


async def the_run(admin: Api, path: str) -> dict[str, Any]:
    """Its latest run, once it is over."""

    async def look() -> Any:
        return (await admin.get(f"{path}/runs"))["items"]

    found = await eventually(look, lambda several: bool(several) and several[0]["phase"] in {"done", "cancelled"})
    return dict(found[0])


async def invited(desk: Desk, path: str) -> Counter[UUID]:
    """Who was invited by a campaign, and how often."""
    async with desk.database.lean() as connection:
        rows = await connection.fetch(
            "SELECT customer_id FROM survey_invitations WHERE campaign_id = $1", UUID(path.rpartition("/")[2])
        )
    return Counter(UUID(int=each["customer_id"].int) for each in rows)


async def letters_that_waited(admin: Api, desk: Desk) -> None:
    """A letter that waits for its mail server does not leave when its reader is tired of them, or it is taken back."""
    item = await sending.claim(desk.database, "mail")
    assert item is not None
    find = "SELECT customer_id FROM survey_invitations WHERE id = $1"
    reader = await state_of(desk.database, find, UUID(item.payload["survey"]))
    await admin.put(f"/v1/customers/{reader}/opt-outs", {"kinds": ["surveys"]})
    await sending.send(desk.database, settings(), item)
    other = await sending.claim(desk.database, "mail")
    assert other is not None
    async with desk.database.lean() as connection:
        taken_back = "UPDATE survey_invitations SET cancelled_at = clock_timestamp() WHERE id = $1"
        assert await connection.execute(taken_back, UUID(other.payload["survey"])) == "UPDATE 1"
    await sending.send(desk.database, settings(), other)
    kept = {each["last_error"] for each in (await admin.get("/v1/outbox", params={"status": "failed"}))["items"]}
    assert kept == {"they have ended such mails", "the question was taken back"}
    again = "UPDATE survey_invitations SET cancelled_at = NULL, cancelled_because = NULL WHERE campaign_id IS NOT NULL"
    async with desk.database.lean() as connection:
        await connection.execute(again)
    await admin.put(f"/v1/customers/{reader}/opt-outs", {"kinds": []})


async def test_an_audience_is_drawn_within_its_quotas_and_whom_it_asks_is_previewed(
    callers_: Callers, desk: Desk
) -> None:
    admin = await callers_.admin()
    russian, german = await people(desk, 20, language="ru", tier="gold"), await people(desk, 8, locale="de-AT")
    await people(desk, 5, language="fr")
    (out,) = await people(desk, 1, language="ru")
    await admin.put(f"/v1/customers/{out}/opt-outs", {"kinds": ["surveys"]})
    no_address = await callers_.customer()
    await admin.patch(f"/v1/customers/{no_address.who}", {"locale": "de"})
    # As many as there are, with no more of the one language than its quota: whoever is drawn first, it is the same.
    path = await a_campaign(
        admin, audience={"languages": ["ru", "de"]}, sample={"size": 12},
        quotas=[{"by": "language", "key": "ru", "at_most": 4}],
    )  # fmt: skip
    job = await admin.post(f"{path}/preview", expect=202)
    seen = await eventually(lambda: admin.get(f"/v1/jobs/{job['id']}"), lambda found: found["status"] == "done")
    found = seen["result"]
    assert (found["fit"], found["drawn"], found["quotas"][0]["taken"]) == (30, 12, 4)
    assert found["left_out"].items() >= {"opted_out": 1, "no_address": 1, "fatigue": 0}.items()
    assert sum(found["left_out"].values()) + found["drawn"] == found["fit"]
    assert await invited(desk, path) == Counter()
    started = await admin.post(f"{path}/start", expect=200)
    assert (started["state"], started["runs"]) == ("running", 1)
    assert (await admin.post(f"{path}/start", expect=200))["runs"] == 1
    run = await the_run(admin, path)
    assert (run["invited"], run["fit"], run["phase"]) == (12, 30, "done")
    asked = await invited(desk, path)
    # What was shown is what came.
    assert {UUID(each["customer_id"]) for each in found["examples"]} == set(asked)
    assert set(asked.values()) == {1}
    assert (len(set(asked) & set(russian)), len(set(asked) & set(german))) == (4, 8)
    # Each is sent once, and the campaign is over.
    run = await eventually(lambda: admin.get(f"{path}/runs/{run['id']}"), lambda found: found["sent"] == 12)
    assert run["response_rate"] == 0
    # The letter has a link to answer, and one that ends such letters.
    async with desk.database.lean() as connection:
        letter = orjson.loads(await connection.fetchval("SELECT payload::text FROM outbox WHERE key LIKE 'survey:%'"))
    assert letter["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = letter["text"].partition("/surveys/")[2].split()[0]
    await callers_.nobody()("POST", f"/v1/survey-pages/{token}", json={"answers": {"score": 5}}, expect=201)
    assert (await admin.get(f"{path}/runs/{run['id']}"))["answered"] == 1
    campaign = await admin.get(path)
    brought = await admin.get(f"/v1/surveys/{campaign['survey_id']}/results", params={"campaign_id": campaign["id"]})
    assert (brought["sent"], brought["answered"], brought["csat"]["value"]) == (12, 1, 1)
    assert (await admin.get(path))["state"] == "done"
    await admin.refused("POST", f"{path}/start", 409, "campaign_over")
    assert (await admin.get(f"{path}/runs", params={"limit": 1}))["next_cursor"] is None
    await admin.refused("GET", f"{path}/runs/{run['id']}/results", 404, "not_found")
    await letters_that_waited(admin, desk)
    # Whoever was asked is left alone by the next one.
    second = await a_campaign(admin, audience={"customer_ids": [str(each) for each in asked]}, fatigue_days=30)
    await admin.post(f"{second}/start", expect=200)
    assert (await the_run(admin, second))["left_out"]["fatigue"] == 12


async def test_an_audience_by_tickets(callers_: Callers, desk: Desk) -> None:
    admin, vera, oleg = await callers_.admin(), await callers_.customer(email="v@x.com"), await callers_.customer()
    anna = await callers_.agent()
    await admin.patch(f"/v1/customers/{oleg.who}", {"email": "o@x.com"})
    await people(desk, 2)
    new = {"subject": "Help", "body": "Please"}
    mine = await vera.post("/v1/tickets", new)
    theirs = await oleg.post("/v1/tickets", new)
    await anna.patch(f"/v1/tickets/{mine['id']}", {"tags": ["vip", "late"], "status": "solved"})
    await anna.patch(f"/v1/tickets/{theirs['id']}", {"tags": ["vip"]})
    expected: list[tuple[dict[str, Any], set[UUID]]] = [
        ({"tags": ["vip"]}, {vera.who, oleg.who}),
        ({"tags": ["vip"], "solved": True}, {vera.who}),
        ({"tags": ["late"], "solved": False}, set()),
        ({"had_ticket_within_days": 1, "channels": [mine["channel"]], "solved": False}, {oleg.who}),
        ({"customer_ids": [str(oleg.who), str(new_id())]}, {oleg.who}),
    ]
    paths = [await a_campaign(admin, audience=audience) for audience, _ in expected]
    for path in paths:
        await admin.post(f"{path}/start", expect=200)
    for path, (audience, fit) in zip(paths, expected, strict=True):
        await the_run(admin, path)
        assert set(await invited(desk, path)) == fit, audience


async def _dies_everywhere(desk: Desk, monkeypatch: pytest.MonkeyPatch, run_id: str, rounds: int) -> int:
    """Do a run step by step; every other step dies right before its commit, as a process does. How many have died."""
    real, died = survey_campaign_running.step, 0

    async def dies(session: Any, which: UUID) -> Any:
        nonlocal died
        going = await real(session, which)
        died += 1
        if died % 2:
            raise asyncio.CancelledError
        return going

    monkeypatch.setattr(survey_campaign_running, "step", dies)
    for _ in range(rounds):
        async with desk.database.lean() as connection:
            row = await connection.fetchrow(
                "UPDATE jobs SET status = 'running', attempts = 1, lease_until = now() + interval '1 hour' FROM "
                "survey_campaign_runs r WHERE r.id = $1 AND jobs.id = r.job_id RETURNING jobs.id, jobs.kind, attempts, "
                "arguments::text, checkpoint::text",
                UUID(run_id),
            )
        assert row is not None
        try:
            await survey_campaign_running.run(jobs.Running(desk.database, row))
            break
        except asyncio.CancelledError:
            continue
    monkeypatch.setattr(survey_campaign_running, "step", real)
    return died


async def test_whoever_dies_in_the_middle_invites_nobody_twice_and_nobody_less(
    callers_: Callers, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, everybody = await callers_.admin(), await people(desk, 23)
    monkeypatch.setattr(survey_campaign_running, "INVITED_AT_ONCE", 3)
    monkeypatch.setattr(survey_campaign_running, "DRAWN_AT_ONCE", 5)
    monkeypatch.setattr("app.services.survey_campaign_audiences.AT_ONCE", 4)
    # No worker takes it: it is run here, as by processes that die.
    monkeypatch.delitem(BULK, survey_campaign_running.KIND)
    path = await a_campaign(admin, sample={"share": 0.8}, audience={"customer_ids": [str(each) for each in everybody]})
    await admin.post(f"{path}/start", expect=200)
    (run,) = (await admin.get(f"{path}/runs"))["items"]
    assert run["phase"] == "collecting"
    died = await _dies_everywhere(desk, monkeypatch, run["id"], 60)
    assert died > 15
    run = await the_run(admin, path)
    asked = await invited(desk, path)
    assert (run["invited"], run["fit"], run["left_out"]["not_drawn"]) == (18, 23, 5)
    assert (len(asked), set(asked.values())) == (18, {1})
    kept = await state_of(desk.database, "SELECT count(*) FROM survey_campaign_people WHERE outcome <> 'invited'")
    assert kept == 0


async def test_a_run_whose_job_is_lost_goes_on_and_a_pause_holds_it(
    callers_: Callers, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = await callers_.admin()
    everybody = await people(desk, 9)
    monkeypatch.setattr(survey_campaign_running, "INVITED_AT_ONCE", 2)
    path = await a_campaign(admin, audience={"customer_ids": [str(each) for each in everybody]})
    monkeypatch.delitem(BULK, survey_campaign_running.KIND)
    await admin.post(f"{path}/start", expect=200)
    (run,) = (await admin.get(f"{path}/runs"))["items"]
    steps = 0
    while (await admin.get(f"{path}/runs/{run['id']}"))["invited"] < 4:
        async with desk.database.unit_of_work() as work:
            assert await survey_campaign_running.step(work.session, UUID(run["id"])) is not None
        steps += 1
    assert (await admin.post(f"{path}/pause", expect=200))["state"] == "paused"
    async with desk.database.unit_of_work() as work:
        assert await survey_campaign_running.step(work.session, UUID(run["id"])) is None
    # Somebody who opts out meanwhile is not asked any more.
    asked = await invited(desk, path)
    late = next(each for each in everybody if each not in asked)
    await admin.put(f"/v1/customers/{late}/opt-outs", {"kinds": ["surveys"]})
    async with desk.database.lean() as connection:
        await connection.execute("DELETE FROM jobs")
    monkeypatch.undo()
    while await survey_campaign_watching.act(desk.database):
        pass
    assert len(await invited(desk, path)) == 4
    # What was invited before the pause and is not sent yet waits, too.
    again = "UPDATE survey_invitations SET sent_at = NULL, due_at = clock_timestamp() WHERE campaign_id = $1"
    async with desk.database.lean() as connection:
        await connection.execute(again, UUID(path.rpartition("/")[2]))
    assert not await survey_sending.send_next(desk.database)
    assert (await admin.get(f"{path}/runs/{run['id']}"))["sent"] == 0
    await admin.post(f"{path}/start", expect=200)
    await eventually(lambda: survey_campaign_watching.act(desk.database), lambda done: not done)
    run = await the_run(admin, path)
    assert (run["invited"], run["left_out"]["opted_out"]) == (8, 1)
    await eventually(lambda: admin.get(f"{path}/runs/{run['id']}"), lambda found: found["sent"] == 8)
    assert set((await invited(desk, path)).values()) == {1}


async def test_two_campaigns_at_once_ask_nobody_twice(
    callers_: Callers, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, everybody = await callers_.admin(), await people(desk, 12)
    monkeypatch.setattr(survey_campaign_running, "INVITED_AT_ONCE", 2)
    monkeypatch.delitem(BULK, survey_campaign_running.KIND)
    audience = {"customer_ids": [str(each) for each in everybody]}
    paths = [await a_campaign(admin, audience=audience, fatigue_days=30) for _ in range(3)]
    runs = []
    for path in paths:
        await admin.post(f"{path}/start", expect=200)
        runs.append(UUID((await admin.get(f"{path}/runs"))["items"][0]["id"]))

    async def step(run: UUID) -> bool:
        async with desk.database.unit_of_work() as work:
            return await survey_campaign_running.step(work.session, run) is not None

    # All of them have drawn everybody before the first of them invites.
    for _ in range(4):
        for each in runs:
            if (await state_of(desk.database, "SELECT phase FROM survey_campaign_runs WHERE id = $1", each)) in {
                "collecting", "drawing",
            }:  # fmt: skip
                await step(each)
    while any(await asyncio.gather(*(step(each) for each in runs))):
        pass
    asked = sum([await invited(desk, path) for path in paths], Counter[UUID]())
    assert asked == Counter(dict.fromkeys(everybody, 1))
    left = [(await admin.get(f"{path}/runs"))["items"][0]["left_out"]["fatigue"] for path in paths]
    assert sum(left) == 24


async def test_it_comes_again_when_its_time_comes_each_time_once(callers_: Callers, desk: Desk) -> None:
    admin = await callers_.admin()
    await people(desk, 3)
    period = {"every": 1, "unit": "day", "at": "03:30", "zone": "Asia/Kathmandu"}
    path = await a_campaign(admin, period=period, starts_at="2098-03-01T00:00:00Z")
    first = await admin.post(f"{path}/start", expect=200)
    assert first["next_run_at"] == "2098-03-01T21:45:00Z"
    await admin.refused("PATCH", path, 409, "campaign_started", json={"audience": {"tiers": ["gold"]}})
    # Its time has come, and the desk was down for some days: it asks once, and the days that went by are gone.
    async with desk.database.lean() as connection:
        await connection.execute(
            "UPDATE survey_campaigns SET starts_at = $1, next_run_at = $1", clock.now() - timedelta(days=5)
        )
    await asyncio.gather(*(survey_campaign_watching.act(desk.database) for _ in range(3)))
    run = await the_run(admin, path)
    now = await admin.get(path)
    assert (now["runs"], now["state"], run["number"], run["invited"]) == (1, "running", 1, 3)
    assert now["next_run_at"].endswith("T21:45:00Z")
    # While its survey is switched off nobody is asked, and its next time is kept.
    await admin.patch(f"/v1/surveys/{now['survey_id']}", {"active": False})
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE survey_campaigns SET next_run_at = $1", clock.now())
    await survey_campaign_watching.act(desk.database)
    skipped = await eventually(lambda: admin.get(path), lambda found: found["next_run_at"] == now["next_run_at"])
    assert skipped["runs"] == 1
    # Nothing is to come any more.
    over = await admin.patch(path, {"ends_at": clock.now().isoformat()})
    assert (over["next_run_at"], (await admin.get(path))["state"]) == (None, "done")
    await admin.refused("PATCH", path, 409, "campaign_over", json={"name": "Again"})


async def test_what_a_campaign_may_not_be(callers_: Callers) -> None:
    admin, anna = await callers_.admin(), await callers_.agent()
    path = await a_campaign(admin)
    draft = await admin.get(path)
    for bad, code, where in (
        ({"sample": {"size": 5, "share": 0.5}}, "invalid", "/sample"),
        ({"sample": {"share": 1.01}}, "invalid", "/sample/share"),
        ({"quotas": [{"by": "tier", "key": "gold", "at_most": 1}] * 2}, "invalid", "/quotas"),
        ({"period": {"every": 1, "unit": "day", "zone": "Mars/Base"}}, "invalid", "/period/zone"),
        ({"period": {"every": 1, "unit": "day", "zone": "UTC", "at": "24:00"}}, "invalid", "/period/at"),
        ({"minimum_group": 2}, "invalid", "/minimum_group"),
        ({"audience": {"team_ids": [str(new_id())]}}, "wrong_audience", "/audience/team_ids"),
        ({"audience": {"brands": ["nowhere"]}}, "unknown_audience", "/audience/brands/0"),
        ({"starts_at": "2030-01-02T00:00:00Z", "ends_at": "2030-01-01T00:00:00Z"}, "invalid", "/ends_at"),
    ):
        problem = await admin.refused("PATCH", path, 422, code, json=bad)
        assert problem["errors"][0]["pointer"].startswith(where), bad
    await admin.refused("POST", PATH, 422, "unknown_survey_id", json={"name": "x", "survey_id": str(new_id())})
    await admin.refused("POST", PATH, 409, "name_taken", json={"name": draft["name"], "survey_id": draft["survey_id"]})
    await admin.refused("POST", f"{path}/pause", 409, "campaign_not_running")
    await anna.refused("GET", path, 403, "forbidden")
    await admin.patch(f"/v1/surveys/{draft['survey_id']}", {"active": False})
    await admin.refused("POST", f"{path}/start", 409, "survey_not_active")
    await admin.patch(f"/v1/surveys/{draft['survey_id']}", {"active": True, "trigger": {"channels": ["chat"]}})
    await admin.refused("POST", f"{path}/start", 409, "survey_without_mail")
    await admin.refused("DELETE", path, 412, "stale", headers={"if-match": '"9"'})
    await admin("DELETE", path, expect=204)
