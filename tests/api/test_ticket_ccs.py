"""`/v1/tickets/{id}/ccs`: who is in copy sees the public thread and may write, and not a moment longer."""

import asyncio

from app.main import create_app
from app.settings import Settings
from tests.conftest import Callers, serving
from tests.realtime.sockets import Socket

SAID = {"subject": "The invoice is wrong", "body": "It shows the old address."}


async def test_who_is_in_copy_sees_and_writes(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer(email="vera@example.com")
    oleg = await callers_.customer(name="Oleg", email="oleg@example.com")
    ticket = await vera.post("/v1/tickets", SAID)
    path = f"/v1/tickets/{ticket['id']}"
    await anna.post(f"{path}/messages", {"body": "a note", "visibility": "internal"})
    await oleg.refused("GET", path, 404, "not_found")
    await oleg.refused("POST", f"{path}/messages", 404, "not_found", json={"body": "x"})
    for _ in range(2):
        ccs = await anna.post(f"{path}/ccs", {"email": "Oleg@example.com"})
        assert [(each["customer_id"], each["email"]) for each in ccs["items"]] == [(str(oleg.who), "oleg@example.com")]
    hers = {"id": str(vera.who), "name": "Vera", "email": "vera@example.com"}
    assert (await oleg.get(path))["requester"] == {**hers, "email": None}, "who is in copy does not see the address"
    assert (await vera.get(path))["requester"] == (await anna.get(path))["requester"] == hers
    message = await oleg.post(f"{path}/messages", {"body": "I am in copy", "client_message_id": "c-1"})
    assert (
        await oleg.post(f"{path}/messages", {"body": "I am in copy", "client_message_id": "c-1"}, expect=200)
    ) == message
    assert message["author"] == {"kind": "customer", "id": str(oleg.who), "name": "Oleg"}
    assert "a note" not in str(await oleg.get(f"{path}/messages"))
    await oleg.put(f"{path}/read", {"seq": message["seq"]})
    assert (await oleg.get("/v1/tickets"))["items"] == []
    assert [each["id"] for each in (await oleg.get("/v1/tickets", params={"in_copy": True}))["items"]] == [ticket["id"]]
    of_oleg = {"in_copy": True, "requester_id": str(oleg.who)}
    assert [each["id"] for each in (await anna.get("/v1/tickets", params=of_oleg))["items"]] == [ticket["id"]]
    seen = (await vera.get(f"{path}/ccs"))["items"]
    assert [(each["name"], each["email"]) for each in seen] == [("Oleg", None)]
    kinds = [each["type"] for each in (await vera.get(f"{path}/events"))["items"]]
    assert kinds.count("ticket.cc_added") == 1
    await anna("DELETE", f"{path}/ccs/{oleg.who}", expect=204)
    await oleg.refused("GET", path, 404, "not_found")
    await oleg.refused("POST", f"{path}/messages", 404, "not_found", json={"body": "x"})
    await anna.refused("DELETE", f"{path}/ccs/{oleg.who}", 404, "not_found")


async def test_the_requester_needs_no_copy_and_at_once_is_once(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer(email="vera@example.com")
    ticket = await vera.post("/v1/tickets", SAID)
    path = f"/v1/tickets/{ticket['id']}/ccs"
    assert (await anna.post(path, {"customer_id": str(vera.who)}))["items"] == []
    await asyncio.gather(*(anna.post(path, {"email": "new@example.com", "name": "New"}) for _ in range(8)))
    assert [each["name"] for each in (await anna.get(path))["items"]] == ["New"]
    for wrong in ({}, {"email": "nobody"}, {"customer_id": str(vera.who), "email": "a@example.com"}):
        await anna.refused("POST", path, 422, "invalid", json=wrong)
    await anna.refused("POST", path, 422, "unknown_customer", json={"customer_id": ticket["id"]})
    await vera.refused("POST", path, 403, "forbidden", json={"email": "a@example.com"})


async def test_an_open_socket_lets_go_at_once(callers_: Callers, settings: Settings) -> None:
    """Also in another process, and without waiting for the next sweep."""
    anna, vera, oleg = await callers_.agent(), await callers_.customer(), await callers_.customer(name="Oleg")
    ticket = await vera.post("/v1/tickets", SAID)
    path = f"/v1/tickets/{ticket['id']}"
    await anna.post(f"{path}/ccs", {"customer_id": str(oleg.who)})
    other = create_app(settings.model_copy(update={"sweep_seconds": 60.0, "worker_inside": False}))
    async with serving(other) as far, Socket(oleg, url=far.ws_url) as socket:
        await socket.follow(ticket["id"])
        await anna("DELETE", f"{path}/ccs/{oleg.who}", expect=204)
        assert (await socket.get("gone"))["ticket"] == ticket["id"]
