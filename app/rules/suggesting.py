"""What an agent will want to point to, from what agents pointed to before: earlier tickets that sound alike vote.

Three things count together: the nearest earlier uses (each votes with how near it is), what is used lately whatever is
asked, and the words of the thing itself. Each suggestion says which of them spoke for it. Nothing here knows what is
suggested: articles and canned replies are ranked alike.
"""

import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from app.rules.wordbags import tokens

# Different stems that are kept of a ticket, the newest words first: later ones say little, and each costs.
MOST_STEMS = 64
# How many of the nearest vote, and how many are looked at letter by letter for that.
NEAREST, CLOSELY = 15, 60
# The uses that count as lately, and after how many of them one counts half.
LATELY, HALF = 300, 40
# How much each part says beside a vote of the nearest possible use.
POPULAR, OWN, PIECES = 0.5, 0.2, 0.2
# Words that a suggestion gives as its reason.
WORDS = 6


@dataclass(frozen=True, slots=True)
class Use:
    """That something was used for an earlier ticket whose customer said these stems, or dismissed there."""

    about: Hashable
    stems: frozenset[str]
    ticket: Hashable = None
    dismissed: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """In how many of `uses` earlier uses each stem was."""

    uses: int
    of: Mapping[str, int]

    def weight(self, stem: str) -> float:
        """How much a stem says: the rarer, the more."""
        return math.log1p((self.uses + 1) / (self.of.get(stem, 0) + 0.5))


@dataclass(slots=True)
class Suggestion:
    """Something to suggest, and what speaks for it.

    `nearest` are the tickets that voted for it with how near they are (0 to 1), the nearest first; `votes` its part of
    all votes; `lately` its part of what is used lately; `words` the stems that it was found by, those that say most
    first (`own`: those of them that are its own).
    """

    about: Hashable
    score: float = 0.0
    votes: float = 0.0
    lately: float = 0.0
    nearest: list[tuple[Hashable, float]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)


def bag(texts: Iterable[str], language: str | None = None) -> dict[str, str]:
    """The stems of these texts, each with how it was written first; the first `MOST_STEMS` of them."""
    found: dict[str, str] = {}
    for text in texts:
        for stem, written in tokens(text, language):
            if stem not in found:
                if len(found) == MOST_STEMS:
                    return found
                found[stem] = written
    return found


def rank(
    asked: Collection[str],
    past: Sequence[Use],
    lately: Sequence[Hashable],
    own: Mapping[Any, Collection[str]],
    counts: Counts,
) -> list[Suggestion]:
    """Everything that something speaks for, the best first.

    `past` are earlier uses that may be near (all of them, or those that share rare stems), `lately` what was used last,
    the newest first, `own` the stems of things themselves.
    """
    weights = {stem: counts.weight(stem) for stem in asked}
    length = math.sqrt(sum(each * each for each in weights.values())) or 1.0
    found: dict[Hashable, Suggestion] = {}
    votes = _votes(frozenset(asked), past, weights, length, counts)
    given = sum(vote for vote, use in votes if not use.dismissed)
    for vote, use in votes:
        each = found.setdefault(use.about, Suggestion(use.about))
        each.score += -vote if use.dismissed else vote
        if not use.dismissed:
            each.votes += vote / given
            each.nearest.append((use.ticket, vote))
            each.words += [stem for stem in use.stems if stem in weights]
    for about, part in _parts(lately).items():
        each = found.setdefault(about, Suggestion(about))
        each.lately = part
        each.score += POPULAR * part
    for about, stems in own.items():
        shared = weights.keys() & set(stems)
        if shared:
            each = found.setdefault(about, Suggestion(about))
            each.own = _heaviest(shared, weights)
            each.words += each.own
            each.score += OWN * _cosine(shared, stems, weights, length, counts)
    for each in found.values():
        each.words = _heaviest(set(each.words), weights)
    # Of equals the one that was used last.
    order = {about: place for place, about in reversed(list(enumerate(lately)))}
    return sorted(
        (each for each in found.values() if each.score > 0),
        key=lambda each: (-each.score, order.get(each.about, len(order))),
    )


def near(one: Collection[str], other: Collection[str], counts: Counts) -> tuple[float, list[str]]:
    """How near two texts are (0 to 1) by the stems that both have, and these, those that say most first."""
    shared = set(one) & set(other)
    if not shared:
        return 0.0, []
    weights = {stem: counts.weight(stem) for stem in {*one, *other}}
    squares = [sum(weights[stem] ** 2 for stem in stems) for stems in (shared, set(one), set(other))]
    return squares[0] / math.sqrt(squares[1] * squares[2]), _heaviest(shared, weights)


def _votes(
    asked: frozenset[str], past: Sequence[Use], weights: Mapping[str, float], length: float, counts: Counts
) -> list[tuple[float, Use]]:
    """The nearest uses, the nearest first, each with how near it is."""
    # What one stem says at most: what is not known of a use's other stems.
    most = math.log1p((counts.uses + 1) / 1.5)
    alike = []
    for place, use in enumerate(past):
        shared = asked & use.stems
        if shared:
            weight = sum(weights[stem] ** 2 for stem in shared)
            alike.append((min(1.0, weight / (length * most * math.sqrt(len(use.stems)))), -place, use))
    alike.sort(key=lambda each: each[:2], reverse=True)
    mine = _pieces_of(asked)
    nearest = [
        ((1 - PIECES) * by_words + PIECES * _alike(mine, _pieces_of(use.stems)), place, use)
        for by_words, place, use in alike[:CLOSELY]
    ]
    nearest.sort(key=lambda each: each[:2], reverse=True)
    return [(vote, use) for vote, _, use in nearest[:NEAREST]]


def _cosine(
    shared: Collection[str], stems: Collection[str], weights: Mapping[str, float], length: float, counts: Counts
) -> float:
    theirs = math.sqrt(sum(counts.weight(stem) ** 2 for stem in stems))
    return sum(weights[stem] ** 2 for stem in shared) / (length * theirs)


def _parts(lately: Sequence[Hashable]) -> dict[Hashable, float]:
    parts: dict[Hashable, float] = {}
    for place, about in enumerate(lately[:LATELY]):
        parts[about] = parts.get(about, 0.0) + 0.5 ** (place / HALF)
    whole = sum(parts.values())
    return {about: part / whole for about, part in parts.items()}


def _heaviest(stems: Iterable[str], weights: Mapping[str, float]) -> list[str]:
    return sorted(stems, key=lambda stem: (-weights[stem], stem))[:WORDS]


def _pieces_of(stems: Iterable[str]) -> frozenset[str]:
    """Three and four letters in a row: words that are misspelt or put together otherwise have most of them."""
    return frozenset().union(*(_pieces(stem) for stem in stems))


@lru_cache(maxsize=16_384)
def _pieces(stem: str) -> frozenset[str]:
    whole = f"<{stem}>"
    return frozenset(whole[at : at + size] for size in (3, 4) for at in range(len(whole) - size + 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / math.sqrt(len(one) * len(other)) if one and other else 0.0
