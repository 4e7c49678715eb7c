"""`/v1/feedback`: asked once per solved episode, answered once, credited to the last human who replied."""

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.ids import new_id
from tests.conftest import Api, Callers
from tests.realtime.sockets import Socket

PATH = "/v1/feedback"


async def solved(agent: Api, customer: Api, *replies: Api, **more: Any) -> dict[str, Any]:
    """A ticket of this customer, answered by these agents in turn and solved."""
    made = await customer.post("/v1/tickets", {"subject": "Help", "body": "Please", **more})
    for replier in replies:
        await replier.post(f"/v1/tickets/{made['id']}/messages", {"body": "Here"})
    done: dict[str, Any] = await agent.patch(f"/v1/tickets/{made['id']}", {"status": "solved"})
    return done


async def events(api: Api, ticket: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The ticket's events of a kind, as this caller sees them."""
    log = await api.get(f"/v1/tickets/{ticket['id']}/events", params={"limit": 200})
    return [each for each in log["items"] if each["type"] == kind]


async def token_of(customer: Api, ticket: dict[str, Any]) -> str:
    """The latest survey token of this ticket, as its customer gets it."""
    return str((await events(customer, ticket, "survey.invited"))[-1]["data"]["survey_token"])


async def test_a_customer_answers_by_the_token_without_signing_in(callers_: Callers) -> None:
    anna, vera, nobody = await callers_.agent(), await callers_.customer(), callers_.nobody()
    ticket = await solved(anna, vera, anna)
    token = await token_of(vera, ticket)
    body = {"survey_token": token, "score": 5, "comment": " Quick! ", "answers": {"again": True}}
    given = await nobody.post(PATH, body)
    assert (given["score"], given["comment"], given["answers"]) == (5, "Quick!", {"again": True})
    await nobody.refused("POST", PATH, 409, "already_answered", json=body)
    await nobody.refused("POST", PATH, 409, "already_answered", json={"survey_token": token, "score": 1})
    (read,) = (await anna.get(PATH))["items"]
    assert read["agent"] == {"id": str(anna.id), "name": "Anna"}
    assert read["customer"] == {"id": str(vera.id), "name": "Vera"}
    assert (read["ticket_id"], read["score"], read["comment"]) == (ticket["id"], 5, "Quick!")
    (event,) = await events(anna, ticket, "feedback.given")
    assert (event["data"]["score"], event["actor"]["kind"], event["actor"]["id"]) == (5, "customer", str(vera.id))
    assert "Quick" not in str(event)


async def test_a_customer_answers_by_their_own_session(callers_: Callers) -> None:
    anna, vera, oleg = await callers_.agent(), await callers_.customer(), await callers_.customer(name="Oleg")
    ticket = await solved(anna, vera, anna)
    body = {"ticket_id": ticket["id"], "score": 2}
    await oleg.refused("POST", PATH, 404, "not_found", json=body)
    await anna.refused("POST", PATH, 403, "forbidden", json=body)
    await (await callers_.partner()).refused("POST", PATH, 403, "forbidden", json=body)
    await callers_.nobody().refused("POST", PATH, 401, "unauthenticated", json=body)
    await vera.post(PATH, body)
    await vera.refused("POST", PATH, 409, "already_answered", json=body)
    await vera.refused("POST", PATH, 404, "not_found", json={"ticket_id": str(new_id()), "score": 2})
    unsolved = await vera.post("/v1/tickets", {"subject": "s", "body": "b"})
    await vera.refused("POST", PATH, 409, "not_invited", json={"ticket_id": unsolved["id"], "score": 2})


async def test_only_the_customer_ever_gets_the_token(callers_: Callers) -> None:
    anna, vera, script = await callers_.agent(), await callers_.customer(), await callers_.partner()
    ticket = await solved(anna, vera, anna)
    token = await token_of(vera, ticket)
    for api in (anna, script):
        assert (await events(api, ticket, "survey.invited"))[0]["data"]["agent"] == {"id": str(anna.id), "name": "Anna"}
        log = await api("GET", f"/v1/tickets/{ticket['id']}/events", expect=200)
        assert token not in log.text
        assert "survey_token" not in log.text
    async with callers_.desk.database.lean() as connection:
        for table in ("events", "survey_invitations"):
            stored = str([tuple(row) for row in await connection.fetch(f"SELECT * FROM {table}")])  # noqa: S608
            assert token not in stored


async def test_the_last_human_who_replied_publicly_gets_the_credit(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    vera = await callers_.customer()
    ticket = await vera.post("/v1/tickets", {"subject": "s", "body": "b"})
    path = f"/v1/tickets/{ticket['id']}"
    await anna.post(f"{path}/messages", {"body": "One"})
    await boris.post(f"{path}/messages", {"body": "Two"})
    await vera.post(f"{path}/messages", {"body": "Thanks"})
    await anna.post(f"{path}/messages", {"body": "for us only", "visibility": "internal"})
    await anna.patch(path, {"status": "solved", "assignee_id": str(anna.id)})
    await vera.post(PATH, {"ticket_id": ticket["id"], "score": 4})
    (read,) = (await anna.get(PATH, params={"ticket_id": ticket["id"]}))["items"]
    assert read["agent"]["id"] == str(boris.id)


async def test_nobody_is_credited_when_nobody_replied(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer(email="vera@example.com")
    silent = await solved(anna, vera)
    opened = await anna.post("/v1/tickets", {"subject": "s", "body": "b", "requester": {"email": "vera@example.com"}})
    await anna.patch(f"/v1/tickets/{opened['id']}", {"status": "solved"})
    for ticket in (silent, opened):
        await vera.post(PATH, {"ticket_id": ticket["id"], "score": 1})
        (read,) = (await anna.get(PATH, params={"ticket_id": ticket["id"]}))["items"]
        assert read["agent"] is None


@pytest.mark.parametrize("reopened_by", ["agent", "customer"])
async def test_a_reopening_takes_the_question_back_and_the_next_solve_asks_anew(
    callers_: Callers, reopened_by: str
) -> None:
    anna, vera, nobody = await callers_.agent(), await callers_.customer(), callers_.nobody()
    ticket = await solved(anna, vera, anna)
    path, first = f"/v1/tickets/{ticket['id']}", await token_of(vera, ticket)
    if reopened_by == "agent":
        await anna.patch(path, {"status": "open"})
    else:
        await vera.post(f"{path}/messages", {"body": "Not yet"})
    assert (await anna.get(path))["status"] == "open"
    await nobody.refused("POST", PATH, 409, "survey_cancelled", json={"survey_token": first, "score": 1})
    await vera.refused("POST", PATH, 409, "survey_cancelled", json={"ticket_id": ticket["id"], "score": 1})
    assert len(await events(anna, ticket, "survey.cancelled")) == 1
    assert await events(vera, ticket, "survey.cancelled") == []
    assert (await anna.get(f"{PATH}/summary"))["invited"] == 0
    await anna.patch(path, {"status": "solved"})
    second = await token_of(vera, ticket)
    assert second != first
    await nobody.post(PATH, {"survey_token": second, "score": 3})
    await nobody.refused("POST", PATH, 409, "survey_cancelled", json={"survey_token": first, "score": 1})
    assert (await anna.get(f"{PATH}/summary"))["invited"] == 1


async def test_an_answer_stays_when_the_ticket_is_reopened(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = await solved(anna, vera, anna)
    await vera.post(PATH, {"ticket_id": ticket["id"], "score": 5})
    await vera.post(f"/v1/tickets/{ticket['id']}/messages", {"body": "One more thing"})
    assert await events(anna, ticket, "survey.cancelled") == []
    await anna.patch(f"/v1/tickets/{ticket['id']}", {"status": "solved"})
    await vera.post(PATH, {"ticket_id": ticket["id"], "score": 1})
    assert [each["score"] for each in (await anna.get(PATH))["items"]] == [1, 5]


async def test_a_survey_is_asked_once_and_not_when_a_ticket_is_closed_without_being_solved(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = await solved(anna, vera, anna)
    await anna.patch(f"/v1/tickets/{ticket['id']}", {"status": "solved"})
    await anna.patch(f"/v1/tickets/{ticket['id']}", {"status": "closed"})
    assert len(await events(vera, ticket, "survey.invited")) == 1
    await vera.post(PATH, {"ticket_id": ticket["id"], "score": 4})
    unsolved = await vera.post("/v1/tickets", {"subject": "s", "body": "b"})
    await anna.patch(f"/v1/tickets/{unsolved['id']}", {"status": "closed"})
    assert await events(vera, unsolved, "survey.invited") == []


async def test_late_and_foreign_tokens_are_refused(callers_: Callers) -> None:
    anna, vera, nobody = await callers_.agent(), await callers_.customer(), callers_.nobody()
    ticket = await solved(anna, vera, anna)
    token = await token_of(vera, ticket)
    for wrong in (token[:-1], token + "x", "srv_" + "A" * 43, str(vera.token), "0", "%00"):
        await nobody.refused("POST", PATH, 404, "unknown_survey", json={"survey_token": wrong[:200], "score": 1})
    async with callers_.desk.database.lean() as connection:
        await connection.execute("UPDATE survey_invitations SET expires_at = now()")
    await nobody.refused("POST", PATH, 409, "survey_expired", json={"survey_token": token, "score": 1})
    await vera.refused("POST", PATH, 409, "survey_expired", json={"ticket_id": ticket["id"], "score": 1})
    assert (await anna.get(PATH))["items"] == []
    assert (await anna.get(f"{PATH}/summary"))["invited"] == 1


async def test_two_answers_at_once_are_one(callers_: Callers) -> None:
    anna, vera, nobody = await callers_.agent(), await callers_.customer(), callers_.nobody()
    ticket = await solved(anna, vera, anna)
    token = await token_of(vera, ticket)
    answers = await asyncio.gather(
        *(
            api("POST", PATH, json={"score": 1 + n % 5, **who})
            for n in range(10)
            for api, who in ((nobody, {"survey_token": token}), (vera, {"ticket_id": ticket["id"]}))
        )
    )
    assert Counter(each.status_code for each in answers) == {201: 1, 409: 19}
    assert {each.json().get("code") for each in answers} == {None, "already_answered"}
    assert len(await events(vera, ticket, "feedback.given")) == 1
    second = await solved(anna, vera, anna)
    body = {"survey_token": await token_of(vera, second), "score": 3}
    headers = {"idempotency-key": "1c8e0f6e-50f5-4a7c-9d0d-6c4b7f0f2a51"}
    retried = await asyncio.gather(*(nobody("POST", PATH, json=body, headers=headers) for _ in range(6)))
    assert {each.status_code for each in retried} == {201}
    assert len({each.json()["id"] for each in retried}) == 1


async def test_an_answer_and_a_reopening_at_once_leave_one_truth(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    for _ in range(5):
        ticket = await solved(anna, vera, anna)
        answer, _ = await asyncio.gather(
            vera("POST", PATH, json={"ticket_id": ticket["id"], "score": 5}),
            vera("POST", f"/v1/tickets/{ticket['id']}/messages", json={"body": "Wait"}),
        )
        given, taken = await events(anna, ticket, "feedback.given"), await events(anna, ticket, "survey.cancelled")
        assert (answer.status_code, len(given), len(taken)) in {(201, 1, 0), (409, 0, 1)}


_BAD: list[Any] = [
    {"score": 5},
    {"survey_token": "x", "ticket_id": str(new_id()), "score": 5},
    {"survey_token": "x"},
    {"survey_token": "x", "score": 0},
    {"survey_token": "x", "score": 6},
    {"survey_token": "x", "score": 4.5},
    {"survey_token": "x", "score": "5"},
    {"survey_token": "x", "score": True},
    {"survey_token": "", "score": 5},
    {"survey_token": "naïve", "score": 5},
    {"survey_token": "x" * 201, "score": 5},
    {"survey_token": "x", "score": 5, "comment": "x" * 5001},
    {"survey_token": "x", "score": 5, "answers": []},
    {"survey_token": "x", "score": 5, "answers": {str(n): n for n in range(51)}},
    {"survey_token": "x", "score": 5, "agent_id": str(new_id())},
    {"ticket_id": "7", "score": 5},
]


async def test_bad_bodies_are_refused(callers_: Callers) -> None:
    nobody = callers_.nobody()
    for body in _BAD:
        await nobody.refused("POST", PATH, 422, "invalid", json=body)


async def test_nul_is_refused(callers_: Callers) -> None:
    for body in ({"comment": "a\u0000"}, {"answers": {"a\u0000": 1}}, {"answers": {"a": ["\u0000"]}}):
        await callers_.nobody().refused(
            "POST", PATH, 400, "nul_character", json={"survey_token": "x", "score": 5, **body}
        )


async def test_agents_filter_and_page(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    vera = await callers_.customer()
    made = []
    for n, replier in enumerate([anna, boris, anna, anna, boris]):
        ticket = await solved(anna, vera, replier)
        made.append(await vera.post(PATH, {"ticket_id": ticket["id"], "score": 1 + n}))
    ids = [each["id"] for each in made][::-1]
    assert [each["id"] for each in (await anna.get(PATH))["items"]] == ids
    by_boris = await anna.get(PATH, params={"agent_id": str(boris.id)})
    assert [each["score"] for each in by_boris["items"]] == [5, 2]
    assert [each["id"] for each in (await anna.get(PATH, params={"score": 3}))["items"]] == [made[2]["id"]]
    later = await anna.get(PATH, params={"created_after": made[2]["created_at"]})
    assert [each["score"] for each in later["items"]] == [5, 4]
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 2}
    while True:
        page = await anna.get(PATH, params=params)
        seen += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        params["cursor"] = page["next_cursor"]
    assert seen == ids
    await anna.refused("GET", PATH, 422, "invalid_cursor", params={"cursor": "nonsense"})
    for params in ({"score": 9}, {"agent_id": "x"}, {"created_after": "yesterday"}, {"limit": 0}):
        await anna.refused("GET", PATH, 422, "invalid", params=params)


async def test_the_summary_is_exact(callers_: Callers) -> None:
    team = await callers_.team("Support")
    anna, boris, vera = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.customer()
    await (await callers_.admin()).post("/v1/brands", {"key": "shop", "name": "S", "default_team_id": str(team)})
    empty = await anna.get(f"{PATH}/summary")
    assert empty == {
        "invited": 0, "count": 0, "response_rate": None, "average": None, "csat": None,
        "distribution": {"1": 0, "2": 0, "3": 0, "4": 0, "5": 0},
    }  # fmt: skip
    before = datetime.now(UTC)
    for replier, score in ((anna, 5), (anna, 4), (anna, 1), (boris, 2), (boris, None), (boris, None), (boris, None)):
        ticket = await solved(anna, vera, replier)
        if score is not None:
            await vera.post(PATH, {"ticket_id": ticket["id"], "score": score})
    whole = await anna.get(f"{PATH}/summary")
    assert whole == {
        "invited": 7, "count": 4, "response_rate": 4 / 7, "average": 3.0, "csat": 0.5,
        "distribution": {"1": 1, "2": 1, "3": 0, "4": 1, "5": 1},
    }  # fmt: skip
    for same in ({"team_id": str(team)}, {"brand": "shop"}, {"from": before.isoformat()}):
        assert await anna.get(f"{PATH}/summary", params=same) == whole
    of_boris = await anna.get(f"{PATH}/summary", params={"agent_id": str(boris.id)})
    assert (of_boris["invited"], of_boris["count"], of_boris["average"], of_boris["csat"]) == (4, 1, 2.0, 0.0)
    for none in ({"to": before.isoformat()}, {"brand": "bank"}, {"team_id": str(new_id())}):
        assert await anna.get(f"{PATH}/summary", params=none) == empty
    upside_down = {"from": before.isoformat(), "to": (before - timedelta(1)).isoformat()}
    await anna.refused("GET", f"{PATH}/summary", 422, "invalid_period", params=upside_down)


async def test_who_may_read(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    await solved(anna, vera, anna)
    reader = await callers_.partner("feedback:read")
    for path in (PATH, f"{PATH}/summary"):
        await reader.get(path)
        await vera.refused("GET", path, 403, "forbidden")
        await (await callers_.partner("tickets:read")).refused("GET", path, 403, "forbidden")
        await callers_.nobody().refused("GET", path, 401, "unauthenticated")


async def test_a_dead_credential_does_not_spoil_a_good_token(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = await solved(anna, vera, anna)
    token = await token_of(vera, ticket)
    stale = callers_._api("not-a-token")
    await stale.post(PATH, {"survey_token": token, "score": 5, "answers": {"at": time.time()}})
    await stale.refused("POST", PATH, 401, "invalid_token", json={"ticket_id": ticket["id"], "score": 5})


async def test_who_is_in_copy_is_not_asked(callers_: Callers) -> None:
    anna, vera, oleg = await callers_.agent(), await callers_.customer(), await callers_.customer(name="Oleg")
    ticket = await vera.post("/v1/tickets", {"subject": "Help", "body": "Please"})
    path = f"/v1/tickets/{ticket['id']}"
    await anna.post(f"{path}/ccs", {"customer_id": str(oleg.who)})
    async with Socket(vera) as hers, Socket(oleg) as his:
        for socket in (hers, his):
            await socket.follow(ticket["id"])
        await anna.patch(path, {"status": "solved"})
        token = await token_of(vera, ticket)
        last = (await vera.get(path))["seq"]
        told = {
            name: [each for each in await socket.events(ticket["id"], last) if each["kind"] == "survey.invited"]
            for name, socket in (("hers", hers), ("his", his))
        }
    assert [each["data"]["survey_token"] for each in told["hers"]] == [token]
    assert [each["data"]["survey_token"] for each in told["his"]] == [None]
    for shown in (
        await oleg("GET", f"{path}/events", expect=200),
        await oleg("GET", "/v1/sync", params={"cursors": f"{ticket['id']}:0"}, expect=200),
    ):
        assert "survey.invited" in shown.text
        assert token not in shown.text
    await oleg.refused("POST", PATH, 403, "not_the_requester", json={"ticket_id": ticket["id"], "score": 1})
    await vera.post(PATH, {"ticket_id": ticket["id"], "score": 5})


async def test_who_stands_for_the_requester_is_asked_in_their_place(callers_: Callers) -> None:
    anna, vera, phone = await callers_.agent(), await callers_.customer(), await callers_.customer(name="?")
    ticket = await phone.post("/v1/tickets", {"subject": "Help", "body": "Please"})
    await anna.post(f"/v1/customers/{phone.who}/merge", {"into_id": str(vera.who)}, expect=200)
    await anna.patch(f"/v1/tickets/{ticket['id']}", {"status": "solved"})
    token = await token_of(vera, ticket)
    assert token == await token_of(phone, ticket)
    assert str(vera.who) not in str(await events(phone, ticket, "survey.invited"))
    await vera.post(PATH, {"ticket_id": ticket["id"], "score": 4})
    await callers_.nobody().refused("POST", PATH, 409, "already_answered", json={"survey_token": token, "score": 5})
