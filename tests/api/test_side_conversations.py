"""`/v1/side-conversations`: asked of a supplier or a team, answered by a link, and never seen by the customer."""

import asyncio
import re
from typing import Any

import orjson

from app.services import rate_limits
from tests.conftest import Api, Callers, Desk

SAID = {"subject": "The lamp is broken", "body": "It does not shine."}
ASKED = {"subject": "A shade for lamp 7", "body": "When can you send one?", "email": "sales@supplier.example"}


async def mails(desk: Desk) -> list[dict[str, Any]]:
    async with desk.database.lean() as connection:
        rows = await connection.fetch(
            "SELECT target, payload::text AS payload FROM outbox WHERE kind = 'mail' ORDER BY id"
        )
    return [{"to": row["target"], **orjson.loads(row["payload"])} for row in rows]


def link_in(mail: dict[str, Any]) -> str:
    found = re.search(r"http://desk\.test(/v1/side-conversations/by-token/\S+)", mail["text"])
    assert found is not None
    return found[1]


async def begun(agent: Api, ticket_id: str, **said: Any) -> dict[str, Any]:
    made: dict[str, Any] = await agent.post(f"/v1/tickets/{ticket_id}/side-conversations", {**ASKED, **said})
    return made


async def test_a_supplier_is_asked_and_answers_by_the_link(callers_: Callers, desk: Desk) -> None:
    anna, vera, nobody = await callers_.agent(), await callers_.customer(), callers_.nobody()
    ticket = await vera.post("/v1/tickets", SAID)
    made = await begun(anna, ticket["id"], name="The supplier")
    path = f"/v1/side-conversations/{made['id']}"
    [mail] = await mails(desk)
    assert (mail["to"], mail["subject"]) == ("sales@supplier.example", "A shade for lamp 7")
    assert "When can you send one?" in mail["text"]
    link = link_in(mail)
    seen = await nobody.get(link)
    assert [(each["yours"], each["body"]) for each in seen["items"]] == [(False, "When can you send one?")]
    assert ticket["id"] not in str(seen)
    await anna.patch(path, {"status": "closed"}, headers={"if-match": f'"{made["version"]}"'})
    answer = {"body": "On Monday.", "client_message_id": "m-1"}
    await asyncio.gather(*(nobody.post(link, answer) for _ in range(5)))
    read = await anna.get(path)
    assert (read["status"], read["message_count"]) == ("open", 2)
    messages = (await anna.get(f"{path}/messages"))["items"]
    assert [(each["seq"], each["author_name"], each["body"]) for each in messages][1] == (
        2,
        "The supplier",
        "On Monday.",
    )
    told = (await anna.get("/v1/notifications"))["items"]
    assert [(each["kind"], each["data"]["by"]) for each in told] == [("side_conversation.message", "The supplier")]
    await anna.post(f"{path}/messages", {"body": "Thank you", "client_message_id": "a-1"})
    await anna.post(f"{path}/messages", {"body": "Thank you", "client_message_id": "a-1"}, expect=200)
    other = {"body": "Something else", "client_message_id": "a-1"}
    await anna.refused("POST", f"{path}/messages", 422, "idempotency_mismatch", json=other)
    assert len(await mails(desk)) == 2


async def test_a_customer_sees_nothing_of_it_and_no_clock_moves(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = await vera.post("/v1/tickets", SAID)
    before = await vera.get(f"/v1/tickets/{ticket['id']}")
    made = await begun(anna, ticket["id"])
    assert await vera.get(f"/v1/tickets/{ticket['id']}") == before
    for path in ("", f"/{made['id']}", f"/{made['id']}/messages"):
        await vera.refused("GET", f"/v1/side-conversations{path}", 403, "forbidden")
    await vera.refused("GET", f"/v1/tickets/{ticket['id']}/side-conversations", 403, "forbidden")
    events = (await vera.get(f"/v1/tickets/{ticket['id']}/events"))["items"]
    assert "side" not in str(events)
    ours = (await anna.get(f"/v1/tickets/{ticket['id']}/events"))["items"]
    assert [each["type"] for each in ours][-2:] == ["side_conversation.started", "side_conversation.message"]
    assert "When can you" not in str(ours)
    assert (await anna.get(f"/v1/tickets/{ticket['id']}"))["first_reply_at"] is None


async def test_a_team_is_asked(callers_: Callers, desk: Desk) -> None:
    anna, boris, olga = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.agent(name="Olga")
    team = await callers_.team("Store", boris, olga)
    ticket = await (await callers_.customer()).post("/v1/tickets", SAID)
    made = await begun(anna, ticket["id"], email=None, team_id=str(team))
    assert await mails(desk) == []
    of_team = await boris.get("/v1/side-conversations", params={"team_id": str(team)})
    assert [each["id"] for each in of_team["items"]] == [made["id"]]
    for agent in (boris, olga):
        assert [each["kind"] for each in (await agent.get("/v1/notifications"))["items"]] == [
            "side_conversation.message"
        ]
    await boris.post(f"/v1/side-conversations/{made['id']}/messages", {"body": "We have two."})
    assert len((await anna.get("/v1/notifications"))["items"]) == 1
    assert len((await olga.get("/v1/notifications"))["items"]) == 1, "only the beginning is for the whole team"
    [listed] = (await anna.get(f"/v1/tickets/{ticket['id']}/side-conversations"))["items"]
    assert listed["message_count"] == 2


async def test_what_is_refused(callers_: Callers) -> None:
    anna, nobody = await callers_.agent(), callers_.nobody()
    ticket = await (await callers_.customer()).post("/v1/tickets", SAID)
    path = f"/v1/tickets/{ticket['id']}/side-conversations"
    for wrong in ({"email": None}, {"team_id": ticket["id"]}, {"email": "x"}, {"subject": ""}, {"body": "x" * 16_385}):
        await anna.refused("POST", path, 422, "invalid", json={**ASKED, **wrong})
    unknown = {**ASKED, "email": None, "team_id": ticket["id"]}
    await anna.refused("POST", path, 422, "unknown_team", json=unknown)
    await nobody.refused("GET", f"/v1/side-conversations/by-token/side_{'x' * 40}/messages", 404, "not_found")
    await anna.patch(f"/v1/tickets/{ticket['id']}", {"status": "closed"})
    await anna.refused("POST", path, 409, "ticket_closed", json=ASKED)


async def test_a_link_in_a_loop_is_slowed_down(callers_: Callers, desk: Desk) -> None:
    rate_limits.forget()
    anna, nobody = await callers_.agent(), callers_.nobody()
    ticket = await (await callers_.customer()).post("/v1/tickets", SAID)
    await begun(anna, ticket["id"])
    link = link_in((await mails(desk))[0])
    statuses = [(await nobody("GET", link)).status_code for _ in range(22)]
    assert statuses == [200] * 20 + [429] * 2
    rate_limits.forget()


async def test_a_team_that_was_asked_does_not_vanish(callers_: Callers) -> None:
    ada, vera = await callers_.admin(), await callers_.customer()
    team = f"/v1/teams/{await callers_.team('Night')}"
    ticket = await vera.post("/v1/tickets", {"subject": "S", "body": "B"})
    begun = {"subject": "Tonight", "body": "Can you?", "team_id": team.rpartition("/")[2]}
    made = await ada.post(f"/v1/tickets/{ticket['id']}/side-conversations", begun)
    used = (await ada.refused("DELETE", team, 409, "team_in_use"))["used_by"]
    assert [(each["kind"], each["id"]) for each in used] == [("side_conversation", made["id"])]
    await ada.patch(f"/v1/side-conversations/{made['id']}", {"status": "closed"})
    await ada("DELETE", team, expect=204)
    assert (await ada.get(f"/v1/side-conversations/{made['id']}"))["team_id"] == begun["team_id"]


async def test_a_team_that_was_rated_does_not_vanish(callers_: Callers) -> None:
    ada, vera = await callers_.admin(), await callers_.customer()
    team = await callers_.team("Night")
    ticket = f"/v1/tickets/{(await vera.post('/v1/tickets', {'subject': 'S', 'body': 'B'}))['id']}"
    await ada.patch(ticket, {"team_id": str(team), "status": "solved"})
    rated = await vera.post("/v1/feedback", {"ticket_id": ticket.rpartition("/")[2], "score": 5})
    await ada.patch(ticket, {"team_id": None})
    await ada("DELETE", f"/v1/teams/{team}", expect=204)
    assert [each["id"] for each in (await ada.get("/v1/feedback"))["items"]] == [rated["id"]]


async def test_what_a_side_message_said_is_nowhere_any_more(callers_: Callers, desk: Desk) -> None:
    anna, lead, vera = await callers_.agent(), await callers_.agent(role="lead"), await callers_.customer()
    nobody = callers_.nobody()
    ticket = await vera.post("/v1/tickets", SAID)
    made = await begun(anna, ticket["id"])
    path = f"/v1/side-conversations/{made['id']}/messages"
    link = link_in((await mails(desk))[0])
    keys = [{"idempotency-key": f"a-key-of-sixteen-and-more-{n}"} for n in range(2)]
    ours, theirs = ({"body": f"The card is 4111 1111 by {who}", "client_message_id": who} for who in ("us", "them"))
    mine = await anna.post(path, ours, headers=keys[0])
    await nobody.post(link, theirs, headers=keys[1])
    messages = (await anna.get(path))["items"]
    assert [each["redacted_at"] for each in messages] == [None] * 3
    outside = f"{path}/{messages[2]['id']}/redact"
    # One's own; those of whoever is outside are a lead's matter, as any message of a customer's.
    await (await callers_.agent()).refused("POST", f"{path}/{mine['id']}/redact", 403, "not_your_message", json={})
    await anna.refused("POST", outside, 403, "not_your_message", json={})
    await vera.refused("POST", outside, 403, "forbidden", json={})
    await lead.refused("POST", f"{path}/{ticket['id']}/redact", 404, "not_found", json={})
    other = await begun(anna, ticket["id"])
    elsewhere = f"/v1/side-conversations/{other['id']}/messages/{mine['id']}/redact"
    await lead.refused("POST", elsewhere, 404, "not_found", json={})
    done = await anna.post(f"{path}/{mine['id']}/redact", {"reason": "A card"}, expect=200)
    assert (done["body"], done["seq"]) == ("", 2)
    both = await asyncio.gather(*(lead.post(outside, {}, expect=200) for _ in range(3)))
    assert len({each["redacted_at"] for each in both}) == 1
    # Nor in what is answered again: to the same request, and to the same message sent anew.
    assert (await anna.post(path, ours, headers=keys[0]))["body"] == ""
    assert (await anna.post(path, ours, expect=200))["id"] == mine["id"]
    again = (await nobody.post(link, theirs, headers=keys[1]))["items"]
    assert [(each["body"], each["redacted"]) for each in again] == [(ASKED["body"], False), ("", True), ("", True)]
    assert (await nobody.get(link))["items"] == again
    # The mail had not left: it does not.
    async with desk.database.lean() as connection:
        states = await connection.fetch("SELECT status FROM outbox WHERE key = $1", f"side:{mine['id']}")
        tables = [
            row[0]
            for row in await connection.fetch(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
                " AND table_type = 'BASE TABLE'"
            )
        ]
        for table in tables:
            rows = await connection.fetchval(
                f"SELECT count(*) FROM {table} x WHERE to_jsonb(x)::text LIKE '%4111 1111%'"  # noqa: S608 - names of ours
            )
            assert rows == 0, table
    assert [row[0] for row in states] == ["failed"]
    told = (await anna.get(f"/v1/tickets/{ticket['id']}/events"))["items"]
    redacted = [each["data"] for each in told if each["type"] == "side_conversation.message_redacted"]
    assert [(each["message_seq"], each.get("reason")) for each in redacted] == [(2, "A card"), (3, None)]
    assert "side_conversation" not in str((await vera.get(f"/v1/tickets/{ticket['id']}/events"))["items"])
