"""By which channel the next answer goes: what the desk finds, and what an agent chooses."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.models import Channel, ChannelMessage, ChannelThread
from tests.conftest import Callers, Desk


async def a_channel(desk: Desk, kind: str, address: str, **more: Any) -> str:
    now = clock.now()
    async with desk.database.unit_of_work() as work:
        made = Channel(kind=kind, name=kind.title(), address=address, created_at=now, updated_at=now, **more)
        work.session.add(made)
    return str(made.id)


async def test_an_agent_moves_a_thread(desk: Desk, callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer(email="vera@example.com")
    ticket = (await vera.post("/v1/tickets", {"subject": "Hello", "body": "?"}))["id"]
    path = f"/v1/tickets/{ticket}/reply-channel"
    alone = await anna.get(path)
    assert (alone["place"], alone["reason"], alone["ways"], alone["if_unread"]) == ("here", "reads_here", [], False)
    box, bot, off = (
        await a_channel(desk, "email", "help@shop.example"),
        await a_channel(desk, "telegram", "shop_bot"),
        await a_channel(desk, "email", "old@shop.example", enabled=False),
    )
    found = await anna.get(path)
    assert (found["place"], found["channel_id"], found["if_unread"]) == ("here", box, True)
    assert {each["channel_id"]: (each["possible"], each["obstacle"]) for each in found["ways"]} == {
        box: (True, None), off: (False, "switched_off"), bot: (False, "never_wrote"),
    }  # fmt: skip
    # Once they have written by the bot it can be chosen, and what they answer there comes here.
    now, other = clock.now(), (await vera.post("/v1/tickets", {"subject": "Other", "body": "?"}))["id"]
    async with desk.database.unit_of_work() as work:
        thread = ChannelThread(
            channel_id=UUID(bot), thread="1001", ticket_id=UUID(other), customer_id=vera.who, last_inbound_at=now
        )
        work.session.add(thread)
    moved = await anna.put(path, {"place": "channel", "channel_id": bot})
    assert (moved["place"], moved["to"], moved["reason"]) == ("channel", "1001", "chosen")
    assert moved["chosen_at"] is not None
    assert await anna.put(path, {"place": "channel", "channel_id": bot}) == moved
    async with desk.database.lean() as connection:
        assert str(await connection.fetchval("SELECT ticket_id FROM channel_threads")) == ticket
    events = (await anna.get(f"/v1/tickets/{ticket}/events"))["items"]
    (event,) = [each for each in events if each["type"] == "ticket.reply_channel_changed"]
    assert event["data"] == {"place": "channel", "channel_id": bot, "kind": "telegram", "name": "Telegram"}
    seen = (await vera.get(f"/v1/tickets/{ticket}/events"))["items"]
    assert "ticket.reply_channel_changed" not in {each["type"] for each in seen}
    # It holds until they write by another one.
    message = await vera.post(f"/v1/tickets/{ticket}/messages", {"body": "Here again"})
    assert (await anna.get(path))["reason"] == "reads_here"
    async with desk.database.unit_of_work() as work:
        work.session.add(
            ChannelMessage(
                channel_id=UUID(box), external_id="a@b", ticket_id=UUID(ticket), message_id=UUID(message["id"]),
                direction="in", thread="vera@example.com", created_at=now + timedelta(seconds=1),
            )
        )  # fmt: skip
    by_mail = await anna.get(path)
    assert (by_mail["reason"], by_mail["channel_id"], by_mail["to"]) == ("wrote_by", box, "vera@example.com")
    here = await anna.put(path, {"place": "here"})
    assert (here["place"], here["reason"]) == ("here", "chosen")
    assert (await anna.put(path, {"place": "automatic"}))["reason"] == "wrote_by"


async def test_what_cannot_be_chosen(desk: Desk, callers_: Callers) -> None:
    anna, vera, oleg = await callers_.agent(), await callers_.customer(), await callers_.customer(name="Oleg")
    ticket = (await vera.post("/v1/tickets", {"subject": "Hello", "body": "?"}))["id"]
    path = f"/v1/tickets/{ticket}/reply-channel"
    box = await a_channel(desk, "email", "help@shop.example")
    problem = await anna.refused("PUT", path, 409, "cannot_reach", json={"place": "channel", "channel_id": box})
    assert problem["obstacle"] == "no_address"
    nowhere = {"place": "channel", "channel_id": ticket}
    await anna.refused("PUT", path, 422, "unknown_channel", json=nowhere)
    for body in (
        {"place": "channel"},
        {"place": "here", "channel_id": box},
        {"place": "moon"},
        {},
        {"place": "here", "x": 1},
    ):
        await anna.refused("PUT", path, 422, "invalid", json=body)
    for caller in (vera, oleg):
        assert (await caller("GET", path)).status_code == 403
        assert (await caller("PUT", path, json={"place": "here"})).status_code == 403
    gone = f"/v1/tickets/{box}/reply-channel"
    await anna.refused("GET", gone, 404, "not_found")
    await anna.refused("PUT", gone, 404, "not_found", json={"place": "here"})


async def test_a_partner_carries_its_own_tickets(desk: Desk, callers_: Callers) -> None:
    admin = await callers_.admin()
    source = (await admin.post("/v1/sources", {"name": "Shop", "key": "shop"}))["id"]
    partner = await callers_.partner(source_id=UUID(source))
    asked = {"subject": "Hello", "body": "?", "requester": {"email": "vera@example.com"}}
    ticket = (await partner.post("/v1/tickets", asked))["id"]
    await a_channel(desk, "email", "help@shop.example")
    found = await admin.get(f"/v1/tickets/{ticket}/reply-channel")
    assert (found["place"], found["channel_id"], found["reason"]) == ("here", None, "partner")
