"""Opening hours: `due` and `open_seconds` are inverse and exact, in every zone, and equal to counting by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.calendars import DAY, Calendar, Hours, problems
from app.rules.openings import NeverDue, Opening, Reason
from app.rules.schedules import ALWAYS, CHUNK_BITS, Schedule
from tests.rules.calendar_oracle import SPAN_DAYS, Oracle
from tests.thorough import examples

# A zone and dates on which its clocks did something: an hour, half an hour, at midnight, a whole day, for good.
TROUBLE = {
    "UTC": (date(2024, 2, 29),),
    "Africa/Cairo": (date(2026, 4, 24), date(2026, 10, 29)),
    "Africa/Casablanca": (date(2026, 2, 15), date(2026, 3, 22)),
    "America/Asuncion": (date(2023, 10, 1), date(2024, 3, 24)),
    "America/Caracas": (date(2007, 12, 9), date(2016, 5, 1)),
    "America/Havana": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/Sao_Paulo": (date(2018, 11, 4), date(2019, 2, 17)),
    "America/St_Johns": (date(2026, 3, 8), date(2026, 11, 1)),
    "Antarctica/Troll": (date(2026, 3, 29), date(2026, 10, 25)),
    "Asia/Beirut": (date(2026, 3, 29), date(2026, 10, 25)),
    "Asia/Kathmandu": (date(1986, 1, 1), date(2026, 1, 1)),
    "Asia/Kolkata": (date(2026, 6, 1),),
    "Asia/Pyongyang": (date(2015, 8, 15), date(2018, 5, 5)),
    "Asia/Tehran": (date(2022, 3, 22), date(2022, 9, 22)),
    "Asia/Tokyo": (date(2026, 12, 31),),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "Europe/Dublin": (date(2026, 3, 29), date(2026, 10, 25)),
    "Europe/Moscow": (date(2011, 3, 27), date(2014, 10, 26)),
    "Europe/Volgograd": (date(2018, 10, 28), date(2020, 12, 27)),
    "Pacific/Apia": (date(2011, 12, 30), date(2012, 4, 1)),
    "Pacific/Chatham": (date(2026, 4, 5), date(2026, 9, 27)),
    "Pacific/Kiritimati": (date(1994, 12, 31),),
    "Pacific/Kwajalein": (date(1993, 8, 21),),
}
# Where a schedule has a seam between two expansions.
SEAM = datetime.fromtimestamp(53 << CHUNK_BITS, UTC)

# Deterministic, so that a change that breaks nothing never fails; a busy machine is no failure either.
steady = settings(deadline=None, derandomize=True, database=None, max_examples=examples(40))

# Mostly round times, many of them where clocks are changed, and some odd seconds.
cuts = st.integers(0, 24 * 4).map(lambda n: n * 900) | st.integers(0, 5).map(lambda n: n * 1800) | st.integers(0, DAY)


@st.composite
def days(draw: st.DrawFn) -> tuple[Hours, ...]:
    """Up to three intervals of a day; the last may run into the next one."""
    times = sorted(draw(st.lists(cuts, max_size=6, unique=True)))
    hours = [Hours(a, b) for a, b in zip(times[::2], times[1::2], strict=False)]
    if draw(st.booleans()) and hours:
        late = hours.pop()
        hours.append(Hours(late.opens, late.opens + draw(st.integers(1, DAY))))
    return tuple(hours)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, date]:
    """Any calendar of any of the zones, and a date at which something is going on."""
    zone = draw(st.sampled_from(sorted(TROUBLE)))
    centre = draw(st.sampled_from([*TROUBLE[zone], SEAM.date()]) | st.dates(date(1990, 1, 1), date(2060, 1, 1)))
    near = st.integers(-SPAN_DAYS, SPAN_DAYS).map(lambda n: centre + timedelta(days=n))
    kinds = [draw(days()) for _ in range(3)]
    weekly = tuple(kinds[draw(st.integers(0, 2))] for _ in range(7))
    exceptions = draw(st.dictionaries(near, st.just(()) | days(), max_size=4))
    return Calendar(zone, weekly, exceptions, draw(st.dictionaries(near, st.just("Feast"), max_size=3))), centre


busy = calendars().filter(lambda pair: any(pair[0].weekly)).map(lambda pair: pair[0])
instants = st.integers(0, 10 * 365 * DAY).map(lambda n: datetime(2018, 1, 1, tzinfo=UTC) + timedelta(seconds=n))
# Up to an hour, a few days, and more open time than some calendars have in two years.
targets = st.integers(0, 3600) | st.integers(1, 3 * DAY) | st.integers(1, 60 * DAY)


def due(schedule: Schedule, start: datetime, seconds: int) -> datetime | None:
    """None when it takes very long, as with a calendar that is open for some seconds a week."""
    years = timedelta(days=2 * 365)
    return schedule.due(start, seconds) if schedule.open_seconds(start, start + years) > seconds else None


def _every_span_has_its_reason(schedule: Schedule, start: datetime) -> None:
    end = min(schedule.next_change(start) or datetime.max.replace(tzinfo=UTC), start + timedelta(days=40))
    spans = list(schedule.closed_because(start, end))
    assert [*(begins for begins, _, _ in spans), end] == [start, *(ends for _, ends, _ in spans)]
    for begins, ends, why in spans:
        assert {schedule.reason(begins + (ends - begins) * part / 5) for part in range(5)} == {why}
    assert all(one[2] != other[2] for one, other in pairwise(spans))


@settings(steady, max_examples=examples(100))
@given(calendars(), st.data())
def test_every_answer_is_what_counting_by_hand_gives(pair: tuple[Calendar, date], data: st.DataObject) -> None:
    calendar, centre = pair
    schedule, oracle = Schedule(calendar), Oracle(calendar, centre)
    changes = [n for n in range(0, oracle.length, 300) if oracle.seconds.count(1, n, n + 300) not in {0, 300}]
    moments = st.integers(0, oracle.length - 1)
    if changes:  # most bugs live next to an opening or closing time
        moments |= st.sampled_from(changes).flatmap(lambda n: st.integers(n, n + 299))
    for _ in range(3):
        a, b = sorted([data.draw(moments), data.draw(moments)])
        start, end = oracle.instant(a), oracle.instant(b)
        assert schedule.open_seconds(start, end) == oracle.open_seconds(a, b)
        assert schedule.is_open(start) == bool(oracle.seconds[a])
        assert (schedule.reason(start).kind == "open") == schedule.is_open(start)
        if not schedule.is_open(start):
            _every_span_has_its_reason(schedule, start)
        change = oracle.next_change(a)
        if change is not None:
            assert schedule.next_change(start) == oracle.instant(change)
        else:
            later = schedule.next_change(start)
            assert later is None or later >= oracle.instant(oracle.length)
        seconds = data.draw(st.integers(0, max(1, oracle.open_seconds(a, oracle.length))))
        expected = oracle.due(a, seconds)
        if expected is not None:
            assert schedule.due(start, seconds) == oracle.instant(expected)
    painted = bytearray(oracle.length)
    for each in schedule.openings(oracle.instant(0), oracle.instant(oracle.length)):
        opens, closes = (round(at.timestamp()) - oracle.begin for at in (each.opens, each.closes))
        painted[opens:closes] = b"\1" * (closes - opens)
    assert painted == oracle.seconds


@steady
@given(busy, instants)
def test_far_from_any_change_of_clocks_it_is_what_the_clock_on_the_wall_says(calendar: Calendar, at: datetime) -> None:
    """A second opinion on the oracle: no instants of opening and closing at all, only the wall clock and the hours."""
    zone = ZoneInfo(calendar.zone)
    around = {(at + timedelta(hours=6 * n)).astimezone(zone).utcoffset() for n in range(-12, 13)}
    if len(around) > 1:
        return
    wall = at.astimezone(zone)
    expected = False
    for back in (0, 1):
        day = wall.date() - timedelta(days=back)
        closed: tuple[Hours, ...] = ()
        normal = closed if day in calendar.holidays else calendar.weekly[day.weekday()]
        second = wall.hour * 3600 + wall.minute * 60 + wall.second + back * DAY
        expected |= any(each.opens <= second < each.closes for each in calendar.exceptions.get(day, normal))
    assert Schedule(calendar).is_open(at) == expected


@steady
@given(busy, instants, targets)
def test_due_is_the_first_instant_at_which_the_target_has_passed(
    calendar: Calendar, start: datetime, seconds: int
) -> None:
    schedule = Schedule(calendar)
    end = due(schedule, start, seconds)
    if end is None:
        return
    assert schedule.open_seconds(start, end) == seconds
    if seconds:
        assert schedule.open_seconds(start, end - timedelta(seconds=1)) == seconds - 1
    else:
        assert end == start


@steady
@given(busy, instants, instants, targets, targets)
def test_later_starts_and_longer_targets_are_due_later(
    calendar: Calendar, one: datetime, other: datetime, short: int, long: int
) -> None:
    schedule = Schedule(calendar)
    early, late = sorted([one, other])
    short, long = sorted([short, long])
    far = due(schedule, early, long)
    if far is None:
        return
    assert schedule.due(early, short) <= far
    last = due(schedule, late, long)
    assert last is None or far <= last
    # And the way there can be taken in two steps.
    assert schedule.due(schedule.due(early, short), long - short) == far


@steady
@given(calendars(), st.lists(instants, min_size=3, max_size=3))
def test_splitting_a_span_changes_nothing(pair: tuple[Calendar, date], times: list[datetime]) -> None:
    schedule = Schedule(pair[0])
    a, b, c = sorted(times)
    whole = schedule.open_seconds(a, c)
    assert schedule.open_seconds(a, b) + schedule.open_seconds(b, c) == whole
    assert schedule.open_seconds(b, c) <= whole <= (c - a).total_seconds()
    assert schedule.open_seconds(b, b) == 0


@steady
@given(calendars(), st.tuples(instants, instants).map(sorted))
def test_openings_are_disjoint_lie_in_the_span_and_add_up(pair: tuple[Calendar, date], span: list[datetime]) -> None:
    a, b = span[0], min(span[1], span[0] + timedelta(days=800))
    schedule = Schedule(pair[0])
    openings = schedule.openings(a, b)
    edges = [a, *(at for each in openings for at in (each.opens, each.closes)), b]
    assert edges == sorted(edges)
    inner = edges[1:-1]
    assert len(set(inner)) == len(inner)
    assert sum((each.closes - each.opens).total_seconds() for each in openings) == schedule.open_seconds(a, b)


@steady
@given(busy, st.lists(instants, min_size=2, max_size=3), targets)
def test_what_was_asked_before_changes_no_answer(calendar: Calendar, times: list[datetime], seconds: int) -> None:
    used = Schedule(calendar)
    for at in times:
        fresh = Schedule(calendar)
        end = due(fresh, at, seconds)
        assert end is None or used.due(at, seconds) == end
        assert used.next_change(at) == fresh.next_change(at)


# What follows are examples that a person would miss.

NINE, ONE, TWO, SIX = 9 * 3600, 13 * 3600, 14 * 3600, 18 * 3600
OFFICE = (Hours(NINE, ONE), Hours(TWO, SIX))
LUNCH = Calendar("Europe/Berlin", (OFFICE,) * 5 + ((), ()), {}, {})
NIGHT = Calendar("Europe/Berlin", ((Hours(22 * 3600, 30 * 3600),),) * 7, {}, {})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def at(zone: str, text: str) -> datetime:
    """A wall time of the zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def codes(calendar: Calendar) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(each.code, each.path) for each in problems(calendar)]


def weekly(**named: tuple[Hours, ...]) -> Calendar:
    """Only these days are open."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return Calendar("Europe/Berlin", tuple(named.get(each, ()) for each in names), {}, {})


def test_lunch_does_not_count() -> None:
    schedule = Schedule(LUNCH)
    assert schedule.due(at("Europe/Berlin", "2026-06-01T12:30"), 3600) == at("Europe/Berlin", "2026-06-01T14:30")
    assert schedule.due(at("Europe/Berlin", "2026-06-05T17:30"), 3600) == at("Europe/Berlin", "2026-06-08T09:30")
    assert not schedule.is_open(at("Europe/Berlin", "2026-06-01T13:00"))
    assert schedule.is_open(at("Europe/Berlin", "2026-06-01T14:00"))


def test_a_deadline_on_closing_time_is_closing_time() -> None:
    schedule = Schedule(LUNCH)
    assert schedule.due(at("Europe/Berlin", "2026-06-01T12:00"), 3600) == at("Europe/Berlin", "2026-06-01T13:00")
    # And with nothing to wait for, it is now, open or not.
    assert schedule.due(at("Europe/Berlin", "2026-06-01T03:00"), 0) == at("Europe/Berlin", "2026-06-01T03:00")


def test_seconds_are_exact_and_parts_of_one_are_left_out() -> None:
    schedule = Schedule(LUNCH)
    start = at("Europe/Berlin", "2026-06-01T12:59:58")
    assert schedule.due(start, 3) == at("Europe/Berlin", "2026-06-01T14:00:01")
    ragged = start + timedelta(microseconds=999_999)
    assert schedule.due(ragged, 3) == schedule.due(start, 3)
    assert schedule.due(ragged, 0) == start
    assert schedule.open_seconds(ragged, schedule.due(ragged, 3)) == 3
    assert schedule.is_open(at("Europe/Berlin", "2026-06-01T12:59:59.999999"))
    assert ALWAYS.due(ragged, 3) == start + timedelta(seconds=3)


def test_a_night_shift_runs_over_midnight_also_into_a_closed_day() -> None:
    calendar = replace(NIGHT, holidays={date(2026, 5, 1): "Labour Day"})
    schedule = Schedule(calendar)
    assert schedule.is_open(at("Europe/Berlin", "2026-05-01T05:59:59"))  # Thursday's shift
    assert not schedule.is_open(at("Europe/Berlin", "2026-05-01T23:00"))
    assert not schedule.is_open(at("Europe/Berlin", "2026-05-02T05:00"))  # the holiday's own shift
    assert schedule.reason(at("Europe/Berlin", "2026-05-01T23:00")) == Reason("holiday", "Labour Day")


@pytest.mark.parametrize(("night", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-06-01", 8)])
def test_a_night_in_which_clocks_change_has_an_hour_less_or_more(night: str, hours: int) -> None:
    noon = at("Europe/Berlin", f"{night}T12:00")
    assert Schedule(NIGHT).open_seconds(noon, noon + timedelta(days=1)) == hours * 3600
    opens = at("Europe/Berlin", f"{night}T22:00")
    assert Schedule(NIGHT).openings(noon, noon + timedelta(days=1)) == [Opening(opens, opens + timedelta(hours=hours))]


def test_wall_times_that_do_not_exist_or_exist_twice() -> None:
    early = Schedule(weekly(sun=(Hours(9000, 12_600),)))  # 02:30 to 03:30
    assert early.openings(utc("2026-03-29"), utc("2026-03-30")) == []  # 02:30 is 03:30: nothing is left
    assert early.openings(utc("2026-10-25"), utc("2026-10-26")) == [
        Opening(utc("2026-10-25T00:30"), utc("2026-10-25T02:30"))  # from the first 02:30: two hours
    ]
    inverted = Schedule(weekly(sun=(Hours(9000, 11_400),)))  # 02:30 to 03:10: the end comes before the begin
    assert inverted.openings(utc("2026-03-29"), utc("2026-03-30")) == []
    moved = Schedule(weekly(sun=(Hours(7200, 9000),)))  # 02:00 to 02:30: served from 03:00 to 03:30
    assert moved.openings(utc("2026-03-29"), utc("2026-03-30")) == [
        Opening(utc("2026-03-29T01:00"), utc("2026-03-29T01:30"))
    ]


def test_the_date_that_samoa_skipped() -> None:
    """There was no 30 December 2011: its wall times are those of the 31st, which has its own hours once."""
    every_day = Schedule(Calendar("Pacific/Apia", ((Hours(NINE, 17 * 3600),),) * 7, {}, {}))
    span = at("Pacific/Apia", "2011-12-29T00:00"), at("Pacific/Apia", "2012-01-01T00:00")
    assert (span[1] - span[0]).total_seconds() == 2 * DAY
    assert every_day.open_seconds(*span) == 2 * 8 * 3600
    late_friday = weekly(thu=OFFICE, fri=(Hours(NINE, 17 * 3600),))
    moved = Schedule(replace(late_friday, zone="Pacific/Apia"))
    assert moved.is_open(at("Pacific/Apia", "2011-12-31T16:00"))
    assert not moved.is_open(at("Pacific/Apia", "2012-01-07T16:00"))


def test_moscow_moved_for_good() -> None:
    schedule = Schedule(replace(LUNCH, zone="Europe/Moscow"))
    monday = "T09:00"
    assert (
        schedule.next_change(utc("2011-03-27")) == utc("2011-03-28T05:00") == at("Europe/Moscow", "2011-03-28" + monday)
    )
    assert (
        schedule.next_change(utc("2014-10-26")) == utc("2014-10-27T06:00") == at("Europe/Moscow", "2014-10-27" + monday)
    )


def test_one_hour_survives_forty_days_of_closure() -> None:
    closed = {date(2026, 6, 2) + timedelta(days=n): () for n in range(40)}
    schedule = Schedule(replace(LUNCH, exceptions=closed))
    start = at("Europe/Berlin", "2026-06-01T17:30")
    assert schedule.due(start, 3600) == at("Europe/Berlin", "2026-07-13T09:30")
    assert schedule.open_seconds(start, start + timedelta(days=40)) == 1800
    assert schedule.next_change(at("Europe/Berlin", "2026-06-01T18:00")) == at("Europe/Berlin", "2026-07-13T09:00")
    assert schedule.reason(at("Europe/Berlin", "2026-06-10T12:00")) == Reason("exception")


def test_one_hour_a_week_answers_a_target_of_a_year() -> None:
    schedule = Schedule(weekly(mon=(Hours(NINE, NINE + 3600),)))
    start = at("Europe/Berlin", "2026-06-01T00:00")
    end = schedule.due(start, 365 * 24 * 3600)
    assert end == at("Europe/Berlin", "2026-06-01T10:00").astimezone(ZoneInfo("Europe/Berlin")) + timedelta(weeks=8759)
    assert schedule.open_seconds(start, end) == 365 * 24 * 3600


def test_what_is_never_due_says_so() -> None:
    once = Schedule(Calendar("UTC", ((),) * 7, {date(2026, 6, 1): OFFICE}, {}))
    assert once.due(utc("2026-05-01"), 8 * 3600) == utc("2026-06-01T18:00")
    with pytest.raises(NeverDue):
        once.due(utc("2026-05-01"), 8 * 3600 + 1)
    with pytest.raises(NeverDue):
        Schedule(LUNCH).due(utc("9999-06-01"), 365 * DAY)
    with pytest.raises(NeverDue):
        ALWAYS.due(utc("9999-06-01"), 365 * DAY)
    assert once.next_change(utc("2026-07-01")) is None


@pytest.mark.parametrize("when", ["0001-01-01", "0001-02-03", "1850-06-01", "2500-06-01", "9999-12-01", "9999-12-31"])
def test_dates_at_the_edge_of_time_break_nothing(when: str) -> None:
    for zone in ("Pacific/Apia", "Pacific/Kiritimati", "Asia/Manila"):
        for hours in (OFFICE, (Hours(0, DAY),), (Hours(DAY - 1, 2 * DAY - 1),)):
            schedule = Schedule(Calendar(zone, (hours,) * 7, {}, {}))
            start, end = utc(when), utc(when) + timedelta(hours=23)
            assert 0 <= schedule.open_seconds(start, end) <= 23 * 3600
            assert schedule.reason(end).kind in {"open", "closed"}
            assert schedule.next_change(start) is None or schedule.openings(start, end) is not None


@pytest.mark.parametrize(
    "hours",
    [
        (Hours(0, DAY), Hours(NINE, ONE)),  # one within the other
        (Hours(0, 3600), Hours(3600, DAY)),
        (Hours(0, TWO), Hours(NINE, SIX), Hours(ONE, DAY)),
    ],
)
def test_the_seam_between_two_expansions_cannot_be_seen(hours: tuple[Hours, ...]) -> None:
    seam, hour, day = SEAM, timedelta(hours=1), timedelta(days=1)
    # Open on the date of the seam, and at no other time for some weeks.
    later = seam.date() + timedelta(days=20)
    schedule = Schedule(Calendar("UTC", ((),) * 7, {seam.date(): hours, later: OFFICE}, {}))
    opens = seam.replace(hour=0, minute=0, second=0)
    assert opens + hour < seam < opens + day - hour
    assert schedule.openings(seam - 9 * day, seam + 9 * day) == [Opening(opens, opens + day)]
    assert schedule.openings(seam, seam + hour) == [Opening(seam, seam + hour)]
    assert schedule.next_change(seam - hour) == schedule.next_change(seam) == opens + day
    assert schedule.is_open(seam)
    assert schedule.due(opens, DAY) == schedule.due(seam, int((opens + day - seam).total_seconds())) == opens + day
    assert schedule.due(opens, int((seam - opens).total_seconds())) == seam
    for a, b in ((seam - hour, seam + hour), (seam, seam + hour), (seam - hour, seam), (opens - day, opens + 2 * day)):
        assert schedule.open_seconds(a, b) == min(b - a, day).total_seconds()


def test_an_opening_at_the_end_of_the_span_is_not_in_it() -> None:
    opens = at("Europe/Berlin", "2026-06-01T09:00")
    assert Schedule(LUNCH).openings(opens - timedelta(hours=1), opens) == []
    closes = opens + timedelta(hours=4)
    assert Schedule(LUNCH).openings(closes, closes + timedelta(hours=1)) == []
    assert Schedule(LUNCH).openings(opens, opens) == []


def test_exceptions_win_over_holidays_and_may_overlap_the_night_before() -> None:
    day = date(2026, 5, 1)
    calendar = replace(NIGHT, holidays={day: "Labour Day"}, exceptions={day: (Hours(4 * 3600, 8 * 3600),)})
    schedule = Schedule(calendar)
    assert problems(calendar) == []
    opens, closes = at("Europe/Berlin", "2026-04-30T22:00"), at("Europe/Berlin", "2026-05-01T08:00")
    assert schedule.openings(opens, opens + timedelta(days=1)) == [Opening(opens, closes)]
    assert schedule.reason(closes) == Reason("exception")
    assert schedule.reason(opens) == Reason("open")


def test_a_span_that_ends_before_it_begins_and_a_negative_target_are_refused() -> None:
    for schedule in (Schedule(LUNCH), ALWAYS):
        with pytest.raises(ValueError, match="before it begins"):
            schedule.open_seconds(utc("2026-06-02"), utc("2026-06-01"))
        with pytest.raises(ValueError, match="before it begins"):
            schedule.openings(utc("2026-06-02"), utc("2026-06-01"))
        with pytest.raises(ValueError, match="not negative"):
            schedule.due(utc("2026-06-02"), -1)
        with pytest.raises(TypeError):
            schedule.due(utc("2026-06-02").replace(tzinfo=None), 1)


NEVER_CLOSED = [
    Schedule(Calendar(zone, (hours,) * 7, {}, {}))
    for zone in ("UTC", "Pacific/Apia", "America/Sao_Paulo")
    for hours in ((Hours(0, DAY),), (Hours(0, ONE), Hours(ONE, DAY)))
]


@steady
@given(instants, instants, st.integers(0, 400 * DAY))
def test_calendar_hours_are_a_calendar_that_is_always_open(one: datetime, other: datetime, seconds: int) -> None:
    a, b = sorted([one, other])
    for schedule in NEVER_CLOSED:
        assert schedule.due(a, seconds) == ALWAYS.due(a, seconds) == a + timedelta(seconds=seconds)
        assert schedule.open_seconds(a, b) == ALWAYS.open_seconds(a, b) == (b - a).total_seconds()
        assert schedule.openings(a, b) == ALWAYS.openings(a, b)
        assert schedule.is_open(a) is ALWAYS.is_open(a) is True
        assert schedule.reason(a) == ALWAYS.reason(a) == Reason("open")


def test_a_week_without_a_closed_minute_never_changes() -> None:
    for hours in ((Hours(0, DAY),), (Hours(0, ONE), Hours(ONE, DAY))):
        schedule = Schedule(Calendar("Europe/Berlin", (hours,) * 7, {}, {date(2026, 5, 1): "Labour Day"}))
        assert schedule.next_change(utc("2026-01-01")) == at("Europe/Berlin", "2026-05-01T00:00")
        assert schedule.next_change(utc("2026-06-01")) is None
        assert schedule.next_change(utc("9990-06-01")) is None
    assert ALWAYS.next_change(utc("2026-06-01")) is None


def test_good_calendars_have_no_problems() -> None:
    touching = weekly(sun=(Hours(0, ONE), Hours(ONE, 30 * 3600)), mon=(Hours(6 * 3600, NINE),))
    for calendar in (LUNCH, NIGHT, touching, weekly(wed=(Hours(DAY - 1, 2 * DAY - 1),))):
        assert problems(calendar) == []


@pytest.mark.parametrize(
    "zone", ["", "Mars/Olympus", "europe/berlin", "Europe", "../etc/passwd", "/etc/localtime", "localtime", "a\0b"]
)
def test_an_unknown_zone_is_refused(zone: str) -> None:
    assert codes(replace(LUNCH, zone=zone)) == [("unknown_zone", ("zone",))]


def test_a_schedule_cannot_be_made_of_an_unknown_zone() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        Schedule(replace(LUNCH, zone="Mars/Olympus"))


def test_never_open_is_refused_also_with_special_hours_which_run_out() -> None:
    empty = weekly()
    assert codes(empty) == [("never_open", ("weekly",))]
    assert codes(replace(empty, exceptions={date(2999, 6, 1): OFFICE})) == [("never_open", ("weekly",))]


def test_overlapping_hours_are_refused() -> None:
    twice = (Hours(NINE, ONE), Hours(ONE - 1, SIX))
    assert codes(weekly(tue=twice)) == [("overlapping_hours", ("weekly", 1, 1))]
    assert codes(weekly(tue=twice[::-1])) == [("overlapping_hours", ("weekly", 1, 0))]
    assert codes(weekly(tue=(Hours(0, DAY), Hours(NINE, ONE), Hours(TWO, SIX)))) == [
        ("overlapping_hours", ("weekly", 1, 1)),
        ("overlapping_hours", ("weekly", 1, 2)),
    ]
    assert codes(replace(LUNCH, exceptions={date(2026, 12, 31): twice})) == [
        ("overlapping_hours", ("exceptions", "2026-12-31", 1))
    ]
    sentence = problems(weekly(tue=twice))[0].sentence
    assert sentence == "12:59:59-18:00 overlaps 09:00-13:00 of the same day."


def test_overlapping_the_night_before_is_refused_also_sunday_into_monday() -> None:
    late = (Hours(22 * 3600, 33 * 3600 + 1),)
    assert codes(weekly(mon=OFFICE, sun=late)) == [("overlapping_hours", ("weekly", 0, 0))]
    assert codes(weekly(wed=late, thu=OFFICE)) == [("overlapping_hours", ("weekly", 3, 0))]
    sentence = problems(weekly(mon=OFFICE, sun=late))[0].sentence
    assert sentence == "09:00-13:00 overlaps 22:00-09:00:01 of Sunday, the day before."


@pytest.mark.parametrize("hours", [(-1, 60), (DAY, DAY + 1), (60, 60), (60, 30), (60, 61 + DAY)])
def test_hours_outside_their_day_are_refused(hours: tuple[int, int]) -> None:
    assert codes(weekly(sat=(Hours(*hours),), sun=(Hours(0, ONE),))) == [("invalid_hours", ("weekly", 5, 0))]


def test_a_week_has_seven_days() -> None:
    assert codes(replace(LUNCH, weekly=(OFFICE,) * 6)) == [("invalid_week", ("weekly",))]
