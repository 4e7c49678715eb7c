"""`/v1/surveys/{id}/results`: every figure with of how many, and how sure it is; texts as pages."""

from datetime import timedelta
from typing import Any

from app import clock
from app.ids import new_id
from app.models import Feedback, SurveyInvitation
from tests.conftest import Callers, Desk
from tests.desks import state_of

NPS: dict[str, Any] = {"key": "friend", "kind": "nps", "required": True, "texts": {"en": {"title": "Tell a friend?"}}}
WHAT: dict[str, Any] = {
    "key": "what", "kind": "choices", "options": ["speed", "price"],
    "texts": {"en": {"title": "What was good?", "options": {"speed": "Speed", "price": "Price"}}},
}  # fmt: skip
WORDS: dict[str, Any] = {"key": "words", "kind": "text", "texts": {"en": {"title": "Anything else?"}}}


async def test_what_a_survey_has_brought(callers_: Callers, desk: Desk) -> None:
    admin, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    key, now = f"nps-{new_id().hex[-8:]}", clock.now()
    made = await admin.post(
        "/v1/surveys",
        {"key": key, "name": key, "metric": "nps", "trigger": {"after": None}, "questions": [NPS, WHAT, WORDS]},
    )
    version = await state_of(desk.database, "SELECT id FROM survey_versions WHERE survey_id = $1", made["id"])
    path = f"/v1/surveys/{made['id']}"
    empty = await anna.get(f"{path}/results")
    assert (empty["sent"], empty["response_rate"], empty["nps"], empty["mean"]) == (0, None, None, None)
    assert [each["count"] for each in empty["questions"][0]["distribution"]] == [0] * 11

    async def invited(*, days: int = 1, score: int | None = None, **more: Any) -> None:
        """An invitation that was sent so many days ago, and its answer, if there is one, of just now."""
        sent = now - timedelta(days=days)
        one = SurveyInvitation(
            customer_id=vera.who, metric="nps", survey_version_id=version, token_hash=str(new_id()), created_at=sent,
            sent_at=sent, expires_at=now, answered_at=None if score is None else now,
            cancelled_at=now if more.pop("cancelled", False) else None,
        )  # fmt: skip
        async with desk.database.unit_of_work() as work:
            work.session.add(one)
            await work.session.flush()
            if score is not None:
                work.session.add(
                    Feedback(
                        invitation_id=one.id,
                        customer_id=vera.who,
                        metric="nps",
                        survey_version_id=version,
                        score=score,
                        answers={"friend": score, **{name: each for name, each in more.items() if each}},
                        created_at=now - timedelta(seconds=score),
                    )
                )

    for score, what in ((10, ["speed", "price"]), (9, ["speed"]), (8, []), (3, ["price"])):
        await invited(score=score, words=f"I say {score}", what=what)
    await invited()
    await invited(cancelled=True)
    await invited(days=40, score=0)
    found = await anna.get(f"{path}/results", params={"from": (now - timedelta(days=30)).isoformat()})
    assert (found["sent"], found["answered"], found["response_rate"]["value"]) == (5, 4, 0.8)
    assert found["nps"]["value"] == 25
    assert -100 <= found["nps"]["low"] < 25 < found["nps"]["high"] <= 100
    assert (found["mean"]["value"], found["csat"]) == (7.5, None)
    friend, what, words = found["questions"]
    assert {each["value"]: each["count"] for each in friend["distribution"] if each["count"]} == {
        "3": 1, "8": 1, "9": 1, "10": 1,
    }  # fmt: skip
    assert [(each["value"], each["count"]) for each in what["distribution"]] == [("speed", 2), ("price", 2)]
    # Of the three who answered it.
    assert round(what["distribution"][0]["share"]["value"], 3) == 0.667
    assert (what["count"], words["count"], words["distribution"]) == (3, 4, [])
    # A late answer counts with its invitation.
    assert (await anna.get(f"{path}/results"))["answered"] == 5
    page = await anna.get(f"{path}/texts", params={"limit": 3})
    rest = await anna.get(f"{path}/texts", params={"limit": 3, "cursor": page["next_cursor"]})
    said = [each["text"] for each in (*page["items"], *rest["items"])]
    assert said == ["I say 3", "I say 8", "I say 9", "I say 10"]
    assert rest["next_cursor"] is None
    assert (await anna.get(f"{path}/results", params={"version": 2}))["questions"] == []
    for bad, code in (
        ({"from": "2026-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"}, "invalid_period"),
        ({"from": "2024-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"}, "period_too_long"),
        ({"from": "9999-12-31T00:00:00Z"}, "invalid_period"),
        ({"to": "0001-01-02T00:00:00Z"}, "invalid_period"),
    ):
        await anna.refused("GET", f"{path}/results", 422, code, params=bad)
    await anna.refused("GET", f"/v1/surveys/{new_id()}/results", 404, "not_found")
    await vera.refused("GET", f"{path}/results", 403, "forbidden")
