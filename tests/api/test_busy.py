"""A desk with more to do than connections to do it with: a clear refusal that says when to come again."""

import pytest

from app.db import Database
from app.errors import Unavailable
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
