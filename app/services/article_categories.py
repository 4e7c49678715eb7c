"""Categories of articles: make, read, list, move, archive. The tree is small: it is looked at as a whole."""

from uuid import UUID

from sqlalchemy import func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, Invalid, PreconditionFailed, pointer
from app.models import Article, ArticleCategory
from app.rules import article_categories as rules
from app.rules.actors import Actor
from app.schemas.article_categories import (
    ArticleCategoryIn,
    ArticleCategoryOut,
    ArticleCategoryPage,
    ArticleCategoryPatch,
)
from app.services import keyset, naming, rows

# Of one brand.
MAX_CATEGORIES = 1_000


def visible_to(_actor: Actor) -> SelectOfScalar[ArticleCategory]:
    """The categories that a caller may see: whoever may read articles sees all."""
    return select(ArticleCategory)


async def create(session: AsyncSession, _actor: Actor, new: ArticleCategoryIn) -> ArticleCategoryOut:
    """Make one. Raises `Invalid` (`unknown_brand`, `unknown_category`, `category_too_deep`) and `Conflict`
    (`slug_taken`, `too_many_categories`).
    """
    await naming.refuse(session, [(("brand",), "brand", new.brand)])
    tree = await _tree(session, new.brand)
    if len(tree) >= MAX_CATEGORIES:
        raise Conflict(f"A brand has at most {MAX_CATEGORIES} categories", code="too_many_categories")
    now = clock.now()
    made = ArticleCategory(
        **new.model_dump(), path=_path(tree, new.slug, new.parent_id), created_at=now, updated_at=now
    )
    _check(tree, made)
    session.add(made)
    await session.flush()
    return shown(made)


async def read(session: AsyncSession, actor: Actor, category_id: UUID) -> ArticleCategoryOut:
    """A category. Raises `NotFound`."""
    return shown(await rows.get(session, visible_to(actor).where(col(ArticleCategory.id) == category_id)))


async def page(
    session: AsyncSession, actor: Actor, *, brand: str | None, archived: bool, cursor: str | None, limit: int
) -> ArticleCategoryPage:
    """Categories by brand and path. Raises `Invalid` for a cursor that is not ours."""
    place = (col(ArticleCategory.brand), col(ArticleCategory.path))
    query = visible_to(actor).where(col(ArticleCategory.archived_at).is_not(None) == archived)
    if brand is not None:
        query = query.where(col(ArticleCategory.brand) == brand)
    if cursor is not None:
        query = query.where(tuple_(*place) > tuple_(*keyset.by_two_names(cursor)))
    query = query.order_by(*place).limit(limit + 1)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.brand, row.path)
    )
    return ArticleCategoryPage(items=[shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, category_id: UUID, change: ArticleCategoryPatch, *, version: str | None
) -> ArticleCategoryOut:
    """Change a category; moved, it takes along what is below it.

    Raises `NotFound`, `PreconditionFailed`, as `create`, `Invalid` (`category_cycle`) and `Conflict`
    (`category_in_use`, `parent_archived`).
    """
    query = visible_to(actor).where(col(ArticleCategory.id) == category_id)
    tree = await _tree(session, (await rows.get(session, query)).brand)
    found = await rows.lock(session, query, version=version)
    sent = {name: getattr(change, name) for name in change.model_fields_set - {"archived"}}
    changed = {name: value for name, value in sent.items() if getattr(found, name) != value}
    branch = rules.below({each.id: each.parent_id for each in tree.values()}, found.id)
    if changed.get("parent_id") in branch:
        detail = "A category cannot stand below itself"
        raise Invalid(detail, code="category_cycle", errors=[pointer("parent_id", detail)])
    for name, value in changed.items():
        setattr(found, name, value)
    now, before = clock.now(), found.path
    if {"slug", "parent_id"} & changed.keys():
        path = _path(tree, found.slug, found.parent_id)
        for each in branch:
            tree[each].path = path + tree[each].path[len(before) :]
            _touch(tree[each])
            _check(tree, tree[each])
    elif changed:
        _touch(found)
    if change.archived is not None and change.archived != (found.archived_at is not None):
        if change.archived:
            await _refuse_used(session, tree, found)
        elif found.parent_id is not None and tree[found.parent_id].archived_at is not None:
            raise Conflict("What it stands below is archived: take that back first", code="parent_archived")
        found.archived_at = now if change.archived else None
        _touch(found)
    session.add_all(tree[each] for each in branch)
    await session.flush()
    return shown(found)


async def archive(session: AsyncSession, actor: Actor, category_id: UUID, *, version: str | None) -> None:
    """Take a category away that has no articles and nothing below it. Again: nothing.

    Raises `NotFound`, `PreconditionFailed` and `Conflict` (`category_in_use`).
    """
    query = visible_to(actor).where(col(ArticleCategory.id) == category_id)
    tree = await _tree(session, (await rows.get(session, query)).brand)
    found = await rows.lock(session, query, version=None)
    if found.archived_at is not None:
        return
    if version is not None and version != str(found.version):
        raise PreconditionFailed
    await _refuse_used(session, tree, found)
    found.archived_at = clock.now()
    _touch(found)
    session.add(found)
    await session.flush()


async def _tree(session: AsyncSession, brand: str) -> dict[UUID, ArticleCategory]:
    """All categories of a brand. Whoever changes the tree does so one at a time: no circle, no two at one path."""
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik article categories"))))
    query = select(ArticleCategory).where(col(ArticleCategory.brand) == brand)
    return {each.id: each for each in (await session.exec(query.execution_options(populate_existing=True))).all()}


def _path(tree: dict[UUID, ArticleCategory], slug: str, parent_id: UUID | None) -> str:
    if parent_id is None:
        return slug
    parent = tree.get(parent_id)
    if parent is None or parent.archived_at is not None:
        detail = "This brand has no such category, or it is archived"
        raise Invalid(detail, code="unknown_category", errors=[pointer("parent_id", detail)])
    return parent.path + rules.SEPARATOR + slug


def _check(tree: dict[UUID, ArticleCategory], found: ArticleCategory) -> None:
    if rules.depth(found.path) > rules.MAX_DEPTH:
        detail = f"Categories stand at most {rules.MAX_DEPTH} deep"
        raise Invalid(detail, code="category_too_deep", errors=[pointer("parent_id", detail)])
    if any(each.path == found.path and each.id != found.id for each in tree.values()):
        detail = "Another category there has this slug"
        raise Conflict(detail, code="slug_taken", errors=[pointer("slug", detail)])


async def _refuse_used(session: AsyncSession, tree: dict[UUID, ArticleCategory], found: ArticleCategory) -> None:
    below = [each for each in tree.values() if each.parent_id == found.id and each.archived_at is None]
    query = select(Article.id).where(col(Article.category_id) == found.id, col(Article.archived_at).is_(None))
    articles = (await session.exec(query.limit(20))).all()
    used_by = [{"kind": "category", "id": str(each.id)} for each in below[:20]]
    used_by += [{"kind": "article", "id": str(each)} for each in articles]
    if used_by:
        raise Conflict("There is still something in this category", code="category_in_use", used_by=used_by)


def _touch(found: ArticleCategory) -> None:
    found.version += 1
    found.updated_at = clock.now()


def shown(row: ArticleCategory) -> ArticleCategoryOut:
    """A category as clients see it."""
    return ArticleCategoryOut(
        **row.model_dump(exclude={"archived_at"}),
        archived=row.archived_at is not None,
    )
