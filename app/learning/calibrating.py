"""How sure a model may be: fitted to what it got right of examples that it had not seen, and how right that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from app.learning.models import Calibration, confidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

# With fewer examples held out there is nothing to fit to: then a usual one that promises little.
LEAST = 30
USUAL = Calibration(sharpness=3.0, slope=1.0, shift=0.0)
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99)
BINS = 10


def fitted(scores: NDArray[np.float32], topics: NDArray[np.int64]) -> Calibration:
    """What makes these scores (examples by topics) as sure as they were right."""
    if len(topics) < LEAST:
        return USUAL
    texts = np.arange(len(topics))

    def surprise(sharpness: float) -> float:
        sharp = scores.astype(np.float64) * sharpness
        top = sharp.max(axis=1)
        return float((np.log(np.exp(sharp - top[:, None]).sum(axis=1)) + top - sharp[texts, topics]).mean())

    sharpness = float(minimize_scalar(surprise, bounds=(0.2, 30), method="bounded").x)
    sure = confidence(scores, Calibration(sharpness, 1.0, 0.0))
    first = np.clip(sure.max(axis=1), 1e-9, 1 - 1e-9)
    right = sure.argmax(axis=1) == topics
    odds = np.log(first / (1 - first))

    def doubt(line: NDArray[np.float64]) -> float:
        # Few are wrong where few are held out: the line stays near the one that changes nothing.
        stays = 0.5 * ((line[0] - 1) ** 2 + line[1] ** 2) / len(topics)
        said = line[0] * odds + line[1]
        return float((np.logaddexp(0, said) - right * said).mean() + stays)

    slope, shift = minimize(doubt, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.1, 3), (-3, 3)]).x
    return Calibration(sharpness, float(slope), float(shift))


def report(
    scores: NDArray[np.float32], topics: NDArray[np.int64], labels: Sequence[str], learnt: NDArray[np.int64]
) -> dict[str, Any]:
    """What was right. `learnt` are the topics of all examples, with those that were never held out.

    How sure it was is told with calibrations that have not seen the example either: each half is judged by the other's.
    """
    often = np.bincount(learnt, minlength=len(labels))
    if not len(topics):
        return {"held_out": 0, "per_topic": [_row(labels, place, often) for place in range(len(labels))]}
    ranked = np.argsort(-scores, axis=1, kind="stable")
    best = ranked[:, 0]
    right = best == topics
    found = {
        "held_out": len(topics),
        "accuracy": _rounded(right.mean()),
        "top3": _rounded((ranked[:, :3] == topics[:, None]).any(axis=1).mean()),
        "baseline": _rounded(np.bincount(topics, minlength=len(labels)).max() / len(topics)),
    }
    sure = np.zeros(len(topics))
    half = np.arange(len(topics)) % 2 == 0
    for one, other in ((half, ~half), (~half, half)):
        if one.any():
            sure[one] = confidence(scores[one], fitted(scores[other], topics[other])).max(axis=1)
    order = np.argsort(sure)
    bins = [each for each in np.array_split(order, BINS) if len(each)]
    error = sum(len(each) * abs(sure[each].mean() - right[each].mean()) for each in bins) / len(topics)
    rows = []
    for place in range(len(labels)):
        row = _row(labels, place, often)
        is_it, said = topics == place, best == place
        row |= {
            "held_out": int(is_it.sum()),
            "recall": _rounded(right[is_it].mean()) if is_it.any() else None,
            "precision": _rounded(right[said].mean()) if said.any() else None,
        }
        rows.append(row)
    return {
        **found,
        "calibration_error": _rounded(error),
        "thresholds": [_above(sure, right, each) for each in THRESHOLDS],
        "per_topic": rows,
    }


def _row(labels: Sequence[str], place: int, often: NDArray[np.int64]) -> dict[str, Any]:
    return {
        "topic": labels[place],
        "examples": int(often[place]),
        "held_out": 0,
        "recall": None,
        "precision": None,
    }


def _above(sure: NDArray[np.float64], right: NDArray[np.bool_], threshold: float) -> dict[str, Any]:
    enough = sure >= threshold
    return {
        "confidence": threshold,
        "share": _rounded(enough.mean()),
        "accuracy": _rounded(right[enough].mean()) if enough.any() else None,
    }


def _rounded(value: Any) -> float:  # noqa: ANN401 - one of numpy's numbers
    return round(float(value), 4)
