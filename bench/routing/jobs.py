"""What the load generator does about routing: somebody comes free, and how long it is until there is more for them."""

import asyncio
from time import perf_counter
from typing import Any

import orjson

from bench.asking import Line, line
from bench.peers import Peer, opened
from bench.tally import percentile

_SOON = 15.0
_NEVER_STUCK = 540.0
_ASSIGNED = b'"kind":"ticket.assigned"'
# Tickets that one socket may follow.
_FOLLOWED = 200


class _Agent(Peer):
    """An agent's socket, which hears of offers; `hands` is the chat or the ticket that they have."""

    def __init__(self, who: dict[str, Any], connection: Line) -> None:
        super().__init__(who["token"], {})
        self.id: str = who["id"]
        self.hands: str = who["hands"]
        self.topic: str = who["topic"]
        self._token: str = who["token"]
        # One for all of them: the desk closes those that are silent for a while.
        self._line = connection
        # (when it came, the chat or the ticket)
        self.more: asyncio.Future[tuple[float, str]] = asyncio.get_running_loop().create_future()

    def answered(self, said: dict[str, Any], payload: bytes) -> None:
        """A chat is offered."""
        del payload
        if said["t"] == "offer":
            self.given(said["chat"])

    def given(self, what: str) -> None:
        """There is more for them."""
        if not self.more.done():
            self.more.set_result((perf_counter(), what))

    async def comes_free(self, method: str, path: str, body: dict[str, Any]) -> tuple[float, float, str]:
        """Let go of what they have: seconds until more is there and until the request is answered, and what it is."""
        self.more = asyncio.get_running_loop().create_future()
        begun = perf_counter()
        await self.ask(method, path, body)
        answered = perf_counter()
        try:
            async with asyncio.timeout(_SOON):
                came, what = await self.more
        except TimeoutError as error:
            raise ConnectionError(f"nothing more came for {self.id}, who had let go of {self.hands}") from error
        self.hands = what
        return came - begun, answered - begun, what

    async def ask(self, method: str, path: str, body: dict[str, Any]) -> None:
        """Ask the desk for something."""
        await self._line.ask(method, path, orjson.dumps(body), token=self._token)


async def _agents(job: dict[str, Any], connection: Line) -> list[_Agent]:
    agents = [_Agent(each, connection) for each in job["agents"]]
    await opened(job["port"], list(agents))
    return agents


async def freed(job: dict[str, Any]) -> dict[str, Any]:
    """`rounds` times an agent ends a chat, is offered another one and accepts; a customer opens one more each time."""
    connection = await line(job["port"])
    agents = await _agents(job, connection)
    customers = job["customers"]
    waits: list[tuple[float, float]] = []
    async with asyncio.timeout(_NEVER_STUCK):
        for number in range(job["warm"] + job["rounds"]):
            agent = agents[number % len(agents)]
            more, answered, chat = await agent.comes_free("POST", f"/v1/chats/{agent.hands}/end", {})
            if number >= job["warm"]:
                waits.append((more, answered))
            await agent.ask("POST", f"/v1/chats/{chat}/accept", {})
            opening = {"body": "Hello, where is my order?", "topic": agent.topic, "language": "en"}
            customer = customers[number % len(customers)]
            await connection.ask("POST", "/v1/chats", orjson.dumps(opening), token=customer)
            await asyncio.sleep(job["pause"])
    return _ended(agents, [], waits)


async def solved(job: dict[str, Any]) -> dict[str, Any]:
    """`rounds` times an agent solves a ticket and has another one, as whoever follows the `waiting` tickets hears."""
    agents = await _agents(job, await line(job["port"]))
    by_id = {each.id: each for each in agents}

    def hear(payload: bytes) -> None:
        if _ASSIGNED in payload:
            said = orjson.loads(payload)
            agent = by_id.get(said["data"]["agent"]["id"])
            if agent is not None:
                agent.given(said["ticket"])

    tickets = job["waiting"]
    parts = [tickets[start : start + _FOLLOWED] for start in range(0, len(tickets), _FOLLOWED)]
    watchers = [Peer(job["agents"][0]["token"], dict.fromkeys(part), hear) for part in parts]
    await opened(job["port"], watchers)
    waits: list[tuple[float, float]] = []
    async with asyncio.timeout(_NEVER_STUCK):
        for number in range(job["warm"] + job["rounds"]):
            agent = agents[number % len(agents)]
            more, answered, _ = await agent.comes_free("PATCH", f"/v1/tickets/{agent.hands}", {"status": "solved"})
            if number >= job["warm"]:
                waits.append((more, answered))
            await asyncio.sleep(job["pause"])
    return _ended(agents, watchers, waits)


def _ended(agents: list[_Agent], watchers: list[Peer], waits: list[tuple[float, float]]) -> dict[str, Any]:
    for each in agents:
        each.finish()
    for one in watchers:
        one.finish()
    more, answered = zip(*waits, strict=True)
    return {"more": _spread(more), "answered": _spread(answered)}


def _spread(seconds: tuple[float, ...]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "count": len(ordered),
        **{f"p{share}": round(percentile(ordered, share / 100) * 1000, 1) for share in (50, 90, 99)},
        "max": round(ordered[-1] * 1000, 1),
    }


JOBS = {"freed": freed, "solved": solved}
