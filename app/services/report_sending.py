"""Reports that are due are made and put on their way, each due time once: in the transaction that moves the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import structlog
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, Database, as_unavailable
from app.errors import AppError, Conflict
from app.models import Agent, ReportRun, ReportSchedule
from app.rules.actors import Actor
from app.rules.permissions import ROLES, Permission
from app.rules.report_mails import mailed
from app.rules.report_schedules import period
from app.schemas.report_schedules import ReportRunOut
from app.schemas.reports import ReportOut
from app.services import mailing, outbox, report_reading, report_schedules
from app.settings import settings

log = structlog.get_logger("otklik.reports")

# One that is sent later than this says so.
LATE = timedelta(minutes=15)
# A file that is larger is cut at a row, and says so.
MOST_CHARACTERS = 1_000_000

_WRONG = "Something went wrong on our side; the log says more"
_SLOW = "It took too long to make: narrow it, or choose a shorter period"

_ANY_DUE = "SELECT EXISTS (SELECT FROM report_schedules WHERE active AND next_at <= $1)"


@dataclass(frozen=True, slots=True)
class _Due:
    """A due time, by how many earlier ones it was missed, and whether somebody asked for it just now."""

    at: datetime
    missed: int = 0
    by_hand: bool = False


async def any_due(connection: Connection) -> bool:
    """Whether any report is due."""
    return bool(await connection.fetchval(_ANY_DUE, clock.now()))


async def send_next(database: Database) -> bool:
    """Send one report that is due and that nobody else sends; whether there was one.

    Of several due times that have passed meanwhile it is sent for the last one. What cannot be made because of an error
    of ours, or takes too long, is passed over until its next time, so that it holds up no other.
    """
    async with database.lean() as connection:
        if not await any_due(connection):
            return False
    failed: UUID | None = None
    try:
        async with database.unit_of_work() as work:
            schedule = await _claim(work.session)
            if schedule is None:
                return False
            failed = schedule.id
            due, following = _times(schedule)
            schedule.next_at = following
            work.session.add(schedule)
            await _send(work.session, schedule, due)
    except Exception as error:
        slow = _took_too_long(error)
        away = isinstance(error, AppError) or as_unavailable(error) is not None
        if failed is None or (away and not slow):
            raise
        log.exception("a report cannot be made; passed over", schedule=str(failed))
        async with database.unit_of_work() as work:
            await _pass_over(work.session, failed, _SLOW if slow else _WRONG)
    return True


def _took_too_long(error: BaseException) -> bool:
    """Whether a statement was cut off because of its own time: the same again would take as long."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, asyncpg.QueryCanceledError):
        cause = cause.__cause__
    return cause is not None


async def send_now(session: AsyncSession, actor: Actor, schedule_id: UUID) -> ReportRunOut:
    """Send a report at once, of the period that is meant now; its due times stay.

    Raises `NotFound`, `Forbidden`, `Conflict` (`report_not_sent`) when nothing can be sent, as `outcome` would say.
    """
    schedule = await report_schedules.lock(session, actor, schedule_id, version=None)
    run = await _send(session, schedule, _Due(clock.now(), by_hand=True))
    if run.outcome != "sent":
        detail = run.error or "None of its recipients is active any more"
        raise Conflict(detail, code="report_not_sent")
    return report_schedules.run_shown(run)


async def _claim(session: AsyncSession) -> ReportSchedule | None:
    due = select(ReportSchedule).where(col(ReportSchedule.active), col(ReportSchedule.next_at) <= clock.now())
    first = due.order_by(col(ReportSchedule.next_at)).limit(1)
    return (await session.exec(first.with_for_update(skip_locked=True, key_share=True))).first()


def _times(schedule: ReportSchedule) -> tuple[_Due, datetime]:
    now, recurrence = clock.now(), report_schedules.recurrence(schedule)
    last = max(schedule.next_at, recurrence.last_until(now) or schedule.next_at)
    return _Due(last, recurrence.missed(schedule.next_at, last)), recurrence.next_after(now)


async def _pass_over(session: AsyncSession, schedule_id: UUID, error: str) -> None:
    query = select(ReportSchedule).where(col(ReportSchedule.id) == schedule_id)
    schedule = (await session.exec(query.with_for_update(key_share=True))).first()
    if schedule is None or schedule.next_at > clock.now():
        return
    due, schedule.next_at = _times(schedule)
    session.add(schedule)
    await _record(session, schedule, due, "refused", error=error)


async def _send(session: AsyncSession, schedule: ReportSchedule, due: _Due) -> ReportRun:
    actor = await _in_whose_name(session, schedule)
    if actor is None:
        return await _stop(session, schedule, due, "creator_gone", "Who answers for it may not read reports any more")
    try:
        asked = report_schedules.asked(actor, schedule, due.at)
        found = await report_reading.read(session, actor, schedule.report, asked)
    except AppError as error:
        if error.temporary:
            raise
        return await _stop(session, schedule, due, "report_refused", error.detail or error.title)
    addresses = await _addresses(session, schedule)
    now = clock.now()
    sent = await _mail(session, schedule, due, found, addresses, now=now)
    return await _record(session, schedule, due, "sent" if addresses else "nobody", recipients=sent)


async def _mail(
    session: AsyncSession, schedule: ReportSchedule, due: _Due, found: ReportOut, addresses: Sequence[str], *,
    now: datetime,
) -> int:  # fmt: skip
    remarks = _remarks(due, now, ZoneInfo(schedule.zone))
    file = report_reading.as_csv(found)
    if len(file) > MOST_CHARACTERS:
        file = file[: file.rindex("\n", 0, MOST_CHARACTERS) + 1]
        remarks.append("The attached file is cut: it would be too large for a mail. Read the rest over the API.")
    made = mailed(schedule.name, found.model_dump(), remarks=remarks)
    attached = mailing.Attached(f"{schedule.report}.csv", "csv", file)
    key = f"report:{schedule.id}:{now if due.by_hand else due.at:%Y-%m-%dT%H:%M:%S.%fZ}"
    sent = 0
    for address in addresses:
        sent += await outbox.mail(
            session, key=f"{key}:{address.casefold()}", to=address, subject=made.subject, text=made.text,
            html=made.html, attachments=[attached], now=now,
        )  # fmt: skip
    return sent


def _remarks(due: _Due, now: datetime, zone: ZoneInfo) -> list[str]:
    if due.by_hand:
        return []
    said = []
    if due.missed:
        times = "one earlier time" if due.missed == 1 else f"{due.missed} earlier times"
        said.append(f"The desk was away for {times} of this report: this mail is for the last one that passed.")
    if now - due.at > LATE:
        said.append(f"It was due at {due.at.astimezone(zone):%Y-%m-%d %H:%M}, and is sent late.")
    return said


async def _in_whose_name(session: AsyncSession, schedule: ReportSchedule) -> Actor | None:
    """Who answers for it, if they still may."""
    agent = (await session.exec(select(Agent).where(col(Agent.id) == schedule.created_by))).first()
    if agent is None or agent.status != "active" or agent.role == "agent":
        return None
    permissions = ROLES[agent.role]
    if Permission.REPORTS_READ not in permissions:
        return None
    return Actor(kind="agent", id=agent.id, name=agent.name, permissions=permissions, role=agent.role)


async def _addresses(session: AsyncSession, schedule: ReportSchedule) -> list[str]:
    """Of everybody who is still there, each once: agents who are active, and addresses that are nobody else's."""
    query = select(Agent.email, Agent.status).where(
        col(Agent.id).in_([UUID(each) for each in schedule.agent_ids])
        | func.lower(Agent.email).in_([each.lower() for each in schedule.addresses])
    )
    people = dict((await session.exec(query)).all())
    gone = {email.casefold() for email, status in people.items() if status == "disabled"}
    active = [email for email, status in people.items() if status == "active"]
    # As when it was said: somebody's who is here, or in a domain that is still the desk's own.
    known, domains = {each.casefold() for each in active}, {each.casefold() for each in settings().report_domains}
    own = [
        each for each in schedule.addresses
        if each.casefold() in known or each.rpartition("@")[2].casefold() in domains
    ]  # fmt: skip
    return list({each.casefold(): each for each in (*active, *own) if each.casefold() not in gone}.values())


async def _stop(session: AsyncSession, schedule: ReportSchedule, due: _Due, because: str, error: str) -> ReportRun:
    """Switched off: it would fail every time, and nobody would be told. By hand nothing is changed."""
    if not due.by_hand:
        schedule.active, schedule.stopped_because = False, because
        schedule.version += 1
        schedule.updated_at = clock.now()
        session.add(schedule)
    return await _record(session, schedule, due, "refused", error=error)


async def _record(
    session: AsyncSession, schedule: ReportSchedule, due: _Due, outcome: str, *, recipients: int = 0,
    error: str | None = None,
) -> ReportRun:  # fmt: skip
    begin, end = period(schedule.period, due.at, ZoneInfo(schedule.zone))  # type: ignore[arg-type]  # as the wire shape checks
    run = ReportRun(
        schedule_id=schedule.id, due_at=None if due.by_hand else due.at, ran_at=clock.now(), missed=due.missed,
        period_from=begin, period_to=end, outcome=outcome, recipients=recipients, error=error,
    )  # fmt: skip
    session.add(run)
    await session.flush()
    return run
