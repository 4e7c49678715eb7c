"""`/v1/tickets/{id}/followers`: who follows hears of what others do, once, and of nothing else."""

from typing import Any

from tests.conftest import Api, Callers, Desk
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


async def test_whoever_a_note_names_is_told_once_and_follows(callers_: Callers) -> None:
    anna, boris, olga = await callers_.agent(), await callers_.agent(name="Boris"), await callers_.agent(name="Olga")
    team = await callers_.team("Store", olga, boris, anna)
    ticket = await (await callers_.customer()).post("/v1/tickets", SAID)
    path = f"/v1/tickets/{ticket['id']}"
    note = {
        "body": "@Boris, @Store: do we have any?", "visibility": "internal", "client_message_id": "n-1",
        "mention_ids": [str(boris.who), str(team), str(boris.who), str(anna.who)],
    }  # fmt: skip
    await anna.post(f"{path}/messages", note)
    await anna.post(f"{path}/messages", note, expect=200)

    async def mentioned(agent: Api) -> list[str]:
        found = (await agent.get("/v1/notifications"))["items"]
        return [each["data"]["by"]["name"] for each in found if each["kind"] == "mentioned"]

    assert (await mentioned(boris), await mentioned(olga), await mentioned(anna)) == (["Anna"], ["Anna"], [])
    followers = (await anna.get(f"{path}/followers"))["items"]
    assert [(each["name"], each["cause"]) for each in followers] == [("Boris", "mention")]


async def test_who_cannot_be_mentioned(callers_: Callers, desk: Desk) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = await vera.post("/v1/tickets", SAID)
    path = f"/v1/tickets/{ticket['id']}/messages"
    named = {"body": "x", "mention_ids": [str(anna.who)]}
    for caller in (anna, vera):
        await caller.refused("POST", path, 422, "mention_in_public", json=named)
    note = {"body": "x", "visibility": "internal", "mention_ids": [str(anna.who), str(vera.who)]}
    problem = await anna.refused("POST", path, 422, "unknown_mention", json=note)
    assert [each["pointer"] for each in problem["errors"]] == ["/mention_ids/1"]
    await anna.refused("POST", path, 422, "invalid", json={**note, "mention_ids": [str(anna.who)] * 21})
    async with desk.database.lean() as connection:
        assert await connection.fetchval("SELECT count(*) FROM messages") == 1, "nothing is stored of it"
