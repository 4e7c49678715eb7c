-- What is searched is made of tickets, messages and customers, a moment after they change, by desk_search_index alone.
-- A text as the parser gets it, character for character: ё is written е half of the time, tags are text like any other,
-- the two marks of a found word are no letters (app/rules/search_fragments.py), and what is joined by a dash or a slash
-- is taken apart: else A-777 were one thing at the beginning of a text and another within it.
CREATE FUNCTION desk_search_text(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(p_text, U&'\0451\0401<>\E000\E001-/+', U&'\0435\0415       ');
-- ;;
-- When something was, at several widths (seconds >> width): what is newest is looked through first, and what was before
-- a moment is found without reading what came after it. app/services/search_spans.py asks by the same marks.
CREATE FUNCTION desk_search_when(p_at timestamptz) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(
    SELECT format(' %s:%s', w.width, extract(epoch FROM p_at)::bigint >> w.width)
    FROM unnest('{8,11,14,17,20,23,26}'::int[]) AS w (width)
);
-- ;;
-- What a ticket can be filtered by, as marks beside its words.
CREATE FUNCTION desk_search_facets(t tickets) RETURNS text[]
LANGUAGE sql STABLE
RETURN ARRAY(
    SELECT ' ' || f.mark FROM (
        VALUES ('s:' || t.status), ('p:' || t.priority), ('y:' || t.type), ('c:' || t.channel), ('b:' || t.brand),
               ('a:' || coalesce(t.assignee_id::text, 'none')), ('t:' || t.team_id), ('q:' || t.queue_id),
               ('r:' || t.requester_id), ('o:' || t.source_id)
    ) AS f (mark)
    WHERE f.mark IS NOT NULL
    UNION SELECT ' g:' || left(g.tag, 200) FROM unnest(t.tags) AS g (tag)
);
-- ;;
-- The documents of a ticket (its subject), a message and a customer.
CREATE FUNCTION desk_search_ticket(t tickets) RETURNS search_documents
LANGUAGE sql STABLE
RETURN ROW(t.id, 'ticket', t.id, false, t.created_at,
    to_tsvector('pg_catalog.russian', desk_search_text(t.subject))
    || array_to_tsvector(desk_search_when(t.created_at) || desk_search_facets(t)))::search_documents;
-- ;;
CREATE FUNCTION desk_search_message(m messages) RETURNS search_documents
LANGUAGE sql STABLE
RETURN ROW(m.id, 'message', m.ticket_id, m.visibility = 'internal', m.created_at,
    to_tsvector('pg_catalog.russian', desk_search_text(m.body))
    || array_to_tsvector(desk_search_when(m.created_at)))::search_documents;
-- ;;
CREATE FUNCTION desk_search_customer(c customers) RETURNS search_documents
LANGUAGE sql STABLE
RETURN ROW(c.id, 'customer', NULL, false, c.created_at,
    to_tsvector('pg_catalog.russian', desk_search_text(concat_ws(' ', c.name, c.email, c.claimed_email,
        replace(c.email, '@', ' '), replace(c.claimed_email, '@', ' '), c.phone, c.external_id)))
    || array_to_tsvector(desk_search_when(c.created_at)))::search_documents;
-- ;;
-- Make the documents of these tickets (their subjects), messages and customers what they are now; of what is not there
-- any more, none. One at a time: `old` must be what the last one left.
CREATE FUNCTION desk_search_index(p_tickets uuid[], p_messages uuid[], p_customers uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('otklik.search', 0));
    WITH wanted AS (
        SELECT unnest(p_tickets || p_messages || p_customers) AS id
    ), fresh AS MATERIALIZED (
        SELECT d.* FROM tickets t CROSS JOIN LATERAL desk_search_ticket(t) d WHERE t.id = ANY (p_tickets)
        UNION ALL
        SELECT d.* FROM messages m CROSS JOIN LATERAL desk_search_message(m) d WHERE m.id = ANY (p_messages)
        UNION ALL
        SELECT d.* FROM customers c CROSS JOIN LATERAL desk_search_customer(c) d WHERE c.id = ANY (p_customers)
    ), old AS MATERIALIZED (
        SELECT d.id, d.words FROM search_documents d WHERE d.id IN (SELECT id FROM wanted)
    ), gone AS (
        DELETE FROM search_documents d WHERE d.id IN (SELECT id FROM old) AND d.id NOT IN (SELECT id FROM fresh)
    ), stored AS (
        INSERT INTO search_documents AS d (id, kind, ticket_id, internal, at, words)
        SELECT id, kind, ticket_id, internal, at, words FROM fresh ORDER BY at, id
        ON CONFLICT (id) DO UPDATE
        SET ticket_id = excluded.ticket_id, internal = excluded.internal, at = excluded.at, words = excluded.words
        WHERE (d.ticket_id, d.internal, d.at, d.words)
            IS DISTINCT FROM (excluded.ticket_id, excluded.internal, excluded.at, excluded.words)
    ), changes AS (
        SELECT w.lexeme, sum(w.n) AS n FROM (
            SELECT u.lexeme, 1 AS n FROM fresh, unnest(fresh.words) AS u
            UNION ALL SELECT u.lexeme, -1 FROM old, unnest(old.words) AS u
        ) w GROUP BY w.lexeme HAVING sum(w.n) <> 0
    )
    INSERT INTO search_words AS s (word, docs)
    -- Words of letters: what is redacted leaves no number of a card behind, and nobody mistypes a date. And how many
    -- tickets have what they are filtered by; of one requester there are few.
    SELECT lexeme, n FROM changes WHERE lexeme ~ '^([[:alpha:]]{2,32}$| [a-qs-z]:)' ORDER BY lexeme COLLATE "C"
    ON CONFLICT (word) DO UPDATE SET docs = s.docs + excluded.docs;
    DELETE FROM search_words WHERE docs <= 0;
END $$
