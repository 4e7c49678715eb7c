"""Rows of comfortable nouns: found through their door, locked before they change, still as the caller saw them."""

from typing import Protocol, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import NotFound, PreconditionFailed


class Versioned(Protocol):
    """A row that counts its changes; the count is its ETag."""

    version: int


Row = TypeVar("Row", bound=Versioned)
Found = TypeVar("Found")


async def get(session: AsyncSession, query: SelectOfScalar[Found]) -> Found:
    """The one row of a query that starts at its noun's door. Raises `NotFound`, also when it is not the caller's."""
    found = (await session.exec(query)).first()
    if found is None:
        raise NotFound
    return found


async def lock(session: AsyncSession, query: SelectOfScalar[Row], *, version: str | None) -> Row:
    """The one row of a query, locked until this transaction ends. `version` is the ETag that the caller has seen.

    The lock is the weaker one, under which others may still refer to the row.
    Raises `NotFound` and `PreconditionFailed`.
    """
    found = await get(session, query.with_for_update(key_share=True).execution_options(populate_existing=True))
    if version is not None and version != str(found.version):
        raise PreconditionFailed
    return found
