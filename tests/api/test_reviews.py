"""`/v1/reviews`: judged once, by somebody else, seen by whom it concerns, disputed and settled; and its figures."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from app.ids import new_id
from tests.conftest import Api, Callers
from tests.quality import REVIEWS, WELL, answers, conversation, published, scorecard

FIGURES = "/v1/review-figures"


async def told(api: Api, kind: str) -> list[dict[str, Any]]:
    """The notifications of a kind."""
    found = await api.get("/v1/notifications")
    return [each for each in found["items"] if each["kind"] == kind]


async def test_a_review_is_written_published_disputed_and_settled(callers_: Callers) -> None:
    lena, anna, boris = (
        await callers_.agent(role="lead", name="Lena"), await callers_.agent(), await callers_.agent(name="Boris"),
    )  # fmt: skip
    vera, lev = await callers_.customer(), await callers_.agent(role="lead", name="Lev")
    card = await scorecard(lena)
    ticket, message = await conversation(vera, anna)
    draft = await lena.post(
        REVIEWS,
        {
            "ticket_id": ticket,
            "scorecard_id": card,
            "answers": [{"criterion": "empathy", "value": 4, "comment": "Warm", "message_id": message}],
        },
    )
    assert (draft["state"], draft["score"], draft["missing"]) == ("draft", 75.0, ["named", "correct"])
    assert (draft["agent"]["name"], draft["reviewer"]["name"], draft["episode"]) == ("Anna", "Lena", 1)
    path = f"{REVIEWS}/{draft['id']}"
    # Nobody sees a draft but its reviewer and admins.
    for other in (anna, lev, boris):
        await other.refused("GET", path, 404, "not_found")
    assert (await lev.get(REVIEWS))["items"] == []
    problem = await lena.refused("POST", f"{path}/publish", 409, "incomplete")
    assert problem["missing"] == ["named", "correct"]
    said = [*WELL[1:], {"criterion": "empathy", "value": 4, "message_id": message}]
    changed = await lena.patch(path, {"answers": said, "comment": "Good"}, headers={"if-match": '"1"'})
    assert (changed["score"], changed["missing"], changed["version"]) == (81.3, [], 2)
    assert [each["criterion"] for each in changed["answers"]] == ["empathy", "named", "correct"]
    await lena.refused("PATCH", path, 412, "stale", json={"comment": "x"}, headers={"if-match": '"1"'})
    done = await lena.post(f"{path}/publish", expect=200)
    assert await lena.post(f"{path}/publish", expect=200) == done
    assert len(await told(anna, "review.published")) == 1
    assert (await anna.get(path))["score"] == 81.3
    assert [each["id"] for each in (await anna.get(REVIEWS))["items"]] == [draft["id"]]
    await boris.refused("GET", path, 404, "not_found")
    for method, more in (("PATCH", {"json": {"comment": "x"}}), ("DELETE", {})):
        await lena.refused(method, path, 409, "not_a_draft", **more)

    # Of two who answer it at once one is first.
    asked = [
        anna("POST", f"{path}/dispute", json={"reason": "I was warmer"}),
        anna("POST", f"{path}/acknowledge", json={}),
    ]
    both = await asyncio.gather(*asked)
    assert Counter(each.status_code for each in both) == {200: 1, 409: 1}
    if both[1].status_code == 200:
        assert (await anna.get(path))["state"] == "acknowledged"
    else:
        assert len(await told(lena, "review.disputed")) == 1
    await boris.refused("POST", f"{path}/dispute", 404, "not_found", json={"reason": "x"})
    await lev.refused("POST", f"{path}/acknowledge", 403, "not_your_work", json={})
    await anna.refused("POST", f"{path}/settle", 403, "forbidden", json={"outcome": "upheld", "said": "x"})
    bad = {"outcome": "changed", "said": "x", "answers": answers(5)[:1]}
    await lev.refused("POST", f"{path}/settle", 409, "incomplete", json=bad)
    settled = await lev.post(f"{path}/settle", {**bad, "said": "You were", "answers": answers(5)}, expect=200)
    assert (settled["state"], settled["score"]) == ("settled", 100.0)
    assert [each["what"] for each in settled["history"]][0::2] == ["published", "changed"]
    assert (settled["history"][-1]["score_before"], settled["history"][-1]["by"]["name"]) == (81.3, "Lev")
    assert len(await told(anna, "review.settled")) == 1
    await lev.refused("POST", f"{path}/settle", 409, "wrong_state", json={"outcome": "upheld", "said": "x"})


async def test_nobody_is_judged_twice_for_the_same_nor_by_themselves(callers_: Callers) -> None:
    lena, lev = await callers_.agent(role="lead", name="Lena"), await callers_.agent(role="lead", name="Lev")
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    card = await scorecard(lena)
    ticket, _ = await conversation(vera, anna)
    body: dict[str, Any] = {"ticket_id": ticket, "scorecard_id": card}
    at_once = await asyncio.gather(*(who("POST", REVIEWS, json=body) for who in (lena, lev) * 2))
    assert Counter(each.status_code for each in at_once) == {201: 1, 409: 3}
    first = next(each.json() for each in at_once if each.status_code == 201)
    problem = await ada.refused("POST", REVIEWS, 409, "already_reviewed", json=body)
    assert problem["review_id"] == first["id"]
    # Of another agent on it, or by another scorecard, it is another review.
    await lev.post(f"/v1/tickets/{ticket}/messages", {"body": "I can add to that"})
    await lena.post(REVIEWS, {**body, "agent_id": str(lev.who)})
    await lev.refused("POST", REVIEWS, 409, "own_work", json=body)
    for bad, code in (
        ({"agent_id": str(new_id())}, "unknown_agent"), ({"agent_id": str(ada.who)}, "not_involved"),
        ({"episode": 2}, "unknown_episode"), ({"ticket_id": str(new_id())}, "unknown_ticket"),
        ({"scorecard_id": str(new_id())}, "unknown_scorecard"),
    ):  # fmt: skip
        await ada.refused("POST", REVIEWS, 422, code, json={**body, **bad})
    silent = await vera.post("/v1/tickets", {"subject": "s", "body": "b"})
    await ada.refused("POST", REVIEWS, 422, "nobody_replied", json={**body, "ticket_id": silent["id"]})
    for wrong in (
        {},
        {"ticket_id": ticket},
        {**body, "assignment_id": ticket},
        {"assignment_id": ticket, "episode": 1},
    ):
        await ada.refused("POST", REVIEWS, 422, "invalid", json=wrong)
    await ada.refused("POST", REVIEWS, 422, "unknown_assignment", json={"assignment_id": ticket})
    await _answers_that_mean_nothing(lena if first["reviewer"]["name"] == "Lena" else lev, first, silent["id"])
    # What is merged or spam is no conversation of its own; what was said of it stays.
    await ada.post(f"/v1/tickets/{silent['id']}/merge", {"source_ids": [ticket]}, expect=200)
    gone = await ada.refused("POST", REVIEWS, 409, "ticket_merged", json=body)
    assert gone["merged_into"] == silent["id"]
    assert (await ada.get(f"{REVIEWS}/{first['id']}"))["ticket"]["status"] == "merged"
    # A reviewer who leaves leaves a draft that another one may take away.
    other = lev if first["reviewer"]["name"] == "Lena" else lena
    await other.refused("GET", f"{REVIEWS}/{first['id']}", 404, "not_found")
    await ada.patch(f"/v1/agents/{first['reviewer']['id']}", {"role": "agent"})
    await other.get(f"{REVIEWS}/{first['id']}")
    await ada.patch(f"/v1/agents/{first['reviewer']['id']}", {"status": "disabled"})
    await other("DELETE", f"{REVIEWS}/{first['id']}", expect=204)


async def _answers_that_mean_nothing(reviewer: Api, draft: dict[str, Any], elsewhere: str) -> None:
    path = f"{REVIEWS}/{draft['id']}"
    other = (await reviewer.get(f"/v1/tickets/{elsewhere}/messages"))["items"][0]["id"]
    for answer, code in (
        ({"criterion": "tone", "value": 1}, "unknown_criterion"),
        ({"criterion": "empathy", "value": 6}, "invalid_value"),
        ({"criterion": "empathy", "value": True}, "invalid_value"),
        ({"criterion": "named", "value": 1}, "invalid_value"),
        ({"criterion": "named", "value": "yes"}, "invalid_value"),
        ({"criterion": "correct", "not_applicable": True}, "must_apply"),
        ({"criterion": "empathy", "value": 3, "message_id": other}, "unknown_message"),
    ):
        problem = await reviewer.refused("PATCH", path, 422, "invalid_answers", json={"answers": [answer]})
        assert [each["code"] for each in problem["errors"]] == [code]
    for answers_ in ([WELL[0], WELL[0]], [{"criterion": "empathy", "value": 1, "not_applicable": True}], None):
        await reviewer.refused("PATCH", path, 422, "invalid", json={"answers": answers_})


async def test_figures_say_of_how_many_they_are(callers_: Callers) -> None:
    lena, anna, boris = (
        await callers_.agent(role="lead", name="Lena"), await callers_.agent(), await callers_.agent(name="Boris"),
    )  # fmt: skip
    vera, card = await callers_.customer(), await scorecard(lena)
    now = datetime.now(UTC)
    span = {"from": (now - timedelta(hours=1)).isoformat(), "to": (now + timedelta(hours=1)).isoformat()}

    async def rows(api: Api, **more: str) -> list[Any]:
        found: list[Any] = (await api.get(FIGURES, params={**span, **more}))["rows"]
        return found

    [nothing] = await rows(lena) or [{"n": 0}]
    assert nothing["n"] == 0
    for agent, empathy, correct in ((anna, 5, True), (anna, 3, True), (boris, 5, False), (boris, 1, True)):
        ticket, _ = await conversation(vera, agent)
        last = await published(lena, card, ticket, answers(empathy, correct=correct))
    await lena.post(f"{REVIEWS}/{last['id']}/settle", {"outcome": "withdrawn", "said": "Not theirs"}, expect=200)
    by_agent = {each["name"]: each for each in await rows(lena, group_by="agent")}
    assert (by_agent["Anna"]["n"], by_agent["Anna"]["mean"], by_agent["Anna"]["failed"]) == (2, 85.0, 0)
    assert (by_agent["Boris"]["n"], by_agent["Boris"]["mean"], by_agent["Boris"]["failed"]) == (1, 0.0, 1)
    # Of one score anything is possible, and it says so.
    assert (by_agent["Boris"]["low"], by_agent["Boris"]["high"]) == (0, 100)
    assert 0 <= by_agent["Anna"]["low"] < 85 < by_agent["Anna"]["high"] <= 100
    listed = await lena.get(by_agent["Anna"]["reviews"])
    assert {each["agent"]["name"] for each in listed["items"]} == {"Anna"}
    assert len(listed["items"]) == 2
    criteria = {each["key"]: each for each in await rows(lena, group_by="criterion")}
    assert (criteria["empathy"]["n"], criteria["correct"]["failed"], criteria["named"]["mean"]) == (3, 1, 100.0)
    for group_by in ("team", "scorecard", "week", "month", "none"):
        assert sum(each["n"] for each in await rows(lena, group_by=group_by, zone="Asia/Kathmandu")) == 3
    # An agent's figures are their own.
    assert [each["name"] for each in await rows(boris, group_by="agent")] == ["Boris"]
    await boris.refused("GET", FIGURES, 403, "not_your_figures", params={**span, "agent_id": str(anna.who)})
    for bad, code in (
        ({"to": span["from"]}, "invalid_period"), ({"from": "2020-01-01T00:00:00Z"}, "invalid_period"),
        ({"zone": "Mars/Base"}, "unknown_zone"), ({"from": "2026-02-30T00:00:00Z"}, "invalid"),
        ({"group_by": "customer"}, "invalid"),
    ):  # fmt: skip
        await lena.refused("GET", FIGURES, 422, code, params={**span, **bad})
    late = {"from": "2999-01-01T00:00:00Z", "to": "2999-02-01T00:00:00Z"}
    assert all(each["n"] == 0 and each["mean"] is None for each in (await lena.get(FIGURES, params=late))["rows"])
