"""How often templates and macros are used: counted where they are, in the same transaction, exactly."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.models import UsageCount

# In the order of ids, like all who count several: two who used the same ones do not wait in a circle.
_COUNT = """INSERT INTO usage_counts (id, uses, last_used_at)
SELECT id, 1, $2 FROM unnest($1::uuid[]) AS used (id) ORDER BY id
ON CONFLICT (id) DO UPDATE SET uses = usage_counts.uses + 1,
 last_used_at = greatest(usage_counts.last_used_at, excluded.last_used_at)"""


async def count(session: AsyncSession, used: Iterable[UUID], now: datetime) -> None:
    """Count one more use of each. The last thing that a transaction does: others who use them wait for its end."""
    ids = sorted(set(used))
    if ids:
        await (await raw_connection(session)).execute(_COUNT, ids, now)


async def of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, UsageCount]:
    """The counts of these, where there are any."""
    if not ids:
        return {}
    query = select(UsageCount).where(col(UsageCount.id).in_(ids)).execution_options(populate_existing=True)
    return {each.id: each for each in (await session.exec(query)).all()}
