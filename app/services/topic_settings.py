"""How topics are suggested: the desk's settings, and those of brands in their place."""

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import NotFound, PreconditionFailed
from app.models import TopicSettings
from app.rules.actors import Actor
from app.schemas.topic_settings import TopicSettingsIn, TopicSettingsOut, TopicSettingsPage
from app.services import brands, keyset, rows

_UNSET = "0"


def visible_to(_actor: Actor) -> SelectOfScalar[TopicSettings]:
    """The settings that a caller may see: whoever may see settings sees all of them."""
    return select(TopicSettings)


async def of(session: AsyncSession, brand: str | None) -> TopicSettings:
    """What holds for tickets of a brand: its own settings, else the desk's, else those of a new desk."""
    scopes = [""] if brand is None else ["", brand]
    query = select(TopicSettings).where(col(TopicSettings.scope).in_(scopes)).order_by(col(TopicSettings.scope).desc())
    return (await session.exec(query.limit(1))).first() or _new(None)


async def page(session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int) -> TopicSettingsPage:
    """The desk's settings (as they hold, also when nobody has set them), then brands' by key.

    Raises `Invalid` (`invalid_cursor`).
    """
    query = visible_to(actor).order_by(col(TopicSettings.scope)).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(TopicSettings.scope) > keyset.by_name(cursor))
    found = list((await session.exec(query)).all())
    if cursor is None and (not found or found[0].scope):
        found.insert(0, _new(None))
    shown, following = keyset.page(found, limit, lambda row: keyset.encode(row.scope))
    return TopicSettingsPage(items=[_shown(each) for each in shown], next_cursor=following)


async def read(session: AsyncSession, actor: Actor, brand: str | None) -> TopicSettingsOut:
    """The desk's settings, or those of a brand. Raises `NotFound` for a brand that has none."""
    query = visible_to(actor).where(col(TopicSettings.scope) == (brand or ""))
    found = (await session.exec(query)).first()
    if found is None and brand is not None:
        raise NotFound
    return _shown(found or _new(None))


async def put(
    session: AsyncSession, actor: Actor, brand: str | None, wanted: TopicSettingsIn, *, version: str | None
) -> TopicSettingsOut:
    """Set them. Raises `PreconditionFailed`, `Invalid` (`unknown_brand`)."""
    if brand is not None:
        await brands.named_or_first(session, brand)
    found = await _locked(session, actor, brand)
    if version is not None and version != (_UNSET if found is None else str(found.version)):
        raise PreconditionFailed
    found = found or _new(brand)
    values = wanted.model_dump()
    if found.version == 0 or any(getattr(found, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(found, name, value)
        found.version += 1
        found.updated_at = clock.now()
    session.add(found)
    await session.flush()
    return _shown(found)


async def delete(session: AsyncSession, actor: Actor, brand: str | None, *, version: str | None) -> None:
    """Take them back: for a brand the desk's hold again, for the desk those of a new one.

    Raises `NotFound`, `PreconditionFailed`.
    """
    found = await _locked(session, actor, brand)
    if found is None:
        raise NotFound
    if version is not None and version != str(found.version):
        raise PreconditionFailed
    await session.delete(found)
    await session.flush()


async def _locked(session: AsyncSession, actor: Actor, brand: str | None) -> TopicSettings | None:
    # Two who set what nobody has set yet: one after the other.
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik topic settings"))))
    try:
        return await rows.lock(
            session, visible_to(actor).where(col(TopicSettings.scope) == (brand or "")), version=None
        )
    except NotFound:
        return None


def _new(brand: str | None) -> TopicSettings:
    return TopicSettings(scope=brand or "", brand=brand, **TopicSettingsIn().model_dump(), version=0)


def _shown(row: TopicSettings) -> TopicSettingsOut:
    return TopicSettingsOut(
        brand=row.brand,
        suggest=row.suggest,
        automatic_from=row.automatic_from,
        minimum_examples=row.minimum_examples,
        minimum_per_topic=row.minimum_per_topic,
        retrain_days=row.retrain_days,
        version=row.version,
        updated_at=row.updated_at if row.version else None,
    )
