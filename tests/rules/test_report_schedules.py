"""When reports are due and what they are about: walls and their clocks, short months, leap days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.report_schedules import Recurrence, instant, period

BERLIN = ZoneInfo("Europe/Berlin")
HAVANA = ZoneInfo("America/Havana")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
ZONES = (BERLIN, HAVANA, LORD_HOWE, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Europe/Moscow"), ZoneInfo("Pacific/Apia"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "wall", "zone", "due"),
    [
        (date(2026, 3, 29), time(2, 30), BERLIN, "2026-03-29T01:00:00+00:00"),
        (date(2026, 10, 25), time(2, 30), BERLIN, "2026-10-25T00:30:00+00:00"),
        # Midnight itself is skipped, and half an hour.
        (date(2026, 3, 8), time(0, 0), HAVANA, "2026-03-08T05:00:00+00:00"),
        (date(2026, 10, 4), time(2, 15), LORD_HOWE, "2026-10-03T15:30:00+00:00"),
        (date(2026, 6, 1), time(7, 0), ZoneInfo("Asia/Kathmandu"), "2026-06-01T01:15:00+00:00"),
    ],
)
def test_a_time_that_is_skipped_or_comes_twice(day: date, wall: time, zone: ZoneInfo, due: str) -> None:
    assert instant(day, wall, zone) == at(due)


def test_the_last_of_a_month_that_is_short() -> None:
    month = Recurrence("month", time(8), BERLIN, day=31)
    assert month.next_after(at("2028-02-01T00:00:00+00:00")) == at("2028-02-29T08:00:00+01:00")
    assert month.next_after(at("2028-02-29T08:00:00+01:00")) == at("2028-03-31T08:00:00+02:00")
    assert month.last_until(at("2028-02-29T07:59:59+01:00")) == at("2028-01-31T08:00:00+01:00")
    assert month.missed(at("2028-01-31T08:00:00+01:00"), at("2028-03-31T08:00:00+02:00")) == 2


def test_periods_are_whole_days_that_are_over() -> None:
    monday = at("2026-03-30T08:00:00+02:00")
    assert period("last_week", monday, BERLIN) == (at("2026-03-23T00:00:00+01:00"), at("2026-03-30T00:00:00+02:00"))
    begin, end = period("yesterday", monday, BERLIN)
    assert end - begin == timedelta(hours=23)
    assert period("last_month", at("2028-03-31T08:00:00+02:00"), BERLIN) == (
        at("2028-02-01T00:00:00+01:00"),
        at("2028-03-01T00:00:00+01:00"),
    )
    begin, end = period("last_7_days", at("2026-10-26T08:00:00+01:00"), BERLIN)
    assert end - begin == timedelta(days=7, hours=1)


@given(
    every=st.sampled_from(["day", "week", "month"]),
    wall=st.times(max_value=time(23, 59)).map(lambda each: each.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
    weekday=st.integers(1, 7),
    day=st.integers(1, 31),
    seconds=st.integers(0, 36_500 * 86_400),
)
def test_due_times_follow_one_another(
    every: str, wall: time, zone: ZoneInfo, weekday: int, day: int, seconds: int
) -> None:
    """The last one before now and the next one after it are neighbours, however the clocks change between them."""
    recurrence = Recurrence(every, wall, zone, weekday=weekday, day=day)  # type: ignore[arg-type]
    now = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    following = recurrence.next_after(now)
    last = recurrence.last_until(now)
    assert last is not None
    assert last <= now < following
    assert recurrence.next_after(last) == following
    assert recurrence.last_until(following) == following
    assert recurrence.missed(last, following) == 1
    assert following - last < timedelta(days=32 if every == "month" else 9 if every == "week" else 3)
