"""What nobody needs any more goes; what somebody may still ask for stays."""

from datetime import timedelta
from uuid import UUID

import pytest

from app import clock
from app.ids import new_id
from app.services import tidying
from app.settings import settings
from tests.conftest import Callers
from tests.desks import state_of


async def test_old_keys_and_ended_sessions_go_and_recent_ones_stay(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    kept = await callers_.agent(name="Boris")
    for key in ("old-key", "new-key"):
        await anna.post("/v1/tickets", {"subject": "s", "body": "b"}, headers={"idempotency-key": key})
    long_ago = clock.now() - timedelta(seconds=settings().idempotency_seconds + 60)
    week_ago = clock.now() - tidying.KEEP - timedelta(minutes=1)
    database = callers_.desk.database
    async with database.lean() as connection:
        await connection.execute(
            "UPDATE idempotency_keys SET created_at = $1 WHERE ctid = (SELECT min(ctid) FROM idempotency_keys)",
            long_ago,
        )
        await connection.execute("UPDATE sign_ins SET ended_at = $1 WHERE agent_id = $2", week_ago, anna.id)
        await connection.execute(
            "UPDATE visitor_sessions SET expires_at = $1 WHERE customer_id = $2", week_ago, vera.id
        )
    async with database.unit_of_work() as work:
        await tidying.tidy(work.session)
    assert await state_of(database, "SELECT count(*) FROM idempotency_keys") == 1
    assert await state_of(database, "SELECT array_agg(agent_id) FROM sign_ins") == [kept.id]
    assert await state_of(database, "SELECT count(*) FROM visitor_sessions") == 0


async def test_what_was_read_sent_and_done_long_ago_goes_a_batch_at_a_time(
    callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "BATCH", 2)
    anna, database = await callers_.agent(), callers_.desk.database

    def made(days: int) -> UUID:
        """An id of that time."""
        return UUID(int=tidying._first_id(clock.now() - timedelta(days=days)).int | new_id().int & ((1 << 80) - 1))

    async with database.lean() as connection:
        for age, read in ((29, 29), (40, 29), (181, None), (200, 100), (40, 31), (40, None)):
            await connection.execute(
                "INSERT INTO notifications (id, agent_id, kind, created_at, read_at) VALUES ($1, $2, $3, $4, $5)",
                made(age), anna.id, f"{age}:{read}", clock.now() - timedelta(days=age),
                None if read is None else clock.now() - timedelta(days=read),
            )  # fmt: skip
        for age, status in ((29, "sent"), (31, "sent"), (32, "sent"), (33, "sent"), (89, "failed"), (91, "failed"),
                            (300, "waiting")):  # fmt: skip
            await connection.execute(
                "INSERT INTO outbox (id, kind, key, target, status, attempts, created_at)"
                " VALUES ($1, 'mail', $2, 'a@b.c', $3, 1, now())", made(age), f"{age}:{status}", status,
            )  # fmt: skip
        for age, status in ((29, "done"), (31, "done"), (31, "failed"), (31, "cancelled"), (31, "queued")):
            await connection.execute(
                "INSERT INTO jobs (id, kind, status, done, attempts, created_at)"
                " VALUES ($1, $2, $3, 0, 0, now())", made(age), f"{age}:{status}", status,
            )  # fmt: skip
    rounds = 0
    more = True
    while more:
        rounds += 1
        async with database.unit_of_work() as work:
            more = await tidying.tidy(work.session)
    assert rounds > 1
    kept = {
        "notifications": "SELECT array_agg(kind ORDER BY kind) FROM notifications",
        "outbox": "SELECT array_agg(key ORDER BY key) FROM outbox",
        "jobs": "SELECT array_agg(kind ORDER BY kind) FROM jobs",
    }
    assert {name: await state_of(database, query) for name, query in kept.items()} == {
        "notifications": ["29:29", "40:29", "40:None"],
        "outbox": ["29:sent", "300:waiting", "89:failed"],
        "jobs": ["29:done", "31:queued"],
    }
