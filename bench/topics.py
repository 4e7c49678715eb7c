"""Learning topics: how right a model is on real requests it has not seen, what asking it takes, and what it weighs."""

import asyncio
import csv
import time
from pathlib import Path
from typing import Any

from app.learning import children, models
from bench.figures import Figure
from bench.tally import percentile

REQUESTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "requests.csv"
# Of the whole: right in so many of five-fold cross-validation, an answer in so many ms, a model of so many bytes.
ACCURACY, LONGEST_MS, LARGEST = 0.90, 5.0, 10_000_000
# How far confidence may be from what was right.
ERROR = 0.02
_MEMORY, _SECONDS = 2_147_483_648, 1_800.0


def measure(share: int) -> dict[str, Figure]:
    """Learn from each `share`-th request, as a desk does: in a process of its own. Nothing where they are not there."""
    if not REQUESTS.exists():
        return {}
    with REQUESTS.open(encoding="utf-8") as file:
        rows = [(row["text"], row["category"]) for row in csv.DictReader(file)][::share]
    names = sorted({topic for _, topic in rows})
    examples: list[tuple[str, str | None, int, bool]] = [(text, "en", names.index(topic), True) for text, topic in rows]
    begun = time.monotonic()
    report, data = asyncio.run(_learnt(examples, names))
    seconds = time.monotonic() - begun
    model = models.unpacked(data)
    took = []
    for text, _ in rows[:: max(1, len(rows) // 3_000)]:
        took.append(min(_thought(model, text) for _ in range(3)) * 1_000)
    took.sort()
    whole = share == 1
    details = {
        "requests": len(rows), "topics": len(names), "folds": report["folds"], "top3": report["top3"],
        "baseline": report["baseline"], "seconds to learn and measure": round(seconds, 1),
        "thresholds": report["thresholds"],
    }  # fmt: skip
    limit = ACCURACY if whole else None
    return {
        "topics": Figure("topics that are right at first", report["accuracy"], limit, at_most=False, details=details),
        "topics_confidence": Figure(
            "confidence beside what is right", report["calibration_error"], ERROR if whole else None, at_most=True,
            details={},
        ),
        "topics_ms": Figure(
            "ms to think of a text (p95)", round(percentile(took, 0.95), 3), LONGEST_MS, at_most=True,
            details={"median": round(percentile(took, 0.5), 3)},
        ),
        "topics_bytes": Figure("bytes of a model", float(len(data)), float(LARGEST), at_most=True, details={}),
    }  # fmt: skip


def _thought(model: models.Model, text: str) -> float:
    """Seconds that a text takes. The best of three is not what another process took of the core."""
    start = time.perf_counter()
    model.guesses(text, "en")
    return time.perf_counter() - start


async def _learnt(examples: list[tuple[str, str | None, int, bool]], names: list[str]) -> tuple[dict[str, Any], bytes]:
    async def going_on() -> None:
        return

    labels = [{"id": None, "path": each} for each in names]
    return await children.learn(examples, labels, memory=_MEMORY, seconds=_SECONDS, going_on=going_on)
