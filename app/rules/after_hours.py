"""Whether a customer who writes while nobody is there gets the one automatic answer of their thread."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.rules.mail_budgets import Answered, may_answer
from app.rules.schedules import AnySchedule

# What was read so late is answered by people: "we are closed" would come when somebody is about to write.
FRESH = timedelta(minutes=30)
# What was on its way for longer than this waited somewhere: a mail server that was away, a clock that is very wrong.
ON_ITS_WAY = timedelta(hours=6)
# Whoever has written so lately is still there, whatever the calendar says.
STILL_THERE = timedelta(hours=1)
# One for each thread, whatever is written there.
PER_THREAD = 1
_WAITS = frozenset({"new", "open"})


@dataclass(frozen=True, slots=True)
class Written:
    """A customer's words, and what is known of their thread.

    `sent_at` is when its sender says that they sent it; `kind` what a mail was judged to be (`person`: also of every
    other channel). `in_chat`: somebody talks with them, or a queue with hours of its own tells them that it is closed.
    `agent_at` is when an agent last wrote to them; `told` whether the desk itself has said something after these words;
    `answered` whether this thread has had its automatic answer; `answers` how many this person has had in 24 hours.
    """

    at: datetime
    status: str
    sent_at: datetime | None = None
    kind: str = "person"
    in_chat: bool = False
    agent_at: datetime | None = None
    told: bool = False
    answered: bool = False
    answers: int = 0


def answers(hours: AnySchedule, written: Written, *, now: datetime) -> bool:
    """Whether to answer: closed when it was written and closed now, by a person, and nobody has said anything."""
    if written.in_chat or written.status not in _WAITS or written.told or now - written.at > FRESH:
        return False
    if written.sent_at is not None and now - written.sent_at > ON_ITS_WAY:
        return False
    had = Answered(to_address=written.answers, in_thread=int(written.answered))
    if not may_answer(had, kind=written.kind, per_thread=PER_THREAD).allowed:
        return False
    if written.agent_at is not None and now - written.agent_at < STILL_THERE:
        return False
    return not hours.is_open(written.at) and not hours.is_open(now)


def opens_at(hours: AnySchedule, now: datetime) -> datetime | None:
    """When it opens next; None: it is open, or nobody knows of any opening."""
    return None if hours.is_open(now) else hours.next_change(now)
