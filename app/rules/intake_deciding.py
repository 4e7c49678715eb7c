"""What a partner's delivery does: makes a ticket, goes on in one, or cannot be done; and what changes there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Step = Literal["create", "go_on", "taken", "unknown", "nameless"]
# What a source may change of a ticket that is there.
CHANGEABLE = (
    "subject", "priority", "type", "topic", "language", "tags", "custom_fields", "request_type", "status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Age:
    """How new a delivery is, as its source counts; None: it does not say."""

    at: datetime | None = None
    sequence: int | None = None

    def is_older_than(self, other: "Age") -> bool:
        """Whether it surely is. What does not say how old it is, is taken as it comes."""
        if self.sequence is not None and other.sequence is not None and self.sequence != other.sequence:
            return self.sequence < other.sequence
        return self.at is not None and other.at is not None and self.at < other.at

    def newest(self, other: "Age") -> "Age":
        """The newer of both, part by part."""
        ats = [each for each in (self.at, other.at) if each is not None]
        sequences = [each for each in (self.sequence, other.sequence) if each is not None]
        return Age(max(ats, default=None), max(sequences, default=None))


def step(action: str | None, *, mode: str, unknown: str, named: bool, known: bool) -> Step:
    """What to do first. `named`: the delivery has an external id; `known`: there is a ticket of it."""
    if known:
        return "taken" if mode == "create_only" else "go_on"
    if action in {"comment", "update"}:
        if not named:
            return "nameless"
        if unknown == "park":
            return "unknown"
    return "create"


def changes(
    said: Mapping[str, Any], says: Mapping[str, Any], *, tags: Sequence[str], custom_fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Which fields of its ticket a source changes: those that it says otherwise than the last time.

    What agents have changed meanwhile stays, unless the source itself has changed its mind. Of tags and custom fields
    (of the ticket as it is now) only the source's own go and come.
    """
    found: dict[str, Any] = {}
    for name in CHANGEABLE:
        if name not in says or (name in said and said[name] == says[name]):
            continue
        if name == "tags":
            gone = set(said.get("tags", ())) - set(says["tags"])
            kept = [tag for tag in tags if tag not in gone]
            found["tags"] = kept + [tag for tag in says["tags"] if tag not in kept]
        elif name == "custom_fields":
            before = said.get("custom_fields", {})
            own = {
                key: value for key, value in says["custom_fields"].items() if key not in before or before[key] != value
            }
            found["custom_fields"] = {**custom_fields, **own}
        else:
            found[name] = says[name]
    return found
