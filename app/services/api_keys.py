"""API keys of partners and scripts: make, list, revoke."""

from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint
from app.errors import Invalid, NotFound, pointer
from app.hints import Hint
from app.models import ApiKey
from app.rules.actors import Actor
from app.schemas.api_keys import ApiKeyIn, ApiKeyOut
from app.services import keyset, tokens

# Enough to tell keys apart, far too little to guess the rest.
_PREFIX = 12


async def create(session: AsyncSession, actor: Actor, new: ApiKeyIn) -> ApiKeyOut:
    """Make a key; the answer carries it, this once. Raises `Invalid` (`already_expired`, `unknown_source`)."""
    now = clock.now()
    if new.expires_at is not None and new.expires_at <= now:
        detail = "This is in the past"
        raise Invalid(detail, code="already_expired", errors=[pointer("expires_at", detail)])
    key = tokens.new_secret("otk")
    row = ApiKey(
        name=new.name,
        prefix=key[:_PREFIX],
        key_hash=tokens.digest(key),
        scopes=[scope.value for scope in new.scopes],
        source_id=new.source_id,
        created_by=actor.id if actor.kind == "agent" else None,
        created_at=now,
        expires_at=new.expires_at,
    )
    session.add(row)
    await session.flush()
    return _out(row, key)


async def page(
    session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int
) -> tuple[list[ApiKeyOut], str | None]:
    """Keys, newest first and revoked ones too, and the cursor of the next page. Raises `Invalid` (`invalid_cursor`)."""
    del actor  # whoever may make keys may see all of them
    place = tuple_(col(ApiKey.created_at), col(ApiKey.id))
    query = select(ApiKey).order_by(col(ApiKey.created_at).desc(), col(ApiKey.id).desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(place < keyset.by_time(cursor))
    rows = (await session.exec(query)).all()
    shown, following = keyset.page(rows, limit, lambda row: keyset.encode(row.created_at, row.id))
    return [_out(row) for row in shown], following


async def revoke(session: AsyncSession, actor: Actor, key_id: UUID) -> None:
    """End a key at once; ending it again does nothing. Raises `NotFound`."""
    del actor
    row = (await session.exec(select(ApiKey).where(col(ApiKey.id) == key_id).with_for_update())).first()
    if row is None:
        raise NotFound
    if row.ended_at is None:
        row.ended_at = clock.now()
    hint(session, Hint("revoked", key_id))


def _out(row: ApiKey, key: str | None = None) -> ApiKeyOut:
    return ApiKeyOut.model_validate(
        {
            "id": row.id,
            "name": row.name,
            "prefix": row.prefix,
            "scopes": row.scopes,
            "source_id": row.source_id,
            "created_by": row.created_by,
            "created_at": row.created_at,
            "expires_at": row.expires_at,
            "revoked_at": row.ended_at,
            "key": key,
        }
    )
