"""What of a long thread a model gets to read: where it began, and the latest of it, within a budget of characters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

Who: TypeAlias = Literal["customer", "agent", "desk", "note"]

# Of one long message: its beginning, and its end.
_CUT = "\n[...]\n"
_HEAD = 3
_LEAST = 200


@dataclass(frozen=True, slots=True)
class Said:
    """One message: by whom, in words without what is personal."""

    who: Who
    text: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """The messages that are read, in their order; behind the first so many were left out."""

    thread: tuple[Said, ...]
    left_out: int


def fit(thread: Sequence[Said], *, budget: int, each: int) -> Fitted:
    """The first message and the newest ones within `budget` characters, none longer than `each`.

    The newest message is always there: what does not fit of it is cut out of its middle.
    """
    short = [shortened(one, each) for one in thread if one.text.strip()]
    if not short:
        return Fitted((), 0)
    first, rest = short[0], short[1:]
    left = budget - len(first.text)
    if rest:
        # What it began with is worth a third at most, where the newest needs the room.
        newest = shortened(rest[-1], max(_LEAST, budget - min(len(first.text), budget // 3)))
        first = shortened(first, max(_LEAST, budget - len(newest.text)))
        left = budget - len(first.text) - len(newest.text)
        rest[-1] = newest
    kept: list[Said] = rest[-1:]
    for one in reversed(rest[:-1]):
        if len(one.text) > left:
            break
        left -= len(one.text)
        kept.append(one)
    return Fitted((shortened(first, max(_LEAST, budget)), *reversed(kept)), len(rest) - len(kept))


def shortened(one: Said, most: int) -> Said:
    """A message of at most so many characters, with a mark where something is missing."""
    if len(one.text) <= most:
        return one
    room = max(1, most - len(_CUT))
    head = room * _HEAD // 4
    tail = room - head
    return replace(one, text=one.text[:head] + _CUT + (one.text[-tail:] if tail else ""))
