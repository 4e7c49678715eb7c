"""The status machine of a ticket: which changes a person may ask for, and what a message does to it."""

from dataclasses import dataclass
from typing import Literal, get_args

Status = Literal["new", "open", "pending", "on_hold", "solved", "closed", "merged"]
STATUSES: tuple[Status, ...] = get_args(Status)
UNSOLVED: frozenset[Status] = frozenset({"new", "open", "pending", "on_hold"})
OVER: frozenset[Status] = frozenset({"closed", "merged"})

# What an agent may set by hand. `new` is only where a ticket starts, `merged` only what a merge makes,
# and a closed ticket stays closed: the customer's next words open a new one.
ALLOWED: dict[Status, frozenset[Status]] = {
    "new": frozenset({"open", "pending", "on_hold", "solved", "closed"}),
    "open": frozenset({"pending", "on_hold", "solved", "closed"}),
    "pending": frozenset({"open", "on_hold", "solved", "closed"}),
    "on_hold": frozenset({"open", "pending", "solved", "closed"}),
    "solved": frozenset({"open", "pending", "on_hold", "closed"}),
    "closed": frozenset(),
    "merged": frozenset(),
}


@dataclass(frozen=True, slots=True)
class MessageEffect:
    """What a message does: it is refused in these statuses, and moves those to `move_to` (None: moves nothing)."""

    refuse: tuple[Status, ...]
    move_from: tuple[Status, ...]
    move_to: Status | None


_NONE = MessageEffect(refuse=("merged",), move_from=(), move_to=None)
_REOPEN = MessageEffect(refuse=("closed", "merged"), move_from=("pending", "on_hold", "solved"), move_to="open")
_ANSWER = MessageEffect(refuse=("closed", "merged"), move_from=("new",), move_to="open")


def may_become(old: Status, new: Status) -> bool:
    """Whether a person may change a ticket's status from old to new (to itself: always, nothing happens)."""
    return old == new or new in ALLOWED[old]


def effect_of_message(author_kind: str, visibility: str) -> MessageEffect:
    """What a message by this kind of author does to the ticket's status.

    A note changes nothing, also on a closed ticket. The customer (or the partner for them) reopens; an agent's
    public reply opens a new ticket; the desk's own messages change nothing.
    """
    if visibility == "internal" or author_kind == "system":
        return _NONE
    return _ANSWER if author_kind == "agent" else _REOPEN
