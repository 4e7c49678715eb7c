-- Languages: what a message is written in, what a customer writes in, and whether a ticket's language was found out.
DROP FUNCTION desk_customer
-- ;;
-- The customer of a new ticket: by external id, else by e-mail, else by phone, else a new one. What identifies somebody who
-- was found to be somebody else finds that other one.
CREATE FUNCTION desk_customer(
    p_new uuid, p_external_id text, p_email text, p_phone text, p_name text, p_locale text, p_now timestamptz,
    p_language text DEFAULT NULL
) RETURNS customers
LANGUAGE plpgsql AS $$
DECLARE
    found_row customers;
BEGIN
    FOR attempt IN 1..5 LOOP
        IF p_external_id IS NOT NULL THEN
            SELECT * INTO found_row FROM customers WHERE external_id = p_external_id;
        END IF;
        IF found_row.id IS NULL AND p_email IS NOT NULL THEN
            SELECT * INTO found_row FROM customers WHERE lower(email) = lower(p_email);
        END IF;
        IF found_row.id IS NULL AND p_phone IS NOT NULL THEN
            SELECT * INTO found_row FROM customers WHERE phone = p_phone;
        END IF;
        IF found_row.id IS NOT NULL THEN
            IF found_row.merged_into IS NOT NULL THEN
                SELECT * INTO found_row FROM customers WHERE id = found_row.merged_into;
            END IF;
            IF found_row.name IS NULL AND p_name IS NOT NULL THEN
                UPDATE customers SET name = p_name, version = version + 1, updated_at = p_now
                WHERE id = found_row.id RETURNING * INTO found_row;
            END IF;
            RETURN found_row;
        END IF;
        INSERT INTO customers (id, name, email, phone, external_id, locale, language, version, created_at, updated_at)
        VALUES (p_new, p_name, p_email, p_phone, p_external_id, p_locale, p_language, 1, p_now, p_now)
        ON CONFLICT DO NOTHING RETURNING * INTO found_row;
        IF found_row.id IS NOT NULL THEN
            RETURN found_row;
        END IF;
    END LOOP;
    RAISE EXCEPTION 'no customer after five attempts' USING ERRCODE = 'serialization_failure';
END $$
-- ;;
-- What somebody writes is what they speak: enough words (p_sure) say it, and the first few where nobody has. Whoever is being
-- changed at this moment is passed over and learns it by what they write next: so nobody waits here for anybody.
CREATE FUNCTION desk_keep_language(p_customer uuid, p_language text, p_sure boolean) RETURNS void
LANGUAGE sql AS $$
    UPDATE customers SET language = p_language WHERE id = (
        SELECT h.id FROM customers c JOIN customers h ON h.id = coalesce(c.merged_into, c.id)
        WHERE c.id = p_customer AND h.language IS DISTINCT FROM p_language
          AND (p_sure OR h.language IS NULL AND h.locale IS NULL)
        FOR NO KEY UPDATE OF h SKIP LOCKED)
$$
-- ;;
DROP FUNCTION desk_ticket_create
-- ;;
-- A ticket with its first message and its events. p_queue is where it waits (then p_team is that queue's first team, and
-- p_by_hand whether a caller chose that team), p_decision how routing came to its choices. p_assignee was asked for by the caller; p_proposed are routing's
-- choices, best first, from facts read a moment ago: one is taken only if still there with capacity left.
-- p_more is what else the first event says, as JSON; the level of its `tension` is the ticket's. p_heard is what the first message is written in, p_sure whether these are
-- enough words to change what is known of whoever wrote them; p_language_detected, that p_language is not as a caller said.
-- The first message is the requester's own words unless an agent opens the ticket.
CREATE FUNCTION desk_ticket_create(
    p_ticket uuid, p_message uuid, p_now timestamptz,
    p_actor_kind text, p_actor uuid, p_actor_name text,
    p_requester uuid, p_new_customer uuid, p_external_customer text, p_email text, p_phone text, p_name text,
    p_subject text, p_body text, p_format text, p_client_message_id text,
    p_priority text, p_type text, p_channel text, p_topic text, p_language text, p_tags text[], p_custom_fields text,
    p_brand text, p_team uuid, p_assignee uuid, p_proposed uuid[], p_source uuid, p_external_id text, p_chat uuid,
    p_queue uuid, p_by_hand boolean, p_decision text,
    p_request_type text, p_more text,
    p_language_detected boolean, p_heard text, p_sure boolean
) RETURNS TABLE (
    number bigint, seq int, public_seq int, status text, brand text, team_id uuid, assignee_id uuid, queued_at timestamptz,
    requester_id uuid, requester_name text, requester_email text,
    author_kind text, author_id uuid, author_name text, assigned_name text, created_data text, assigned_data text
)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_customer customers;
    v_ticket tickets;
    v_brand text;
    v_team uuid;
    v_agent uuid := p_assignee;
    v_agent_name text;
    v_author_kind text;
    v_author uuid;
    v_author_name text;
    v_created jsonb;
    v_assigned jsonb;
BEGIN
    IF p_requester IS NOT NULL THEN
        SELECT * INTO v_customer FROM customers c WHERE c.id = p_requester;
        IF v_customer.id IS NULL THEN
            RAISE EXCEPTION 'requester' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'tickets_requester_id_fkey';
        END IF;
    ELSE
        v_customer := desk_customer(
            p_new_customer, p_external_customer, p_email, p_phone, p_name,
            CASE WHEN NOT p_language_detected THEN p_language END, p_now,
            CASE WHEN p_actor_kind <> 'agent' AND (p_sure OR p_language_detected) THEN p_heard END
        );
    END IF;

    -- Without a brand it is the desk's first one; without a team the brand's own.
    v_team := p_team;
    v_brand := p_brand;
    IF v_brand IS NULL THEN
        SELECT b.key, coalesce(v_team, b.default_team_id) INTO v_brand, v_team FROM brands b ORDER BY b.created_at, b.id LIMIT 1;
        v_team := coalesce(v_team, p_team);
    ELSIF v_team IS NULL THEN
        SELECT b.default_team_id INTO v_team FROM brands b WHERE b.key = v_brand;
    END IF;

    IF p_by_hand AND EXISTS (SELECT 1 FROM teams g WHERE g.id = v_team AND g.archived_at IS NOT NULL) THEN
        RAISE EXCEPTION 'team' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'tickets_team_id_fkey';
    END IF;

    IF v_agent IS NOT NULL THEN
        SELECT a.name INTO v_agent_name FROM agents a WHERE a.id = v_agent AND a.status = 'active';
        IF v_agent_name IS NULL THEN
            RAISE EXCEPTION 'assignee' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'tickets_assignee_id_fkey';
        END IF;
    ELSIF cardinality(p_proposed) > 0 THEN
        -- The best one whose place nobody is taking at this moment: waiting for the very best would make all new
        -- tickets wait for each other's commits. Only when all of them are being taken, wait for the best.
        SELECT a.id, a.name INTO v_agent, v_agent_name
        FROM unnest(p_proposed) WITH ORDINALITY p (id, place)
        JOIN agent_loads l ON l.agent_id = p.id AND l.channel = 'ticket' AND l.load < l.capacity
        JOIN agents a ON a.id = p.id AND a.status = 'active' AND a.presence = 'online' AND a.off IS NULL
        ORDER BY p.place LIMIT 1
        FOR UPDATE OF l SKIP LOCKED;
        IF v_agent IS NULL THEN
            SELECT a.id, a.name INTO v_agent, v_agent_name
            FROM agent_loads l JOIN agents a ON a.id = l.agent_id
            WHERE l.agent_id = p_proposed[1] AND l.channel = 'ticket' AND l.load < l.capacity
              AND a.status = 'active' AND a.presence = 'online' AND a.off IS NULL
            FOR UPDATE OF l;
        END IF;
        -- A bound on everything that they hold is looked at with all of their places locked. One of these is already: the
        -- others are not waited for, the router gives the ticket away a moment later.
        IF v_agent IS NOT NULL AND EXISTS (SELECT 1 FROM agents a WHERE a.id = v_agent AND a.capacity_total IS NOT NULL)
        AND ((SELECT count(*) FROM (
                SELECT 1 FROM agent_loads l WHERE l.agent_id = v_agent ORDER BY l.channel FOR UPDATE SKIP LOCKED) got)
             < (SELECT count(*) FROM agent_loads l WHERE l.agent_id = v_agent)
             OR NOT desk_has_room_in_all(v_agent, 'ticket')) THEN
            v_agent := NULL;
            v_agent_name := NULL;
        END IF;
        IF v_agent IS NOT NULL THEN
            PERFORM set_config('otklik.routing', 'on', true);
        END IF;
    END IF;

    INSERT INTO tickets (
        id, subject, status, priority, type, channel, topic, language, language_detected, tags, custom_fields, brand, request_type, tension,
        requester_id, queue_id, team_id, routed_by_hand, assignee_id, source_id, external_id, chat_id, queued_at, episode, seq, public_seq,
        version, created_at, updated_at, public_updated_at
    ) VALUES (
        p_ticket, p_subject, CASE WHEN v_agent IS NULL THEN 'new' ELSE 'open' END, p_priority, p_type, p_channel, p_topic,
        p_language, p_language_detected, p_tags, p_custom_fields::jsonb, v_brand, p_request_type,
        coalesce(p_more::jsonb -> 'tension' ->> 'level', 'none'),
        v_customer.id, p_queue, v_team, p_by_hand, v_agent, p_source, p_external_id, p_chat, p_now, 1,
        CASE WHEN v_agent IS NULL THEN 2 ELSE 3 END, CASE WHEN v_agent IS NULL THEN 2 ELSE 3 END,
        CASE WHEN v_agent IS NULL THEN 1 ELSE 2 END,
        p_now, p_now, p_now
    ) RETURNING * INTO v_ticket;

    IF p_actor_kind = 'agent' THEN
        v_author_kind := 'agent'; v_author := p_actor; v_author_name := p_actor_name;
    ELSE
        v_author_kind := 'customer'; v_author := v_customer.id; v_author_name := coalesce(v_customer.name, '');
        IF v_customer.language IS DISTINCT FROM p_heard AND p_heard IS NOT NULL
        AND (p_sure OR v_customer.language IS NULL AND v_customer.locale IS NULL) THEN
            PERFORM desk_keep_language(v_customer.id, p_heard, p_sure);
        END IF;
    END IF;

    INSERT INTO messages (
        id, ticket_id, seq, public_seq, author_kind, author_id, author_name, visibility, format, body,
        language, client_message_id, created_at
    ) VALUES (
        p_message, p_ticket, 2, 2, v_author_kind, v_author, v_author_name, 'public', p_format, p_body,
        p_heard, p_client_message_id, p_now
    );

    v_created := jsonb_build_object('set',
        to_jsonb(v_ticket) - '{assignee_id,seq,public_seq,version,updated_at,public_updated_at}'::text[]
        || '{"status": "new"}'
    ) || p_more::jsonb;
    IF v_agent IS NOT NULL THEN
        v_assigned := jsonb_build_object(
            'set', jsonb_build_object('assignee_id', v_agent, 'status', 'open'),
            'agent', jsonb_build_object('id', v_agent, 'name', v_agent_name)
        );
        IF p_assignee IS NULL THEN
            -- Those before them were being given something else at this moment.
            v_assigned := v_assigned || jsonb_build_object('decision', p_decision::jsonb
                || CASE WHEN v_agent = p_proposed[1] THEN '{}'::jsonb
                   ELSE jsonb_build_object('passed_over', array_position(p_proposed, v_agent) - 1) END);
        END IF;
    END IF;
    INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, message_id, data, at)
    SELECT p_ticket, e.n, e.n, e.type, e.kind, e.actor, e.name, e.message, e.data, p_now
    FROM (VALUES
        (1, 'ticket.created', p_actor_kind, p_actor, p_actor_name, NULL::uuid, v_created),
        (2, 'message.created', v_author_kind, v_author, v_author_name, p_message, '{}'::jsonb),
        (3, 'ticket.assigned',
            CASE WHEN p_assignee IS NULL THEN 'system' ELSE p_actor_kind END,
            CASE WHEN p_assignee IS NULL THEN '00000000-0000-0000-0000-000000000000' ELSE p_actor END,
            CASE WHEN p_assignee IS NULL THEN 'Otklik' ELSE p_actor_name END, NULL, v_assigned)
    ) AS e (n, type, kind, actor, name, message, data)
    WHERE e.data IS NOT NULL;

    RETURN QUERY SELECT
        v_ticket.number, v_ticket.seq, v_ticket.public_seq, v_ticket.status::text, v_brand, v_team, v_agent, p_now,
        v_customer.id, v_customer.name::text, coalesce(v_customer.email, v_customer.claimed_email)::text,
        v_author_kind, v_author, v_author_name, v_agent_name, v_created::text, v_assigned::text;
END $$
-- ;;
DROP FUNCTION desk_intake_create
-- ;;
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
    p_request_type text, p_more text,
    p_language_detected boolean, p_heard text, p_sure boolean
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
        p_source, p_external_id, p_chat, p_queue, p_by_hand, p_decision, p_request_type, p_more,
        p_language_detected, p_heard, p_sure
    );
    IF p_external_id IS NOT NULL THEN
        INSERT INTO intake_threads (source_id, external_id, ticket_id, said, said_at, said_sequence)
        VALUES (p_source, p_external_id, p_ticket, p_said::jsonb, p_said_at, p_said_sequence);
    END IF;
    INSERT INTO intake_receipts (source_id, webhook_id, ticket_id, outcome, body_hash, received_at)
    VALUES (p_source, p_webhook, p_ticket, 'created', p_body_hash, p_now);
END $$
-- ;;
DROP FUNCTION desk_message_append
-- ;;
-- A message onto a thread, exactly once: locks, checks and writes in one round trip. p_language is what it is written in, p_sure
-- whether these are enough words to change what is known of its writer.
CREATE FUNCTION desk_message_append(
    p_ticket uuid, p_message uuid, p_now timestamptz,
    p_author_kind text, p_author uuid, p_author_name text, p_requester uuid, p_source uuid,
    p_visibility text, p_format text, p_body text, p_client_message_id text, p_last_seen int,
    p_refuse text[], p_move_from text[], p_move_to text, p_caller text, p_session uuid,
    p_language text, p_sure boolean
) RETURNS TABLE (
    outcome text, message_id uuid, seq int, public_seq int, created_at timestamptz, ticket_seq int, ticket_public_seq int,
    status text, old_status text, changed text, moved text, team_id uuid, assignee_id uuid, author_name text, format text,
    visibility text, cancelled_survey uuid
)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    t tickets;
    m messages;
    v_public boolean := p_visibility = 'public';
    v_seq int;
    v_public_seq int;
    v_set jsonb := '{}';
    v_moved jsonb;
    v_status text;
    v_survey uuid;
    v_last int;
BEGIN
    SELECT * INTO t FROM tickets k
    WHERE k.id = p_ticket
      AND (p_requester IS NULL OR k.requester_id = p_requester)
      AND (p_source IS NULL OR k.source_id = p_source)
    FOR UPDATE;
    IF t.id IS NULL THEN
        RETURN QUERY SELECT 'not_found'::text, NULL::uuid, 0, 0, p_now, 0, 0, ''::text, ''::text, ''::text, ''::text,
            NULL::uuid, NULL::uuid, ''::text, ''::text, ''::text, NULL::uuid;
        RETURN;
    END IF;

    -- A socket was admitted minutes ago: what has been revoked since writes nothing more.
    IF p_session IS NOT NULL AND NOT (CASE p_caller
        WHEN 'agent' THEN EXISTS (
            SELECT 1 FROM sign_ins s JOIN agents a ON a.id = s.agent_id
            WHERE s.id = p_session AND s.ended_at IS NULL AND a.status = 'active')
        WHEN 'customer' THEN EXISTS (SELECT 1 FROM visitor_sessions s WHERE s.id = p_session AND s.ended_at IS NULL)
        ELSE EXISTS (SELECT 1 FROM api_keys k WHERE k.id = p_session AND k.ended_at IS NULL)
    END) THEN
        RETURN QUERY SELECT 'signed_out'::text, NULL::uuid, 0, 0, p_now, 0, 0, ''::text, ''::text, ''::text, ''::text,
            NULL::uuid, NULL::uuid, ''::text, ''::text, ''::text, NULL::uuid;
        RETURN;
    END IF;

    -- After the lock, in a statement of its own: a new snapshot sees what the previous holder committed.
    IF p_client_message_id IS NOT NULL THEN
        SELECT * INTO m FROM messages k
        WHERE k.ticket_id = p_ticket AND k.author_kind = p_author_kind AND k.author_id = p_author
          AND k.client_message_id = p_client_message_id;
        IF m.id IS NOT NULL THEN
            RETURN QUERY SELECT
                CASE WHEN m.body = p_body AND m.visibility = p_visibility AND m.format = p_format
                     THEN 'dup'::text ELSE 'mismatch'::text END,
                m.id, m.seq, m.public_seq, m.created_at, t.seq, t.public_seq, t.status::text, t.status::text, NULL::text,
                NULL::text, t.team_id, t.assignee_id, m.author_name::text, m.format::text, m.visibility::text,
                NULL::uuid;
            RETURN;
        END IF;
        -- Sent while this ticket was merged, it came to the other one: sent again, also after an unmerge, it is there.
        SELECT * INTO m FROM messages k
        WHERE k.via_ticket_id = p_ticket AND k.author_kind = p_author_kind AND k.author_id = p_author
          AND k.client_message_id = p_client_message_id;
        IF m.id IS NOT NULL THEN
            RETURN QUERY SELECT
                CASE WHEN m.body = p_body AND m.visibility = p_visibility AND m.format = p_format
                     THEN 'dup_elsewhere'::text ELSE 'mismatch_elsewhere'::text END,
                m.id, m.seq, m.public_seq, m.created_at, t.seq, t.public_seq, t.status::text, t.status::text, NULL::text,
                NULL::text, t.team_id, t.assignee_id, m.author_name::text, m.format::text, m.visibility::text,
                NULL::uuid;
            RETURN;
        END IF;
    END IF;

    IF t.status = ANY (p_refuse) THEN
        RETURN QUERY SELECT 'refused'::text, NULL::uuid, 0, 0, p_now, t.seq, t.public_seq, t.status::text, t.status::text,
            NULL::text, NULL::text, t.team_id, t.assignee_id, ''::text, ''::text, ''::text, NULL::uuid;
        RETURN;
    END IF;

    -- The send guard: somebody else wrote after what this sender has seen.
    IF p_last_seen IS NOT NULL AND EXISTS (
        SELECT 1 FROM messages k
        -- The public counter is never ahead of the other, so the index on seq serves both.
        WHERE k.ticket_id = p_ticket AND k.seq > p_last_seen AND k.author_id <> p_author
          AND CASE WHEN p_author_kind IN ('agent', 'system') THEN k.seq ELSE k.public_seq END > p_last_seen
    ) THEN
        RETURN QUERY SELECT 'moved_on'::text, NULL::uuid, 0, 0, p_now, t.seq, t.public_seq, t.status::text, t.status::text,
            NULL::text, NULL::text, t.team_id, t.assignee_id, ''::text, ''::text, ''::text, NULL::uuid;
        RETURN;
    END IF;

    v_seq := t.seq + 1;
    v_public_seq := CASE WHEN v_public THEN t.public_seq + 1 END;
    INSERT INTO messages (
        id, ticket_id, seq, public_seq, author_kind, author_id, author_name, visibility, format, body,
        language, client_message_id, created_at
    ) VALUES (
        p_message, p_ticket, v_seq, v_public_seq, p_author_kind, p_author, p_author_name, p_visibility, p_format, p_body,
        p_language, p_client_message_id, p_now
    );

    -- A reply is a public message by a human agent; the ticket's own opening message never comes this way.
    IF v_public AND p_author_kind = 'agent' AND t.first_reply_at IS NULL THEN
        v_set := v_set || jsonb_build_object('first_reply_at', p_now);
    END IF;
    IF v_public AND p_author_kind = 'agent' AND t.first_human_reply_at IS NULL THEN
        v_set := v_set || jsonb_build_object('first_human_reply_at', p_now);
    END IF;
    -- The customer is back: a snoozed ticket is in sight again.
    IF v_public AND p_author_kind IN ('customer', 'partner') AND t.snoozed_until IS NOT NULL THEN
        v_set := v_set || '{"snoozed_until": null}';
    END IF;
    IF v_public AND p_author_kind = 'customer' AND p_language IS NOT NULL THEN
        IF t.language IS NULL OR t.language_detected AND p_sure AND t.language <> p_language THEN
            v_set := v_set || jsonb_build_object('language', p_language, 'language_detected', true);
        END IF;
        PERFORM desk_keep_language(p_author, p_language, p_sure);
    END IF;
    INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, message_id, data, at)
    VALUES (p_ticket, v_seq, v_public_seq, 'message.created', p_author_kind, p_author, p_author_name, p_message,
            CASE WHEN v_set = '{}' THEN '{}' ELSE jsonb_build_object('set', v_set) END, p_now);

    v_status := t.status;
    IF t.status = ANY (p_move_from) AND p_move_to IS NOT NULL AND t.status <> p_move_to THEN
        v_status := p_move_to;
        v_moved := jsonb_build_object('status', p_move_to);
        IF t.pending_until IS NOT NULL THEN
            v_moved := v_moved || '{"pending_until": null}';
        END IF;
        IF t.status = 'solved' THEN
            -- Another episode waits from now on, and not since it first came.
            v_moved := v_moved || jsonb_build_object('solved_at', NULL, 'episode', t.episode + 1, 'queued_at', p_now);
        END IF;
        INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, data, at)
        VALUES (p_ticket, v_seq + 1, CASE WHEN v_public THEN v_public_seq + 1 END, 'ticket.status_changed',
                p_author_kind, p_author, p_author_name,
                jsonb_build_object('set', v_moved, 'was', jsonb_build_object('status', t.status)), p_now);
        -- What app/services/feedback.py does when a person reopens: the open question is taken back.
        IF t.status = 'solved' THEN
            UPDATE survey_invitations i SET cancelled_at = p_now
            WHERE i.ticket_id = p_ticket AND i.episode = t.episode AND i.cancelled_at IS NULL AND i.answered_at IS NULL
            RETURNING i.id INTO v_survey;
        END IF;
        IF v_survey IS NOT NULL THEN
            INSERT INTO events (ticket_id, seq, type, actor_kind, actor_id, actor_name, data, at)
            VALUES (p_ticket, v_seq + 2, 'survey.cancelled', 'system', '00000000-0000-0000-0000-000000000000', 'Otklik',
                    jsonb_build_object('invitation_id', v_survey), p_now);
        END IF;
    END IF;
    v_last := v_seq + CASE WHEN v_moved IS NULL THEN 0 ELSE 1 END + CASE WHEN v_survey IS NULL THEN 0 ELSE 1 END;

    UPDATE tickets k SET
        seq = v_last,
        public_seq = k.public_seq + CASE WHEN NOT v_public THEN 0 WHEN v_moved IS NULL THEN 1 ELSE 2 END,
        status = v_status,
        solved_at = CASE WHEN v_moved ? 'solved_at' THEN NULL ELSE k.solved_at END,
        snoozed_until = CASE WHEN v_set ? 'snoozed_until' THEN NULL ELSE k.snoozed_until END,
        pending_until = CASE WHEN v_moved ? 'pending_until' THEN NULL ELSE k.pending_until END,
        queued_at = CASE WHEN v_moved ? 'queued_at' THEN p_now ELSE k.queued_at END,
        episode = CASE WHEN v_moved ? 'episode' THEN k.episode + 1 ELSE k.episode END,
        language = CASE WHEN v_set ? 'language' THEN p_language ELSE k.language END,
        language_detected = k.language_detected OR v_set ? 'language',
        first_reply_at = CASE WHEN v_set ? 'first_reply_at' THEN p_now ELSE k.first_reply_at END,
        first_human_reply_at = CASE WHEN v_set ? 'first_human_reply_at' THEN p_now ELSE k.first_human_reply_at END,
        version = k.version + CASE WHEN v_set <> '{}' THEN 1 ELSE 0 END + CASE WHEN v_moved IS NOT NULL THEN 1 ELSE 0 END,
        updated_at = p_now,
        public_updated_at = CASE WHEN v_public THEN p_now ELSE k.public_updated_at END
    WHERE k.id = p_ticket;

    RETURN QUERY SELECT
        'stored'::text, p_message, v_seq, v_public_seq, p_now,
        v_last,
        t.public_seq + CASE WHEN NOT v_public THEN 0 WHEN v_moved IS NULL THEN 1 ELSE 2 END,
        v_status, t.status::text, CASE WHEN v_set <> '{}' THEN v_set::text END, v_moved::text,
        t.team_id, t.assignee_id, p_author_name, p_format, p_visibility, v_survey;
END $$
-- ;;
-- The copies of a message say what it says: words that are corrected are so wherever they are, and what is redacted on one
-- of them is gone from all, also from what they said before.
CREATE OR REPLACE FUNCTION desk_copies_follow() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    v_first uuid := coalesce(NEW.copied_from_id, NEW.id);
BEGIN
    UPDATE messages c SET body = NEW.body, format = NEW.format, language = NEW.language,
        version = greatest(c.version + 1, NEW.version),
        edited_at = NEW.edited_at, redacted_at = NEW.redacted_at, attachments = NEW.attachments
    WHERE (c.copied_from_id = v_first OR c.id = v_first) AND c.id <> NEW.id;
    IF NEW.body = '' THEN
        UPDATE message_revisions r SET body = '', redacted = true
        WHERE r.message_id = v_first AND NEW.copied_from_id IS NOT NULL;
    END IF;
    RETURN NULL;
END $$
