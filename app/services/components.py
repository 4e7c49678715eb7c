"""Components: make, read, list, change, archive. How each is follows from open incidents."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import literal, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import raw_connection
from app.models import Component
from app.rules.actors import Actor
from app.schemas.components import ComponentIn, ComponentOut, ComponentPage, ComponentPatch
from app.services import component_states, keyset, naming, rows


def visible_to(_actor: Actor) -> SelectOfScalar[Component]:
    """The components that a caller may see: who may see incidents sees all of them."""
    return select(Component)


async def create(session: AsyncSession, _actor: Actor, new: ComponentIn) -> ComponentOut:
    """Make a component. Raises `Invalid` (`unknown_brand`) and the refusal of its constraint: `key_taken`."""
    if new.brand is not None:
        await naming.refuse(session, [(("brand",), "brand", new.brand)])
    now = clock.now()
    made = Component(**new.model_dump(), created_at=now, updated_at=now)
    session.add(made)
    await session.flush()
    return (await shown(session, [made]))[0]


async def read(session: AsyncSession, actor: Actor, component_id: UUID) -> ComponentOut:
    """A component. Raises `NotFound`."""
    return (
        await shown(session, [await rows.get(session, visible_to(actor).where(col(Component.id) == component_id))])
    )[0]


async def page(session: AsyncSession, actor: Actor, *, archived: bool, cursor: str | None, limit: int) -> ComponentPage:
    """Components in their order. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).order_by(col(Component.position), col(Component.id)).limit(limit + 1)
    query = query.where(col(Component.archived_at).is_not(None) if archived else col(Component.archived_at).is_(None))
    if cursor is not None:
        place, last = keyset.by_place(cursor)
        query = query.where(tuple_(col(Component.position), col(Component.id)) > tuple_(literal(place), literal(last)))
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.position, row.id)
    )
    return ComponentPage(items=await shown(session, found), next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, component_id: UUID, change: ComponentPatch, *, version: str | None
) -> ComponentOut:
    """Change a component, archive it or take that back. Raises as `create`, `NotFound`, `PreconditionFailed`."""
    sent = change.model_dump(exclude_unset=True)
    if sent.get("brand") is not None:
        await naming.refuse(session, [(("brand",), "brand", sent["brand"])])
    found = await rows.lock(session, visible_to(actor).where(col(Component.id) == component_id), version=version)
    now = clock.now()
    if "archived" in sent and sent.pop("archived") != (found.archived_at is not None):
        sent["archived_at"] = None if found.archived_at is not None else now
    changed = {name: value for name, value in sent.items() if value != getattr(found, name)}
    if changed:
        for name, value in changed.items():
            setattr(found, name, value)
        found.version += 1
        found.updated_at = now
        session.add(found)
        await session.flush()
    return (await shown(session, [found]))[0]


async def shown(session: AsyncSession, several: Sequence[Component]) -> list[ComponentOut]:
    """Components as clients see them."""
    states = await component_states.of(await raw_connection(session), [each.id for each in several])
    return [ComponentOut(**each.model_dump(), state=states[each.id]) for each in several]
