"""Desks of queues: many agents with skills and languages, and much that waits for them, asking for either."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import orjson

from app.services import queue_items
from bench import loading, seeding
from bench.processes import BrokenError
from bench.seeding import Kind, identifier

_Connection: TypeAlias = "asyncpg.Connection[Any]"

SKILLS, CUSTOMERS = 50, 2_000
_POLICIES = ("least_loaded", "longest_idle", "most_spare")
# How often tickets come in these languages, and how many agents know them (everybody knows the first).
_LANGUAGES = {"en": (60, 1.0), "ru": (20, 0.5), "de": (15, 0.4), "fr": (5, 0.3)}
_PRIORITIES = {"urgent": 5, "high": 20, "normal": 60, "low": 15}
# What one agent can hold of each.
CAPACITY = {"ticket": 20, "chat": 1, "call": 1}
# What asks for nothing special.
PLAIN: dict[str, Any] = {"priority": "low", "language": "en", "tags": []}
_EXPERT = {**CAPACITY, "ticket": 200}
_NOTHING: dict[str, Any] = {"all": [], "any": []}
# The first ticket of the past.
_PAST = 10_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a desk: queues, each with `teams_each` of the teams in turn, agents in one or two of these, and tickets
    that wait in the queues in turn. Every `at_leisure`th agent has room; `plain` more tickets ask for nothing special.
    """

    queues: int
    teams: int
    teams_each: int
    agents: int
    waiting: int
    at_leisure: int = 1
    plain: int = 0


@dataclass(frozen=True, slots=True)
class World:
    """A desk of parts that have nothing to do with each other but their skills; `past` tickets are closed."""

    parts: tuple[Part, ...]
    past: int = 0

    @property
    def name(self) -> str:
        """What tells it from other desks."""
        return "_".join(str(number) for each in self.parts for number in astuple(each)) + f"_{self.past}"


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of a part's rows: each kind is numbered over the whole desk."""

    queues: range
    teams: range
    agents: range
    tickets: range


def numbers(world: World) -> Iterator[tuple[Part, _Numbers]]:
    """The parts with the numbers of what is in them."""
    queue = team = agent = ticket = 1
    for part in world.parts:
        yield (
            part,
            _Numbers(
                range(queue, queue + part.queues),
                range(team, team + part.teams),
                range(agent, agent + part.agents),
                range(ticket, ticket + part.waiting + part.plain),
            ),
        )
        queue, team = queue + part.queues, team + part.teams
        agent, ticket = agent + part.agents, ticket + part.waiting + part.plain


async def build(connection: _Connection, world: World) -> None:
    """Fill a migrated, empty database. What waits is in its place, and everybody is there with nothing in hand."""
    chance = Random(5)
    await connection.execute("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; SET jit = off")
    await connection.execute(loading.BENCH_ID)
    now = datetime.now(UTC)
    await insert(connection, "skills", (_skill(n, now) for n in range(1, SKILLS + 1)))
    await connection.execute(loading.CUSTOMERS, CUSTOMERS)
    for part, of in numbers(world):
        await insert(connection, "teams", (_team(n, now) for n in of.teams))
        await _staff(connection, part, of, chance, now)
        await insert(connection, "queues", (_queue(part, of, n, now) for n in of.queues))
    await insert(connection, "brands", [_brand(now)])
    if world.past:
        async with loading.bare(connection):
            await connection.execute(_CLOSED, world.past, CUSTOMERS, sum(each.agents for each in world.parts), _PAST)
            await connection.execute(_CLOSED_EVENTS)
    for part, of in numbers(world):
        await insert(connection, "tickets", (_ticket(part, of, n, chance, now) for n in of.tickets))
    await connection.execute(_OPENED, _PAST)
    await put_in_place(connection)
    await connection.execute("VACUUM ANALYZE")


async def put_in_place(connection: _Connection) -> None:
    """Let the desk sort what waits. Raises `BrokenError` when something is not where it belongs."""
    while True:
        done, errands = await queue_items.sort_next(connection)
        if errands:
            msg = f"{len(errands)} items wait in a queue that is not theirs"
            raise BrokenError(msg)
        if done == 0:
            return


async def insert(connection: _Connection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Put these rows into a table; all of them name the same columns."""
    several = list(rows)
    if several:
        columns = list(several[0])
        records = [tuple(each.values()) for each in several]
        await connection.copy_records_to_table(table, records=records, columns=columns)


def _skill(n: int, now: datetime) -> dict[str, Any]:
    return {"id": identifier(Kind.SKILL, n), "name": f"Skill {n}", "version": 1, "created_at": now, "updated_at": now}


def _team(n: int, now: datetime) -> dict[str, Any]:
    return {"id": identifier(Kind.TEAM, n), "name": f"Team {n}", "version": 1, "created_at": now, "updated_at": now}


def _brand(now: datetime) -> dict[str, Any]:
    first = {"default_team_id": identifier(Kind.TEAM, 1), "version": 1, "created_at": now, "updated_at": now}
    return {"id": identifier(Kind.TEAM, 0), "key": seeding.BRAND, "name": "Main", **first}


async def _staff(connection: _Connection, part: Part, of: _Numbers, chance: Random, now: datetime) -> None:
    agents, loads, members, skills = [], [], [], []
    for n in of.agents:
        who = identifier(Kind.AGENT, n)
        # One of each team can do everything: whatever waits, somebody could take it.
        expert = n - of.agents.start < part.teams
        agents.append(_agent(n, who, chance, now, expert=expert))
        loads += [
            {
                "agent_id": who, "channel": channel, "capacity": capacity,
                "load": 0 if n % part.at_leisure == 0 else capacity,
            }
            for channel, capacity in (_EXPERT if expert else CAPACITY).items()
        ]  # fmt: skip
        teams = {of.teams[n % part.teams], of.teams[(n + 1) % part.teams]}
        members += [{"team_id": identifier(Kind.TEAM, team), "agent_id": who} for team in teams]
        skills += [
            {"agent_id": who, "skill_id": identifier(Kind.SKILL, skill), "level": 5 if expert else chance.randint(1, 5)}
            for skill in chance.sample(range(1, SKILLS + 1), SKILLS if expert else chance.randint(5, 10))
        ]
    for table, rows in (
        ("agents", agents), ("agent_loads", loads), ("team_members", members), ("agent_skills", skills),
    ):  # fmt: skip
        await insert(connection, table, rows)


def _agent(n: int, who: UUID, chance: Random, now: datetime, *, expert: bool) -> dict[str, Any]:
    return {
        "id": who,
        "email": f"agent{n}@example.com",
        "name": f"Agent {n}",
        "role": "agent",
        "status": "active",
        "languages": [each for each, (_, known) in _LANGUAGES.items() if expert or chance.random() < known],
        "presence": "online",
        "presence_channels": ["chat", "ticket"],
        "presence_at": now,
        "version": 1,
        "created_at": now,
        "updated_at": now,
    }


def _queue(part: Part, of: _Numbers, n: int, now: datetime) -> dict[str, Any]:
    """It is for one topic, and asks for a language and for what the tags name, more of it for what is urgent."""
    teams = [identifier(Kind.TEAM, of.teams[(n + each) % part.teams]) for each in range(part.teams_each)]
    definition = {
        "conditions": _when(("topic", "is", topic(n))),
        "team_ids": [str(each) for each in teams],
        "overflow": [],
        "skills": [
            {
                "skill_id": str(identifier(Kind.SKILL, skill)), "level": level, "required": True,
                "drop_after_seconds": None, "drop_order": 0,
                "conditions": _when(("tags", "has_any", [f"skill{skill}"]), *more),
            }
            for skill in range(1, SKILLS + 1)
            for level, more in ((1, ()), (3, (("priority", "is", "urgent"),)))
        ],
        "languages": "required",
        "language_drop_after_seconds": 120,
        "selection": _POLICIES[n % len(_POLICIES)],
        "prefer_last_agent": n % 4 == 0,
        "auto_accept": False,
        "offer_seconds": 60,
        "wrap_up_seconds": 0,
        "when_closed": {"do": "wait", "queue_id": None, "text": {}},
        "handover_text": {},
    }  # fmt: skip
    return {
        "id": identifier(Kind.QUEUE, n), "name": f"Queue {n}", "position": n, "enabled": True,
        "definition": orjson.dumps(definition).decode(), "version": 1, "created_at": now, "updated_at": now,
    }  # fmt: skip


def _when(*asked: tuple[str, str, Any]) -> dict[str, Any]:
    names = ("field", "operator", "value")
    return {**_NOTHING, "all": [dict(zip(names, each, strict=True)) for each in asked]}


def topic(queue: int) -> str:
    """What tickets of a queue are about."""
    return f"queue{queue}"


def _ticket(part: Part, of: _Numbers, n: int, chance: Random, now: datetime) -> dict[str, Any]:
    queue = of.queues[n % part.queues]
    came = now - timedelta(seconds=chance.randint(60, 6 * 3_600))
    return {
        "id": identifier(Kind.TICKET, n),
        "subject": f"Question {n} about the order and its delivery",
        "status": "new",
        **(asking(chance) if n - of.tickets.start < part.waiting else PLAIN),
        "type": "question",
        "channel": "web",
        "topic": topic(queue),
        "brand": seeding.BRAND,
        "requester_id": identifier(Kind.CUSTOMER, 1 + n % CUSTOMERS),
        "queue_id": identifier(Kind.QUEUE, queue),
        "team_id": identifier(Kind.TEAM, of.teams[queue % part.teams]),
        "queued_at": came,
        "episode": 1,
        "seq": 1,
        "public_seq": 1,
        "version": 1,
        "created_at": came,
        "updated_at": came,
        "public_updated_at": came,
    }


def asking(chance: Random) -> dict[str, Any]:
    """What decides who can take it and when it is its turn: the priority, the language and the tags."""
    return {
        "priority": chance.choices(list(_PRIORITIES), list(_PRIORITIES.values()))[0],
        "language": chance.choices(list(_LANGUAGES), [each for each, _ in _LANGUAGES.values()])[0],
        "tags": [f"skill{chance.randint(1, SKILLS)}"] if chance.random() < 0.9 else [],
    }


_CLOSED = """
INSERT INTO tickets (
    id, subject, status, priority, type, channel, topic, language, tags, brand, requester_id, queue_id, team_id,
    assignee_id, queued_at, first_reply_at, first_human_reply_at, solved_at, episode, seq, public_seq, version,
    created_at, updated_at, public_updated_at
)
SELECT bench_id(3, $4::bigint + n), 'Question ' || n || ' about the order and its delivery', 'closed', 'normal',
    'question', 'web', 'queue1', 'en', ARRAY['skill' || 1 + n % 50], 'main', bench_id(2, 1 + n % $2), bench_id(8, 1),
    bench_id(0, 1), bench_id(1, 1 + n % $3), at, at, at, at, 1, 3, 3, 3, at, at, at
FROM (
    SELECT n, now() - interval '2 days' - make_interval(mins => n::int) AS at FROM generate_series(1, $1::bigint) n
) rows
"""
_CLOSED_EVENTS = """
INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, data, at)
SELECT t.id, e.seq, e.seq, e.type, e.actor, t.requester_id, 'A name', jsonb_build_object('set', jsonb_build_object(
    'status', e.status, 'assignee_id', t.assignee_id)), t.created_at
FROM tickets t CROSS JOIN (VALUES
    (1, 'ticket.created', 'customer', 'new'), (2, 'ticket.assigned', 'system', 'open'),
    (3, 'ticket.status_changed', 'system', 'closed')
) AS e (seq, type, actor, status)
"""
_OPENED = """
INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, data, at)
SELECT id, 1, 1, 'ticket.created', 'customer', requester_id, 'A name',
    jsonb_build_object('set', jsonb_build_object('subject', subject)), created_at
FROM tickets WHERE id < bench_id(3, $1)
"""
