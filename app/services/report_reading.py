"""Answers of reports: the figures with their names, what they mean, how complete they are; as JSON or as CSV."""

import csv
import io
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.errors import Invalid, NotFound, parameter
from app.rules.actors import Actor
from app.schemas.report_tickets import ReportTicketPage
from app.schemas.reports import ReportDefinition, ReportList, ReportOut, ReportPeriod, ReportRow
from app.services import report_asking, report_keeping
from app.services.report_asking import Asked
from app.services.report_catalogue import REPORTS, Report
from app.services.report_figures import Figures

Address: TypeAlias = Callable[[datetime, datetime, str | None, bool], str]

_BEHIND = """SELECT s.position > c.position AS behind,
 (SELECT given_at FROM feed WHERE position <= c.position ORDER BY position DESC LIMIT 1) AS at
FROM feed_state s, feed_cursors c WHERE c.name = $1"""
_INCOMPLETE = "SELECT EXISTS (SELECT FROM report_state)"
_NAMES = {
    "agent": "SELECT id::text AS key, name FROM agents WHERE id = ANY ($1::text[]::uuid[])",
    "team": "SELECT id::text AS key, name FROM teams WHERE id = ANY ($1::text[]::uuid[])",
    "queue": "SELECT id::text AS key, name FROM queues WHERE id = ANY ($1::text[]::uuid[])",
    "brand": "SELECT key, name FROM brands WHERE key = ANY ($1::text[])",
}
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def definitions() -> ReportList:
    """Every report there is."""
    return ReportList(items=[_defined(each) for each in REPORTS.values()])


def _defined(report: Report) -> ReportDefinition:
    return ReportDefinition(
        name=report.name,
        title=report.title,
        definition=report.definition,
        unit=report.unit,
        group_by=sorted(report.groups),
        default_group_by=report.by,
        filters=sorted(report.filters),
        intervals=["none", "hour", "day", "week"] if report.slots else ["none"],
        business_hours=report.business,
        drill_down=report.tickets is not None,
    )


def find(name: str, asked: Asked) -> Report:
    """A report that can say what is asked. Raises `NotFound` and `Invalid` (`not_of_this_report`)."""
    report = REPORTS.get(name)
    if report is None:
        raise NotFound
    wrong = []
    if asked.hours == "business" and not report.business:
        wrong.append(parameter("hours", "This report counts no time in business hours"))
    if asked.interval != "none" and not report.slots:
        wrong.append(parameter("interval", "This report cannot be cut into intervals"))
    if asked.group_by not in report.groups:
        wrong.append(parameter("group_by", "This report cannot be grouped by that"))
    wrong += [
        parameter(each, "This report cannot be narrowed to that")
        for each in asked.filters or ()
        if each not in report.filters
    ]
    if wrong:
        raise Invalid("This report cannot say that", code="not_of_this_report", errors=wrong)
    return report


async def read(session: AsyncSession, actor: Actor, name: str, asked: Asked) -> ReportOut:
    """A report's figures. Raises `NotFound` and `Invalid` (`not_of_this_report`, `too_many_rows`)."""
    report = find(name, asked)
    connection = await raw_connection(session)
    found = await report.compute(session, actor, asked)
    report_asking.bound(len(found.rows))
    names = await _names(connection, asked.group_by, {each.key for each in found.rows if each.key is not None})
    grouped = asked.group_by != "none"
    address = asked.addresses(report.name) if report.tickets is not None else None
    as_of, complete = await _fresh(connection, asked.now)
    return ReportOut.model_construct(
        report=report.name,
        title=report.title,
        definition=report.definition,
        unit=report.unit,
        period=ReportPeriod.model_validate(
            {"from": asked.period.start, "to": asked.period.end, "zone": asked.period.zone}
        ),
        interval=asked.interval,
        group_by=asked.group_by,
        hours=asked.hours,
        complete_from=found.complete_from,
        complete=complete,
        as_of=as_of,
        total=_row(address, found.total, None, grouped=False),
        rows=[
            _row(address, each, None if each.key is None else names.get(each.key, each.key), grouped=grouped)
            for each in found.rows
        ],
    )


async def tickets(
    session: AsyncSession, name: str, asked: Asked, *, cursor: str | None, limit: int
) -> ReportTicketPage:
    """The tickets behind a number. Raises `NotFound`, also for a report that has none, and `Invalid`."""
    report = find(name, asked)
    if report.tickets is None:
        raise NotFound
    return await report.tickets(session, asked, cursor, limit)


def _row(address: Address | None, of: Figures, name: str | None, *, grouped: bool) -> ReportRow:
    behind = address(of.start, of.end, of.key, grouped) if address is not None and of.tickets and of.n else None
    return ReportRow.model_construct(
        key=of.key, name=name, start=of.start, end=of.end, n=of.n, mean=of.mean, p50=of.p50, p90=of.p90, p95=of.p95,
        share=of.share, low=of.low, high=of.high, figures=of.more, tickets=behind,
    )  # fmt: skip


async def _names(connection: Connection, dimension: str, keys: Collection[str]) -> dict[str, str]:
    statement = _NAMES.get(dimension)
    if statement is None or not keys:
        return {}
    return {row["key"]: row["name"] for row in await connection.fetch(statement, list(keys))}


async def _fresh(connection: Connection, now: datetime) -> tuple[datetime, bool]:
    """Until when what happened is in the facts, and whether all tickets are."""
    row = await connection.fetchrow(_BEHIND, report_keeping.NAME)
    incomplete = await connection.fetchval(_INCOMPLETE)
    if row is not None and row["behind"] and row["at"] is not None:
        return min(row["at"], now), not incomplete
    return now, not incomplete


def as_csv(report: ReportOut) -> str:
    """The rows of a report, the total first; what a spreadsheet would run as a formula is text."""
    more = sorted({name for row in (report.total, *report.rows) for name in row.figures})
    names = ["row", "key", "name", "from", "to", "n", "mean", "p50", "p90", "p95", "share", "low", "high", *more]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    for kind, rows in (("total", [report.total]), ("row", report.rows)):
        for row in rows:
            plain = [row.n, row.mean, row.p50, row.p90, row.p95, row.share, row.low, row.high]
            writer.writerow(
                [
                    kind, _safe(row.key), _safe(row.name), row.start.isoformat(), row.end.isoformat(),
                    *("" if each is None else each for each in plain),
                    *("" if row.figures.get(name) is None else row.figures[name] for name in more),
                ]
            )  # fmt: skip
    return out.getvalue()


def tickets_as_csv(page: ReportTicketPage) -> str:
    """One page of tickets."""
    out = io.StringIO()
    writer = csv.writer(out)
    names = list(ReportTicketPage.model_fields["items"].annotation.__args__[0].model_fields)  # type: ignore[union-attr]
    writer.writerow(names)
    for item in page.items:
        writer.writerow([_cell(getattr(item, name)) for name in names])
    return out.getvalue()


def _cell(value: Any) -> Any:  # noqa: ANN401 - a field's value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return "" if value is None else _safe(value) if isinstance(value, str) else value


def _safe(text: str | None) -> str:
    if text is None:
        return ""
    return "'" + text if text.startswith(_FORMULA) else text
