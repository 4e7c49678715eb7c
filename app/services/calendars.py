"""Calendars: create, read, list, change, archive, and the versions that never change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Invalid, PreconditionFailed
from app.models import Calendar, CalendarVersion
from app.rules.actors import Actor
from app.schemas.calendars import (
    CalendarIn,
    CalendarOut,
    CalendarPage,
    CalendarPatch,
    CalendarVersionOut,
    CalendarVersionPage,
)
from app.services import calendar_definitions, calendar_uses, documents, keyset, rows, sla_keeping, version_lists

MAX_CALENDARS = 500


def visible_to(_actor: Actor) -> SelectOfScalar[Calendar]:
    """The calendars that a caller may see: agents plan with all of them."""
    return select(Calendar)


async def create(session: AsyncSession, actor: Actor, new: CalendarIn) -> CalendarOut:
    """Make a calendar. Raises `Invalid`, and `Conflict`: `name_taken`, `too_many_calendars`."""
    now = clock.now()
    definition = calendar_definitions.define(calendar_definitions.parts_of(new.model_dump(mode="json")), now)
    # One at a time, or two would both be the last for which there is room.
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik calendars"))))
    there = (await session.exec(select(func.count()).where(col(Calendar.archived_at).is_(None)))).one()
    if there >= MAX_CALENDARS:
        raise Conflict(f"There are {MAX_CALENDARS} calendars already: archive one", code="too_many_calendars")
    calendar = Calendar(name=new.name, created_at=now, updated_at=now)
    session.add(calendar)
    await session.flush()
    version = _add_version(session, actor, calendar, definition, now)
    await session.flush()
    return _shown(calendar, version)


async def read(session: AsyncSession, actor: Actor, calendar_id: UUID) -> CalendarOut:
    """A calendar. Raises `NotFound`."""
    calendar = await rows.get(session, visible_to(actor).where(col(Calendar.id) == calendar_id))
    return (await _all_shown(session, [calendar]))[0]


async def page(session: AsyncSession, actor: Actor, *, archived: bool, cursor: str | None, limit: int) -> CalendarPage:
    """Calendars by name. Raises `Invalid` for a cursor that is not ours."""
    query = visible_to(actor).where(col(Calendar.archived_at).is_not(None) == archived)
    query = query.order_by(col(Calendar.name)).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(Calendar.name) > keyset.by_name(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.name))
    return CalendarPage(items=await _all_shown(session, found), next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, calendar_id: UUID, change: CalendarPatch, *, version: str | None
) -> CalendarOut:
    """Change a calendar; other hours are another version. Raises `NotFound`, `PreconditionFailed` and as `create`."""
    # Not `exclude_unset`: a day that is not named is part of a week that is.
    sent = change.model_dump(mode="json", include=change.model_fields_set)
    calendar = await rows.lock(session, visible_to(actor).where(col(Calendar.id) == calendar_id), version=version)
    if calendar.archived_at is not None and sent.keys() - {"name"}:
        raise _archived()
    await sla_keeping.keep_all(await raw_connection(session))
    now, before = clock.now(), (calendar.name, calendar.number)
    calendar.name = sent.get("name", calendar.name)
    latest = await _define(session, actor, calendar, calendar_definitions.parts_of(sent), now)
    if (calendar.name, calendar.number) != before:
        _touch(calendar, now)
        await session.flush()
    if calendar.number != before[1]:
        await calendar_uses.look_again(session, calendar_id, now)
    return _shown(calendar, latest)


async def archive(session: AsyncSession, actor: Actor, calendar_id: UUID, *, version: str | None) -> None:
    """Put a calendar away; clocks that name a version of it go on. Again: nothing.

    Raises `NotFound`, `PreconditionFailed`, and `Conflict` (`calendar_in_use`) with those that use it.
    """
    calendar = await rows.lock(session, visible_to(actor).where(col(Calendar.id) == calendar_id), version=None)
    if calendar.archived_at is not None:
        return
    if version is not None and version != str(calendar.version):
        raise PreconditionFailed
    # Whoever is to work by it locks its row first, and so waits for us or is seen here.
    users = await calendar_uses.now(session, calendar_id)
    if users:
        detail = f"The {users[0]['kind']} {users[0]['name']} works by this calendar"
        raise Conflict(detail, code="calendar_in_use", used_by=users)
    now = clock.now()
    calendar.archived_at = now
    _touch(calendar, now)
    await session.flush()


async def restore(
    session: AsyncSession, actor: Actor, calendar_id: UUID, number: int, *, version: str | None
) -> CalendarOut:
    """Make a new version like an old one, its holidays as they are known now. Raises as `patch`."""
    calendar = await rows.lock(session, visible_to(actor).where(col(Calendar.id) == calendar_id), version=version)
    if calendar.archived_at is not None:
        raise _archived()
    await sla_keeping.keep_all(await raw_connection(session))
    old = await numbered(session, calendar, number)
    now, before = clock.now(), calendar.number
    try:
        latest = await _define(session, actor, calendar, calendar_definitions.parts_of(definition_of(old)), now)
    except Invalid as error:
        # A zone or a country that is not known any more.
        detail = f"This version cannot be made anew: {error.errors[0]['detail']}"
        raise Invalid(detail, errors=[{**error.errors[0], "pointer": "/number", "detail": detail}]) from error
    if calendar.number != before:
        _touch(calendar, now)
        await session.flush()
        await calendar_uses.look_again(session, calendar_id, now)
    return _shown(calendar, latest)


async def versions(
    session: AsyncSession, actor: Actor, calendar_id: UUID, *, cursor: str | None, limit: int
) -> CalendarVersionPage:
    """The versions of a calendar, newest first. Raises `NotFound`, `Invalid`."""
    await rows.get(session, visible_to(actor).where(col(Calendar.id) == calendar_id))
    found, makers, following = await version_lists.page(
        session, CalendarVersion, _versions_of(calendar_id), cursor=cursor, limit=limit
    )
    items = [
        CalendarVersionOut(
            id=each.id,
            number=each.number,
            created_by=None if each.created_by is None else makers[each.created_by],
            created_at=each.created_at,
            **definition_of(each),
        )
        for each in found
    ]
    return CalendarVersionPage(items=items, next_cursor=following)


async def numbered(session: AsyncSession, calendar: Calendar, number: int) -> CalendarVersion:
    """The version with this number. Raises `Invalid` (`unknown_version`)."""
    return await version_lists.numbered(session, CalendarVersion, _versions_of(calendar.id), number, what="calendar")


def _versions_of(calendar_id: UUID) -> SelectOfScalar[CalendarVersion]:
    return select(CalendarVersion).where(col(CalendarVersion.calendar_id) == calendar_id)


def definition_of(version: CalendarVersion) -> dict[str, Any]:
    """What a version says, as JSON."""
    return {name: getattr(version, name) for name in (*calendar_definitions.PARTS, "holiday_dates")}


async def _define(
    session: AsyncSession, actor: Actor, calendar: Calendar, parts: Mapping[str, Any], now: datetime
) -> CalendarVersion:
    """The version in which these parts are so: a new one, and its number the calendar's, when they were not.

    With parts, also the same ones, the holidays become dates anew: that is how their horizon moves on.
    """
    latest = await numbered(session, calendar, calendar.number)
    if not parts:
        return latest
    before = definition_of(latest)
    definition = calendar_definitions.define({**before, **parts}, now)
    if documents.same(before, definition):
        return latest
    calendar.number = latest.number + 1
    return _add_version(session, actor, calendar, definition, now)


def _add_version(
    session: AsyncSession, actor: Actor, calendar: Calendar, definition: Mapping[str, Any], now: datetime
) -> CalendarVersion:
    version = CalendarVersion(
        calendar_id=calendar.id, number=calendar.number, created_by=actor.id, created_at=now, **definition
    )
    session.add(version)
    return version


def _touch(calendar: Calendar, now: datetime) -> None:
    calendar.version += 1
    calendar.updated_at = now


def _archived() -> Conflict:
    return Conflict("An archived calendar takes a new name and nothing else", code="calendar_archived")


async def _all_shown(session: AsyncSession, calendars: Sequence[Calendar]) -> list[CalendarOut]:
    # By the numbers that were read: a calendar may have got another one since.
    wanted = [(each.id, each.number) for each in calendars]
    query = select(CalendarVersion).where(
        tuple_(col(CalendarVersion.calendar_id), col(CalendarVersion.number)).in_(wanted)
    )
    latest = {each.calendar_id: each for each in (await session.exec(query)).all()} if wanted else {}
    return [_shown(each, latest[each.id]) for each in calendars]


def _shown(calendar: Calendar, version: CalendarVersion) -> CalendarOut:
    return CalendarOut(
        id=calendar.id,
        name=calendar.name,
        number=version.number,
        version=calendar.version,
        archived_at=calendar.archived_at,
        created_at=calendar.created_at,
        updated_at=calendar.updated_at,
        **definition_of(version),
    )
