"""Calls folded in any order, numbers as exchanges say them, and when to call somebody back, also when clocks change."""

from datetime import UTC, datetime, time, timedelta
from itertools import permutations
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.calendars import Calendar, Hours
from app.rules.callbacks import HORIZON, next_time, zones_of
from app.rules.calls import Call, Said, close, fold, seconds
from app.rules.phone_numbers import read, same, spellings, vouched
from app.rules.schedules import ALWAYS, Schedule
from tests.thorough import examples

ANNA, BORIS = UUID(int=1), UUID(int=2)
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAYS = (Hours(32_400, 64_800),)
MOSCOW = Schedule(Calendar("Europe/Moscow", (DAYS, DAYS, DAYS, DAYS, DAYS, (), ()), {}, {}))


def at(second: int) -> datetime:
    return NOON + timedelta(seconds=second)


CALL = (
    Said("ringing", at(0), ANNA, ivr_path=("sales",)),
    Said("ringing", at(1), BORIS),
    Said("answered", at(5), BORIS),
    Said("ended", at(65), recording_url="https://pbx.example/1.mp3"),
)


def test_a_call_is_the_same_in_whatever_order_it_is_told() -> None:
    found = set()
    for order in permutations((*CALL, CALL[2])):
        call = Call()
        for each in order:
            call = fold(call, each)
        found.add((call.state, call.agent_id, frozenset(call.rung), call.started_at, call.answered_at, call.ended_at,
                   call.recording_url, call.ivr_path, seconds(call)))  # fmt: skip
    assert found == {
        ("ended", BORIS, frozenset({ANNA, BORIS}), at(0), at(5), at(65), "https://pbx.example/1.mp3", ("sales",), 60)
    }


def test_who_was_answered_was_not_missed_and_a_call_that_is_handed_on_has_its_last_agent() -> None:
    missed = fold(fold(Call(), CALL[0]), Said("missed", at(30)))
    assert (missed.state, seconds(missed)) == ("missed", None)
    assert fold(missed, CALL[2]).state == "ended"
    assert fold(Call(), Said("ended", at(0))).state == "ended"
    handed = fold(fold(Call(), CALL[2]), Said("answered", at(20), ANNA))
    assert (handed.state, handed.agent_id, handed.answered_at) == ("answered", ANNA, at(5))


def test_a_call_that_was_ended_by_hand_is_over_until_the_exchange_knows_better() -> None:
    talks = fold(Call(), Said("answered", at(0), ANNA))
    closed = close(talks, BORIS, at(100))
    assert (closed.state, closed.closed_by, seconds(closed)) == ("ended", BORIS, None)
    assert close(closed, ANNA, at(200)) == closed
    # The same said again, even without its time, opens nothing; a desk to which it was handed on does.
    assert fold(closed, Said("answered", at(150), ANNA)).state == "ended"
    on = fold(closed, Said("answered", at(150), BORIS))
    assert (on.state, on.agent_id, on.closed_by) == ("answered", BORIS, None)
    ended = fold(closed, Said("ended", at(60)))
    assert (ended.state, ended.closed_by, seconds(ended)) == ("ended", BORIS, 60)
    rang = close(fold(Call(), CALL[0]), ANNA, at(20))
    assert (rang.state, fold(rang, Said("missed", at(30))).state) == ("ended", "missed")


@pytest.mark.parametrize(
    ("raw", "region", "shown", "e164"),
    [
        ("8 (916) 123-45-67", "RU", "+79161234567", "+79161234567"),
        ("+7 916 123 45 67", None, "+79161234567", "+79161234567"),
        ("0049 151 12345678", "RU", "0049 151 12345678", None),
        ("0049 151 12345678", "DE", "+4915112345678", "+4915112345678"),
        ("sip:+79161234567@pbx.example", "RU", "+79161234567", "+79161234567"),
        ("101", "RU", "101", None),
        ("+521 55 1234 5678", None, "+525512345678", "+525512345678"),
        ("+55 81 8765 4321", None, "+5581987654321", "+5581987654321"),
        ("011 15 2345-6789", "AR", "+5491123456789", "+5491123456789"),
        ("+7 000", "RU", "+7 000", None),
        ("x" * 500, "RU", "x" * 64, None),
        ("anonymous", "RU", None, None),
        ("Private", "RU", None, None),
        ("", "RU", None, None),
        (None, "RU", None, None),
    ],
)
def test_numbers_as_exchanges_say_them(
    raw: str | None, region: str | None, shown: str | None, e164: str | None
) -> None:
    found = read(raw, region)
    assert (found.shown, found.e164) == (shown, e164)


def test_a_number_is_found_however_it_was_stored() -> None:
    assert spellings("+79161234567") == ["+79161234567", "79161234567", "89161234567"]
    for messenger, today in (("+5215512345678", "+525512345678"), ("+558187654321", "+5581987654321")):
        assert vouched(messenger) == today
        assert same(today) == [today, messenger]
    assert vouched("+5491123456789") == "+5491123456789"
    assert same("+5491123456789") == ["+5491123456789", "+541123456789", "+54111523456789"]
    assert spellings("+541123456789")[-1] == "+5491123456789"
    assert (vouched("+4930999"), vouched(None), same("+79161234567")) == ("+4930999", None, ["+79161234567"])
    assert read("+74951234567", None).zones == ("Europe/Moscow",)


def test_which_zones_count() -> None:
    mobile = read("+79161234567", None)
    wide = mobile.zones
    assert len(wide) > 10
    assert zones_of(wide, "Europe/Moscow") == ("Europe/Moscow",)
    # Nobody in Moscow is called at seven because Almaty is the first of the alphabet.
    assert zones_of(wide, None, mobile.likely) == ("Europe/Moscow",)
    assert zones_of(wide, "America/New_York", mobile.likely) == ("Europe/Moscow",)
    assert zones_of(wide, "America/New_York") == (wide[0],)
    assert zones_of(wide, "Europe/Samara", mobile.likely) == ("Europe/Samara",)
    assert zones_of(("Europe/Berlin",), "Europe/Moscow") == ("Europe/Berlin",)
    assert zones_of((), "Europe/Moscow") == ("Europe/Moscow",)
    assert zones_of((), None) == ()


@pytest.mark.parametrize(
    ("after", "zones", "wanted"),
    [
        # Friday evening in Moscow: Monday morning.
        ("2026-11-27T15:00:00", ["Europe/Moscow"], "2026-11-30T06:00:00"),
        # Both are awake at once from nine in New York on, when it is five in Moscow.
        ("2026-11-26T06:00:00", ["America/New_York"], "2026-11-26T14:00:00"),
        # In Vladivostok it is 16:00 when Moscow opens, and too late an hour before Moscow closes.
        ("2026-11-26T06:00:00", ["Asia/Vladivostok"], "2026-11-26T06:00:00"),
        ("2026-11-26T10:00:00", ["Asia/Vladivostok"], "2026-11-27T06:00:00"),
        # Berlin's clocks go forward on 29 March: nine there is an hour earlier for Moscow.
        ("2027-03-26T17:00:00", ["Europe/Berlin"], "2027-03-29T07:00:00"),
        ("2027-03-25T17:00:00", ["Europe/Berlin"], "2027-03-26T08:00:00"),
        # And back on 31 October.
        ("2027-10-29T17:00:00", ["Europe/Berlin"], "2027-11-01T08:00:00"),
        ("2026-11-26T08:30:15", [], "2026-11-26T08:30:15"),
        # Nobody is awake in both at once while Moscow works.
        ("2026-11-26T06:00:00", ["Pacific/Honolulu", "Asia/Tokyo"], None),
    ],
)
def test_the_next_decent_time(after: str, zones: list[str], wanted: str | None) -> None:
    start = datetime.fromisoformat(after).replace(tzinfo=UTC)
    found = next_time(MOSCOW, zones, after=start)
    assert found == (None if wanted is None else datetime.fromisoformat(wanted).replace(tzinfo=UTC))


ZONES = ("Europe/Moscow", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo")
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - given below


@settings(max_examples=examples(40))
@given(INSTANTS, st.lists(st.sampled_from(ZONES), max_size=2), st.booleans())
def test_it_is_open_decent_and_the_first(start: datetime, zones: list[str], always: bool) -> None:  # noqa: FBT001
    start = start.replace(microsecond=0)
    hours = ALWAYS if always else MOSCOW
    found = next_time(hours, zones, after=start)

    def good(instant: datetime) -> bool:
        decent = (time(9) <= instant.astimezone(ZoneInfo(each)).time() < time(20) for each in zones)
        return hours.is_open(instant) and all(decent)

    assert found is None or (good(found) and start <= found <= start + HORIZON)
    # Nothing before is, looked at every now and then.
    end = found or start + timedelta(days=3)
    step = start
    while step < min(end, start + timedelta(days=3)):
        assert not good(step), step
        step += timedelta(minutes=37)
