"""What becomes of suggestions, by model and day: counted as it happens, so that nobody counts tables."""

from uuid import UUID

from app import clock
from app.db import Connection

# Columns of `topic_model_days`.
_ALL = ("suggested", "applied", "suggested_accepted", "suggested_rejected", "applied_accepted", "applied_rejected")
_COUNT = f"""INSERT INTO topic_model_days AS d (model_id, day, {", ".join(_ALL)})
SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE EXISTS (SELECT FROM topic_models WHERE id = $1)
ON CONFLICT (model_id, day) DO UPDATE SET {", ".join(f"{each} = d.{each} + excluded.{each}" for each in _ALL)}"""  # noqa: S608


async def count(connection: Connection, model_id: UUID, **more: int) -> None:
    """Add to today's counts of a model. The last thing that a transaction does: others wait for it."""
    await connection.execute(_COUNT, model_id, clock.now().date(), *(more.get(name, 0) for name in _ALL))


async def decided(connection: Connection, model_id: UUID, before: str, state: str, times: int = 1) -> None:
    """What was suggested or applied has been accepted or rejected, by people."""
    await count(connection, model_id, **{f"{before}_{state}": times})
