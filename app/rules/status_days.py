"""How each of the last days was for a component: by the checks of its monitors, or by what incidents said of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias

from app.rules import monitor_time
from app.rules.component_states import STATES, State

DAYS = 90
Source: TypeAlias = Literal["monitors", "incidents"]
# Time up and down of each day, in microseconds, the oldest first.
Watched: TypeAlias = Sequence[tuple[int, int]]
_DAY, _MICROSECOND = timedelta(days=1), timedelta(microseconds=1)
_DOWN: frozenset[State] = frozenset({"partial_outage", "major_outage"})
# Less than that up of a day that was watched.
_DEGRADED, _PARTIAL = 0.99, 0.9


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an incident said of a component, and from when to when; None while it lasts."""

    state: State
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day in UTC: its worst state, and the share of it that was up; None where nothing is known."""

    day: date
    state: State
    uptime: float | None


@dataclass(frozen=True, slots=True)
class History:
    """The last 90 days, the share of them that was up, and who says so."""

    source: Source
    uptime: float | None
    days: Sequence[Day]


def first_day(now: datetime) -> date:
    """The oldest of the days that are shown."""
    return now.astimezone(UTC).date() - timedelta(days=DAYS - 1)


def history(troubles: Sequence[Trouble], now: datetime, *, since: datetime, watched: Watched | None) -> History:
    """What is shown of a component that there is `since` then. Where monitors watch it, the shares are theirs, and a
    day is as bad as they or incidents say; else the shares are of the time without a partial or major outage.
    """
    said = days(troubles, now)
    times = _by_incidents(troubles, [day for day, _ in said], since, now) if watched is None else watched
    found = []
    for (day, state), (up, down) in zip(said, times, strict=True):
        share = monitor_time.uptime(up, down)
        seen = "operational" if watched is None or share is None else _seen(share)
        found.append(Day(day, max(state, seen, key=STATES.index), share))
    whole = monitor_time.uptime(sum(up for up, _ in times), sum(down for _, down in times))
    return History("incidents" if watched is None else "monitors", whole, found)


def _seen(share: float) -> State:
    if share == 1:
        return "operational"
    return "degraded" if share >= _DEGRADED else "partial_outage" if share >= _PARTIAL else "major_outage"


def _by_incidents(
    troubles: Iterable[Trouble], listed: Sequence[date], since: datetime, now: datetime
) -> list[tuple[int, int]]:
    spans = sorted((each.since, each.until or now) for each in troubles if each.state in _DOWN)
    found = []
    for day in listed:
        begins = max(datetime.combine(day, time(), UTC), since)
        ends = min(datetime.combine(day, time(), UTC) + _DAY, now)
        if begins >= ends:
            found.append((0, 0))
            continue
        down, at = timedelta(), begins
        for start, end in spans:
            # What overlaps counts once.
            cut = max(start, at), min(end, ends)
            if cut[0] < cut[1]:
                down, at = down + (cut[1] - cut[0]), cut[1]
        found.append(((ends - begins - down) // _MICROSECOND, down // _MICROSECOND))
    return found


def days(troubles: Iterable[Trouble], now: datetime) -> Sequence[tuple[date, State]]:
    """Each of the last 90 days in UTC, the oldest first, with the worst that was said of it. Half-open: what ended at
    midnight was nothing of the day that begins then.
    """
    today, first = now.astimezone(UTC).date(), first_day(now)
    worst: dict[date, State] = {first + timedelta(days=each): "operational" for each in range(DAYS)}
    for each in troubles:
        begins = max(first, each.since.astimezone(UTC).date())
        end = min(each.until or now, now).astimezone(UTC)
        last = end.date()
        if end == datetime.combine(last, datetime.min.time(), UTC) and end > each.since:
            last -= timedelta(days=1)
        day = begins
        while day <= min(last, today):
            worst[day] = max(worst[day], each.state, key=STATES.index)
            day += timedelta(days=1)
    return list(worst.items())


def indicator(states: Iterable[State], impacts: Iterable[str]) -> str:
    """The page in one word: `none`, `maintenance`, `minor`, `major` or `critical`."""
    order = ("none", "maintenance", "minor", "major", "critical")
    of_state: Mapping[State, str] = {
        "operational": "none",
        "maintenance": "maintenance",
        "degraded": "minor",
        "partial_outage": "major",
        "major_outage": "critical",
    }
    said = [*(of_state[each] for each in states), *impacts]
    return max(said, key=order.index, default="none")
