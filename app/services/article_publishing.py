"""What readers see: a version is sent for review, published, taken away."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict
from app.models import Agent, Article, ArticleTranslation, ArticleVersion
from app.rules.actors import Actor
from app.schemas.article_translations import ArticleTranslationOut
from app.services import (
    article_access,
    article_rendering,
    article_translations,
    article_versions,
    help_index,
    notifications,
)

REVIEW_ASKED = "article.review_asked"
RETURNED = "article.returned"


async def submit(
    session: AsyncSession, actor: Actor, article_id: UUID, locale: str, *, version: str | None
) -> ArticleTranslationOut:
    """Ask for a review of the draft; its owner is told, or all who may publish. Again: nothing.

    Raises `NotFound`, `PreconditionFailed` and `Conflict` (`article_archived`, `no_draft`).
    """
    article, found = await article_access.locked(session, actor, article_id, locale, version=version)
    draft = await _draft(session, found)
    if draft.state == "draft":
        draft.state = "review"
        await _state(session, article, found, draft, "review")
        owner = () if article.owner_id in {None, actor.id} else (article.owner_id,)
        await _tell(session, article, draft, owner or await publishers(session, besides=actor.id), REVIEW_ASKED)
    return await article_translations.shown(session, article, found)


async def give_back(
    session: AsyncSession, actor: Actor, article_id: UUID, locale: str, *, reason: str | None, version: str | None
) -> ArticleTranslationOut:
    """Give a version that is being reviewed back to who wrote it, who is told why.

    Raises `NotFound`, `PreconditionFailed` and `Conflict` (`article_archived`, `no_draft`).
    """
    article, found = await article_access.locked(session, actor, article_id, locale, version=version)
    draft = await _draft(session, found)
    if draft.state == "review":
        draft.state = "draft"
        await _state(session, article, found, draft, "draft")
        writer = [draft.author_id] if draft.author_id not in {None, actor.id} else []
        await _tell(session, article, draft, writer, RETURNED, reason=reason)
    return await article_translations.shown(session, article, found)


async def publish(
    session: AsyncSession, actor: Actor, article_id: UUID, locale: str, *, number: int | None, version: str | None
) -> ArticleTranslationOut:
    """Show a version to readers: the draft, or the one with this number. A draft beside it stays one.

    Raises as `show`.
    """
    shown = await show(session, actor, article_id, locale, number=number, version=version)
    await changed(session, [article_id])
    return shown


async def show(
    session: AsyncSession, actor: Actor, article_id: UUID, locale: str, *, number: int | None, version: str | None
) -> ArticleTranslationOut:
    """As `publish`, but for the search: call `changed` with all of them last, for others wait from then on.

    Raises `NotFound`, `PreconditionFailed`, `Invalid` (`unknown_version`), and `Conflict` (`article_archived`,
    `article_incomplete`).
    """
    article, found = await article_access.locked(session, actor, article_id, locale, version=version)
    wanted = number or found.draft_number or found.published_number or found.last_number
    chosen = await article_versions.known(session, article_id, locale, wanted)
    page = await article_rendering.page(chosen.body, await article_rendering.kinds(session, article_id))
    if page.missing:
        warnings = [article_versions.warning(each).model_dump() for each in page.missing]
        raise Conflict(warnings[0]["detail"], code="article_incomplete", warnings=warnings)
    now = clock.now()
    if found.published_number is not None and found.published_number != chosen.number:
        await _supersede(session, found)
    if found.draft_number == chosen.number:
        found.draft_number = None
    chosen.state, chosen.published_at = "published", now
    found.title, found.summary, found.body = chosen.title, chosen.summary, chosen.body
    found.html, found.plain = page.html, page.plain
    found.headings, found.files = [dict(each) for each in page.headings], list(page.files)
    found.status, found.published_number, found.published_at = "published", chosen.number, now
    article_access.touch(article, found, now, shown=True)
    session.add_all([article, found, chosen])
    await session.flush()
    return await article_translations.shown(session, article, found)


async def unpublish(
    session: AsyncSession, actor: Actor, article_id: UUID, locale: str, *, version: str | None
) -> ArticleTranslationOut:
    """Take a text away from readers; it can be published again. One that is not published stays as it is.

    Raises `NotFound`, `PreconditionFailed` and `Conflict` (`article_archived`).
    """
    article, found = await article_access.locked(session, actor, article_id, locale, version=version)
    if found.status == "published":
        await _supersede(session, found)
        found.status = "unpublished"
        article_access.touch(article, found, clock.now(), shown=True)
        session.add_all([article, found])
        await session.flush()
        await changed(session, [article.id])
    return await article_translations.shown(session, article, found)


async def changed(session: AsyncSession, article_ids: list[UUID]) -> None:
    """What readers see of these articles has changed: whoever keeps something that is made of it makes it anew."""
    await help_index.refresh(await raw_connection(session), article_ids)


async def _supersede(session: AsyncSession, found: ArticleTranslation) -> None:
    number = found.published_number
    before = (
        None if number is None else await article_versions.numbered(session, found.article_id, found.locale, number)
    )
    if before is not None and before.state == "published":
        before.state = "superseded"
        session.add(before)
        # One is published at a time: the old one goes first.
        await session.flush()


async def _draft(session: AsyncSession, found: ArticleTranslation) -> ArticleVersion:
    draft = None
    if found.draft_number is not None:
        draft = await article_versions.numbered(session, found.article_id, found.locale, found.draft_number)
    if draft is None:
        raise Conflict("There is no draft in this language", code="no_draft")
    return draft


async def _state(
    session: AsyncSession, article: Article, found: ArticleTranslation, draft: ArticleVersion, state: str
) -> None:
    if found.published_number is None:
        found.status = state
    article_access.touch(article, found, clock.now())
    session.add_all([article, found, draft])
    await session.flush()


async def publishers(session: AsyncSession, *, besides: UUID | None = None) -> list[UUID]:
    """Who may publish: fifty of them at most, but for the one who did it."""
    query = select(Agent.id).where(col(Agent.status) == "active", col(Agent.role).in_(("lead", "admin")))
    if besides is not None:
        query = query.where(col(Agent.id) != besides)
    return list((await session.exec(query.order_by(col(Agent.id)).limit(50))).all())


async def _tell(
    session: AsyncSession,
    article: Article,
    draft: ArticleVersion,
    people: Sequence[UUID | None],
    kind: str,
    *,
    reason: str | None = None,
) -> None:
    data = {"article_id": str(article.id), "locale": draft.locale, "number": draft.number, "title": draft.title}
    if reason is not None:
        data["reason"] = reason
    ids = [each for each in people if each is not None]
    await notifications.tell(session, ids, kind=kind, ticket_id=None, data=data, key=None, now=clock.now())
