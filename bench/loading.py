"""Loading a believable desk of any size in seconds: people, tickets of two years, threads to read and to write on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg

from app.ids import new_id
from app.services.sealing import seal
from bench.floor_sql import SCHEMA, WRITTEN
from bench.people import hire, open_widgets
from bench.seeding import BRAND, ONLINE, PAST, SOURCE, SOURCE_SECRET, TEAMS, Desk

SOCKETS = 64
_SOURCE = """INSERT INTO sources (id, key, name, brand, secret, enabled, per_minute, version, created_at, updated_at)
VALUES ($1, $2, 'Shop', $4, $3, true, 100000, 1, now(), now())
ON CONFLICT (key) DO UPDATE SET secret = excluded.secret"""
_Connection: TypeAlias = "asyncpg.Connection[Any]"

BENCH_ID = """
CREATE FUNCTION bench_id(kind int, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ('01900000-0000-7' || lpad(to_hex(kind), 3, '0') || '-8000-' || lpad(to_hex(number), 12, '0'))::uuid
$$"""

CUSTOMERS = """
INSERT INTO customers (id, name, email, version, created_at, updated_at)
SELECT bench_id(2, n), 'Customer ' || n, 'customer' || n || '@example.com', 1, now(), now()
FROM generate_series(1, $1) n
"""

# Every `step`th ticket is a thread to read; the one after it is a thread to write on; a fifth of the others have their
# opening message. All are assigned: a waiting ticket would be routed by the desk as soon as it starts.
_TICKETS = """
INSERT INTO tickets (
    id, subject, status, priority, type, channel, topic, language, tags, custom_fields, brand, requester_id, team_id,
    assignee_id, queued_at, first_reply_at, first_human_reply_at, episode, seq, public_seq, version,
    created_at, updated_at, public_updated_at
)
SELECT bench_id(3, n), 'Question ' || n || ' about the order and its delivery',
    CASE WHEN n % $2 = 1 OR r < 0.20 THEN 'open' WHEN r < 0.28 THEN 'pending' WHEN r < 0.31 THEN 'on_hold'
        WHEN r < 0.50 THEN 'solved' ELSE 'closed' END,
    (ARRAY['low', 'normal', 'normal', 'normal', 'high', 'urgent'])[1 + n % 6],
    (ARRAY['question', 'incident', 'problem', 'task', 'request'])[1 + n % 5],
    (ARRAY['email', 'web', 'chat', 'api'])[1 + n % 4], (ARRAY['billing', 'delivery', 'account', NULL])[1 + n % 4],
    (ARRAY['en', 'ru', 'de'])[1 + n % 3],
    CASE WHEN n % 3 = 0 THEN ARRAY['tag' || n % 30, 'tag' || n % 7 + 30] ELSE '{}' END,
    CASE WHEN n % 4 = 0 THEN jsonb_build_object('order', 'A-' || n, 'amount', n % 500) ELSE '{}' END,
    'main', bench_id(2, 1 + n % $4), bench_id(0, 1 + n % $3), bench_id(1, $5 + 1 + n % $6),
    at, at + interval '9 min', at + interval '9 min', 1, seq, seq, 2, at, changed, changed
FROM (
    SELECT n, random() AS r, now() - interval '2 years' * (1 - n / $1::float) AS at,
        CASE n % $2 WHEN 0 THEN 21 WHEN 1 THEN 2 ELSE 1 + (n % 5 = 2)::int END AS seq
    FROM generate_series(1, $1) n
) rows CROSS JOIN LATERAL (SELECT at + least(now() - at, interval '20 days') * r AS changed) c
"""
_MESSAGES = """
INSERT INTO messages (
    id, ticket_id, seq, public_seq, author_kind, author_id, author_name, visibility, format, body, created_at
)
SELECT bench_id(4, row_number() OVER ()), t.id, s, s, CASE WHEN s % 2 = 0 THEN 'customer' ELSE 'agent' END,
    CASE WHEN s % 2 = 0 THEN t.requester_id ELSE t.assignee_id END, CASE WHEN s % 2 = 0 THEN 'Vera' ELSE 'Agent' END,
    'public', 'text', repeat('Здравствуйте! Where is my order? It should have come on Monday. ', 1 + s % 4),
    t.created_at + interval '1 min' * s
FROM tickets t, generate_series(2, t.seq) s
"""
_EVENTS = """
INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, data, at)
SELECT t.id, 1, 1, 'ticket.created', 'customer', t.requester_id, 'Vera',
    jsonb_build_object('set', jsonb_build_object('subject', t.subject)), t.created_at
FROM tickets t WHERE t.seq > 1;
INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, message_id, at)
SELECT ticket_id, seq, public_seq, 'message.created', author_kind, author_id, author_name, id, created_at FROM messages
"""
_LOADS = """
UPDATE agent_loads l SET load = held.n FROM (
    SELECT assignee_id, count(*) AS n FROM tickets WHERE status IN ('new', 'open', 'pending', 'on_hold') GROUP BY 1
) held WHERE l.channel = 'ticket' AND l.agent_id = held.assignee_id
"""

_INDEXES = """
SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = ANY ($1::text[]::regclass[])
  AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))
"""
_FOREIGN_KEYS = """
SELECT conname AS name, conrelid::regclass::text AS "table", pg_get_constraintdef(oid) AS definition
FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY ($1::text[]::regclass[])
"""


async def load(url: str, tickets: int) -> Desk:
    """Fill a migrated, empty database with this many tickets."""
    desk = Desk(url, tickets)
    await hire(url)
    connection = await asyncpg.connect(url)
    try:
        # Nobody measures the loading: it may be lost, and it may take memory.
        await connection.execute("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; SET jit = off")
        await connection.execute("SELECT setseed(0.5)")
        await connection.execute(BENCH_ID)
        async with bare(connection):
            await connection.execute(CUSTOMERS, desk.customers)
            await connection.execute(_TICKETS, tickets, desk.step, TEAMS, desk.customers, ONLINE, PAST)
            await connection.execute(_MESSAGES)
            await connection.execute(_EVENTS)
        await connection.execute(_LOADS)
        # As it would be on a desk that has run for two years: statistics, visibility map and hint bits are there.
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
    await open_widgets(desk, [customer for _, customer in desk.open_threads()[:SOCKETS]])
    return desk


async def partner(url: str) -> None:
    """A source that signs with the secret that is known here, sealed as the desk of this run reads it."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_SOURCE, new_id(), SOURCE, seal(SOURCE_SECRET.encode()).decode(), BRAND)
    finally:
        await connection.close()


async def copy_for_the_floor(url: str) -> None:
    """Make the floor's own tables: the desk's rows, indexes, checks and foreign keys, without its triggers."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in WRITTEN:
            await connection.execute(f"CREATE TABLE {SCHEMA}.{table} (LIKE {table} INCLUDING ALL)")
            await connection.execute(
                f"INSERT INTO {SCHEMA}.{table} OVERRIDING SYSTEM VALUE SELECT * FROM {table}"  # noqa: S608 - our names
            )
        for key in await connection.fetch(_FOREIGN_KEYS, list(WRITTEN)):
            definition = key["definition"]
            for table in WRITTEN:
                definition = definition.replace(f"REFERENCES {table}(", f"REFERENCES {SCHEMA}.{table}(")
            await connection.execute(f'ALTER TABLE {SCHEMA}.{key["table"]} ADD CONSTRAINT "{key["name"]}" {definition}')
        await connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{SCHEMA}.tickets', 'number'), max(number)) FROM tickets"  # noqa: S608
        )
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


@asynccontextmanager
async def bare(connection: _Connection) -> AsyncIterator[None]:
    """Without triggers, indexes and foreign keys while a million rows go in: made afterwards they cost a tenth."""
    tables = list(WRITTEN)
    keys = await connection.fetch(_FOREIGN_KEYS, tables)
    indexes = await connection.fetch(_INDEXES, tables)
    for table in tables:
        await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for key in keys:
        await connection.execute(f'ALTER TABLE {key["table"]} DROP CONSTRAINT "{key["name"]}"')
    for index in indexes:
        await connection.execute(f'DROP INDEX "{index["name"]}"')
    yield
    for index in indexes:
        await connection.execute(index["definition"])
    for key in keys:
        await connection.execute(f'ALTER TABLE {key["table"]} ADD CONSTRAINT "{key["name"]}" {key["definition"]}')
    for table in tables:
        await connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


async def evening(url: str) -> None:
    """Close what the agents who are online hold: twenty of them can have 20,000 tickets, then routing stops.

    The ledger of load follows by itself.
    """
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            # In the order in which everybody locks several of them.
            "WITH held AS MATERIALIZED (SELECT id FROM tickets WHERE status = 'open'"
            " AND assignee_id IN (SELECT id FROM agents WHERE presence = 'online') ORDER BY id FOR UPDATE)"
            " UPDATE tickets t SET status = 'closed' FROM held WHERE t.id = held.id"
        )
    finally:
        await connection.close()
