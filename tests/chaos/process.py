"""One application process of a run: the real desk, on a line that mangles hints as told, and with a bug when asked.

Everything that is wrong here is put in from outside: the desk itself knows nothing of it.
"""

import argparse
import asyncio
import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from app import clock
from app.main import create_app
from app.realtime import frames, protocol, subscribing, sweep
from app.realtime.connection import Connection
from app.realtime.hub import Hub
from app.realtime.server import uvicorn_options
from app.schemas.realtime import SendFrame
from app.services.lean import messages as lean_messages
from app.settings import Settings
from tests.chaos.wires import Control, FaultyLine

CONTROL = "CHAOS_CONTROL"
BUG = "CHAOS_BUG"


def _tasks() -> int:
    """Tasks, but for those that wait for an event: a loop of the worker has one while it is idle and none at work."""
    return sum(getattr(each.get_coro(), "__qualname__", "") != "Event.wait" for each in asyncio.all_tasks())


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
        await asyncio.sleep(0.3)
        await transaction.commit()
        await connection.close()
        if done.hint is not None:
            await self._hub.publish([done.hint])

    task = asyncio.create_task(later())
    _LATER.add(task)
    task.add_done_callback(_LATER.discard)


_LATER: set[asyncio.Task[None]] = set()


def _held(hub: Hub) -> dict[str, int]:
    """What this process has, of the system's and of its own."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    pool = hub.database._pool
    return {
        "descriptors": len(list(Path("/proc/self/fd").iterdir())),
        "rss_kb": pages * os.sysconf("SC_PAGE_SIZE") // 1024,
        "tasks": _tasks(),
        "connections": len(hub.connections),
        "rooms": len(hub.rooms),
        "polls": len(hub.watching),
        "people": len(hub.people._circles),
        "marks": len(hub.people._marks),
        "pool": 0 if pool is None else pool.get_size(),
        "busy": 0 if pool is None else pool.get_size() - pool.get_idle_size(),
    }


def make() -> FastAPI:
    """The application, with what the run wants to know of it at `/chaos`: what it has, and had before its first
    socket. A process that was restarted has a base of its own.
    """
    settings = Settings()
    app = create_app(settings)
    hub: Hub = app.state.hub
    hub.bus._line = FaultyLine(hub.bus._line, Control(Path(os.environ[CONTROL])))
    if bug := os.environ.get(BUG):
        put_in(bug)
    base: dict[str, int] = {}
    connect = hub.connect

    def first_look(connection: Connection) -> None:
        base.update(base or _held(hub))
        connect(connection)

    hub.connect = first_look  # type: ignore[method-assign]

    async def state() -> JSONResponse:
        return JSONResponse({"now": _held(hub), "base": base})

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
