"""`/v1/surveys`: what is asked when a ticket is solved, when, of whom, once, and how it reaches them."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.services import survey_sending
from tests.api.test_feedback import events, solved, token_of
from tests.conftest import Api, Callers
from tests.desks import eventually

PATH = "/v1/surveys"
SCORE: dict[str, Any] = {
    "key": "score", "kind": "csat", "required": True,
    "texts": {"en": {"title": "How was it?", "low": "Bad", "high": "Good"}, "ru": {"title": "Как вам?"}},
}  # fmt: skip
WHY: dict[str, Any] = {
    "key": "why", "kind": "choice", "options": ["slow", "rude"], "required": True,
    "when": {"question": "score", "below": 3},
    "texts": {
        "en": {"title": "Why?", "options": {"slow": "It was slow", "rude": "It was rude"}},
        "ru": {"title": "Почему?", "options": {"slow": "Долго", "rude": "Грубо"}},
    },
}  # fmt: skip


def survey(key: str, **more: Any) -> dict[str, Any]:
    """A CSAT survey that is asked at once when a ticket is solved, and of which nobody tires."""
    trigger = {"after": "solved", **more.pop("trigger", {})}
    return {
        "key": key, "name": key, "metric": "csat", "active": True, "fatigue_days": 0, "trigger": trigger,
        "questions": [SCORE, WHY], **more,
    }  # fmt: skip


async def asked(customer: Api, ticket: dict[str, Any], count: int = 1) -> dict[str, Any]:
    """The latest invitation of a ticket, once there are so many."""
    found = await eventually(lambda: events(customer, ticket, "survey.invited"), lambda several: len(several) >= count)
    return dict(found[-1]["data"])


async def outcome(callers: Callers, ticket: dict[str, Any]) -> dict[str, Any]:
    """What became of the latest invitation of a ticket that was decided about."""

    async def row() -> Any:
        async with callers.desk.database.lean() as connection:
            return await connection.fetchrow(
                "SELECT due_at, sent_at, channel, cancelled_because FROM survey_invitations WHERE ticket_id = $1 "
                "ORDER BY episode DESC",
                ticket["id"],
            )

    return dict(await eventually(row, lambda found: found["due_at"] is None))


async def test_a_survey_of_the_desk_is_asked_in_place_of_the_built_in_question(callers_: Callers) -> None:
    admin, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    await (await callers_.agent()).refused("POST", PATH, 403, "forbidden", json=survey("mine"))
    made = await admin.post(PATH, survey("after"))
    await admin.refused("POST", PATH, 409, "key_taken", json=survey("after"))
    ticket = await solved(anna, vera, anna)
    data = await asked(vera, ticket)
    assert (data["survey"], data["metric"], data["agent"]["id"]) == ("after", "csat", str(anna.id))
    assert len(await events(vera, ticket, "survey.invited")) == 1
    page = await callers_.nobody().get(f"/v1/survey-pages/{data['survey_token']}")
    assert [each["title"] for each in page["questions"]] == ["How was it?", "Why?"]
    # Who was asked before answers what they were asked.
    changed = await admin.patch(f"{PATH}/{made['id']}", {"questions": [SCORE]}, headers={"if-match": '"1"'})
    assert (changed["number"], len(changed["questions"])) == (2, 1)
    await admin.refused("PATCH", f"{PATH}/{made['id']}", 412, "stale", json={"name": "x"}, headers={"if-match": '"1"'})
    versions = await admin.get(f"{PATH}/{made['id']}/versions")
    assert [(each["number"], len(each["questions"])) for each in versions["items"]] == [(2, 1), (1, 2)]
    assert len((await callers_.nobody().get(f"/v1/survey-pages/{data['survey_token']}"))["questions"]) == 2
    # A rating at once still works, and so does the page after it.
    given = await vera.post("/v1/feedback", {"ticket_id": ticket["id"], "score": 2, "comment": "Hm"})
    assert (given["score"], given["answers"]) == (2, {"score": 2})
    (read,) = (await anna.get("/v1/feedback"))["items"]
    assert read["survey"] == {"id": made["id"], "key": "after", "number": 1}
    summary = await anna.get("/v1/feedback/summary")
    assert (summary["invited"], summary["count"], summary["average"]) == (1, 1, 2.0)
    # Archived, the desk asks as it did before.
    await admin("DELETE", f"{PATH}/{made['id']}", expect=204)
    await admin.refused("PATCH", f"{PATH}/{made['id']}", 409, "survey_archived", json={"name": "x"})
    later = await solved(anna, vera, anna)
    assert "survey" not in (await events(vera, later, "survey.invited"))[0]["data"]


async def test_which_survey_is_asked_is_by_brand_conditions_and_place(callers_: Callers) -> None:
    admin, anna = await callers_.admin(), await callers_.agent()
    for key in ("south", "north"):
        await admin.post("/v1/brands", {"key": key, "name": key})
    urgent = {"conditions": {"all": [{"field": "priority", "operator": "is", "value": "urgent"}]}}
    await admin.post(PATH, survey("urgent", position=1, trigger=urgent))
    await admin.post(PATH, survey("rest", position=2))
    await admin.post(PATH, survey("north", position=3, brand="north"))
    await admin.post(PATH, survey("idle", position=0, active=False))
    south, urgent_one = {"brand": "south"}, {"priority": "urgent"}
    wanted = {"urgent": {**south, **urgent_one}, "rest": south, "north": {"brand": "north", **urgent_one}}
    for key, fields in wanted.items():
        vera = await callers_.customer(external_id=key, name=key)
        ticket = await admin.post(
            "/v1/tickets", {"subject": "s", "body": "b", "requester": {"external_id": vera.name}, **fields}
        )
        await anna.patch(f"/v1/tickets/{ticket['id']}", {"status": "solved"})
        # What changes afterwards does not count.
        assert (await asked(vera, ticket))["survey"] == key


async def test_it_is_asked_after_its_delay_and_not_once_there_is_nothing_to_ask(callers_: Callers) -> None:
    admin, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    await admin.post(PATH, survey("later", trigger={"delay_seconds": 3600}))
    several = [await solved(anna, vera, anna) for _ in range(4)]
    waits, reopened, merged, spam = several
    await vera.post(f"/v1/tickets/{reopened['id']}/messages", {"body": "Not yet"})
    target = await vera.post("/v1/tickets", {"subject": "s", "body": "b"})
    await anna.post(f"/v1/tickets/{target['id']}/merge", {"source_ids": [merged["id"]]}, expect=200)
    await anna.put(f"/v1/tickets/{spam['id']}/spam", {"spam": True})
    for ticket, why in ((reopened, "reopened"), (merged, "merged"), (spam, "spam")):
        found = await outcome(callers_, ticket)
        assert (found["sent_at"], found["cancelled_because"]) == (None, why)
    # Nobody has the token of a question that was not asked, and it cannot be answered either.
    await vera.refused("POST", "/v1/feedback", 409, "not_invited", json={"ticket_id": waits["id"], "score": 5})
    async with callers_.desk.database.lean() as connection:
        await connection.execute("UPDATE survey_invitations SET created_at = now() - interval '2 hours'")
        due = "UPDATE survey_invitations SET due_at = now() - interval '1 second' WHERE due_at IS NOT NULL"
        await connection.execute(due)
    # Any number of processes look at once.
    await asyncio.gather(*(survey_sending.send_next(callers_.desk.database) for _ in range(4)))
    await asked(vera, waits)
    assert [len(await events(vera, each, "survey.invited")) for each in several] == [1, 0, 0, 0]


async def test_nobody_is_asked_too_often_whoever_they_were_merged_with(callers_: Callers) -> None:
    admin, anna = await callers_.admin(), await callers_.agent()
    vera, other = await callers_.customer(), await callers_.customer(name="Vera P.")
    await admin.post(PATH, survey("rare", fatigue_days=30))
    first = await solved(anna, vera, anna)
    await asked(vera, first)
    # Taken back, it has asked nobody: the next solve does.
    await vera.post(f"/v1/tickets/{first['id']}/messages", {"body": "Again"})
    await anna.patch(f"/v1/tickets/{first['id']}", {"status": "solved"})
    await asked(vera, first, 2)
    await admin.post(f"/v1/customers/{other.id}/merge", {"into_id": str(vera.id)}, expect=200)
    tickets = [await solved(anna, vera, anna), await solved(anna, other, anna)]
    for ticket in tickets:
        assert (await outcome(callers_, ticket))["cancelled_because"] == "fatigue"
    async with callers_.desk.database.lean() as connection:
        await connection.execute("UPDATE survey_invitations SET sent_at = sent_at - interval '31 days'")
    two = await asyncio.gather(*(solved(anna, vera, anna) for _ in range(2)))
    found = [await outcome(callers_, each) for each in two]
    assert sorted(str(each["cancelled_because"]) for each in found) == ["None", "fatigue"]


async def test_a_letter_has_the_link_and_counts_as_no_reply(callers_: Callers) -> None:
    admin, anna = await callers_.admin(), await callers_.agent()
    await admin.post(PATH, survey("mail", trigger={"channels": ["mail"]}))
    vera = await callers_.customer(email="vera@example.com")
    ticket = await solved(anna, vera, subject="<b>Help</b>")
    before = await anna.get(f"/v1/tickets/{ticket['id']}")
    await asked(vera, ticket)
    token = await token_of(vera, ticket)
    after = await anna.get(f"/v1/tickets/{ticket['id']}")
    assert (after["first_reply_at"], after["status"]) == (before["first_reply_at"], "solved") == (None, "solved")
    async with callers_.desk.database.lean() as connection:
        (letter,) = await connection.fetch("SELECT target, payload::text AS payload FROM outbox WHERE kind = 'mail'")
    assert letter["target"] == "vera@example.com"
    assert f"http://desk.test/surveys/{token}?score=5" in letter["payload"]
    assert "&lt;b&gt;Help" in letter["payload"]
    assert "List-Unsubscribe-Post" in letter["payload"]
    assert '<a href=\\"http://desk.test/opt-outs/' in letter["payload"]
    assert "<p></p>" not in letter["payload"]
    # Who wants no such letters gets none, not even by hand.
    await anna.put(f"/v1/customers/{vera.id}/opt-outs", {"kinds": ["surveys"]})
    out = await solved(anna, vera)
    assert (await outcome(callers_, out))["cancelled_because"] == "opted_out"
    await anna.refused("POST", f"/v1/tickets/{out['id']}/survey-links", 409, "opted_out", json={})
    nowhere = await solved(anna, await callers_.customer())
    assert (await outcome(callers_, nowhere))["cancelled_because"] == "no_address"


async def test_asked_by_hand_agents_get_no_link(callers_: Callers) -> None:
    admin, anna = await callers_.admin(), await callers_.agent()
    vera = await callers_.customer(email="vera@example.com")
    path = "/v1/tickets/{id}/survey-links"
    open_one = await vera.post("/v1/tickets", {"subject": "s", "body": "b"})
    await anna.refused("POST", path.format(**open_one), 409, "not_solved", json={})
    ticket = await solved(anna, vera, anna)
    await anna.refused("POST", path.format(**ticket), 409, "no_survey", json={})
    await anna.refused("POST", path.format(**ticket), 422, "unknown_survey_key", json={"survey": "hand"})
    await admin.post(PATH, survey("hand", trigger={"after": None}))
    link = await anna.post(path.format(**ticket), {"survey": "hand"})
    assert (link["url"], link["channel"], link["survey"]) == (None, "mail", "hand")
    system = await callers_.partner()
    given = await system.post(path.format(**ticket), {"channel": "link"})
    assert given["invitation_id"] == link["invitation_id"]
    token = given["url"].rpartition("/")[2]
    await callers_.nobody().post(f"/v1/survey-pages/{token}", {"answers": {"score": 5}})
    await anna.refused("POST", path.format(**ticket), 409, "already_answered", json={})


async def test_another_metric_has_its_own_scores_and_figures(callers_: Callers) -> None:
    admin, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    nps = {**SCORE, "key": "tell", "kind": "nps"}
    await admin.post(PATH, survey("nps", metric="nps", questions=[nps]))
    ticket = await solved(anna, vera, anna)
    token = (await asked(vera, ticket))["survey_token"]
    at_once = {"survey_token": token, "score": 5}
    await callers_.nobody().refused("POST", "/v1/feedback", 409, "survey_has_questions", json=at_once)
    await callers_.nobody().post(f"/v1/survey-pages/{token}", {"answers": {"tell": 0}})
    (event,) = await events(anna, ticket, "feedback.given")
    assert (event["data"]["score"], event["data"]["metric"], event["data"]["survey"]) == (0, "nps", "nps")
    assert len((await anna.get("/v1/feedback", params={"metric": "nps", "score": 0}))["items"]) == 1
    assert (await anna.get("/v1/feedback", params={"score": 1}))["items"] == []
    await anna.refused("GET", "/v1/feedback", 422, "invalid", params={"metric": "ces", "score": 8})
    assert (await anna.get("/v1/feedback/summary"))["invited"] == 0


async def test_bad_scores_reopen_and_tell_a_lead_by_automations(callers_: Callers) -> None:
    admin, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    lead = await callers_.agent(role="lead")
    await admin.post(PATH, survey("after"))
    bad = [{"field": "survey_score", "operator": "at_most", "value": 2}]
    rule = {
        "name": "Bad scores", "enabled": True, "run": "every",
        "trigger": {"kind": "event", "types": ["feedback.given", "feedback.changed"]},
        "conditions": {"all": [*bad, {"field": "survey_key", "operator": "is", "value": "after"}]},
        "actions": [
            {"type": "set_status", "status": "open"},
            {"type": "notify", "recipients": [{"kind": "leads"}]},
        ],
    }  # fmt: skip
    wrong = {**rule, "conditions": {"all": [{**bad[0], "value": "low"}]}}
    refused = await admin.refused("POST", "/v1/automations", 422, "invalid", json=wrong)
    assert refused["errors"][0]["code"] == "invalid_value"
    await admin.post("/v1/automations", rule)
    happy, sad = await solved(anna, vera, anna), await solved(anna, vera, anna)
    tokens = [(await asked(vera, each))["survey_token"] for each in (happy, sad)]
    await callers_.nobody().post(f"/v1/survey-pages/{tokens[0]}", {"answers": {"score": 5}})
    await callers_.nobody().post(f"/v1/survey-pages/{tokens[1]}", {"answers": {"score": 1, "why": "slow"}})
    await eventually(lambda: anna.get(f"/v1/tickets/{sad['id']}"), lambda found: found["status"] == "open")
    told = await eventually(lambda: lead.get("/v1/notifications"), lambda found: found["items"])
    assert [each["ticket_id"] for each in told["items"]] == [sad["id"]]
    assert (await anna.get(f"/v1/tickets/{happy['id']}"))["status"] == "solved"
    # Said otherwise, it is bad now.
    await callers_.nobody().post(f"/v1/survey-pages/{tokens[0]}", {"answers": {"score": 1, "why": "rude"}}, expect=200)
    await eventually(lambda: anna.get(f"/v1/tickets/{happy['id']}"), lambda found: found["status"] == "open")


@pytest.mark.parametrize(
    ("change", "code", "at"),
    [
        ({"questions": [{**SCORE, "when": {"question": "score", "answered": True}}]}, "looks_ahead", "/questions/0/"),
        ({"questions": [SCORE, {**WHY, "when": {"question": "gone", "above": 1}}]}, "unknown_question", "/questions/1"),
        ({"questions": [SCORE, SCORE]}, "duplicate_question", "/questions/1/key"),
        ({"questions": [SCORE, {**WHY, "options": ["slow"]}]}, "invalid_options", "/questions/1/"),
        ({"metric": "nps"}, "metric_question", "/questions"),
        ({"audience": "agents"}, "not_for_agents", "/trigger/after"),
        ({"brand": "nowhere"}, "unknown_brand", "/brand"),
        ({"trigger": {"conditions": {"any": [{"field": "event", "operator": "present"}]}}}, "unknown_field", "/"),
    ],
)  # fmt: skip
async def test_what_means_nothing_is_no_survey(callers_: Callers, change: Any, code: str, at: str) -> None:
    admin = await callers_.admin()
    problem = (await admin("POST", PATH, expect=422, json=survey("wrong", **change))).json()
    (error,) = [each for each in problem["errors"] if each.get("code") == code][:1]
    assert error["pointer"].startswith(at)


async def test_there_are_limits(callers_: Callers) -> None:
    admin = await callers_.admin()
    many = [{"key": f"q{place}", "kind": "text", "texts": {"en": {"title": "?"}}} for place in range(200)]
    await admin.refused("POST", PATH, 422, "invalid", json=survey("many", questions=[SCORE, *many]))
    made = await admin.post(PATH, survey("fifty", questions=[SCORE, *many[:49]], trigger={"after": None}))
    assert len(made["questions"]) == 50


_BREAK = """CREATE FUNCTION broken_outbox() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken''; END';
CREATE TRIGGER broken_outbox BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION broken_outbox()"""


async def test_what_breaks_in_the_middle_has_sent_nothing_and_is_sent_once_later(callers_: Callers) -> None:
    admin, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer(email="v@example.com")
    await admin.post(PATH, survey("mail", trigger={"channels": ["mail"]}))
    async with callers_.desk.database.lean() as connection:
        await connection.execute(_BREAK)
        try:
            ticket = await solved(anna, vera, anna)
            path = f"/v1/tickets/{ticket['id']}/survey-links"
            # It is put off, and nothing is half done.
            put_off = clock.now() + timedelta(seconds=30)
            (planned,) = (
                await eventually(
                    lambda: anna.get(path), lambda found: found["items"][0]["due_at"] > put_off.isoformat()
                )
            )["items"]
            assert (planned["state"], planned["survey"], await events(vera, ticket, "survey.invited")) == (
                "planned", None, [],
            )  # fmt: skip
        finally:
            await connection.execute("DROP FUNCTION broken_outbox() CASCADE")
        await connection.execute("UPDATE survey_invitations SET due_at = now() WHERE due_at IS NOT NULL")
    await asyncio.gather(*(survey_sending.send_next(callers_.desk.database) for _ in range(3)))
    await asked(vera, ticket)
    (sent,) = (await anna.get(path))["items"]
    assert (sent["state"], sent["survey"], sent["channel"], sent["episode"]) == ("sent", "mail", "mail", 1)
    async with callers_.desk.database.lean() as connection:
        assert await connection.fetchval("SELECT count(*) FROM outbox") == 1
    await vera.refused("GET", path, 403, "forbidden")


async def test_a_ticket_that_somebody_holds_holds_up_nobody(callers_: Callers) -> None:
    admin, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    await admin.post(PATH, survey("after"))
    ticket = await solved(anna, vera, anna)
    await asked(vera, ticket)
    async with callers_.desk.database.lean() as holder, holder.transaction():
        await holder.execute("SELECT FROM tickets WHERE id = $1 FOR UPDATE", ticket["id"])
        async with callers_.desk.database.lean() as connection:
            again = "UPDATE survey_invitations SET due_at = $1, sent_at = NULL WHERE ticket_id = $2"
            await connection.execute(again, clock.now() - timedelta(1), ticket["id"])
        other = await solved(anna, vera, anna)
        await asked(vera, other)
    await asked(vera, ticket, 2)
