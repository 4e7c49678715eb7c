"""Who may review: active leads and admins."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Invalid
from app.models import Agent
from app.rules.permissions import ROLES, Permission
from app.services import naming

ROLES_THAT_MAY: Final = tuple(role for role, may in ROLES.items() if Permission.REVIEWS_WRITE in may)


async def able(session: AsyncSession, wanted: Collection[UUID] = ()) -> list[UUID]:
    """Of these those who may review; of nobody: every lead, where there is none every admin. In one order."""
    query = select(Agent.id, Agent.role).where(col(Agent.status) == "active", col(Agent.role).in_(ROLES_THAT_MAY))
    if wanted:
        query = query.where(col(Agent.id).in_(wanted))
    found = (await session.exec(query.order_by(col(Agent.id)))).all()
    leads = [who for who, role in found if role == "lead"]
    return leads if leads and not wanted else [who for who, _ in found]


async def refuse(session: AsyncSession, wanted: Sequence[UUID], field: str = "reviewer_ids") -> None:
    """Raise `Invalid` (`unknown_reviewer`) unless all of these may review."""
    there = set(await able(session, wanted)) if wanted else set()
    errors = [
        naming.refusal((field, place) if field.endswith("s") else (field,), "unknown_reviewer", _DETAIL)
        for place, each in enumerate(wanted)
        if each not in there
    ]
    if errors:
        raise Invalid(_DETAIL, code="unknown_reviewer", errors=errors)


_DETAIL: Final = "There is no such active lead or admin"
