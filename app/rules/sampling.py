"""Who of many is asked: everybody has the same chance, quotas hold, and the same seed draws the same people.

Each person has a rank, which is a hash of the seed and of who they are. They are taken in the order of their ranks as
long as there is room in every quota that they fall under. So the order in which people are found makes no difference,
and within what the quotas leave of a group each of its members is as likely as any other.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias
from uuid import UUID

By: TypeAlias = Literal["brand", "language", "tier", "channel"]
Because: TypeAlias = Literal["quota", "not_drawn"]


def rank(seed: str, person: UUID) -> int:
    """A place from 0 to 2**63 - 1, as good as random to whoever does not know the seed, and always the same.

    The statement that collects people has the same in SQL.
    """
    return int.from_bytes(hashlib.sha256(f"{seed}:{person}".encode()).digest()[:8]) >> 1


@dataclass(frozen=True, slots=True)
class Sample:
    """How many of those who can be asked: a number, or a share of them; with neither all."""

    size: int | None = None
    share: Decimal | None = None

    def wanted(self, people: int) -> int:
        """How many of so many people. A share is rounded to the nearest, half a person up."""
        if self.size is not None:
            return min(self.size, people)
        if self.share is None:
            return people
        return int((self.share * people).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so many of those whose `by` is `key`."""

    by: By
    key: str
    at_most: int


@dataclass(frozen=True, slots=True)
class Person:
    """Who could be asked, in the order of their ranks, and which groups they are in."""

    id: UUID
    groups: Mapping[By, str | None]


@dataclass(slots=True)
class Drawing:
    """A drawing that can be put down and taken up again: how many are wanted and drawn, and how full quotas are."""

    wanted: int
    quotas: Sequence[Quota] = ()
    drawn: int = 0
    taken: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.taken = self.taken or [0] * len(self.quotas)

    @property
    def is_full(self) -> bool:
        """Whether nobody else is drawn."""
        return self.drawn >= self.wanted

    def draw(self, people: Iterable[Person]) -> Iterator[tuple[UUID, Because | None]]:
        """Those who come next by their ranks, each with why they are left out; None: they are asked."""
        for person in people:
            if self.is_full:
                yield person.id, "not_drawn"
                continue
            under = [n for n, quota in enumerate(self.quotas) if person.groups.get(quota.by) == quota.key]
            if any(self.taken[n] >= self.quotas[n].at_most for n in under):
                yield person.id, "quota"
                continue
            for n in under:
                self.taken[n] += 1
            self.drawn += 1
            yield person.id, None
