"""Workers that are killed while deadlines pass: each step is done once, whoever dies in the middle of it."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app.timekeeper import Timekeeper
from tests import nursery
from tests.conftest import SECRET, Callers, Desk
from tests.worker.test_sla import a_policy, eventually

TICKETS = 16
STEPS = TICKETS * 5


@contextmanager
def a_worker(database_url: str) -> Iterator[nursery.Born]:
    """`otklik worker` in a process of its own."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OTKLIK_")}
    environment |= {"OTKLIK_DATABASE_URL": database_url, "OTKLIK_SECRET": SECRET, "OTKLIK_LOG_LEVEL": "error"}
    process = nursery.otklik("worker", environment=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


# Five processes start one after the other, on a machine that may have other things to do.
@pytest.mark.timeout(240)
async def test_each_step_is_done_once_though_workers_are_killed(desk: Desk, callers_: Callers, postgres: str) -> None:
    admin, customer = await callers_.admin(), await callers_.customer()
    lead = await callers_.agent(role="lead", name="Leo")
    notify = {"type": "notify", "recipients": [{"kind": "leads"}], "by_mail": True}
    steps = [{"metrics": ["first_reply"], "percent": share, "actions": [notify]} for share in (50, 75, 100, 125)]
    await a_policy(admin, ("first_reply", 6), steps=steps)
    keeper: Timekeeper = desk.app.state.timekeeper
    await keeper.stop()
    chance = random.Random(20_261)

    async def counted() -> Counter[tuple[str, str]]:
        async with desk.database.lean() as connection:
            rows: Any = await connection.fetch(
                "SELECT ticket_id::text AS ticket, data ->> 'step' AS step FROM events WHERE type LIKE 'sla.%'"
            )
        return Counter((row["ticket"], row["step"]) for row in rows)

    try:
        made = [(await customer.post("/v1/tickets", {"subject": f"{n}", "body": "x"}))["id"] for n in range(TICKETS)]
        for _ in range(4):
            done = len(await counted())
            with a_worker(postgres):
                # It has begun: it is in the middle of the rest.
                await eventually(counted, lambda each, before=done: before < len(each) or before == STEPS, seconds=60)
                await asyncio.sleep(chance.uniform(0, 0.1))
        with a_worker(postgres):
            found = await eventually(counted, lambda each: len(each) == STEPS, seconds=120)
    finally:
        await keeper.start()
    assert set(found) == {(ticket, step) for ticket in made for step in ("s1", "s2", "s3", "s4", "breach")}
    assert set(found.values()) == {1}
    told = (await lead.get("/v1/notifications", params={"limit": 200}))["items"]
    digests = [each["data"]["count"] for each in told if each["kind"] == "sla.digest"]
    assert len(told) - len(digests) + sum(digests) == TICKETS * 4
    async with desk.database.lean() as connection:
        assert await connection.fetchval("SELECT count(*) FROM outbox") == TICKETS * 4
