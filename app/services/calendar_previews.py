"""What a calendar means over a period, saved or not: computed, and nothing is stored."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import Invalid, pointer
from app.models import Calendar
from app.rules.actors import Actor
from app.rules.calendar_previews import Explained, Why
from app.rules.openings import NeverDue
from app.schemas.calendars import (
    CalendarOpeningOut,
    CalendarPreview,
    CalendarPreviewIn,
    CalendarReason,
    ClosedDayOut,
)
from app.services import calendar_definitions, calendars, rows
from app.services.sla_worlds import rule_calendar

USUAL: Final = timedelta(days=14)
LONGEST: Final = timedelta(days=366)
MOST_OPENINGS = 2_000
# A calendar that opens for seconds can take seconds to search for a due time: one thread, so that it holds up nobody
# and two of them do not fill the memory.
_THREAD = ThreadPoolExecutor(max_workers=1, thread_name_prefix="calendars")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: about `[since, until)` and about `at`; what is None gets its usual value."""

    since: datetime | None
    until: datetime | None
    at: datetime | None
    due_after: int | None


async def of_saved(
    session: AsyncSession, actor: Actor, calendar_id: UUID, *, number: int | None, question: Question
) -> CalendarPreview:
    """What a version means, the current one unless numbered. Raises `NotFound`, `Invalid`."""
    calendar = await rows.get(session, calendars.visible_to(actor).where(col(Calendar.id) == calendar_id))
    version = await calendars.numbered(session, calendar, number or calendar.number)
    return await _answered(calendars.definition_of(version), version.number, question)


async def of_draft(draft: CalendarPreviewIn) -> CalendarPreview:
    """What a calendar would mean that is not saved. Raises `Invalid`."""
    parts = calendar_definitions.parts_of(draft.model_dump(mode="json"))
    definition = calendar_definitions.define(parts, clock.now())
    question = Question(draft.since, draft.until, draft.at, draft.due_after)
    return await _answered(definition, None, question)


async def _answered(definition: Mapping[str, Any], number: int | None, question: Question) -> CalendarPreview:
    now = clock.now()
    since, at = _whole(question.since or now), _whole(question.at or now)
    until = since + USUAL if question.until is None else _whole(question.until)
    if not since < until <= since + LONGEST:
        detail = "must be after `from`, by 366 days at most"
        raise Invalid("A preview is of 1 second to 366 days", code="invalid_period", errors=[pointer("to", detail)])
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_THREAD, _computed, definition, number, since, until, at, question.due_after)


def _computed(
    definition: Mapping[str, Any],
    number: int | None,
    since: datetime,
    until: datetime,
    at: datetime,
    due_after: int | None,
) -> CalendarPreview:
    # Not from the cache of compiled calendars: what is looked at once must not push out what clocks are counted by.
    explained = Explained(rule_calendar(definition), calendar_definitions.names(definition))
    schedule = explained.schedule
    openings = explained.openings(since, until)
    shown = [
        CalendarOpeningOut(
            date=each.day.isoformat(), opens=each.opening.opens, closes=each.opening.closes, reason=_reason(each.why)
        )
        for each in islice(openings, MOST_OPENINGS)
    ]
    return CalendarPreview.model_validate(
        {
            "number": number,
            "zone": definition["zone"],
            "from": since,
            "to": until,
            "openings": shown,
            "openings_left_off": len(schedule.openings(since, until)) - len(shown),
            "open_seconds": schedule.open_seconds(since, until),
            "closed_days": [
                ClosedDayOut(date=day.isoformat(), reason=_reason(why))
                for day, why in explained.closed_days(since, until)
            ],
            "at": at,
            "is_open": schedule.is_open(at),
            "reason": _reason(explained.why(at)),
            "next_change_at": schedule.next_change(at),
            "due_at": None if due_after is None else _due(explained, at, due_after),
        }
    )


def _due(explained: Explained, at: datetime, seconds: int) -> datetime | None:
    try:
        return explained.schedule.due(at, seconds)
    except NeverDue:
        return None


def _reason(why: Why) -> CalendarReason:
    return CalendarReason(kind=why.kind, name=why.name)


def _whole(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
