"""What a preview says of a calendar: every opening has the day and the reason of hours that really begin it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.rules.calendar_previews import Explained, Why
from app.rules.calendars import Calendar, Hours
from tests.rules.test_calendars import calendars, steady

HOUR = 3600


@steady
@given(calendars(), st.integers(-4 * 24 * HOUR, 4 * 24 * HOUR), st.integers(1, 6 * 24 * HOUR))
def test_every_opening_has_a_day_whose_hours_are_running(pair: tuple[Calendar, date], start: int, length: int) -> None:
    calendar, centre = pair
    explained = Explained(calendar, {day: f"exception {day}" for day in calendar.exceptions})
    a = datetime(centre.year, centre.month, centre.day, tzinfo=UTC) + timedelta(seconds=start)
    b = a + timedelta(seconds=length)
    found = list(explained.openings(a, b))
    assert [each.opening for each in found] == explained.schedule.openings(a, b)
    for each in found:
        special = each.day in calendar.exceptions
        assert each.why == (Why("exception", f"exception {each.day}") if special else Why("weekly"))
        hours = calendar.exceptions[each.day] if special else calendar.weekly[each.day.weekday()]
        zone = ZoneInfo(calendar.zone)
        spans = [hour.instants(each.day, zone) for hour in hours]
        assert any(opens <= each.opening.opens < closes for opens, closes in spans)
        assert special or each.day not in calendar.holidays
    closed = dict(explained.closed_days(a, b))
    assert not closed.keys() & {each.day for each in found}
    for day, why in closed.items():
        if day in calendar.exceptions:
            assert why == Why("exception", f"exception {day}")
        else:
            assert why == (Why("holiday", calendar.holidays[day]) if day in calendar.holidays else Why("weekly"))


def test_an_empty_span_has_no_days() -> None:
    nine = (Hours(9 * HOUR, 18 * HOUR),)
    explained = Explained(Calendar("UTC", (nine, nine, nine, nine, nine, (), ()), {}, {}), {})
    at = datetime(2026, 11, 28, 12, tzinfo=UTC)
    assert list(explained.closed_days(at, at)) == []
    assert list(explained.closed_days(at, at + timedelta(seconds=1))) == [(date(2026, 11, 28), Why("weekly"))]
    assert explained.why(at) == Why("weekly")
    midnight = datetime(2026, 11, 28, tzinfo=UTC)
    assert list(explained.closed_days(midnight - timedelta(hours=9), midnight)) == []
