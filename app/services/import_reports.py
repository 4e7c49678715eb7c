"""What an import tells: how many of each kind were read, made, changed, left and refused, and why."""

from dataclasses import dataclass, field
from typing import Any

# So many refusals and notes are stored with their places; a run on the command line writes all of them to a file.
KEPT = 500
FRESH = 200_000
COUNTS = ("read", "created", "updated", "unchanged", "refused")


@dataclass(slots=True)
class Report:
    """Counts, refusals and notes; it is stored with each step, so that a run that goes on goes on counting."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    refused: list[dict[str, str]] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    # Of tickets: by the status that they had there, the statuses that they have here.
    statuses: dict[str, dict[str, int]] = field(default_factory=dict)
    # Those of the last step, for whoever writes them down.
    fresh: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Report":
        """From how it is stored."""
        return cls(
            counts={kind: dict(counts) for kind, counts in stored.get("counts", {}).items()},
            refused=list(stored.get("refused", ())),
            notes=dict(stored.get("notes", {})),
            statuses={name: dict(counts) for name, counts in stored.get("statuses", {}).items()},
        )

    def as_json(self) -> dict[str, Any]:
        """As it is stored and shown."""
        return {"counts": self.counts, "refused": self.refused, "notes": self.notes, "statuses": self.statuses}

    def add(self, kind: str, what: str, number: int = 1) -> None:
        """Count some of a kind."""
        counts = self.counts.get(kind)
        if counts is None:
            counts = self.counts[kind] = dict.fromkeys(COUNTS, 0)
        counts[what] += number

    def refuse(self, kind: str, place: str, reason: str) -> None:
        """Something was not taken, and why. Its place is its file and line."""
        self.add(kind, "refused")
        entry = {"kind": kind, "place": place, "reason": reason[:500]}
        if len(self.fresh) < FRESH:
            self.fresh.append(entry)
        if len(self.refused) < KEPT:
            self.refused.append(entry)

    def note(self, what: str, number: int = 1) -> None:
        """Something was taken otherwise than it was there."""
        self.notes[what] = self.notes.get(what, 0) + number

    def status(self, there: str, here: str) -> None:
        """A ticket had this status there and has this one here."""
        counts = self.statuses.setdefault(there, {})
        counts[here] = counts.get(here, 0) + 1

    @property
    def clean(self) -> bool:
        """Whether nothing was refused."""
        return not any(counts["refused"] for counts in self.counts.values())
