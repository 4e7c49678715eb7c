"""`/v1/outbox`: what admins see of what leaves, and what they can do about it."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.ids import new_id
from app.models import OutboxItem
from app.services import outbox
from tests.conftest import Callers
from tests.desks import eventually

PATH = "/v1/outbox"


async def item(callers: Callers, status: str, kind: str = "mail", **more: Any) -> UUID:
    """A row as it would stand: the desk under test has no mail server, so nobody touches its mails."""
    now = clock.now()
    payload: dict[str, Any] = {
        "subject": "Late",
        "text": "secret text",
        "html": None,
        "headers": {},
        "message_id": "<a@b>",
    }
    given: dict[str, Any] = {
        "kind": kind, "key": str(new_id()), "target": "vera@example.com", "payload": payload, "status": status,
        "attempts": 3, "created_at": now, "next_attempt_at": None,
        **more,
    }  # fmt: skip
    async with callers.desk.database.unit_of_work() as work:
        made = OutboxItem(**given)
        work.session.add(made)
    return made.id


async def test_the_outbox_is_listed_newest_first(callers_: Callers) -> None:
    ada, later = await callers_.admin(), clock.now() + timedelta(hours=6)
    hook: dict[str, Any] = {
        "kind": "webhook",
        "payload": {"type": "sla.breached", "data": {"a": 1}, "secret": "sealed"},
    }
    ids = [
        await item(callers_, "waiting", next_attempt_at=later),
        await item(callers_, "failed", last_error="HTTP 410", target="https://hooks.example/", **hook),
        await item(callers_, "sent", sent_at=clock.now()),
        await item(callers_, "sending", next_attempt_at=later),
    ]
    page = await ada.get(PATH)
    assert [each["id"] for each in page["items"]] == [str(each) for each in reversed(ids)]
    assert [each["about"] for each in page["items"]] == ["Late", "Late", "sla.breached", "Late"]
    assert "secret" not in str(page)
    for query, found in (
        ({"status": "failed"}, [1]), ({"kind": "webhook"}, [1]), ({"kind": "mail", "status": "sent"}, [2]),
        ({"kind": "webhook", "status": "sent"}, []),
    ):  # fmt: skip
        items = (await ada.get(PATH, params=query))["items"]
        assert [each["id"] for each in items] == [str(ids[number]) for number in found]
    first = await ada.get(PATH, params={"limit": 3})
    rest = await ada.get(PATH, params={"limit": 3, "cursor": first["next_cursor"]})
    assert ([each["id"] for each in rest["items"]], rest["next_cursor"]) == ([str(ids[0])], None)
    for query in ({"status": "lost"}, {"kind": "pigeon"}, {"limit": "0"}):
        await ada.refused("GET", PATH, 422, "invalid", params=query)
    await ada.refused("GET", PATH, 422, "invalid_cursor", params={"cursor": "x"})


async def test_what_failed_is_sent_again_when_somebody_says_so(callers_: Callers) -> None:
    ada = await callers_.admin()
    failed, waiting = await item(callers_, "failed"), await item(callers_, "waiting")
    for each in (failed, waiting):
        again = await ada.post(f"{PATH}/{each}/retry", expect=200)
        assert (again["status"], again["attempts"]) == ("waiting", 0)
        assert again["next_attempt_at"] <= clock.now().isoformat()
    sent, sending = await item(callers_, "sent"), await item(callers_, "sending")
    await ada.refused("POST", f"{PATH}/{sent}/retry", 409, "already_sent")
    await ada.refused("POST", f"{PATH}/{sending}/retry", 409, "being_sent")
    await ada.refused("POST", f"{PATH}/{new_id()}/retry", 404, "not_found")


async def test_a_retried_webhook_leaves_once(callers_: Callers) -> None:
    """Two admins press the button at once; the desk's own worker takes it up."""
    ada = await callers_.admin()
    failed = await item(
        callers_, "failed", kind="webhook", target="http://127.0.0.1:9/", payload={"type": "x", "data": {}}
    )
    answers = await asyncio.gather(*(ada("POST", f"{PATH}/{failed}/retry") for _ in range(4)))
    assert Counter(each.status_code for each in answers)[200] >= 1
    assert {each.status_code for each in answers} <= {200, 409}
    # The desk under test may not call loopback, so that is what becomes of it.
    found = await eventually(
        lambda: ada.get(PATH), lambda page: page["items"][0]["status"] == "failed" and page["items"][0]["attempts"] > 0
    )
    assert "not on the internet" in found["items"][0]["last_error"]


async def test_the_signing_secret_is_for_admins(callers_: Callers) -> None:
    ada = await callers_.admin()
    found = await ada("GET", f"{PATH}/signing-secret", expect=200)
    assert found.headers["cache-control"] == "no-store"
    assert len(outbox.signing_key(found.json()["secret"])) == 32
    assert await ada.get(f"{PATH}/signing-secret") == found.json()
    lead = await callers_.agent(role="lead")
    await lead.refused("GET", f"{PATH}/signing-secret", 403, "forbidden")


async def test_who_may_look_and_who_may_act(callers_: Callers) -> None:
    retry = f"{PATH}/{await item(callers_, 'failed')}/retry"
    lead = await callers_.agent(role="lead")
    assert len((await lead.get(PATH))["items"]) == 1
    await lead.refused("POST", retry, 403, "forbidden")
    for api in (await callers_.agent(), await callers_.customer(), await callers_.partner()):
        for method, path in (("GET", PATH), ("GET", f"{PATH}/signing-secret"), ("POST", retry)):
            await api.refused(method, path, 403, "forbidden")
    for method, path in (("GET", PATH), ("GET", f"{PATH}/signing-secret"), ("POST", retry)):
        await callers_.nobody().refused(method, path, 401, "unauthenticated")
