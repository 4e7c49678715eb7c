"""What leaves by channels, for those who look after it."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.ids import new_id
from app.models import Outbound
from tests.api.test_ticket_reply_channels import a_channel
from tests.conftest import Api, Callers, Desk


async def an_item(desk: Desk, anna: Api, status: str, *, channel: str, ticket: str, **more: Any) -> tuple[str, str]:
    """A message that stands so, and its address."""
    message = (await anna.post(f"/v1/tickets/{ticket}/messages", {"body": f"{status} {new_id()}"}))["id"]
    now = clock.now()
    live = status in {"waiting", "sending", "handing"}
    item = Outbound(
        channel_id=UUID(channel), ticket_id=UUID(ticket), message_id=UUID(message), recipient="1001", lane="1001",
        status=status, attempts=2, next_attempt_at=now + timedelta(hours=1) if live else None, created_at=now,
        claim=new_id(), **more,
    )  # fmt: skip
    async with desk.database.unit_of_work() as work:
        work.session.add(item)
    return message, f"/v1/outbound/{item.id}"


async def test_agents_see_it_send_it_again_and_cancel_it(desk: Desk, callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = (await vera.post("/v1/tickets", {"subject": "Hello", "body": "?"}))["id"]
    # Nothing is sent by it, so what is here stays as it is.
    channel = await a_channel(desk, "telegram", "shop_bot", enabled=False)
    made: dict[str, tuple[str, str]] = {}
    for status in ("waiting", "sending", "handing", "sent", "failed", "unsure", "skipped"):
        made[status] = await an_item(desk, anna, status, channel=channel, ticket=ticket, last_error="no")
    for status, (message, path) in made.items():
        found = await anna.get(path)
        assert (found["status"], found["message_id"], found["channel_kind"]) == (status, message, "telegram")
        (listed,) = (await anna.get("/v1/outbound", params={"status": status, "ticket_id": ticket}))["items"]
        assert listed == found
    page = await anna.get("/v1/outbound", params={"channel_id": channel, "limit": 4})
    rest = await anna.get("/v1/outbound", params={"channel_id": channel, "limit": 4, "cursor": page["next_cursor"]})
    assert [each["status"] for each in (*page["items"], *rest["items"])] == list(reversed(made))
    assert (await anna.get("/v1/outbound", params={"message_id": ticket}))["items"] == []

    for status, code in (("sent", "already_sent"), ("sending", "being_sent"), ("handing", "being_sent")):
        for verb in ("retry", "cancel"):
            await anna.refused("POST", f"{made[status][1]}/{verb}", 409, code)
    message, path = made["waiting"]
    cancelled = await anna.post(f"{path}/cancel", expect=200)
    assert (cancelled["status"], cancelled["last_error"]) == ("skipped", "cancelled by Anna")
    assert await anna.post(f"{path}/cancel", expect=200) == cancelled
    delivery = await anna.get(f"/v1/tickets/{ticket}/messages/{message}/delivery")
    assert (delivery["state"], delivery["recipients"][0]["detail"]) == ("failed", "Not sent: cancelled by Anna")
    again = await anna.post(f"{path}/retry", expect=200)
    assert again["status"] == "waiting"
    assert (await anna.get(f"/v1/tickets/{ticket}/messages/{message}/delivery"))["state"] == "queued"
    message, path = made["unsure"]
    await anna.post(f"/v1/tickets/{ticket}/messages/{message}/redact", {"text": True}, expect=200)
    await anna.refused("POST", f"{path}/retry", 409, "nothing_to_send")

    for path in ("/v1/outbound", made["sent"][1]):
        assert (await vera("GET", path)).status_code == 403
    assert (await vera("POST", f"{made['sent'][1]}/retry")).status_code == 403
    for verb in ("retry", "cancel"):
        await anna.refused("POST", f"/v1/outbound/{ticket}/{verb}", 404, "not_found")


async def test_two_who_send_again_at_once_send_once(desk: Desk, callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = (await vera.post("/v1/tickets", {"subject": "Hello", "body": "?"}))["id"]
    channel = await a_channel(desk, "telegram", "shop_bot", enabled=False)
    message, path = await an_item(desk, anna, "failed", channel=channel, ticket=ticket)
    answers = await asyncio.gather(*(anna("POST", f"{path}/retry") for _ in range(4)))
    assert {each.status_code for each in answers} <= {200, 409}
    (item,) = (await anna.get("/v1/outbound", params={"message_id": message}))["items"]
    assert item["status"] in {"waiting", "sending"}


async def test_how_a_mailbox_writes_is_checked_when_it_is_saved(callers_: Callers) -> None:
    admin = await callers_.admin()
    new: dict[str, Any] = {"kind": "email", "name": "Help", "address": "help@shop.example"}
    for settings, secrets in (
        ({"dkim": {"selector": "mail", "domain": "shop.example"}}, {}),
        ({"above": {"en": "{{ nobody.knows }}"}}, {}),
        ({"quote": "yes"}, {}),
        ({}, {"smtp_url": "http://user:geheim@mx"}),
        ({}, {"dkim_private_key": "geheim"}),
    ):
        body = {**new, "settings": settings, "secrets": secrets}
        problem = await admin.refused("POST", "/v1/channels", 422, "channel_settings", json=body)
        assert "geheim" not in str(problem)
    good = {"sender_name": "Shop", "agent_name": True, "below": {"ru": "{{ agent.name }}"}}
    made = await admin.post(
        "/v1/channels", {**new, "settings": good, "secrets": {"smtp_url": "smtp://desk:pw@mx.shop.example"}}
    )
    assert made["settings"]["agent_name"] is True
    assert made["secrets"] == ["smtp_url"]
