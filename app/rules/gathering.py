"""New tickets that are alike, gathered into clusters that stay who they are while tickets come and go.

A text is a direction in the space of its words and phrases, each as long as it is rare; a cluster is the direction of
its tickets together. Clusters that are there keep what still belongs to them. Among the others the ticket with the most
neighbours gathers these, then whatever else is near to them all, and so on, until nothing is dense enough. What came
beyond the newest `FORMING` forms none, but joins. Time and memory are bounded by these numbers, whatever the texts.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TypeAlias
from uuid import UUID

# So many tickets are compared with each other; and so many get a place in what there is.
FORMING, PLACED = 1_500, 20_000
# Two tickets this much alike are neighbours; one this near to the middle of a cluster belongs to it.
NEAR, BELONGS = 0.25, 0.3
# The middles of two clusters this near: they are one.
ONE = 0.75
# Fewer people are no cluster.
LEAST = 3
# A phrase counts this much of a word: it repeats what its words say.
PHRASE = 0.3
# Of a cluster, so many words and phrases are its middle.
MIDDLE = 20
# In more tickets than this share a word says too little to make two of them neighbours, but for the rarest of a ticket:
# a thousand that are all the same have no other.
_COMMON, _AT_LEAST_COMMON, _RAREST = 0.2, 30, 2
_MOST_NEIGHBOURS = 200
_MOST_SEEDS = 300

Direction: TypeAlias = dict[int, float]


@dataclass(frozen=True, slots=True)
class Text:
    """A ticket with its marks (`rules/text_marks.py`) and whose it is."""

    ticket_id: UUID
    person: UUID
    words: Sequence[int]
    phrases: Sequence[int]


@dataclass(frozen=True, slots=True)
class Usual:
    """How many of so many other texts of the desk have a mark: what is in most of them says little."""

    texts: int
    having: Mapping[int, int]

    def weight(self, mark: int) -> float:
        """How much a mark says."""
        return math.log(1 + (self.texts + 1) / (self.having.get(mark, 0) + 1))


@dataclass(frozen=True, slots=True)
class Cluster:
    """Tickets that are alike, nearest to the middle first. `key` names it in the round before; None: it is new."""

    key: str | None
    middle: Direction
    members: Sequence[tuple[UUID, float]]
    people: int


def gathered(texts: Sequence[Text], kept: Mapping[str, Direction], usual: Usual) -> list[Cluster]:
    """The clusters of these texts, newest text first, given those that were there before (older ones first)."""
    placed = texts[:PLACED]
    ways = [_way(each, usual) for each in placed]
    index = _index(ways)
    free = dict.fromkeys(place for place, way in enumerate(ways) if way)
    clusters: list[tuple[str | None, Direction, dict[int, float]]] = []
    for key, middle in _apart(kept).items():
        having = _near(middle, index, free)
        if _people(having, placed) >= LEAST:
            _take(clusters, free, key, _middle(having, ways), having)
    for seed in _seeds(ways, free):
        having = _grown(seed, placed, ways, index, free)
        if _people(having, placed) >= LEAST:
            _take(clusters, free, None, _middle(having, ways), having)
    # What was too old to form one, and what is nearer to a middle that came later.
    for _, middle, having in clusters:
        for place, likeness in _near(middle, index, free).items():
            having[place] = likeness
            free.pop(place)
    return [_made(key, middle, having, placed) for key, middle, having in clusters]


def _take(
    clusters: list[tuple[str | None, Direction, dict[int, float]]],
    free: dict[int, None],
    key: str | None,
    middle: Direction,
    having: dict[int, float],
) -> None:
    clusters.append((key, middle, having))
    for place in having:
        free.pop(place)


def _made(key: str | None, middle: Direction, having: Mapping[int, float], texts: Sequence[Text]) -> Cluster:
    members = [(texts[place].ticket_id, min(1.0, likeness)) for place, likeness in having.items()]
    members.sort(key=lambda each: (-each[1], each[0]))
    return Cluster(key, middle, members, _people(having, texts))


def _people(places: Collection[int], texts: Sequence[Text]) -> int:
    return len({texts[place].person for place in places})


def _way(text: Text, usual: Usual) -> Direction:
    way = {mark: usual.weight(mark) for mark in text.words}
    way |= {mark: PHRASE * usual.weight(mark) for mark in text.phrases}
    return _unit(way)


def _unit(way: Mapping[int, float]) -> Direction:
    length = math.sqrt(sum(each * each for each in way.values()))
    return {mark: each / length for mark, each in way.items()} if length else {}


def _middle(places: Iterable[int], ways: Sequence[Direction]) -> Direction:
    total: Direction = {}
    for place in places:
        for mark, each in ways[place].items():
            total[mark] = total.get(mark, 0.0) + each
    return _unit(dict(sorted(total.items(), key=lambda each: (-each[1], each[0]))[:MIDDLE]))


def likeness(one: Direction, other: Direction) -> float:
    """How near two directions are: 1 when they are the same, 0 when they have nothing in common."""
    less, more = (one, other) if len(one) <= len(other) else (other, one)
    return sum(each * more.get(mark, 0.0) for mark, each in less.items())


def _index(ways: Sequence[Direction]) -> dict[int, list[tuple[int, float]]]:
    """Where each mark is, and how much of the direction it is there."""
    index: dict[int, list[tuple[int, float]]] = {}
    for place, way in enumerate(ways):
        for mark, each in way.items():
            index.setdefault(mark, []).append((place, each))
    return index


def _near(
    middle: Direction,
    index: Mapping[int, Sequence[tuple[int, float]]],
    places: Mapping[int, None],
    below: int = PLACED,
) -> dict[int, float]:
    found: dict[int, float] = {}
    for mark, much in middle.items():
        for place, each in index.get(mark, ()):
            if place >= below:
                break
            found[place] = found.get(place, 0.0) + much * each
    return {place: each for place, each in found.items() if each >= BELONGS and place in places}


def _apart(kept: Mapping[str, Direction]) -> dict[str, Direction]:
    """Without those that have become the same as an older one."""
    apart: dict[str, Direction] = {}
    for key, middle in kept.items():
        if all(likeness(middle, each) < ONE for each in apart.values()):
            apart[key] = middle
    return apart


def _seeds(ways: Sequence[Direction], free: Mapping[int, None]) -> Iterable[dict[int, float]]:
    """The neighbours of one that is free, as long as there is one with enough of them: the most of them first.

    What the caller takes out of `free` meanwhile is no neighbour any more.
    """
    forming = [place for place in free if place < FORMING]
    neighbours = _neighbours(forming, ways)
    # They only become fewer: whoever has as many as when it was looked at last has the most.
    waiting = [(-len(neighbours[place]), place) for place in forming if len(neighbours[place]) >= LEAST]
    heapify(waiting)
    tries = _MOST_SEEDS
    while waiting and tries:
        before, place = heappop(waiting)
        left = sum(each in free for each in neighbours[place]) if place in free else 0
        if left < LEAST:
            continue
        if left < -before:
            heappush(waiting, (-left, place))
            continue
        tries -= 1
        yield {each: alike for each, alike in neighbours[place].items() if each in free}


def _neighbours(places: Sequence[int], ways: Sequence[Direction]) -> dict[int, dict[int, float]]:
    having: dict[int, list[int]] = {}
    for place in places:
        for mark in ways[place]:
            having.setdefault(mark, []).append(place)
    common = max(_AT_LEAST_COMMON, int(_COMMON * len(places)))
    found: dict[int, dict[int, float]] = {}
    for place in places:
        candidates = {place}
        for rank, mark in enumerate(sorted(ways[place], key=lambda each: len(having[each]))):
            if len(candidates) >= _MOST_NEIGHBOURS or (rank >= _RAREST and len(having[mark]) > common):
                break
            candidates.update(having[mark][:_MOST_NEIGHBOURS])
        alike = {other: likeness(ways[place], ways[other]) for other in candidates}
        found[place] = {other: each for other, each in alike.items() if each >= NEAR}
    return found


def _grown(
    seed: dict[int, float],
    texts: Sequence[Text],
    ways: Sequence[Direction],
    index: Mapping[int, Sequence[tuple[int, float]]],
    free: Mapping[int, None],
) -> dict[int, float]:
    """What is near to the middle of these, twice."""
    having = seed
    for _ in range(2):
        if _people(having, texts) < LEAST:
            break
        having = _near(_middle(having, ways), index, free, FORMING)
    return having
