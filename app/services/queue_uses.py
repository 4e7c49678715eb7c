"""What moves tickets to a queue: macros and automations, by its id in their actions."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Macro
from app.services import automation_uses

# So many of each kind are named.
NAMED = 20


async def now(session: AsyncSession, queue_id: UUID) -> list[dict[str, str]]:
    """What would have nowhere to move to without it: `{"kind", "id", "name"}`."""
    wanted = [{"queue_id": str(queue_id)}]
    macros = select(Macro.id, Macro.title).where(col(Macro.archived_at).is_(None), col(Macro.actions).contains(wanted))
    found = (await session.exec(macros.order_by(Macro.title).limit(NAMED))).all()
    named = [{"kind": "macro", "id": str(each), "name": title} for each, title in found]
    return [*named, *await automation_uses.now(session, "queue", queue_id)]
