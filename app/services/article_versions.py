"""Versions of articles: shown as the pages that they make, listed, compared."""

import asyncio
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Invalid, NotFound, parameter, pointer
from app.models import Agent, Article, ArticleVersion
from app.rules import text_diff
from app.rules.actors import Actor
from app.schemas.article_translations import (
    ArticleDiffHunk,
    ArticleDiffLine,
    ArticleDiffOut,
    ArticleFieldChange,
    ArticleTextWarning,
    ArticleVersionBrief,
    ArticleVersionOut,
    ArticleVersionPage,
)
from app.schemas.base import Reference
from app.services import article_access, article_rendering, keyset, rows


async def page(
    session: AsyncSession, actor: Actor, article_id: UUID, locale: str, *, cursor: str | None, limit: int
) -> ArticleVersionPage:
    """Versions of an article in one language, newest first. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await _there(session, actor, article_id, locale)
    query = select(ArticleVersion).where(
        col(ArticleVersion.article_id) == article_id, col(ArticleVersion.locale) == locale
    )
    if cursor is not None:
        query = query.where(col(ArticleVersion.number) < keyset.by_place(cursor)[0])
    query = query.order_by(col(ArticleVersion.number).desc()).limit(limit + 1)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.number, row.id)
    )
    names = await authors(session, found)
    return ArticleVersionPage(items=[_brief(each, names) for each in found], next_cursor=following)


async def read(session: AsyncSession, actor: Actor, article_id: UUID, locale: str, number: int) -> ArticleVersionOut:
    """A version. Raises `NotFound`, also when there is no such number."""
    await _there(session, actor, article_id, locale)
    found = await numbered(session, article_id, locale, number)
    if found is None:
        raise NotFound
    return await shown(session, found)


async def diff(
    session: AsyncSession, actor: Actor, article_id: UUID, locale: str, *, older: int, newer: int
) -> ArticleDiffOut:
    """How two versions differ. Raises `NotFound` and `Invalid` (`unknown_version`)."""
    await _there(session, actor, article_id, locale)
    one = await known(session, article_id, locale, older, name="from", asked=True)
    other = await known(session, article_id, locale, newer, name="to", asked=True)
    hunks = await asyncio.to_thread(text_diff.hunks, one.body, other.body)
    return ArticleDiffOut(
        from_number=one.number,
        to_number=other.number,
        title=_changed(one.title, other.title),
        summary=_changed(one.summary, other.summary),
        hunks=[
            ArticleDiffHunk(
                from_line=each.from_line,
                to_line=each.to_line,
                lines=[ArticleDiffLine(change=change, text=text) for change, text in each.lines],
            )
            for each in hunks
        ],
    )


def _changed(before: str | None, after: str | None) -> ArticleFieldChange | None:
    return None if before == after else ArticleFieldChange(before=before, after=after)


async def _there(session: AsyncSession, actor: Actor, article_id: UUID, locale: str) -> None:
    await rows.get(session, article_access.visible_to(actor).where(col(Article.id) == article_id))
    if await article_access.translation(session, article_id, locale) is None:
        raise NotFound


async def numbered(session: AsyncSession, article_id: UUID, locale: str, number: int) -> ArticleVersion | None:
    """The version with this number."""
    query = select(ArticleVersion).where(
        col(ArticleVersion.article_id) == article_id,
        col(ArticleVersion.locale) == locale,
        col(ArticleVersion.number) == number,
    )
    return (await session.exec(query.execution_options(populate_existing=True))).first()


async def known(
    session: AsyncSession, article_id: UUID, locale: str, number: int, *, name: str = "number", asked: bool = False
) -> ArticleVersion:
    """The version with this number; `asked`: it is named in the query. Raises `Invalid` (`unknown_version`)."""
    found = await numbered(session, article_id, locale, number)
    if found is None:
        where = parameter if asked else pointer
        detail = "This article has no such version in this language"
        raise Invalid(detail, code="unknown_version", errors=[where(name, detail)])
    return found


async def authors(session: AsyncSession, found: Collection[ArticleVersion]) -> Mapping[UUID, Reference]:
    """Who wrote these versions."""
    ids = {each.author_id for each in found} - {None}
    if not ids:
        return {}
    names = (await session.exec(select(Agent.id, Agent.name).where(col(Agent.id).in_(ids)))).all()
    return {agent_id: Reference(id=agent_id, name=name) for agent_id, name in names}


async def shown(session: AsyncSession, row: ArticleVersion) -> ArticleVersionOut:
    """A version with the page that it makes."""
    kinds = await article_rendering.kinds(session, row.article_id)
    page = await article_rendering.page(row.body, kinds)
    brief = _brief(row, await authors(session, [row]))
    return ArticleVersionOut(
        **brief.model_dump(),
        summary=row.summary,
        body=row.body,
        html=article_rendering.for_bearers(page.html, page.files),
        warnings=[warning(each) for each in page.missing],
    )


def warning(missing: str) -> ArticleTextWarning:
    """What is wrong with an address of a file that is none of the article's."""
    return ArticleTextWarning(code="unknown_file", detail=f"{missing} is no file of this article that can be shown")


def _brief(row: ArticleVersion, names: Mapping[UUID, Reference]) -> ArticleVersionBrief:
    return ArticleVersionBrief(
        number=row.number,
        state=row.state,
        title=row.title,
        author=names.get(row.author_id) if row.author_id is not None else None,
        restored_from=row.restored_from,
        created_at=row.created_at,
        updated_at=row.updated_at,
        published_at=row.published_at,
    )
