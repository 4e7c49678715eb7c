"""Draws: so many of each agent, by chance that can be done again, spread evenly, once whatever crashes."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app.db import Database
from app.ids import new_id
from app.loops import Loop
from app.services import notifications, review_watching
from tests.conftest import Api, Callers, Desk
from tests.quality import REVIEWS, answers, conversation, scorecard

PATH, ASSIGNMENTS = "/v1/review-rules", "/v1/review-assignments"


def span() -> dict[str, str]:
    """The days around now."""
    now = datetime.now(UTC)
    return {"drawn_from": (now - timedelta(days=1)).isoformat(), "drawn_to": (now + timedelta(days=1)).isoformat()}


async def assigned(lead: Api, **more: Any) -> list[Any]:
    """What is to be reviewed, as this reviewer sees it."""
    found: list[Any] = (await lead.get(ASSIGNMENTS, params=more))["items"]
    return found


async def test_so_many_of_each_are_drawn_once_and_given_evenly(callers_: Callers) -> None:
    lena, lev = await callers_.agent(role="lead", name="Lena"), await callers_.agent(role="lead", name="Lev")
    anna, boris, vera = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.customer()
    card = await scorecard(lena)
    tickets = [(await conversation(vera, anna, solved=True))[0] for _ in range(4)]
    own, _ = await conversation(vera, lena, solved=True)
    await conversation(vera, boris)
    low, _ = await conversation(vera, anna, solved=True)
    await anna.patch(f"/v1/tickets/{low}", {"priority": "low"})
    await vera.post("/v1/feedback", {"ticket_id": tickets[2], "score": 1})
    body = {
        "name": "Two a week", "scorecard_id": card, "per_agent": 2, "first": ["bad_score"], "seed": "s",
        "conditions": {"all": [{"field": "priority", "operator": "is_not", "value": "low"}]},
    }  # fmt: skip
    rule = await lena.post(PATH, body)
    drawing = span()
    # Two at once draw what one does.
    drawn = await asyncio.gather(*(lena.post(f"{PATH}/{rule['id']}/draw", drawing, expect=200) for _ in range(2)))
    assert sorted(each["assigned"] for each in drawn) == [0, 3]
    assert drawn[0]["agents"] == 4
    everything = {each["ticket_id"]: each for each in [*await assigned(lena), *await assigned(lev)]}
    assert len(everything) == 3
    assert everything[tickets[2]]["why"] == ["bad_score"]
    assert low not in everything
    # Lena's is Lev's to review, and nothing that she sees.
    assert everything[own]["reviewer"]["name"] == "Lev"
    assert own not in {each["ticket_id"] for each in await assigned(lena)}
    assert Counter(each["reviewer"]["name"] for each in everything.values())["Lena"] in {1, 2}
    assert await assigned(lena, mine=True, state="open") == [
        each for each in await assigned(lena) if each["reviewer"]["name"] == "Lena"
    ]
    await anna.refused("GET", ASSIGNMENTS, 403, "forbidden")
    # Drawn anew from nothing, by the same seed, it is the same.
    again = await lena.post(PATH, {**body, "name": "Again", "scorecard_id": await scorecard(lena, "other")})
    await lena.post(f"{PATH}/{again['id']}/draw", drawing, expect=200)
    other = [each for each in await assigned(lev) if each["rule_id"] == again["id"]]
    assert {each["ticket_id"] for each in other} == set(everything)

    mine = next(each for each in everything.values() if each["agent"]["name"] == "Anna")
    reviewer = lena if mine["reviewer"]["name"] == "Lena" else lev
    review = await reviewer.post(REVIEWS, {"assignment_id": mine["id"], "answers": answers(4)})
    await reviewer.post(f"{REVIEWS}/{review['id']}/publish", expect=200)
    done = await reviewer.get(f"{ASSIGNMENTS}/{mine['id']}")
    assert (done["state"], done["review_id"]) == ("done", review["id"])
    await reviewer.refused("POST", f"{ASSIGNMENTS}/{mine['id']}/dismiss", 409, "wrong_state", json={"reason": "x"})
    await _given_and_dismissed(lena, lev, anna, everything[own])


async def _given_and_dismissed(lena: Api, lev: Api, anna: Api, found: dict[str, Any]) -> None:
    path = f"{ASSIGNMENTS}/{found['id']}"
    await lena.refused("PATCH", path, 404, "not_found", json={"reviewer_id": str(lena.who)})
    await lev.refused("PATCH", path, 409, "own_work", json={"reviewer_id": str(lena.who)})
    for nobody in (anna.who, new_id()):
        await lev.refused("PATCH", path, 422, "unknown_reviewer", json={"reviewer_id": str(nobody)})
    gone = await lev.post(f"{path}/dismiss", {"reason": "Nothing in it"}, expect=200)
    assert (gone["state"], gone["reason"]) == ("dismissed", "Nothing in it")


@pytest.fixture
async def alone(desk: Desk) -> AsyncIterator[None]:
    """The desk's own watcher looks at nothing: what the test does to the clock would be done to it, too."""
    reviews: Loop = desk.app.state.worker._beside._reviews
    await reviews.stop(patience=30)
    yield
    reviews.start()


@pytest.mark.usefixtures("alone")
async def test_a_week_is_drawn_when_it_is_over_and_stays_with_who_can(
    desk: Desk, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, lena = await callers_.admin(), await callers_.agent(role="lead", name="Lena")
    lev = await callers_.agent(role="lead", name="Lev")
    anna, vera = await callers_.agent(), await callers_.customer()
    card = await scorecard(lena)
    ticket, _ = await conversation(vera, anna, solved=True)
    people = [str(lena.who)]
    rule = await lena.post(PATH, {"name": "Weekly", "scorecard_id": card, "reviewer_ids": people, "per_agent": 3})
    due = datetime.fromisoformat(rule["due_at"])
    await review_watching.Watcher(desk.database).turn()
    assert await assigned(lena) == []
    later = SimpleNamespace(now=lambda: due + timedelta(minutes=1), monotonic=lambda: 1e9)
    monkeypatch.setattr(review_watching, "clock", later)

    # Whoever dies in the middle has drawn nothing and told nobody.
    async def dies(*_: Any, **__: Any) -> None:
        msg = "killed"
        raise RuntimeError(msg)

    with monkeypatch.context() as broken:
        broken.setattr(notifications, "tell_many", dies)
        with pytest.raises(RuntimeError):
            await review_watching.Watcher(desk.database).turn()
    assert await assigned(lena) == []
    await asyncio.gather(*(turned(desk.database) for _ in range(3)))
    [found] = await assigned(lena)
    assert (found["ticket_id"], found["reviewer"]["name"]) == (ticket, "Lena")
    assert datetime.fromisoformat(found["drawn_to"]) == due
    told = [each for each in (await lena.get("/v1/notifications"))["items"] if each["kind"] == "review.assigned"]
    assert len(told) == 1
    assert datetime.fromisoformat((await lena.get(f"{PATH}/{rule['id']}"))["due_at"]) == due + timedelta(days=7)

    # She leaves: it is somebody else's. The ticket turns out to be spam: nobody's.
    await ada.patch(f"/v1/agents/{lena.who}", {"role": "agent"})
    await turned(desk.database)
    [found] = await assigned(lev)
    assert (found["reviewer"]["name"], found["state"]) == ("Lev", "open")
    await anna.put(f"/v1/tickets/{ticket}/spam", {"spam": True})
    await turned(desk.database)
    assert [each["state"] for each in await assigned(lev)] == ["dismissed"]


async def turned(database: Database) -> None:
    """Looks of one process until there is nothing left to do."""
    watcher = review_watching.Watcher(database)
    while await watcher.turn():
        pass


async def test_rules_are_held_against_what_there_is(callers_: Callers) -> None:
    lena, anna = await callers_.agent(role="lead", name="Lena"), await callers_.agent()
    card = await scorecard(lena)
    body: dict[str, Any] = {"name": "Rule", "scorecard_id": card}
    for bad, code in (
        ({"scorecard_id": str(new_id())}, "unknown_scorecard"), ({"team_id": str(new_id())}, "unknown_team"),
        ({"reviewer_ids": [str(anna.who)]}, "unknown_reviewer"), ({"zone": "Mars/Base"}, "invalid"),
        ({"per_agent": 51}, "invalid"), ({"first": ["luck"]}, "invalid"),
        ({"conditions": {"all": [{"field": "message", "operator": "contains", "value": "x"}]}}, "invalid"),
        ({"conditions": {"all": [{"field": "team_id", "operator": "is", "value": str(new_id())}]}}, "unknown_team"),
    ):  # fmt: skip
        await lena.refused("POST", PATH, 422, code, json={**body, **bad})
    rule = await lena.post(PATH, body)
    await lena.refused("POST", PATH, 409, "name_taken", json={**body, "name": "RULE"})
    path = f"{PATH}/{rule['id']}"
    moved = await lena.patch(path, {"zone": "Asia/Kathmandu", "conditions": {"any": []}}, headers={"if-match": '"1"'})
    assert (moved["version"], moved["due_at"][11:16]) == (2, "18:15")
    assert [each["id"] for each in (await lena.get(PATH))["items"]] == [rule["id"]]
    long = span() | {"drawn_to": (datetime.now(UTC) + timedelta(days=40)).isoformat()}
    backwards = {"drawn_from": span()["drawn_to"], "drawn_to": span()["drawn_from"]}
    for wrong in (long, backwards):
        await lena.refused("POST", f"{path}/draw", 422, "invalid", json=wrong)
    await lena("DELETE", path, expect=204)
    await lena.refused("GET", path, 404, "not_found")
