"""Queues and skills straight in the database, and a look for anything that waits although somebody is free."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from app import clock
from app.db import Database
from app.hints import Hint
from app.models import Agent, AgentLoad, AgentSkill, Calendar, CalendarVersion, Queue, Skill
from app.rules.routing import Pool
from app.services import candidates, queue_lines
from tests.conftest import Callers
from tests.desks import eventually

NOTHING: dict[str, Any] = {"all": [], "any": []}
DEFINITION: dict[str, Any] = {
    "conditions": NOTHING, "team_ids": [], "overflow": [], "skills": [], "languages": "ignored",
    "language_drop_after_seconds": 120, "selection": "least_loaded", "prefer_last_agent": False, "auto_accept": False,
    "offer_seconds": 60, "wrap_up_seconds": 0, "when_closed": {"do": "wait", "queue_id": None, "text": {}},
    "handover_text": {},
}  # fmt: skip


def about(topic: str) -> dict[str, Any]:
    """Conditions: tickets of a topic."""
    return {"all": [{"field": "topic", "operator": "is", "value": topic}], "any": []}


async def queue(
    callers: Callers, name: str, teams: Sequence[UUID], *, calendar: UUID | None = None, **asked: Any
) -> UUID:
    """A queue of these teams, after those that there are; `asked` are parts of its definition."""
    now = clock.now()
    async with callers.desk.database.unit_of_work() as work:
        made = Queue(
            name=name, position=await _next_place(callers.desk.database), calendar_id=calendar,
            definition={**DEFINITION, "team_ids": [str(each) for each in teams], **asked},
            created_at=now, updated_at=now,
        )  # fmt: skip
        work.session.add(made)
    return made.id


async def _next_place(database: Database) -> int:
    async with database.lean() as connection:
        return int(await connection.fetchval("SELECT count(*) + 1 FROM queues"))


async def skill(callers: Callers, name: str, **levels: int) -> UUID:
    """A skill; `levels` are by the names of agents."""
    now = clock.now()
    async with callers.desk.database.unit_of_work() as work:
        made = Skill(name=name, created_at=now, updated_at=now)
        work.session.add(made)
        await work.session.flush()
        for api in callers.opened:
            if api.id is not None and api.name in levels:
                work.session.add(AgentSkill(agent_id=api.id, skill_id=made.id, level=levels[api.name]))
                agent = await work.session.get(Agent, api.id)
                assert agent is not None
                agent.version += 1
    return made.id


def wanted(skill_id: UUID, level: int = 1, *, drop_after: int | None = None, order: int = 0) -> dict[str, Any]:
    """A skill as a queue asks for it."""
    return {
        "skill_id": str(skill_id), "level": level, "required": drop_after is None, "drop_after_seconds": drop_after,
        "drop_order": order, "conditions": NOTHING,
    }  # fmt: skip


async def change(callers: Callers, agent_id: UUID | None, **fields: Any) -> None:
    """Change an agent's row, and say so."""
    async with callers.desk.database.unit_of_work() as work:
        row = await work.session.get(Agent, agent_id)
        assert row is not None
        for name, value in fields.items():
            setattr(row, name, value)
        row.version += 1
        work.session.add(row)
        work.hints.extend((Hint("agent", row.id), Hint("route", row.id)))


async def come(callers: Callers, agent_id: UUID | None) -> None:
    """An agent says that they are there."""
    await change(callers, agent_id, presence="online", presence_channels=["chat", "ticket"], presence_at=clock.now())


async def weights(callers: Callers, agent_id: UUID | None, total: int, **of: int) -> None:
    """A bound on everything that an agent holds, and how much of it a thing of a channel takes."""
    async with callers.desk.database.unit_of_work() as work:
        for channel, weight in of.items():
            row = await work.session.get(AgentLoad, (agent_id, channel))
            assert row is not None
            row.weight = weight
    await change(callers, agent_id, capacity_total=total)


async def closed_calendar(callers: Callers, name: str = "Never now") -> UUID:
    """A calendar that is open on one day of the week, which is not today or tomorrow."""
    now = clock.now()
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    day = days[(now.weekday() + 3) % 7]
    week: Mapping[str, Any] = {each: [{"opens": "09:00", "closes": "17:00"}] if each == day else [] for each in days}
    async with callers.desk.database.unit_of_work() as work:
        made = Calendar(name=name, created_at=now, updated_at=now)
        work.session.add(made)
        await work.session.flush()
        version = CalendarVersion(calendar_id=made.id, number=1, zone="UTC", weekly=dict(week), created_at=now)
        work.session.add(version)
    return made.id


async def nothing_waits_needlessly(database: Database, *, seconds: float = 30) -> None:
    """Nothing changes any more, and soon nothing waits although an agent who could take it is free.

    However slow the machine is, what has been forgotten is not found in this time.
    """
    await eventually(lambda: needless_waits(database), lambda left: not left, seconds=seconds)


async def needless_waits(database: Database) -> set[tuple[str, UUID]]:
    """What waits now (channel, ticket) although an agent who could take it is free.

    Refusals of a moment ago are respected; an item that is not in its place yet counts as waiting needlessly.
    """
    found: set[tuple[str, UUID]] = set()
    async with database.lean() as connection:
        unsorted = await connection.fetch("SELECT channel, ticket_id FROM queue_items WHERE NOT sorted")
        found |= {(row["channel"], row["ticket_id"]) for row in unsorted}
        lines = await connection.fetch("SELECT DISTINCT channel, line FROM queue_items WHERE class IS NOT NULL")
        for row in lines:
            waiting = await queue_lines.in_line(connection, row["channel"], row["line"], first=10_000)
            there = await candidates.everybody(connection, row["channel"])
            for each in waiting:
                if Pool(row["channel"], there).place([each], now=clock.now()):
                    found.add((row["channel"], each.ticket_id))
    return found
