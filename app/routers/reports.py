"""`/v1/reports`: figures over a period, and the tickets behind them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import Depends, Header, Query, Response

from app.answers import answer
from app.deps import Work, problems, staff
from app.errors import Invalid, parameter
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.rules.report_periods import Interval
from app.schemas.base import Instant, Key
from app.schemas.report_tickets import ReportTicketPage
from app.schemas.reports import DeflectionReport, ReportList, ReportOut
from app.services import report_asking, report_reading, reports
from app.services.report_asking import Asked, GroupBy, Hours
from app.services.report_catalogue import REPORTS

router = DeskRouter(prefix="/v1/reports", tags=["Reports"])

Since = Annotated[Instant | None, Query(description="From then on; absent: 30 days before the end.")]
Until = Annotated[Instant | None, Query(description="Before then; absent: now.")]
Day = r"^\d{4}-\d\d-\d\d([Tt ].{1,40})?$"
From = Annotated[
    str | None,
    Query(
        alias="from",
        pattern=Day,
        max_length=50,
        description="From then on: an instant with its offset, or a date, whose midnight in `zone` is meant. "
        "Absent: 30 days before `to`.",
        examples=["2026-11-01", "2026-11-01T08:00:00Z"],
    ),
]
To = Annotated[
    str | None,
    Query(alias="to", pattern=Day, max_length=50, description="Until before then, in the same way. Absent: now."),
]
Zone = Annotated[str, Query(max_length=255, description="An IANA time zone: of dates, and of hours, days and weeks.")]
Values = Query(max_length=50, description="Only of these; `-`: without one. Repeat it for any of several.")
Filter = Annotated[list[Annotated[str, Query(max_length=255)]], Values]
Format = Annotated[Literal["json", "csv"] | None, Query(description="Also by `Accept: text/csv`.")]
Accept = Annotated[str | None, Header(include_in_schema=False)]
CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}


async def _filters(
    agent: Filter = [],  # noqa: B006 - never changed
    team: Filter = [],  # noqa: B006
    queue: Filter = [],  # noqa: B006
    brand: Filter = [],  # noqa: B006
    channel: Filter = [],  # noqa: B006
    topic: Annotated[
        list[Annotated[str, Query(max_length=255)]],
        Query(max_length=50, description="Only of these topics; `cards/*`: and of all below it; `-`: without one."),
    ] = [],  # noqa: B006
    language: Filter = [],  # noqa: B006
    priority: Filter = [],  # noqa: B006
    type: Filter = [],  # noqa: A002, B006 - its name outside
) -> dict[str, list[str]]:
    return {
        "agent": agent, "team": team, "queue": queue, "brand": brand, "channel": channel, "topic": topic,
        "language": language, "priority": priority, "type": type,
    }  # fmt: skip


Filters = Annotated[dict[str, list[str]], Depends(_filters)]


@router.get(
    "",
    operation_id="listReports",
    summary="List reports",
    response_model=ReportList,
    responses=problems(401, 403),
)
async def list_reports(_actor: Annotated[Actor, staff(P.REPORTS_READ)]) -> Response:
    """Every report with its definition, and what it can be grouped by and narrowed to."""
    return answer(report_reading.definitions().model_dump())


@router.get(
    "/deflection",
    operation_id="reportDeflection",
    summary="How many readers need nobody any more",
    response_model=DeflectionReport,
    responses=problems(401, 403),
)
async def deflection(
    actor: Annotated[Actor, staff(P.ARTICLES_WRITE)],
    work: Work,
    brand: Annotated[Key | None, Query()] = None,
    since: Since = None,
    until: Until = None,
) -> Response:
    """Of those who searched the help centre and read an article, how many then asked nobody within 24 hours.

    Only people whom the desk knows are in the share; others are counted apart, and visits whose 24 hours are not over
    are in no figure but `waiting`. What became of a visit is judged within the hour after its time.
    """
    found = await reports.deflection(work.session, actor, reports.period(since, until, brand))
    return answer(found.model_dump())


@router.get(
    "/{report}",
    operation_id="getReport",
    summary="Read a report",
    response_model=ReportOut,
    responses={**problems(401, 403, 404), **CSV},
)
async def read(
    report: Key,
    actor: Annotated[Actor, staff(P.REPORTS_READ)],
    work: Work,
    filters: Filters,
    since: From = None,
    until: To = None,
    zone: Zone = "UTC",
    interval: Annotated[Interval, Query(description="Cut the period into these, by the clock of `zone`.")] = "none",
    group_by: Annotated[GroupBy | None, Query(description="Absent: as the report does by itself.")] = None,
    hours: Annotated[Hours, Query(description="Times in all hours, or in opening hours.")] = "calendar",
    format: Format = None,  # noqa: A002 - its name outside
    accept: Accept = None,
) -> Response:
    """Figures of a period, of all and by group and slot, each with the address of the tickets behind it.

    Dimensions are as they were when what is counted happened. Agents see their own figures only, a key of one source
    those of its tickets. Merged tickets count in the ticket that they are part of, spam nowhere, also of before.
    """
    known = REPORTS.get(report)
    by = group_by or ("none" if known is None else known.by)
    wanted = _asked(actor, filters, since, until, zone, interval, by, hours)
    found = await report_reading.read(work.session, actor, report, wanted)
    if _is_csv(format, accept):
        return _csv(report_reading.as_csv(found), report)
    return answer(found.model_dump(by_alias=True))


@router.get(
    "/{report}/tickets",
    operation_id="listReportTickets",
    summary="List the tickets behind a number",
    response_model=ReportTicketPage,
    responses={**problems(401, 403, 404), **CSV},
)
async def list_tickets(
    report: Key,
    actor: Annotated[Actor, staff(P.REPORTS_READ)],
    work: Work,
    filters: Filters,
    since: From = None,
    until: To = None,
    zone: Zone = "UTC",
    hours: Annotated[Hours, Query(description="As the number was counted.")] = "calendar",
    format: Format = None,  # noqa: A002 - its name outside
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
    accept: Accept = None,
) -> Response:
    """What was counted, the newest first: one line for each, as many in all pages as the report says. For an open
    ticket of the backlog its line is since when it has been open like this.
    """
    wanted = _asked(actor, filters, since, until, zone, "none", "none", hours)
    found = await report_reading.tickets(work.session, report, wanted, cursor=cursor, limit=limit)
    if _is_csv(format, accept):
        return _csv(report_reading.tickets_as_csv(found), report)
    return answer(found.model_dump())


def _asked(
    actor: Actor, filters: Mapping[str, Sequence[str]], since: str | None, until: str | None, zone: str,
    interval: Interval, group_by: GroupBy, hours: Hours,
) -> Asked:  # fmt: skip
    return report_asking.asked(
        actor, since=_when("from", since), until=_when("to", until), zone=zone, interval=interval, group_by=group_by,
        hours=hours, filters=filters,
    )  # fmt: skip


def _when(name: str, text: str | None) -> date | datetime | None:
    if text is None:
        return None
    try:
        found = date.fromisoformat(text) if len(text) == len("2026-11-01") else datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or (isinstance(found, datetime) and found.tzinfo is None):
        detail = "must be a date like 2026-11-01, or an instant like 2026-11-01T08:00:00Z"
        raise Invalid("There is no such period", code="invalid_period", errors=[parameter(name, detail)])
    return found


def _is_csv(wanted: str | None, accept: str | None) -> bool:
    return wanted == "csv" or (wanted is None and (accept or "").split(",")[0].split(";")[0].strip() == "text/csv")


def _csv(text: str, report: str) -> Response:
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="{report}.csv"'}
    return Response(text, headers=headers, media_type="text/csv; charset=utf-8")
