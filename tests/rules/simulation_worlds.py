"""Small worlds for tests of simulated routing, on a coarse grid, so that much happens at the same instant."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from hypothesis import strategies as st

from app.rules.calendars import Calendar, Hours
from app.rules.conditions import Condition, Conditions
from app.rules.queues import Overflow, Queue, SkillRule
from app.rules.routing import Candidate
from app.rules.schedules import ALWAYS, AnySchedule, Schedule
from app.rules.simulation_inputs import Agent, Arrival, Setup, agent

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
TEAMS = [UUID(int=1_000 + n) for n in range(3)]
SKILLS = [UUID(int=2_000 + n) for n in range(2)]
AGENTS = [UUID(int=100 + n) for n in range(4)]
QUEUES = [UUID(int=10 + n) for n in range(3)]
ANYBODY = Queue(QUEUES[0], "Anybody", team_ids=None)
_NINE = 9 * 3_600


def _blinking(*seconds: int) -> Schedule:
    hours = tuple(
        Hours(_NINE + opens, _NINE + closes) for opens, closes in zip(seconds[::2], seconds[1::2], strict=True)
    )
    return Schedule(Calendar("UTC", (hours, *((),) * 6), {}, {}))


# Open for seconds at a time, from nine on.
BLINKING = _blinking(10, 40, 60, 90)
BLINKING_TOO = _blinking(0, 25, 30, 70)


def at(seconds: float) -> datetime:
    """So many seconds after nine on a Monday."""
    return MONDAY + timedelta(seconds=seconds)


def chat(number: int, seconds: float, handling: float = 10, **more: object) -> Arrival:
    """Somebody who comes then."""
    return Arrival(UUID(int=number), at(seconds), handling, **more)  # type: ignore[arg-type]


def alike(number: int, capacity: int = 1) -> tuple[Agent, ...]:
    """So many agents who can all do the same."""
    return tuple(
        agent(Candidate(UUID(int=100 + n), channels=frozenset({"chat"}), capacity=capacity)) for n in range(number)
    )


def setup(*queues: Queue, agents: tuple[Agent, ...], seconds: float = 3_600, **more: object) -> Setup:
    """So many seconds from nine on a Monday."""
    return Setup(MONDAY, at(seconds), queues or (ANYBODY,), agents, **more)  # type: ignore[arg-type]


def markovian(
    servers: int, load: float, customers: int, *, patience: float | None = None, seed: int = 1
) -> Iterator[Arrival]:
    """M/M/n: `load` of each server's time, handling of 100 s on average, a mean patience."""
    chance, seconds, facts = Random(seed), 0.0, dict[str, object]()
    for number in range(customers):
        seconds += chance.expovariate(servers * load / 100)
        leaves = None if patience is None else chance.expovariate(1 / patience)
        yield chat(number, seconds, chance.expovariate(1 / 100), facts=facts, patience=leaves)


_conditions = st.sampled_from(
    [
        Conditions(),
        Conditions(all=(Condition("topic", "is", "billing"),)),
        Conditions(any=(Condition("priority", "is", "urgent"), Condition("topic", "is", "sales"))),
    ]
)
_hours: st.SearchStrategy[AnySchedule] = st.sampled_from([ALWAYS, ALWAYS, BLINKING, BLINKING_TOO])
_teams = st.lists(st.sampled_from(TEAMS), min_size=1, max_size=2, unique=True).map(tuple)
_seconds = st.integers(0, 8).map(lambda n: 5 * n)


@st.composite
def queues(draw: st.DrawFn) -> tuple[Queue, ...]:
    """Up to three queues with skills that drop, teams that help later, and hours."""
    skill = st.builds(
        SkillRule,
        skill_id=st.sampled_from(SKILLS),
        level=st.integers(1, 2),
        required=st.booleans(),
        drop_after=_seconds,
        drop_order=st.integers(0, 1),
        when=_conditions,
    )
    return tuple(
        Queue(
            id=queue_id,
            name=f"Queue {queue_id.int}",
            conditions=draw(_conditions),
            team_ids=draw(st.none() | _teams),
            overflow=tuple(draw(st.lists(st.builds(Overflow, _seconds, _teams), max_size=2))),
            skills=tuple(draw(st.lists(skill, max_size=1))),
            languages=draw(st.sampled_from(["ignored", "preferred", "required"])),
            language_drop_after=draw(_seconds),
            policy=draw(st.sampled_from(["most_spare", "least_loaded", "longest_idle"])),
            prefer_last_agent=draw(st.booleans()),
            auto_accept=draw(st.booleans()),
            wrap_up=draw(st.sampled_from([0, 5])),
            hours=draw(_hours),
            when_closed=draw(st.sampled_from(["wait", "message", "queue"])),
            closed_queue_id=draw(st.none() | st.sampled_from(QUEUES)),
        )
        for queue_id in QUEUES[: draw(st.integers(1, 3))]
    )


_FACTS = [
    {"priority": priority, "topic": topic, "language": language, "requester_id": topic or language}
    for priority in ("normal", "urgent")
    for topic in ("billing", "sales", None)
    for language in ("en-GB", "ru", None)
]


@st.composite
def agents(draw: st.DrawFn) -> tuple[Agent, ...]:
    """Up to four agents with teams, skills, languages, capacities and shifts."""
    found = []
    for agent_id in draw(st.lists(st.sampled_from(AGENTS), min_size=2, unique=True)):
        shared = {
            "agent_id": agent_id,
            "channels": draw(st.sampled_from([frozenset({"chat", "ticket"}), frozenset({"chat"})])),
            "team_ids": draw(st.frozensets(st.sampled_from(TEAMS), min_size=2)),
            "total_capacity": draw(st.sampled_from([None, 1, 2, 3])),
            "skills": draw(st.sampled_from([dict.fromkeys(SKILLS, 2), dict.fromkeys(SKILLS, 1), {SKILLS[0]: 2}])),
            "languages": draw(st.sampled_from([frozenset({"en", "ru"}), frozenset({"en"})])),
            "off": draw(st.sampled_from([*[None] * 8, "out_of_office"])),
        }
        edges = draw(st.lists(st.integers(-1, 20).map(lambda n: 5 * n), unique=True, max_size=4).map(sorted))
        spans = tuple((at(a), at(b)) for a, b in zip(edges[::2], edges[1::2], strict=False))
        on = {
            channel: Candidate(capacity=draw(st.sampled_from([1, 1, 2, 0])), weight=weight, **shared)  # type: ignore[arg-type]
            for channel, weight in (("chat", 1), ("ticket", 2))
            if channel in shared["channels"]  # type: ignore[operator]
        }
        found.append(Agent(on, draw(st.sampled_from([None, spans]))))  # type: ignore[arg-type]
    return tuple(found)


@st.composite
def arrivals(draw: st.DrawFn, most: int = 20) -> tuple[Arrival, ...]:
    """Who comes within two minutes, in order of time."""
    made = st.builds(
        Arrival,
        id=st.integers(1, 10_000).map(lambda n: UUID(int=n)),
        at=st.integers(0, 12).map(lambda n: at(5 * n)),
        handling=st.integers(0, 8).map(lambda n: 5.0 * n),
        facts=st.sampled_from(_FACTS),
        channel=st.sampled_from(["chat", "ticket"]),
        patience=st.none() | _seconds.map(float),
        target=st.none() | st.sampled_from([0.0, 20.0]),
        named_team=st.sampled_from([None, None, None, TEAMS[0]]),
        last_agent_id=st.none() | st.sampled_from(AGENTS),
    )
    found = draw(st.lists(made, max_size=most, unique_by=lambda each: each.id))
    return tuple(sorted(found, key=lambda each: each.at))


@st.composite
def setups(draw: st.DrawFn, acceptance: bool = True) -> Setup:  # noqa: FBT001, FBT002 - read with its name
    """All that is tried, over two minutes."""
    return Setup(
        start=MONDAY,
        end=at(draw(st.sampled_from([100, 120]))),
        queues=draw(queues()),
        agents=draw(agents()),
        seed=draw(st.integers(0, 3)),
        mean_patience=draw(st.sampled_from([None, 15.0])),
        acceptance=draw(st.sampled_from([0.0, 5.0, 10.0])) if acceptance else 0.0,
    )
