"""What comes again: at the hour that a clock shows, across its changes, short months and leap days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.rules.recurrence import Period, first_due, next_due


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def times(period: Period, start: str, count: int) -> list[str]:
    """The first times, as the zone's clocks show them."""
    zone = ZoneInfo(period.zone)
    found = [first_due(period, at(start))]
    while len(found) < count:
        found.append(next_due(period, found[0], found[-1]))
    return [f"{each.astimezone(zone):%Y-%m-%d %H:%M}" for each in found]


def test_the_31st_of_months_that_have_none_is_their_last_day() -> None:
    monthly = Period(1, "month", 9, 0, "Europe/Moscow")
    assert times(monthly, "2028-01-31T05:00+00:00", 5) == [
        "2028-01-31 09:00", "2028-02-29 09:00", "2028-03-31 09:00", "2028-04-30 09:00", "2028-05-31 09:00",
    ]  # fmt: skip
    leap = Period(12, "month", 9, 0, "UTC")
    assert times(leap, "2028-02-29T00:00+00:00", 5)[1::3] == ["2029-02-28 09:00", "2032-02-29 09:00"]


def test_an_hour_that_the_clocks_skip_or_show_twice() -> None:
    daily = Period(1, "day", 2, 30, "Europe/Berlin")
    spring = [first_due(daily, at("2026-03-28T00:00+01:00"))]
    spring += [next_due(daily, spring[0], spring[-1])]
    spring += [next_due(daily, spring[0], spring[-1])]
    assert spring == [at("2026-03-28T02:30+01:00"), at("2026-03-29T03:30+02:00"), at("2026-03-30T02:30+02:00")]
    autumn = first_due(daily, at("2026-10-25T00:00+02:00"))
    assert autumn == at("2026-10-25T02:30+02:00")
    assert next_due(daily, autumn, autumn) == at("2026-10-26T02:30+01:00")


def test_the_first_time_is_not_before_the_start() -> None:
    weekly = Period(2, "week", 9, 0, "Asia/Kathmandu")
    assert first_due(weekly, at("2026-11-26T09:00+05:45")) == at("2026-11-26T09:00+05:45")
    late = first_due(weekly, at("2026-11-26T09:00:01+05:45"))
    assert late == at("2026-11-27T09:00+05:45")
    # What was missed is not made up for one by one.
    assert next_due(weekly, late, at("2027-01-01T00:00+00:00")) == at("2027-01-08T09:00+05:45")


@given(
    st.builds(
        Period, st.integers(1, 40), st.sampled_from(["day", "week", "month"]), st.integers(0, 23), st.integers(0, 59),
        st.sampled_from(["UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"]),
    ),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - made aware below
    st.integers(0, 10**9),
)  # fmt: skip
def test_the_next_one_is_the_next_one(period: Period, start: datetime, seconds: int) -> None:
    """However far one jumps, one lands on the same times as somebody who goes from one to the next."""
    first = first_due(period, start.replace(tzinfo=UTC))
    assert start.replace(tzinfo=UTC) <= first < start.replace(tzinfo=UTC) + timedelta(days=3)
    after = first + timedelta(seconds=seconds)
    found = next_due(period, first, after)
    assert found > after
    just_before = next_due(period, first, found - timedelta(microseconds=1))
    assert just_before == found
