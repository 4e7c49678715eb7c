"""What leaves by channels: sent again, cancelled, and moved to another channel."""

from datetime import timedelta
from uuid import UUID

from app import clock
from app.models import Channel, Outbound
from tests.api.scenarios.registry import Call, World, scenario


async def a_mailbox(world: World) -> Channel:
    """A mailbox that is there."""
    now = clock.now()
    made = Channel(
        kind="email", name="Help", address=f"{world.fresh('help')}@shop.example", created_at=now, updated_at=now
    )
    await world.row(made)
    return made


async def _item(world: World, status: str) -> str:
    box = await a_mailbox(world)
    path = f"/v1/tickets/{await world.ticket()}/messages"
    message = await world.admin.post(path, {"body": "It is on its way."})
    now = clock.now()
    waits = status == "waiting"
    item = Outbound(
        channel_id=box.id, ticket_id=UUID(message["ticket_id"]), message_id=UUID(message["id"]),
        recipient="oleg@example.net", lane="oleg@example.net", status=status, attempts=3, created_at=now,
        next_attempt_at=now + timedelta(hours=1) if waits else None, ended_at=None if waits else now,
    )  # fmt: skip
    await world.row(item)
    return f"/v1/outbound/{item.id}"


@scenario("retryOutbound")
async def retry_outbound(world: World) -> Call:
    return Call(f"{await _item(world, 'failed')}/retry")


@scenario("cancelOutbound")
async def cancel_outbound(world: World) -> Call:
    return Call(f"{await _item(world, 'waiting')}/cancel")


@scenario("setReplyChannel")
async def set_reply_channel(world: World) -> Call:
    box = await a_mailbox(world)
    ticket = await world.ticket(requester={"email": f"{world.fresh('vera')}@example.com"})
    return Call(f"/v1/tickets/{ticket}/reply-channel", {"place": "channel", "channel_id": str(box.id)})
