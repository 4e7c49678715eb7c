-- A ticket that a partner's delivery makes, with the receipt of the delivery and what its source has said, all or nothing.
-- No row when this delivery has come before or its thing has a ticket already: then there is more to decide.
-- p_locks are the names under which everything about this delivery and this thing goes one after the other; each
-- statement after them sees what the one before has committed.
CREATE FUNCTION desk_intake_create(
    p_locks text[], p_webhook text, p_body_hash text, p_said text, p_said_at timestamptz, p_said_sequence bigint,
    p_ticket uuid, p_message uuid, p_now timestamptz,
    p_actor_kind text, p_actor uuid, p_actor_name text,
    p_requester uuid, p_new_customer uuid, p_external_customer text, p_email text, p_phone text, p_name text,
    p_subject text, p_body text, p_format text, p_client_message_id text,
    p_priority text, p_type text, p_channel text, p_topic text, p_language text, p_tags text[], p_custom_fields text,
    p_brand text, p_team uuid, p_assignee uuid, p_proposed uuid[], p_source uuid, p_external_id text, p_chat uuid,
    p_queue uuid, p_by_hand boolean, p_decision text,
    p_request_type text, p_more text
) RETURNS TABLE (
    number bigint, seq int, public_seq int, status text, brand text, team_id uuid, assignee_id uuid, queued_at timestamptz,
    requester_id uuid, requester_name text, requester_email text,
    author_kind text, author_id uuid, author_name text, assigned_name text, created_data text, assigned_data text
)
LANGUAGE plpgsql AS $$
DECLARE
    v_lock text;
BEGIN
    FOREACH v_lock IN ARRAY p_locks LOOP
        PERFORM pg_advisory_xact_lock(hashtextextended(v_lock, 0));
    END LOOP;
    IF EXISTS (SELECT 1 FROM intake_receipts r WHERE r.source_id = p_source AND r.webhook_id = p_webhook)
    OR (p_external_id IS NOT NULL AND (
        EXISTS (SELECT 1 FROM intake_threads h WHERE h.source_id = p_source AND h.external_id = p_external_id)
        OR EXISTS (SELECT 1 FROM tickets t WHERE t.source_id = p_source AND t.external_id = p_external_id))) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT * FROM desk_ticket_create(
        p_ticket, p_message, p_now, p_actor_kind, p_actor, p_actor_name, p_requester, p_new_customer,
        p_external_customer, p_email, p_phone, p_name, p_subject, p_body, p_format, p_client_message_id, p_priority,
        p_type, p_channel, p_topic, p_language, p_tags, p_custom_fields, p_brand, p_team, p_assignee, p_proposed,
        p_source, p_external_id, p_chat, p_queue, p_by_hand, p_decision, p_request_type, p_more
    );
    IF p_external_id IS NOT NULL THEN
        INSERT INTO intake_threads (source_id, external_id, ticket_id, said, said_at, said_sequence)
        VALUES (p_source, p_external_id, p_ticket, p_said::jsonb, p_said_at, p_said_sequence);
    END IF;
    INSERT INTO intake_receipts (source_id, webhook_id, ticket_id, outcome, body_hash, received_at)
    VALUES (p_source, p_webhook, p_ticket, 'created', p_body_hash, p_now);
END $$
