"""`/v1/topic-models`: learnt from what people have said, measured, used, retired; what is refused, and what fails."""

import asyncio
import sys
from datetime import timedelta
from typing import Any

import pytest

from app import clock, doctor_topics
from app.learning import children
from app.models import Job, TopicModel
from app.services import topic_retraining
from tests import topics
from tests.api.test_topics import topic
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually, state_of

PATH = "/v1/topic-models"
FEW = {"minimum_examples": 10, "minimum_per_topic": 3}


async def over(ada: Api, made: Any) -> Any:
    """The model when its job has ended."""
    return await eventually(
        lambda: ada.get(f"{PATH}/{made['id']}"), lambda found: found["state"] != "training", seconds=100
    )


async def written(customer: Api, agent: Api, count: int, *names: str) -> list[str]:
    """Tickets of these topics, which an agent has said; their ids."""
    ids = []
    for text, name in topics.examples()[:: len(topics.examples()) // count]:
        if name in names:
            made = await customer.post("/v1/tickets", {"subject": "Question", "body": text})
            await agent.patch(f"/v1/tickets/{made['id']}", {"topic": name})
            ids.append(made["id"])
    return ids


# On a busy machine a process of its own starts in its own time.
@pytest.mark.timeout(120)
async def test_a_model_is_learnt_and_what_people_say_to_it_is_counted(
    callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "NICE", 0)
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    tree = [await topic(ada, name) for name in (*topics.SENTENCES, "seldom", "old")]
    await ada.put("/v1/topic-settings/one", FEW)
    ids = await written(vera, anna, 32, *topics.SENTENCES)
    for name in ("seldom", "old"):
        one = await vera.post("/v1/tickets", {"subject": "x", "body": "Something else"})
        await anna.patch(f"/v1/tickets/{one['id']}", {"topic": name})
    await ada.patch(f"/v1/topics/{tree[-1]['id']}", {"archived": True})
    asked = await ada.post(PATH, {"activate": True}, expect=202)
    assert asked["state"] == "training"
    await ada.refused("POST", PATH, 409, "already_training", json={})
    await ada.refused("POST", f"{PATH}/{asked['id']}/activate", 409, "topic_model_not_ready")
    found = await over(ada, asked)
    assert (found["state"], found["examples"], found["topics"]) == ("active", len(ids), 3), found
    assert found["held_out"] == len(ids)
    assert 0.5 < found["accuracy"] <= found["top3"] == 1
    assert found["baseline"] < 0.5
    assert {each["topic"]: each["reason"] for each in found["left_out"]} == {"seldom": "too_few", "old": "archived"}
    assert sorted(each["topic"] for each in found["per_topic"]) == sorted(topics.SENTENCES)
    job = await ada.get(f"/v1/jobs/{asked['job_id']}")
    assert (job["status"], job["result"]["state"]) == ("done", "active")

    # A topic goes elsewhere, and what is suggested goes with it.
    moved = await ada.patch(f"/v1/topics/{tree[0]['id']}", {"key": "post"})
    new = await vera.post("/v1/tickets", {"subject": "Hello", "body": "The courier with my parcel has not arrived"})
    path = f"/v1/tickets/{new['id']}/topic-suggestion"
    said = await eventually(lambda: anna("GET", path), lambda answer: answer.status_code == 200)
    suggestion = said.json()
    assert (suggestion["state"], suggestion["topic"]) == ("suggested", moved["path"])
    assert "parcel" in suggestion["why"][0]["words"]
    assert {each["topic"] for each in suggestion["others"]} == {"refund", "login"}
    assert (await anna.get(f"/v1/tickets/{new['id']}"))["topic"] is None, "nothing acts by itself"
    both = await asyncio.gather(anna("POST", f"{path}/accept"), ada("POST", f"{path}/reject"))
    assert sorted(each.status_code for each in both) == [200, 409]
    await vera.refused("GET", path, 403, "forbidden")
    live = (await ada.get(f"{PATH}/{found['id']}"))["live"]
    assert live["suggested"] == live["suggested_accepted"] + live["suggested_rejected"] == 1
    assert live["accepted_share"] + live["rejected_share"] == 1


@pytest.mark.parametrize(
    ("count", "names", "reason"), [(9, ("refund",), "one_topic"), (6, ("refund", "login"), "too_few_examples")]
)
async def test_too_little_makes_no_model(
    callers_: Callers, desk: Desk, count: int, names: tuple[str, ...], reason: str
) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    before = await topics.a_model(desk.database)
    await ada.put("/v1/topic-settings/one", {**FEW, "minimum_per_topic": 2})
    await written(vera, anna, count, *names)
    asked = await ada.post(PATH, {"activate": True}, expect=202)
    found = await over(ada, asked)
    assert (found["state"], found["reason"], found["accuracy"]) == ("failed", reason, None)
    job = await ada.get(f"/v1/jobs/{asked['job_id']}")
    assert (job["status"], job["error"]) == ("failed", found["detail"])
    assert (await ada.get(f"{PATH}/{before}"))["state"] == "active"
    assert [each["state"] for each in (await ada.get(f"{PATH}?state=failed"))["items"]] == ["failed"]


async def test_a_job_that_is_stopped_leaves_no_model_behind(callers_: Callers, desk: Desk) -> None:
    ada = await callers_.admin()
    now = clock.now()
    async with desk.database.unit_of_work() as work:
        # Rows of a process that has died.
        job = Job(kind="nobody.does.this", created_at=now)
        work.session.add(job)
        await work.session.flush()
        work.session.add(TopicModel(job_id=job.id, created_at=now, updated_at=now))
    await ada.refused("POST", PATH, 409, "already_training", json={})
    await ada.post(f"/v1/jobs/{job.id}/cancel", expect=200)
    again = await ada.post(PATH, {}, expect=202)
    states = [(each["state"], each["reason"]) for each in (await ada.get(PATH))["items"]]
    assert states[-1] == ("failed", "stopped")
    await over(ada, again)


async def test_models_change_places(callers_: Callers, desk: Desk) -> None:
    ada, lead = await callers_.admin(), await callers_.agent(role="lead")
    first = await topics.a_model(desk.database)
    second, third = [await topics.a_model(desk.database, state="ready") for _ in range(2)]
    both = await asyncio.gather(*(ada("POST", f"{PATH}/{each}/activate") for each in (second, third)))
    assert [each.status_code for each in both] == [200, 200]
    states = {each["id"]: each["state"] for each in (await lead.get(PATH))["items"]}
    assert sorted(states.values()) == ["active", "retired", "retired"]
    assert states[str(first)] == "retired"
    assert (await ada.post(f"{PATH}/{first}/activate", expect=200))["state"] == "active", "and back"
    assert (await ada.post(f"{PATH}/{first}/retire", expect=200))["state"] == "retired"
    assert (await ada.post(f"{PATH}/{first}/retire", expect=200))["state"] == "retired"
    await lead.refused("POST", f"{PATH}/{first}/activate", 403, "forbidden")
    bad = {
        "corrupted": await topics.a_model(desk.database, state="ready", data=topics.learnt().data[:-9]),
        "from_the_future": await topics.a_model(desk.database, state="ready", version=99),
        "gone": second,
    }
    async with desk.database.lean() as connection:
        await connection.execute("DELETE FROM topic_model_data WHERE model_id = $1", second)
    for reason, model in bad.items():
        problem = await ada.refused("POST", f"{PATH}/{model}/activate", 409, "topic_model_unreadable")
        assert problem["reason"] == reason


async def test_without_the_extra_the_desk_says_so(
    callers_: Callers, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, vera = await callers_.admin(), await callers_.customer()
    model = await topics.a_model(desk.database)
    ticket = await vera.post("/v1/tickets", {"subject": "Parcel", "body": "Where is my parcel"})
    # As Python has it where it is not installed.
    monkeypatch.setitem(sys.modules, "sklearn", None)
    for path in (PATH, f"{PATH}/{model}/activate", f"/v1/tickets/{ticket['id']}/topic-suggestion"):
        answer = await ada("POST", path, json={} if path == PATH else None)
        said = (answer.status_code, answer.json().get("code"))
        assert said == ((409, "learning_not_installed") if not path.endswith("activate") else (200, None))
    assert len((await ada.get(PATH))["items"]) == 1, "what is there can be read"
    async with desk.database.lean() as connection:
        found = await doctor_topics.examine(connection)
        monkeypatch.undo()
        assert (found.ok, (await doctor_topics.examine(connection)).ok) == (False, True)


async def test_models_are_made_anew_by_time(callers_: Callers, desk: Desk) -> None:
    ada = await callers_.admin()
    await ada.post("/v1/brands", {"key": "shop", "name": "Shop"})
    await ada.put("/v1/topic-settings/one", {"retrain_days": 7})
    await ada.put("/v1/topic-settings/one?brand=shop", {"retrain_days": 30})
    model = await topics.a_model(desk.database)

    async def begun() -> int:
        async with desk.database.unit_of_work() as work:
            return await topic_retraining.begin_due(work.session)

    assert await begun() == 1, "of the brand, which has none; the desk's is new"
    assert await begun() == 0
    made = await eventually(
        lambda: ada.get(f"{PATH}?brand=shop"), lambda found: found["items"][0]["state"] != "training"
    )
    assert made["items"][0]["reason"] == "too_few_examples"
    old = clock.now() - timedelta(days=8)
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE topic_models SET created_at = $2 WHERE id = $1", model, old)
    assert await begun() == 1
    await eventually(
        lambda: state_of(desk.database, "SELECT count(*) FROM topic_models WHERE state = 'training'"),
        lambda left: left == 0,
    )
    assert (await ada.get(f"{PATH}/{model}"))["state"] == "active", "what was made of too little takes nobody's place"
