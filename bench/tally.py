"""What a load generator counts."""

from array import array
from dataclasses import dataclass, field
from math import inf


@dataclass(slots=True)
class Tally:
    """Answers of one job. Only what ends between `since` and `until` is measured; all is counted.

    Callers go on until `until`, which is set once all of them are ready.
    """

    since: float = inf
    until: float = inf
    acknowledged: int = 0
    refused: int = 0
    size: int = 0
    seconds: "array[float]" = field(default_factory=lambda: array("d"))
    example: str = ""

    def count(self, started: float, ended: float) -> None:
        """One good answer."""
        self.acknowledged += 1
        if self.since <= ended <= self.until:
            self.seconds.append(ended - started)

    def refuse(self, answer: bytes) -> None:
        """One bad answer; the first is kept to be shown."""
        self.refused += 1
        self.example = self.example or answer.decode(errors="replace")


def percentile(ordered: list[float], share: float) -> float:
    """The value below which this share of an ordered list lies; 0 for an empty one."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
