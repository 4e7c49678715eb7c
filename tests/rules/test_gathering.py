"""Clusters of real requests: one thing in a stream of all is found, they stay the same, and their cost is bounded."""

from collections import Counter
from collections.abc import Sequence
from random import Random
from uuid import UUID

import pytest

from app import clock
from app.rules import text_marks
from app.rules.gathering import Cluster, Text, Usual, gathered
from tests.insights import REQUESTS, requests

needs_requests = pytest.mark.skipif(not REQUESTS.exists(), reason="shared/data/requests.csv is not there")


def texts_of(said: Sequence[str]) -> list[Text]:
    """As the desk counts them, each by somebody else."""
    marks = [text_marks.of(each) for each in said]
    return [Text(UUID(int=n), UUID(int=n), mark.words, mark.phrases) for n, mark in enumerate(marks)]


def usual(texts: Sequence[Text]) -> Usual:
    """What these say usually."""
    return Usual(len(texts), Counter(mark for each in texts for mark in (*each.words, *each.phrases)))


def best(clusters: Sequence[Cluster], wanted: set[int]) -> tuple[float, float]:
    """Of the cluster that has the most of these: how much of it they are, and how many of them it has."""
    found = max(clusters, key=lambda each: sum(member.int in wanted for member, _ in each.members))
    common = sum(member.int in wanted for member, _ in found.members)
    return common / len(found.members), common / len(wanted)


@needs_requests
def test_one_thing_in_a_stream_of_all_is_a_cluster() -> None:
    names = sorted(requests())
    before = usual(texts_of([text for name in names for text in requests()[name][40:50]]))
    precise, complete = [], []
    for burst in names[3::19]:
        said = [text for name in names if name != burst for text in requests()[name][:3]] + requests()[burst][:25]
        order = list(range(len(said)))
        Random(burst).shuffle(order)
        wanted = {place for place, n in enumerate(order) if n >= len(said) - 25}
        precision, recall = best(gathered(texts_of([said[n] for n in order]), {}, before), wanted)
        precise.append(precision)
        complete.append(recall)
    assert sum(precise) / len(precise) > 0.7
    assert sum(complete) / len(complete) > 0.5


@needs_requests
def test_clusters_stay_who_they_are() -> None:
    names = sorted(requests())[::4]
    said = [text for name in names for text in requests()[name][:12]]
    Random(1).shuffle(said)
    texts, before = texts_of(said), usual(texts_of(said))
    first = gathered(texts[20:], {}, before)
    assert gathered(texts[20:], {}, before) == first
    kept = {str(n): each.middle for n, each in enumerate(first)}
    # Twenty newer ones come, twenty old ones go.
    again = gathered([*texts[:20], *texts[20:-20]], kept, before)
    theirs = {each.key: {member for member, _ in each.members} for each in again}
    stayed = [
        len(theirs.get(str(n), set()) & {member for member, _ in each.members}) / len(each.members)
        for n, each in enumerate(first)
        if len(each.members) > 5
    ]
    assert len(stayed) > 5
    assert sum(stayed) / len(stayed) > 0.75


def test_what_is_all_the_same_and_what_is_nothing() -> None:
    same = texts_of(["The page does not open"] * 2_000)
    [cluster] = gathered(same, {}, usual(same))
    assert (len(cluster.members), cluster.people) == (2_000, 2_000)
    # One person is no cluster, however often they write.
    assert (
        gathered([Text(each.ticket_id, UUID(int=1), each.words, each.phrases) for each in same[:50]], {}, usual(same))
        == []
    )
    assert gathered([], {}, Usual(0, {})) == []
    assert gathered(texts_of(["😀", "?", "", "..."]), {}, Usual(0, {})) == []


def test_thousands_at_once_take_seconds() -> None:
    chance = Random(1)
    texts = [
        Text(UUID(int=n), UUID(int=n), chance.sample(range(200), 10), chance.sample(range(1_000, 1_400), 10))
        for n in range(2_000)
    ]
    begun = clock.monotonic()
    gathered(texts, {}, usual(texts))
    assert clock.monotonic() - begun < 20
