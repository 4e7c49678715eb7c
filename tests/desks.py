"""Small helps for tests of the running desk: waiting for what comes by itself, and looking at rows."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg

from app import clock
from app.db import Database
from app.ids import new_id
from app.models import Brand
from tests.conftest import PATTERN, Callers

T = TypeVar("T")


async def eventually(
    look: Callable[[], Awaitable[T]], holds: Callable[[T], bool], *, seconds: float = 30, every: float = 0.02
) -> T:
    """Look again and again until it holds; what was seen. Fails with the last thing seen."""
    end = clock.monotonic() + seconds
    while True:
        seen = await look()
        if holds(seen):
            return seen
        assert clock.monotonic() < end, f"still {seen} after {seconds} s"
        await asyncio.sleep(every)


async def one_day_ahead() -> None:
    """For tests of what is counted by the day (UTC): what follows is all in one, for midnight is not that near."""
    await room_in(timedelta(days=1), seconds=30)


async def room_in(period: timedelta, *, seconds: int) -> None:
    """Of a period of the clock (a day, an hour, five minutes) there is so much left, or a new one has begun."""
    left = period - (clock.now() - datetime.fromtimestamp(0, UTC)) % period
    if left < timedelta(seconds=seconds):
        await asyncio.sleep(left.total_seconds() + 0.1)


async def state_of(database: Database, query: str, *values: Any) -> Any:
    """One value from the database. Whether the desk or this gives way in a deadlock is chance: this asks again."""
    while True:
        with suppress(asyncpg.DeadlockDetectedError):
            async with database.lean() as connection:
                return await connection.fetchval(query, *values)


async def put_in_brand(callers: Callers, team: UUID, *, key: str = "main") -> None:
    """Make this the team of a new brand: its tickets and chats go there (without a brand, to the first one's)."""
    async with callers.desk.database.unit_of_work() as work:
        now = clock.now()
        work.session.add(Brand(key=key, name=key, default_team_id=team, created_at=now, updated_at=now))


@asynccontextmanager
async def a_database(postgres: str) -> AsyncIterator[str]:
    """A migrated database of its own on the tests' server; its address."""
    name = f"desk_{new_id().hex}"
    connection = await asyncpg.connect(postgres)
    await connection.execute(f"CREATE DATABASE {name} TEMPLATE {PATTERN}")
    try:
        yield _at(postgres, name)
    finally:
        try:
            await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        except asyncpg.InsufficientPrivilegeError:
            # Postgres itself was cleaning up in there, which we may not end; asked without force it makes room.
            await connection.execute(f"DROP DATABASE {name}")
        await connection.close()


def _at(postgres: str, name: str) -> str:
    return urlsplit(postgres)._replace(path=f"/{name}").geturl()
