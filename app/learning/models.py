"""A learnt model as this process asks it, and as it is stored: arrays and nothing else, whatever the bytes pretend."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from app.learning import features

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# How the arrays are to be read. A model of a later format is left alone.
FORMAT = 1
MAX_BYTES = 16_777_216
# What it may unpack to.
MAX_UNPACKED = 134_217_728
OTHERS = 3
WHY_WORDS = 5


class UnreadableError(Exception):
    """These bytes are no model that this version can ask. `reason` is `corrupted` or `from_the_future`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Label:
    """A topic as it was when the model learnt it: its id in the tree (None without one), and its path."""

    id: str | None
    path: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A topic, and how sure the model is of it (0 to 1, of all topics 1)."""

    label: Label
    confidence: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The features of one family that the model knows, in order, how rare each is, and how rare unknown ones count."""

    hashes: NDArray[np.uint32]
    idf: NDArray[np.float32]
    unknown: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How scores become confidence: the sharpness of all, and a straight line through the odds of the best."""

    sharpness: float
    slope: float
    shift: float


@dataclass(frozen=True, slots=True)
class Model:
    """Linear: a text's features, weighed, times a column per topic. `weights` are bytes that `scale` makes numbers."""

    labels: tuple[Label, ...]
    limit: int
    vocabularies: tuple[Vocabulary, ...]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    calibration: Calibration

    def guesses(self, text: str, language: str | None = None, *, of: int = 1 + OTHERS) -> list[Guess]:
        """The topics that fit best, best first; none when no word of the text is known."""
        import numpy as np  # noqa: PLC0415 - of the extra

        _, parts = self._read(text, language)
        rows = np.concatenate([each.rows for each in parts])
        if not len(rows):
            return []
        values = np.concatenate([each.values for each in parts])
        scores = (values @ self.weights[rows].astype(np.float32)) * self.scale + self.bias
        confidences = confidence(scores[None, :], self.calibration)[0]
        best = np.argsort(-scores, kind="stable")[:of]
        return [Guess(self.labels[topic], float(confidences[topic])) for topic in best.tolist()]

    def why(self, text: str, language: str | None, label: Label) -> tuple[str, ...]:
        """The words of a text that speak for a topic, the strongest first: each has its share of what it is part of."""
        words, parts = self._read(text, language)
        return self._why(self.labels.index(label), words, parts)

    def _read(self, text: str, language: str | None) -> tuple[list[str], list[_Part]]:
        words, families = features.of(text, language, limit=self.limit)
        parts, start = [], 0
        for vocabulary, family, share in zip(self.vocabularies, families, features.SHARES, strict=True):
            parts.append(_weighed(vocabulary, family, share, start))
            start += len(vocabulary.hashes)
        return words, parts

    def _why(self, topic: int, words: list[str], parts: list[_Part]) -> tuple[str, ...]:
        import numpy as np  # noqa: PLC0415 - of the extra

        points = np.zeros(len(words), dtype=np.float32)
        for part in parts:
            weight = self.weights[part.rows, topic].astype(np.float32) * self.scale[topic]
            given = np.zeros(part.features, dtype=np.float32)
            given[part.known] = weight * part.values / part.counts
            said = given[part.of_each] / 2
            np.add.at(points, part.first, said)
            np.add.at(points, part.last, said)
        return features.telling(words, points.tolist(), WHY_WORDS)


@dataclass(frozen=True, slots=True)
class _Part:
    """One family of a text's features: rows of the weights and values of those known; where each stands in the text."""

    rows: NDArray[np.int64]
    values: NDArray[np.float32]
    counts: NDArray[np.int64]
    known: NDArray[np.int64]
    features: int
    of_each: NDArray[np.int64]
    first: NDArray[np.int32]
    last: NDArray[np.int32]


def _weighed(vocabulary: Vocabulary, family: features.Family, share: float, start: int) -> _Part:
    import numpy as np  # noqa: PLC0415 - of the extra

    hashes, of_each, counts = np.unique(family.hashes, return_inverse=True, return_counts=True)
    places = np.searchsorted(vocabulary.hashes, hashes)
    places[places == len(vocabulary.hashes)] = 0
    there = vocabulary.hashes[places] == hashes if len(vocabulary.hashes) else np.zeros(len(hashes), dtype=bool)
    known = np.flatnonzero(there)
    idf = np.full(len(hashes), vocabulary.unknown, dtype=np.float32)
    idf[known] = vocabulary.idf[places[known]]
    values = (1 + np.log(counts)).astype(np.float32) * idf
    length = float(np.sqrt((values * values).sum())) or 1.0
    values = values[known] * np.float32(share / length)
    return _Part(start + places[known], values, counts[known], known, len(hashes), of_each, family.first, family.last)


def confidence(scores: NDArray[np.float32], calibration: Calibration) -> NDArray[np.float64]:
    """How sure scores (texts by topics) are: of each text 1 in all."""
    import numpy as np  # noqa: PLC0415 - of the extra

    sharp = scores.astype(np.float64) * calibration.sharpness
    sharp = np.exp(sharp - sharp.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = sharp / sharp.sum(axis=1, keepdims=True)
    texts, best = np.arange(len(shares)), shares.argmax(axis=1)
    first = np.clip(shares[texts, best], 1e-9, 1 - 1e-9)
    odds = np.clip(calibration.slope * np.log(first / (1 - first)) + calibration.shift, -30, 30)
    sure = 1 / (1 + np.exp(-odds))
    shares *= ((1 - sure) / (1 - first))[:, None]
    shares[texts, best] = sure
    return shares


def packed(model: Model) -> bytes:
    """A model as bytes."""
    import numpy as np  # noqa: PLC0415 - of the extra

    said = {
        "format": FORMAT,
        "limit": model.limit,
        "labels": [{"id": each.id, "path": each.path} for each in model.labels],
        "unknown": [each.unknown for each in model.vocabularies],
        "calibration": [model.calibration.sharpness, model.calibration.slope, model.calibration.shift],
    }
    arrays: dict[str, Any] = {"said": np.frombuffer(orjson.dumps(said), dtype=np.uint8)}
    for place, each in enumerate(model.vocabularies):
        arrays[f"hashes{place}"] = each.hashes
        arrays[f"idf{place}"] = each.idf.astype(np.float16)
    arrays |= {"weights": model.weights, "scale": model.scale, "bias": model.bias}
    made = io.BytesIO()
    np.savez_compressed(made, **arrays)
    return made.getvalue()


def unpacked(data: bytes, sha256: str | None = None) -> Model:
    """The model of these bytes. Raises `UnreadableError` for bytes that changed, of a later version, or no model."""
    if len(data) > MAX_BYTES or (sha256 is not None and hashlib.sha256(data).hexdigest() != sha256):
        raise UnreadableError("corrupted")
    try:
        return _unpacked(data)
    except UnreadableError:
        raise
    except Exception as error:
        # Whatever numpy and zip find wrong with bytes, they say it in many ways.
        raise UnreadableError("corrupted") from error


def _unpacked(data: bytes) -> Model:
    import numpy as np  # noqa: PLC0415 - of the extra

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(each.file_size for each in archive.infolist()) > MAX_UNPACKED:
            raise UnreadableError("corrupted")
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        said = orjson.loads(arrays["said"].tobytes())
        if said["format"] != FORMAT:
            raise UnreadableError("from_the_future" if said["format"] > FORMAT else "corrupted")
        vocabularies = tuple(
            Vocabulary(
                arrays[f"hashes{place}"], arrays[f"idf{place}"].astype(np.float32), float(said["unknown"][place])
            )
            for place in range(len(features.FAMILIES))
        )
        model = Model(
            labels=tuple(Label(each["id"], each["path"]) for each in said["labels"]),
            limit=int(said["limit"]),
            vocabularies=vocabularies,
            weights=arrays["weights"],
            scale=arrays["scale"],
            bias=arrays["bias"],
            calibration=Calibration(*map(float, said["calibration"])),
        )
    known, topics = sum(len(each.hashes) for each in vocabularies), len(model.labels)
    fits = (
        model.weights.shape == (known, topics)
        and model.weights.dtype == np.int8
        and model.scale.shape == model.bias.shape == (topics,)
        and all(each.hashes.shape == each.idf.shape and each.hashes.dtype == np.uint32 for each in vocabularies)
        and bool(np.isfinite(model.scale).all() and np.isfinite(model.bias).all())
        and topics > 1
    )
    if not fits:
        raise UnreadableError("corrupted")
    return model
