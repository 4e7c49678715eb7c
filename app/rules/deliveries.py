"""What becomes of a message on its way: states that only move forward, whatever order reports come in."""

from collections.abc import Iterable, Mapping
from typing import Literal

DeliveryState = Literal["queued", "sent", "failed", "delivered", "bounced"]

# One order: of two reports the later state holds, so repeated, late and reordered ones come to the same. A failure is
# taken back by proof of arrival, and what arrived at a relay may still bounce.
RANK: Mapping[str, int] = {"queued": 0, "sent": 1, "failed": 2, "delivered": 3, "bounced": 4}
_PROBLEMS = ("bounced", "failed")


def further(known: str | None, reported: str) -> bool:
    """Whether a report tells more than is known."""
    return known is None or RANK[reported] > RANK[known]


def overall(states: Iterable[str]) -> str | None:
    """What a message to several recipients shows: a problem with any of them, else the one that is furthest behind."""
    there = set(states)
    for problem in _PROBLEMS:
        if problem in there:
            return problem
    return min(there, key=RANK.__getitem__) if there else None
