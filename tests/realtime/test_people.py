"""Typing, presence and read receipts: who is told of whom, in one process and over several."""

from typing import Any

import pytest

from app.realtime import people, roster
from tests.conftest import Api, Callers, Desk
from tests.realtime.sockets import Listening, Socket


@pytest.fixture
async def ticket(callers_: Callers) -> tuple[Api, Api, str]:
    """A customer, the agent whose ticket it is, and the ticket."""
    customer, agent = await callers_.customer(), await callers_.agent()
    made = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    await agent.post(f"/v1/tickets/{made}/assign", {"assignee_id": str(agent.id)}, expect=200)
    return customer, agent, made


def of(seen: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The frames of one type."""
    return [each for each in seen if each["t"] == kind]


async def test_typing_reaches_those_who_asked_and_not_the_one_who_types(ticket: tuple[Api, Api, str]) -> None:
    customer, agent, made = ticket
    async with Listening(customer) as theirs, Listening(agent) as ours, Socket(agent) as plain:
        for socket in (theirs, ours, plain):
            await socket.follow(made)
        await theirs.tell(t="typing", ticket=made, on=True)
        frame = await ours.get("typing")
        assert frame == {
            "t": "typing", "ticket": made, "who": str(customer.id), "name": "Vera", "on": True,
            "visibility": "public", "ttl": 6,
        }  # fmt: skip
        await ours.tell(t="typing", ticket=made, on=True)
        assert (await theirs.get("typing"))["who"] == str(agent.id)
        await ours.tell(t="typing", ticket=made, on=False)
        assert (await theirs.get("typing"))["on"] is False
        assert not of(await plain.silence(0.1), "typing")
        assert [each["who"] for each in of(ours.seen, "typing")] == [str(customer.id)]


async def test_that_a_note_is_being_written_is_told_to_agents_alone(
    ticket: tuple[Api, Api, str], callers_: Callers
) -> None:
    customer, agent, made = ticket
    colleague = await callers_.agent(name="Boris")
    async with Listening(customer) as theirs, Listening(agent) as ours, Listening(colleague) as other:
        for socket in (theirs, ours, other):
            await socket.follow(made)
        await ours.tell(t="typing", ticket=made, on=True, visibility="internal")
        assert (await other.get("typing"))["visibility"] == "internal"
        assert not of(await theirs.silence(0.2), "typing")
        await theirs.tell(t="typing", ticket=made, on=True, visibility="internal")
        assert (await theirs.get("err"))["code"] == "notes_are_for_agents"


async def test_fleeting_frames_are_for_followed_tickets(ticket: tuple[Api, Api, str], callers_: Callers) -> None:
    _, _, made = ticket
    stranger = await callers_.customer(name="Oleg")
    async with Listening(stranger) as socket:
        await socket.follow(made)
        for frame in ({"t": "typing", "ticket": made, "on": True}, {"t": "read", "ticket": made, "seq": 1}):
            await socket.tell(**frame)
            assert (await socket.get("err"))["code"] == "not_following"


async def test_reading_is_stored_told_and_never_goes_back(ticket: tuple[Api, Api, str]) -> None:
    customer, agent, made = ticket
    await agent.post(f"/v1/tickets/{made}/messages", {"body": "a note", "visibility": "internal"})
    reply = await agent.post(f"/v1/tickets/{made}/messages", {"body": "Which model?"})
    public = (await customer.get(f"/v1/tickets/{made}"))["seq"]
    async with Listening(customer) as theirs, Listening(agent) as ours:
        ok = (await theirs.follow(made))["subs"][0]
        assert (ok["unread"], ok["read"]) == (1, {})
        await ours.follow(made)
        await theirs.tell(t="read", ticket=made, seq=public)
        # Each side is told in its own counter: the note is in the agent's.
        frame = await ours.get("read")
        assert (frame["who"], frame["seq"]) == (str(customer.id), reply["seq"])
        await theirs.tell(t="read", ticket=made, seq=1)
        await theirs.tell(t="read", ticket=made, seq=2_000_000_000)
        marks = await agent.get(f"/v1/tickets/{made}/read")
        assert marks["read"] == {str(customer.id): marks["last_seq"]}
    async with Listening(customer) as again:
        ok = (await again.follow(made))["subs"][0]
        assert (ok["unread"], ok["read"]) == (0, {str(customer.id): public})


async def test_reading_over_http_is_the_same(ticket: tuple[Api, Api, str], callers_: Callers) -> None:
    customer, agent, made = ticket
    async with Listening(customer) as theirs:
        await theirs.follow(made)
        marks = await agent.put(f"/v1/tickets/{made}/read", {"seq": 2})
        assert marks["read"] == {str(agent.id): 2}
        assert (await theirs.get("read"))["who"] == str(agent.id)
    assert (await agent.put(f"/v1/tickets/{made}/read", {"seq": 1}))["read"] == {str(agent.id): 2}
    stranger = await callers_.customer(name="Oleg")
    await stranger.refused("PUT", f"/v1/tickets/{made}/read", 404, "not_found", json={"seq": 1})
    await stranger.refused("GET", f"/v1/tickets/{made}/read", 404, "not_found")


async def test_a_lead_who_looks_on_is_not_given_away(ticket: tuple[Api, Api, str], callers_: Callers) -> None:
    customer, agent, made = ticket
    lead = await callers_.agent(role="lead", name="Petra")
    async with Listening(customer) as theirs, Listening(agent) as ours:
        await theirs.follow(made)
        await ours.follow(made)
        async with Listening(lead) as looking:
            await looking.follow(made)
            await looking.tell(t="read", ticket=made, seq=3)
            assert (await ours.get("read"))["who"] == str(lead.id)
        await lead.post(f"/v1/tickets/{made}/messages", {"body": "a note", "visibility": "internal"})
        frames = await theirs.silence(0.3)
        assert not [each for each in frames if str(lead.id) in str(each)]
    assert str(lead.id) not in (await customer.get(f"/v1/tickets/{made}/read"))["read"]
    # Once they answer the customer, they are there for the customer.
    await lead.post(f"/v1/tickets/{made}/messages", {"body": "I am sorry"})
    assert str(lead.id) in (await customer.get(f"/v1/tickets/{made}/read"))["read"]


async def test_who_is_here_is_told_and_a_short_absence_is_not(
    ticket: tuple[Api, Api, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, agent, made = ticket
    monkeypatch.setattr(roster, "GRACE_SECONDS", 60.0)
    monkeypatch.setattr(people, "TICK_SECONDS", 0.1)
    async with Listening(agent) as ours:
        assert (await ours.follow(made))["subs"][0]["online"] == [str(agent.id)]
        async with Listening(customer) as theirs:
            assert (await ours.get("presence")) == {"t": "presence", "who": str(customer.id), "state": "online"}
            assert set((await theirs.follow(made))["subs"][0]["online"]) == {str(customer.id), str(agent.id)}
            await theirs.tell(t="presence", state="idle")
            assert (await ours.get("presence"))["state"] == "away"
            await theirs.tell(t="presence", state="active")
            assert (await ours.get("presence"))["state"] == "online"
        async with Listening(customer):
            assert not of(await ours.silence(0.3), "presence")
            monkeypatch.setattr(roster, "GRACE_SECONDS", 0.3)
        assert (await ours.get("presence"))["state"] == "offline"


async def test_a_revoked_sender_is_refused_inside_the_transaction(desk: Desk, ticket: tuple[Api, Api, str]) -> None:
    customer, _, made = ticket
    async with Socket(customer) as socket:
        await socket.follow(made)
        # Behind the hub's back: no hint tells it.
        async with desk.database.lean() as connection:
            await connection.execute("UPDATE visitor_sessions SET ended_at = now() WHERE customer_id = $1", customer.id)
        refusal = await socket.say(made, "still here")
        assert (refusal["t"], refusal["code"], refusal["temporary"]) == ("err", "signed_out", False)
        assert await socket.closed() == (4503, "revoked")
    async with desk.database.lean() as connection:
        assert await connection.fetchval("SELECT count(*) FROM messages WHERE ticket_id = $1", made) == 1
