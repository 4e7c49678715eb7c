"""What becomes of messages: partners report it, agents see it, and customers hear nothing of it."""

import asyncio
from typing import Any

from app import clock
from app.ids import new_id
from app.models import Source
from tests.conftest import Api, Callers, Desk


async def partner_of(desk: Desk, callers_: Callers) -> Api:
    """The partner of a source of its own."""
    now = clock.now()
    async with desk.database.unit_of_work() as work:
        source = Source(key=f"s{new_id().hex}", name="Shop", secret="x", created_at=now, updated_at=now)
        work.session.add(source)
    return await callers_.partner(source_id=source.id)


async def carried(desk: Desk, callers_: Callers, anna: Api) -> tuple[Api, str, Any]:
    """A partner's ticket with an agent's reply: the partner, the thread's path, the reply."""
    partner = await partner_of(desk, callers_)
    ticket = await partner.post("/v1/tickets", {"subject": "S", "body": "B", "requester": {"email": "v@x.test"}})
    path = f"/v1/tickets/{ticket['id']}/messages"
    return partner, path, await anna.post(path, {"body": "Hello"})


async def test_states_move_forward_and_agents_are_told(desk: Desk, callers_: Callers) -> None:
    anna = await callers_.agent()
    partner, path, said = await carried(desk, callers_, anna)
    one = f"{path}/{said['id']}/delivery"
    assert said["delivery"] is None
    assert await anna.get(one) == {"message_id": said["id"], "state": None, "read": False, "recipients": []}
    for state, shown in (("queued", "queued"), ("sent", "sent"), ("queued", "sent"), ("delivered", "delivered")):
        assert (await partner.post(one, {"state": state}, expect=200))["state"] == shown
    # Late and repeated, many at once: nothing changes, and nobody is told again.
    late = await asyncio.gather(*(partner("POST", one, json={"state": "sent"}) for _ in range(3)))
    assert {each.json()["state"] for each in late} == {"delivered"}
    bounced = {"state": "bounced", "detail": "550 no such user"}
    await asyncio.gather(*(partner.post(one, bounced, expect=200) for _ in range(3)))
    events = (await anna.get(path.replace("messages", "events")))["items"]
    told = [each["data"] for each in events if each["type"] == "message.delivery_changed"]
    assert [each["state"] for each in told] == ["queued", "sent", "delivered", "bounced"]
    assert told[-1]["detail"] == "550 no such user"
    assert told[-1]["message"]["delivery"] == "bounced"
    assert next(each for each in (await anna.get(path))["items"] if each["id"] == said["id"])["delivery"] == "bounced"
    # Only agents: not in the partner's events, and not in its messages.
    assert "delivery_changed" not in (await partner("GET", path.replace("messages", "events"))).text
    assert {each["delivery"] for each in (await partner.get(path))["items"]} == {None}
    # An edit says that the text had left.
    await anna.patch(f"{path}/{said['id']}", {"body": "Hello again"})
    assert (await anna.get(f"{path}/{said['id']}/history"))["items"][0]["left_desk"]


async def test_several_recipients_show_the_worst(desk: Desk, callers_: Callers) -> None:
    anna = await callers_.agent()
    partner, path, said = await carried(desk, callers_, anna)
    one = f"{path}/{said['id']}/delivery"
    await partner.post(one, {"state": "delivered", "recipient": "a@x.test"}, expect=200)
    shown = await partner.post(one, {"state": "failed", "recipient": "b@x.test", "detail": "Full"}, expect=200)
    assert shown["state"] == "failed"
    assert [(each["recipient"], each["state"]) for each in shown["recipients"]] == [
        ("a@x.test", "delivered"),
        ("b@x.test", "failed"),
    ]


async def test_who_may_report_on_what(desk: Desk, callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    partner, path, said = await carried(desk, callers_, anna)
    other = await partner_of(desk, callers_)
    body = {"state": "sent"}
    one = f"{path}/{said['id']}/delivery"
    await other.refused("POST", one, 404, "not_found", json=body)
    for who in (anna, vera):
        await who.refused("POST", one, 403, "forbidden", json=body)
    await vera.refused("GET", one, 403, "forbidden")
    note = await anna.post(path, {"body": "Between us", "visibility": "internal"})
    await partner.refused("POST", f"{path}/{note['id']}/delivery", 404, "not_found", json=body)
    asked = (await partner.get(path))["items"][0]
    await partner.refused("POST", f"{path}/{asked['id']}/delivery", 409, "not_outgoing", json=body)
    await partner.refused("POST", f"{path}/{new_id()}/delivery", 404, "not_found", json=body)


async def test_on_the_web_a_read_mark_says_that_it_arrived(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = await vera.post("/v1/tickets", {"subject": "S", "body": "B"})
    path = f"/v1/tickets/{ticket['id']}"
    said = await anna.post(f"{path}/messages", {"body": "Hello"})
    assert not (await anna.get(f"{path}/messages/{said['id']}/delivery"))["read"]
    await vera.put(f"{path}/read", {"seq": 99})
    shown = await anna.get(f"{path}/messages/{said['id']}/delivery")
    assert (shown["state"], shown["read"]) == (None, True)
