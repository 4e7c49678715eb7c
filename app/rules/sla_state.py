"""What a fold over a ticket's log has reached: facts about the ticket, the choices of policy, and its clocks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.rules.schedules import AnySchedule
from app.rules.sla_clocks import Clock, Moment, instant, same_id
from app.rules.sla_policies import Metric, Policy


@dataclass(frozen=True, slots=True)
class Choice:
    """Which policy version counts after the event `seq` (None: none), with the calendar's version of that time."""

    seq: int
    at: datetime
    policy: UUID | None
    calendar: UUID | None
    # "ticket" when it followed from the ticket's fields, "asked" when somebody re-evaluated open tickets.
    cause: str = "ticket"


@dataclass(frozen=True, slots=True)
class World:
    """The versions of policies and calendars that choices name, and the hours of those who have no calendar."""

    policies: Mapping[UUID, Policy]
    hours: Mapping[UUID | None, AnySchedule]


@dataclass(slots=True)
class Clocks:
    """What a fold has reached: facts about the ticket, and its clocks. `ended` are those that ended in this fold."""

    seq: int = 0
    # The latest instant that the log has told of: a clock that was set back does not turn time around.
    latest: datetime | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    timeline: list[Moment] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    replied: bool = False
    unanswered_since: datetime | None = None
    updated_at: datetime | None = None
    episode_at: datetime | None = None
    queued_at: datetime | None = None
    chat_waits: bool = False
    numbers: dict[str, int] = field(default_factory=dict)
    running: dict[Metric, Clock] = field(default_factory=dict)
    ended: list[Clock] = field(default_factory=list)

    @property
    def status(self) -> str:
        """The ticket's status."""
        return self.timeline[-1].status if self.timeline else "new"

    def as_json(self) -> dict[str, Any]:
        """The facts as they are stored beside the clocks; instants and ids are left to who writes the JSON."""
        return {
            "latest": self.latest,
            "fields": self.fields,
            "timeline": [_moment(each) for each in self.timeline],
            "replied": self.replied,
            "unanswered_since": self.unanswered_since,
            "updated_at": self.updated_at,
            "episode_at": self.episode_at,
            "queued_at": self.queued_at,
            "chat_waits": self.chat_waits,
            "numbers": self.numbers,
        }

    def choices_as_json(self) -> list[list[Any]]:
        """The choices as they are stored beside the facts."""
        return [[each.seq, each.at, each.policy, each.calendar, each.cause] for each in self.choices]

    @classmethod
    def from_json(
        cls, seq: int, stored: Mapping[str, Any], choices: Iterable[Any], running: Iterable[Clock]
    ) -> "Clocks":
        """From how it is stored, with all choices (later ones too) and the clocks that have not ended."""
        made = [choice_from_json(each) for each in choices]
        if not stored:
            return cls(choices=made)
        return cls(
            seq=seq,
            latest=_instant(stored["latest"]),
            fields=dict(stored["fields"]),
            timeline=[Moment(instant(at), *what) for at, *what in stored["timeline"]],
            choices=made,
            replied=stored["replied"],
            unanswered_since=_instant(stored["unanswered_since"]),
            updated_at=_instant(stored["updated_at"]),
            episode_at=_instant(stored["episode_at"]),
            queued_at=_instant(stored["queued_at"]),
            chat_waits=stored["chat_waits"],
            numbers=dict(stored["numbers"]),
            running={each.metric: each for each in running},
        )


def _moment(moment: Moment) -> list[Any]:
    # What is seldom is left out: clocks of before there were incidents are the same.
    return [moment.at, moment.status, moment.snoozed, *([True] if moment.incident else [])]


def choice_from_json(stored: Any) -> Choice:  # noqa: ANN401 - a JSON array
    """A choice as it is stored."""
    seq, at, policy, calendar, cause = stored
    return Choice(seq, instant(at), _uuid(policy), _uuid(calendar), cause)


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else same_id(text)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else instant(text)
