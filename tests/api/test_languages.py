"""What language a message, a ticket and a customer have: heard where it is written, and never over what was said."""

from typing import Any

import pytest

from tests.api.webhooks import partner
from tests.conftest import Api, Callers
from tests.realtime.sockets import Socket

RUSSIAN = "Здравствуйте, где мой заказ?"
ENGLISH = "Hello, where is my order?"


async def said(api: Api, ticket_id: str) -> list[str | None]:
    """The language of each message."""
    return [each["language"] for each in (await api.get(f"/v1/tickets/{ticket_id}/messages"))["items"]]


def tongue(ticket: Any) -> tuple[str | None, bool]:
    """The language of a ticket, and whether the desk found it out."""
    return ticket["language"], ticket["language_detected"]


async def test_a_customer_is_heard(callers_: Callers) -> None:
    vera, anna = await callers_.customer(), await callers_.agent()
    ticket = await vera.post("/v1/tickets", {"subject": "?", "body": "👋"})
    assert tongue(ticket) == (None, False)
    path, them = f"/v1/tickets/{ticket['id']}", f"/v1/customers/{vera.who}"
    assert (await anna.get(them))["language"] is None
    await vera.post(f"{path}/messages", {"body": "ok"})
    assert tongue(await vera.get(path)) == ("en", True)
    assert (await anna.get(them))["language"] == "en"
    # An agent's words and notes say nothing of the customer, and few words of theirs change nothing.
    await anna.post(f"{path}/messages", {"body": "Добрый день, чем могу помочь?"})
    await vera.post(f"{path}/messages", {"body": "да"})
    assert tongue(await anna.get(path)) == ("en", True)
    before = (await anna("GET", them)).headers["etag"]
    sent = await vera.post(f"{path}/messages", {"body": "не приходит мой заказ"})
    assert sent["language"] == "ru"
    assert tongue(await anna.get(path)) == ("ru", True)
    known = await anna.get(them)
    assert (known["language"], known["locale"]) == ("ru", None)
    # What an agent is about to change is not stale because of it.
    await anna("PATCH", them, expect=200, json={"tier": "gold"}, headers={"If-Match": before})
    assert await said(anna, ticket["id"]) == [None, "en", "ru", "ru", "ru"]
    [told] = [
        each["data"]["set"]
        for each in (await vera.get(f"{path}/events"))["items"]
        if each["data"].get("set", {}).get("language") == "ru"
    ]
    assert told == {"language": "ru", "language_detected": True}
    # The next ticket begins with what is known, few words or not.
    assert tongue(await vera.post("/v1/tickets", {"subject": "ok", "body": "ok"})) == ("ru", True)


async def test_what_a_person_says_stays(callers_: Callers) -> None:
    vera, anna = await callers_.customer(), await callers_.agent()
    ticket = await vera.post("/v1/tickets", {"subject": "?", "body": ENGLISH, "language": "de"})
    path = f"/v1/tickets/{ticket['id']}"
    await vera.post(f"{path}/messages", {"body": RUSSIAN})
    assert tongue(await anna.get(path)) == ("de", False)
    assert tongue(await anna.patch(path, {"language": None})) == (None, False)
    await vera.post(f"{path}/messages", {"body": RUSSIAN})
    assert tongue(await anna.get(path)) == ("ru", True)
    # An agent who has looked says the same: now it stays.
    assert tongue(await anna.patch(path, {"language": "ru"})) == ("ru", False)
    await vera.post(f"{path}/messages", {"body": ENGLISH})
    assert tongue(await anna.get(path)) == ("ru", False)
    split = await anna.post(f"{path}/split", {"message_ids": [(await anna.get(f"{path}/messages"))["items"][-1]["id"]]})
    assert tongue(split) == ("ru", False)
    assert await said(anna, split["id"]) == ["en"]


async def test_an_edit_and_a_redaction_are_heard(callers_: Callers) -> None:
    anna = await callers_.agent()
    ticket = await anna.post("/v1/tickets", {"subject": "?", "body": ENGLISH})
    path = f"/v1/tickets/{ticket['id']}"
    note = await anna.post(f"{path}/messages", {"body": ENGLISH, "visibility": "internal"})
    copy = await anna.post(f"{path}/split", {"message_ids": [(await anna.get(f"{path}/messages"))["items"][0]["id"]]})
    of_first = f"{path}/messages/{(await anna.get(f'{path}/messages'))['items'][0]['id']}"
    edited = await anna("PATCH", of_first, expect=200, json={"body": RUSSIAN}, headers={"If-Match": '"1"'})
    assert edited.json()["language"] == "ru"
    assert await said(anna, copy["id"]) == ["ru"]
    await anna.post(f"{path}/messages/{note['id']}/redact", {}, expect=200)
    assert await said(anna, ticket["id"]) == ["ru", None]


async def test_routing_goes_by_what_was_written(callers_: Callers) -> None:
    admin = await callers_.admin()
    ivan, john = await callers_.agent(name="Ivan", online=True), await callers_.agent(name="John", online=True)
    team = await callers_.team("Support", ivan, john)
    for each, languages in ((ivan, ["ru"]), (john, ["en-GB"])):
        await admin.patch(f"/v1/agents/{each.who}", {"languages": languages}, headers={"If-Match": "*"})
    await admin.post("/v1/queues", {"name": "All", "team_ids": [str(team)], "languages": "required"})
    for body, agent in ((RUSSIAN, ivan), (ENGLISH, john), ("privet, gde moy zakaz", ivan)):
        ticket = await (await callers_.customer()).post("/v1/tickets", {"subject": "Order", "body": body})
        assert (ticket["assignee_id"], ticket["language_detected"]) == (str(agent.who), True), body


async def test_by_every_way_in(callers_: Callers) -> None:
    shop = await partner(callers_)
    anna, vera = shop.admin, await callers_.customer()
    made = (await shop.post({"subject": "Order", "body": RUSSIAN, "requester": {"email": "i@example.com"}})).json()
    ticket = await anna.get(f"/v1/tickets/{made['ticket_id']}")
    assert tongue(ticket) == ("ru", True)
    known = await anna.get(f"/v1/customers/{ticket['requester']['id']}")
    assert (known["language"], known["locale"]) == ("ru", None)
    # A new customer's locale is what was said, and few words do not say better.
    await shop.post({"subject": "x", "body": "ok", "language": "ru", "requester": {"email": "o@x.example"}})
    (known,) = (await anna.get("/v1/customers?email=o@x.example"))["items"]
    assert (known["language"], known["locale"]) == (None, "ru")
    given = (
        await shop.post({"subject": "Order", "body": RUSSIAN, "language": "kk", "requester": {"email": "k@x.example"}})
    ).json()
    ticket = await anna.get(f"/v1/tickets/{given['ticket_id']}")
    assert tongue(ticket) == ("kk", False)
    known = await anna.get(f"/v1/customers/{ticket['requester']['id']}")
    assert (known["language"], known["locale"]) == ("ru", "kk")
    chat = await vera.post("/v1/chats", {"body": RUSSIAN})
    async with Socket(vera) as socket:
        await socket.ask(t="send", ticket=chat["ticket_id"], cmid="1", body=ENGLISH)
        await socket.get("ack")
    assert await said(anna, chat["ticket_id"]) == ["ru", "en"]
    assert tongue(await anna.get(f"/v1/tickets/{chat['ticket_id']}")) == ("en", True)
    by_agent = await anna.post("/v1/tickets", {"subject": "x", "body": ENGLISH, "requester": {"email": "q@x.example"}})
    assert tongue(by_agent) == ("en", True)
    # Those were the agent's words.
    assert (await anna.get(f"/v1/customers/{by_agent['requester']['id']}"))["language"] is None


@pytest.mark.parametrize(
    "body", ["\u202e\u202e", "\ufdfa" * 900, "Z\u0351\u0365\u0308a\u0315lgo", "\U0001f468\u200d\U0001f469"]
)
async def test_odd_texts_are_stored_whatever_is_heard_in_them(callers_: Callers, body: str) -> None:
    vera = await callers_.customer()
    ticket = await vera.post("/v1/tickets", {"subject": "?", "body": body})
    [message] = (await vera.get(f"/v1/tickets/{ticket['id']}/messages"))["items"]
    assert message["body"] == body
