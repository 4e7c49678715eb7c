"""How two texts differ, line by line, with what is around."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

Change: TypeAlias = Literal["same", "added", "removed"]
AROUND = 3
# What is longer is shown as one change: to compare it would take as long as to read it.
MOST_LINES = 5_000


@dataclass(frozen=True, slots=True)
class Hunk:
    """A part that differs. Lines are counted from 1."""

    from_line: int
    to_line: int
    lines: tuple[tuple[Change, str], ...]


def hunks(before: str, after: str) -> list[Hunk]:
    """The parts that differ, in their order; none: the texts are the same but for how their lines end."""
    one, other = before.splitlines(), after.splitlines()
    start = _same_at_start(one, other)
    end = _same_at_start(one[start:][::-1], other[start:][::-1])
    middle, changed = one[start : len(one) - end], other[start : len(other) - end]
    if max(len(middle), len(changed)) > MOST_LINES:
        removed: list[tuple[Change, str]] = [("removed", each) for each in middle]
        return [Hunk(start + 1, start + 1, (*removed, *(("added", each) for each in changed)))]
    found = []
    for group in SequenceMatcher(None, one, other).get_grouped_opcodes(AROUND) if one != other else ():
        lines: list[tuple[Change, str]] = []
        for kind, a, b, c, d in group:
            if kind == "equal":
                lines += [("same", each) for each in one[a:b]]
            else:
                lines += [("removed", each) for each in one[a:b]]
                lines += [("added", each) for each in other[c:d]]
        found.append(Hunk(group[0][1] + 1, group[0][3] + 1, tuple(lines)))
    return found


def _same_at_start(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
