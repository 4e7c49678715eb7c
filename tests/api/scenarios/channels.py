"""Channels, and what came in by them."""

import base64
from typing import Any

import orjson
from standardwebhooks.webhooks import Webhook

from app import clock
from app.ids import new_id
from app.models import Inbound
from tests.api.scenarios.registry import Call, World, on_made, scenario


@scenario("createChannel")
async def create_channel(world: World) -> Call:
    address = f"{world.fresh('help')}@shop.example"
    return Call("/v1/channels", {"kind": "email", "name": "Help", "address": address, "settings": {}})


@scenario("connectChannel")
async def connect_channel(world: World) -> Call:
    # Nobody is told by the desk there: that it may be asked again is what is tried.
    settings, address = {"confirmation": "b7d1a2c3"}, str(new_id().int)[-12:]
    secrets = {"access_token": "vk1.a.key-of-a-community", "webhook_secret": "secret-word"}
    channel = {"kind": "vk", "name": "VK", "address": address, "settings": settings, "secrets": secrets}
    return Call(f"/v1/channels/{(await world.make('createChannel', **channel))['id']}/connect")


on_made("updateChannel", "createChannel", name="Returns")
on_made("deleteChannel", "createChannel")


@scenario("receiveMail")
async def receive_mail(world: World) -> Call:
    made = await world.make("createChannel")
    raw = f"Message-ID: <{world.fresh('mail')}@shop.example>\r\n\r\nHello\r\n".encode()
    return Call(f"/v1/channels/{made['id']}/mail", content=raw, headers={"content-type": "message/rfc822"})


@scenario("receiveUpdate")
async def receive_update(world: World) -> Call:
    secret = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes, eh").decode()
    asked = {"kind": "custom", "name": "Shop", "address": world.fresh("shop"), "secrets": {"webhook_secret": secret}}
    made = await world.admin.post("/v1/channels", {**asked, "settings": {"url": "https://shop.example/otklik"}})
    body = orjson.dumps(
        {"type": "message", "id": "m1", "conversation": "vera", "text": "Hello", "person": {"id": "vera", "name": "V"}}
    )
    now = clock.now()
    signed = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", now, body.decode()),
    }
    return Call(f"/v1/channels/{made['id']}/webhook", caller=world.callers.nobody(), content=body, headers=signed)


async def _parked(world: World) -> str:
    made: dict[str, Any] = await world.make("createChannel")
    now = clock.now()
    row = Inbound(
        channel_id=made["id"], door="http", sha256=b"1", raw=b"x", size=1, status="parked", problem="?", received_at=now
    )
    await world.row(row)
    return f"/v1/inbound/{row.id}"


@scenario("replayInbound")
async def replay_inbound(world: World) -> Call:
    return Call(f"{await _parked(world)}/replay")


@scenario("replayParkedInbound")
async def replay_parked_inbound(world: World) -> Call:
    made = await world.make("createChannel")
    return Call("/v1/inbound/replay", {"channel_id": made["id"]})


@scenario("discardInbound")
async def discard_inbound(world: World) -> Call:
    return Call(f"{await _parked(world)}/discard", {"reason": "An attack on the parser"})
