"""Whose help centre is read: the brand that is named, else the desk's first one."""

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import NotFound
from app.models import Brand
from app.services import brands


async def named(session: AsyncSession, key: str | None) -> Brand:
    """The brand with this key, or the first. Raises `Invalid` (`unknown_brand`); `NotFound` where there are none."""
    found = await brands.named_or_first(session, key)
    if found is None:
        raise NotFound
    return found
