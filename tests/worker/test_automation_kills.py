"""A worker that is killed while automations run: each rule runs once on each ticket, and does all of it or nothing."""

from collections import Counter
from typing import Any

import pytest

from app import clock
from app.db import Database
from app.models import Agent, Brand
from app.rules.actors import SYSTEM, Actor
from app.rules.permissions import ADMIN
from app.schemas.automations import AutomationIn
from app.schemas.tickets import TicketIn
from app.services import automations, tickets
from app.settings import Settings
from tests.desks import a_database, eventually
from tests.worker.test_sla_kills import a_worker

TICKETS = 12
_DONE = """SELECT t.number, r.automation_id, count(DISTINCT r.id) AS runs, (SELECT count(*) FROM events e
 WHERE e.ticket_id = t.id AND e.type = 'message.created' AND e.data #>> '{via,id}' = r.automation_id::text) AS notes
FROM tickets t JOIN automation_runs r ON r.ticket_id = t.id GROUP BY 1, 2, t.id"""


# Two processes start one after the other, on a machine that may have other things to do.
@pytest.mark.timeout(240)
async def test_each_rule_runs_once_though_a_worker_is_killed(postgres: str, settings: Settings) -> None:
    async with a_database(postgres) as url:
        database = Database(url, settings)
        await _two_rules(database)
        for n in range(TICKETS):
            async with database.unit_of_work() as work:
                await tickets.create(work, SYSTEM, TicketIn(subject=f"{n}", body="?"))

        async def counted() -> dict[tuple[int, str], tuple[int, int]]:
            async with database.lean() as connection:
                rows: Any = await connection.fetch(_DONE)
            return {(row["number"], str(row["automation_id"])): (row["runs"], row["notes"]) for row in rows}

        # One is killed as soon as it is in the middle of something; another one goes on.
        with a_worker(url):
            await eventually(counted, bool, seconds=100)
        with a_worker(url):
            found = await eventually(counted, lambda seen: len(seen) == TICKETS * 2, seconds=100)
        await database.close()
    assert Counter(found.values()) == {(1, 1): TICKETS * 2}


async def _two_rules(database: Database) -> None:
    now = clock.now()
    async with database.unit_of_work() as work:
        agent = Agent(email="ada@desk.test", name="Ada", role="admin", created_at=now, updated_at=now)
        work.session.add_all([agent, Brand(key="main", name="Main", created_at=now, updated_at=now)])
        await work.session.flush()
        actor = Actor("agent", agent.id, agent.name, permissions=ADMIN, role="admin")
        for kind in ({"kind": "event", "types": ["ticket.created"]},
                     {"kind": "time", "fact": "created_at", "after_seconds": 1}):  # fmt: skip
            note = {"type": "note", "body": "Hello"}
            rule = {"name": kind["kind"], "enabled": True, "trigger": kind, "actions": [note], "run": "every"}
            await automations.create(work.session, actor, AutomationIn.model_validate(rule))
