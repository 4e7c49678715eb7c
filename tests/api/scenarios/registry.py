"""What makes an operation ready to be called: its address, a body that works, and who may call it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.api.operations import Operation, described_operations
from tests.conftest import Api, Callers
from tests.desks import eventually


@dataclass(frozen=True)
class Call:
    """A call that works, once."""

    path: str
    body: Any = None
    caller: Api | None = None
    # Where the thing is read, with the ETag that goes into If-Match. None: at the call's own path.
    read: str | None = None
    content: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def options(self) -> dict[str, Any]:
        """For the client."""
        given = {"content": self.content} if self.content is not None else {"json": self.body}
        return {"headers": dict(self.headers), **(given if self.content is not None or self.body is not None else {})}


class World:
    """What scenarios are made of. Everything in it is made through the API, so that it is as it would be."""

    def __init__(self, callers: Callers, admin: Api) -> None:
        self.callers = callers
        self.admin = admin
        self._made = 0
        self._there: list[Api] = []

    def fresh(self, word: str) -> str:
        """A name that nothing else has."""
        self._made += 1
        return f"{word}_{self._made}"

    async def make(self, operation: str, **fields: Any) -> dict[str, Any]:
        """What this creating operation answers, with these fields of the body replaced."""
        call = await SCENARIOS[operation](self)
        body = {**(call.body or {}), **fields}
        answer = await (call.caller or self.admin)("POST", call.path, json=body, headers=call.headers)
        assert answer.status_code in {200, 201, 202}, f"{operation}: {answer.status_code} {answer.text}"
        made: dict[str, Any] = answer.json()
        return made

    async def ticket(self, **fields: Any) -> str:
        """The id of a new ticket."""
        return str((await self.make("createTicket", **fields))["id"])

    async def row(self, made: Any) -> None:
        """Store what only happens in time, or by somebody who is not here."""
        async with self.callers.desk.database.unit_of_work() as work:
            work.session.add(made)

    async def chat(self, *, accepted: bool = False) -> tuple[Api, dict[str, Any]]:
        """A chat, offered to (or accepted by) an agent who is there."""
        for before in self._there:
            await before.put("/v1/agents/me/presence", {"status": "offline"})
        agent, customer = await self.callers.agent(online=True), await self.callers.customer()
        self._there = [agent]
        made = await customer.post("/v1/chats", {"body": "Hello, is anybody there?"})
        chat: dict[str, Any] = await eventually(
            lambda: agent.get(f"/v1/chats/{made['id']}"), lambda found: found["status"] == "offered"
        )
        if accepted:
            chat = await agent.post(f"/v1/chats/{chat['id']}/accept", expect=200)
        return agent, chat


Scenario = Callable[[World], Awaitable[Call]]
SCENARIOS: dict[str, Scenario] = {}
OPERATIONS: dict[str, Operation] = {each.name: each for each in described_operations()}


def scenario(operation: str) -> Callable[[Scenario], Scenario]:
    """Make this function what prepares the operation with this `operation_id`."""

    def registered(function: Scenario) -> Scenario:
        assert operation not in SCENARIOS, f"{operation} has two scenarios"
        SCENARIOS[operation] = function
        return function

    return registered


def by_example(operation: str, *unique: str, **fields: Any) -> None:
    """The example of its body works as it is, but for these fields; `unique` ones get a name that nothing else has."""

    @scenario(operation)
    async def prepared(world: World) -> Call:
        described = OPERATIONS[operation]
        names = {name: world.fresh(operation.lower()) for name in unique}
        body = None if described.example is None else {**described.example, **fields, **names}
        return Call(described.template, body)


def on_made(operation: str, creator: str, *unique: str, key: str = "id", **fields: Any) -> None:
    """It is called on what `creator` makes, whose address has its `key`; its example works but for these fields."""

    @scenario(operation)
    async def prepared(world: World) -> Call:
        described = OPERATIONS[operation]
        made = await world.make(creator)
        names = {name: world.fresh(operation.lower()) for name in unique}
        body = {**described.example, **fields, **names} if described.needs_body or fields or names else None
        return Call(described.address(**{described.ids[0]: made[key]}), body)
