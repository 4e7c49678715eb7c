"""Articles: create, read, list, change, archive."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Invalid, PreconditionFailed, pointer
from app.models import Article, ArticleCategory, ArticleRelated, ArticleTranslation, ArticleVersion
from app.rules.actors import Actor
from app.schemas.articles import ArticleIn, ArticleOut, ArticlePage, ArticlePatch, ArticleTranslationBrief
from app.services import (
    article_links,
    article_publishing,
    article_rendering,
    article_slugs,
    article_translations,
    keyset,
    naming,
    rows,
)
from app.services.article_access import visible_to

# A list does not read the texts.
_COLUMN: Any = ArticleTranslation


async def create(session: AsyncSession, actor: Actor, new: ArticleIn) -> ArticleOut:
    """Make an article. Raises `Invalid` (`unknown_brand`, `unknown_category`, `unknown_agent`, `unknown_article`,
    `article_too_complex`) and `Conflict` (`slug_taken`).
    """
    if new.draft is not None:
        await article_rendering.check(new.draft.body)
    now = clock.now()
    owner_id = new.owner_id
    if "owner_id" not in new.model_fields_set and actor.kind == "agent":
        owner_id = actor.id
    named: list[naming.Named] = [(("brand",), "brand", new.brand)]
    if new.owner_id is not None:
        named.append((("owner_id",), "agent", new.owner_id))
    await naming.refuse(session, named)
    made = Article(
        **new.model_dump(exclude={"owner_id", "related_ids", "draft"}),
        owner_id=owner_id,
        created_at=now,
        updated_at=now,
        shown_at=now,
    )
    await _category(session, made)
    session.add(made)
    await session.flush()
    await _relate(session, made, new.related_ids)
    if new.draft is not None:
        await article_translations.save(session, actor, made, made.default_locale, new.draft)
    return (await all_shown(session, [made]))[0]


async def read(session: AsyncSession, actor: Actor, article_id: UUID) -> ArticleOut:
    """An article. Raises `NotFound`."""
    found = await rows.get(session, visible_to(actor).where(col(Article.id) == article_id))
    return (await all_shown(session, [found]))[0]


async def page(
    session: AsyncSession, actor: Actor, filters: dict[str, Any], *, cursor: str | None, limit: int
) -> ArticlePage:
    """Articles, the last changed first. Raises `Invalid` for a cursor that is not ours."""
    query = visible_to(actor)
    archived, due, status = (filters.pop(name, None) for name in ("archived", "review_due", "status"))
    for name, value in filters.items():
        if value is not None:
            query = query.where(getattr(Article, name) == value)
    gone = col(Article.archived_at)
    query = query.where(gone.is_not(None) if archived else gone.is_(None))
    if due:
        query = query.where(col(Article.review_by) <= func.current_date())
    if status is not None:
        there = select(ArticleTranslation.article_id).where(
            col(ArticleTranslation.article_id) == col(Article.id), col(ArticleTranslation.status) == status
        )
        query = query.where(there.exists())
    query = keyset.newest_first(query, Article.updated_at, Article.id, cursor=cursor, limit=limit)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.updated_at, row.id)
    )
    return ArticlePage(items=await all_shown(session, found), next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, article_id: UUID, change: ArticlePatch, *, version: str | None
) -> ArticleOut:
    """Change what is not text.

    Raises as `create`, `NotFound`, `PreconditionFailed` and `Conflict` (`article_archived`).
    """
    found = await rows.lock(session, visible_to(actor).where(col(Article.id) == article_id), version=version)
    sent = change.model_dump(include=change.model_fields_set - {"archived", "related_ids"})
    back = found.archived_at is not None and change.archived is False
    if found.archived_at is not None and not back and (sent or change.related_ids is not None):
        raise Conflict("An archived article does not change: bring it back first", code="article_archived")
    changed = {name: value for name, value in sent.items() if getattr(found, name) != value}
    for name, value in changed.items():
        setattr(found, name, value)
    if changed.get("owner_id") is not None:
        await naming.refuse(session, [(("owner_id",), "agent", found.owner_id)])
    if "category_id" in changed or back:
        await _category(session, found)
    related = change.related_ids is not None and await _relate(session, found, change.related_ids)
    if back:
        await _come_back(session, found)
    elif change.archived and found.archived_at is None:
        await _go(session, found)
    if changed or related or back:
        _touch(found)
        session.add(found)
        await session.flush()
        await article_publishing.changed(session, [found.id])
    return (await all_shown(session, [found]))[0]


async def archive(session: AsyncSession, actor: Actor, article_id: UUID, *, version: str | None) -> None:
    """Take an article away from everybody who reads; its texts are kept. Again: nothing.

    Raises `NotFound` and `PreconditionFailed`.
    """
    found = await rows.lock(session, visible_to(actor).where(col(Article.id) == article_id), version=None)
    if found.archived_at is not None:
        return
    if version is not None and version != str(found.version):
        raise PreconditionFailed
    await _go(session, found)


async def _go(session: AsyncSession, found: Article) -> None:
    found.archived_at = clock.now()
    _touch(found)
    session.add(found)
    await session.flush()
    await article_slugs.let_go(await raw_connection(session), found.id)
    await article_publishing.changed(session, [found.id])


async def _come_back(session: AsyncSession, found: Article) -> None:
    """Its addresses are its own again, or others where somebody else has them by now."""
    found.archived_at = None
    connection = await raw_connection(session)
    query = select(ArticleTranslation).where(col(ArticleTranslation.article_id) == found.id)
    for each in (await session.exec(query.order_by(col(ArticleTranslation.locale)))).all():
        try:
            await article_slugs.give(connection, found, each.locale, each.slug)
        except Conflict:
            each.slug = await article_slugs.give_by_title(connection, found, each.locale, each.slug.replace("-", " "))
            each.version += 1
            session.add(each)


def _touch(found: Article) -> None:
    found.version += 1
    found.updated_at = found.shown_at = clock.now()


async def _category(session: AsyncSession, found: Article) -> None:
    """Its category stays until this transaction ends. Raises `Invalid` (`unknown_category`)."""
    if found.category_id is None:
        return
    query = select(ArticleCategory.id).where(
        col(ArticleCategory.id) == found.category_id,
        col(ArticleCategory.brand) == found.brand,
        col(ArticleCategory.archived_at).is_(None),
    )
    if (await session.exec(query.with_for_update(read=True))).first() is None:
        detail = "This brand has no such category, or it is archived"
        raise Invalid(detail, code="unknown_category", errors=[pointer("category_id", detail)])


async def _relate(session: AsyncSession, found: Article, wanted: Sequence[UUID]) -> bool:
    """Set what is to be read besides; whether the list is another one now. Raises `Invalid` (`unknown_article`)."""
    ids = list(dict.fromkeys(wanted))
    mine = col(ArticleRelated.article_id) == found.id
    query = select(ArticleRelated.related_id).where(mine).order_by(col(ArticleRelated.position))
    if list((await session.exec(query)).all()) == ids:
        return False
    there = select(Article.id).where(col(Article.id).in_(ids), col(Article.brand) == found.brand)
    known = set((await session.exec(there)).all()) - {found.id}
    detail = "There is no such other article of this brand"
    errors = [pointer(f"related_ids.{place}", detail) for place, each in enumerate(wanted) if each not in known]
    if errors:
        raise Invalid(detail, code="unknown_article", errors=errors)
    await session.exec(delete(ArticleRelated).where(mine).execution_options(synchronize_session="fetch"))
    session.add_all(
        ArticleRelated(article_id=found.id, related_id=each, position=place) for place, each in enumerate(ids)
    )
    await session.flush()
    return True


async def all_shown(session: AsyncSession, found: Sequence[Article]) -> list[ArticleOut]:
    """Articles as their writers see them, each with what there is in which language."""
    ids = [each.id for each in found]
    bases = await article_links.bases(session, {each.brand for each in found})
    brand_of = {each.id: each.brand for each in found}
    texts = (
        select(ArticleTranslation, ArticleVersion.title)
        .outerjoin(
            ArticleVersion,
            (col(ArticleVersion.article_id) == col(ArticleTranslation.article_id))
            & (col(ArticleVersion.locale) == col(ArticleTranslation.locale))
            & (col(ArticleVersion.number) == col(ArticleTranslation.draft_number)),
        )
        .where(col(ArticleTranslation.article_id).in_(ids))
        .order_by(col(ArticleTranslation.locale))
        .options(defer(_COLUMN.body), defer(_COLUMN.html), defer(_COLUMN.plain))
    )
    translations: dict[UUID, list[ArticleTranslationBrief]] = {}
    for row, draft_title in (await session.exec(texts)).all() if ids else ():
        brief = _brief(row, draft_title, bases[brand_of[row.article_id]])
        translations.setdefault(row.article_id, []).append(brief)
    others = (
        select(ArticleRelated).where(col(ArticleRelated.article_id).in_(ids)).order_by(col(ArticleRelated.position))
    )
    related: dict[UUID, list[UUID]] = {}
    for each in (await session.exec(others)).all() if ids else ():
        related.setdefault(each.article_id, []).append(each.related_id)
    return [
        ArticleOut(
            **{name: getattr(each, name) for name in _SHOWN},
            related_ids=related.get(each.id, []),
            translations=translations.get(each.id, []),
        )
        for each in found
    ]


_SHOWN = (
    "id", "brand", "default_locale", "category_id", "visibility", "owner_id", "review_by", "position", "labels",
    "aliases", "archived_at", "version", "created_at", "updated_at",
)  # fmt: skip


def _brief(row: ArticleTranslation, draft_title: str | None, base: str) -> ArticleTranslationBrief:
    return ArticleTranslationBrief(
        locale=row.locale,
        title=row.title if row.status == "published" or draft_title is None else draft_title,
        slug=row.slug,
        status=row.status,
        draft_number=row.draft_number,
        published_number=row.published_number,
        url=article_links.url(base, row.locale, row.slug),
        published_at=row.published_at,
        updated_at=row.updated_at,
    )
