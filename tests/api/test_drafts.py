"""Drafts: one's own, the same on two devices, gone with the sending, and left to whoever gets the ticket."""

import asyncio
from typing import Any

from app.ids import new_id
from tests.api.test_attachments import upload
from tests.conftest import Api, Callers


async def ticket_of(callers_: Callers, *, assignee: Api | None = None) -> str:
    """A customer's ticket."""
    vera = await callers_.customer()
    ticket: Any = await vera.post("/v1/tickets", {"subject": "S", "body": "B"})
    if assignee is not None:
        await assignee.patch(f"/v1/tickets/{ticket['id']}", {"assignee_id": str(assignee.who)})
    return str(ticket["id"])


async def test_two_devices_do_not_overwrite_each_other(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    ticket = await ticket_of(callers_)
    path = f"/v1/tickets/{ticket}/draft"
    none = await anna("GET", path, expect=200)
    assert (none.json(), none.headers["etag"]) == ({"draft": None, "left": None}, '"0"')
    phone, laptop = await asyncio.gather(
        anna("PUT", path, json={"body": "From the phone"}), anna("PUT", path, json={"body": "From the laptop"})
    )
    assert sorted([phone.status_code, laptop.status_code]) == [200, 412]
    won, lost = (phone, laptop) if phone.status_code == 200 else (laptop, phone)
    assert lost.json()["code"] == "stale"
    assert lost.json()["current"] == won.json()
    # The same again is no change: a device that has lost the answer to its PUT sends it again.
    assert (await anna.put(path, {"body": won.json()["body"]})) == won.json()
    seen = {"if-match": won.headers["etag"]}
    saved = await anna.put(path, {"body": "Both of them", "last_seen_seq": 2}, headers=seen)
    assert saved["version"] == won.json()["version"] + 1
    await anna.refused("PUT", path, 412, "stale", json={"body": "x"}, headers=seen)
    await anna.refused("DELETE", path, 412, "stale", headers=seen)
    assert (await anna.get(path))["draft"] == saved
    # It is nobody else's.
    assert (await boris.get(path))["draft"] is None
    await boris.refused("DELETE", path, 404, "not_found")
    assert "Both of them" not in (await boris("GET", f"/v1/tickets/{ticket}/events")).text
    await anna("DELETE", path, expect=204)
    await anna.refused("PUT", path, 412, "stale", json={"body": "x"}, headers={"if-match": '"2"'})
    await anna.refused("GET", f"/v1/tickets/{new_id()}/draft", 404, "not_found")
    await anna.refused("PUT", f"/v1/tickets/{new_id()}/draft", 404, "not_found", json={"body": "x"})


async def test_sending_ends_the_draft_in_the_same_step(callers_: Callers) -> None:
    anna = await callers_.agent()
    ticket = await ticket_of(callers_)
    path, to = f"/v1/tickets/{ticket}/draft", f"/v1/tickets/{ticket}/messages"
    file = await upload(anna, b"x", "a.txt")
    draft = await anna.put(path, {"body": "Hello", "attachment_ids": [file["id"]]})
    assert [each["id"] for each in draft["attachments"]] == [file["id"]]
    message = {"body": "Hello", "attachment_ids": [file["id"]], "draft_version": draft["version"]}
    # What is refused takes nothing away.
    await anna.refused("POST", to, 422, "unknown_attachment", json={**message, "attachment_ids": [str(new_id())]})
    assert (await anna.get(path))["draft"] == draft
    await anna.refused("POST", to, 409, "thread_moved_on", json={**message, "last_seen_seq": 0})
    assert (await anna.get(path))["draft"] == draft
    await anna.post(to, message)
    assert (await anna.get(path))["draft"] is None
    # What another device has written since stays.
    first = await anna.put(path, {"body": "One"})
    second = await anna.put(path, {"body": "One and two"}, headers={"if-match": f'"{first["version"]}"'})
    await anna.post(to, {"body": "One", "draft_version": first["version"]})
    assert (await anna.get(path))["draft"] == second


async def test_a_draft_survives_a_hand_over(callers_: Callers) -> None:
    anna, boris, eve = [await callers_.agent(name=name) for name in ("Anna", "Boris", "Eve")]
    ticket = await ticket_of(callers_, assignee=anna)
    path = f"/v1/tickets/{ticket}/draft"
    file = await upload(anna, b"x", "a.txt")
    draft = await anna.put(path, {"body": "I have looked into it and", "attachment_ids": [file["id"]]})
    assert (await boris.get(path))["left"] is None
    await anna.post(f"/v1/tickets/{ticket}/transfer", {"agent_id": str(boris.who)}, expect=200)
    assert (await boris.get(path))["left"] == draft
    # Only for who has the ticket now.
    assert (await eve.get(path))["left"] is None
    await eve.refused("POST", f"{path}/take", 404, "not_found")
    own = await boris.put(path, {"body": "Mine"})
    await boris.refused("POST", f"{path}/take", 409, "draft_exists")
    await boris("DELETE", path, expect=204, headers={"if-match": f'"{own["version"]}"'})
    twice = await asyncio.gather(*(boris("POST", f"{path}/take") for _ in range(2)))
    assert sorted(each.status_code for each in twice) == [200, 404]
    taken = (await boris.get(path))["draft"]
    assert (taken["body"], taken["agent"]["name"]) == (draft["body"], "Boris")
    assert (await anna.get(path)) == {"draft": None, "left": None}
    sent = {"body": taken["body"], "attachment_ids": [file["id"]], "draft_version": taken["version"]}
    await boris.post(f"/v1/tickets/{ticket}/messages", sent)
    assert (await boris.get(path))["draft"] is None


async def test_files_of_others_do_not_get_into_a_draft(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    ticket = await ticket_of(callers_)
    file = await upload(boris, b"x", "a.txt")
    body = {"body": "x", "attachment_ids": [file["id"]]}
    await anna.refused("PUT", f"/v1/tickets/{ticket}/draft", 422, "unknown_attachment", json=body)


async def test_saved_and_taken_over_at_once_waits_in_no_circle(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    for _ in range(3):
        ticket = await ticket_of(callers_, assignee=anna)
        path = f"/v1/tickets/{ticket}/draft"
        await anna.put(path, {"body": "Left"})
        await anna.patch(f"/v1/tickets/{ticket}", {"assignee_id": str(boris.who)})
        taken, saved = await asyncio.gather(boris("POST", f"{path}/take"), boris("PUT", path, json={"body": "Own"}))
        assert (taken.status_code, saved.status_code) in {(200, 412), (409, 200)}
