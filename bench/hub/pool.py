"""How many connections to Postgres a desk has, looked at often while something happens to it."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import asyncpg

from app.settings import Settings

_PAUSE = 0.02


@dataclass(slots=True)
class Most:
    """The largest number seen, and what the pools may have with default settings."""

    connections: int
    allowed: int


@contextmanager
def watched(url: str) -> Iterator[Most]:
    """Look until the end of the block; one desk runs on this database, and the lines of its bus are not its pools."""
    settings = Settings()
    most = Most(0, settings.pool_size + settings.lean_pool_size)
    ended = threading.Event()

    async def look() -> None:
        connection = await asyncpg.connect(url)
        try:
            while not ended.is_set():
                found = await connection.fetchval(
                    "SELECT count(*) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND application_name = 'otklik'"
                )
                most.connections = max(most.connections, found)
                await asyncio.sleep(_PAUSE)
        finally:
            await connection.close()

    thread = threading.Thread(target=asyncio.run, args=(look(),), daemon=True)
    thread.start()
    try:
        yield most
    finally:
        ended.set()
        thread.join(10)
