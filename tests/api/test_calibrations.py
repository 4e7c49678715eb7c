"""`/v1/calibrations`: blind until it is closed, then compared. `/v1/coaching-notes`: private to both."""

import asyncio
from collections import Counter
from typing import Any

from app.ids import new_id
from tests.conftest import Callers
from tests.quality import REVIEWS, answers, conversation, published, scorecard

PATH, NOTES = "/v1/calibrations", "/v1/coaching-notes"


async def test_views_are_blind_until_they_are_compared(callers_: Callers) -> None:
    lena, lev, lana = [await callers_.agent(role="lead", name=name) for name in ("Lena", "Lev", "Lana")]
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    card = await scorecard(lena)
    ticket, _ = await conversation(vera, anna)
    people = [str(each.who) for each in (lena, lev, lana)]
    body: dict[str, Any] = {"name": "Refund", "ticket_id": ticket, "scorecard_id": card, "reviewer_ids": people}
    for bad, code in (
        ({"reviewer_ids": people[:1] * 2}, "invalid"),
        ({"reviewer_ids": [people[0], str(anna.who)]}, "unknown_reviewer"),
        ({"ticket_id": str(new_id())}, "unknown_ticket"), ({"scorecard_id": str(new_id())}, "unknown_scorecard"),
    ):  # fmt: skip
        await lena.refused("POST", PATH, 422, code, json={**body, **bad})
    made = await lena.post(PATH, body)
    path = f"{PATH}/{made['id']}"
    assert (made["total"], made["criteria"], made["closed_at"]) == (None, None, None)
    await ada.refused("POST", REVIEWS, 403, "not_asked", json={"calibration_id": made["id"]})
    await lena.refused("POST", REVIEWS, 422, "unknown_calibration", json={"calibration_id": str(new_id())})
    views = {}
    for who, empathy in ((lena, 5), (lev, 3)):
        view = await who.post(REVIEWS, {"calibration_id": made["id"], "answers": answers(empathy)})
        await who.refused("POST", REVIEWS, 409, "already_reviewed", json={"calibration_id": made["id"]})
        await lena.refused("POST", f"{path}/close", 409, "too_few_views")
        views[who] = await who.post(f"{REVIEWS}/{view['id']}/publish", expect=200)
    draft = await lana.post(REVIEWS, {"calibration_id": made["id"], "answers": answers(1)})
    # Nobody sees another's view, admins neither; the agent hears nothing, and it counts nowhere.
    for other in (ada, lev, lana, anna):
        await other.refused("GET", f"{REVIEWS}/{views[lena]['id']}", 404, "not_found")
    assert (await ada.get(REVIEWS))["items"] == []
    asked = {each["name"]: each["handed_in"] for each in (await ada.get(path))["reviewers"]}
    assert asked == {"Lena": True, "Lev": True, "Lana": False}
    assert (await anna.get("/v1/notifications"))["items"] == []
    await lev.refused("POST", f"{path}/close", 403, "not_your_calibration")
    # One closes while another hands in: it is in, or it is refused.
    late, closed = await asyncio.gather(lana("POST", f"{REVIEWS}/{draft['id']}/publish"), lena("POST", f"{path}/close"))
    assert (late.status_code, closed.status_code) in {(200, 200), (409, 200)}
    done = closed.json()
    counted = 3 if late.status_code == 200 else 2
    first = done["criteria"][0]
    assert (first["criterion"], first["units"], first["ratings"], first["alpha"]) == ("empathy", 1, counted, None)
    assert first["exact"] == 0
    assert first["difference"] == (100 + 50 + 50) / 3 if counted == 3 else 50
    assert done["criteria"][1]["exact"] == 1
    assert await lena.post(f"{path}/close", expect=200) == done
    assert {each["id"] for each in (await ada.get(REVIEWS))["items"]} >= {views[lena]["id"], views[lev]["id"]}
    await anna.refused("GET", f"{REVIEWS}/{views[lena]['id']}", 404, "not_found")
    await lena.refused("POST", REVIEWS, 409, "calibration_closed", json={"calibration_id": made["id"]})

    agreement = await ada.get(f"{PATH}/agreement", params={"scorecard_id": card})
    assert (agreement["calibrations"], agreement["total"]["units"], agreement["complete"]) == (1, 1, True)
    none = await ada.get(f"{PATH}/agreement", params={"scorecard_id": card, "closed_to": "2020-02-29T00:00:00Z"})
    assert (none["calibrations"], none["total"]["exact"], none["total"]["alpha"]) == (0, None, None)
    await ada.refused("GET", f"{PATH}/agreement", 404, "not_found", params={"scorecard_id": str(new_id())})
    assert len((await lev.get(PATH))["items"]) == 1
    await lev.refused("DELETE", path, 403, "not_your_calibration")
    await ada("DELETE", path, expect=204)
    await lena.refused("GET", f"{REVIEWS}/{views[lena]['id']}", 404, "not_found")


async def test_a_coaching_note_is_between_two_and_admins(callers_: Callers) -> None:
    lena, lev = await callers_.agent(role="lead", name="Lena"), await callers_.agent(role="lead", name="Lev")
    ada, anna, boris = await callers_.admin(), await callers_.agent(), await callers_.agent(name="Boris")
    vera = await callers_.customer()
    card = await scorecard(lena)
    ticket, _ = await conversation(vera, anna)
    review = await published(lena, card, ticket)
    body: dict[str, Any] = {"agent_id": str(anna.who), "body": "Say what is next", "review_id": review["id"]}
    note = await lena.post(NOTES, {**body, "look_again_on": "2028-02-29"})
    assert (note["author"]["name"], note["agent"]["name"], note["look_again_on"]) == ("Lena", "Anna", "2028-02-29")
    path = f"{NOTES}/{note['id']}"
    for other in (lev, boris):
        await other.refused("GET", path, 404, "not_found")
        assert (await other.get(NOTES))["items"] == []
    for one in (ada, anna, lena):
        assert [each["id"] for each in (await one.get(NOTES))["items"]] == [note["id"]]
    told = [each for each in (await anna.get("/v1/notifications"))["items"] if each["kind"] == "coaching.note"]
    assert "Say" not in str(told)
    for bad, code in (
        ({"agent_id": str(new_id())}, "unknown_agent"), ({"review_id": str(new_id())}, "unknown_review"),
        ({"agent_id": str(boris.who)}, "unknown_review"), ({"look_again_on": "2027-02-29"}, "invalid"),
        ({"look_again_on": 1}, "invalid"), ({"body": ""}, "invalid"), ({"body": "x" * 16_385}, "invalid"),
    ):  # fmt: skip
        await lena.refused("POST", NOTES, 422, code, json={**body, **bad})
    await lena.refused("POST", NOTES, 409, "own_work", json={"agent_id": str(lena.who), "body": "x"})
    await anna.refused("POST", NOTES, 403, "forbidden", json=body)
    await ada.refused("PATCH", path, 403, "not_your_note", json={"body": "x"})
    changed = await lena.patch(path, {"body": "Say what is next, and when"}, headers={"if-match": '"1"'})
    assert changed["version"] == 2
    await lena.refused("POST", f"{path}/acknowledge", 403, "not_your_note", json={})
    replies = await asyncio.gather(*(anna("POST", f"{path}/acknowledge", json={"reply": r}) for r in ("Yes", "No")))
    assert Counter(each.status_code for each in replies) == {200: 2}
    assert replies[0].json()["reply"] == replies[1].json()["reply"]
    await lena.refused("PATCH", path, 409, "acknowledged", json={"body": "x"})
    await anna.refused("DELETE", path, 403, "forbidden")
    await ada("DELETE", path, expect=204)
    await anna.refused("GET", path, 404, "not_found")
