"""Tickets with logs in bulk: they say what they would if they had come one by one, messages without their texts."""

from datetime import datetime
from typing import Any, TypeAlias

import asyncpg

from bench.seeding import ONLINE, PAST, TEAMS, Kind

_Connection: TypeAlias = "asyncpg.Connection[Any]"

# Customers of a desk with clocks.
CUSTOMERS = 5_000
# The first id of each kind of ticket; each has room for the next ones.
WAITING, PAST_ONES = 100_000_000, 200_000_000

# A ticket whose customer has written again: asked, assigned, answered, asked. Held by agents who are offline, so that
# nobody is given it when the desk starts. $1 first, $2 many, $3 when the first customer has written again, $4 the
# seconds in which the others did, $5 teams, $6 customers, $7 and $8 agents: those before the first one, and how many.
_WAITING = """
INSERT INTO tickets (
    id, subject, status, priority, type, channel, language, tags, custom_fields, brand, requester_id, team_id,
    assignee_id, queued_at, first_reply_at, first_human_reply_at, episode, seq, public_seq, version,
    created_at, updated_at, public_updated_at
)
SELECT bench_id(3, $1::bigint + n), 'Question ' || n || ' about the order and its delivery', 'open',
    CASE WHEN $9 THEN 'urgent' ELSE (ARRAY['low', 'normal', 'normal', 'high'])[1 + n % 4] END,
    (ARRAY['question', 'incident', 'problem', 'request'])[1 + n % 4], (ARRAY['email', 'web', 'chat', 'api'])[1 + n % 4],
    (ARRAY['en', 'ru', 'de'])[1 + n % 3], CASE WHEN n % 3 = 0 THEN ARRAY['billing', 'tag' || n % 30] ELSE '{}' END,
    CASE WHEN n % 4 = 0 THEN jsonb_build_object('order', 'A-' || n) ELSE '{}' END, 'main', bench_id(2, 1 + n % $6),
    bench_id(0, 1 + n % $5), bench_id(1, $7 + 1 + n % $8), made, made + interval '1 h', made + interval '1 h', 1, 5, 5,
    2, made, made + interval '3 h', made + interval '3 h'
FROM (
    SELECT n, $3::timestamptz + make_interval(secs => n * $4::bigint / $2) - interval '3 h' AS made
    FROM generate_series(0, $2::bigint - 1) n
) rows
"""
# Those that are over, of a quarter of a year: answered and solved; every other one with a question back.
_PAST = """
INSERT INTO tickets (
    id, subject, status, priority, type, channel, language, tags, custom_fields, brand, requester_id, team_id,
    assignee_id, queued_at, first_reply_at, first_human_reply_at, solved_at, episode, seq, public_seq, version,
    created_at, updated_at, public_updated_at
)
SELECT bench_id(3, $1::bigint + n), 'Question ' || n || ' about the order and its delivery', 'solved',
    (ARRAY['low', 'normal', 'normal', 'normal', 'high', 'urgent'])[1 + n % 6],
    (ARRAY['question', 'incident', 'problem', 'request'])[1 + n % 4], (ARRAY['email', 'web', 'chat', 'api'])[1 + n % 4],
    (ARRAY['en', 'ru', 'de'])[1 + n % 3], CASE WHEN n % 3 = 0 THEN ARRAY['billing', 'tag' || n % 30] ELSE '{}' END,
    CASE WHEN n % 4 = 0 THEN jsonb_build_object('order', 'A-' || n) ELSE '{}' END, 'main', bench_id(2, 1 + n % $3),
    bench_id(0, 1 + n % $4), bench_id(1, $5 + 1 + n % $6), made, made + pace, made + pace, made + 4 * pace, 1,
    CASE WHEN n % 2 = 0 THEN 9 ELSE 5 END, CASE WHEN n % 2 = 0 THEN 9 ELSE 5 END, 3, made, made + 4 * pace,
    made + 4 * pace
FROM (
    SELECT n, now() - interval '4 days' - make_interval(secs => 90 * 86400 * (1 - n::float / $2)) AS made,
        make_interval(secs => 300 + 50000 * (n * 7919 % 1000) / 1000.0) AS pace
    FROM generate_series(0, $2::bigint - 1) n
) rows
"""
# Their logs; `length` is of the log in which the event is, 0 of every log.
_EVENTS = """
INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, data, at)
SELECT t.id, e.seq, e.seq, e.type, e.actor,
    CASE e.actor WHEN 'customer' THEN t.requester_id WHEN 'agent' THEN t.assignee_id ELSE bench_id(0, 0) END, 'A name',
    CASE WHEN e.set = '{}' THEN '{}' ELSE jsonb_build_object('set', e.set) END,
    CASE WHEN e.seq = 1 THEN t.created_at WHEN e.seq < 4 THEN t.created_at + interval '1 s'
        WHEN e.seq = t.seq THEN t.updated_at
        ELSE t.first_reply_at + (t.updated_at - t.first_reply_at) * ((e.seq - 4) / (t.seq - 4.0)) END
FROM tickets t CROSS JOIN LATERAL (VALUES
    (0, 1, 'ticket.created', 'customer', to_jsonb(t) || '{"status": "new", "first_reply_at": null,
        "first_human_reply_at": null, "solved_at": null, "assignee_id": null}'
        - '{seq,public_seq,version,updated_at,public_updated_at}'::text[]),
    (0, 2, 'message.created', 'customer', '{}'),
    (0, 3, 'ticket.assigned', 'system', jsonb_build_object('assignee_id', t.assignee_id, 'status', 'open')),
    (0, 4, 'message.created', 'agent',
        jsonb_build_object('first_reply_at', t.first_reply_at, 'first_human_reply_at', t.first_reply_at)),
    (5, 5, CASE t.status WHEN 'open' THEN 'message.created' ELSE 'ticket.status_changed' END,
        CASE t.status WHEN 'open' THEN 'customer' ELSE 'agent' END,
        CASE t.status WHEN 'open' THEN '{}' ELSE jsonb_build_object('status', 'solved', 'solved_at', t.solved_at) END),
    (9, 5, 'ticket.status_changed', 'agent', '{"status": "pending"}'),
    (9, 6, 'message.created', 'customer', '{}'),
    (9, 7, 'ticket.status_changed', 'customer', '{"status": "open"}'),
    (9, 8, 'message.created', 'agent', '{}'),
    (9, 9, 'ticket.status_changed', 'agent', jsonb_build_object('status', 'solved', 'solved_at', t.solved_at))
) AS e (length, seq, type, actor, set)
WHERE t.id BETWEEN bench_id(3, $1::bigint) AND bench_id(3, $1::bigint + $2::bigint - 1) AND e.length IN (0, t.seq)
"""


async def appoint(connection: _Connection) -> None:
    """Give each team a lead, and the agent who calls the rights of an admin."""
    await connection.execute(
        "INSERT INTO team_members (team_id, agent_id)"
        " SELECT bench_id($1, n), bench_id($2, $3 + n) FROM generate_series(1, $4::bigint) n",
        Kind.TEAM, Kind.AGENT, ONLINE, TEAMS,
    )  # fmt: skip
    await connection.execute(
        "UPDATE agents SET role = 'lead'"
        " WHERE id IN (SELECT bench_id($1, $2 + n) FROM generate_series(1, $3::bigint) n)",
        Kind.AGENT, ONLINE, TEAMS,
    )  # fmt: skip
    await connection.execute("UPDATE agents SET role = 'admin' WHERE id = bench_id($1, 0)", Kind.AGENT)


async def waiting(
    connection: _Connection, first: int, many: int, *, asked: datetime, seconds: int, urgent: bool
) -> None:
    """Tickets whose customers have written again, evenly within `seconds` from `asked` on; five clocks run on each."""
    await connection.execute(
        _WAITING, first, many, asked, seconds, TEAMS, CUSTOMERS, ONLINE + TEAMS, PAST - TEAMS, urgent
    )
    await connection.execute(_EVENTS, first, many)


async def past(connection: _Connection, first: int, many: int) -> None:
    """Tickets of the last three months that are solved."""
    await connection.execute(_PAST, first, many, CUSTOMERS, TEAMS, ONLINE + TEAMS, PAST - TEAMS)
    await connection.execute(_EVENTS, first, many)
