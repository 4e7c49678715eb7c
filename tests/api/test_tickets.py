"""`/v1/tickets`: create, read, list, change, write, and what others may not."""

from tests.conftest import Callers


async def test_a_ticket_is_created_read_answered_and_solved(callers_: Callers) -> None:
    anna = await callers_.agent()
    made = await anna.post(
        "/v1/tickets", {"subject": "Invoice", "body": "Hello", "requester": {"email": "v@example.com"}}
    )
    assert made["status"] == "new"
    path = f"/v1/tickets/{made['id']}"
    await anna.post(f"{path}/messages", {"body": "Good afternoon", "client_message_id": "1"})
    note = await anna.post(f"{path}/messages", {"body": "She is kind", "visibility": "internal"})
    assert note["seq"] == 5
    read = await anna.get(path, params={"include": "messages"})
    assert [m["body"] for m in read["messages"]] == ["Hello", "Good afternoon", "She is kind"]
    assert read["status"] == "open"
    assert read["first_human_reply_at"] is not None
    solved = await anna.patch(path, {"status": "solved"})
    assert solved["solved_at"] is not None


async def test_customers_see_their_own_tickets_without_notes(callers_: Callers) -> None:
    anna, vera, other = await callers_.agent(), await callers_.customer(), await callers_.customer(name="Oleg")
    made = await vera.post("/v1/tickets", {"subject": "Help", "body": "Please"})
    path = f"/v1/tickets/{made['id']}"
    await anna.post(f"{path}/messages", {"body": "secret", "visibility": "internal"})
    await anna.patch(path, {"tags": ["vip"], "priority": "high"})
    answer = await anna.post(f"{path}/messages", {"body": "Here I am"})
    assert answer["seq"] == 5
    seen = await vera.get(f"{path}/messages")
    assert [(m["seq"], m["body"]) for m in seen["items"]] == [(2, "Please"), (3, "Here I am")]
    events = await vera.get(f"{path}/events")
    assert [e["seq"] for e in events["items"]] == [1, 2, 3, 4]
    assert "secret" not in str(events)
    assert "vip" not in str(events)
    await other.refused("GET", path, 404, "not_found")
    await other.refused("GET", f"{path}/messages", 404, "not_found")
    await other.refused("POST", f"{path}/messages", 404, "not_found", json={"body": "mine"})
