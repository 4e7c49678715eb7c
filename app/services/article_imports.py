"""Articles out of files and into files: each file by itself, so that one which cannot be read keeps no other back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import and_, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import AppError, Forbidden, Invalid, NotFound, words_of
from app.models import Article, ArticleCategory, ArticleSlug, ArticleTranslation, ArticleVersion
from app.rules import front_matter, slugs
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.schemas.article_imports import ArticleDocumentIn, ArticleImportIn, ArticleImportOut, ImportedDocument
from app.schemas.articles import ArticleIn, ArticlePatch, ArticleTextIn
from app.services import (
    article_access,
    article_publishing,
    article_translations,
    article_versions,
    articles,
    naming,
    rows,
)

# What other programs call the same.
_NAMES = {
    "description": "summary", "lang": "locale", "language": "locale", "tags": "labels", "keywords": "labels",
    "translationKey": "article", "permalink": "slug",
}  # fmt: skip
_KNOWN = frozenset({"title", "summary", "slug", "locale", "category", "labels", "aliases", "visibility", "article"})


@dataclass(slots=True)
class _Importing:
    """One import: which article each word of its files means, what they have come to, and what readers see anew."""

    new: ArticleImportIn
    known: dict[str, UUID] = field(default_factory=dict)
    taken: set[tuple[UUID, str]] = field(default_factory=set)
    shown: dict[UUID, None] = field(default_factory=dict)


async def run(session: AsyncSession, actor: Actor, new: ArticleImportIn) -> ArticleImportOut:
    """Make articles of files, or drafts of articles that there are.

    Raises `Forbidden` and `Invalid` (`unknown_brand`).
    """
    if new.publish and not actor.may(Permission.ARTICLES_WRITE):
        raise Forbidden("This needs articles:write", needs=Permission.ARTICLES_WRITE.value)
    await naming.refuse(session, [(("brand",), "brand", new.brand)])
    importing, done = _Importing(new), []
    for document in new.documents:
        try:
            async with session.begin_nested():
                done.append(await _one(session, actor, importing, document))
        except AppError as error:
            done.append(_refused(document, error.code, error.detail))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(each) for each in first["loc"])
            done.append(_refused(document, "invalid", f"{where}: {words_of(first)}"))
        except front_matter.FrontMatterError as error:
            done.append(_refused(document, "unreadable_front_matter", str(error)))
    await article_publishing.changed(session, list(importing.shown))
    return ArticleImportOut(items=done)


async def file_of(session: AsyncSession, actor: Actor, article_id: UUID, locale: str) -> str:
    """A text as a file: what readers see, else the draft. Raises `NotFound`."""
    article = await rows.get(session, article_access.visible_to(actor).where(col(Article.id) == article_id))
    found = await article_access.translation(session, article_id, locale)
    number = None if found is None else found.published_number if found.status == "published" else found.last_number
    version = None if number is None else await article_versions.numbered(session, article_id, locale, number)
    if found is None or version is None:
        raise NotFound
    category = None
    if article.category_id is not None:
        path = select(ArticleCategory.path).where(col(ArticleCategory.id) == article.category_id)
        category = (await session.exec(path)).first()
    fields: Mapping[str, front_matter.Value | None] = {
        "title": version.title, "summary": version.summary, "slug": found.slug, "locale": locale,
        "category": category, "labels": article.labels, "aliases": article.aliases,
        "visibility": article.visibility, "article": str(article.id),
    }  # fmt: skip
    return front_matter.write(fields, version.body)


async def _one(
    session: AsyncSession, actor: Actor, importing: _Importing, document: ArticleDocumentIn
) -> ImportedDocument:
    said, body = front_matter.read(document.text)
    fields = {_NAMES.get(name, name): value for name, value in said.items() if value}
    ignored = sorted(name for name in said if _NAMES.get(name, name) not in _KNOWN)
    if "title" not in fields:
        title, body = front_matter.title_of(body)
        fields["title"] = title or ""
    # Read as what anybody sends, with the same limits.
    text = ArticleTextIn.model_validate(
        {"body": body, **{k: fields[k] for k in ("title", "summary", "slug") if k in fields}}
    )
    locale = ArticleIn.model_validate(
        {"brand": importing.new.brand, "default_locale": fields.get("locale", importing.new.locale)}
    ).default_locale
    article_id = await _known(session, importing, fields, locale, text)
    before = None
    if article_id is None:
        made = await articles.create(session, actor, await _article(session, importing, fields, locale, text))
        article_id, outcome = made.id, "created"
    else:
        before = await _before(session, article_id, locale)
        same = before is not None and (before.title, before.summary, before.body) == (
            text.title,
            text.summary,
            text.body,
        )
        moved, others = await _differs(session, actor, article_id, fields)
        ignored = sorted({*ignored, *(name for name in said if _NAMES.get(name, name) in others)})
        outcome = "unchanged" if same and not moved else "updated"
        if not same:
            await article_translations.put(session, actor, article_id, locale, text, version=None)
    found = await article_access.translation(session, article_id, locale)
    if importing.new.publish and found is not None and (found.draft_number or found.status != "published"):
        await article_publishing.show(session, actor, article_id, locale, number=None, version=None)
        importing.shown[article_id] = None
    if "article" in fields:
        importing.known[str(fields["article"])] = article_id
    importing.taken.add((article_id, locale))
    return ImportedDocument(
        name=document.name, outcome=outcome, article_id=article_id, locale=locale,
        slug=found.slug if found is not None else None, code=None, detail=None, ignored=ignored,
    )  # fmt: skip


async def _known(
    session: AsyncSession,
    importing: _Importing,
    fields: Mapping[str, front_matter.Value],
    locale: str,
    text: ArticleTextIn,
) -> UUID | None:
    """The article that a file belongs to: the one that it names, or whose address it has, or else its title."""
    named = str(fields.get("article", ""))
    if named in importing.known:
        return importing.known[named]
    if named and slugs.is_id(named):
        query = select(Article.id).where(col(Article.id) == UUID(named), col(Article.brand) == importing.new.brand)
        found = (await session.exec(query)).first()
        if found is not None:
            return found
    if text.slug is None:
        return await _titled(session, importing, fields, locale, text.title)
    here = (col(ArticleSlug.brand) == importing.new.brand, col(ArticleSlug.locale) == locale)
    current = select(ArticleSlug.article_id).where(*here, col(ArticleSlug.slug) == text.slug, col(ArticleSlug.current))
    return (await session.exec(current)).first()


async def _titled(
    session: AsyncSession,
    importing: _Importing,
    fields: Mapping[str, front_matter.Value],
    locale: str,
    title: str,
) -> UUID | None:
    """The oldest article of this title, and of the file's category where it names one: the same file was sent before.

    Two files of one import are two articles, whatever they are called.
    """
    query = (
        select(Article.id)
        .join(ArticleTranslation, col(ArticleTranslation.article_id) == col(Article.id))
        .join(
            ArticleVersion,
            and_(
                col(ArticleVersion.article_id) == col(Article.id),
                col(ArticleVersion.locale) == col(ArticleTranslation.locale),
                col(ArticleVersion.number)
                == func.coalesce(ArticleTranslation.draft_number, ArticleTranslation.published_number),
            ),
        )
        .where(
            col(Article.brand) == importing.new.brand,
            col(Article.archived_at).is_(None),
            col(ArticleTranslation.locale) == locale,
            col(ArticleVersion.title) == title,
        )
        .order_by(col(Article.created_at), col(Article.id))
        .limit(len(importing.taken) + 1)
    )
    if "category" in fields:
        path = str(fields["category"]).strip("/").lower()
        if not path.isprintable():
            return None
        query = query.join(ArticleCategory, col(ArticleCategory.id) == col(Article.category_id)).where(
            col(ArticleCategory.path) == path
        )
    found = (await session.exec(query)).all()
    return next((each for each in found if (each, locale) not in importing.taken), None)


async def _differs(
    session: AsyncSession, actor: Actor, article_id: UUID, fields: Mapping[str, front_matter.Value]
) -> tuple[bool, set[str]]:
    """What a file says of an article that there is. Who may read it is so from now on (True: it was not), before its
    text is shown to anybody; the rest that is otherwise is named: an article has one of each, and may have many files.

    Raises `Forbidden`.
    """
    article = await rows.get(session, article_access.visible_to(actor).where(col(Article.id) == article_id))
    more = {name: sorted(front_matter.words(fields[name])) for name in ("labels", "aliases") if name in fields}
    others = {name for name, value in more.items() if value != sorted(getattr(article, name))}
    if "category" in fields:
        path = select(ArticleCategory.path).where(col(ArticleCategory.id) == article.category_id)
        if (await session.exec(path)).first() != str(fields["category"]).strip("/").lower():
            others.add("category")
    if fields.get("visibility", article.visibility) == article.visibility:
        return False, others
    change = ArticlePatch.model_validate({"visibility": fields["visibility"]})
    if not actor.may(Permission.ARTICLES_WRITE):
        raise Forbidden("Who may read it is changed with articles:write", needs=Permission.ARTICLES_WRITE.value)
    await articles.patch(session, actor, article_id, change, version=None)
    return True, others


async def _before(session: AsyncSession, article_id: UUID, locale: str) -> ArticleVersion | None:
    found = await article_access.translation(session, article_id, locale)
    number = None if found is None else found.draft_number or found.published_number
    return None if number is None else await article_versions.numbered(session, article_id, locale, number)


async def _article(
    session: AsyncSession,
    importing: _Importing,
    fields: Mapping[str, front_matter.Value],
    locale: str,
    text: ArticleTextIn,
) -> ArticleIn:
    category_id = None
    if "category" in fields:
        path = str(fields["category"]).strip("/").lower()
        query = select(ArticleCategory.id).where(
            col(ArticleCategory.brand) == importing.new.brand,
            col(ArticleCategory.path) == path,
            col(ArticleCategory.archived_at).is_(None),
        )
        # What cannot be in a path is no question for the database: its refusal would take the other files along.
        category_id = (await session.exec(query)).first() if path.isprintable() else None
        if category_id is None:
            raise Invalid("This brand has no such category, or it is archived", code="unknown_category")
    more = {name: list(front_matter.words(fields[name])) for name in ("labels", "aliases") if name in fields}
    if "visibility" in fields:
        more["visibility"] = fields["visibility"]  # type: ignore[assignment]  # judged by the shape
    return ArticleIn.model_validate(
        {
            "brand": importing.new.brand,
            "default_locale": locale,
            "category_id": category_id,
            **more,
            "draft": text.model_dump(),
        }
    )


def _refused(document: ArticleDocumentIn, code: str, detail: str) -> ImportedDocument:
    return ImportedDocument(
        name=document.name, outcome="refused", article_id=None, locale=None, slug=None, code=code, detail=detail,
        ignored=[],
    )  # fmt: skip
