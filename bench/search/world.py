"""A desk with texts that differ: a vocabulary in which few words are said often, and some whose share is known."""

from typing import Any

import asyncpg

# How often each of these is said, in messages; the rest is drawn from a vocabulary as people draw.
SHARES = {"invoice": 0.3, "счёт": 0.1, "refund": 0.02, "warranty": 0.002, "chandelier": 0.0001}
VOCABULARY = 40_000
MESSAGES = 5

_SYLLABLES = (
    "ba be bi bo da de di do fa fe ga go ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe po ra re ri ro sa se si "
    "so ta te ti to va ve vi vo za zo"
)
# Ids as in `bench/seeding.py`; in order of number they are in order of time.
_ID = """CREATE FUNCTION pg_temp.bid(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE RETURN
('0190000000007' || lpad(to_hex(kind), 3, '0') || '8000' || lpad(to_hex(n), 12, '0'))::uuid"""
_SYLLABLE = f"('{{{_SYLLABLES.replace(' ', ',')}}}'::text[])"
_COUNT = len(_SYLLABLES.split())
_WORD = f"""CREATE FUNCTION pg_temp.word(i int) RETURNS text LANGUAGE sql IMMUTABLE RETURN
 {_SYLLABLE}[1 + i % {_COUNT}] || {_SYLLABLE}[1 + i / {_COUNT} % {_COUNT}]
 || {_SYLLABLE}[1 + i * 7 / {_COUNT**2} % {_COUNT}]"""
# Those in front of the vocabulary are drawn often.
_TEXT = f"""(SELECT string_agg(pg_temp.word((power(random(), 4) * {VOCABULARY})::int), ' ')
 FROM generate_series(1, {{length}}) g WHERE n > 0)"""  # noqa: S608 - numbers of ours
_SAID = " || ".join(f"CASE WHEN random() < {share} THEN ' {word}' ELSE '' END" for word, share in SHARES.items())


def statements(tickets: int) -> list[str]:
    """SQL that fills an empty, migrated database with so many tickets of five messages each, over two years."""
    customers = max(1_000, tickets // 5)
    step = f"interval '730 days' / {tickets}"
    return [
        _ID,
        _WORD,
        "SELECT setseed(0.5)",
        """INSERT INTO brands (id, key, name, version, created_at, updated_at) VALUES
 (pg_temp.bid(9, 1), 'main', 'Main', 1, now(), now()), (pg_temp.bid(9, 2), 'rare', 'Rare', 1, now(), now())""",
        """INSERT INTO teams (id, name, version, created_at, updated_at)
 SELECT pg_temp.bid(0, n), 'Team ' || n, 1, now(), now() FROM generate_series(1, 10) n""",
        f"""INSERT INTO customers (id, name, email, version, created_at, updated_at)
 SELECT pg_temp.bid(2, n), initcap(pg_temp.word(n % {VOCABULARY}) || ' ' || pg_temp.word(n * 7 % {VOCABULARY})),
 'customer' || n || '@example.com', 1, now() - interval '730 days', now() FROM generate_series(1, {customers}) n""",  # noqa: S608 - numbers of ours
        f"""INSERT INTO tickets (id, subject, status, priority, channel, tags, brand, requester_id, team_id, seq,
 public_seq, type, version, episode, custom_fields, created_at, updated_at, public_updated_at)
 SELECT pg_temp.bid(3, n), {_TEXT.format(length=5)} || {_SAID},
 CASE WHEN n % 50 = 0 THEN 'open' WHEN n % 51 = 0 THEN 'pending' WHEN n % 3 = 0 THEN 'solved' ELSE 'closed' END,
 CASE WHEN n % 1000 = 0 THEN 'urgent' WHEN n % 7 = 0 THEN 'high' ELSE 'normal' END,
 CASE WHEN n % 4 = 0 THEN 'email' ELSE 'web' END,
 CASE WHEN n % 10 = 0 THEN ARRAY['billing'] WHEN n % 503 = 0 THEN ARRAY['seldom'] ELSE '{{}}' END,
 CASE WHEN n % 2011 = 0 THEN 'rare' ELSE 'main' END, pg_temp.bid(2, 1 + n * 13 % {customers}),
 pg_temp.bid(0, 1 + n % 9), 1 + {MESSAGES}, 1 + {MESSAGES}, 'question', 1, 1,
 CASE WHEN n % 1009 = 0 THEN '{{"plan": "gold"}}'::jsonb ELSE '{{}}'::jsonb END,
 at, at + interval '2 hours', at + interval '2 hours'
 FROM generate_series(1, {tickets}) n
 CROSS JOIN LATERAL (SELECT now() - interval '730 days' + n * {step} AS at) a""",  # noqa: S608 - numbers of ours
        f"""INSERT INTO messages (id, ticket_id, seq, public_seq, author_kind, author_id, author_name, visibility,
 format, body, created_at)
 SELECT pg_temp.bid(4, n * {MESSAGES} + m), pg_temp.bid(3, n), 1 + m, CASE WHEN m = 4 THEN NULL ELSE 1 + m END,
 CASE WHEN m % 2 = 1 THEN 'customer' ELSE 'agent' END, pg_temp.bid(2, 1 + n * 13 % {customers}), 'Vera',
 CASE WHEN m = 4 THEN 'internal' ELSE 'public' END, 'text',
 'Order A-' || n || ' ' || {_TEXT.format(length=20)} || {_SAID},
 now() - interval '730 days' + n * {step} + m * interval '7 minutes'
 FROM generate_series(1, {tickets}) n, generate_series(1, {MESSAGES}) m""",  # noqa: S608
    ]


INDEXES = (
    "search_ticket_words", "search_message_words", "search_customer_words", "search_newest", "search_in_ticket",
)  # fmt: skip


async def build(connection: "asyncpg.Connection[Any]", tickets: int) -> None:
    """Fill an empty desk, and what is searched, as a rebuild would leave it."""
    await connection.execute("SET maintenance_work_mem = '1GB'")
    for table in ("customers", "tickets", "messages"):
        await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for statement in statements(tickets):
        await connection.execute(statement, timeout=3_600)
    definitions = [
        row["indexdef"]
        for row in await connection.fetch("SELECT indexdef FROM pg_indexes WHERE indexname = ANY ($1)", list(INDEXES))
    ]
    await connection.execute("; ".join(f"DROP INDEX {name}" for name in INDEXES))
    for noun in ("customer", "ticket", "message"):
        await connection.execute(
            f"INSERT INTO search_documents SELECT d.* FROM {noun}s s CROSS JOIN LATERAL desk_search_{noun}(s) d",  # noqa: S608
            timeout=3_600,
        )
    for definition in definitions:
        await connection.execute(definition, timeout=3_600)
    # Every twentieth page of a large desk says how often words occur, nearly enough; marks of tickets are counted.
    part = 5 if tickets > 100_000 else 100
    await connection.execute(
        f"""INSERT INTO search_words SELECT lexeme, count(*) * {100 // part} FROM (
 SELECT u.lexeme FROM search_documents d TABLESAMPLE SYSTEM ({part}) REPEATABLE (1), unnest(d.words) u
 WHERE d.kind <> 'ticket' AND u.lexeme ~ '^[[:alpha:]]{{2,32}}$') w GROUP BY lexeme""",  # noqa: S608 - numbers of ours
        timeout=3_600,
    )
    await connection.execute(
        """INSERT INTO search_words SELECT lexeme, count(*) FROM search_documents d, unnest(d.words) u
 WHERE d.kind = 'ticket' AND u.lexeme ~ '^ [a-qs-z]:' GROUP BY lexeme""",
        timeout=3_600,
    )
    for table in ("customers", "tickets", "messages"):
        await connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    await connection.execute("VACUUM ANALYZE", timeout=3_600)
