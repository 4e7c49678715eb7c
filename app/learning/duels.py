"""Second looks: topics that are easily taken for each other are told apart by what differs between just these two.

One against all the rest, a topic must not look like any of 76 others; beside its nearest neighbour it is other words
that decide. Where both are among the best, what the two say of each other is added to their scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Topics of a text that look at each other.
BEST = 2
# How much of what they say counts, for the one and against the other.
SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Duels:
    """Pairs of topics (the smaller number first, in order), each with a line between its two: columns and weights of
    pair `n` are those from `starts[n]` to `starts[n + 1]`, as bytes that `scale[n]` makes numbers.
    """

    pairs: NDArray[np.int32]
    starts: NDArray[np.int32]
    columns: NDArray[np.int32]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]

    def settle(self, scores: NDArray[np.float32], rows: NDArray[np.int64], values: NDArray[np.float32]) -> None:
        """Let the best topics of one text look at each other: `scores` is changed in place.

        `rows` (in order) and `values` are the features of the text that the model knows.
        """
        import numpy as np  # noqa: PLC0415 - of the extra

        best = np.sort(np.argsort(-scores, kind="stable")[:BEST]).tolist()
        keys = self.pairs[:, 0].astype(np.int64) * len(scores) + self.pairs[:, 1]
        said = []
        for place, one in enumerate(best):
            for other in best[place + 1 :]:
                key = one * len(scores) + other
                pair = int(np.searchsorted(keys, key))
                if pair < len(keys) and keys[pair] == key:
                    said.append((one, other, self._line(pair, rows, values)))
        for one, other, line in said:
            scores[one] += SHARE * line
            scores[other] -= SHARE * line

    def _line(self, pair: int, rows: NDArray[np.int64], values: NDArray[np.float32]) -> np.float32:
        import numpy as np  # noqa: PLC0415 - of the extra

        start, end = self.starts[pair], self.starts[pair + 1]
        columns, weights = self.columns[start:end], self.weights[start:end]
        places = np.searchsorted(columns, rows)
        places[places == len(columns)] = 0
        there = columns[places] == rows if len(columns) else np.zeros(len(rows), dtype=bool)
        line = weights[places[there]].astype(np.float32) @ values[there]
        return np.float32(line * self.scale[pair] + self.bias[pair])

    def fits(self, known: int, topics: int) -> bool:
        """Whether this can be of a model of so many features and topics."""
        import numpy as np  # noqa: PLC0415 - of the extra

        count, length = len(self.scale), len(self.columns)
        return bool(
            self.pairs.shape == (count, 2)
            and self.pairs.dtype.kind == self.starts.dtype.kind == self.columns.dtype.kind == "i"
            and self.starts.shape == (count + 1,)
            and self.bias.shape == (count,)
            and self.weights.shape == (length,)
            and self.weights.dtype == np.int8
            and self.starts[0] == 0
            and self.starts[-1] == length
            and (np.diff(self.starts) >= 0).all()
            and (not count or (self.pairs.min() >= 0 and self.pairs.max() < topics))
            and (not length or (self.columns.min() >= 0 and self.columns.max() < known))
            and np.isfinite(self.scale).all()
            and np.isfinite(self.bias).all()
        )
