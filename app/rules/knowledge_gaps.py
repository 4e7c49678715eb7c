"""What is asked and no article answers: clusters of tickets, and searches in vain, and which of them are the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.rules import text_marks
from app.rules.gathering import Direction

# An article that has this much of the question is about it.
FITS = 0.6
# When agents have pointed to an article on so many of the tickets, there is one, whatever words it is written in.
POINTED = 0.3
# A search has to have this much of the middle of a cluster, by words, to ask the same.
SAME = 0.5


@dataclass(frozen=True, slots=True)
class Query:
    """What was searched in the same words, how often in vain, and in which language it was looked for."""

    text: str
    times: int
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Searches for the same, whatever the order and the endings of their words; the most frequent one first."""

    key: str
    times: int
    queries: Sequence[str]
    words: frozenset[int] = field(default_factory=frozenset)


def is_open(*, tickets: int, pointed: int, coverage: float) -> bool:
    """Whether no article answers what these tickets ask."""
    return coverage < FITS and pointed < POINTED * max(1, tickets)


def same(queries: Iterable[Query]) -> list[Asked]:
    """Searches put together by what they ask for. What has no words asks for nothing."""
    groups: dict[str, list[Query]] = {}
    for each in queries:
        stems = text_marks.stems(each.text, each.locale)
        if stems:
            groups.setdefault(" ".join(sorted(stems)), []).append(each)
    asked = []
    for key, some in groups.items():
        some.sort(key=lambda each: (-each.times, each.text))
        words = frozenset(text_marks.number(stem) for stem in key.split(" "))
        asked.append(Asked(key, sum(each.times for each in some), [each.text for each in some[:5]], words))
    return sorted(asked, key=lambda each: (-each.times, each.key))


def joined(asked: Sequence[Asked], middles: Mapping[str, Direction]) -> dict[str, str]:
    """Which searches (by key) ask for the same as which cluster (by id): all of their words say what it says."""
    found: dict[str, str] = {}
    lengths = {cluster: sum(each**2 for each in middle.values()) or 1.0 for cluster, middle in middles.items()}
    having: dict[int, list[str]] = {}
    for cluster, middle in middles.items():
        for word in middle:
            having.setdefault(word, []).append(cluster)
    for each in asked:
        if not each.words:
            continue
        best, most = None, SAME
        # By its rarest word: no other cluster has all of them.
        for cluster in min((having.get(word, []) for word in each.words), key=len):
            middle = middles[cluster]
            if not each.words <= middle.keys():
                continue
            likeness = (sum(middle[word] ** 2 for word in each.words) / lengths[cluster]) ** 0.5
            if likeness > most:
                best, most = cluster, likeness
        if best is not None:
            found[each.key] = best
    return found
