"""The door to articles for those who write them: found, locked, and refused where they are archived."""

from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import Conflict, NotFound, PreconditionFailed
from app.models import Article, ArticleTranslation
from app.rules.actors import Actor
from app.services import rows


def visible_to(_actor: Actor) -> SelectOfScalar[Article]:
    """The articles that a caller may see: whoever may read articles at all sees those of all brands and drafts."""
    return select(Article)


async def lock(session: AsyncSession, actor: Actor, article_id: UUID, *, version: str | None = None) -> Article:
    """An article that nobody else changes until this transaction ends, nor any text of it.

    Raises `NotFound`, `PreconditionFailed` and `Conflict` (`article_archived`).
    """
    found = await rows.lock(session, visible_to(actor).where(col(Article.id) == article_id), version=version)
    if found.archived_at is not None:
        raise Conflict("An archived article does not change: bring it back first", code="article_archived")
    return found


async def translation(session: AsyncSession, article_id: UUID, locale: str) -> ArticleTranslation | None:
    """An article in this language; None when there is none. Fresh, as its article is locked."""
    query = select(ArticleTranslation).where(
        col(ArticleTranslation.article_id) == article_id, col(ArticleTranslation.locale) == locale
    )
    return (await session.exec(query.execution_options(populate_existing=True))).first()


async def locked(
    session: AsyncSession, actor: Actor, article_id: UUID, locale: str, *, version: str | None
) -> tuple[Article, ArticleTranslation]:
    """An article and one of its translations, as the caller saw it. Raises as `lock`."""
    article = await lock(session, actor, article_id)
    found = await translation(session, article_id, locale)
    if found is None:
        raise NotFound
    if version is not None and version != str(found.version):
        raise PreconditionFailed
    return article, found


def touch(article: Article, found: ArticleTranslation, now: datetime, *, shown: bool = False) -> None:
    """A text was changed; `shown`: readers see it."""
    found.version += 1
    found.updated_at = article.updated_at = now
    if shown:
        article.shown_at = now
