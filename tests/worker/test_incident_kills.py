"""Many tickets are linked at once and one update is told on each, by processes that are killed in the middle."""

import os
from uuid import UUID

import pytest

from app import clock
from app.db import Database, UnitOfWork, raw_connection
from app.models import Agent
from app.rules.actors import Actor
from app.rules.permissions import LEAD
from app.schemas.incident_updates import IncidentUpdateIn
from app.services import incident_linking, incident_opening, incident_updates
from app.settings import Settings
from tests import nursery
from tests.conftest import SECRET
from tests.desks import a_database, eventually, state_of
from tests.thorough import THOROUGH

TICKETS, KILLS = (10_000, 2) if THOROUGH else (60, 1)
TEXTS = {"en": "We found the cause.", "ru": "Причина найдена."}

_CUSTOMERS = """INSERT INTO customers (id, name, version, created_at, updated_at, locale)
SELECT gen_random_uuid(), 'C' || n, 1, now(), now(), CASE WHEN n % 2 = 0 THEN 'ru' ELSE 'en' END
FROM generate_series(1, $1::int) n"""
# As a ticket's creation writes it: the row, its first event and message.
_TICKETS = """WITH t AS (INSERT INTO tickets (id, subject, status, priority, type, channel, requester_id, seq,
  public_seq, version, episode, created_at, updated_at, public_updated_at)
 SELECT gen_random_uuid(), 'Down', 'new', 'normal', 'question', 'web', id, 1, 1, 1, 1, now(), now(), now()
 FROM customers WHERE name LIKE 'C%' RETURNING *), e AS (
 INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, data, at)
 SELECT id, 1, 1, 'ticket.created', 'customer', requester_id, '', '{"set": {}}',
  created_at FROM t)
INSERT INTO incident_candidates (incident_id, ticket_id, state, at) SELECT $1, id, 'waiting', now() FROM t"""
_LINKED = "SELECT count(*) FROM ticket_links WHERE kind = 'incident_of'"
_WAITING = "SELECT count(*) FROM incident_candidates WHERE state = 'waiting'"
_TOLD = "SELECT count(*) FROM incident_tellings"
_ONCE = """SELECT count(*) FROM tickets t JOIN customers c ON c.id = t.requester_id
WHERE t.incident = 'open' AND (SELECT count(*) FROM messages m WHERE m.ticket_id = t.id
 AND m.body = CASE WHEN c.locale = 'ru' THEN $1 ELSE $2 END) = 1
AND (SELECT count(*) FROM messages m WHERE m.ticket_id = t.id) = 1
AND (SELECT count(*) FROM events e WHERE e.ticket_id = t.id AND e.type = 'ticket.incident_changed') = 1
AND t.first_human_reply_at IS NULL"""


@pytest.mark.timeout(1800 if THOROUGH else 240)
async def test_each_is_linked_and_told_once_whoever_is_killed(postgres: str, settings: Settings) -> None:
    async with a_database(postgres) as url:
        database = Database(url, settings)
        lead, incident_id = await _a_desk(database)
        await _killed_until(url, database, _LINKED)
        async with database.unit_of_work() as work:
            new = IncidentUpdateIn(texts=TEXTS, tell=True)
            await incident_updates.create(work.session, lead, incident_id, new)
        await _killed_until(url, database, _TOLD)
        assert await state_of(database, _WAITING) == 0
        assert await state_of(database, _ONCE, TEXTS["ru"], TEXTS["en"]) == TICKETS
        assert await state_of(database, "SELECT bool_and(outcome = 'told') FROM incident_tellings")
        await database.close()


async def _a_desk(database: Database) -> tuple[Actor, UUID]:
    async with database.unit_of_work() as work:
        return await _filled(work)


async def _filled(work: UnitOfWork) -> tuple[Actor, UUID]:
    now = clock.now()
    agent = Agent(name="Lea", email="lea@example.com", role="lead", created_at=now, updated_at=now)
    work.session.add(agent)
    await work.session.flush()
    lead = Actor("agent", agent.id, "Lea", LEAD, role="lead")
    opening = incident_opening.Opening(texts={"en": "Down"}, visibility="public")
    incident = await incident_opening.open_new(work, lead, opening)
    connection = await raw_connection(work.session)
    await connection.execute(_CUSTOMERS, TICKETS)
    await connection.execute(_TICKETS, incident.id)
    await incident_linking.begin(work.session, lead, incident.id)
    return lead, incident.id


async def _killed_until(url: str, database: Database, count: str) -> None:
    """Processes do it that are killed each time when some more is done, until all is."""
    for kill in range(1, KILLS + 1):
        working = _born(url)
        least = TICKETS * kill // (KILLS + 2)
        await eventually(lambda: state_of(database, count), lambda n, least=least: n >= least, seconds=900)  # type: ignore[misc]
        working.kill()
        working.wait()
    assert await state_of(database, count) < TICKETS
    two = [_born(url), _born(url)]
    try:
        await eventually(lambda: state_of(database, count), lambda n: n == TICKETS, seconds=900)
        over = "SELECT count(*) FROM jobs WHERE status IN ('queued', 'running')"
        await eventually(lambda: state_of(database, over), lambda n: n == 0, seconds=60)
    finally:
        for each in two:
            each.kill()
            each.wait()


def _born(url: str) -> nursery.Born:
    return nursery.start("tests.worker.telling_process:run", url, SECRET, environment=os.environ)
