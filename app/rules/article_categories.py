"""The tree of categories: paths of slugs, and what is below what."""

from collections.abc import Mapping
from uuid import UUID

SEPARATOR = "/"
MAX_DEPTH = 6


def depth(path: str) -> int:
    """How many slugs a path has."""
    return path.count(SEPARATOR) + 1


def below(parents: Mapping[UUID, UUID | None], category_id: UUID) -> set[UUID]:
    """A category and everything below it. `parents` is the parent of each category."""
    children: dict[UUID | None, list[UUID]] = {}
    for each, parent in parents.items():
        children.setdefault(parent, []).append(each)
    found, waiting = {category_id}, [category_id]
    while waiting:
        more = [each for each in children.get(waiting.pop(), ()) if each not in found]
        found.update(more)
        waiting += more
    return found
