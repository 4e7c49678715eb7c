"""How something that is watched stands, how its time adds up, and when work is planned."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import monitor_buckets, monitor_time
from app.rules.maintenance import Repeat, Window, occurrences, over_at, spans
from app.rules.monitor_schedule import next_due
from app.rules.monitor_states import Patience, Standing, after, cut_off

T = datetime(2026, 3, 29, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def acts(seen: str, *, failures: int = 3, successes: int = 2) -> str:
    """What is done with each check: `.` good, `x` failed, `m` failed in maintenance; A alarm, R recovery."""
    standing, done = Standing("unknown"), ""
    for each in seen:
        standing, act = after(standing, ok=each == ".", maintenance=each == "m", patience=Patience(failures, successes))
        done += {"alarm": "A", "recover": "R", None: "-"}[act]
    return done


@pytest.mark.parametrize(
    ("seen", "done"),
    [
        ("...", "---"),
        ("xx.xx.", "------"),
        ("xxx", "--A"),
        # It flaps while it is down: a single good check ends nothing.
        ("xxx.x.x..", "--A-A-A-R"),
        ("xxmxx", "-----"),
        ("xxmxxx", "-----A"),
        ("xxxm..", "--A--R"),
        ("xxx..xx", "--A-R--"),
    ],
)
def test_it_takes_several_checks_to_be_sure(seen: str, done: str) -> None:
    assert acts(seen) == done


@given(st.text("x.m", max_size=60), st.integers(1, 4), st.integers(1, 4))
def test_alarms_and_recoveries_take_turns(seen: str, failures: int, successes: int) -> None:
    done = acts(seen, failures=failures, successes=successes)
    pairs = "".join(each for each in done if each != "-")
    # While it is down each failed check asks for the alarm again.
    assert "RR" not in pairs
    assert not pairs.startswith("R")
    for place, each in enumerate(done):
        if each == "R":
            assert seen[place + 1 - successes : place + 1] == "." * successes


def test_only_all_of_several_say_that_the_desk_is_cut_off() -> None:
    assert cut_off(["timeout", "unresolved", "unreachable"])
    assert not cut_off(["timeout", "timeout"])
    assert not cut_off(["timeout", "unresolved", None])
    assert not cut_off(["timeout", "unresolved", "status"])


def test_time_is_cut_into_quarters_by_how_it_was() -> None:
    span = T + 10 * MINUTE, T + 40 * MINUTE
    planned = [(T + 20 * MINUTE, T + 25 * MINUTE), (T + 22 * MINUTE, T + 30 * MINUTE), (T, T + 5 * MINUTE)]
    found = {
        (each.slot - T, each.state): each.microseconds / 60e6
        for each in monitor_time.pieces(span, ok=False, maintenance=planned)
    }
    assert found == {
        (timedelta(0), "down"): 5,
        (15 * MINUTE, "down"): 5,
        (15 * MINUTE, "maintenance"): 10,
        (30 * MINUTE, "down"): 10,
    }


@given(
    st.lists(st.tuples(st.integers(1, 50), st.booleans(), st.booleans()), max_size=30),
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 60)), max_size=4),
    st.integers(0, 400),
    st.integers(1, 400),
)
def test_uptime_is_what_counting_minute_by_minute_gives(
    checks: list[tuple[int, bool, bool]], windows: list[tuple[int, int]], start: int, length: int
) -> None:
    """Checks so many minutes apart, some with a gap of nobody looking before the next one."""
    planned = [(T + begin * MINUTE, T + (begin + long) * MINUTE) for begin, long in windows]
    slots: dict[datetime, dict[str, int]] = {}
    by_minute: dict[int, str] = {}
    at = 0
    for apart, ok, gap in checks:
        vouched = at + min(apart, 3 if gap else apart)
        for piece in monitor_time.pieces((T + at * MINUTE, T + vouched * MINUTE), ok=ok, maintenance=planned):
            of_slot = slots.setdefault(piece.slot, {})
            of_slot[piece.state] = of_slot.get(piece.state, 0) + piece.microseconds
        for minute in range(at, vouched):
            work = any(begin <= minute < begin + long for begin, long in windows)
            by_minute[minute] = "maintenance" if work else "up" if ok else "down"
        at += apart
    begin, end = start // 15 * 15, -((start + length) // -15) * 15
    for state in ("up", "down", "maintenance"):
        summed = sum(of.get(state, 0) for slot, of in slots.items() if T + begin * MINUTE <= slot < T + end * MINUTE)
        assert summed == sum(each == state for minute, each in by_minute.items() if begin <= minute < end) * 60_000_000


@given(st.lists(st.integers(1, 60_000), min_size=1, max_size=50), st.sampled_from([0.5, 0.9, 0.95, 1.0]))
def test_percentiles_are_at_most_two_and_a_half_percent_off(times: list[int], share: float) -> None:
    bins: dict[int, int] = {}
    for each in times:
        bins[monitor_time.bin_of(each)] = bins.get(monitor_time.bin_of(each), 0) + 1
    found = monitor_time.percentile(list(bins.items()), share)
    exact = sorted(times)[max(1, -(-len(times) * share // 1).__trunc__()) - 1]
    assert found is not None
    assert abs(found - exact) <= 0.026 * exact + 0.06
    assert monitor_time.percentile([], share) is None


def test_days_have_the_hours_that_they_have() -> None:
    berlin = monitor_buckets.starts(T - 2 * HOUR, T + 2 * DAY, "Europe/Berlin", "day")
    assert [each - T for each in berlin] == [-2 * HOUR, -HOUR, 22 * HOUR, 46 * HOUR]
    kathmandu = monitor_buckets.starts(T, T + 2 * HOUR, "Asia/Kathmandu", "hour")
    assert [each - T for each in kathmandu] == [timedelta(0), 15 * MINUTE, 75 * MINUTE]
    months = monitor_buckets.starts(datetime(2028, 1, 31, tzinfo=UTC), datetime(2028, 3, 2, tzinfo=UTC), "UTC", "month")
    assert [(each.month, each.day) for each in months] == [(1, 31), (2, 1), (3, 1)]
    with pytest.raises(monitor_buckets.TooManyError):
        monitor_buckets.starts(T, T + 400 * DAY, "UTC", "hour")


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - made aware below
    st.integers(1, 30 * 96),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Havana"]),
    st.sampled_from(["hour", "day", "week", "month"]),
)
def test_parts_of_a_period_are_whole_and_in_order(
    begin: datetime, quarters: int, zone: str, interval: monitor_buckets.Interval
) -> None:
    start = monitor_time.slot_of(begin.replace(tzinfo=UTC))
    found = monitor_buckets.starts(start, start + quarters * 15 * MINUTE, zone, interval)
    assert found == sorted(set(found))
    assert all(monitor_time.slot_of(each) == each for each in found)
    if interval == "day":
        assert len({each.astimezone(ZoneInfo(zone)).date() for each in found}) == len(found)


def test_work_comes_again_by_the_clock_on_the_wall() -> None:
    first = datetime(2026, 3, 27, 1, 30, tzinfo=UTC)  # 02:30 in Berlin, on Friday
    nightly = Window(first, first + HOUR, first - DAY, Repeat(1, "day", "Europe/Berlin"))
    found = occurrences(nightly, first, first + 4 * DAY)
    # In the night of Sunday 02:30 is not there: it is half past three, which is 01:30 in UTC.
    assert [start.hour * 60 + start.minute for start, _ in found] == [90, 90, 90, 30, 30]
    assert {end - start for start, end in found} == {HOUR}
    assert over_at(nightly) is None
    until = Window(first, first + HOUR, first, Repeat(1, "day", "Europe/Berlin", first + DAY + MINUTE))
    assert len(occurrences(until, first - DAY, first + 30 * DAY)) == 2
    # Nobody plans what has been.
    late = Window(first, first + HOUR, first + 20 * MINUTE)
    assert spans(late, first, first + DAY) == [(first + 20 * MINUTE, first + HOUR)]


@given(st.uuids(), st.integers(10, 86_400), st.integers(0, 10**7))
def test_the_next_check_is_on_a_grid_of_its_own(monitor_id: UUID, seconds: int, late: int) -> None:
    interval, at = timedelta(seconds=seconds), T + timedelta(seconds=late)
    found = next_due(monitor_id, interval, at)
    assert at < found <= at + interval
    assert next_due(monitor_id, interval, found) == found + interval
