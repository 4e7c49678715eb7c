"""Topics: a tree of keys, written as a path from the root down, like `billing/refund`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

SEPARATOR = "/"
MAX_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it stands in the tree."""

    path: str
    labels: Mapping[str, str] = field(default_factory=dict)
    archived: bool = False


# By their paths in small letters.
Tree: TypeAlias = Mapping[str, Topic]


def tidy(path: str) -> str:
    """A path as it is looked up: without blanks around its keys, in small letters."""
    return SEPARATOR.join(part.strip() for part in path.split(SEPARATOR)).lower()


def within(path: str | None, branch: str) -> bool:
    """Whether a topic is `branch` or below it."""
    return path is not None and (path == branch or path.startswith(branch + SEPARATOR))


def depth(path: str) -> int:
    """How many keys a path has."""
    return path.count(SEPARATOR) + 1


def below(parents: Mapping[UUID, UUID | None], topic_id: UUID) -> set[UUID]:
    """A topic and everything below it. `parents` is the parent of each topic."""
    found = {topic_id}
    while True:
        more = {each for each, parent in parents.items() if parent in found and each not in found}
        if not more:
            return found
        found |= more
