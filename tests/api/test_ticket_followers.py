"""`/v1/tickets/{id}/followers`: who follows hears of what others do, once, and of nothing else."""

from typing import Any

from tests.conftest import Api, Callers
from tests.desks import eventually

SAID = {"subject": "The invoice is wrong", "body": "It shows the old address."}


async def told(agent: Api) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await agent.get("/v1/notifications"))["items"]
    return [each for each in found if each["kind"].startswith("followed.")]


async def test_a_follower_hears_of_what_others_do(callers_: Callers) -> None:
    anna, boris, vera = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.customer()
    ticket = await vera.post("/v1/tickets", SAID)
    path = f"/v1/tickets/{ticket['id']}"
    for _ in range(2):
        followers = await anna.put(f"{path}/followers/{boris.who}", None)
        assert [(each["name"], each["cause"]) for each in followers["items"]] == [("Boris", "agent")]
    events = (await anna.get(f"{path}/events"))["items"]
    assert [each["type"] for each in events].count("ticket.followed") == 1
    await vera.post(f"{path}/messages", {"body": "Anybody?"})
    await boris.post(f"{path}/messages", {"body": "I have looked", "visibility": "internal"})
    await anna.patch(path, {"status": "solved"})

    async def heard() -> list[tuple[str, str]]:
        return [(each["kind"], each["data"]["by"]["name"]) for each in await told(boris)]

    await eventually(heard, lambda seen: seen == [("followed.status", "Anna"), ("followed.message", "Vera")])
    assert await told(anna) == []
    await boris("DELETE", f"{path}/followers/{boris.who}", expect=204)
    await boris.refused("DELETE", f"{path}/followers/{boris.who}", 404, "not_found")
    assert (await anna.get(f"{path}/followers"))["items"] == []


async def test_only_agents_follow(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = await vera.post("/v1/tickets", SAID)
    path = f"/v1/tickets/{ticket['id']}/followers"
    await vera.refused("GET", path, 403, "forbidden")
    await vera.refused("PUT", f"{path}/{vera.who}", 403, "forbidden")
    await anna.refused("PUT", f"{path}/{vera.who}", 422, "unknown_agent")
    await anna.refused("DELETE", f"{path}/{anna.who}", 412, "stale", headers={"if-match": '"77"'})
