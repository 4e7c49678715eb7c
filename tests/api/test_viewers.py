"""Who looks at a ticket: agents are told of agents, over HTTP and on the socket; customers of nobody."""

import asyncio
from typing import Any

import pytest

from app.main import create_app
from app.realtime import viewers
from app.settings import Settings
from tests.conftest import Api, Callers, serving
from tests.realtime.processes import at
from tests.realtime.sockets import Socket


class Looking(Socket):
    """A socket that wants to know who looks on."""

    features = ("typing", "viewing")


async def seen(who: Api, ticket: str) -> list[tuple[str, bool, str | None]]:
    """Name, viewing and typing of those at the ticket."""
    found = (await who.get(f"/v1/tickets/{ticket}/viewers"))["viewers"]
    return [(each["name"], each["viewing"], each["typing"]) for each in found]


async def until(who: Api, ticket: str, wanted: list[tuple[str, bool, str | None]]) -> None:
    """Wait until these are at the ticket."""
    async with asyncio.timeout(30):
        while await seen(who, ticket) != wanted:  # noqa: ASYNC110 - asked over HTTP
            await asyncio.sleep(0.02)


@pytest.fixture
async def ticket(callers_: Callers) -> tuple[Api, str]:
    """A customer and their ticket."""
    vera = await callers_.customer()
    made: Any = await vera.post("/v1/tickets", {"subject": "S", "body": "B"})
    return vera, str(made["id"])


async def test_agents_see_who_looks_on_and_customers_do_not(callers_: Callers, ticket: tuple[Api, str]) -> None:
    vera, made = ticket
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    async with Looking(vera) as theirs, Looking(anna) as ours, Looking(boris) as other:
        for socket in (theirs, ours, other):
            await socket.follow(made)
        await ours.tell(t="viewing", ticket=made, on=True)
        frame = await other.get("viewing")
        assert (frame["who"], frame["name"], frame["on"], frame["ttl"]) == (str(anna.who), "Anna", True, 30)
        await until(boris, made, [("Anna", True, None)])
        await ours.tell(t="typing", ticket=made, on=True, visibility="internal")
        await theirs.tell(t="typing", ticket=made, on=True)
        await until(boris, made, [("Anna", True, "internal"), ("Vera", False, "public")])
        # Whoever comes later is told at once.
        async with Looking(boris) as late:
            known = (await late.follow(made))["subs"][0]["viewing"]
            assert [each["name"] for each in known] == ["Anna", "Vera"]
        await theirs.tell(t="viewing", ticket=made, on=True)
        assert (await theirs.get("err"))["code"] == "not_for_customers"
        assert not [each for each in await theirs.silence(0.2) if each["t"] in {"viewing", "typing"}]
        assert "viewing" not in (await theirs.follow(made))["subs"][0]
        await ours.tell(t="viewing", ticket=made, on=False)
        assert (await other.get("viewing"))["on"] is False
    await vera.refused("GET", f"/v1/tickets/{made}/viewers", 403, "forbidden")
    await anna.refused("GET", f"/v1/tickets/{anna.who}/viewers", 404, "not_found")


async def test_of_two_windows_the_last_one_counts(callers_: Callers, ticket: tuple[Api, str]) -> None:
    _, made = ticket
    anna = await callers_.agent()
    async with Looking(anna) as one:
        await one.follow(made)
        async with Looking(anna) as two:
            await two.follow(made)
            for socket in (one, two):
                await socket.tell(t="viewing", ticket=made, on=True)
            await until(anna, made, [("Anna", True, None)])
        assert await seen(anna, made) == [("Anna", True, None)]
    await until(anna, made, [])


async def test_what_is_not_said_again_is_forgotten(
    callers_: Callers, ticket: tuple[Api, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, made = ticket
    anna = await callers_.agent()
    async with Looking(anna) as socket:
        await socket.follow(made)
        await socket.tell(t="viewing", ticket=made, on=True)
        await until(anna, made, [("Anna", True, None)])
        # What is said from now on is soon forgotten: nobody need be quick to see it.
        monkeypatch.setattr(viewers, "VIEWING_SECONDS", 0.3)
        await socket.tell(t="viewing", ticket=made, on=True)
        await until(anna, made, [])


async def test_other_processes_know_as_well(settings: Settings, callers_: Callers, ticket: tuple[Api, str]) -> None:
    _, made = ticket
    anna = await callers_.agent()
    async with serving(create_app(settings.model_copy(update={"worker_inside": False}))) as second:
        there = at(second, anna)
        async with Looking(anna) as socket:
            await socket.follow(made)
            await socket.tell(t="viewing", ticket=made, on=True)
            await until(there, made, [("Anna", True, None)])
        await until(there, made, [])
