"""The change feed as a stream of server-sent events: the same pages, told as they come."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import suppress
from uuid import UUID

from app import clock
from app.db import as_unavailable
from app.errors import AppError
from app.realtime.hub import Hub
from app.services import callers, feed_pages
from app.services.lean.wire import dumps

FEED = UUID(int=0)
# A line is said at least this often: proxies and clients can tell a quiet desk from a dead one.
HEARTBEAT_SECONDS = 15.0
RETRY_MS = 1_000
# Events that are read at once; a slow reader is read for no sooner than it has taken them.
AT_ONCE = 100


async def stream(hub: Hub, bearer: str, after: int, types: Collection[str] | None) -> AsyncIterator[bytes]:
    """What this caller may see after a position, for as long as it may see it and this process goes on.

    It holds no connection to the database while it waits, and no more than one page. Each event has its position as
    its `id`, so whoever comes back with `Last-Event-ID` misses nothing; a heartbeat has one too, which tells how far a
    reader has come that is shown little.
    """
    try:
        caller = await callers.authenticate(hub.database, bearer)
        hub.watching.check(caller.actor.id)
    except AppError:
        # Between the answer's beginning and here.
        return
    with hub.watching.watch(caller.actor.id, caller.actor.session_id, [FEED]) as changed:
        yield f"retry: {RETRY_MS}\n\n".encode()
        said = clock.monotonic()
        while not hub.stopping:
            changed.clear()
            try:
                # Whoever was signed out meanwhile gets no more.
                caller = await callers.authenticate(hub.database, bearer)
                async with hub.database.lean() as connection:
                    page = await feed_pages.page(connection, caller.actor, after=after, types=types, limit=AT_ONCE)
            except Exception as error:
                if isinstance(error, AppError) or as_unavailable(error) is not None:
                    # Signed out, or the database is away: the reader comes back to whoever can tell it more.
                    return
                raise
            after = page.next
            if page.items:
                said = clock.monotonic()
                yield b"".join(b"id: %d\ndata: %b\n\n" % (each["position"], dumps(each)) for each in page.items)
            if page.has_more:
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), hub.settings.sweep_seconds)
            if clock.monotonic() - said > HEARTBEAT_SECONDS:
                said = clock.monotonic()
                yield b": here\nid: %d\n\n" % after
