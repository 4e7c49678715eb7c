"""The period of a report: half-open, by the clock on the wall, also where clocks are changed by half an hour."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.report_periods import MOST_SLOTS, InvalidPeriod, Period, of

NOW = datetime(2026, 11, 26, 12, 30, 15, 123_456, tzinfo=UTC)


def hours(period: Period) -> list[float]:
    """How long the slots are."""
    return [(b - a) / timedelta(hours=1) for a, b in zip(period.edges, period.edges[1:], strict=False)]


@pytest.mark.parametrize(
    ("since", "until", "zone", "interval", "found"),
    [
        ((2026, 3, 28), (2026, 3, 31), "Europe/Berlin", "day", [24, 23, 24]),
        ((2026, 10, 24), (2026, 10, 27), "Europe/Berlin", "day", [24, 25, 24]),
        ((2026, 3, 29), (2026, 3, 30), "Europe/Berlin", "hour", [1] * 23),
        ((2026, 10, 25), (2026, 10, 26), "Europe/Berlin", "hour", [1] * 25),
        # By half an hour: on the wall there are one of half an hour more in autumn, and a longer one in spring.
        ((2026, 4, 5), (2026, 4, 6), "Australia/Lord_Howe", "day", [24.5]),
        ((2026, 4, 5), (2026, 4, 6), "Australia/Lord_Howe", "hour", [1, 1, 0.5, *[1] * 22]),
        ((2026, 10, 4), (2026, 10, 5), "Australia/Lord_Howe", "day", [23.5]),
        # A midnight that is not there, and a date that was skipped.
        ((2018, 11, 3), (2018, 11, 6), "America/Sao_Paulo", "day", [24, 23, 24]),
        ((2011, 12, 29), (2012, 1, 1), "Pacific/Apia", "day", [24, 24]),
        ((2028, 2, 28), (2028, 3, 2), "UTC", "day", [24, 24, 24]),
        ((2026, 3, 23), (2026, 4, 6), "Europe/Berlin", "week", [167, 168]),
        ((2026, 1, 1), (2026, 1, 9), "UTC", "week", [4 * 24, 4 * 24]),
        ((2026, 1, 1), (2027, 1, 1), "UTC", "none", [365 * 24]),
    ],
)
def test_slots(since: tuple[int, ...], until: tuple[int, ...], zone: str, interval: str, found: list[float]) -> None:
    made = of(date(*since), date(*until), zone, interval, NOW)  # type: ignore[arg-type]
    assert hours(made) == found


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Asia/Kolkata", "Australia/Eucla"])
def test_zones_with_odd_minutes_begin_their_hours_when_their_clocks_do(zone: str) -> None:
    made = of(datetime(2026, 1, 1, 0, 20, tzinfo=UTC), datetime(2026, 1, 1, 4, tzinfo=UTC), zone, "hour", NOW)
    assert all(each.astimezone(ZoneInfo(zone)).minute == 0 for each in made.edges[1:-1])
    assert sum(hours(made)) == pytest.approx(3 + 2 / 3)


def test_what_is_not_said() -> None:
    made = of(None, None, "UTC", "none", NOW)
    assert (made.end, made.end - made.start) == (NOW.replace(microsecond=123_000), timedelta(days=30))
    offset = timezone(timedelta(hours=5, minutes=45))
    made = of(datetime(2026, 1, 1, tzinfo=offset), datetime(2026, 1, 2, tzinfo=UTC), "Asia/Kathmandu", "none", NOW)
    assert made.start == datetime(2025, 12, 31, 18, 15, tzinfo=UTC)
    # What lies ahead is a period, too.
    assert of(date(2030, 1, 1), date(2030, 2, 1), "UTC", "week", NOW).slots == 5


@pytest.mark.parametrize(
    ("since", "until", "zone", "interval", "name"),
    [
        (date(2026, 2, 1), date(2026, 1, 1), "UTC", "none", "from"),
        (date(2026, 1, 1), date(2026, 1, 1), "UTC", "day", "from"),
        (date(2010, 1, 1), date(2026, 1, 1), "UTC", "none", "from"),
        (date(1, 1, 1), date(2026, 1, 1), "Asia/Tokyo", "none", "from"),
        (date(2026, 1, 1), date(9999, 12, 31), "America/New_York", "none", "to"),
        (date(2020, 1, 1), date(2026, 1, 1), "UTC", "hour", "interval"),
        *((date(2026, 1, 1), None, zone, "day", "zone") for zone in ("Mars/Base", "", "../etc/passwd", "localtime\0")),
    ],
)
def test_what_is_no_period(since: date, until: date | None, zone: str, interval: str, name: str) -> None:
    with pytest.raises(InvalidPeriod) as error:
        of(since, until, zone, interval, NOW)  # type: ignore[arg-type]
    assert error.value.name == name


@given(
    st.integers(9_000, 24_000).map(lambda days: datetime(1970, 1, 1, 7, 13, tzinfo=UTC) + timedelta(days=days)),
    st.integers(1, 40 * 24 * 60),
    st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo"]),
    st.sampled_from(["hour", "day", "week"]),
)
def test_slots_cover_the_period_and_nothing_twice(since: datetime, minutes: int, zone: str, interval: str) -> None:
    made = of(since, since + timedelta(minutes=minutes), zone, interval, NOW)  # type: ignore[arg-type]
    assert (made.edges[0], made.edges[-1]) == (made.start, made.end)
    assert all(a < b for a, b in zip(made.edges, made.edges[1:], strict=False))
    longest = {"hour": 1.5, "day": 25, "week": 169}[interval]
    assert max(hours(made)) <= longest
    assert made.slots <= MOST_SLOTS
