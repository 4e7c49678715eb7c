"""What nobody needs any more goes; what somebody may still ask for stays."""

from datetime import timedelta

from app import clock
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
