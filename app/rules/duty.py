"""Whether an agent is on duty by their calendar, their shifts and their absences, and when that changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from app.rules.schedules import ALWAYS, AnySchedule

Off: TypeAlias = Literal["off_shift", "out_of_office"]


@dataclass(frozen=True, slots=True)
class Span:
    """From `starts_at` to just before `ends_at`, which is later."""

    starts_at: datetime
    ends_at: datetime

    def holds(self, at: datetime) -> bool:
        """Whether the instant is in it."""
        return self.starts_at <= at < self.ends_at


@dataclass(frozen=True, slots=True)
class Duty:
    """Why somebody does not work now (None: they do), and until when that is so; None: for ever, as planned by now."""

    off: Off | None
    changes_at: datetime | None


def duty(
    now: datetime,
    *,
    absences: Iterable[Span] = (),
    shifts: Iterable[Span] | None = None,
    hours: AnySchedule = ALWAYS,
) -> Duty:
    """How it is now. Who has shifts (not None) works in them only, and only in the hours of their calendar.

    Spans that are over may be left out.
    """
    away = _merged(absences)
    gone = next((each for each in away if each.holds(now)), None)
    if gone is not None:
        return Duty("out_of_office", gone.ends_at)
    next_away = next((each.starts_at for each in away if each.starts_at > now), None)
    off, change = _by_plan(now, None if shifts is None else _merged(shifts), hours)
    return Duty(off, min((each for each in (change, next_away) if each is not None), default=None))


def _by_plan(
    now: datetime, shifts: Sequence[Span] | None, hours: AnySchedule
) -> tuple[Literal["off_shift"] | None, datetime | None]:
    """The same without absences."""
    if shifts is None:
        return None if hours.is_open(now) else "off_shift", hours.next_change(now)
    shift = next((each for each in shifts if each.holds(now)), None)
    if shift is not None and hours.is_open(now):
        closes = hours.next_change(now)
        return None, shift.ends_at if closes is None else min(closes, shift.ends_at)
    begins = (_first_open(max(now, each.starts_at), each.ends_at, hours) for each in shifts if each.ends_at > now)
    return "off_shift", next((each for each in begins if each is not None), None)


def _first_open(begin: datetime, end: datetime, hours: AnySchedule) -> datetime | None:
    """The first instant in `[begin, end)` at which it is open."""
    if hours.is_open(begin):
        return begin
    opens = hours.next_change(begin)
    return None if opens is None or opens >= end else opens


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in order, with a gap between any two."""
    merged: list[Span] = []
    for each in sorted(spans, key=lambda span: span.starts_at):
        if merged and each.starts_at <= merged[-1].ends_at:
            merged[-1] = Span(merged[-1].starts_at, max(merged[-1].ends_at, each.ends_at))
        else:
            merged.append(each)
    return merged
