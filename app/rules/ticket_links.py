"""How two tickets have to do with each other: what is stored once, as each of the two sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import UUID

# As a ticket says it of the other one.
Kind: TypeAlias = Literal[
    "incident_of", "problem_of", "child_of", "parent_of", "related", "duplicate_of", "duplicated_by", "follow_up_of",
    "followed_up_by",
]  # fmt: skip
# These are made by splitting and not by hand.
Seen: TypeAlias = Kind | Literal["split_from", "split_into"]

# By what is seen: what is stored, and whether it is this ticket's word on the other one.
STORED: Mapping[Seen, tuple[str, bool]] = {
    "incident_of": ("incident_of", True),
    "problem_of": ("incident_of", False),
    "child_of": ("child_of", True),
    "parent_of": ("child_of", False),
    "duplicate_of": ("duplicate_of", True),
    "duplicated_by": ("duplicate_of", False),
    "follow_up_of": ("follow_up_of", True),
    "followed_up_by": ("follow_up_of", False),
    "split_from": ("split_from", True),
    "split_into": ("split_from", False),
}
_SEEN: Mapping[tuple[str, bool], Seen] = {stored: seen for seen, stored in STORED.items()}
# Of these a ticket has one above it, and none is above itself.
LADDERS = frozenset({"incident_of", "child_of"})
# So many tickets stand above each other at most.
MOST_ABOVE = 10
# So many links has a ticket at most; the incidents of a problem are not counted.
MOST_LINKS = 500


@dataclass(frozen=True, slots=True)
class Ends:
    """A link as it is stored."""

    kind: str
    from_id: UUID
    to_id: UUID


def ends(here: UUID, kind: Kind, there: UUID) -> Ends:
    """What is stored when one ticket says this of another. What has no direction is stored one way."""
    if kind == "related":
        return Ends("related", min(here, there), max(here, there))
    stored, own = STORED[kind]
    return Ends(stored, here, there) if own else Ends(stored, there, here)


def seen(stored: str, *, own: bool) -> Seen:
    """What a ticket sees of a link: `own` when it stands at its beginning."""
    return "related" if stored == "related" else _SEEN[stored, own]
