"""Draining: a process that is told to stop sends its clients to the others, a few at a time, and loses nothing."""

import asyncio
import random
from typing import TYPE_CHECKING

from app import clock
from app.realtime import frames
from app.realtime.limits import Close

if TYPE_CHECKING:
    from app.realtime.connection import Connection
    from app.realtime.hub import Hub

# Sockets that are sent away per second; a busy process takes its whole drain time, a small one stops at once.
PER_SECOND = 100
# What is under way when a client is sent away has this long to be done.
FINISH_SECONDS = 0.5
RECONNECT_MS = (100, 1_000)
# How often those who came late are looked for.
LATE_SECONDS = 0.1


async def drain(hub: "Hub", seconds: float) -> None:
    """Send everybody away within about `seconds`: `goaway` to each in turn, then the end of the connection.

    Whoever was let in just before the process was told to stop follows at once. Goes on until it is cancelled.
    """
    everybody = list(hub.connections)
    random.shuffle(everybody)
    begun = clock.monotonic()
    spread = min(max(0.0, seconds - FINISH_SECONDS), len(everybody) / PER_SECOND)
    for number, connection in enumerate(everybody):
        await asyncio.sleep(max(0.0, begun + spread * number / len(everybody) - clock.monotonic()))
        if connection in hub.connections:
            _send_away(connection)
    sent = set(everybody)
    while True:
        for connection in hub.connections - sent:
            _send_away(connection)
        sent = set(hub.connections)
        await asyncio.sleep(LATE_SECONDS)


def _send_away(connection: "Connection") -> None:
    if not connection.greeted:
        # Its first frame is a `welcome` or nothing.
        connection.close(Close.GO_AWAY, "go away")
        return
    wait = random.randint(*RECONNECT_MS)  # noqa: S311 - jitter
    connection.push(frames.encode({"t": "goaway", "reconnect_in_ms": wait}))
    asyncio.get_running_loop().call_later(FINISH_SECONDS, connection.close, Close.GO_AWAY, "go away")
