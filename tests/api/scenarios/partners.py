"""Other systems: sources and what they could not say, webhooks, imports and exports, what leaves."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson

from app import clock
from app.ids import new_id
from app.models import Channel, OutboxItem, WebhookDelivery
from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario
from tests.api.webhooks import Partner, partner

by_example("createSource", "key")
on_made("updateSource", "createSource")
on_made("rotateSourceSecret", "createSource")
on_made("previewSource", "createSource")
on_made("replayParkedWebhooks", "createSource")
by_example("createWebhook")
on_made("updateWebhook", "createWebhook", description="The shop")
on_made("deleteWebhook", "createWebhook")
on_made("rotateWebhookSecret", "createWebhook")
on_made("testWebhook", "createWebhook")
on_made("replayWebhook", "createWebhook")
by_example("createImport")
by_example("createExport")


@scenario("uploadImportPart")
async def upload_part(world: World) -> Call:
    made = await world.make("createImport")
    headers = {"content-type": "application/octet-stream"}
    return Call(f"/v1/imports/{made['id']}/parts/0", content=b'{"id": 1}\n', headers=headers)


@scenario("startImport")
async def start_import(world: World) -> Call:
    call = await upload_part(world)
    await world.admin("PUT", call.path, expect=200, **call.options())
    return Call(call.path.replace("/parts/0", "/start"))


async def _parked(world: World) -> tuple[Partner, str]:
    shop = await partner(world.callers, world.fresh("shop"))
    answer = await shop.post({"thing": {"what": "Parcel 4711"}}, webhook_id="msg_1")
    return shop, f"/v1/sources/{shop.id}/parked/{answer.json()['parked']}"


@scenario("discardParkedWebhook")
async def discard_parked(world: World) -> Call:
    shop, path = await _parked(world)
    return Call(f"{path}/discard", {"reason": "A test of the partner's"}, shop.admin)


@scenario("replayParkedWebhook")
async def replay_parked(world: World) -> Call:
    shop, path = await _parked(world)
    return Call(f"{path}/replay", caller=shop.admin)


@scenario("retryOutboxItem")
async def retry_outbox_item(world: World) -> Call:
    now = clock.now()
    mail: dict[str, Any] = {"subject": "Late", "text": "It is", "html": None, "headers": {}, "message_id": "<a@b>"}
    item = OutboxItem(
        kind="mail", key=str(new_id()), target="vera@example.com", payload=mail, status="failed", attempts=3,
        created_at=now - timedelta(hours=1), next_attempt_at=None, last_error="no answer",
    )  # fmt: skip
    await world.row(item)
    return Call(f"/v1/outbox/{item.id}/retry")


async def _line(world: World) -> UUID:
    now = clock.now()
    line = Channel(kind="phone", name="Line", address=world.fresh("line"), created_at=now, updated_at=now)
    await world.row(line)
    return line.id


@scenario("reportCall")
async def report_call(world: World) -> Call:
    said = {"channel_id": str(await _line(world)), "call_id": world.fresh("call"), "event": "ringing"}
    # Nobody has called before.
    caller = f"+7916{1_000_000 + int(world.fresh('n').removeprefix('n_'))}"
    return Call("/v1/calls", {**said, "caller": caller}, await world.callers.partner())


async def _call(world: World) -> str:
    call = await report_call(world)
    assert call.caller is not None
    return str((await call.caller.post(call.path, call.body, expect=200))["id"])


@scenario("updateCall")
async def update_call(world: World) -> Call:
    return Call(f"/v1/calls/{await _call(world)}", {"ticket_id": await world.ticket()})


@scenario("createCallTicket")
async def create_call_ticket(world: World) -> Call:
    return Call(f"/v1/calls/{await _call(world)}/ticket", {"subject": "Asks for an invoice"})


@scenario("endCall")
async def end_call(world: World) -> Call:
    return Call(f"/v1/calls/{await _call(world)}/end")


@scenario("createCallback")
async def create_callback(world: World) -> Call:
    return Call("/v1/callbacks", {"ticket_id": await world.ticket(), "number": "+79161234567"})


@scenario("receiveWebhook")
async def receive_webhook(world: World) -> Call:
    shop = await partner(world.callers, world.fresh("shop"))
    body = orjson.dumps({"order": {"id": world.fresh("order"), "problem": "It is broken"}})
    return Call(f"/v1/intake/{shop.key}", caller=shop.api, content=body, headers=shop.headers(body))


@scenario("replayWebhookDelivery")
async def replay_delivery(world: World) -> Call:
    hook = await world.make("createWebhook")
    now = clock.now()
    item = WebhookDelivery(
        webhook_id=UUID(hook["id"]), lane=new_id(), event_id="msg_1", type="ticket.created", status="failed",
        attempts=9, last_error="no answer", body="{}", created_at=now - timedelta(hours=1), ended_at=now,
    )  # fmt: skip
    await world.row(item)
    return Call(f"/v1/webhooks/{hook['id']}/deliveries/{item.id}/replay")
