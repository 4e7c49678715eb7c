"""Two processes that look at monitors and are killed in the middle: each due time is checked once, and none is lost."""

import os

import pytest

from app import clock
from app.db import Database
from app.models import Monitor
from app.services.monitors import EPOCH
from app.settings import Settings
from tests import nursery
from tests.conftest import SECRET
from tests.desks import a_database, eventually, state_of
from tests.watched import Web, a_port, page

MONITORS, KILLS = 8, 2
_COUNTS = """SELECT min(n) FROM (SELECT count(c.id) AS n FROM monitors m
 LEFT JOIN monitor_checks c ON c.monitor_id = m.id GROUP BY m.id) x"""
_SAME = """SELECT (SELECT (sum(checks), sum(failed))::text FROM monitor_slots)
 = (SELECT (count(*), count(*) FILTER (WHERE NOT ok))::text FROM monitor_checks)
AND (SELECT count(*) = count(DISTINCT (monitor_id, due_at)) FROM monitor_checks)"""


# Processes start one after the other, on a machine that may have other things to do.
@pytest.mark.timeout(240)
async def test_each_due_time_is_checked_once_whoever_is_killed(postgres: str, settings: Settings) -> None:
    web = Web({"/": [(b"", 0.05), (page("well"), 0)]})
    async with a_database(postgres) as url, a_port(web.speak) as port:
        database, now = Database(url, settings), clock.now()
        async with database.unit_of_work() as work:
            work.session.add_all(
                Monitor(
                    name=f"M{n}", kind="http", target=f"http://127.0.0.1:{port}/", interval_seconds=1,
                    timeout_seconds=2, failures_before_alarm=3, successes_before_recovery=2, quiet_seconds=0,
                    impact="minor", opens={"incident": False, "ticket": False}, due_at=now, lease_until=EPOCH,
                    created_at=now, updated_at=now,
                )
                for n in range(MONITORS)
            )  # fmt: skip
        running = [_born(url) for _ in range(2)]
        try:
            for kill in range(KILLS):
                # It has begun something since the last one died.
                await _asked_again(web)
                running[kill % 2].kill()
                running[kill % 2].wait()
                running[kill % 2] = _born(url)
            least = await state_of(database, _COUNTS)
            await eventually(lambda: state_of(database, _COUNTS), lambda count: count > least + 1, seconds=100)
        finally:
            for each in running:
                each.kill()
                each.wait()
        assert await state_of(database, _SAME)
        assert await state_of(database, "SELECT bool_and(status = 'up') FROM monitors")
        await database.close()


async def _asked_again(web: Web) -> None:
    seen = len(web.asked)

    async def look() -> int:
        return len(web.asked)

    await eventually(look, lambda count: count > seen, seconds=100)


def _born(url: str) -> nursery.Born:
    return nursery.start("tests.worker.watching_process:run", url, SECRET, environment=os.environ)
