"""Articles are opened: once for each visit, and whose is not asked."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.errors import NotFound
from app.schemas.help_reads import HelpReadIn
from app.services import help_visits
from app.services.help_readers import Reader

_ARTICLE = """SELECT d.brand, d.locale FROM help_documents d WHERE d.article_id = $1 AND d.visibility = ANY ($2)
ORDER BY (lower(d.locale) = lower($3)) DESC NULLS LAST, d.locale LIMIT 1"""


async def record(session: AsyncSession, reader: Reader, new: HelpReadIn) -> None:
    """Write down that a reader has opened an article. Raises `NotFound` for one that they may not read."""
    connection = await raw_connection(session)
    brand, locale = await readable(connection, reader, new.article_id, new.locale)
    await help_visits.read(
        connection, reader, brand, (new.article_id, locale), search_id=new.search_id, now=clock.now()
    )


async def readable(connection: Connection, reader: Reader, article_id: UUID, locale: str | None) -> tuple[str, str]:
    """The brand of an article that a reader may read, and the language that they read of it. Raises `NotFound`."""
    row = await connection.fetchrow(_ARTICLE, article_id, list(reader.visible), locale)
    if row is None:
        raise NotFound
    return row["brand"], row["locale"]
