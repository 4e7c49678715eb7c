"""`rules/duty.py` against brute force: the state at every half hour, and the first one that is another."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.calendars import Calendar, Hours
from app.rules.duty import Duty, Off, Span, duty
from app.rules.schedules import ALWAYS, AnySchedule, Schedule

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
STEP = timedelta(minutes=30)
STEPS = 14 * 48
NINE_TO_SIX = Schedule(Calendar("UTC", ((Hours(9 * 3600, 18 * 3600),),) * 5 + ((), ()), {}, {}))


def at(day: int, hour: float = 0) -> datetime:
    """An instant of those two weeks."""
    return START + timedelta(days=day, hours=hour)


def span(*ends: datetime) -> Span:
    """From one to the other."""
    return Span(*ends)


def state(when: datetime, absences: list[Span], shifts: list[Span] | None, hours: AnySchedule) -> Off | None:
    """By the definition, and not by looking ahead."""
    if any(each.starts_at <= when < each.ends_at for each in absences):
        return "out_of_office"
    planned = shifts is None or any(each.starts_at <= when < each.ends_at for each in shifts)
    return None if planned and hours.is_open(when) else "off_shift"


_STEP_NUMBERS = st.integers(0, STEPS - 1)


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    """Some spans, which may overlap, touch, and repeat."""
    pairs = draw(st.lists(st.tuples(_STEP_NUMBERS, st.integers(1, 60)), max_size=6))
    return [Span(START + first * STEP, START + (first + length) * STEP) for first, length in pairs]


@st.composite
def schedules(draw: st.DrawFn) -> AnySchedule:
    """Hours of a week, one interval a day at most; or always."""
    if draw(st.booleans()):
        return ALWAYS
    week = []
    for _ in range(7):
        begin, length = draw(st.tuples(st.integers(0, 47), st.integers(0, 48)))
        opening = Hours(begin * 1800, min((begin + length) * 1800, 24 * 3600)) if length else None
        week.append((opening,) if opening is not None else ())
    return Schedule(Calendar("UTC", tuple(week), {}, {}))


@given(
    st.integers(0, STEPS * 30),
    spans(),
    st.none() | spans(),
    schedules(),
)
def test_it_is_as_brute_force_says(
    minutes: int, absences: list[Span], shifts: list[Span] | None, hours: AnySchedule
) -> None:
    now = START + timedelta(minutes=minutes)
    found = duty(now, absences=absences, shifts=shifts, hours=hours)
    assert found.off == state(now, absences, shifts, hours)
    end = START + (STEPS + 8 * 48) * STEP
    later = START + (minutes // 30 + 1) * STEP
    while later < end and state(later, absences, shifts, hours) == found.off:
        later += STEP
    if later < end:
        assert found.changes_at == later
    else:
        assert found.changes_at is None or found.changes_at >= end
    past = [each for each in absences if each.ends_at > now]
    left = None if shifts is None else [each for each in shifts if each.ends_at > now]
    assert duty(now, absences=past, shifts=left, hours=hours) == found, "what is over changes nothing"


@pytest.mark.parametrize(
    ("now", "absences", "shifts", "hours", "expected"),
    [
        (at(0, 10), [], None, ALWAYS, Duty(None, None)),
        (at(0, 10), [], None, NINE_TO_SIX, Duty(None, at(0, 18))),
        (at(0, 18), [], None, NINE_TO_SIX, Duty("off_shift", at(1, 9))),
        (at(0, 10), [], [], ALWAYS, Duty("off_shift", None)),
        # A shift at night, by a calendar of the day: never; and one that reaches into the day: when it opens.
        (at(0, 10), [], [span(at(0, 20), at(1, 6))], NINE_TO_SIX, Duty("off_shift", None)),
        (at(0, 20), [], [span(at(0, 20), at(1, 12))], NINE_TO_SIX, Duty("off_shift", at(1, 9))),
        (at(1, 10), [], [span(at(0, 20), at(1, 12))], NINE_TO_SIX, Duty(None, at(1, 12))),
        # One after the other they are one shift, and one absence.
        (at(0, 10), [], [span(at(0, 8), at(0, 16)), span(at(0, 16), at(1))], ALWAYS, Duty(None, at(1))),
        (at(0), [span(at(0), at(1)), span(at(1), at(3))], None, NINE_TO_SIX, Duty("out_of_office", at(3))),
        # Away comes before anything else, also when nobody would be at work.
        (at(0, 20), [span(at(0, 19), at(0, 21))], None, NINE_TO_SIX, Duty("out_of_office", at(0, 21))),
        (at(0, 20), [span(at(0, 21), at(5))], None, NINE_TO_SIX, Duty("off_shift", at(0, 21))),
        (at(0, 10), [span(at(0, 11), at(0, 12))], None, ALWAYS, Duty(None, at(0, 11))),
    ],
)
def test_how_it_is(
    now: datetime, absences: list[Span], shifts: list[Span] | None, hours: AnySchedule, expected: Duty
) -> None:
    assert duty(now, absences=absences, shifts=shifts, hours=hours) == expected
