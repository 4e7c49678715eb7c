"""How an article does with its readers: opened how often, found by which words, and whether it helped."""

from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.models import Article
from app.rules.actors import Actor
from app.schemas.article_statistics import ArticleComment, ArticleReaders, ArticleSearch, ArticleStatistics
from app.services import article_access, rows
from app.services.reports import Period

_READS = """SELECT locale, count(*) AS n FROM help_reads
WHERE article_id = $1 AND at >= $2 AND at < $3 GROUP BY locale"""
_VOTES = """SELECT locale, count(*) FILTER (WHERE helped) AS yes, count(*) FILTER (WHERE NOT helped) AS no
FROM help_votes WHERE article_id = $1 AND at >= $2 AND at < $3 GROUP BY locale"""
_COMMENTS = """SELECT comment, helped, locale, at FROM help_votes
WHERE article_id = $1 AND at >= $2 AND at < $3 AND comment IS NOT NULL ORDER BY at DESC LIMIT 50"""
_SEARCHES = """SELECT s.query, count(*) AS n FROM help_reads r JOIN help_searches s ON s.id = r.search_id
WHERE r.article_id = $1 AND r.at >= $2 AND r.at < $3 AND s.query IS NOT NULL
GROUP BY s.query ORDER BY n DESC, s.query LIMIT 20"""


async def read(session: AsyncSession, actor: Actor, article_id: UUID, wanted: Period) -> ArticleStatistics:
    """How an article did in a period. Raises `NotFound`."""
    await rows.get(session, article_access.visible_to(actor).where(col(Article.id) == article_id))
    connection = await raw_connection(session)
    asked = (article_id, wanted.since, wanted.until)
    reads = {row["locale"]: row["n"] for row in await connection.fetch(_READS, *asked)}
    votes = {row["locale"]: (row["yes"], row["no"]) for row in await connection.fetch(_VOTES, *asked)}
    locales = [
        ArticleReaders(locale=each, reads=reads.get(each, 0), helped=votes.get(each, (0, 0))[0],
                       not_helped=votes.get(each, (0, 0))[1])
        for each in sorted({*reads, *votes})
    ]  # fmt: skip
    return ArticleStatistics(
        article_id=article_id,
        since=wanted.since,
        until=wanted.until,
        reads=sum(each.reads for each in locales),
        helped=sum(each.helped for each in locales),
        not_helped=sum(each.not_helped for each in locales),
        locales=locales,
        comments=[ArticleComment(**dict(row)) for row in await connection.fetch(_COMMENTS, *asked)],
        searches=[
            ArticleSearch(query=row["query"], reads=row["n"]) for row in await connection.fetch(_SEARCHES, *asked)
        ],
    )
