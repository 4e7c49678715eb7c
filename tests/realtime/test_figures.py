"""Live figures: pushed when they change, the same as over HTTP, and nobody counts while nothing happens."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from app import clock
from app.models import Agent
from app.realtime import figures
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually, put_in_brand
from tests.realtime.sockets import Socket


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "PAUSE_SECONDS", 0.05)


async def follow(socket: Socket, *reports: str) -> list[dict[str, Any]]:
    subs = [{"report": each} for each in reports]
    found: list[dict[str, Any]] = (await socket.answer(await socket.ask(t="sub", subs=subs)))["subs"]
    return found


def timeless(found: dict[str, Any]) -> dict[str, Any]:
    return {key: each for key, each in found.items() if key != "as_of"}


async def test_after_a_storm_the_socket_and_http_say_the_same(callers_: Callers, desk: Desk) -> None:
    """However many changes, the last figures that were pushed are the true ones; then nobody counts any more."""
    lead, anna = await callers_.agent(role="lead"), await callers_.agent(online=True, chat=20)
    team = await callers_.team("Support", anna)
    await put_in_brand(callers_, team)
    customers = [await callers_.customer(name=f"Vera {each}") for each in range(4)]
    hub = desk.app.state.hub
    async with Socket(lead) as socket:
        assert await follow(socket, "desk", f"team:{team}") == [{"report": "desk"}, {"report": f"team:{team}"}]

        async def storm(customer: Api, number: int) -> None:
            made = await customer.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"})
            await anna.post(f"/v1/tickets/{made['id']}/messages", {"body": "Hello"})
            if number % 2:
                await anna.patch(f"/v1/tickets/{made['id']}", {"status": "solved"})
            await customer.post("/v1/chats", {"body": "Is anybody there?"})
            if number % 3 == 0:
                await anna.put("/v1/agents/me/presence", {"status": "away", "channels": ["chat"]})

        began, looked = clock.monotonic(), hub.figures.looks
        await asyncio.gather(*(storm(each, number) for number, each in enumerate(customers)))
        last: dict[str, Any] = {}

        async def the_same() -> bool:
            pushed = [each for each in await socket.silence(0.1) if each["t"] == "figures"]
            last.update({each["report"]: timeless(each["figures"]) for each in pushed})
            now = [await lead.get("/v1/reports/live", params=each) for each in ({}, {"team_id": str(team)})]
            return [last.get("desk"), last.get(f"team:{team}")] == [timeless(each) for each in now]

        await eventually(the_same, bool)
        # A push is never nearer to the one before than the pause, however dense the changes.
        assert hub.figures.looks - looked <= (clock.monotonic() - began) / 0.05 + 2
        said = last["desk"]
        assert (said["today"]["created"], said["today"]["solved"]) == (8, 2)
        assert sum(said["open"].values()) == 6
        assert said["waiting"]["chats"] + said["today"]["chats_accepted"] == 4
        assert said["agents_by_state"]["away"] == 1
        # Nothing happens: nothing is counted.
        await eventually(lambda: asyncio.sleep(0.12, hub.figures.looks), lambda now: now == hub.figures.looks)
        quiet = hub.figures.looks
        assert [each for each in await socket.silence(0.15) if each["t"] == "figures"] == []
        assert hub.figures.looks == quiet
        await socket.answer(await socket.ask(t="unsub", reports=["desk", f"team:{team}"]))
        await customers[0].post("/v1/tickets", {"subject": "Kettle", "body": "Again"})
        assert [each for each in await socket.silence(0.2) if each["t"] == "figures"] == []
        assert hub.figures.looks == quiet


async def test_figures_are_for_leads_and_of_what_there_is(callers_: Callers, desk: Desk) -> None:
    lead, anna = await callers_.agent(role="lead"), await callers_.agent()
    team, nowhere = await callers_.team("Support", anna), uuid4()
    for caller in (anna, await callers_.customer(), await callers_.partner("tickets:read")):
        await caller.refused("GET", "/v1/reports/live", 403, "forbidden")
    key = await callers_.partner("reports:read")
    assert (await key.get("/v1/reports/live"))["scope"] == {"kind": "desk", "id": None, "name": None}
    await lead.refused("GET", "/v1/reports/live", 404, "not_found", params={"team_id": str(nowhere)})
    await lead.refused("GET", "/v1/reports/live", 404, "not_found", params={"queue_id": str(team)})
    both = {"team_id": str(team), "queue_id": str(team)}
    await lead.refused("GET", "/v1/reports/live", 422, "invalid", params=both)
    async with Socket(anna) as socket:
        assert await follow(socket, "desk") == [{"report": "desk", "error": "not_found"}]
    async with Socket(lead) as socket:
        missing = f"team:{nowhere}"
        assert await follow(socket, missing, "desk") == [
            {"report": missing, "error": "not_found"}, {"report": "desk"},
        ]  # fmt: skip
        assert (await socket.get("figures"))["report"] == "desk"
        # No lead any more: what happens from now on is not told.
        async with desk.database.unit_of_work() as work:
            agent = await work.session.get(Agent, lead.who)
            assert agent is not None
            agent.role = "agent"
            work.session.add(agent)
        await desk.app.state.hub.look_up(desk.app.state.hub.of(lead.who))
        await (await callers_.customer()).post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"})
        assert [each for each in await socket.silence(0.2) if each["t"] == "figures"] == []
