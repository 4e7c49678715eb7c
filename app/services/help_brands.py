"""Whose help centre is read: the brand that is named, else the desk's first one."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.errors import NotFound
from app.models import Brand
from app.services import brands

_MOST = 100
_LANGUAGES = "SELECT DISTINCT locale FROM help_documents WHERE brand = $1 AND visibility = 'public' ORDER BY locale"


async def named(session: AsyncSession, key: str | None) -> Brand:
    """The brand with this key, or the first. Raises `Invalid` (`unknown_brand`); `NotFound` where there are none."""
    found = await brands.named_or_first(session, key)
    if found is None:
        raise NotFound
    return found


async def all_of(session: AsyncSession) -> Sequence[Brand]:
    """The brands of the desk, the first one first; no more than a page shows."""
    query = select(Brand).order_by(col(Brand.created_at), col(Brand.id)).limit(_MOST)
    return (await session.exec(query)).all()


async def languages(session: AsyncSession, key: str) -> list[str]:
    """The languages in which anybody finds something to read at this brand."""
    connection = await raw_connection(session)
    return [row["locale"] for row in await connection.fetch(_LANGUAGES, key)]
