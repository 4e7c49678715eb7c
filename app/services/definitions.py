"""Things that are named by a key and are what their definition says: make, read, list, change, archive."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.models import Checklist, FieldDefinition, Form, RequestType
from app.schemas.base import In
from app.services import keyset, rows

Row = TypeVar("Row", FieldDefinition, Form, RequestType, Checklist)
Check = Callable[[Any], Awaitable[None]]


async def create(session: AsyncSession, model: type[Row], new: In, check: Check) -> Row:
    """Make one of a body with a `key`, which stays; `check` refuses rows that mean nothing. Raises `key_taken`."""
    stated = new.model_dump(mode="json")
    now = clock.now()
    made = model(key=stated.pop("key"), definition=stated, created_at=now, updated_at=now)
    await check(made)
    session.add(made)
    await session.flush()
    return made


async def read(session: AsyncSession, query: SelectOfScalar[Row], model: type[Row], key: str) -> Row:
    """The one with this key. Raises `NotFound`."""
    return await rows.get(session, query.where(col(model.key) == key))


async def page(
    session: AsyncSession,
    query: SelectOfScalar[Row],
    model: type[Row],
    *,
    archived: bool,
    cursor: str | None,
    limit: int,
) -> tuple[list[Row], str | None]:
    """A page of them by key, and the cursor of the next one. Raises `Invalid` for a cursor that is not ours."""
    query = query.order_by(col(model.key)).limit(limit + 1)
    query = query.where(col(model.archived_at).is_not(None) if archived else col(model.archived_at).is_(None))
    if cursor is not None:
        query = query.where(col(model.key) > keyset.by_name(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.key))
    return list(found), following


async def patch(
    session: AsyncSession,
    query: SelectOfScalar[Row],
    model: type[Row],
    key: str,
    change: In,
    check: Check,
    *,
    version: str | None,
) -> Row:
    """Change parts of a definition, or archive it (`archived`), or take that back.

    Raises `NotFound`, `PreconditionFailed` and what `check` raises.
    """
    found = await rows.lock(session, query.where(col(model.key) == key), version=version)
    whole = change.model_dump(mode="json")
    stated = {name: whole[name] for name in change.model_fields_set}
    archived = stated.pop("archived", found.archived_at is not None)
    definition = {**found.definition, **stated}
    if definition != found.definition or archived != (found.archived_at is not None):
        now = clock.now()
        if archived != (found.archived_at is not None):
            found.archived_at = now if archived else None
        found.definition = definition
        found.version += 1
        found.updated_at = now
        await check(found)
        session.add(found)
        await session.flush()
    return found


def visible_to(model: type[Row]) -> SelectOfScalar[Row]:
    """All of them: who may see any may see every one."""
    return select(model)
