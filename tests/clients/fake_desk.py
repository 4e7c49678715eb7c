"""A desk of a few lines on a loopback port: it gives grants, says welcome, and does what a test tells it to."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.conftest import free_port

Frame = dict[str, Any]
WELCOME: Frame = {"t": "welcome", "epoch": "e", "hb": 25, "auth_expires_in": None, "limits": {}}


class FakeDesk:
    """`grants` are answers to the next requests for a grant, `refusals` to the next upgrades, and `turns` what the
    next connections do after hello.
    """

    def __init__(self) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.grants: list[Response] = []
        self.refusals: list[Response] = []
        self.turns: list[Callable[[WebSocket], Awaitable[None]]] = []
        self.bearers: list[str] = []
        # When each connection said hello, by a monotonic clock, and every frame with its connection's number.
        self.hellos: list[float] = []
        self.frames: list[tuple[int, Frame]] = []

    async def grant(self, request: Request) -> Response:
        """Answer a request for a grant."""
        self.bearers.append(request.headers["authorization"].removeprefix("Bearer "))
        return self.grants.pop(0) if self.grants else JSONResponse({"grant": "rtg_x", "expires_in": 30}, 201)

    async def socket(self, ws: WebSocket) -> None:
        """One connection."""
        if self.refusals:
            await ws.send_denial_response(self.refusals.pop(0))
            return
        await ws.accept(subprotocol="desk.v1")
        try:
            await self.next(ws)
            await (self.turns.pop(0) if self.turns else self.polite)(ws)
        except WebSocketDisconnect:
            pass

    async def next(self, ws: WebSocket) -> Frame:
        """The client's next frame."""
        frame: Frame = await ws.receive_json()
        if frame["t"] == "hello":
            self.hellos.append(time.monotonic())
        self.frames.append((len(self.hellos), frame))
        return frame

    async def polite(self, ws: WebSocket) -> None:
        """Welcome, and answers to everything."""
        await ws.send_json(WELCOME)
        await self.answers(ws)

    async def answers(self, ws: WebSocket) -> None:
        """Answer until the client hangs up."""
        while True:
            frame = await self.next(ws)
            if frame["t"] == "sub":
                subs = [{key: each[key] for key in each if key != "after"} | {"last_seq": 0} for each in frame["subs"]]
                await ws.send_json({"t": "ok", "re": frame["id"], "subs": subs})
            elif frame["t"] == "send":
                ack = {"t": "ack", "re": frame["id"], "cmid": frame["cmid"], "message": "m", "seq": 1, "at": "now"}
                await ws.send_json({**ack, "dup": False})

    def of(self, kind: str) -> list[Frame]:
        """The frames of a type."""
        return [frame for _, frame in self.frames if frame["t"] == kind]


@asynccontextmanager
async def fake_desk() -> AsyncIterator[FakeDesk]:
    """A fake desk that is open."""
    desk = FakeDesk()
    routes = [Route("/v1/realtime/grants", desk.grant, methods=["POST"]), WebSocketRoute("/v1/realtime", desk.socket)]
    config = uvicorn.Config(
        Starlette(routes=routes), host="127.0.0.1", port=int(desk.url.rpartition(":")[2]), ws="websockets-sansio",
        log_config=None, lifespan="off", timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    try:
        yield desk
    finally:
        server.should_exit = True
        await running
