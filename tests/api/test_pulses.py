"""Pulses: agents say what they think once; who said what is kept nowhere, and figures give nobody away."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.ids import new_id
from app.models import Team, TeamMember
from app.services import survey_campaign_watching
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually

PATH = "/v1/survey-campaigns"
MOOD: dict[str, Any] = {
    "key": "mood", "kind": "scale", "min": 1, "max": 5, "required": True,
    "texts": {"en": {"title": "How are you?"}, "ru": {"title": "Как вы?"}},
}  # fmt: skip
WHY: dict[str, Any] = {"key": "why", "kind": "text", "texts": {"en": {"title": "Why?"}}}
STAY: dict[str, Any] = {"key": "stay", "kind": "yes_no", "texts": {"en": {"title": "Will you stay?"}}}


async def a_pulse(admin: Api, *teams: UUID, **more: Any) -> str:
    """The address of a pulse that was started, of these teams (none: of everybody)."""
    key = f"p-{new_id().hex[-12:]}"
    asked = {"key": key, "name": key, "metric": "pulse", "audience": "agents", "active": True}
    made = await admin.post("/v1/surveys", {**asked, "trigger": {"after": None}, "questions": [MOOD, WHY, STAY]})
    audience = {"team_ids": [str(each) for each in teams]} if teams else {}
    body = {"name": key, "survey_id": made["id"], "audience": audience, **more}
    path = f"{PATH}/{(await admin.post(PATH, body))['id']}"
    await admin.post(f"{path}/start", expect=200)
    return path


async def the_run(admin: Api, path: str) -> dict[str, Any]:
    """Its latest run."""
    return dict((await admin.get(f"{path}/runs"))["items"][0])


async def say(admin: Api, path: str, *agents: Api, mood: int = 4, **more: Any) -> None:
    """Each of these agents answers it."""
    run = await the_run(admin, path)
    for n, each in enumerate(agents):
        answers = {"mood": 1 + (mood + n) % 5, "why": f"said {n}", **more}
        await each("PUT", f"/v1/pulses/{run['id']}/answers", expect=200, json={"answers": answers})


async def closed(desk: Desk, admin: Api, path: str) -> dict[str, Any]:
    """What is shown of it once its time is over."""
    run = await the_run(admin, path)
    async with desk.database.lean() as connection:
        await connection.execute(
            "UPDATE survey_campaign_runs SET closes_at = $2 WHERE id = $1", UUID(run["id"]), clock.now()
        )
    await asyncio.gather(*(survey_campaign_watching.act(desk.database) for _ in range(2)))
    shown = f"{path}/runs/{run['id']}/results"
    found: dict[str, Any] = await eventually(lambda: admin.get(shown), lambda seen: seen["state"] == "closed")
    return found


async def crowd(callers: Callers, count: int) -> list[Api]:
    return [await callers.agent(name=f"A{n}") for n in range(count)]


async def test_agents_are_asked_and_nobody_learns_who_said_what(callers_: Callers, desk: Desk) -> None:
    admin, several = await callers_.admin(), await crowd(callers_, 12)
    one, other = await callers_.team("One", *several[:6]), await callers_.team("Other", *several[6:])
    stranger = await callers_.agent(name="Not asked")
    path = await a_pulse(admin, one, other)
    run = await the_run(admin, path)
    assert (run["phase"], run["invited"], run["answered"], run["fit"]) == ("open", 12, None, None)
    (told,) = (await several[0].get("/v1/notifications"))["items"]
    assert (told["kind"], told["data"]["pulse_id"]) == ("pulse.opened", run["id"])
    await admin.patch(f"/v1/agents/{several[0].id}", {"languages": ["ru"]})
    (mine,) = (await several[0].get("/v1/pulses"))["items"]
    # Agents are asked by the name of the survey, not how the help was.
    assert mine["title"].startswith("p-")
    assert (mine["questions"][0]["title"], mine["answered"], mine["minimum_group"]) == ("Как вы?", False, 5)
    assert (await stranger.get("/v1/pulses"))["items"] == []
    where = f"/v1/pulses/{run['id']}/answers"
    await stranger.refused("PUT", where, 404, "not_found", json={"answers": {"mood": 3}})
    problem = await several[0].refused("PUT", where, 422, "invalid", json={"answers": {"mood": 6, "x": 1}})
    assert {each["pointer"] for each in problem["errors"]} == {"/answers/mood", "/answers/x"}
    await say(admin, path, *several[:11], stay=True)
    assert await several[0].put(where, {"answers": {"mood": 1}}) == {"counted": False}
    # Two at once of one agent: one of them.
    twice = [several[11]("PUT", where, json={"answers": {"mood": 2, "stay": False}}) for _ in range(3)]
    assert Counter(each.json()["counted"] for each in await asyncio.gather(*twice)) == {True: 1, False: 2}
    assert (await several[0].get("/v1/pulses"))["items"][0]["answered"] is True
    open_one = await admin.get(f"{path}/runs/{run['id']}/results")
    assert (open_one["state"], open_one["answered"], open_one["questions"]) == ("open", None, [])
    shown = await closed(desk, admin, path)
    assert (shown["withheld"], shown["answered"], shown["invited"]) == (None, 12, 12)
    mood, why, stay = shown["questions"]
    assert (mood["count"], mood["mean"]) == (12, 3.08)
    assert all(each["count"] >= 5 for each in mood["bands"])
    assert {each["team"]["name"]: each["count"] for each in mood["teams"]} == {"One": 6, "Other": 6}
    assert sorted(why["texts"]) == sorted(f"said {n}" for n in range(11))
    # One who will not stay would be looked for.
    assert (stay["count"], stay["options"], stay["teams"]) == (12, [], [])
    # What the rows still say: who was asked; neither who answered, nor when, nor in which order.
    async with desk.database.lean() as connection:
        assert await connection.fetchval("SELECT count(*) FROM pulse_invitations WHERE answered") == 0
        answers = await connection.fetch("SELECT id, xmin::text AS made, answers ->> 'why' AS why FROM pulse_answers")
    assert len({each["made"] for each in answers}) == 1
    assert {UUID(int=each["id"].int).version for each in answers} == {4}
    assert [each["why"] for each in answers] != [f"said {n}" for n in range(11)] + [None]
    await several[0].refused("PUT", where, 409, "pulse_closed", json={"answers": {"mood": 1}})
    await several[0].refused("GET", f"{path}/runs/{run['id']}/results", 403, "forbidden")
    survey_id = (await admin.get(path))["survey_id"]
    await admin.refused("GET", f"/v1/surveys/{survey_id}/results", 409, "anonymous_survey")


async def test_a_pulse_of_four_shows_nothing_and_keeps_nothing(callers_: Callers, desk: Desk) -> None:
    admin, several = await callers_.admin(), await crowd(callers_, 6)
    team = await callers_.team("Team", *several)
    path = await a_pulse(admin, team)
    await say(admin, path, *several[:4])
    shown = await closed(desk, admin, path)
    assert (shown["withheld"], shown["answered"], shown["response_rate"]) == ("too_few_answers", None, None)
    assert shown["questions"] == []
    assert (await the_run(admin, path))["answered"] is None
    async with desk.database.lean() as connection:
        assert await connection.fetchval("SELECT count(*) FROM pulse_answers") == 0
    # Four are not even asked.
    few = await callers_.team("Few", *several[:4])
    key = await admin.get(path)
    body = {"name": "few", "survey_id": key["survey_id"], "audience": {"team_ids": [str(few)]}}
    draft = await admin.post(PATH, body)
    problem = await admin.refused("POST", f"{PATH}/{draft['id']}/start", 409, "too_few_to_ask")
    assert problem["agents"] == 4
    await admin.refused("POST", f"{PATH}/{draft['id']}/preview", 409, "pulse_has_no_preview")
    await admin.refused("PATCH", f"{PATH}/{draft['id']}", 422, "wrong_audience", json={"sample": {"size": 3}})


async def test_two_pulses_cannot_be_subtracted_to_find_one(callers_: Callers, desk: Desk) -> None:
    admin, several = await callers_.admin(), await crowd(callers_, 12)
    team = await callers_.team("Team", *several[:6])
    without = await callers_.team("Without", *several[1:6])
    everybody = await callers_.team("Everybody", *several)
    whole = await a_pulse(admin, team)
    await say(admin, whole, *several[:6])
    assert (await closed(desk, admin, whole))["withheld"] is None
    # The same but for one, by another campaign of another survey: the difference would be what that one said.
    less = await a_pulse(admin, without)
    await say(admin, less, *several[1:6])
    assert (await closed(desk, admin, less))["withheld"] == "too_like_another"
    # The same people again, and a larger group of which six others are left: nobody stands alone.
    again = await a_pulse(admin, team)
    await say(admin, again, *several[:6])
    assert (await closed(desk, admin, again))["withheld"] is None
    larger = await a_pulse(admin, everybody)
    await say(admin, larger, *several)
    assert (await closed(desk, admin, larger))["withheld"] is None
    # A month later people think otherwise, and who has left the team says nothing of what they said.
    async with desk.database.lean() as connection:
        await connection.execute(
            "UPDATE survey_campaign_runs SET closes_at = closes_at - $1::interval", timedelta(days=29)
        )
    later = await a_pulse(admin, without)
    await say(admin, later, *several[1:6])
    assert (await closed(desk, admin, later))["withheld"] is None


async def test_a_team_is_not_shown_where_what_is_left_would_be_few(callers_: Callers, desk: Desk) -> None:
    admin, several = await callers_.admin(), await crowd(callers_, 9)
    big = await callers_.team("Big", *several[:6])
    now = clock.now()
    async with desk.database.unit_of_work() as work:
        small = Team(name="Small", created_at=now, updated_at=now)
        work.session.add(small)
        await work.session.flush()
        work.session.add_all(TeamMember(team_id=small.id, agent_id=each.who) for each in several[6:])
    path = await a_pulse(admin, big, small.id)
    await say(admin, path, *several)
    mood = (await closed(desk, admin, path))["questions"][0]
    assert (mood["count"], mood["teams"]) == (9, [])
