"""What may be shown of anonymous answers: nothing of few, and nothing that can be subtracted to leave few.

Three dangers. A group so small that its figures are its members'. A part that is shown beside its whole, so that the
rest is what is left. Two results whose people are nearly the same, so that their difference is the few who are not.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar
from uuid import UUID

Key = TypeVar("Key", bound=Hashable)

# Fewer are no crowd, whatever somebody sets.
LEAST = 3
# Groups of a result beside its whole. More parts are more ways to subtract.
MOST_GROUPS = 10
# So many sets that are nearly inside a new one are tried in every combination; of more it is not shown.
MOST_TRIED = 14


def shown_groups(counts: Mapping[Key, int], minimum: int) -> frozenset[Key]:
    """The groups that may be shown beside their whole: each of `minimum` answers or more, and what is left of the whole
    none or as many. Empty when there is nothing to show, or no whole.
    """
    shown = sorted((key for key, n in counts.items() if n >= minimum), key=lambda key: (-counts[key], str(key)))
    shown = shown[:MOST_GROUPS]
    left = sum(counts.values()) - sum(counts[key] for key in shown)
    # The smallest goes with those that are hidden, until these are many enough to hide behind each other.
    while shown and 0 < left < minimum:
        left += counts[shown.pop()]
    return frozenset(shown)


def bands(counts: Sequence[tuple[int, int]], minimum: int) -> list[tuple[int, int, int]]:
    """A distribution of (value, count) as spans (first value, last value, count) of `minimum` or more each, in order.

    Neighbours are put together. Empty when all together are fewer, or when it would be one span of everything.
    """
    made: list[tuple[int, int, int]] = []
    first: int | None = None
    held = 0
    for value, n in counts:
        first = value if first is None else first
        held += n
        if held >= minimum:
            made.append((first, value, held))
            first, held = None, 0
    if first is not None:
        if not made:
            return []
        # What is left at the end goes to the last one.
        begin, _, n = made.pop()
        made.append((begin, counts[-1][0], n + held))
    return made if len(made) > 1 else []


def options(counts: Mapping[str, int], minimum: int) -> dict[str | None, int]:
    """How often each option was chosen where it was often enough; the others together under None.

    The rest is as many or none, so that it hides each of them. Empty when there would be nothing but the rest.
    """
    found = shown_groups({key: n for key, n in counts.items() if n}, minimum)
    made: dict[str | None, int] = {key: n for key, n in counts.items() if key in found}
    rest = sum(n for key, n in counts.items() if key not in found)
    if not made:
        return {}
    return made | ({None: rest} if rest else {})


def may_be_shown(
    whole: Collection[UUID],
    groups: Sequence[Collection[UUID]],
    before: Sequence[Collection[UUID]],
    minimum: int,
) -> bool:
    """Whether a result of these people, and of these groups of them, can stand beside those that are shown already.

    `before` are all sets of people of whom something is shown. Everything that can be put together from the new sets
    is held against everything that can be put together from the old ones: they must differ by nobody, or by `minimum`.
    """
    old = [frozenset(each) for each in before]
    rest = frozenset(whole).difference(*groups)
    parts = [frozenset(each) for each in groups if each] + ([rest] if rest else [])
    for size in range(1, len(parts) + 1):
        for chosen in combinations(parts, size):
            if _leaves_few(frozenset().union(*chosen), old, minimum):
                return False
    return True


def _leaves_few(new: frozenset[UUID], old: Sequence[frozenset[UUID]], minimum: int) -> bool:
    """Whether something put together from `old` differs from `new` by somebody, and by fewer than `minimum`."""
    near = [each for each in old if each & new and len(each - new) < minimum]
    if len(near) > MOST_TRIED:
        return True
    found = False

    def look(start: int, union: frozenset[UUID]) -> None:
        nonlocal found
        found = found or (bool(union) and 0 < len(union ^ new) < minimum)
        for place in range(start, len(near)):
            each = near[place]
            if not found and not each & union and len((union | each) - new) < minimum:
                look(place + 1, union | each)

    look(0, frozenset())
    return found
