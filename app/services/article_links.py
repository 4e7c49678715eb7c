"""Where readers find articles: one place that knows, for whoever links to one."""

from collections.abc import Collection, Mapping
from urllib.parse import quote

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Brand
from app.settings import settings


async def bases(session: AsyncSession, brands: Collection[str]) -> dict[str, str]:
    """What the addresses of articles begin with, by the keys of these brands."""
    query = select(Brand.key, Brand.reach).where(col(Brand.key).in_(brands))
    return {key: base(key, reach) for key, reach in (await session.exec(query)).all()} if brands else {}


def base(brand: str, reach: Mapping[str, object]) -> str:
    """What the addresses of a brand's articles begin with: its own help centre, else the desk's pages."""
    own = reach.get("help_url")
    return own.rstrip("/") if isinstance(own, str) else f"{settings().public_url.rstrip('/')}/help/{quote(brand)}"


def url(base: str, locale: str, slug: str) -> str:
    """The address of an article in one language, below what `bases` gives for its brand."""
    return f"{base}/{quote(locale)}/{quote(slug)}"
