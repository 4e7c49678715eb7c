"""`/v1/tickets/{id}/time`: what was spent adds up, also when it is changed, and is its owner's."""

from datetime import timedelta

from app import clock
from tests.conftest import Callers

SAID = {"subject": "The invoice is wrong", "body": "It shows the old address.", "requester": {"email": "v@x.example"}}


async def test_time_adds_up_and_the_log_says_how(callers_: Callers) -> None:
    anna, boris, lead = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.agent(role="lead")
    ticket = await anna.post("/v1/tickets", SAID)
    path = f"/v1/tickets/{ticket['id']}/time"
    mine = await anna.post(path, {"seconds": 600, "note": "Looked", "billable": True})
    await lead.post(path, {"seconds": 60, "agent_id": str(boris.who)})
    await boris.refused("POST", path, 403, "not_the_author", json={"seconds": 1, "agent_id": str(anna.who)})
    one = f"{path}/{mine['id']}"
    await boris.refused("PATCH", one, 403, "not_the_author", json={"seconds": 1})
    await anna.patch(one, {"seconds": 900}, headers={"if-match": '"1"'})
    await anna.refused("DELETE", one, 412, "stale", headers={"if-match": '"1"'})
    listed = await anna.get(path)
    assert (listed["total_seconds"], listed["billable_seconds"]) == (960, 900)
    assert {each["agent_name"] for each in listed["items"]} == {"Anna", "Boris"}
    await anna("DELETE", one, expect=204, headers={"if-match": '"2"'})
    assert (await anna.get(path))["total_seconds"] == 60
    events = (await anna.get(f"/v1/tickets/{ticket['id']}/events"))["items"]
    spent = [each["data"] for each in events if each["type"] == "ticket.time_spent"]
    assert [(each["seconds"], each["total_seconds"]) for each in spent] == [
        (600, 600),
        (60, 660),
        (300, 960),
        (-900, 60),
    ]


async def test_time_that_cannot_be(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = await anna.post("/v1/tickets", SAID)
    path = f"/v1/tickets/{ticket['id']}/time"
    for wrong in ({}, {"seconds": 0}, {"seconds": -5}, {"seconds": 86_401}, {"seconds": 1.5}, {"seconds": True}):
        await anna.refused("POST", path, 422, "invalid", json=wrong)
    tomorrow = {"seconds": 1, "spent_at": (clock.now() + timedelta(1)).isoformat()}
    await anna.refused("POST", path, 422, "in_the_future", json=tomorrow)
    await vera.refused("GET", path, 403, "forbidden")
    await anna.patch(f"/v1/tickets/{ticket['id']}", {"status": "closed"})
    await anna.post(path, {"seconds": 5})
