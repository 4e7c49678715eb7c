"""Articles that are to be looked at again: whoever has one is told on that day, once for each date."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.models import Agent, Article, ArticleTranslation, ArticleVersion
from app.services import article_publishing, notifications

KIND = "article.review_due"
# In one transaction; the next ones come soon.
AT_ONCE = 200


async def tell(session: AsyncSession) -> bool:
    """Tell of articles whose `review_by` has come: their owners, or who may publish where nobody active has one.

    Whether there may be more.
    """
    query = (
        select(Article)
        .where(
            col(Article.review_by) <= func.current_date(),
            col(Article.review_told).is_distinct_from(col(Article.review_by)),
            col(Article.archived_at).is_(None),
        )
        .order_by(col(Article.review_by), col(Article.id))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, key_share=True)
    )
    found = (await session.exec(query)).all()
    if not found:
        return False
    titles = await _titles(session, [each.id for each in found])
    owners = select(Agent.id).where(col(Agent.id).in_({each.owner_id for each in found}), col(Agent.status) == "active")
    active = set((await session.exec(owners)).all())
    others: Sequence[UUID] | None = None
    told = []
    for article in found:
        people: Sequence[UUID] = [article.owner_id] if article.owner_id in active and article.owner_id else ()
        if not people:
            others = others if others is not None else await article_publishing.publishers(session)
            people = others
        data = {"article_id": str(article.id), "title": titles.get(article.id), "review_by": str(article.review_by)}
        key = f"{KIND}:{article.id}:{article.review_by}"
        told += [notifications.Told(each, KIND, None, data, key) for each in people]
        article.review_told = article.review_by
        session.add(article)
    await notifications.tell_many(session, told, clock.now())
    return len(found) == AT_ONCE


async def _titles(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What these articles are called in their default languages, else in any."""
    query = (
        select(ArticleTranslation.article_id, func.coalesce(ArticleTranslation.title, ArticleVersion.title))
        .join(Article, col(Article.id) == col(ArticleTranslation.article_id))
        .outerjoin(
            ArticleVersion,
            (col(ArticleVersion.article_id) == col(ArticleTranslation.article_id))
            & (col(ArticleVersion.locale) == col(ArticleTranslation.locale))
            & (col(ArticleVersion.number) == col(ArticleTranslation.draft_number)),
        )
        .where(col(ArticleTranslation.article_id).in_(ids))
        .order_by(col(ArticleTranslation.locale) == col(Article.default_locale))
    )
    # The last one said is the one in the default language.
    return dict((await session.exec(query)).all())
