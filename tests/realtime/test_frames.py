"""Frames that are wrong: a clear `err`, or the end of the connection, and never a traceback or somebody else's pain."""

import asyncio
import logging

import pytest

from tests.conftest import Callers, Desk
from tests.realtime.sockets import Socket


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "invalid_json"),
        ("{", "invalid_json"),
        ('{"t":"hello"} trailing', "invalid_json"),
        ('{"t":"send","id":1,"body":"\\ud800"}', "invalid_json"),
        ("[" * 30_000, "invalid_json"),
        ('{"t":"sub","id":1,"x":' + "[" * 5_000 + "]" * 5_000 + "}", "invalid_json"),
        ("[]", "bad_frame"),
        ('"hello"', "bad_frame"),
        ("null", "bad_frame"),
        ("{}", "bad_frame"),
        (b'{"t":"hello"}', "bad_frame"),
    ],
)
async def test_what_is_no_frame_ends_the_connection(callers_: Callers, text: str | bytes, code: str) -> None:
    async with Socket(await callers_.customer()) as socket:
        await socket.ws.send(text)
        refusal = await socket.get("err")
        assert (refusal["code"], refusal["temporary"]) == (code, False)
        assert await socket.closed() == (4500, code)


SEND = {"t": "send", "ticket": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10", "cmid": "c", "body": "hello"}


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"t": "dance"}, "unknown_type"),
        ({"t": 5}, "unknown_type"),
        ({"t": "hello"}, "already_greeted"),
        ({"t": "sub"}, "invalid"),
        ({"t": "sub", "subs": []}, "invalid"),
        ({"t": "sub", "subs": [{"ticket": "x"}]}, "invalid"),
        ({"t": "sub", "subs": [{"ticket": SEND["ticket"], "after": -1}]}, "invalid"),
        ({"t": "sub", "subs": [{"ticket": SEND["ticket"], "after": 2**40}]}, "invalid"),
        ({**SEND, "body": ""}, "invalid"),
        ({**SEND, "body": "x" * 16_385}, "invalid"),
        ({**SEND, "body": "a\x00b"}, "nul_character"),
        ({**SEND, "body": 5}, "invalid"),
        ({**SEND, "body": None}, "invalid"),
        ({**SEND, "cmid": "with space"}, "invalid"),
        ({**SEND, "cmid": ""}, "invalid"),
        ({**SEND, "visibility": "secret"}, "invalid"),
        ({**SEND, "last_seen_seq": "7"}, "invalid"),
        ({**SEND}, "not_found"),
        ({"t": "auth", "token": ""}, "invalid"),
    ],
)
async def test_what_cannot_be_done_is_answered_and_the_connection_lives(
    callers_: Callers, frame: dict[str, object], code: str
) -> None:
    customer = await callers_.customer()
    async with Socket(customer) as socket:
        asked = await socket.ask(**frame)
        refusal = await socket.answer(asked)
        assert (refusal["t"], refusal["code"], refusal["temporary"]) == ("err", code, False)
        ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
        assert (await socket.say(ticket, "still here"))["t"] == "ack"


async def test_fields_of_newer_clients_are_ignored(callers_: Callers) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    async with Socket(customer) as socket:
        assert (await socket.say(ticket, "hello", mood="sunny", nested={"a": [1]}))["t"] == "ack"


async def test_hello_comes_first(callers_: Callers) -> None:
    socket = Socket(await callers_.customer())
    await socket.open()
    await socket.ask(t="sub", subs=[{"ticket": SEND["ticket"]}])
    assert (await socket.get("err"))["code"] == "hello_first"
    assert await socket.closed() == (4500, "hello_first")


async def test_somebody_who_says_nothing_is_sent_away(desk: Desk, callers_: Callers) -> None:
    socket = Socket(await callers_.customer())
    await socket.open()
    for connection in desk.app.state.hub.connections:
        connection.opened_at -= 11
    assert await socket.closed() == (4504, "no hello")


async def test_a_quiet_connection_hears_a_heartbeat(desk: Desk, callers_: Callers) -> None:
    async with Socket(await callers_.customer()) as socket:
        await asyncio.sleep(0.1)
        for connection in desk.app.state.hub.connections:
            connection.quiet_since -= 26
        assert (await socket.next())["t"] == "hb"
        assert await socket.silence(1.5) == []


@pytest.mark.parametrize("oversized", ["x" * 70_000, "x" * 2_000_000])
async def test_a_frame_over_the_limit_ends_its_own_connection_only(
    callers_: Callers, caplog: pytest.LogCaptureFixture, oversized: str
) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    with caplog.at_level(logging.ERROR):
        async with Socket(customer) as one, Socket(customer) as other:
            await one.ws.send(oversized)
            assert (await one.closed())[0] == 1009
            assert (await other.say(ticket, "fine"))["t"] == "ack"
    assert not [each for each in caplog.records if each.exc_info]


async def test_text_that_is_not_text_ends_the_connection(callers_: Callers, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        async with Socket(await callers_.customer()) as socket:
            await socket.ws.send(b"\xff\xfe\xfd", text=True)
            assert (await socket.closed())[0] == 1007
    assert not [each for each in caplog.records if each.exc_info]


async def test_a_connection_follows_at_most_200_tickets(callers_: Callers) -> None:
    customer = await callers_.customer()
    tickets = [(await customer.post("/v1/tickets", {"subject": "x", "body": "y"}))["id"] for _ in range(3)]
    async with Socket(customer) as socket:
        await socket.follow(*tickets)
        more = [f"01939c33-8a6e-7bb2-9d4c-0d5c1c1e{number:04x}" for number in range(198)]
        refused = await socket.follow(*more)
        assert refused["code"] == "too_many_subscriptions"
        too_many = await socket.follow(*more, *tickets)
        assert too_many["code"] == "invalid"
