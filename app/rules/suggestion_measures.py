"""How often a suggestion is what the agent then pointed to, beside the most frequent so far: over time, brand by brand.

Each case is answered with what was known before it, and learnt from afterwards, by the ranking that serves agents.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.rules import suggesting
from app.rules.suggesting import Counts, Use
from app.rules.wordbags import stems

TOP = 3


@dataclass(frozen=True, slots=True)
class Case:
    """What a customer had said when an agent pointed to something (`about`), and the words of that (its address)."""

    brand: str
    at: datetime
    texts: Sequence[str]
    about: Hashable
    own: str = ""
    id: Hashable = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was right in one later case: the first, and one of the first three; suggested, and the most frequent."""

    case: Case
    first: bool
    top: bool
    usual_first: bool
    usual_top: bool
    # Whether it had been pointed to before: the others nobody can know.
    known: bool


class Memory:
    """What is known of one brand: everything that `suggesting.rank` is asked with."""

    def __init__(self) -> None:
        self._past: list[Use] = []
        self._of: Counter[str] = Counter()
        self._own: dict[Hashable, frozenset[str]] = {}

    def rank(self, texts: Iterable[str]) -> list[Hashable]:
        """What to suggest for a ticket in which this was said, the best first."""
        past = self._past[::-1]
        lately = [each.about for each in past]
        asked = suggesting.bag(texts)
        found = suggesting.rank(asked, past, lately, self._own, Counts(len(past), self._of))
        return [each.about for each in found]

    def learn(self, case: Case) -> None:
        """That this was pointed to."""
        said = frozenset(suggesting.bag(case.texts))
        self._past.append(Use(case.about, said, case.id))
        self._of.update(said)
        self._own.setdefault(case.about, frozenset(stems(case.own)))


def measure(cases: Iterable[Case]) -> list[Outcome]:
    """What came of each case but the first of each brand, in the order of time."""
    brands: dict[str, list[Case]] = defaultdict(list)
    for case in sorted(cases, key=lambda each: each.at):
        brands[case.brand].append(case)
    return [outcome for brand in brands.values() for outcome in _one_brand(brand)]


def _one_brand(cases: Sequence[Case]) -> Iterable[Outcome]:
    memory, usual = Memory(), Counter[Hashable]()
    for place, case in enumerate(cases):
        if place:
            ours = memory.rank(case.texts)[:TOP]
            most = [about for about, _ in usual.most_common(TOP)]
            yield Outcome(
                case,
                first=ours[:1] == [case.about],
                top=case.about in ours,
                usual_first=most[:1] == [case.about],
                usual_top=case.about in most,
                known=case.about in usual,
            )
        memory.learn(case)
        usual[case.about] += 1


def shares(outcomes: Sequence[Outcome]) -> Mapping[str, float]:
    """The four shares, and that of what could be known at all."""
    count = len(outcomes) or 1
    names = ("first", "top", "usual_first", "usual_top", "known")
    return {name: sum(getattr(each, name) for each in outcomes) / count for name in names}


def gain(outcomes: Sequence[Outcome], *, top: bool = False, rounds: int = 2_000, seed: int = 1) -> tuple[float, float]:
    """By how much the suggestions are better, between which bounds in 95 of 100 draws of as many cases (bootstrap)."""
    gains = [each.top - each.usual_top if top else each.first - each.usual_first for each in outcomes]
    chance, count = random.Random(seed), len(gains)  # noqa: S311 - figures, no secrets
    means = sorted(sum(chance.choices(gains, k=count)) / count for _ in range(rounds))
    return means[int(0.025 * rounds)], means[int(0.975 * rounds) - 1]
