"""A desk with more to do than connections to do it with: a clear refusal that says when to come again."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import asyncpg
import pytest

from app.db import Database
from app.errors import Invalid, Unavailable
from app.settings import Settings
from tests.conftest import Desk


async def test_no_connection_in_time_is_a_refusal_to_retry(desk: Desk, settings: Settings) -> None:
    database = Database(desk.database.url, settings.model_copy(update={"pool_size": 1}))
    database.engine.sync_engine.pool._timeout = 0.2  # type: ignore[attr-defined]  # 10 s are long
    try:
        async with database.unit_of_work() as first:
            await first.session.connection()
            with pytest.raises(Unavailable):
                async with database.unit_of_work() as second:
                    await second.session.connection()
    finally:
        await database.close()


@pytest.mark.parametrize("inside_work", [True, False])
async def test_a_value_that_cannot_be_sent_troubles_nobody_after_it(
    desk: Desk, settings: Settings, *, inside_work: bool
) -> None:
    few = settings.model_copy(update={"lean_pool_size": 1, "statement_seconds": 1.5})
    database = Database(desk.database.url, few)
    # Before the year 1 in UTC: refused by the driver, after it has prepared the statement.
    never = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    query = "SELECT count(*) FROM tickets WHERE created_at > $1"
    try:
        if inside_work:
            with pytest.raises(Invalid):
                async with database.unit_of_work() as work:
                    await (await work.lean()).fetchval(query, never)
        else:
            with pytest.raises(asyncpg.DataError):
                async with database.lean() as connection:
                    await connection.fetchval(query, never)
        await asyncio.sleep(1.8)
        async with database.unit_of_work() as work:
            connection = await work.lean()
            assert await connection.fetchval(query, datetime(2000, 1, 1, tzinfo=UTC)) == 0
            assert await connection.fetchval("SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid()") < 10
    finally:
        await database.close()
