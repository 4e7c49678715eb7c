"""One message: edited with an honest history, and redacted so that what it said is nowhere any more."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from app import clock
from app.ids import new_id
from app.models import IntakeParked, WebhookDelivery
from app.rules.actors import SYSTEM
from app.schemas.webhooks import WebhookIn
from app.services import sealing, webhooks
from app.settings import Settings
from tests.api.test_attachments import objects, set_up, upload
from tests.api.test_automations import tried
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually
from tests.realtime.sockets import Socket

CARD = "4111 1111 1111 1111"


async def thread(callers_: Callers, who: Api, body: str = "It is from March") -> tuple[Api, str, Any]:
    """A customer with a ticket and an agent's reply on it: the customer, the path of the thread, the reply."""
    vera = await callers_.customer()
    ticket = await vera.post("/v1/tickets", {"subject": "S", "body": "Which invoice?"})
    path = f"/v1/tickets/{ticket['id']}/messages"
    return vera, path, await who.post(path, {"body": body, "client_message_id": "c-1"})


async def test_an_edit_shows_everywhere_and_keeps_what_was_said(callers_: Callers) -> None:
    anna = await callers_.agent()
    vera, path, said = await thread(callers_, anna)
    one = f"{path}/{said['id']}"
    etag = (await anna("GET", one, expect=200)).headers["etag"]
    edited = await anna.patch(one, {"body": "It is from May"}, headers={"if-match": etag})
    assert (edited["body"], edited["version"], edited["seq"]) == ("It is from May", 2, said["seq"])
    await anna.refused("PATCH", one, 412, "stale", json={"body": "x"}, headers={"if-match": etag})
    # No change is no event.
    assert await anna.patch(one, {"body": "It is from May"}) == edited
    for who in (vera, anna):
        assert (await who.get(one))["body"] == "It is from May"
        events = (await who.get(path.replace("messages", "events")))["items"]
        about = [each for each in events if each["data"].get("message", {}).get("id") == said["id"]]
        assert [each["type"] for each in about] == ["message.created", "message.edited"]
        # Also the event that was written long before tells what it says now, and where it stands.
        assert {each["data"]["message"]["body"] for each in about} == {"It is from May"}
        assert len({each["data"]["message"]["seq"] for each in about}) == 1
    history = await anna.get(f"{one}/history")
    before = [(each["version"], each["body"], each["left_desk"]) for each in history["items"]]
    assert before == [(1, "It is from March", False)]
    await vera.refused("GET", f"{one}/history", 403, "forbidden")
    await vera.refused("PATCH", one, 403, "forbidden", json={"body": "x"})
    # A retry of the first send is still that message, and no other one.
    again = await anna.post(path, {"body": "It is from March", "client_message_id": "c-1"}, expect=200)
    assert (again["id"], again["body"]) == (said["id"], "It is from May")
    # An edit is nothing that a sender has not seen: the guard is for messages.
    await vera.post(path, {"body": "Thanks", "last_seen_seq": said["seq"]})


async def test_who_may_edit(callers_: Callers, settings: Settings) -> None:
    anna, boris, lead = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.agent(role="lead")
    vera, path, said = await thread(callers_, anna)
    one = f"{path}/{said['id']}"
    await boris.refused("PATCH", one, 403, "not_your_message", json={"body": "x"})
    await boris.refused("POST", f"{one}/redact", 403, "not_your_message", json={})
    with set_up(settings, edit_seconds=0):
        await anna.refused("PATCH", one, 403, "too_late_to_edit", json={"body": "x"})
        await lead.patch(one, {"body": "By the lead"})
    await anna.refused("PATCH", one, 422, "invalid", json={"body": ""})
    note = await anna.post(path, {"body": "Between us", "visibility": "internal"})
    await anna.patch(f"{path}/{note['id']}", {"body": "Still between us"})
    await vera.refused("GET", f"{path}/{note['id']}", 404, "not_found")
    assert "between us" not in (await vera("GET", path.replace("messages", "events"))).text
    other = await anna.post("/v1/tickets", {"subject": "S", "body": "B", "requester": {"email": "x@y.test"}})
    elsewhere = f"/v1/tickets/{other['id']}/messages/{said['id']}"
    await anna.refused("PATCH", elsewhere, 404, "not_found", json={"body": "x"})
    await anna.refused("PATCH", f"{path}/{new_id()}", 404, "not_found", json={"body": "x"})
    ticket = path.removesuffix("/messages")
    await anna.patch(ticket, {"status": "closed"})
    await anna.refused("PATCH", one, 409, "ticket_closed", json={"body": "x"})


async def test_edits_at_once_are_all_in_the_history(callers_: Callers) -> None:
    anna = await callers_.agent()
    _, path, said = await thread(callers_, anna)
    one = f"{path}/{said['id']}"
    await asyncio.gather(*(anna.patch(one, {"body": f"Version {n}"}) for n in range(5)))
    now = await anna.get(one)
    history: list[Any] = []
    page = await anna.get(f"{one}/history?limit=2")
    while True:
        history += page["items"]
        if page["next_cursor"] is None:
            break
        page = await anna.get(f"{one}/history?limit=2&cursor={page['next_cursor']}")
    assert [each["version"] for each in history] == [1, 2, 3, 4, 5]
    assert {now["body"], *(each["body"] for each in history)} == {said["body"], *(f"Version {n}" for n in range(5))}


async def everywhere(desk: Desk) -> str:
    """All that the database says, with what is sealed opened."""
    found = []
    async with desk.database.lean() as connection:
        for table in SQLModel.metadata.sorted_tables:
            for row in await connection.fetch(f"SELECT * FROM {table.name}"):  # noqa: S608 - tables of ours
                found += [_opened(value) for value in row.values()]
    return "\n".join(found)


def _opened(value: Any) -> str:
    if isinstance(value, bytes):
        return (sealing.unseal(value) or b"").decode(errors="replace")
    return str(value)


async def sent_by_webhook(desk: Desk, said: Any) -> None:
    """What the console keeps of a delivery that told of this message."""
    async with desk.database.unit_of_work() as work:
        wanted = WebhookIn(url="https://hooks.example.com/x", events=["ticket.created"])
        hook, _ = await webhooks.create(work.session, SYSTEM, wanted)
        work.session.add(
            WebhookDelivery(
                webhook_id=hook.id, lane=UUID(said["ticket_id"]), ticket_id=UUID(said["ticket_id"]), event_id="e-1",
                type="message.created", status="delivered", body=str(said), created_at=clock.now(),
            )
        )  # fmt: skip


async def test_what_was_redacted_is_nowhere(desk: Desk, callers_: Callers, files: Path) -> None:
    anna, lead = await callers_.agent(), await callers_.agent(role="lead")
    vera, path, _ = await thread(callers_, anna)
    sent = {"params": {"name": f"{CARD}.txt"}, "content": f"The card is {CARD}".encode()}
    once = {"content-type": "text/plain", "idempotency-key": "the-file"}
    file = (await vera("POST", "/v1/attachments", expect=201, headers=once, **sent)).json()
    body = {"body": f"Pay with {CARD}", "attachment_ids": [file["id"]], "client_message_id": "c-9"}
    key = {"idempotency-key": "once-and-for-all"}
    said = await vera.post(path, body, headers=key)
    one = f"{path}/{said['id']}"
    await lead.patch(one, {"body": f"Pay with {CARD}, please"})
    await sent_by_webhook(desk, said)
    assert CARD in await everywhere(desk)
    asked = {"reason": "A card number"}
    ticket = path.split("/")[3]
    async with Socket(vera) as socket:
        last = (await socket.follow(ticket))["subs"][0]["last_seq"]
        await socket.events(ticket, last)
        twice = await asyncio.gather(*(lead("POST", f"{one}/redact", json=asked) for _ in range(2)))
        assert [each.status_code for each in twice] == [200, 200]
        heard = (await socket.events(ticket, last + 1))[-1]
    assert heard["kind"] == "message.redacted"
    assert heard["data"]["message"]["body"] == ""
    assert "reason" not in heard["data"]
    gone = twice[0].json()
    assert (gone["body"], gone["attachments"]) == ("", [])
    assert gone["redacted_at"] is not None
    while file["id"] in objects(files):  # noqa: ASYNC110 - the desk deletes it
        await asyncio.sleep(0.01)
    assert CARD not in await everywhere(desk)
    while (await lead.get("/v1/search?q=4111"))["items"]:  # noqa: ASYNC110 - the index follows a moment later
        await asyncio.sleep(0.02)
    await vera.refused("GET", f"/v1/attachments/{file['id']}", 404, "not_found")
    await callers_.nobody().refused("GET", file["url"], 404, "not_found")
    for who in (vera, lead):
        for shown in ("messages", "events"):
            assert CARD not in (await who("GET", path.replace("messages", shown))).text
    history = (await lead.get(f"{one}/history"))["items"]
    assert [(each["body"], each["redacted"]) for each in history] == [("", True), ("", True)]
    again = await vera("POST", "/v1/attachments", expect=201, headers=once, **sent)
    assert (again.headers["idempotency-replayed"], again.json()["name"]) == ("true", "")
    # The first answer comes again, without what was removed; and a retry by its id is that message.
    replayed = await vera("POST", path, expect=201, json=body, headers=key)
    assert replayed.headers["idempotency-replayed"] == "true"
    assert (replayed.json()["id"], replayed.json()["body"]) == (said["id"], "")
    assert (await vera.post(path, body, expect=200))["body"] == ""


async def test_the_guard_is_for_messages_and_force_overrides_it_everywhere(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    vera, path, said = await thread(callers_, anna)
    ticket = path.split("/")[3]
    seen = said["seq"]
    await anna.patch(f"{path}/{said['id']}", {"body": "Edited"})
    await anna.post(f"{path}/{said['id']}/redact", {}, expect=200)
    # Boris has seen the message; that it says something else now is nothing to answer.
    own = await boris.post(path, {"body": "And?", "last_seen_seq": seen})
    await vera.post(path, {"body": "Wait"})
    stale = {"body": "Bye", "last_seen_seq": own["seq"]}
    missed = (await boris.refused("POST", path, 409, "thread_moved_on", json=stale))["missed"]
    assert [each["data"]["message"]["body"] for each in missed] == ["Wait"]
    async with Socket(boris) as socket:
        assert (await socket.say(ticket, "Bye", last_seen_seq=own["seq"]))["code"] == "thread_moved_on"
        assert (await socket.say(ticket, "Bye", last_seen_seq=own["seq"], force=True))["t"] == "ack"
    await boris.post(path, {**stale, "force": True})


async def test_one_file_is_redacted_and_the_rest_stays(callers_: Callers) -> None:
    anna = await callers_.agent()
    _, path, _ = await thread(callers_, anna)
    one, two = [await upload(anna, b"x", f"{n}.txt") for n in range(2)]
    said = await anna.post(path, {"body": "Both", "attachment_ids": [one["id"], two["id"]]})
    redact = f"{path}/{said['id']}/redact"
    await anna.patch(path.removesuffix("/messages"), {"status": "closed"})
    asked = {"text": False, "attachment_ids": [one["id"]]}
    left = await anna.post(redact, asked, expect=200)
    assert (left["body"], [each["id"] for each in left["attachments"]]) == ("Both", [two["id"]])
    await anna.refused("POST", redact, 422, "unknown_attachment", json=asked)
    assert await anna.post(redact, {"text": False, "attachment_ids": []}, expect=200) == left


async def test_what_a_source_sent_and_a_rule_read_goes_with_it(desk: Desk, callers_: Callers) -> None:
    anna, ada = await callers_.agent(role="lead"), await callers_.admin()
    source = await ada.post("/v1/sources", {"key": "shop", "name": "Shop"})
    shop = await callers_.partner(source_id=UUID(source["id"]))
    ticket = await shop.post("/v1/tickets", {"subject": "S", "body": "B", "requester": {"email": "vera@example.com"}})
    path = f"/v1/tickets/{ticket['id']}/messages"
    rule = {
        "name": "Cards", "enabled": True, "trigger": {"kind": "event", "types": ["message.created"]},
        "conditions": {"all": [{"field": "message", "operator": "contains", "value": "4111"}]},
        "actions": [{"type": "add_tags", "tags": ["card"]}],
    }  # fmt: skip
    made = await ada.post("/v1/automations", rule)
    said = await anna.post(path, {"body": f"Pay with {CARD}"})
    runs = f"/v1/automations/{made['id']}/runs"
    await eventually(lambda: ada.get(runs), lambda seen: len(seen["items"]) == 1)
    async with desk.database.unit_of_work() as work:
        parked = IntakeParked(
            source_id=UUID(source["id"]), webhook_id="w-1", body=f'{{"a": "{CARD}"}}'.encode(), problem={},
            status="replayed", ticket_id=UUID(ticket["id"]), received_at=clock.now(),
        )  # fmt: skip
        work.session.add(parked)
    assert CARD in str(await ada.get(runs))
    dry = await tried(ada, **{name: rule[name] for name in ("trigger", "conditions")})
    assert CARD in str(dry)
    await anna.post(f"{path}/{said['id']}/redact", {}, expect=200)
    assert CARD not in await everywhere(desk)
    [run] = (await ada.get(runs))["items"]
    assert [(each["field"], each["found"]) for each in run["matched"]] == [("message", None)]
