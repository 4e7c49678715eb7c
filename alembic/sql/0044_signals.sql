-- What decides whether and where a ticket waits: also how near its customer is to the end of their patience, and spam.
DROP TRIGGER tickets_wait_update ON tickets
-- ;;
CREATE TRIGGER tickets_wait_update AFTER UPDATE ON tickets
FOR EACH ROW WHEN (
    (OLD.assignee_id IS NULL OR NEW.assignee_id IS NULL)
    AND (OLD.assignee_id, OLD.status, OLD.chat_id, OLD.snoozed_until, OLD.queue_id, OLD.team_id, OLD.routed_by_hand,
         OLD.priority, OLD.type, OLD.topic, OLD.language, OLD.tags, OLD.custom_fields, OLD.brand, OLD.agent_tier,
         OLD.queue_rank, OLD.queued_at, OLD.request_type, OLD.approval, OLD.tension, OLD.spam)
    IS DISTINCT FROM
        (NEW.assignee_id, NEW.status, NEW.chat_id, NEW.snoozed_until, NEW.queue_id, NEW.team_id, NEW.routed_by_hand,
         NEW.priority, NEW.type, NEW.topic, NEW.language, NEW.tags, NEW.custom_fields, NEW.brand, NEW.agent_tier,
         NEW.queue_rank, NEW.queued_at, NEW.request_type, NEW.approval, NEW.tension, NEW.spam)
) EXECUTE FUNCTION desk_tickets_wait()
-- ;;
-- A ticket with its first message and its events. p_queue is where it waits (then p_team is that queue's first team, and
-- p_by_hand whether a caller chose that team), p_decision how routing came to its choices. p_assignee was asked for by the caller; p_proposed are routing's
-- choices, best first, from facts read a moment ago: one is taken only if still there with capacity left.
-- p_more is what else the first event says, as JSON; the level of its `tension` is the ticket's.
-- The first message is the requester's own words unless an agent opens the ticket.
CREATE OR REPLACE FUNCTION desk_ticket_create(
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
        v_customer := desk_customer(p_new_customer, p_external_customer, p_email, p_phone, p_name, p_language, p_now);
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
        id, subject, status, priority, type, channel, topic, language, tags, custom_fields, brand, request_type, tension,
        requester_id, queue_id, team_id, routed_by_hand, assignee_id, source_id, external_id, chat_id, queued_at, episode, seq, public_seq,
        version, created_at, updated_at, public_updated_at
    ) VALUES (
        p_ticket, p_subject, CASE WHEN v_agent IS NULL THEN 'new' ELSE 'open' END, p_priority, p_type, p_channel, p_topic,
        p_language, p_tags, p_custom_fields::jsonb, v_brand, p_request_type,
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
    END IF;

    INSERT INTO messages (
        id, ticket_id, seq, public_seq, author_kind, author_id, author_name, visibility, format, body,
        client_message_id, created_at
    ) VALUES (
        p_message, p_ticket, 2, 2, v_author_kind, v_author, v_author_name, 'public', p_format, p_body,
        p_client_message_id, p_now
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
