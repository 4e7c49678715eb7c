"""What was said against what was stored and seen: lost, doubled and out of order, as pure functions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Said:
    """A message that a participant sent and the desk acknowledged. The opening message has no `cmid`."""

    body: str
    cmid: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """An event of a ticket's log, as one participant may see it; `body` is of messages only."""

    seq: int
    kind: str
    cmid: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What went wrong; all zeros is the promise kept."""

    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.lost + other.lost, self.doubled + other.doubled, self.out_of_order + other.out_of_order)

    @property
    def clean(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.lost or self.doubled or self.out_of_order)


def stored(said: Sequence[Said], log: Sequence[Seen]) -> Counts:
    """Acknowledged messages against the log: each must be there once, word for word, in the order of its saying.

    Every message was sent after the one before it had been acknowledged, so their order is known.
    """
    wanted: list[tuple[str | None, str | None]] = [(each.cmid, each.body) for each in said]
    found = [(each.cmid, each.body) for each in log if each.kind == "message.created"]
    missing, extra = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
    places = {key: place for place, key in enumerate(wanted)}
    order = [places[key] for key in dict.fromkeys(found) if key in places]
    return Counts(lost=missing.total(), doubled=extra.total(), out_of_order=_descents(order))


def viewed(view: Sequence[Seen], log: Sequence[Seen]) -> Counts:
    """What one participant's socket showed against the log that the same participant may read.

    The log itself must count 1, 2, 3 without holes.
    """
    holes = sum(each.seq != place for place, each in enumerate(log, 1))
    missing, extra = Counter(log) - Counter(view), Counter(view) - Counter(log)
    return Counts(
        lost=missing.total() + holes, doubled=extra.total(), out_of_order=_descents([each.seq for each in view])
    )


def by_participants(
    said: Sequence[Said], logs: Mapping[str, Sequence[Seen]], views: Mapping[str, Sequence[Seen]]
) -> Counts:
    """All of a conversation: each participant's log holds what was said, and each one's socket showed that log."""
    total = Counts()
    for who, log in logs.items():
        total += stored(said, log) + viewed(views[who], log)
    return total


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` of the values lie (nearest rank); None without values."""
    if not values:
        return None
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def _descents(values: Sequence[int]) -> int:
    return sum(later < earlier for earlier, later in pairwise(values))
