"""Automations: create, read, list, change, archive; their order, and the versions that never change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, tuple_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, PreconditionFailed
from app.models import Automation, AutomationVersion
from app.rules.actors import Actor
from app.schemas.automations import (
    AutomationDefinitionOut,
    AutomationIn,
    AutomationOut,
    AutomationPage,
    AutomationPatch,
    AutomationVersionOut,
    AutomationVersionPage,
)
from app.services import automation_backfills, automation_definitions, documents, keyset, rows, version_lists

# Every event may try all of them.
MAX_AUTOMATIONS = 200


def visible_to(_actor: Actor) -> SelectOfScalar[Automation]:
    """The automations that a caller may see: who may read settings may see all of them."""
    return select(Automation)


async def create(session: AsyncSession, actor: Actor, new: AutomationIn) -> AutomationOut:
    """Make an automation. Raises `Invalid`, `Forbidden`, and `Conflict`: `name_taken`, `too_many_automations`."""
    definition = automation_definitions.parts_of(new)
    await _one_at_a_time(session)
    await automation_definitions.refuse(session, actor, definition)
    last = await _how_many(session) + 1
    if last > MAX_AUTOMATIONS:
        detail = f"There are {MAX_AUTOMATIONS} automations already: archive one"
        raise Conflict(detail, code="too_many_automations")
    now, place = clock.now(), min(new.position or last, last)
    await _shift(session, place, last, 1, now)
    made = Automation(
        name=new.name, enabled=new.enabled, position=place, since=now, created_at=now, updated_at=now
    )  # fmt: skip
    session.add(made)
    await session.flush()
    version = _add_version(session, actor, made, definition, now)
    await session.flush()
    if made.enabled:
        await automation_backfills.ask(session, actor, made.id, definition, now)
    return (await _all_shown(session, [made], {made.id: version}))[0]


async def read(session: AsyncSession, actor: Actor, automation_id: UUID) -> AutomationOut:
    """An automation. Raises `NotFound`."""
    found = await rows.get(session, visible_to(actor).where(col(Automation.id) == automation_id))
    return (await _all_shown(session, [found]))[0]


async def page(
    session: AsyncSession, actor: Actor, *, archived: bool, cursor: str | None, limit: int
) -> AutomationPage:
    """Automations in their order, those that are archived in the order of their making. Raises `Invalid`."""
    place, automation_id = col(Automation.position), col(Automation.id)
    query = visible_to(actor).where(col(Automation.archived_at).is_not(None) == archived)
    query = query.order_by(place, automation_id).limit(limit + 1)
    if cursor is not None:
        query = query.where(tuple_(place, automation_id) > keyset.by_place(cursor))
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.position, row.id)
    )
    return AutomationPage(items=await _all_shown(session, found), next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, automation_id: UUID, change: AutomationPatch, *, version: str | None
) -> AutomationOut:
    """Change an automation; another definition is another version, and it is for what happens from then on.

    Raises `NotFound`, `PreconditionFailed`, as `create`, and `Conflict` (`automation_archived`).
    """
    sent = change.model_fields_set
    await _one_at_a_time(session)
    found = await rows.lock(session, visible_to(actor).where(col(Automation.id) == automation_id), version=version)
    if found.archived_at is not None and sent - {"name"}:
        raise Conflict("An archived automation takes a new name and nothing else", code="automation_archived")
    latest = (await _latest(session, [found]))[found.id]
    parts = {name: part for name, part in automation_definitions.parts_of(change).items() if name in sent}
    definition = {**latest.definition, **parts}
    changed = documents.changed(latest.definition, parts)
    now, before = clock.now(), (found.name, found.enabled, found.position, found.number)
    switched_on = bool(change.enabled) and not found.enabled
    if changed or switched_on:
        # What it works by may have gone while it was switched off.
        await automation_definitions.refuse(session, actor, definition)
        found.since = now
    found.name = change.name or found.name
    if change.enabled is not None:
        found.enabled = change.enabled
    if switched_on:
        found.disabled_because = None
    if changed:
        found.number += 1
        latest = _add_version(session, actor, found, definition, now)
    if change.position is not None:
        await _move(session, found, change.position, now)
    if (found.name, found.enabled, found.position, found.number) != before:
        _touch(found, now)
        session.add(found)
        await session.flush()
    if found.enabled and (changed or switched_on):
        await automation_backfills.ask(session, actor, found.id, definition, now)
    return (await _all_shown(session, [found], {found.id: latest}))[0]


async def archive(session: AsyncSession, actor: Actor, automation_id: UUID, *, version: str | None) -> None:
    """Take an automation out of the order; its runs stay in the log. Again: nothing. Raises as `patch`."""
    await _one_at_a_time(session)
    found = await rows.lock(session, visible_to(actor).where(col(Automation.id) == automation_id), version=None)
    if found.archived_at is not None:
        return
    if version is not None and version != str(found.version):
        raise PreconditionFailed
    now = clock.now()
    await _shift(session, found.position + 1, MAX_AUTOMATIONS, -1, now)
    found.position, found.archived_at, found.enabled = 0, now, False
    _touch(found, now)
    session.add(found)
    await session.flush()


async def versions(
    session: AsyncSession, actor: Actor, automation_id: UUID, *, cursor: str | None, limit: int
) -> AutomationVersionPage:
    """The versions of an automation, newest first. Raises `NotFound`, `Invalid`."""
    await rows.get(session, visible_to(actor).where(col(Automation.id) == automation_id))
    of_one = select(AutomationVersion).where(col(AutomationVersion.automation_id) == automation_id)
    found, makers, following = await version_lists.page(session, AutomationVersion, of_one, cursor=cursor, limit=limit)
    items = [
        AutomationVersionOut(
            id=each.id,
            number=each.number,
            name=each.name,
            definition=AutomationDefinitionOut(**each.definition),
            created_by=None if each.created_by is None else makers[each.created_by],
            created_at=each.created_at,
        )
        for each in found
    ]
    return AutomationVersionPage(items=items, next_cursor=following)


def _add_version(
    session: AsyncSession, actor: Actor, automation: Automation, definition: Mapping[str, Any], now: datetime
) -> AutomationVersion:
    version = AutomationVersion(
        automation_id=automation.id,
        number=automation.number,
        name=automation.name,
        definition=dict(definition),
        created_by=actor.id,
        created_at=now,
    )
    session.add(version)
    return version


async def _one_at_a_time(session: AsyncSession) -> None:
    """Whoever changes automations waits for the one before: places stay gapless."""
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik automations"))))


async def _how_many(session: AsyncSession) -> int:
    return (await session.exec(select(func.count()).where(col(Automation.archived_at).is_(None)))).one()


async def _move(session: AsyncSession, automation: Automation, to: int, now: datetime) -> None:
    to, was = min(to, await _how_many(session)), automation.position
    if to < was:
        await _shift(session, to, was - 1, 1, now)
    elif to > was:
        await _shift(session, was + 1, to, -1, now)
    automation.position = to


async def _shift(session: AsyncSession, first: int, last: int, by: int, now: datetime) -> None:
    """Those at these places move along. Their place is shown, so they get another ETag too."""
    place = col(Automation.position)
    await session.exec(
        update(Automation)
        .where(col(Automation.archived_at).is_(None), place.between(first, last))
        .values(position=place + by, version=col(Automation.version) + 1, updated_at=now)
        .execution_options(synchronize_session=False)
    )


def _touch(automation: Automation, now: datetime) -> None:
    automation.version += 1
    automation.updated_at = now


async def _latest(session: AsyncSession, several: Sequence[Automation]) -> dict[UUID, AutomationVersion]:
    wanted = [(each.id, each.number) for each in several]
    query = select(AutomationVersion).where(
        tuple_(col(AutomationVersion.automation_id), col(AutomationVersion.number)).in_(wanted)
    )
    return {each.automation_id: each for each in (await session.exec(query)).all()} if wanted else {}


async def _all_shown(
    session: AsyncSession, several: Sequence[Automation], latest: Mapping[UUID, AutomationVersion] | None = None
) -> list[AutomationOut]:
    known = latest if latest is not None else await _latest(session, several)
    definitions = [known[each.id].definition for each in several]
    problems = await automation_definitions.problems_of(session, definitions)
    return [
        AutomationOut(
            **each.model_dump(exclude={"position"}),
            position=None if each.archived_at is not None else each.position,
            problems=wrong,
            **definition,
        )
        for each, definition, wrong in zip(several, definitions, problems, strict=True)
    ]
