"""Which tickets are reviewed, and by whom: chance that can be done again, spread evenly, nobody over themselves."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

First: TypeAlias = Literal["bad_score", "reopened", "long"]
# So many public messages are a long conversation.
LONG: Final = 20
# The best that is a bad score, by the metric.
BAD: Final[Mapping[str, int]] = {"csat": 2, "nps": 6, "ces": 3}
# What each agent's tickets are drawn from at most.
MOST_CANDIDATES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ticket that an agent has solved, and what it is like."""

    ticket_id: UUID
    episode: int
    marks: frozenset[First] = frozenset()


def is_bad(metric: str, score: int | None) -> bool:
    """Whether a customer was not happy."""
    return score is not None and metric in BAD and score <= BAD[metric]


def in_order(candidates: Sequence[Candidate], first: Sequence[First], seed: str) -> list[Candidate]:
    """What is drawn first: by the first mark that it has of these, and by chance among equals.

    Chance is made of the seed and the ticket's id alone: what else there is to draw from does not change whether this
    ticket comes before that one.
    """

    def place(each: Candidate) -> tuple[int, bytes]:
        rank = next((number for number, mark in enumerate(first) if mark in each.marks), len(first))
        return rank, chance(seed, each.ticket_id)

    return sorted(candidates, key=place)


def chance(seed: str, drawn: UUID) -> bytes:
    """Where something is by chance."""
    return hashlib.sha256(f"{seed}:{drawn}".encode()).digest()


def spread(
    picks: Sequence[tuple[UUID, UUID]], reviewers: Collection[UUID], waiting: Mapping[UUID, int], seed: str
) -> list[UUID | None]:
    """Who reviews what: for each pick (ticket, agent) whoever has the fewest to review, never the agent themselves.

    `waiting` is how many each has already. Equals are told apart by chance. None: there is nobody else.
    """
    # Those with the smallest choice first: what one reviewer alone may take must not find them full.
    load = {each: waiting.get(each, 0) for each in reviewers}
    found: dict[int, UUID | None] = {}
    order = sorted(range(len(picks)), key=lambda place: (picks[place][1] not in load, chance(seed, picks[place][0])))
    for place in order:
        ticket, agent = picks[place]
        able = [each for each in load if each != agent]
        if not able:
            found[place] = None
            continue
        taken = min(able, key=lambda each: (load[each], chance(f"{seed}:{ticket}", each)))
        load[taken] += 1
        found[place] = taken
    return [found[place] for place in range(len(picks))]


def week_before(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The last whole week, Monday to Monday on the wall of that zone, as instants: [from, to)."""
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    start, end = (datetime.combine(day, time(), zone) for day in (monday - timedelta(days=7), monday))
    return start.astimezone(UTC), end.astimezone(UTC)


def next_week(now: datetime, zone: ZoneInfo) -> datetime:
    """When the week of this instant is over."""
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
    return datetime.combine(monday, time(), zone).astimezone(UTC)
