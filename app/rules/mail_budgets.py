"""How many automatic answers somebody gets: a machine that answers ours with its own must come to an end."""

from dataclasses import dataclass
from typing import Final

PER_ADDRESS_AND_DAY: Final = 5
PER_THREAD_AND_DAY: Final = 3
# Mails that a machine sends to one ticket in a day; what is over it waits for a person.
FROM_MACHINES_AND_DAY: Final = 20
# Of bounces, which end by themselves unless somebody makes them up.
BOUNCES_AND_DAY: Final = 100


@dataclass(frozen=True, slots=True)
class Answered:
    """Automatic answers of the last 24 hours: to the address, and in the thread."""

    to_address: int = 0
    in_thread: int = 0


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether another one may go, and why not."""

    allowed: bool
    why: str


def may_answer(
    answered: Answered,
    *,
    kind: str = "person",
    per_address: int = PER_ADDRESS_AND_DAY,
    per_thread: int = PER_THREAD_AND_DAY,
) -> Allowance:
    """Whether a mail of this kind may get one more automatic answer."""
    if kind == "imported":
        return Allowance(allowed=False, why="it is an old mail: nobody waits for an answer by a machine")
    if kind != "person":
        return Allowance(allowed=False, why="it was written by a machine")
    if answered.to_address >= per_address:
        return Allowance(allowed=False, why=f"the address has had {answered.to_address} automatic answers in a day")
    if answered.in_thread >= per_thread:
        return Allowance(allowed=False, why=f"the thread has had {answered.in_thread} automatic answers in a day")
    return Allowance(allowed=True, why="within the budget")


def may_go_on(from_machines: int, *, limit: int = FROM_MACHINES_AND_DAY) -> bool:
    """Whether a ticket takes one more mail of a machine, of so many in the last 24 hours."""
    return from_machines < limit
