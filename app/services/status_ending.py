"""A subscription of the status page ends by what its receiver answers."""

from uuid import UUID

from app import clock
from app.db import Database

_END = "UPDATE status_subscriptions SET state = 'ended', ended_at = $2 WHERE id = $1 AND state <> 'ended'"


async def by_receiver(database: Database, key: str) -> None:
    """End the subscription that something in the outbox is for, by its key; nothing where it is for none."""
    kind, _, rest = key.partition(":")
    if kind not in {"status", "status-ask"}:
        return
    async with database.lean() as connection:
        await connection.execute(_END, UUID(rest.rpartition(":")[2]), clock.now())
