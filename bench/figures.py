"""What a measure says: a figure with what it must be, and what is behind it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and what it must be: at least or at most `limit` (None: only reported)."""

    title: str
    value: float
    limit: float | None
    at_most: bool
    details: dict[str, Any]

    @property
    def reached(self) -> bool:
        """Whether it is what it must be."""
        return self.limit is None or (self.value <= self.limit if self.at_most else self.value >= self.limit)
