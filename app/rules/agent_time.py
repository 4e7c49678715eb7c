"""What an agent's time went to, and whether they were there when they should be: sums over stretches, in microseconds.

Of every instant one thing is true. Something in hand (a chat, a call, wrap-up) goes before what they say they are: it
is `handling`, once, however many things that is. Else somebody online and on duty is `idle`: there for work and without
it. `busy` and `away` are as they say; who is online but off duty is `off`; the rest is offline and counted nowhere.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["state", "chat", "call", "wrap_up"]
SLOT = timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_THERE = frozenset({"online", "busy"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one instant to just before another (None: it goes on); of a state with presence and why off duty."""

    kind: Kind
    begins: datetime
    ends: datetime | None = None
    presence: str = "offline"
    off: str | None = None


@dataclass(slots=True)
class Parts:
    """Microseconds. The first five share out the time in which somebody was signed in or had something in hand.

    `chatting` is time with at least one chat; `chat`, `call` and `wrap_up` count each thing for itself.
    """

    handling: int = 0
    idle: int = 0
    busy: int = 0
    away: int = 0
    off: int = 0
    chatting: int = 0
    chat: int = 0
    call: int = 0
    wrap_up: int = 0

    @property
    def signed_in(self) -> int:
        """The whole that the five parts share out."""
        return self.handling + self.idle + self.busy + self.away + self.off

    @property
    def occupancy(self) -> float | None:
        """Of the time in which they worked or could have, the share that was work; None: there was none."""
        available = self.handling + self.idle
        return self.handling / available if available else None

    @property
    def concurrency(self) -> float | None:
        """How many chats at once, while there was any; None: never."""
        return self.chat / self.chatting if self.chatting else None

    def add(self, other: "Parts") -> None:
        """Count another's as well."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


def micros(at: datetime) -> int:
    """Since 1970, exactly."""
    return (at - _EPOCH) // _MICROSECOND


def shares(stretches: Iterable[Stretch], bounds: Sequence[datetime]) -> list[Parts]:
    """Of one agent, between each bound and the next. Overlaps count once for time, and each for itself in sums."""
    edges = [micros(each) for each in bounds]
    found = [Parts() for _ in pairwise(edges)]
    changes: list[tuple[int, int, Stretch]] = []
    for each in stretches:
        begins = max(micros(each.begins), edges[0])
        ends = edges[-1] if each.ends is None else min(micros(each.ends), edges[-1])
        if begins < ends:
            changes += [(begins, 1, each), (ends, -1, each)]
    changes.sort(key=lambda change: change[0])
    now: Counter[str] = Counter()
    states: list[Stretch] = []
    at, place, last = edges[0], 0, len(edges) - 2

    def count(end: int) -> None:
        """Of what is going on, up to there."""
        nonlocal at, place
        while at < end:
            until = min(end, edges[place + 1])
            _count(found[place], until - at, now, states[-1] if states else None)
            at = until
            if at == edges[place + 1] and place < last:
                place += 1

    for when, step, each in changes:
        count(when)
        now[each.kind] += step
        if each.kind == "state":
            states.append(each) if step > 0 else states.remove(each)
    count(edges[-1])
    return found


def _count(parts: Parts, span: int, now: Counter[str], state: Stretch | None) -> None:
    parts.chat += span * now["chat"]
    parts.call += span * now["call"]
    parts.wrap_up += span * now["wrap_up"]
    if now["chat"]:
        parts.chatting += span
    if now["chat"] or now["call"] or now["wrap_up"]:
        parts.handling += span
    elif state is None or state.presence == "offline":
        return
    elif state.presence == "online":
        name = "idle" if state.off is None else "off"
        setattr(parts, name, getattr(parts, name) + span)
    elif state.presence == "busy":
        parts.busy += span
    else:
        parts.away += span


Span: TypeAlias = tuple[int, int]


def there(stretches: Iterable[Stretch], begin: datetime, end: datetime) -> list[Span]:
    """When somebody was at work in `[begin, end)`: online, busy, or with something in hand. In order, with gaps."""
    low, high = micros(begin), micros(end)
    return merged(
        (max(micros(each.begins), low), high if each.ends is None else min(micros(each.ends), high))
        for each in stretches
        if each.kind != "state" or each.presence in _THERE
    )


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in order, with a gap between any two; what is empty goes."""
    found: list[Span] = []
    for begins, ends in sorted(spans):
        if begins >= ends:
            continue
        if found and begins <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], ends)
        else:
            found.append((begins, ends))
    return found


def without(spans: Sequence[Span], gone: Sequence[Span]) -> list[Span]:
    """What is left of some spans, both in order and with gaps."""
    left: list[Span] = []
    place = 0
    for begins, ends in spans:
        at = begins
        while place and gone[place - 1][1] > at:
            place -= 1
        while place < len(gone) and gone[place][0] < ends:
            if gone[place][0] > at:
                left.append((at, gone[place][0]))
            at = max(at, gone[place][1])
            place += 1
        if at < ends:
            left.append((at, ends))
    return left


def common(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """What both have, both in order and with gaps."""
    found: list[Span] = []
    left = right = 0
    while left < len(one) and right < len(other):
        begins, ends = max(one[left][0], other[right][0]), min(one[left][1], other[right][1])
        if begins < ends:
            found.append((begins, ends))
        if one[left][1] <= other[right][1]:
            left += 1
        else:
            right += 1
    return found


def by_interval(spans: Sequence[Span], bounds: Sequence[datetime]) -> list[int]:
    """Microseconds of spans (in order, with gaps) between each bound and the next."""
    edges = [micros(each) for each in bounds]
    sums = [0] * (len(edges) - 1)
    place = 0
    for begins, ends in spans:
        while place > 0 and edges[place] > begins:
            place -= 1
        while place < len(sums) and edges[place] < ends:
            sums[place] += max(0, min(ends, edges[place + 1]) - max(begins, edges[place]))
            if edges[place + 1] > ends:
                break
            place += 1
        place = min(place, len(sums) - 1)
    return sums
