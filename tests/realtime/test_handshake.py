"""Opening a socket: grants are single use, and everything unwanted is refused before the upgrade, as a problem."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from app import clock
from app.ids import new_id
from app.services import callers
from tests.conftest import Api, Callers, Desk
from tests.realtime.sockets import Socket


async def refused(desk: Desk, *protocols: str, path: str = "", **options: Any) -> dict[str, Any]:
    """The problem that an upgrade is refused with."""
    offered = [Subprotocol(each) for each in protocols]
    with pytest.raises(InvalidStatus) as caught:
        async with connect(desk.ws_url + path, subprotocols=offered or None, **options):
            pass
    response = caught.value.response
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-request-id"]
    problem: dict[str, Any] = orjson.loads(response.body)
    assert problem["status"] == response.status_code
    return problem


async def grant(api: Api) -> str:
    answer = await api.post("/v1/realtime/grants")
    assert answer["expires_in"] == 30
    return f"grant.{answer['grant']}"


async def test_a_grant_opens_one_socket(desk: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    protocol = await grant(customer)
    async with connect(desk.ws_url, subprotocols=[Subprotocol("desk.v1"), Subprotocol(protocol)]) as ws:
        assert ws.subprotocol == "desk.v1"
    problem = await refused(desk, "desk.v1", protocol)
    assert (problem["status"], problem["code"]) == (401, "invalid_grant")


async def test_of_two_who_use_a_grant_at_once_one_gets_in(desk: Desk, callers_: Callers) -> None:
    protocol = await grant(await callers_.customer())

    async def attempt() -> bool:
        try:
            async with connect(desk.ws_url, subprotocols=[Subprotocol("desk.v1"), Subprotocol(protocol)]):
                return True
        except InvalidStatus:
            return False

    assert sorted(await asyncio.gather(*(attempt() for _ in range(8)))) == [False] * 7 + [True]


async def test_grants_are_stored_hashed_and_expire(desk: Desk, callers_: Callers) -> None:
    protocol = await grant(await callers_.customer())
    async with desk.database.lean() as connection:
        stored = await connection.fetchval("SELECT token_hash FROM realtime_grants")
        assert stored not in protocol
        await connection.execute("UPDATE realtime_grants SET expires_at = $1", clock.now())
    assert (await refused(desk, "desk.v1", protocol))["code"] == "invalid_grant"


async def test_a_grant_dies_with_the_sign_in_behind_it(desk: Desk, callers_: Callers) -> None:
    agent = await callers_.agent()
    protocol = await grant(agent)
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE sign_ins SET ended_at = $1", clock.now())
    assert (await refused(desk, "desk.v1", protocol))["code"] == "signed_out"
    callers.forget()


async def test_native_clients_may_send_a_bearer_token(callers_: Callers) -> None:
    async with Socket(await callers_.customer(), bearer=True) as socket:
        assert socket.welcome["limits"]["body"] == 16_384
        assert 0 < socket.welcome["auth_expires_in"] <= 900


@pytest.mark.parametrize(
    ("protocols", "path", "options", "status", "code"),
    [
        (["desk.v1"], "", {}, 401, "unauthenticated"),
        (["desk.v1", "grant.nonsense"], "", {}, 401, "invalid_grant"),
        (["desk.v1"], "", {"additional_headers": {"authorization": "Bearer nonsense"}}, 401, "invalid_token"),
        (["desk.v1"], "?token=abc", {}, 400, "credential_in_url"),
        (["desk.v1"], "?grant=abc", {}, 400, "credential_in_url"),
        (["desk.v9"], "", {}, 400, "unknown_subprotocol"),
        ([], "", {}, 400, "unknown_subprotocol"),
        (["desk.v1"], "", {"origin": Origin("https://evil.example")}, 403, "origin_not_allowed"),
        (["desk.v1"], "", {"origin": Origin("null")}, 403, "origin_not_allowed"),
    ],
)
async def test_refusals(
    desk: Desk, protocols: list[str], path: str, options: dict[str, Any], status: int, code: str
) -> None:
    problem = await refused(desk, *protocols, path=path, **options)
    assert (problem["status"], problem["code"]) == (status, code)


async def test_pages_of_the_desk_itself_may_connect(desk: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    for origin in ("http://desk.test", desk.url):
        protocols = [Subprotocol("desk.v1"), Subprotocol(await grant(customer))]
        async with connect(desk.ws_url, subprotocols=protocols, origin=Origin(origin)) as ws:
            assert ws.subprotocol == "desk.v1"


async def test_a_grant_needs_a_caller_with_the_permission(callers_: Callers) -> None:
    await callers_.nobody().refused("POST", "/v1/realtime/grants", 401, "unauthenticated")
    await (await callers_.partner("tickets:read")).refused("POST", "/v1/realtime/grants", 403, "forbidden")
    await (await callers_.partner("tickets:read", "realtime")).post("/v1/realtime/grants")


async def test_a_partner_reads_as_its_scopes_say(callers_: Callers) -> None:
    partner, customer = await callers_.partner("tickets:read", "realtime"), await callers_.customer()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    async with Socket(partner) as socket:
        await socket.follow(ticket)
        assert len(await socket.events(ticket, 2)) == 2
        assert (await socket.say(ticket, "hello"))["code"] == "forbidden"


async def test_signing_out_ends_the_socket_at_once(desk: Desk, callers_: Callers) -> None:
    agent = await callers_.agent()
    async with Socket(agent) as socket:
        await agent("POST", "/v1/auth/logout", expect=204)
        assert await socket.closed() == (4503, "revoked")
    assert agent.id not in {each.actor.id for each in desk.app.state.hub.connections}


async def test_a_disabled_agent_is_sent_away(callers_: Callers) -> None:
    agent, admin = await callers_.agent(), await callers_.admin()
    async with Socket(agent) as socket:
        await admin.patch(f"/v1/agents/{agent.id}", {"status": "disabled"})
        assert await socket.closed() == (4503, "revoked")


async def test_a_socket_never_outlives_its_token(desk: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    async with Socket(customer) as socket, Socket(customer) as renewed:
        old, new = sorted(desk.app.state.hub.of(customer.who), key=lambda each: each.opened_at)
        new.expires_at = clock.now() + timedelta(seconds=60)
        ok = await renewed.answer(await renewed.ask(t="auth", token=customer.token))
        assert ok["auth_expires_in"] > 800
        # What the new token says counts from now on, and not what the first one said.
        assert new.expires_at > clock.now() + timedelta(seconds=800)
        old.expires_at = clock.now()
        assert await socket.closed() == (4003, "credential ended")
        assert (await renewed.answer(await renewed.ask(t="auth", token=customer.token)))["t"] == "ok"


async def test_a_look_at_callers_does_not_end_a_socket_that_renews_meanwhile(desk: Desk, callers_: Callers) -> None:
    customer = await callers_.customer()
    async with Socket(customer) as socket:
        (connection,) = desk.app.state.hub.of(customer.id)
        # The look has asked about the old session when the socket says the token of a new one.
        look = asyncio.create_task(desk.app.state.hub.look_up([connection]))
        await asyncio.sleep(0)
        connection.actor = renewed = replace(connection.actor, session_id=new_id())
        await look
        assert connection.closing is None
        assert connection.actor is renewed
        assert (await socket.say(str(new_id()), "still here"))["code"] == "not_found"


async def test_a_token_of_somebody_else_renews_nothing(callers_: Callers) -> None:
    customer, other = await callers_.customer(), await callers_.customer()
    async with Socket(customer) as socket:
        for token, code in ((other.token, "other_caller"), ("nonsense", "invalid_token")):
            refusal = await socket.answer(await socket.ask(t="auth", token=token))
            assert (refusal["t"], refusal["code"]) == ("err", code)
