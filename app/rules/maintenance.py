"""When work is planned: once, or again and again by the clock on the wall of a zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.rules.recurrence import Period, Unit, next_due

Span = tuple[datetime, datetime]

# An occurrence ends before the next one begins, so a day or two back is enough to find the one under way.
LONGEST = timedelta(days=31)
LONGEST_REPEATED = timedelta(hours=23)
TICK = timedelta(microseconds=1)
# A daily window within ten years has 3,653 of them.
_MOST = 4000


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every so many days, weeks or months in this zone (an IANA name); the last one begins before `until`."""

    every: int
    unit: Unit
    zone: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The first occurrence, and how it repeats; nothing before `declared_at` counts."""

    starts_at: datetime
    ends_at: datetime
    declared_at: datetime
    repeat: Repeat | None = None


def spans(window: Window, start: datetime, end: datetime) -> list[Span]:
    """Its occurrences within this half-open period, cut to it and to what was declared before."""
    since = max(start, window.declared_at)
    found = []
    for begins, ends in occurrences(window, since, end):
        cut = max(begins, since), min(ends, end)
        if cut[0] < cut[1]:
            found.append(cut)
    return found


def occurrences(window: Window, start: datetime, end: datetime, *, most: int = _MOST) -> list[Span]:
    """Its whole occurrences that touch this half-open period, in order, the first `most` of them."""
    length = window.ends_at - window.starts_at
    at: datetime | None = window.starts_at
    if window.repeat is not None and start - length > window.starts_at:
        at = _next(window, start - length - TICK)
    found: list[Span] = []
    while at is not None and at < end and len(found) < most:
        if at + length > start:
            found.append((at, at + length))
        at = _next(window, at)
    return found


def over_at(window: Window) -> datetime | None:
    """When its last occurrence ends; None: it goes on for ever."""
    if window.repeat is None:
        return window.ends_at
    if window.repeat.until is None:
        return None
    return window.repeat.until + (window.ends_at - window.starts_at)


def _next(window: Window, after: datetime) -> datetime | None:
    repeat = window.repeat
    if repeat is None:
        return None
    local = window.starts_at.astimezone(ZoneInfo(repeat.zone))
    period = Period(repeat.every, repeat.unit, local.hour, local.minute, repeat.zone)
    try:
        found = next_due(period, window.starts_at, after)
    except OverflowError:
        return None
    return None if repeat.until is not None and found >= repeat.until else found
