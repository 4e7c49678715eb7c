"""Sources: the partner systems that post signed webhooks, and their secrets."""

import base64
import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import NotFound, PreconditionFailed
from app.models import Source
from app.schemas.source_mappings import stored
from app.schemas.sources import SourceIn, SourceOut, SourcePage, SourcePatch
from app.services import keyset
from app.services.sealing import seal, unseal
from app.settings import settings

SECRET_BYTES = 32


def shown(source: Source) -> SourceOut:
    """A source as admins see it."""
    return SourceOut(
        id=source.id,
        key=source.key,
        name=source.name,
        mapping=source.mapping,
        brand=source.brand,
        enabled=source.enabled,
        mode=source.mode,
        unknown=source.unknown,
        unmappable=source.unmappable,
        per_minute=source.per_minute,
        max_bytes=source.max_bytes,
        intake_url=f"{settings().public_url.rstrip('/')}/v1/intake/{source.key}",
        previous_secret_until=source.previous_secret_until,
        version=source.version,
        created_at=source.created_at,
        updated_at=source.updated_at,
    )


async def create(session: AsyncSession, new: SourceIn) -> tuple[Source, str]:
    """A new source and its secret, which nobody can read again. Refused by constraint: `key_taken`, `unknown_brand`."""
    now = clock.now()
    secret = _new_secret()
    source = Source(
        key=new.key,
        name=new.name,
        mapping=stored(new.mapping),
        brand=new.brand,
        mode=new.mode,
        unknown=new.unknown,
        unmappable=new.unmappable,
        per_minute=new.per_minute,
        max_bytes=new.max_bytes,
        secret=_sealed(secret),
        created_at=now,
        updated_at=now,
    )
    session.add(source)
    await session.flush()
    return source, secret


async def page(session: AsyncSession, *, limit: int, cursor: str | None) -> SourcePage:
    """Sources in the order of their making. Raises `Invalid` (`invalid_cursor`)."""
    query = select(Source).order_by(col(Source.created_at), col(Source.id)).limit(limit + 1)
    if cursor is not None:
        query = query.where(tuple_(col(Source.created_at), col(Source.id)) > tuple_(*keyset.by_time(cursor)))
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda last: keyset.encode(last.created_at, last.id)
    )
    return SourcePage(items=[shown(each) for each in found], next_cursor=following)


async def get(session: AsyncSession, source_id: UUID) -> Source:
    """A source to look at. Raises `NotFound`."""
    found = await session.get(Source, source_id)
    if found is None:
        raise NotFound
    return found


async def patch(session: AsyncSession, source_id: UUID, change: SourcePatch, *, version: str | None) -> Source:
    """Change a source. Raises `NotFound` and `PreconditionFailed`; refused by constraint: `unknown_brand`."""
    source = await _lock(session, source_id)
    if version is not None and version != str(source.version):
        raise PreconditionFailed
    wanted = {name: getattr(change, name) for name in change.model_fields_set}
    if change.mapping is not None:
        wanted["mapping"] = stored(change.mapping)
    changed = {name: value for name, value in wanted.items() if getattr(source, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(source, name, value)
        _touch(source)
        await session.flush()
    return source


async def rotate_secret(session: AsyncSession, source_id: UUID, *, overlap_seconds: int) -> tuple[Source, str]:
    """Give a source a new secret; the one before still signs for `overlap_seconds`. Raises `NotFound`."""
    source = await _lock(session, source_id)
    secret = _new_secret()
    if overlap_seconds:
        source.previous_secret = source.secret
        source.previous_secret_until = clock.now() + timedelta(seconds=overlap_seconds)
    else:
        source.previous_secret = source.previous_secret_until = None
    source.secret = _sealed(secret)
    _touch(source)
    await session.flush()
    return source, secret


def signing_secrets(source: Source) -> list[str]:
    """The secrets that may sign for a source now, newest first; empty when the desk's own secret is another now."""
    sealed = [source.secret]
    until = source.previous_secret_until
    if source.previous_secret is not None and until is not None and until > clock.now():
        sealed.append(source.previous_secret)
    opened = [unseal(each.encode()) for each in sealed]
    return [each.decode() for each in opened if each is not None]


async def _lock(session: AsyncSession, source_id: UUID) -> Source:
    query = select(Source).where(col(Source.id) == source_id).with_for_update()
    found = (await session.exec(query.execution_options(populate_existing=True))).first()
    if found is None:
        raise NotFound
    return found


def _touch(source: Source) -> None:
    source.version += 1
    source.updated_at = clock.now()


def _new_secret() -> str:
    # The form that Standard Webhooks libraries read: plain base64 behind the prefix.
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _sealed(secret: str) -> str:
    return seal(secret.encode()).decode()
