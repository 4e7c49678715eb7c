"""A large day: 10,000 chats, 60 agents, queues with skills, languages, overflow and shifts."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.rules.conditions import Condition, Conditions
from app.rules.queues import Overflow, Queue, SkillRule
from app.rules.routing import Candidate
from app.rules.simulation_demand import Kind, poisson
from app.rules.simulation_inputs import Agent, Arrival, Setup, agent

START = datetime(2026, 1, 5, tzinfo=UTC)
# On average: of this seed more than 10,000 come.
CHATS = 10_200
AGENTS = 60
# How the day goes, hour by hour.
_SHAPE = (6, 5, 4, 4, 5, 8, 12, 18, 24, 28, 30, 30, 28, 27, 26, 25, 24, 22, 20, 18, 15, 12, 9, 7)
_TEAMS = tuple(UUID(int=1_000 + n) for n in range(5))
_SKILLS = tuple(UUID(int=2_000 + n) for n in range(4))


def _topic(name: str) -> Conditions:
    return Conditions(all=(Condition("topic", "is", name),))


_QUEUES = (
    Queue(
        UUID(int=1), "Urgent", Conditions(all=(Condition("priority", "is", "urgent"),)), (_TEAMS[0],),
        overflow=(Overflow(60, (_TEAMS[1], _TEAMS[2])),), policy="longest_idle", prefer_last_agent=True,
    ),
    Queue(
        UUID(int=2), "Billing", _topic("billing"), (_TEAMS[1],), overflow=(Overflow(120, (_TEAMS[2],)),),
        skills=(SkillRule(_SKILLS[0]), SkillRule(_SKILLS[1], 2, required=False, drop_after=90)), wrap_up=30,
    ),
    Queue(
        UUID(int=3), "Technical", _topic("technical"), (_TEAMS[2],), languages="required",
        skills=(SkillRule(_SKILLS[2]), SkillRule(_SKILLS[3], 1, required=False, drop_after=60)),
    ),
    Queue(
        UUID(int=4), "Sales", _topic("sales"), (_TEAMS[3],), languages="preferred", language_drop_after=45,
        overflow=(Overflow(90, (_TEAMS[1], _TEAMS[4])),),
    ),
    Queue(
        UUID(int=5), "Others", team_ids=(_TEAMS[4], _TEAMS[0]), languages="preferred", language_drop_after=30,
        policy="most_spare",
    ),
)  # fmt: skip


def setup(seed: int = 1) -> Setup:
    """The queues, and agents in three shifts."""
    return Setup(START, START + timedelta(days=1), _QUEUES, _agents(), seed, mean_patience=240.0, acceptance=4.0)


def _agents() -> tuple[Agent, ...]:
    rng = random.Random(3)
    found = []
    for number in range(AGENTS):
        languages = {"en"} | ({"ru"} if number % 2 else set()) | ({"de"} if number % 3 == 0 else set())
        candidate = Candidate(
            UUID(int=100 + number),
            channels=frozenset({"chat"}),
            team_ids=frozenset({_TEAMS[number % 5], _TEAMS[number * 7 % 5]}),
            capacity=3,
            skills={skill: rng.randint(1, 3) for skill in _SKILLS if rng.random() < 0.75},
            languages=frozenset(languages),
        )
        begins = START + timedelta(hours=number % 3 * 7)
        found.append(agent(candidate, ((begins, begins + timedelta(hours=10)),)))
    return tuple(found)


def arrivals(seed: int = 5) -> list[Arrival]:
    """The chats: about as many in any seed."""
    kinds = [
        Kind(420, facts={"priority": priority, "topic": topic, "language": language, "requester_id": number}, target=60)
        for number, (priority, topic, language) in enumerate(
            (priority, topic, language)
            for priority in ("normal", "normal", "high", "urgent")
            for topic in ("billing", "technical", "sales", None)
            for language in ("en", "en", "ru", "de")
        )
    ]
    return list(poisson(START, [CHATS * each / sum(_SHAPE) for each in _SHAPE], kinds, seed=seed))
