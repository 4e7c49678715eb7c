"""Brands: create, read, list, change, and the secret that signs who their customers are."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Invalid, pointer
from app.models import Brand
from app.rules.actors import Actor
from app.schemas.appearance import AppearanceIn, AppearanceOut
from app.schemas.brands import (
    BrandAssistantIn,
    BrandAssistantOut,
    BrandIn,
    BrandOut,
    BrandPage,
    BrandPatch,
    IdentitySecretOut,
    ReachIn,
    ReachOut,
)
from app.services import keyset, naming, pictures, rows, tokens
from app.services.sealing import seal, unseal

# How long tokens signed with the secret before a rotation stay good: the company's backend changes over meanwhile.
# Who must shut out a leaked secret at once rotates twice.
PREVIOUS_GOOD_FOR = timedelta(days=1)


def visible_to(_actor: Actor) -> SelectOfScalar[Brand]:
    """The brands that a caller may see: whoever works with tickets may see all of them."""
    return select(Brand)


async def create(session: AsyncSession, _actor: Actor, new: BrandIn) -> BrandOut:
    """Make a brand. Raises the refusals of its constraints: `key_taken`, `unknown_team`."""
    await _refuse_missing(session, new.model_dump(include={"default_team_id", "calendar_id"}))
    now = clock.now()
    made = Brand(**new.model_dump(), created_at=now, updated_at=now)
    session.add(made)
    await session.flush()
    return _shown(made)


async def read(session: AsyncSession, actor: Actor, key: str) -> BrandOut:
    """A brand. Raises `NotFound`."""
    return _shown(await rows.get(session, visible_to(actor).where(col(Brand.key) == key)))


async def page(session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int) -> BrandPage:
    """Brands by key. Raises `Invalid` for a cursor that is not ours."""
    query = visible_to(actor).order_by(col(Brand.key)).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(Brand.key) > keyset.by_name(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.key))
    return BrandPage(items=[_shown(each) for each in found], next_cursor=following)


async def patch(session: AsyncSession, actor: Actor, key: str, change: BrandPatch, *, version: str | None) -> BrandOut:
    """Change fields of a brand. Raises `NotFound`, `PreconditionFailed` and as `create`."""
    found = await rows.lock(session, visible_to(actor).where(col(Brand.key) == key), version=version)
    sent = change.model_dump(include=change.model_fields_set)
    wanted = {name: value for name, value in sent.items() if getattr(found, name) != value}
    if wanted:
        await _refuse_missing(session, wanted)
        for name, value in wanted.items():
            setattr(found, name, value)
        _touch(found, clock.now())
        session.add(found)
        await session.flush()
    return _shown(found)


async def _refuse_missing(session: AsyncSession, wanted: Mapping[str, Any]) -> None:
    kinds: tuple[tuple[str, naming.Kind], ...] = (("default_team_id", "team"), ("calendar_id", "calendar"))
    named = [((name,), kind, wanted[name]) for name, kind in kinds if wanted.get(name) is not None]
    if named:
        await naming.refuse(session, named)


async def new_identity_secret(session: AsyncSession, actor: Actor, key: str) -> IdentitySecretOut:
    """Give the brand a new identity secret; the one before stays good for a day. Raises `NotFound`."""
    found = await rows.lock(session, visible_to(actor).where(col(Brand.key) == key), version=None)
    now = clock.now()
    secret = tokens.new_secret("ids")
    found.identity_secret_previous, found.identity_secret = found.identity_secret, seal(secret.encode()).decode()
    found.identity_rotated_at = now
    _touch(found, now)
    session.add(found)
    await session.flush()
    good_until = now + PREVIOUS_GOOD_FOR if found.identity_secret_previous is not None else None
    return IdentitySecretOut(secret=secret, previous_good_until=good_until)


async def named_or_first(session: AsyncSession, key: str | None) -> Brand | None:
    """The brand with this key; without a key the desk's first one (None on a desk without brands).

    Raises `Invalid` (`unknown_brand`).
    """
    query = select(Brand)
    query = query.order_by(col(Brand.created_at), col(Brand.id)) if key is None else query.where(col(Brand.key) == key)
    found = (await session.exec(query.limit(1))).first()
    if found is None and key is not None:
        detail = "There is no such brand"
        raise Invalid(detail, code="unknown_brand", errors=[pointer("brand", detail)])
    return found


def identity_secrets(brand: Brand, now: datetime) -> list[str]:
    """The secrets that may sign this brand's identity tokens at `now`, the current one first."""
    sealed = [brand.identity_secret]
    if brand.identity_rotated_at is not None and now < brand.identity_rotated_at + PREVIOUS_GOOD_FOR:
        sealed.append(brand.identity_secret_previous)
    plain = [unseal(each.encode()) for each in sealed if each is not None]
    return [each.decode() for each in plain if each is not None]


def reach(row: Brand) -> ReachOut:
    """How a brand is reached; what it has never said is as for a new one."""
    return ReachOut(**ReachIn.model_validate(row.reach).model_dump())


def appearance(row: Brand) -> AppearanceOut:
    """How a brand looks; what it has never said is as for a new one."""
    said = AppearanceIn.model_validate(row.appearance).model_dump()
    return AppearanceOut(**said, logo_url=pictures.address(row.logo_id))


async def set_logo(
    session: AsyncSession, actor: Actor, key: str, data: bytes | None, *, version: str | None
) -> BrandOut:
    """Give the brand this logo in place of the one before; None takes it away.

    Raises `NotFound`, `PreconditionFailed` and `Invalid` (`not_a_picture`).
    """
    made = None if data is None else await pictures.logo(data)
    found = await rows.lock(session, visible_to(actor).where(col(Brand.key) == key), version=version)
    before = found.logo_id
    if made is not None or before is not None:
        found.logo_id = None if made is None else await pictures.store(session, "logo", made)
        _touch(found, clock.now())
        session.add(found)
        await pictures.drop(session, before)
        await session.flush()
    return _shown(found)


def _touch(row: Brand, now: datetime) -> None:
    row.version += 1
    row.updated_at = now


def _shown(row: Brand) -> BrandOut:
    return BrandOut(
        id=row.id,
        key=row.key,
        name=row.name,
        default_team_id=row.default_team_id,
        strict_fields=row.strict_fields,
        calendar_id=row.calendar_id,
        reach=reach(row),
        appearance=appearance(row),
        assistant=BrandAssistantOut(**BrandAssistantIn.model_validate(row.assistant).model_dump()),
        has_identity_secret=row.identity_secret is not None,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
