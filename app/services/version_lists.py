"""Versions that never change, of what has a `number`: a page of them, and one by its number."""

from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import Invalid
from app.models import Agent, AutomationVersion, CalendarVersion, SlaPolicyVersion
from app.schemas.base import Reference
from app.services import keyset

Version = TypeVar("Version", AutomationVersion, CalendarVersion, SlaPolicyVersion)


async def page(
    session: AsyncSession, kind: type[Version], of_one: SelectOfScalar[Version], *, cursor: str | None, limit: int
) -> tuple[Sequence[Version], Mapping[UUID, Reference], str | None]:
    """Versions, newest first; who made them, by their ids; the cursor of the next page. Raises `Invalid`."""
    query = of_one
    if cursor is not None:
        query = query.where(col(kind.number) < keyset.by_place(cursor)[0])
    query = query.order_by(col(kind.number).desc()).limit(limit + 1)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.number, row.id)
    )
    makers = {each.created_by for each in found} - {None}
    names = (await session.exec(select(Agent.id, Agent.name).where(col(Agent.id).in_(makers)))).all()
    return found, {agent_id: Reference(id=agent_id, name=name) for agent_id, name in names}, following


async def numbered(
    session: AsyncSession, kind: type[Version], of_one: SelectOfScalar[Version], number: int, *, what: str
) -> Version:
    """The version with this number; `what` is what it is one of. Raises `Invalid` (`unknown_version`)."""
    found = (await session.exec(of_one.where(col(kind.number) == number))).first()
    if found is None:
        detail = f"This {what} has no such version"
        raise Invalid(detail, code="unknown_version", errors=[{"pointer": "/number", "detail": detail}])
    return found
