"""What single checks found, and for how long that is kept."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection
from app.models import MonitorCheck
from app.rules.actors import Actor
from app.schemas.monitors import CheckOut, CheckPage
from app.services import keyset, monitors
from app.settings import settings

_OLD = """DELETE FROM monitor_checks WHERE id IN (SELECT id FROM monitor_checks WHERE id < $1 ORDER BY id LIMIT $2)"""


async def page(
    session: AsyncSession, actor: Actor, monitor_id: UUID, *, ok: bool | None, cursor: str | None, limit: int
) -> CheckPage:
    """Checks of a monitor, newest first. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await monitors.get(session, actor, monitor_id)
    query = select(MonitorCheck).where(col(MonitorCheck.monitor_id) == monitor_id).order_by(col(MonitorCheck.id).desc())
    if ok is not None:
        query = query.where(col(MonitorCheck.ok) == ok)
    if cursor is not None:
        query = query.where(col(MonitorCheck.id) < keyset.by_id(cursor))
    found, following = keyset.page(
        (await session.exec(query.limit(limit + 1))).all(), limit, lambda last: keyset.encode(last.id)
    )
    items = [CheckOut.model_validate({name: getattr(each, name) for name in CheckOut.model_fields}) for each in found]
    return CheckPage(items=items, next_cursor=following)


async def tidy(connection: Connection, *, batch: int) -> bool:
    """Delete checks past their time; whether there may be more. What they add up to stays."""
    before = clock.now() - timedelta(days=settings().monitor_days)
    first = UUID(int=int(before.timestamp() * 1000) << 80)
    return bool(await connection.execute(_OLD, first, batch) == f"DELETE {batch}")
