"""A calendar compiled to answer in microseconds: when is it due, how long was it open, when does it open next.

What all answers keep to:

- Times are aware; what comes out is UTC. The second is the smallest unit: a time in between counts as the whole
  second before it, everywhere alike.
- Hours belong to the local date on which they begin. Those that cross midnight run to their end, also into a date
  that is closed.
- Both ends become UTC each for itself (`Hours.instants`), so a night shift has an hour less in spring and one more in
  autumn. Hours of which that leaves nothing count nothing.
- What then overlaps or touches is one opening. Openings are half-open: at its closing time it is closed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from app.locales.moments import Moment
from app.rules.calendars import DAY, Calendar, Hours
from app.rules.openings import (
    EPOCH,
    FIRST,
    LAST,
    REACH_DAYS,
    Chunk,
    NeverDue,
    Opening,
    Reason,
    due_at_once,
    instant_of,
    second_of,
    span_of,
)

# Seconds since the epoch fall into chunks of 2**25, a bit more than a year each, which are expanded when first needed.
CHUNK_BITS = 25
# At least 200 years are searched for the end of a target or for the next change.
SEARCH_CHUNKS = 1 + (200 * 366 * DAY >> CHUNK_BITS)
# More than one search needs; an evil question about every century must not fill the memory.
MOST_CHUNKS = 2 * SEARCH_CHUNKS


class Schedule:
    """The compiled form of one calendar. Expands what is asked for and keeps it; share it, answers never change.

    An unknown zone raises what `ZoneInfo` raises; other problems of a calendar are the business of `problems`.
    """

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._zone = ZoneInfo(calendar.zone)
        self._weekly = calendar.weekly
        self._never_closes = _never_closes(calendar)
        # Exceptions last: they win over holidays.
        self._dated: dict[int, tuple[Hours, ...]] = {day.toordinal(): () for day in calendar.holidays}
        self._dated |= {day.toordinal(): hours for day, hours in calendar.exceptions.items()}
        self._chunks: dict[int, Chunk] = {}

    def due(self, start: datetime, seconds: int) -> datetime:
        """The earliest instant at which `seconds` open seconds have passed since `start`; `start` itself for 0.

        One that falls on a closing time is the closing time, not the next opening. Raises `NeverDue`.
        """
        if seconds <= 0:
            return due_at_once(start, seconds)
        second = second_of(start)
        index = second >> CHUNK_BITS
        chunk = self._chunks.get(index) or self._expand(index)
        wanted = chunk.passed(second) + seconds
        if wanted > chunk.after[-1]:
            wanted, chunk = self._walk(wanted, index)
        found = bisect_left(chunk.after, wanted)
        return datetime.fromtimestamp(chunk.closes[found] - chunk.after[found] + wanted, UTC)

    def dues(self, start: datetime, offsets: Iterable[int]) -> list[datetime | None]:
        """`due` for several numbers of seconds, from 0 on; None for one that is never due."""
        second = second_of(start)
        index = second >> CHUNK_BITS
        chunk = self._chunks.get(index) or self._expand(index)
        passed, after, closes = chunk.passed(second), chunk.after, chunk.closes
        found: list[datetime | None] = []
        for seconds in offsets:
            wanted = passed + seconds
            if seconds > 0 and wanted <= after[-1]:
                place = bisect_left(after, wanted)
                found.append(datetime.fromtimestamp(closes[place] - after[place] + wanted, UTC))
            else:
                found.append(_due_or_never(self, start, seconds))
        return found

    def open_seconds(self, a: datetime, b: datetime) -> int:
        """How many seconds it is open in `[a, b)`. Raises ValueError when `b` is before `a`."""
        begin, end = span_of(a, b)
        first, last = begin >> CHUNK_BITS, end >> CHUNK_BITS
        chunk = self._chunks.get(first) or self._expand(first)
        passed = -chunk.passed(begin)
        for index in range(first + 1, last + 1):
            passed += chunk.after[-1]
            chunk = self._chunks.get(index) or self._expand(index)
        return passed + chunk.passed(end)

    def is_open(self, at: datetime, /) -> bool:
        """Whether it is open at this instant; at its closing time it is not."""
        second = second_of(at)
        chunk = self._chunk(second >> CHUNK_BITS)
        return second < chunk.closes[bisect_right(chunk.opens, second) - 1]

    def next_change(self, at: datetime, /) -> datetime | None:
        """When it next opens or closes, later than `at`; None when it does neither within 200 years."""
        second = second_of(at)
        horizon = second + (SEARCH_CHUNKS << CHUNK_BITS)
        for opens, closes in self._openings(second, horizon):
            change = opens if opens > second else closes
            # What is open to the end of the time that Python knows has no end.
            return instant_of(change) if change < min(horizon, LAST) else None
        return None

    def openings(self, a: datetime, b: datetime) -> list[Opening]:
        """The openings in `[a, b)`, cut to it, in order, closed between any two. Raises like `open_seconds`."""
        begin, end = span_of(a, b)
        return [
            Opening(instant_of(max(opens, begin)), instant_of(min(closes, end)))
            for opens, closes in self._openings(begin, end)
            if begin < end
        ]

    def reason(self, at: datetime, /) -> Reason:
        """Why it is open or closed, to explain it: closed by what is said about the local date, or by the week."""
        if self.is_open(at):
            return Reason("open")
        day = datetime.fromtimestamp(min(max(second_of(at), FIRST), LAST), self._zone).date()
        if day in self._calendar.exceptions:
            return Reason("exception")
        name = self._calendar.holidays.get(day)
        return Reason("closed") if name is None else Reason("holiday", name)

    def closed_because(self, a: datetime, b: datetime) -> Iterator[tuple[datetime, datetime, Reason]]:
        """Why it is closed in all of `[a, b)`: spans, each with its reason, which may change at midnight."""
        begins, reason = a, self.reason(a)
        day = a.astimezone(self._zone).date()
        while (midnight := datetime.combine(day := day + timedelta(days=1), time(), self._zone).astimezone(UTC)) < b:
            found = self.reason(midnight)
            if midnight > begins and found != reason:
                yield begins, midnight, reason
                begins, reason = midnight, found
        yield begins, b, reason

    def in_words(self, at: datetime) -> str:
        """An instant as those who go by this calendar write it: `2026-11-30 09:00 (Europe/Moscow)`."""
        return f"{at.astimezone(self._zone):%Y-%m-%d %H:%M} ({self._zone.key})"

    def moment(self, at: datetime) -> Moment:
        """The same for somebody whose language is not known yet."""
        return Moment(at, self._zone)

    def _walk(self, wanted: int, index: int) -> tuple[int, Chunk]:
        """In which chunk `wanted` seconds from the begin of chunk `index` have passed, and how many are left in it."""
        for number in range(index, min(index + SEARCH_CHUNKS, LAST >> CHUNK_BITS) + 1):
            chunk = self._chunks.get(number) or self._expand(number)
            total = chunk.after[-1]
            if wanted <= total:
                return wanted, chunk
            wanted -= total
        raise NeverDue(f"{wanted} open seconds are missing after 200 years.")

    def _openings(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """The openings of which something lies in `[begin, end)`, whole as far as the chunks of that span tell."""
        held: tuple[int, int] | None = None
        for index in range(begin >> CHUNK_BITS, (end - 1 >> CHUNK_BITS) + 1):
            chunk = self._chunk(index)
            for place in range(bisect_right(chunk.closes, begin), bisect_left(chunk.opens, end)):
                opens, closes = chunk.opens[place], chunk.closes[place]
                if held is not None and held[1] == opens:
                    held = (held[0], closes)
                elif opens < closes:
                    if held is not None:
                        yield held
                    held = (opens, closes)
        if held is not None:
            yield held

    def _chunk(self, index: int) -> Chunk:
        return self._chunks.get(index) or self._expand(index)

    def _expand(self, index: int) -> Chunk:
        begin = index << CHUNK_BITS
        first, last = max(begin, FIRST), min(begin + (1 << CHUNK_BITS), LAST)
        opens, closes = [begin], [begin]
        for start, end in sorted(self._hours(first, last)):
            if end <= start or end <= first or start >= last:
                continue
            if start <= closes[-1]:
                closes[-1] = min(max(closes[-1], end), last)
            else:
                opens.append(start)
                closes.append(min(end, last))
        after = list(accumulate(end - start for start, end in zip(opens, closes, strict=True)))
        if len(self._chunks) >= MOST_CHUNKS:
            self._chunks.clear()
        chunk = self._chunks[index] = Chunk(opens, closes, after)
        return chunk

    def _hours(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The hours of all local dates that could reach into `[first, last)`, in seconds since the epoch."""
        days = range(EPOCH.toordinal() + first // DAY - REACH_DAYS, EPOCH.toordinal() + last // DAY + REACH_DAYS)
        if self._never_closes and self._dated.keys().isdisjoint(days):
            yield first, last
            return
        for day in days:
            hours = self._dated.get(day)
            for each in self._weekly[(day - 1) % 7] if hours is None else hours:
                opens, closes = each.instants(date.fromordinal(day), self._zone)
                yield second_of(opens), second_of(closes)


class Always:
    """Calendar hours, the same questions as a `Schedule` answers: open at any time."""

    def due(self, start: datetime, seconds: int) -> datetime:
        """`seconds` after `start`. Raises `NeverDue` when Python knows no such date."""
        if seconds <= 0:
            return due_at_once(start, seconds)
        second = second_of(start) + seconds
        if second > LAST:
            raise NeverDue("There is no such date.")
        return datetime.fromtimestamp(second, UTC)

    def dues(self, start: datetime, offsets: Iterable[int]) -> list[datetime | None]:
        """`due` for several numbers of seconds; None for one that is never due."""
        return [_due_or_never(self, start, seconds) for seconds in offsets]

    def open_seconds(self, a: datetime, b: datetime) -> int:
        """The length of `[a, b)`. Raises ValueError when `b` is before `a`."""
        begin, end = span_of(a, b)
        return end - begin

    def is_open(self, _at: datetime, /) -> bool:
        """It is."""
        return True

    def next_change(self, _at: datetime, /) -> datetime | None:
        """There is none."""
        return None

    def openings(self, a: datetime, b: datetime) -> list[Opening]:
        """The whole span, unless it is empty."""
        begin, end = span_of(a, b)
        return [Opening(instant_of(begin), instant_of(end))] if begin < end else []

    def reason(self, _at: datetime, /) -> Reason:
        """Open."""
        return Reason("open")

    def in_words(self, at: datetime) -> str:
        """An instant in UTC: there is no zone."""
        return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} (UTC)"

    def moment(self, at: datetime) -> Moment:
        """The same for somebody whose language is not known yet."""
        return Moment(at, UTC)

    def closed_because(self, _a: datetime, _b: datetime) -> Iterator[tuple[datetime, datetime, Reason]]:
        """It is never closed."""
        return iter(())


ALWAYS = Always()
AnySchedule = Schedule | Always


def _due_or_never(schedule: AnySchedule, start: datetime, seconds: int) -> datetime | None:
    try:
        return schedule.due(start, seconds)
    except NeverDue:
        return None


def _never_closes(calendar: Calendar) -> bool:
    """Whether all hours of the week begin where others end. They do so on any date, however the clocks change on it."""
    spans = [
        (place * DAY + each.opens, place * DAY + each.closes)
        for place, day in enumerate(calendar.weekly)
        for each in sorted(day, key=lambda each: each.opens)
    ]
    following = [*spans[1:], *((opens + 7 * DAY, closes) for opens, closes in spans[:1])]
    return bool(spans) and all(one[1] == other[0] for one, other in zip(spans, following, strict=True))
