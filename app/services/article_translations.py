"""What articles say in each language: drafts are written here; nothing that somebody else wrote is written over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Forbidden, NotFound, PreconditionFailed
from app.models import Article, ArticleSlug, ArticleTranslation, ArticleVersion
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.schemas.article_translations import ArticleTranslationOut, ArticleVersionOut
from app.schemas.articles import ArticleTextIn
from app.services import article_access, article_links, article_rendering, article_slugs, article_versions, rows

MAX_LOCALES = 50


async def read(session: AsyncSession, actor: Actor, article_id: UUID, locale: str) -> ArticleTranslationOut:
    """An article in one language. Raises `NotFound`."""
    article = await rows.get(session, article_access.visible_to(actor).where(col(Article.id) == article_id))
    found = await article_access.translation(session, article_id, locale)
    if found is None:
        raise NotFound
    return await shown(session, article, found)


async def put(
    session: AsyncSession, actor: Actor, article_id: UUID, locale: str, text: ArticleTextIn, *, version: str | None
) -> ArticleTranslationOut:
    """Save the draft of a text, which makes the translation when there is none.

    One's own draft is saved in its place; another's, or one that is being reviewed, stays as a version of its own.
    Raises `NotFound`, `PreconditionFailed`, `Forbidden`, `Invalid` (`article_too_complex`), and `Conflict`
    (`article_archived`, `slug_taken`, `too_many_translations`).
    """
    await article_rendering.check(text.body)
    article = await article_access.lock(session, actor, article_id)
    return await shown(session, article, await save(session, actor, article, locale, text, version=version))


async def save(
    session: AsyncSession,
    actor: Actor,
    article: Article,
    locale: str,
    text: ArticleTextIn,
    *,
    version: str | None = None,
    restored_from: int | None = None,
) -> ArticleTranslation:
    """As `put`, of an article that is locked."""
    now = clock.now()
    connection = await raw_connection(session)
    found = await article_access.translation(session, article.id, locale)
    if version is not None and (found is None or version != str(found.version)):
        raise PreconditionFailed
    if found is None:
        await _room(session, article.id)
        slug = await _slug(session, article, locale, text)
        found = ArticleTranslation(article_id=article.id, locale=locale, slug=slug, version=0, updated_at=now)
        article.shown_at = now
    elif text.slug is not None and text.slug != found.slug:
        if found.published_number is not None and not actor.may(Permission.ARTICLES_WRITE):
            raise Forbidden(
                "This article is published: its address is changed with articles:write", needs="articles:write"
            )
        found.slug = await article_slugs.give(connection, article, locale, text.slug)
        article.shown_at = now
    await _write(session, actor, found, text, now, restored_from)
    if found.status == "review":
        found.status = "draft"
    article_access.touch(article, found, now)
    session.add_all([article, found])
    await session.flush()
    return found


async def _slug(session: AsyncSession, article: Article, locale: str, text: ArticleTextIn) -> str:
    # The article may have been made in this transaction: its address refers to it.
    await session.flush()
    connection = await raw_connection(session)
    if text.slug is not None:
        return await article_slugs.give(connection, article, locale, text.slug)
    return await article_slugs.give_by_title(connection, article, locale, text.title)


async def _write(
    session: AsyncSession,
    actor: Actor,
    found: ArticleTranslation,
    text: ArticleTextIn,
    now: datetime,
    restored_from: int | None,
) -> None:
    author_id = actor.id if actor.kind == "agent" else None
    opened = None
    if found.draft_number is not None:
        opened = await article_versions.numbered(session, found.article_id, found.locale, found.draft_number)
    if opened is not None and opened.state == "draft" and opened.author_id == author_id and restored_from is None:
        opened.title, opened.summary, opened.body, opened.updated_at = text.title, text.summary, text.body, now
        session.add(opened)
        return
    if opened is not None:
        opened.state = "superseded"
        session.add(opened)
        # There is one open version at a time: the old one goes first.
        await session.flush()
    found.last_number += 1
    found.draft_number = found.last_number
    session.add(found)
    session.add(
        ArticleVersion(
            article_id=found.article_id,
            locale=found.locale,
            number=found.last_number,
            title=text.title,
            summary=text.summary,
            body=text.body,
            author_id=author_id,
            restored_from=restored_from,
            created_at=now,
            updated_at=now,
        )
    )


async def restore(
    session: AsyncSession, actor: Actor, article_id: UUID, locale: str, *, number: int, version: str | None
) -> ArticleTranslationOut:
    """Make the text of an old version the draft, as a version of its own.

    Raises `NotFound`, `PreconditionFailed`, `Conflict` (`article_archived`) and `Invalid` (`unknown_version`).
    """
    article, _ = await article_access.locked(session, actor, article_id, locale, version=version)
    old = await article_versions.known(session, article_id, locale, number)
    text = ArticleTextIn(title=old.title, summary=old.summary, body=old.body)
    return await shown(session, article, await save(session, actor, article, locale, text, restored_from=number))


async def remove(session: AsyncSession, actor: Actor, article_id: UUID, locale: str, *, version: str | None) -> None:
    """Remove a translation that was never published. Raises `NotFound`, `PreconditionFailed`, and `Conflict`
    (`article_archived`, `translation_published`).
    """
    article, found = await article_access.locked(session, actor, article_id, locale, version=version)
    if found.published_number is not None:
        raise Conflict("Readers have seen this: unpublish it instead", code="translation_published")
    for kind in (ArticleVersion, ArticleSlug):
        mine = (col(kind.article_id) == article_id, col(kind.locale) == locale)
        await session.exec(delete(kind).where(*mine).execution_options(synchronize_session=False))
    await session.delete(found)
    article.updated_at = clock.now()
    session.add(article)
    await session.flush()


async def _room(session: AsyncSession, article_id: UUID) -> None:
    query = select(func.count()).where(col(ArticleTranslation.article_id) == article_id)
    if (await session.exec(query)).one() >= MAX_LOCALES:
        raise Conflict(f"An article has at most {MAX_LOCALES} languages", code="too_many_translations")


async def shown(session: AsyncSession, article: Article, found: ArticleTranslation) -> ArticleTranslationOut:
    """A translation as its writers see it."""
    versions: dict[int | None, ArticleVersionOut | None] = {}
    for number in {each for each in (found.draft_number, found.published_number) if each is not None}:
        row = await article_versions.numbered(session, article.id, found.locale, number)
        versions[number] = await article_versions.shown(session, row) if row is not None else None
    base = (await article_links.bases(session, {article.brand}))[article.brand]
    return ArticleTranslationOut(
        article_id=article.id,
        locale=found.locale,
        slug=found.slug,
        status=found.status,
        url=article_links.url(base, found.locale, found.slug),
        draft=versions.get(found.draft_number),
        published=versions.get(found.published_number),
        version=found.version,
        published_at=found.published_at,
        updated_at=found.updated_at,
    )
