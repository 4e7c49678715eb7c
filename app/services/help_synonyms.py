"""Words that mean the same to whoever searches a help centre: create, read, list, change, delete."""

from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import raw_connection
from app.errors import Conflict
from app.models import HelpSynonym
from app.rules.actors import Actor
from app.schemas.help_synonyms import HelpSynonymIn, HelpSynonymOut, HelpSynonymPage, HelpSynonymPatch
from app.services import keyset, naming, rows

# Each search looks through those of its words, not through all; this is for people who list them.
MOST = 2_000
_MADE_OF = "SELECT desk_help_synonyms($1)"


def visible_to(_actor: Actor) -> SelectOfScalar[HelpSynonym]:
    """The groups that a caller may see: whoever may read articles sees all of them."""
    return select(HelpSynonym)


async def create(session: AsyncSession, _actor: Actor, new: HelpSynonymIn) -> HelpSynonymOut:
    """Make a group. Raises `Invalid` (`unknown_brand`), `Conflict` (`too_many_synonyms`)."""
    await _refuse_unknown(session, new.brand)
    # Two at once count each other.
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik help synonyms"))))
    counted = select(HelpSynonym.id).limit(MOST).subquery()
    if (await session.exec(select(func.count()).select_from(counted))).one() >= MOST:
        raise Conflict(f"There are {MOST} groups already: add the words to one of them", code="too_many_synonyms")
    now = clock.now()
    made = HelpSynonym(**new.model_dump(), created_at=now, updated_at=now)
    session.add(made)
    await _stored(session, made)
    return _shown(made)


async def read(session: AsyncSession, actor: Actor, synonym_id: UUID) -> HelpSynonymOut:
    """A group. Raises `NotFound`."""
    return _shown(await rows.get(session, visible_to(actor).where(col(HelpSynonym.id) == synonym_id)))


async def page(
    session: AsyncSession, actor: Actor, *, brand: str | None, cursor: str | None, limit: int
) -> HelpSynonymPage:
    """Groups, newest first. Raises `Invalid` for a cursor that is not ours."""
    query = visible_to(actor)
    if brand is not None:
        query = query.where(col(HelpSynonym.brand) == brand)
    query = keyset.newest_first(query, HelpSynonym.created_at, HelpSynonym.id, cursor=cursor, limit=limit)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.created_at, row.id)
    )
    return HelpSynonymPage(items=[_shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, synonym_id: UUID, change: HelpSynonymPatch, *, version: str | None
) -> HelpSynonymOut:
    """Change a group. Raises as `create`, `NotFound`, `PreconditionFailed`."""
    found = await rows.lock(session, visible_to(actor).where(col(HelpSynonym.id) == synonym_id), version=version)
    sent = change.model_dump(exclude_unset=True)
    wanted = {name: value for name, value in sent.items() if getattr(found, name) != value}
    if wanted:
        await _refuse_unknown(session, wanted.get("brand"))
        for name, value in wanted.items():
            setattr(found, name, value)
        found.version += 1
        found.updated_at = clock.now()
        session.add(found)
        await _stored(session, found)
    return _shown(found)


async def delete(session: AsyncSession, actor: Actor, synonym_id: UUID, *, version: str | None) -> None:
    """Delete a group. Raises `NotFound`, `PreconditionFailed`."""
    found = await rows.lock(session, visible_to(actor).where(col(HelpSynonym.id) == synonym_id), version=version)
    await session.delete(found)
    await session.flush()


async def _stored(session: AsyncSession, row: HelpSynonym) -> None:
    await session.flush()
    await (await raw_connection(session)).execute(_MADE_OF, row.id)


async def _refuse_unknown(session: AsyncSession, brand: str | None) -> None:
    if brand is not None:
        await naming.refuse(session, [(("brand",), "brand", brand)])


def _shown(row: HelpSynonym) -> HelpSynonymOut:
    return HelpSynonymOut(
        id=row.id,
        words=row.words,
        brand=row.brand,
        locale=row.locale,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
