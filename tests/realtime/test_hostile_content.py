"""Frames of `desk.v1` with hostile content: the code that is promised, and never a way to what is somebody else's."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest

from app import clock
from app.realtime import protocol
from app.realtime.limits import SUBSCRIPTION_REFUSALS, SUBSCRIPTIONS, TYPING_PER_SECOND
from app.services import tokens
from tests.conftest import Callers, Desk
from tests.realtime.processes import another
from tests.realtime.sockets import Listening, Socket

NOWHERE = "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"
SEND: dict[str, Any] = {"t": "send", "ticket": NOWHERE, "cmid": "c", "body": "hello"}
DEEP = orjson.loads("[" * 100 + "]" * 100)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ('{"t":"sub","id":$9,"subs":[{"ticket":"$T"}]}', "invalid"),
        ('{"t":"sub","id":77,"subs":[{"ticket":"$T","after":$9}]}', "invalid"),
        ('{"t":"sub","id":77,"subs":[{"ticket":"$T","after":1e400}]}', "invalid"),
        ('{"t":"sub","id":77,"subs":[{"ticket":"$T","after":1.0}]}', "invalid"),
        ('{"t":"typing","ticket":"$T","on":NaN}', "invalid"),
        ('{"t":"read","ticket":"$T","seq":-0}', "not_following"),
        ('{"t":"read","ticket":"$T","seq":2147483647}', "not_following"),
        ('{"t":"typing","ticket":"$T","on":true}', "not_following"),
        ('{"t":"typing","ticket":"$T","on":"true"}', "invalid"),
        ('{"t":"presence","state":"away"}', "invalid"),
        ('{"t":"presence","state":["active"]}', "invalid"),
        ('{"t":"unsub","id":77,"tickets":"$T"}', "invalid"),
        ('{"t":"unsub","id":77,"inboxes":["mine\\n"]}', "invalid"),
        ('{"t":"sub","id":77,"subs":[{"inbox":"team:$T\\u0000"}]}', "invalid"),
        ('{"t":"sub","id":77,"subs":[{}]}', "invalid"),
        ('{"t":"sub","id":77,"subs":[{"ticket":"$T","queue":"$T"}]}', "invalid"),
        (orjson.dumps({"t": "sub", "id": 77, "subs": [{"ticket": NOWHERE}] * 201}).decode(), "invalid"),
        (orjson.dumps({"t": "sub", "id": 77, "subs": [{"ticket": "x"}] * 200}).decode(), "invalid"),
        ('{"t":"hello","t":"dance","id":77}', "unknown_type"),
        ('{"t":"dance","id":77,"id":2}', "unknown_type"),
        (orjson.dumps({"t": "x" * 60_000}).decode(), "unknown_type"),
        ('{"t":"__class__"}', "unknown_type"),
        ('{"t":null}', "unknown_type"),
        ('{"t":{"t":"hello"}}', "unknown_type"),
        (orjson.dumps({"t": "auth", "id": 77, "token": "x" * 4_097}).decode(), "invalid"),
        ('{"t":"auth","id":77,"token":"x"}', "invalid_token"),
        ('{"t":"auth","id":77,"token":"a.b.c"}', "invalid_token"),
        ('{"t":"auth","id":77,"token":"\\u0000"}', "invalid_token"),
        ('{"t":"auth","id":77,"token":"\U0001f600.\u043f.\u043f"}', "invalid_token"),
        ('{"t":"auth","id":77,"token":"otk_\\u0000"}', "invalid_key"),
        ('{"t":"auth","id":77,"token":"eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."}', "invalid_token"),
        (orjson.dumps({**SEND, "id": 77, "body": "\U0001f600" * 16_385}).decode(), None),
        (orjson.dumps({**SEND, "id": 77, "body": "п" * 16_385}).decode(), "invalid"),
        (orjson.dumps({**SEND, "id": 77, "cmid": "c\n"}).decode(), "invalid"),
        (orjson.dumps({**SEND, "id": 77, "cmid": "x" * 101}).decode(), "invalid"),
        (orjson.dumps({**SEND, "id": 77, "cmid": "\u202eabc"}).decode(), "invalid"),
        (orjson.dumps({**SEND, "id": 77, "cmid": {"$gt": ""}}).decode(), "invalid"),
        (orjson.dumps({**SEND, "id": 77, "cmid": "'; DROP"}).decode(), "invalid"),
        (orjson.dumps({**SEND, "id": 77, "cmid": "';--"}).decode(), "not_found"),
        (orjson.dumps({**SEND, "id": 77, "ticket": [NOWHERE]}).decode(), "invalid"),
        (orjson.dumps({**SEND, "id": 77, "ticket": "00000000-0000-0000-0000-000000000000"}).decode(), "not_found"),
        (orjson.dumps({**SEND, "id": 77, "last_seen_seq": 2**31 - 1}).decode(), "not_found"),
        (orjson.dumps({**SEND, "id": True}).decode(), "invalid"),
        (orjson.dumps({**SEND, "id": -1}).decode(), "invalid"),
        (orjson.dumps({**SEND, "id": 2**53}).decode(), "invalid"),
        (orjson.dumps({"t": "sub", "id": 77, "subs": [{"ticket": NOWHERE, "x": DEEP}]}).decode(), "ok"),
        ('{"t":"sub","id":77,"subs":[{"ticket":"$T","after":2147483647}]}', "ok"),
    ],
)
async def test_the_answer_to(callers_: Callers, frame: str, code: str | None) -> None:
    customer = await callers_.customer()
    async with Socket(customer) as socket:
        await socket.ws.send(frame.replace("$T", NOWHERE).replace("$9", "9" * 4_000))
        if code is None:
            assert (await socket.closed())[0] == 1009
            return
        answer = await socket.get("err", "ok")
        assert answer.get("code", "ok") == code, answer
        assert len(orjson.dumps(answer)) < 10_000
        assert (await socket.follow(NOWHERE))["subs"] == [{"ticket": NOWHERE, "error": "not_found"}]


@pytest.mark.parametrize("field", ["id", "ticket", "cmid", "body", "format", "visibility", "last_seen_seq"])
@pytest.mark.parametrize("value", [[], {}, 1.5, True, "\ud7ff\x7f", [None], ""])
async def test_a_wrong_type_in(callers_: Callers, field: str, value: object) -> None:
    async with Socket(await callers_.customer()) as socket:
        await socket.tell(**{**SEND, "id": 7, field: value})
        answer = await socket.get("err")
        assert answer["code"] in {"invalid", "not_found"}
        if answer["code"] == "invalid":
            assert [each["pointer"] for each in answer["errors"]] == [f"/{field}"]


async def test_what_is_somebody_elses_is_as_if_it_were_not_there(callers_: Callers) -> None:
    owner, stranger = await callers_.customer(), await callers_.customer()
    ticket = (await owner.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    agent_only = (await callers_.team(), "mine")
    async with Listening(stranger) as socket, Listening(owner) as mine:
        await mine.follow(ticket)
        for each in (ticket, NOWHERE):
            assert (await socket.follow(each))["subs"] == [{"ticket": each, "error": "not_found"}]
            await socket.ask(t="send", ticket=each, cmid="c", body="hello")
            await socket.tell(t="typing", ticket=each, on=True)
            await socket.tell(t="read", ticket=each, seq=1)
            answers = [(await socket.get("err"))["code"] for _ in range(3)]
            assert answers == ["not_found", "not_following", "not_following"]
        asked = await socket.ask(t="sub", subs=[{"queue": str(agent_only[0])}, {"inbox": agent_only[1]}])
        assert [each["error"] for each in (await socket.answer(asked))["subs"]] == ["not_found"] * 2
        assert not [each for each in await mine.silence(0.2) if each["t"] in {"typing", "read"}]
        assert not [each for each in socket.seen if each["t"] not in {"err", "ok", "welcome"}]


async def test_auth_takes_only_a_living_token_of_the_same_caller(callers_: Callers) -> None:
    customer, other = await callers_.customer(), await callers_.customer()
    assert customer.id is not None
    old = tokens.issue("customer", customer.id, uuid4(), seconds=60, now=clock.now() - timedelta(hours=1))
    async with Socket(customer) as socket:
        for token, code in ((other.token, "other_caller"), (old, "token_expired"), ("x" * 4_096, "invalid_token")):
            asked = await socket.ask(t="auth", token=token)
            assert (await socket.answer(asked))["code"] == code
        assert (await socket.answer(await socket.ask(t="auth", token=customer.token)))["t"] == "ok"


async def test_ten_thousand_subscriptions_follow_nothing_and_keep_nothing(desk: Desk, callers_: Callers) -> None:
    async with Socket(await callers_.customer()) as socket:
        for _ in range(10_000 // SUBSCRIPTIONS):
            answer = await socket.follow(*(str(uuid4()) for _ in range(SUBSCRIPTIONS)))
            assert len(answer["subs"]) == SUBSCRIPTIONS
        assert not desk.app.state.hub.rooms


async def test_whoever_asks_for_too_much_again_and_again_is_ended(callers_: Callers) -> None:
    customer = await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    async with Socket(customer) as socket:
        await socket.follow(ticket)
        many = [str(uuid4()) for _ in range(SUBSCRIPTIONS)]
        for _ in range(SUBSCRIPTION_REFUSALS):
            assert (await socket.follow(*many))["code"] == "too_many_subscriptions"
        assert await socket.closed() == (4505, "too_many_subscriptions")


async def test_typing_beyond_its_pace_is_dropped_silently(callers_: Callers) -> None:
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    async with Listening(customer) as typist, Listening(agent) as reader:
        await typist.follow(ticket)
        await reader.follow(ticket)
        begun = clock.monotonic()
        for number in range(60):
            await typist.tell(t="typing", ticket=ticket, on=bool(number % 2))
        done = await typist.say(ticket, "done")
        await reader.events(ticket, done["seq"])
        await reader.silence(0.3)
        took = clock.monotonic() - begun
        seen = [each for each in reader.seen if each["t"] == "typing"]
        assert 1 <= len(seen) <= TYPING_PER_SECOND * (1 + took)
        assert not [each for each in typist.seen if each["t"] == "err"]


async def test_a_connection_that_presses_on_is_slowed_down_and_then_ended(
    desk: Desk, callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await callers_.customer()
    monkeypatch.setattr(protocol, "RATE_SECONDS", 1.0)
    slow = desk.app.state.settings.model_copy(update={"socket_frames_per_second": 20})
    async with another(slow) as second, Socket(customer, url=second.ws_url) as socket, Socket(customer) as witness:
        begun, answered = clock.monotonic(), 0

        async def press() -> None:
            while True:
                await socket.tell(t="x", id=1)

        pressing = asyncio.create_task(press())
        code, reason = await socket.closed()
        pressing.cancel()
        took = clock.monotonic() - begun
        answered = sum(each["t"] == "err" for each in socket.seen)
        assert (code, reason) == (4029, "rate")
        assert 90 <= answered <= 100 + 20 * took + 1
        assert (await witness.follow(NOWHERE))["t"] == "ok"


async def test_a_burst_within_the_limit_is_not_slowed_down(callers_: Callers) -> None:
    async with Socket(await callers_.customer()) as socket:
        for number in range(900):
            await socket.tell(t="x", id=number)
        for number in range(900):
            assert (await socket.get("err"))["re"] == number
