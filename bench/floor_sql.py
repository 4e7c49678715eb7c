"""The floor's statements: one each, storing and reading the same rows as the desk, in tables of the same shape.

The tables are copies in a schema of their own with every index, check and foreign key of the desk's, and without its
triggers: keeping the ledger of load is the desk's own work, not a part of the floor.
"""

SCHEMA = "floor"
WRITTEN = ("tickets", "messages", "events")

# $1 ticket, $2 message, $3 now, $4 e-mail, $5 subject, $6 body, $7 priority, $8 type, $9 language, $10 tags,
# $11 custom fields, $12 agent, $13 brand, $14 team, $15 author, $16 author's name.
CREATE = """
WITH c AS (
    SELECT id, name, email FROM customers WHERE lower(email) = lower($4)
), t AS (
    INSERT INTO floor.tickets (
        id, subject, status, priority, type, channel, language, tags, custom_fields, brand, requester_id, team_id,
        assignee_id, queued_at, episode, seq, public_seq, version, created_at, updated_at, public_updated_at
    )
    SELECT $1, $5, 'open', $7, $8, 'agent', $9, $10::text[], $11::jsonb, $13, c.id, $14, $12, $3, 1, 3, 3, 2, $3, $3, $3
    FROM c RETURNING *
), m AS (
    INSERT INTO floor.messages (
        id, ticket_id, seq, public_seq, author_kind, author_id, author_name, visibility, format, body, created_at
    ) VALUES ($2, $1, 2, 2, 'agent', $15, $16, 'public', 'text', $6, $3)
), e AS (
    INSERT INTO floor.events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, message_id, data, at)
    SELECT $1, 1, 1, 'ticket.created', 'agent', $15, $16, NULL, jsonb_build_object('set',
        to_jsonb(t) - '{assignee_id,seq,public_seq,version,updated_at,public_updated_at}'::text[]), $3 FROM t
    UNION ALL
    SELECT $1, 2, 2, 'message.created', 'agent', $15, $16, $2, '{}', $3
    UNION ALL
    SELECT $1, 3, 3, 'ticket.assigned', 'system', $15, 'Floor', NULL,
        jsonb_build_object('set', jsonb_build_object('assignee_id', $12::uuid, 'status', 'open')), $3
)
SELECT t.number, c.id AS requester_id, c.name AS requester_name, c.email AS requester_email FROM t, c
"""

# $1 ticket, $2 message, $3 now, $4 author's kind, $5 author (null: the requester), $6 name, $7 body, $8 client id.
APPEND = """
WITH t AS (
    UPDATE floor.tickets SET seq = seq + 1, public_seq = public_seq + 1, updated_at = $3, public_updated_at = $3
    WHERE id = $1 RETURNING seq, public_seq, coalesce($5, requester_id) AS author
), m AS (
    INSERT INTO floor.messages (
        id, ticket_id, seq, public_seq, author_kind, author_id, author_name, visibility, format, body,
        client_message_id, created_at
    ) SELECT $2, $1, seq, public_seq, $4, author, $6, 'public', 'text', $7, $8, $3 FROM t
), e AS (
    INSERT INTO floor.events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, message_id, data, at)
    SELECT $1, seq, public_seq, 'message.created', $4, author, $6, $2, '{}', $3 FROM t
)
SELECT seq, public_seq FROM t
"""

_COLUMNS = """t.id, t.number, t.subject, t.status, t.priority, t.type, t.channel, t.topic, t.language,
t.language_detected, t.tags,
t.custom_fields::text AS custom_fields, t.brand, t.requester_id, c.name AS requester_name, c.email AS requester_email,
t.queue_id, t.team_id, t.assignee_id, t.source_id, t.external_id, t.chat_id, t.first_reply_at,
t.first_human_reply_at, t.solved_at,
t.snoozed_until, t.pending_until, t.tier, t.request_type, t.approval, t.tension, t.spam,
NULL AS merged_into, false AS has_merged,
(SELECT s.next_due_at FROM ticket_sla s WHERE s.ticket_id = t.id) AS next_due_at, t.seq, t.version,
t.created_at, t.updated_at"""

# $1 ticket. The thread comes as one JSON value: measured faster than twenty rows through Python.
READ = f"""
SELECT {_COLUMNS}, (
    SELECT json_agg(l.json ORDER BY l.seq)::text FROM (
        SELECT m.seq, json_build_object('id', m.id, 'ticket_id', m.ticket_id, 'seq', m.seq,
            'author', json_build_object('kind', m.author_kind, 'id', m.author_id, 'name', m.author_name),
            'generated', m.author_kind = 'system',
            'visibility', m.visibility, 'body', m.body, 'format', m.format, 'language', m.language,
            'client_message_id', m.client_message_id,
            'created_at', to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'version', m.version, 'edited_at', m.edited_at, 'redacted_at', m.redacted_at,
            'translated_from', m.translated_from, 'original', NULL, 'delivery', m.delivery,
            'attachments', json_build_array()) AS json
        FROM messages m WHERE m.ticket_id = t.id ORDER BY m.seq DESC LIMIT 50
    ) l
) AS messages
FROM tickets t JOIN customers c ON c.id = t.requester_id WHERE t.id = $1
"""  # noqa: S608 - constants

# $1 team, $2 status, $3 limit.
LIST = f"""
SELECT {_COLUMNS} FROM tickets t JOIN customers c ON c.id = t.requester_id
WHERE t.team_id = $1 AND t.status = $2 ORDER BY t.updated_at DESC, t.id DESC LIMIT $3
"""  # noqa: S608 - constants
