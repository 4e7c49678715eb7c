"""One application process of a run: the real desk, on a line that loses hints as told, and with a bug when asked.

Everything that is wrong here is put in from outside: the desk itself knows nothing of it.
"""

import argparse
import asyncio
import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import orjson
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from app import clock
from app.main import create_app
from app.realtime import frames, protocol, subscribing, sweep
from app.realtime.connection import Connection
from app.realtime.hub import Hub
from app.realtime.lines import Line, Wire
from app.realtime.server import uvicorn_options
from app.schemas.realtime import SendFrame
from app.services.lean import messages as lean_messages
from app.settings import Settings

CONTROL = "CHAOS_CONTROL"
BUG = "CHAOS_BUG"


class FaultyLine:
    """A line that loses, repeats and reorders what it carries, each with the probability in the control file."""

    def __init__(self, line: Line, control: Path) -> None:
        self._line = line
        self._control = control
        self.payload_bytes = line.payload_bytes
        self.lost = line.lost

    async def connect(self, name: str) -> Wire:
        """Open a wire."""
        return FaultyWire(await self._line.connect(name), self._control)


class FaultyWire:
    """A wire of a faulty line."""

    def __init__(self, wire: Wire, control: Path) -> None:
        self._wire = wire
        self._control = control
        self._held: list[str] = []
        self._read_at = 0.0
        self._probability = 0.0

    def _happens(self) -> bool:
        if clock.monotonic() - self._read_at > 0.1:
            self._read_at = clock.monotonic()
            self._probability = float(orjson.loads(self._control.read_bytes())["p"])
        return random.random() < self._probability

    async def now(self) -> float:
        """The server's time."""
        return await self._wire.now()

    async def publish(self, payloads: Sequence[str]) -> None:
        """Tell some of it, some of it twice, and some of it after what comes next."""
        told: list[str] = []
        for payload in payloads:
            if self._happens():
                continue
            if self._happens():
                self._held.append(payload)
                continue
            told += [payload, payload] if self._happens() else [payload]
        if told:
            told += self._held
            self._held = []
            await self._wire.publish(told)

    async def listen(self, heard: Callable[[str | bytes], None], listening: Callable[[], None]) -> None:
        """Listen."""
        await self._wire.listen(heard, listening)

    async def close(self) -> None:
        """Hang up."""
        await self._wire.close()


def put_in(bug: str) -> None:
    """Break the desk in this process."""
    match bug:
        case "ack before commit":
            protocol.Protocol._send = _ack_before_commit  # type: ignore[method-assign]
        case "no dedupe":
            lean_messages.append = _without_key(lean_messages.append)
        case "no sweep":
            sweep.Sweeper.sweep = _nothing  # type: ignore[method-assign, assignment]
        case "no resume":
            subscribing._follow = _from_now_on  # type: ignore[assignment]
        case "notes to customers":
            frames.counter = _seq_of_all
            Hub._ticket = _as_agents(Hub._ticket)  # type: ignore[method-assign]
        case _:
            msg = f"no such bug: {bug}"
            raise ValueError(msg)


def _seq_of_all(row: Any, audience: str) -> int | None:
    del audience
    found: int = row["seq"]
    return found


async def _nothing(_self: object) -> None:
    return


def _as_agents(ticket: Any) -> Any:
    def deliver(self: Hub, hint: Any) -> None:
        room = self.rooms.get((hint.id, "customer"))
        for row in hint.events:
            if room is not None and row["public_seq"] is None:
                for connection in room.cursors:
                    connection.push(frames.event({**row, "public_seq": 1}, "agent"))
        ticket(self, hint)

    return deliver


async def _from_now_on(
    hub: Hub, connection: Connection, ticket_id: Any, _after: int, last: int, *, same_history: bool
) -> None:
    del same_history
    hub.leave(connection, ticket_id)
    hub.join(connection, ticket_id, after=last, last=last)


def _without_key(append: Any) -> Any:
    async def always_new(connection: Any, actor: Any, ticket_id: Any, new: Any, **more: Any) -> Any:
        fresh = lean_messages.NewMessage(
            new.body, new.visibility, new.format, str(uuid4()) if new.client_message_id else None, new.last_seen_seq
        )
        return await append(connection, actor, ticket_id, fresh, **more)

    return always_new


async def _ack_before_commit(self: protocol.Protocol, frame: SendFrame) -> None:
    connection = await asyncpg.connect(self._hub.database.url)
    transaction = connection.transaction()
    await transaction.start()
    new = lean_messages.NewMessage(frame.body, frame.visibility, frame.format, frame.cmid, None)
    actor = self._connection.actor
    done = await lean_messages.append(connection, actor, frame.ticket, new, now=clock.now())
    stored = done.message
    seq = stored["seq"] if actor.sees_internal else stored["public_seq"]
    self._push(
        {
            "t": "ack", "re": frame.id, "cmid": frame.cmid, "message": stored["id"], "seq": seq,
            "at": stored["created_at"], "dup": done.outcome == "dup",
        }
    )  # fmt: skip

    async def later() -> None:
        await asyncio.sleep(0.15)
        await transaction.commit()
        await connection.close()
        if done.hint is not None:
            await self._hub.publish([done.hint])

    task = asyncio.create_task(later())
    _LATER.add(task)
    task.add_done_callback(_LATER.discard)


_LATER: set[asyncio.Task[None]] = set()


def _held() -> dict[str, int]:
    """What this process has of the system's."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {
        "descriptors": len(list(Path("/proc/self/fd").iterdir())),
        "rss_kb": pages * os.sysconf("SC_PAGE_SIZE") // 1024,
    }


def make() -> FastAPI:
    """The application, with what the run wants to know of it at `/chaos`."""
    settings = Settings()
    app = create_app(settings)
    hub: Hub = app.state.hub
    hub.bus._line = FaultyLine(hub.bus._line, Path(os.environ[CONTROL]))
    if bug := os.environ.get(BUG):
        put_in(bug)

    async def state() -> JSONResponse:
        pool = await app.state.database.pool()
        return JSONResponse(
            {
                "tasks": len(asyncio.all_tasks()),
                "connections": len(hub.connections),
                "rooms": len(hub.rooms),
                "polls": len(hub.watching),
                "pool": pool.get_size(),
                "busy": pool.get_size() - pool.get_idle_size(),
                **_held(),
            }
        )

    app.add_api_route("/chaos", state, include_in_schema=False)
    return app


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    options = uvicorn_options(Settings().drain_seconds)
    uvicorn.run(make(), host="127.0.0.1", port=given.port, log_config=None, **options)


if __name__ == "__main__":
    main()
