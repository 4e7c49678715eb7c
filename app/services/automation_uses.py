"""Which automations need a team, queue, calendar or template: those that are not archived, by what they name."""

from uuid import UUID

from sqlalchemy import Text, cast
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Automation, AutomationVersion
from app.services import automation_definitions, naming

# So many are named.
NAMED = 20


async def now(session: AsyncSession, kind: naming.Kind, thing: UUID) -> list[dict[str, str]]:
    """`{"kind", "id", "name"}` of those that name it in their current version."""
    query = (
        select(Automation.id, Automation.name, AutomationVersion.definition)
        .join(
            AutomationVersion,
            (col(AutomationVersion.automation_id) == col(Automation.id))
            & (col(AutomationVersion.number) == col(Automation.number)),
        )
        .where(col(Automation.archived_at).is_(None), cast(AutomationVersion.definition, Text).like(f"%{thing}%"))
    )
    wanted = (kind, str(thing))
    return [
        {"kind": "automation", "id": str(row[0]), "name": row[1]}
        for row in (await session.exec(query.order_by(col(Automation.position)))).all()
        if any((of, str(key)) == wanted for _, of, key in automation_definitions.all_named(row[2]))
    ][:NAMED]
