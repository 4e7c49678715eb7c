"""`/v1/chats/{id}/transcript-mails`: what was said, to whoever it was said to; nobody's mailbox is flooded."""

import asyncio
import json
from typing import Any

import pytest

from tests.conftest import Api, Callers, Desk


async def mails(desk: Desk) -> list[dict[str, Any]]:
    """What waits to be mailed: target, subject, text."""
    async with desk.database.lean() as connection:
        query = "SELECT target, payload::text AS payload FROM outbox WHERE key LIKE 'transcript:%' ORDER BY id"
        rows = await connection.fetch(query)
    return [{"to": row["target"], **json.loads(row["payload"])} for row in rows]


async def chat_of(callers_: Callers, vera: Api) -> tuple[Api, dict[str, Any], str]:
    """A chat that an agent has answered; where its transcripts are asked for."""
    anna = await callers_.agent(online=True)
    chat = await vera.post("/v1/chats", {"body": "Where is it? See https://evil.example and www.evil.example"})
    await anna.post(f"/v1/chats/{chat['id']}/accept", expect=200)
    messages = f"/v1/tickets/{chat['ticket_id']}/messages"
    body = "It is **on its way**: [track](https://shop.example/t)"
    await anna.post(messages, {"body": body, "format": "markdown"})
    await anna.post(messages, {"body": "She is cross", "visibility": "internal"})
    return anna, chat, f"/v1/chats/{chat['id']}/transcript-mails"


@pytest.mark.usefixtures("long_offers")
async def test_a_customer_gets_what_was_said(callers_: Callers, desk: Desk) -> None:
    vera = await callers_.customer(email="vera@example.com")
    anna, chat, path = await chat_of(callers_, vera)
    made = await vera.post(path, {}, expect=202)
    assert (made["email"], made["chat_id"]) == ("vera@example.com", chat["id"])
    (mail,) = await mails(desk)
    assert mail["to"] == "vera@example.com"
    assert "Anna" in mail["text"]
    assert "Vera" in mail["text"]
    assert "on its way" in mail["text"]
    assert "https://shop.example/t" in mail["text"]
    assert "https://evil.example" in mail["text"]
    assert "cross" not in mail["text"]
    assert "**" not in mail["text"]
    # Said twice with one key it is mailed once.
    key = {"idempotency-key": "once"}
    first = await anna("POST", path, json={}, headers=key, expect=202)
    second = await anna("POST", path, json={}, headers=key, expect=202)
    assert first.json() == second.json()
    assert len(await mails(desk)) == 2


@pytest.mark.usefixtures("long_offers")
async def test_no_stranger_is_lured_in_our_name(callers_: Callers, desk: Desk) -> None:
    visitor = await callers_.customer()
    anna, _, path = await chat_of(callers_, visitor)
    await visitor.refused("POST", path, 422, "email_needed", json={})
    await visitor.post(path, {"email": "victim@example.com"}, expect=202)
    (mail,) = await mails(desk)
    assert "https[:]//evil[.]example" not in mail["text"]
    assert "https[:]//evil.example" in mail["text"]
    assert "www.evil.example" not in mail["text"]
    assert "https://shop.example/t" in mail["text"]
    for _ in range(2):
        await visitor.post(path, {"email": "VICTIM@example.com"}, expect=202)
    refused = await anna("POST", path, json={"email": "other@example.com"}, expect=429)
    assert int(refused.headers["retry-after"]) >= 1
    assert len(await mails(desk)) == 3


@pytest.mark.usefixtures("long_offers")
async def test_many_at_once_are_no_more_than_one_after_the_other(callers_: Callers, desk: Desk) -> None:
    visitor = await callers_.customer()
    _, _, path = await chat_of(callers_, visitor)
    asked = (visitor("POST", path, json={"email": f"victim{n}@example.com"}) for n in range(10))
    assert sorted(each.status_code for each in await asyncio.gather(*asked)) == [202] * 3 + [429] * 7
    assert len(await mails(desk)) == 3


@pytest.mark.usefixtures("long_offers")
async def test_before_an_agent_has_come_there_is_nothing_to_mail(callers_: Callers, desk: Desk) -> None:
    visitor, other = await callers_.customer(), await callers_.customer()
    chat = await visitor.post("/v1/chats", {"body": "Buy now"})
    path, body = f"/v1/chats/{chat['id']}/transcript-mails", {"email": "victim@example.com"}
    await visitor.refused("POST", path, 409, "nothing_to_mail", json=body)
    await other.refused("POST", path, 404, "not_found", json=body)
    await callers_.nobody().refused("POST", path, 401, "unauthenticated", json=body)
    for wrong in ("nobody", "a@b@c", "a@b.example\nBcc: c@d.example", ""):
        await visitor.refused("POST", path, 422, "invalid", json={"email": wrong})
    assert await mails(desk) == []
