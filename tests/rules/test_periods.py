"""The same hour and day of earlier weeks, by the clock on the wall, also when clocks are changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.rules.periods import around

BERLIN, MOSCOW, INDIA = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Kolkata")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_ten_on_a_monday_is_ten_on_a_monday() -> None:
    # Clocks went back on 25 October: nine in UTC now, eight before.
    found = around(datetime(2026, 11, 2, 9, 30, tzinfo=UTC), "hour", BERLIN, since=LONG_AGO)
    assert found.start == datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert [start.hour for start, _ in found.earlier] == [9, 8, 8, 8, 8, 8, 8, 8]
    assert all(end - start == timedelta(hours=1) for start, end in found.earlier)


@pytest.mark.parametrize(("day", "hours"), [((3, 29), 23), ((10, 25), 25)])
def test_a_day_has_the_hours_that_it_has(day: tuple[int, int], hours: int) -> None:
    found = around(datetime(2026, *day, 12, tzinfo=BERLIN), "day", BERLIN, since=LONG_AGO)
    assert found.end - found.start == timedelta(hours=hours)
    assert {end - start for start, end in found.earlier} == {timedelta(hours=24)}


def test_hours_that_are_there_twice_or_not_at_all() -> None:
    twice = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    first, second = (around(each, "hour", BERLIN, since=LONG_AGO) for each in twice)
    assert second.start - first.start == timedelta(hours=1)
    assert first.earlier == second.earlier
    # Half past two was not there on 29 March: a week later it is held against the hour after.
    missing = around(datetime(2026, 4, 5, 0, 30, tzinfo=UTC), "hour", BERLIN, since=LONG_AGO)
    assert missing.earlier[0][0] == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert around(twice[0], "hour", INDIA, since=LONG_AGO).start.minute == 30


def test_only_whole_weeks_of_what_is_known_count() -> None:
    now = datetime(2026, 11, 26, 15, 20, tzinfo=UTC)
    weeks = [
        len(around(now, "hour", MOSCOW, since=since).earlier)
        for since in (None, now, now - timedelta(weeks=1), now - timedelta(weeks=1, hours=1), now - timedelta(weeks=3))
    ]
    assert weeks == [0, 0, 0, 1, 2]
    for year in (1, 9999):
        assert around(datetime(year, 1, 1, tzinfo=UTC), "day", MOSCOW, since=LONG_AGO).start.year in {
            1999,
            2000,
            8999,
            9000,
        }
