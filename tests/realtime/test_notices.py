"""Offers and places in the queue reach whom they concern, at once, over every way, and nobody else."""

import asyncio

import pytest

from app.client import DeskSocket
from tests.conftest import Callers, Desk
from tests.realtime.processes import another
from tests.realtime.sockets import Socket

pytestmark = pytest.mark.usefixtures("long_offers")


async def test_a_chat_from_the_offer_to_the_rating(callers_: Callers) -> None:
    agent, customer = await callers_.agent(online=True), await callers_.customer()
    async with Socket(agent) as ours, Socket(customer) as theirs:
        chat = await customer.post("/v1/chats", {"body": "Is anybody there?"})
        offer = await ours.get("offer")
        assert (offer["chat"], offer["ticket"]) == (chat["id"], chat["ticket_id"])
        assert (offer["subject"], offer["customer_name"]) == ("Is anybody there?", "Vera")
        waiting = await theirs.get("queue")
        assert (waiting["chat"], waiting["ticket"], waiting["position"]) == (chat["id"], chat["ticket_id"], 1)
        await theirs.follow(chat["ticket_id"])
        await ours.follow(chat["ticket_id"])
        await agent.post(f"/v1/chats/{chat['id']}/accept", expect=200)
        assert (await ours.get("offer_ended"))["offer"] == offer["offer"]
        active = await theirs.get("queue")
        assert (active["status"], active["position"]) == ("active", None)
        assert (await theirs.say(chat["ticket_id"], "My kettle leaks"))["t"] == "ack"
        await agent.post(f"/v1/chats/{chat['id']}/end", {"solve": True}, expect=200)
        last = (await customer.get(f"/v1/tickets/{chat['ticket_id']}"))["seq"]
        kinds = [each["kind"] for each in await theirs.events(chat["ticket_id"], last)]
        assert {"chat.accepted", "chat.ended", "survey.invited"} <= set(kinds)
        assert not {"offer", "offer_ended"} & {each["t"] for each in theirs.seen}
        assert "queue" not in {each["t"] for each in ours.seen}


async def test_who_connects_late_hears_what_waits(callers_: Callers) -> None:
    agent, customer, other = await callers_.agent(online=True), await callers_.customer(), await callers_.customer()
    chat = await customer.post("/v1/chats", {"body": "Is anybody there?"})
    async with Socket(agent) as ours, Socket(customer) as theirs, Socket(other) as stranger:
        assert (await ours.get("offer"))["chat"] == chat["id"]
        assert (await theirs.get("queue"))["chat"] == chat["id"]
        assert await stranger.silence() == []


async def test_places_move_up_when_somebody_leaves(callers_: Callers) -> None:
    first, second = await callers_.customer(), await callers_.customer()
    leaving = await first.post("/v1/chats", {"body": "1"})
    async with Socket(second) as socket:
        staying = await second.post("/v1/chats", {"body": "2"})
        assert (await socket.get("queue"))["position"] == 2
        await first.post(f"/v1/chats/{leaving['id']}/end", {}, expect=200)
        moved = await socket.get("queue")
        assert (moved["chat"], moved["position"]) == (staying["id"], 1)


async def test_an_offer_reaches_an_agent_at_another_process(desk: Desk, callers_: Callers) -> None:
    agent, customer = await callers_.agent(online=True), await callers_.customer()
    async with another(desk.app.state.settings) as second, Socket(agent, url=second.ws_url) as ours:
        chat = await customer.post("/v1/chats", {"body": "Is anybody there?"})
        assert (await ours.get("offer"))["chat"] == chat["id"]


async def test_the_client_hands_offers_to_the_program(desk: Desk, callers_: Callers) -> None:
    agent, customer = await callers_.agent(online=True), await callers_.customer()
    async with DeskSocket(desk.url, str(agent.token)) as ours, DeskSocket(desk.url, str(customer.token)) as theirs:
        chat = await customer.post("/v1/chats", {"body": "Is anybody there?"})
        offer = await asyncio.wait_for(ours.offers.get(), 30)
        assert (offer["t"], offer["chat"]) == ("offer", chat["id"])
        assert (await asyncio.wait_for(theirs.queue.get(), 30))["position"] == 1
