"""A bare socket for tests: it speaks frames, forgives nothing, and holds every frame against the schemas."""

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from app.schemas.realtime_out import FROM_SERVER
from tests.conftest import Api
from tests.realtime import described


class Socket:
    """One connection as one caller. `seen` holds every frame in order."""

    features: tuple[str, ...] = ()

    def __init__(self, api: Api, *, url: str | None = None, bearer: bool = False) -> None:
        self._api = api
        self._url = url or api.desk.ws_url
        self._bearer = bearer
        self.ws: ClientConnection
        self.seen: list[dict[str, Any]] = []
        self._taken = 0
        self._id = 0
        self._said: dict[int, dict[str, Any]] = {}
        self.welcome: dict[str, Any] = {}

    async def open(self) -> None:
        """Connect, and say nothing."""
        protocols = [Subprotocol("desk.v1")]
        headers = {}
        if self._bearer:
            headers["authorization"] = f"Bearer {self._api.token}"
        else:
            grant = (await self._api.post("/v1/realtime/grants"))["grant"]
            protocols.append(Subprotocol(f"grant.{grant}"))
        self.ws = await connect(self._url, subprotocols=protocols, additional_headers=headers, compression=None)
        assert self.ws.subprotocol == "desk.v1"

    async def __aenter__(self) -> Self:
        """Connect and say hello."""
        await self.open()
        await self.tell(t="hello", client={"name": "tests", "version": "1"}, features=list(self.features))
        self.welcome = await self.get("welcome")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up."""
        await self.ws.close()

    async def tell(self, **frame: Any) -> None:
        """Send a frame."""
        # The first answer to a frame without an id is the one to `hello`.
        if isinstance(identifier := frame.get("id", 0 if frame.get("t") == "hello" else None), int):
            self._said[identifier] = orjson.loads(orjson.dumps(frame))
        await self.ws.send(orjson.dumps(frame).decode())

    async def ask(self, **frame: Any) -> int:
        """Send a frame with an id; the id."""
        self._id += 1
        await self.tell(id=self._id, **frame)
        return self._id

    async def _read(self, seconds: float) -> None:
        text = await asyncio.wait_for(self.ws.recv(), seconds)
        assert isinstance(text, str)
        frame = orjson.loads(text)
        FROM_SERVER.validate_json(text)
        described.hold(described.FROM_SERVER, frame)
        if frame["t"] in {"welcome", "ok", "ack"} and (said := self._said.pop(frame.get("re", 0), None)) is not None:
            # What the desk has accepted must be what the description says.
            described.hold(described.FROM_CLIENT, said)
        self.seen.append(frame)

    async def next(self, seconds: float = 30) -> dict[str, Any]:
        """The next frame."""
        while self._taken >= len(self.seen):
            await self._read(seconds)
        self._taken += 1
        return self.seen[self._taken - 1]

    async def get(self, *kinds: str, seconds: float = 30) -> dict[str, Any]:
        """The next frame of one of these types; others in between are passed over (they stay in `seen`)."""
        while True:
            frame = await self.next(seconds)
            if frame["t"] in kinds:
                return frame

    async def answer(self, identifier: int, seconds: float = 30) -> dict[str, Any]:
        """The answer to the frame with this id, wherever it stands among the others."""
        position = 0
        while True:
            while position < len(self.seen):
                frame = self.seen[position]
                if frame.get("re") == identifier and frame["t"] in {"ok", "ack", "err"}:
                    return frame
                position += 1
            await self._read(seconds)

    async def follow(self, *tickets: str, after: int = 0) -> dict[str, Any]:
        """Sub; the `ok` of it."""
        asked = await self.ask(t="sub", subs=[{"ticket": each, "after": after} for each in tickets])
        return await self.answer(asked)

    async def say(self, ticket: str, body: str, **more: Any) -> dict[str, Any]:
        """Send a message; the `ack` or `err`."""
        asked = await self.ask(t="send", ticket=ticket, body=body, **{"cmid": str(uuid4()), **more})
        return await self.answer(asked)

    async def events(self, ticket: str, last: int, seconds: float = 30) -> list[dict[str, Any]]:
        """The events of a ticket so far, waiting until the one with counter `last` has come."""
        async with asyncio.timeout(seconds):
            while True:
                found = [each for each in self.seen if each["t"] == "ev" and each["ticket"] == ticket]
                if found and found[-1]["seq"] >= last:
                    return found
                await self._read(seconds)

    async def silence(self, seconds: float = 0.3) -> list[dict[str, Any]]:
        """Everything that comes in this time."""
        before = len(self.seen)
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await self._read(seconds * 2)
        except TimeoutError:
            return self.seen[before:]

    async def closed(self, seconds: float = 30) -> tuple[int, str]:
        """The code and reason with which the server ends the connection."""
        with suppress(ConnectionClosed):
            async with asyncio.timeout(seconds):
                while True:
                    await self._read(seconds)
        received = self.ws.protocol.close_rcvd
        assert received is not None, "the connection broke without a close frame"
        return received.code, received.reason


class Listening(Socket):
    """A socket that asks for everything fleeting."""

    features = ("typing", "receipts", "presence")
