"""Learning a model of topics from examples, and measuring it on examples that it has not seen.

Runs in a process of its own (`app/learning/child.py`): it computes for seconds or minutes and takes memory.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp
from sklearn.svm import LinearSVC

from app.learning import calibrating, features
from app.learning.models import Calibration, Label, Model, Vocabulary, packed

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Fewer of one topic are not learnt from, and of fewer topics there is nothing to tell apart.
FOLDS = 5
# Above so many examples one part is held out, and not each in turn: the measure is exact enough, and time has an end.
FOLDED_UP_TO = 12_000
# Words of all texts together that are looked at, and for each at least these.
ALL_WORDS, LEAST_WORDS = 1_000_000, 30
# What a fit may take: numbers that are not 0, times topics. Longer lists of examples are thinned out.
MAX_WORK = 2_000_000_000
# Numbers of a stored model, each a byte.
MAX_WEIGHTS = 8_000_000
# A feature of fewer examples is not kept, by family: what was once is chance.
LEAST_SEEN = (2, 2, 3)
STRICTNESS = 1.5


@dataclass(frozen=True, slots=True)
class Example:
    """A text and its topic (a place in the labels). One that is not `typical` was looked for and is not measured."""

    text: str
    language: str | None
    label: int
    typical: bool = True


@dataclass(slots=True)
class Trained:
    """A model as bytes, and what it got right of examples that it had not seen."""

    data: bytes
    report: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Space:
    """All examples as numbers: by family, how often which feature is in which example."""

    limit: int
    counts: list[sp.csr_matrix]
    hashes: list[NDArray[np.uint32]]


def train(
    examples: Sequence[Example], labels: Sequence[Label], *, said: Callable[[str], None] = lambda _: None
) -> Trained:
    """Learn from these examples. There are at least two labels, each with examples."""
    said("reading")
    read = space(examples)
    topics = np.array([each.label for each in examples], dtype=np.int64)
    chosen = _thinned(read, topics, len(labels))
    parts = _parts([examples[place].text for place in chosen], topics[chosen])
    held, scores = [], []
    for number in range(FOLDS if len(chosen) <= FOLDED_UP_TO else 1):
        said(f"measuring {number + 1}")
        seen, unseen = chosen[parts != number], chosen[parts == number]
        unseen = unseen[[examples[place].typical for place in unseen.tolist()]]
        if len(unseen) and len(set(topics[seen].tolist())) > 1:
            fitted = fit(read, seen, topics, len(labels))
            held.append(unseen)
            scores.append(fitted.scores(read, unseen))
    where = np.concatenate(held) if held else np.zeros(0, dtype=np.int64)
    found = np.concatenate(scores) if scores else np.zeros((0, len(labels)), dtype=np.float32)
    calibration = calibrating.fitted(found, topics[where])
    report = calibrating.report(found, topics[where], [each.path for each in labels], topics[chosen])
    said("learning")
    final = fit(read, chosen, topics, len(labels))
    model = final.model(labels, read.limit, calibration)
    return Trained(packed(model), {**report, "examples": len(chosen), "folds": len(held)})


def space(examples: Sequence[Example]) -> Space:
    """Examples as numbers; of each so many words that all of them together have an end."""
    limit = max(LEAST_WORDS, min(features.WORDS, ALL_WORDS // max(1, len(examples))))
    hashes: list[list[NDArray[np.uint32]]] = [[] for _ in features.FAMILIES]
    counts: list[list[NDArray[np.int64]]] = [[] for _ in features.FAMILIES]
    for each in examples:
        _, families = features.of(each.text, each.language, limit=limit)
        for place, family in enumerate(families):
            found, times = np.unique(family.hashes, return_counts=True)
            hashes[place].append(found)
            counts[place].append(times)
    made, known = [], []
    for of_each, often in zip(hashes, counts, strict=True):
        vocabulary, columns = np.unique(np.concatenate(of_each), return_inverse=True)
        values = (1 + np.log(np.concatenate(often))).astype(np.float32)
        starts = np.concatenate([[0], np.cumsum([len(each) for each in of_each])])
        shape = (len(examples), len(vocabulary))
        made.append(sp.csr_matrix((values, columns.astype(np.int32), starts), shape=shape))
        known.append(vocabulary)
    return Space(limit, made, known)


def _thinned(read: Space, topics: NDArray[np.int64], labels: int) -> NDArray[np.int64]:
    """Which examples are learnt from: all, or as many as can be in bounded time, rare topics whole."""
    work = sum(each.nnz for each in read.counts) * labels
    everything = np.arange(len(topics))
    if work <= MAX_WORK:
        return everything
    share = MAX_WORK / work
    kept = []
    for topic in range(labels):
        places = np.flatnonzero(topics == topic)
        # Those that come first are the latest.
        kept.append(places[: max(50, int(len(places) * share))])
    return np.sort(np.concatenate(kept))


def _parts(texts: Sequence[str], topics: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which part of the examples each is held out with. The same text is in one part, each topic is in all of them."""
    keys = [zlib.crc32(" ".join(text.lower().split()).encode()) for text in texts]
    order = sorted(range(len(texts)), key=lambda place: (int(topics[place]), keys[place]))
    parts = np.zeros(len(texts), dtype=np.int64)
    given: dict[int, int] = {}
    following = 0
    for place in order:
        if keys[place] not in given:
            given[keys[place]] = following % FOLDS
            following += 1
        parts[place] = given[keys[place]]
    return parts


@dataclass(frozen=True, slots=True)
class Fitted:
    """A linear model over the features of a space that were seen often enough."""

    kept: list[NDArray[np.int64]]
    idf: list[NDArray[np.float32]]
    unknown: float
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    hashes: list[NDArray[np.uint32]]

    def rows(self, read: Space, places: NDArray[np.int64]) -> sp.csr_matrix:
        """Examples as this model weighs them."""
        return sp.hstack(
            [
                _weighed(counts[places], idf, kept, share)
                for counts, idf, kept, share in zip(read.counts, self.idf, self.kept, features.SHARES, strict=True)
            ],
            format="csr",
        )

    def scores(self, read: Space, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """Scores of examples, by topics."""
        return np.asarray(self.rows(read, places) @ self.weights + self.bias, dtype=np.float32)

    def model(self, labels: Sequence[Label], limit: int, calibration: Calibration = calibrating.USUAL) -> Model:
        """The model as it is stored: the features that weigh most, each weight a byte."""
        strongest = np.abs(self.weights).max(axis=1)
        most = MAX_WEIGHTS // len(labels)
        bound = np.partition(strongest, -most)[-most] if len(strongest) > most else 0.0
        vocabularies, rows, start = [], [], 0
        for hashes, kept, idf in zip(self.hashes, self.kept, self.idf, strict=True):
            strong = np.flatnonzero(strongest[start : start + len(kept)] >= max(bound, 1e-6))
            vocabularies.append(Vocabulary(hashes[kept[strong]], idf[kept[strong]], self.unknown))
            rows.append(start + strong)
            start += len(kept)
        weights = self.weights[np.concatenate(rows)]
        scale = (np.maximum(np.abs(weights).max(axis=0, initial=0), 1e-9) / 127).astype(np.float32)
        small = np.rint(weights / scale).astype(np.int8)
        return Model(tuple(labels), limit, tuple(vocabularies), small, scale, self.bias, calibration)


def _weighed(counts: sp.csr_matrix, idf: NDArray[np.float32], kept: NDArray[np.int64], share: float) -> sp.csr_matrix:
    """Rows of length `share`, also by what is not kept: a text of strange words is known to be strange."""
    weighed = counts @ sp.diags(idf)
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    length[length == 0] = 1
    return (sp.diags((share / length).astype(np.float32)) @ weighed).tocsr()[:, kept]


def fit(read: Space, places: NDArray[np.int64], topics: NDArray[np.int64], labels: int) -> Fitted:
    """Learn from the examples at these places. `topics` are those of all examples."""
    idfs, kepts = [], []
    for counts, least in zip(read.counts, LEAST_SEEN, strict=True):
        seen = np.bincount(counts[places].indices, minlength=counts.shape[1])
        idf = (np.log((1 + len(places)) / (1 + seen)) + 1).astype(np.float32)
        enough = np.flatnonzero(seen >= least)
        idfs.append(idf)
        kepts.append(enough)
    unknown = float(np.log(1 + len(places)) + 1)
    empty = np.zeros((0, labels), dtype=np.float32)
    fitted = Fitted(kepts, idfs, unknown, empty, np.zeros(labels, dtype=np.float32), read.hashes)
    learnt = LinearSVC(C=STRICTNESS, random_state=0).fit(fitted.rows(read, places), topics[places])
    weights = np.zeros((labels, sum(len(each) for each in kepts)), dtype=np.float32)
    # A topic whose few examples are all held out never scores.
    bias = np.full(labels, -9.0, dtype=np.float32)
    two = len(learnt.classes_) == 2  # noqa: PLR2004 - then there is one line between them
    weights[learnt.classes_] = np.vstack([-learnt.coef_, learnt.coef_]) if two else learnt.coef_
    bias[learnt.classes_] = np.concatenate([-learnt.intercept_, learnt.intercept_]) if two else learnt.intercept_
    return Fitted(kepts, idfs, unknown, np.ascontiguousarray(weights.T), bias, read.hashes)
