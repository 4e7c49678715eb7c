"""The template by which this desk greets, if it has one of its own."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Template


async def current(session: AsyncSession) -> Template | None:
    """The one that counts now."""
    query = select(Template).where(col(Template.kind) == "greeting", col(Template.archived_at).is_(None))
    return (await session.exec(query)).first()
