"""Learning second looks: which topics are near each other, and the line between the two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from sklearn.svm import LinearSVC

from app.learning.duels import BEST, SHARE, Duels

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The nearest pairs, and for each at most so many examples of either topic.
MOST, EXAMPLES = 400, 1_000
# What is kept of a line: its strongest weights.
COLUMNS = 3_000
STRICTNESS = 3.0
NONE = Duels(
    np.zeros((0, 2), np.int32), np.zeros(1, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int8),
    np.zeros(0, np.float32), np.zeros(0, np.float32),
)  # fmt: skip


def learnt(rows: sp.csr_matrix, topics: NDArray[np.int64], labels: int) -> Duels:
    """From examples as the model weighs them, and their topics."""
    found = list(_lines(rows, topics, labels))
    pairs = np.array([pair for pair, _, _, _ in found], dtype=np.int32).reshape(-1, 2)
    starts = np.concatenate([[0], np.cumsum([len(columns) for _, columns, _, _ in found])]).astype(np.int32)
    scale = np.array([max(float(np.abs(line).max(initial=0)), 1e-9) / 127 for _, _, line, _ in found], dtype=np.float32)
    columns = [columns for _, columns, _, _ in found]
    small = [np.rint(line / each).astype(np.int8) for (_, _, line, _), each in zip(found, scale, strict=True)]
    return Duels(
        pairs,
        starts,
        np.concatenate(columns or [np.zeros(0, np.int64)]).astype(np.int32),
        np.concatenate(small or [np.zeros(0, np.int8)]),
        scale,
        np.array([bias for _, _, _, bias in found], dtype=np.float32),
    )


def settled(duels: Duels, scores: NDArray[np.float32], rows: sp.csr_matrix) -> NDArray[np.float32]:
    """Scores of many texts (by topics) after second looks: as `Duels.settle`, for all of them together."""
    if not len(duels.pairs):
        return scores
    shape = (rows.shape[1], len(duels.pairs))
    lines = sp.csc_matrix((duels.weights.astype(np.float32), duels.columns, duels.starts), shape=shape)
    said = np.asarray((rows @ lines).todense(), dtype=np.float32) * duels.scale + duels.bias
    best = np.zeros(scores.shape, dtype=bool)
    np.put_along_axis(best, np.argsort(-scores, axis=1, kind="stable")[:, :BEST], values=True, axis=1)
    made = scores.copy()
    for place, (one, other) in enumerate(duels.pairs.tolist()):
        both = best[:, one] & best[:, other]
        made[both, one] += SHARE * said[both, place]
        made[both, other] -= SHARE * said[both, place]
    return made


def kept(duels: Duels, columns: NDArray[np.int64]) -> Duels:
    """The same over these columns alone, in order: the others are not kept."""
    places = np.searchsorted(columns, duels.columns)
    places[places == len(columns)] = 0
    there = columns[places] == duels.columns if len(columns) else np.zeros(len(duels.columns), dtype=bool)
    counts = np.concatenate([[0], np.cumsum(there)])
    return Duels(
        duels.pairs,
        counts[duels.starts].astype(np.int32),
        places[there].astype(np.int32),
        duels.weights[there],
        duels.scale,
        duels.bias,
    )


def _lines(
    rows: sp.csr_matrix, topics: NDArray[np.int64], labels: int
) -> Iterator[tuple[tuple[int, int], NDArray[np.int64], NDArray[np.float32], float]]:
    """For each of the nearest pairs: its topics, the columns that say something, what they say, and the bias."""
    places = [np.flatnonzero(topics == topic)[:EXAMPLES] for topic in range(labels)]
    for one, other in _nearest(rows, places):
        some = np.concatenate([places[one], places[other]])
        between = rows[some]
        used = np.unique(between.indices)
        is_one = np.arange(len(some)) < len(places[one])
        line = LinearSVC(C=STRICTNESS, random_state=0).fit(between[:, used], is_one)
        strong = np.sort(np.argsort(-np.abs(line.coef_[0]), kind="stable")[:COLUMNS])
        yield (one, other), used[strong], line.coef_[0][strong].astype(np.float32), float(line.intercept_[0])


def _nearest(rows: sp.csr_matrix, places: list[NDArray[np.int64]]) -> list[tuple[int, int]]:
    """Pairs of topics whose examples are most alike, in order."""
    middles = sp.vstack(
        [sp.csr_matrix(rows[each].mean(axis=0) if len(each) else np.zeros((1, rows.shape[1]))) for each in places]
    ).tocsr()
    length = np.sqrt(np.asarray(middles.multiply(middles).sum(axis=1)).ravel())
    length[length == 0] = 1
    middles = sp.diags(1 / length) @ middles
    alike = np.triu((middles @ middles.T).toarray(), 1)
    nearest = np.argsort(-alike, axis=None, kind="stable")[:MOST]
    return sorted((int(each) // len(places), int(each) % len(places)) for each in nearest if alike.flat[each] > 0)
