"""Schedules of reports by mail: create, read, list, change, delete."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, Forbidden, Invalid, pointer
from app.models import Agent, ReportRun, ReportSchedule
from app.rules.actors import Actor
from app.rules.report_schedules import Recurrence, period
from app.schemas.report_schedules import (
    Recipients,
    RecipientsOut,
    ReportParametersOut,
    ReportRunOut,
    ReportRunPage,
    ReportScheduleIn,
    ReportScheduleOut,
    ReportSchedulePage,
    ReportSchedulePatch,
)
from app.services import keyset, naming, report_asking, report_reading, rows
from app.services.report_asking import Asked
from app.services.report_catalogue import REPORTS
from app.settings import settings

MOST = 500
_TIMES = frozenset({"every", "weekday", "day", "at_time", "zone"})


def visible_to(actor: Actor) -> SelectOfScalar[ReportSchedule]:
    """The schedules that a caller may see: leads and admins all, others none. Raises `Forbidden`."""
    if actor.role == "agent":
        detail = "Reports are sent by leads and admins"
        raise Forbidden(detail)
    return select(ReportSchedule)


async def create(session: AsyncSession, actor: Actor, new: ReportScheduleIn) -> ReportScheduleOut:
    """Send a report from now on. Raises as `_check`, `Forbidden`, and `Conflict` (`too_many_schedules`)."""
    several = (await session.exec(select(func.count()).select_from(visible_to(actor).limit(MOST).subquery()))).one()
    if several >= MOST:
        raise Conflict(f"A desk has at most {MOST} schedules", code="too_many_schedules")
    now = clock.now()
    made = ReportSchedule(
        **_columns(new.model_dump(mode="json")), next_at=now, created_by=actor.id, created_at=now, updated_at=now
    )
    await _check(session, actor, made, new.recipients)
    made.next_at = recurrence(made).next_after(now)
    session.add(made)
    await session.flush()
    return shown(made)


async def read(session: AsyncSession, actor: Actor, schedule_id: UUID) -> ReportScheduleOut:
    """A schedule. Raises `NotFound`, `Forbidden`."""
    return shown(await rows.get(session, visible_to(actor).where(col(ReportSchedule.id) == schedule_id)))


async def page(session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int) -> ReportSchedulePage:
    """Schedules, the newest first. Raises `Invalid` for a cursor that is not ours, `Forbidden`."""
    query = keyset.newest_first(
        visible_to(actor), ReportSchedule.created_at, ReportSchedule.id, cursor=cursor, limit=limit
    )
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.created_at, row.id)
    )
    return ReportSchedulePage(items=[shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, schedule_id: UUID, change: ReportSchedulePatch, *, version: str | None
) -> ReportScheduleOut:
    """Change a schedule; other times count from now on. Raises as `create`, `NotFound`, `PreconditionFailed`."""
    found = await lock(session, actor, schedule_id, version=version)
    sent = _columns(change.model_dump(mode="json", exclude_unset=True))
    changed = {name: value for name, value in sent.items() if value != getattr(found, name)}
    # Whoever switches on what the desk has switched off, or what was nobody's any more, answers for it.
    takes_over = sent.get("active") is True and (found.stopped_because is not None or not found.active)
    if changed or takes_over:
        for name, value in changed.items():
            setattr(found, name, value)
        if takes_over:
            found.created_by, found.stopped_because = actor.id, None
        await _check(session, actor, found, change.recipients)
        now = clock.now()
        if takes_over or changed.keys() & _TIMES:
            # Else what is due at this very moment would be passed over.
            found.next_at = recurrence(found).next_after(now)
        found.version += 1
        found.updated_at = now
        session.add(found)
        await session.flush()
    return shown(found)


async def delete(session: AsyncSession, actor: Actor, schedule_id: UUID, *, version: str | None) -> None:
    """Send it no more; its runs go with it. Raises `NotFound`, `Forbidden`, `PreconditionFailed`."""
    await session.delete(await lock(session, actor, schedule_id, version=version))
    await session.flush()


async def runs(
    session: AsyncSession, actor: Actor, schedule_id: UUID, *, cursor: str | None, limit: int
) -> ReportRunPage:
    """When it was sent, the latest first. Raises `NotFound`, `Forbidden`, `Invalid` for a cursor that is not ours."""
    await rows.get(session, visible_to(actor).where(col(ReportSchedule.id) == schedule_id))
    query = select(ReportRun).where(col(ReportRun.schedule_id) == schedule_id).order_by(col(ReportRun.id).desc())
    if cursor is not None:
        query = query.where(col(ReportRun.id) < keyset.by_id(cursor))
    found, following = keyset.page(
        (await session.exec(query.limit(limit + 1))).all(), limit, lambda row: keyset.encode(row.id)
    )
    return ReportRunPage(items=[run_shown(each) for each in found], next_cursor=following)


async def lock(session: AsyncSession, actor: Actor, schedule_id: UUID, *, version: str | None) -> ReportSchedule:
    """A schedule, locked. Raises `NotFound`, `Forbidden`, `PreconditionFailed`."""
    return await rows.lock(session, visible_to(actor).where(col(ReportSchedule.id) == schedule_id), version=version)


def recurrence(schedule: ReportSchedule) -> Recurrence:
    """When it is due."""
    at = time.fromisoformat(schedule.at_time)
    zone = ZoneInfo(schedule.zone)
    return Recurrence(schedule.every, at, zone, weekday=schedule.weekday, day=schedule.day)  # type: ignore[arg-type]  # as the table checks


def asked(actor: Actor, schedule: ReportSchedule, at: datetime) -> Asked:
    """The report as it is asked for at this time. Raises `Invalid`, `Forbidden`."""
    begin, end = period(schedule.period, at, ZoneInfo(schedule.zone))  # type: ignore[arg-type]  # as the wire shape checks
    wanted = schedule.parameters
    known = REPORTS.get(schedule.report)
    return report_asking.asked(
        actor,
        since=begin,
        until=end,
        zone=schedule.zone,
        interval=wanted.get("interval", "none"),
        group_by=wanted.get("group_by") or ("none" if known is None else known.by),
        hours=wanted.get("hours", "calendar"),
        filters=wanted.get("filters", {}),
    )


async def _check(session: AsyncSession, actor: Actor, schedule: ReportSchedule, new: Recipients | None) -> None:
    """Raise `Invalid` for what would not be sent: `unknown_report`, `unknown_zone`, `not_of_this_report`,
    `invalid_filter`, `unknown_agent`, `unknown_recipient`.
    """
    if schedule.report not in REPORTS:
        detail = "There is no such report"
        raise Invalid(detail, code="unknown_report", errors=[pointer("report", detail)])
    try:
        ZoneInfo(schedule.zone)
    except (ValueError, OSError, KeyError):
        detail = "There is no such time zone"
        raise Invalid(detail, code="unknown_zone", errors=[pointer("zone", detail)]) from None
    report_reading.find(schedule.report, asked(actor, schedule, clock.now()))
    if new is None:
        return
    agents: list[naming.Named] = [
        (("recipients", "agent_ids", place), "agent", each) for place, each in enumerate(new.agent_ids)
    ]
    await naming.refuse(session, agents)
    domains = {each.casefold() for each in settings().report_domains}
    others = [each.casefold() for each in new.addresses if each.rpartition("@")[2].casefold() not in domains]
    there = select(func.lower(Agent.email)).where(func.lower(Agent.email).in_(others), col(Agent.status) == "active")
    known = set((await session.exec(there)).all()) if others else set()
    wrong = [place for place, each in enumerate(new.addresses) if each.casefold() in set(others) - known]
    if wrong:
        detail = "No active agent has this address, and its domain is not the desk's own"
        errors = [pointer(f"recipients.addresses.{place}", detail) for place in wrong]
        raise Invalid("Reports go to the desk's own people", code="unknown_recipient", errors=errors)


def _columns(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of the wire as columns."""
    found = dict(sent)
    if "at" in found:
        found["at_time"] = found.pop("at")
    if "recipients" in found:
        recipients = found.pop("recipients")
        found["agent_ids"] = list(dict.fromkeys(recipients.get("agent_ids", ())))
        found["addresses"] = list({each.casefold(): each for each in recipients.get("addresses", ())}.values())
    return found


def shown(row: ReportSchedule) -> ReportScheduleOut:
    """As clients see it."""
    wanted = row.parameters
    return ReportScheduleOut(
        id=row.id,
        name=row.name,
        report=row.report,
        parameters=ReportParametersOut(
            interval=wanted.get("interval", "none"),
            group_by=wanted.get("group_by"),
            hours=wanted.get("hours", "calendar"),
            filters=wanted.get("filters", {}),
        ),
        period=row.period,
        every=row.every,
        weekday=row.weekday,
        day=row.day,
        at=row.at_time,
        zone=row.zone,
        recipients=RecipientsOut(agent_ids=[UUID(each) for each in row.agent_ids], addresses=row.addresses),
        active=row.active,
        stopped_because=row.stopped_because,
        next_at=row.next_at if row.active else None,
        created_by=row.created_by,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def run_shown(row: ReportRun) -> ReportRunOut:
    """A run as clients see it."""
    return ReportRunOut(
        id=row.id,
        due_at=row.due_at,
        at=row.ran_at,
        missed=row.missed,
        period_from=row.period_from,
        period_to=row.period_to,
        outcome=row.outcome,
        recipients=row.recipients,
        error=row.error,
    )
