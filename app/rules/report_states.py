"""What a fold over a ticket's log into its facts has reached, kept as JSON so that an event costs an event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

# What every fact says of its ticket, by the names that callers filter by, and the ticket's fields behind them.
DIMENSIONS: Mapping[str, str] = {
    "agent": "assignee_id", "team": "team_id", "queue": "queue_id", "brand": "brand", "channel": "channel",
    "topic": "topic", "language": "language", "priority": "priority", "type": "type", "source": "source_id",
}  # fmt: skip
# A ticket that is handed around for ever must not make each of its events dearer than the last.
MOST_MOVES = 200

Dims: TypeAlias = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is counted: at an instant, with the ticket's dimensions as they were then.

    A time has `since`; what is counted otherwise has a `value`: 0 or 1 of a judgement, 1 or -1 of what is open. `span`
    says that the ticket was open like this from `at` until `until` (None: it is still).
    """

    metric: str
    number: int
    at: datetime
    dims: Dims
    since: datetime | None = None
    value: int | None = None
    span: bool = False
    until: datetime | None = None
    imported: bool = False

    @property
    def measure(self) -> int | None:
        """What is stored as its value: whole seconds of a time."""
        return self.value if self.since is None else max(0, int((self.at - self.since).total_seconds()))

    def as_json(self) -> dict[str, Any]:
        """As a state keeps it."""
        return {
            "metric": self.metric, "number": self.number, "at": _text(self.at), "dims": self.dims,
            "since": _text(self.since), "value": self.value, "span": self.span, "until": _text(self.until),
            "imported": self.imported,
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Fact":
        """From how a state keeps it."""
        times = {name: _instant(stored[name]) for name in ("since", "until")}
        return cls(**{**stored, **times, "at": datetime.fromisoformat(stored["at"])})


@dataclass(slots=True)
class State:
    """Where a ticket is after the event `seq`, with those of its facts that later events may still change."""

    seq: int = 0
    created_at: datetime | None = None
    dims: Dims = field(default_factory=lambda: dict.fromkeys(DIMENSIONS))
    # The dimensions from each change on, for what other tables tell of an instant in between.
    moves: list[tuple[datetime, Dims]] = field(default_factory=list)
    status: str = "new"
    # What a merge has interrupted.
    status_before: str = "new"
    spam: bool = False
    episode_at: datetime | None = None
    solved_at: datetime | None = None
    # Since then nobody has it; None: somebody has, or it is over.
    nobodys_since: datetime | None = None
    unanswered_since: datetime | None = None
    chat_since: datetime | None = None
    # Public words of people, in all and since it was opened last.
    replies: int = 0
    replied: bool = False
    replied_by_people: bool = False
    # Replies on threads of tickets that are part of this one, by ticket: undoing that merge takes them along.
    replies_of: dict[str, list[int]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    # `created` until all its dimensions are known; the last resolution's judgement; how it is open now.
    kept: dict[str, Fact] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """Whether its facts count: what is part of another ticket counts there, and spam nowhere."""
        return self.status != "merged" and not self.spam

    def next(self, metric: str) -> int:
        """The number of the next fact of this metric."""
        number = self.numbers[metric] = self.numbers.get(metric, 0) + 1
        return number

    def moved(self, at: datetime) -> None:
        """The dimensions are others from now on."""
        self.moves.append((at, dict(self.dims)))
        if len(self.moves) > MOST_MOVES:
            del self.moves[1]

    def dims_at(self, at: datetime) -> Dims:
        """The dimensions that held at an instant; before the first event those of the first one."""
        found = self.moves[0][1] if self.moves else self.dims
        for since, dims in self.moves:
            if since > at:
                break
            found = dims
        return found

    def as_json(self) -> dict[str, Any]:
        """For the database."""
        return {
            "created_at": _text(self.created_at),
            "dims": self.dims,
            "moves": [[_text(at), list(dims.values())] for at, dims in self.moves],
            "status": self.status,
            "status_before": self.status_before,
            "spam": self.spam,
            "replies": self.replies,
            "replied": self.replied,
            "replied_by_people": self.replied_by_people,
            "replies_of": {ticket: list(numbers) for ticket, numbers in self.replies_of.items()},
            "numbers": self.numbers,
            "kept": {name: each.as_json() for name, each in self.kept.items()},
            **{name: _text(getattr(self, name)) for name in _INSTANTS},
        }

    @classmethod
    def from_json(cls, seq: int, stored: Mapping[str, Any]) -> "State":
        """From the database; of a ticket that is new here from nothing."""
        if not seq:
            return cls()
        instants = {name: _instant(stored[name]) for name in ("created_at", *_INSTANTS)}
        moves = [(datetime.fromisoformat(at), dict(zip(DIMENSIONS, dims, strict=True))) for at, dims in stored["moves"]]
        kept = {name: Fact.from_json(each) for name, each in stored["kept"].items()}
        return cls(**{**stored, **instants, "seq": seq, "moves": moves, "kept": kept})


_INSTANTS = ("episode_at", "solved_at", "nobodys_since", "unanswered_since", "chat_since")


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
