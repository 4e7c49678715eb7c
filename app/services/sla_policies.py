"""SLA policies: create, read, list, change, archive; their order, and the versions that never change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, tuple_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Invalid, PreconditionFailed
from app.models import SlaPolicy, SlaPolicyVersion
from app.rules.actors import Actor
from app.schemas.sla_policies import (
    SlaDefinitionOut,
    SlaPolicyIn,
    SlaPolicyOut,
    SlaPolicyPage,
    SlaPolicyPatch,
    SlaPolicyVersionOut,
    SlaPolicyVersionPage,
)
from app.services import documents, keyset, rows, sla_definitions, sla_keeping, version_lists

# Every change of a ticket may try all of them.
MAX_POLICIES = 200


def visible_to(_actor: Actor) -> SelectOfScalar[SlaPolicy]:
    """The policies that a caller may see: who may read settings may see all of them."""
    return select(SlaPolicy)


async def create(session: AsyncSession, actor: Actor, new: SlaPolicyIn) -> SlaPolicyOut:
    """Make a policy. Raises `Invalid`, and `Conflict`: `name_taken`, `too_many_policies`."""
    definition = sla_definitions.parts_of(new.model_dump(mode="json"))
    await _one_at_a_time(session)
    await sla_definitions.refuse(session, definition, about=definition)
    last = await _how_many(session) + 1
    if last > MAX_POLICIES:
        detail = f"There are {MAX_POLICIES} policies already: archive one"
        raise Conflict(detail, code="too_many_policies")
    now, place = clock.now(), min(new.position or last, last)
    await _shift(session, place, last, 1, now)
    policy = SlaPolicy(name=new.name, enabled=new.enabled, position=place, created_at=now, updated_at=now)
    session.add(policy)
    await session.flush()
    version = _add_version(session, actor, policy, definition, now)
    await session.flush()
    return _shown(policy, version)


async def read(session: AsyncSession, actor: Actor, policy_id: UUID) -> SlaPolicyOut:
    """A policy. Raises `NotFound`."""
    policy = await rows.get(session, visible_to(actor).where(col(SlaPolicy.id) == policy_id))
    return (await _all_shown(session, [policy]))[0]


async def page(session: AsyncSession, actor: Actor, *, archived: bool, cursor: str | None, limit: int) -> SlaPolicyPage:
    """Policies in their order, those that are archived in the order of their making. Raises `Invalid`."""
    place, policy_id = col(SlaPolicy.position), col(SlaPolicy.id)
    query = visible_to(actor).where(col(SlaPolicy.archived_at).is_not(None) == archived)
    query = query.order_by(place, policy_id).limit(limit + 1)
    if cursor is not None:
        query = query.where(tuple_(place, policy_id) > keyset.by_place(cursor))
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.position, row.id)
    )
    return SlaPolicyPage(items=await _all_shown(session, found), next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, policy_id: UUID, change: SlaPolicyPatch, *, version: str | None
) -> SlaPolicyOut:
    """Change a policy; another definition is another version. Raises `NotFound`, `PreconditionFailed`, as `create`."""
    sent = change.model_dump(mode="json", include=change.model_fields_set)
    await _one_at_a_time(session)
    policy = await rows.lock(session, visible_to(actor).where(col(SlaPolicy.id) == policy_id), version=version)
    if policy.archived_at is not None and sent.keys() - {"name"}:
        raise _archived()
    if sent.get("enabled") and not policy.enabled:
        # What it works by may have gone meanwhile.
        kept = _definition((await _latest(session, [policy]))[policy.id])
        await sla_definitions.refuse(session, kept, about={"calendar_id"})
    now, before = clock.now(), (policy.name, policy.enabled, policy.position, policy.number)
    policy.name, policy.enabled = sent.get("name", policy.name), sent.get("enabled", policy.enabled)
    latest = await _define(session, actor, policy, sla_definitions.parts_of(sent), now)
    if "position" in sent:
        await _move(session, policy, sent["position"], now)
    if (policy.name, policy.enabled, policy.position, policy.number) != before:
        _touch(policy, now)
        await session.flush()
    return _shown(policy, latest)


async def archive(session: AsyncSession, actor: Actor, policy_id: UUID, *, version: str | None) -> None:
    """Take a policy out of the order; clocks that name it go on. Again: nothing. Raises as `patch`."""
    await _one_at_a_time(session)
    policy = await rows.lock(session, visible_to(actor).where(col(SlaPolicy.id) == policy_id), version=None)
    if policy.archived_at is not None:
        return
    if version is not None and version != str(policy.version):
        raise PreconditionFailed
    now = clock.now()
    await _shift(session, policy.position + 1, MAX_POLICIES, -1, now)
    policy.position, policy.archived_at = 0, now
    _touch(policy, now)
    await session.flush()


async def restore(
    session: AsyncSession, actor: Actor, policy_id: UUID, number: int, *, version: str | None
) -> SlaPolicyOut:
    """Make a new version like an old one. Raises as `patch`, and `Invalid` (`unknown_version`)."""
    await _one_at_a_time(session)
    policy = await rows.lock(session, visible_to(actor).where(col(SlaPolicy.id) == policy_id), version=version)
    if policy.archived_at is not None:
        raise _archived()
    old = await version_lists.numbered(session, SlaPolicyVersion, _versions_of(policy_id), number, what="policy")
    now, before = clock.now(), policy.number
    try:
        latest = await _define(session, actor, policy, _definition(old), now)
    except Invalid as error:
        detail = f"This version cannot be made anew: {error.errors[0]['detail']}"
        raise Invalid(detail, code=error.code, errors=[{"pointer": "/number", "detail": detail}]) from error
    if policy.number != before:
        _touch(policy, now)
        await session.flush()
    return _shown(policy, latest)


async def versions(
    session: AsyncSession, actor: Actor, policy_id: UUID, *, cursor: str | None, limit: int
) -> SlaPolicyVersionPage:
    """The versions of a policy, newest first. Raises `NotFound`, `Invalid`."""
    await rows.get(session, visible_to(actor).where(col(SlaPolicy.id) == policy_id))
    found, makers, following = await version_lists.page(
        session, SlaPolicyVersion, _versions_of(policy_id), cursor=cursor, limit=limit
    )
    items = [
        SlaPolicyVersionOut(
            id=each.id,
            number=each.number,
            name=each.name,
            definition=SlaDefinitionOut(**_definition(each)),
            created_by=None if each.created_by is None else makers[each.created_by],
            created_at=each.created_at,
        )
        for each in found
    ]
    return SlaPolicyVersionPage(items=items, next_cursor=following)


def _versions_of(policy_id: UUID) -> SelectOfScalar[SlaPolicyVersion]:
    return select(SlaPolicyVersion).where(col(SlaPolicyVersion.policy_id) == policy_id)


async def _define(
    session: AsyncSession, actor: Actor, policy: SlaPolicy, parts: Mapping[str, Any], now: datetime
) -> SlaPolicyVersion:
    """The version in which these parts are so: a new one, and its number the policy's, when they were not."""
    latest = (await _latest(session, [policy]))[policy.id]
    before = _definition(latest)
    new = documents.changed(before, parts)
    if not new:
        return latest
    definition = {**before, **parts}
    await sla_definitions.refuse(session, definition, about=new)
    policy.number = latest.number + 1
    return _add_version(session, actor, policy, definition, now)


def _add_version(
    session: AsyncSession, actor: Actor, policy: SlaPolicy, definition: Mapping[str, Any], now: datetime
) -> SlaPolicyVersion:
    calendar_id = definition["calendar_id"]
    version = SlaPolicyVersion(
        policy_id=policy.id,
        number=policy.number,
        name=policy.name,
        calendar_id=None if calendar_id is None else UUID(calendar_id),
        definition={name: definition[name] for name in sla_definitions.PARTS if name != "calendar_id"},
        created_by=actor.id,
        created_at=now,
    )
    session.add(version)
    return version


def _definition(version: SlaPolicyVersion) -> dict[str, Any]:
    """All parts of it, as JSON."""
    calendar_id = None if version.calendar_id is None else str(version.calendar_id)
    # What versions of before there were incidents do not say.
    return {"calendar_id": calendar_id, "in_incident": "run", **version.definition}


async def _one_at_a_time(session: AsyncSession) -> None:
    """Whoever changes policies waits for the one before: places stay gapless, whoever moves or makes one meanwhile."""
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik sla policies"))))
    await sla_keeping.keep_all(await raw_connection(session))


async def _how_many(session: AsyncSession) -> int:
    return (await session.exec(select(func.count()).where(col(SlaPolicy.archived_at).is_(None)))).one()


async def _move(session: AsyncSession, policy: SlaPolicy, to: int, now: datetime) -> None:
    """Give the policy this place, or the last one there is."""
    to, was = min(to, await _how_many(session)), policy.position
    if to < was:
        await _shift(session, to, was - 1, 1, now)
    elif to > was:
        await _shift(session, was + 1, to, -1, now)
    policy.position = to


async def _shift(session: AsyncSession, first: int, last: int, by: int, now: datetime) -> None:
    """Those at these places move along. Their place is shown, so they get another ETag too."""
    place = col(SlaPolicy.position)
    await session.exec(
        update(SlaPolicy)
        .where(col(SlaPolicy.archived_at).is_(None), place.between(first, last))
        .values(position=place + by, version=col(SlaPolicy.version) + 1, updated_at=now)
        .execution_options(synchronize_session=False)
    )


def _touch(policy: SlaPolicy, now: datetime) -> None:
    policy.version += 1
    policy.updated_at = now


def _archived() -> Conflict:
    return Conflict("An archived policy takes a new name and nothing else", code="policy_archived")


async def _latest(session: AsyncSession, policies: Sequence[SlaPolicy]) -> dict[UUID, SlaPolicyVersion]:
    # By the numbers that were read: a policy may have got another one since.
    wanted = [(each.id, each.number) for each in policies]
    query = select(SlaPolicyVersion).where(
        tuple_(col(SlaPolicyVersion.policy_id), col(SlaPolicyVersion.number)).in_(wanted)
    )
    return {each.policy_id: each for each in (await session.exec(query)).all()} if wanted else {}


async def _all_shown(session: AsyncSession, policies: Sequence[SlaPolicy]) -> list[SlaPolicyOut]:
    latest = await _latest(session, policies)
    return [_shown(each, latest[each.id]) for each in policies]


def _shown(policy: SlaPolicy, version: SlaPolicyVersion) -> SlaPolicyOut:
    return SlaPolicyOut(
        id=policy.id,
        name=policy.name,
        enabled=policy.enabled,
        position=None if policy.archived_at is not None else policy.position,
        number=version.number,
        version=policy.version,
        archived_at=policy.archived_at,
        created_at=policy.created_at,
        updated_at=policy.updated_at,
        **_definition(version),
    )
