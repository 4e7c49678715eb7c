"""What a model sees of a text: words, neighbours, pairs of words near each other, and pieces of words, as numbers.

No vocabulary is kept: each feature is a hash of 32 bits. Pieces of words bear what is misspelt, pairs tell what
single words do not (`cash` and `declined`).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.rules import wordbags
from app.rules.word_lists import STOP_WORDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Words of a text that are looked at: its subject and its beginning say what it is about.
WORDS = 150
# So many letters a word has with the blank after it, in a text that is long.
LETTERS = 10
# Pairs are of words that are no further apart.
WINDOW = 10
PIECES = (2, 3, 4, 5)
FAMILIES = ("words", "pairs", "pieces")
# How much each of them counts: the squares are 1 together, so that a text of known features is of length 1.
SHARES = (0.577, 0.577, 0.577)


@dataclass(frozen=True, slots=True)
class Family:
    """Features of one kind as they stand in a text: hashes, and the words (by place) that each is made of."""

    hashes: NDArray[np.uint32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]


def of(text: str, language: str | None = None, *, limit: int = WORDS) -> tuple[list[str], tuple[Family, ...]]:
    """The words of a text, at most `limit`, and its features by the families of `FAMILIES`. Nothing is empty arrays."""
    import numpy as np  # noqa: PLC0415 - of the extra

    # What is behind is not even looked at.
    words = wordbags.words(text[: limit * LETTERS], language)[:limit]
    primary = (language or "").split("-")[0].lower()
    stems = [zlib.crc32(wordbags.stemmed(word, primary).encode()) for word in words]
    hashes = np.array(stems, dtype=np.uint64)
    places = np.arange(len(words), dtype=np.int32)
    single = Family(_mixed(hashes, 1), places, places)
    neighbours = _together(hashes, places, 1, 2, ordered=True)
    pairs = [_together(hashes, places, step, 3, ordered=False) for step in range(1, min(WINDOW, len(words) - 1) + 1)]
    return words, (_joined([single, neighbours]), _joined(pairs), _pieces(words))


def telling(words: list[str], points: list[float], most: int) -> tuple[str, ...]:
    """The words with the most points, each once, without those that say nothing by themselves."""
    best: dict[str, float] = {}
    for word, each in zip(words, points, strict=True):
        if word not in STOP_WORDS:
            best[word] = best.get(word, 0.0) + each
    ranked = sorted(best.items(), key=lambda pair: -pair[1])
    return tuple(word for word, each in ranked[:most] if each > ranked[0][1] / 10 > 0)


def _together(hashes: NDArray[np.uint64], places: NDArray[np.int32], step: int, seed: int, *, ordered: bool) -> Family:
    import numpy as np  # noqa: PLC0415 - of the extra

    one, other = hashes[:-step], hashes[step:]
    if not ordered:
        one, other = np.minimum(one, other), np.maximum(one, other)
    return Family(_mixed(one * np.uint64(0x9E3779B97F4A7C15) + other, seed), places[:-step], places[step:])


def _pieces(words: list[str]) -> Family:
    """Pieces of words with the blanks around them; none goes over two words."""
    import numpy as np  # noqa: PLC0415 - of the extra

    letters = np.frombuffer(f" {' '.join(words)} ".encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    blank = letters == ord(" ")
    # The word that a letter is of; the blank after a word is of it too.
    word = np.maximum(np.cumsum(blank) - 1 - blank, 0).astype(np.int32)
    found = []
    for size in PIECES:
        count = len(letters) - size + 1
        if count <= 0 or not words:
            break
        total = np.zeros(count, dtype=np.uint64)
        inside = np.ones(count, dtype=bool)
        for place in range(size):
            total = total * np.uint64(1_000_003) + letters[place : place + count]
            if 0 < place < size - 1:
                inside &= ~blank[place : place + count]
        inside &= ~(blank[:count] & blank[size - 1 : size - 1 + count]) if size == 2 else True  # noqa: PLR2004
        at = word[1 : 1 + count][inside]
        found.append(Family(_mixed(total[inside], 10 + size), at, at))
    return _joined(found)


def _joined(families: list[Family]) -> Family:
    import numpy as np  # noqa: PLC0415 - of the extra

    if not families:
        return Family(np.zeros(0, np.uint32), np.zeros(0, np.int32), np.zeros(0, np.int32))
    return Family(
        np.concatenate([each.hashes for each in families]),
        np.concatenate([each.first for each in families]),
        np.concatenate([each.last for each in families]),
    )


def _mixed(values: NDArray[np.uint64], seed: int) -> NDArray[np.uint32]:
    """The finisher of MurmurHash: neighbours of one number are nowhere near each other after it."""
    import numpy as np  # noqa: PLC0415 - of the extra

    mixed = values + np.uint64(seed * 0x632BE59BD9B4E019 & 0xFFFFFFFFFFFFFFFF)
    mixed ^= mixed >> np.uint64(33)
    mixed *= np.uint64(0xFF51AFD7ED558CCD)
    mixed ^= mixed >> np.uint64(33)
    mixed *= np.uint64(0xC4CEB9FE1A85EC53)
    return (mixed >> np.uint64(32)).astype(np.uint32)
