-- Routing: what waits is a table that nobody can forget to keep; the ledger knows a bound on all channels and refuses to
-- be routed above; a batch of assignments is one statement.

-- The ledger. In a transaction that routes (`otklik.routing`), nobody gets above what they can take: people may.
CREATE OR REPLACE FUNCTION desk_move_load(p_channel text, p_old uuid, p_new uuid, p_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_load int;
    v_capacity int;
BEGIN
    IF p_old IS NOT DISTINCT FROM p_new THEN
        RETURN;
    END IF;
    IF p_old IS NOT NULL AND p_new IS NOT NULL THEN
        PERFORM 1 FROM agent_loads
        WHERE agent_id IN (p_old, p_new) AND channel = p_channel ORDER BY agent_id FOR UPDATE;
    END IF;
    IF p_old IS NOT NULL THEN
        UPDATE agent_loads SET load = load - 1, freed_at = p_at WHERE agent_id = p_old AND channel = p_channel;
    END IF;
    IF p_new IS NOT NULL THEN
        INSERT INTO agent_loads (agent_id, channel, capacity, load, last_assigned_at)
        VALUES (p_new, p_channel, 0, 1, p_at)
        ON CONFLICT (agent_id, channel)
        DO UPDATE SET load = agent_loads.load + 1, last_assigned_at = excluded.last_assigned_at
        RETURNING load, capacity INTO v_load, v_capacity;
        IF v_load > v_capacity AND current_setting('otklik.routing', true) = 'on' THEN
            RAISE EXCEPTION 'agent % would hold more than they can take', p_new
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agent_loads_within_capacity';
        END IF;
    END IF;
END $$
-- ;;
-- Whether an agent has room for one more thing of this channel among all that they hold. Where there is such a bound, all
-- of their places are locked first by whoever asks, in one order: two channels are given out by two routers.
CREATE FUNCTION desk_has_room_in_all(p_agent uuid, p_channel text) RETURNS boolean
LANGUAGE sql AS $$
    SELECT a.capacity_total IS NULL OR (
        SELECT sum(l.load * l.weight) + coalesce(sum(l.weight) FILTER (WHERE l.channel = p_channel), 1) <= a.capacity_total
        FROM agent_loads l WHERE l.agent_id = a.id)
    FROM agents a WHERE a.id = p_agent
$$
-- ;;
-- Whom a chat counts against: its agent, while it is on and while they still write things down.
CREATE OR REPLACE FUNCTION desk_chats_load() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM desk_move_load(
        'chat',
        CASE WHEN TG_OP = 'UPDATE' AND (OLD.status = 'active' OR OLD.wrap_up_until IS NOT NULL) THEN OLD.agent_id END,
        CASE WHEN NEW.status = 'active' OR NEW.wrap_up_until IS NOT NULL THEN NEW.agent_id END,
        NEW.updated_at
    );
    RETURN NULL;
END $$
-- ;;
-- What waits. A ticket waits while it is open, in sight, nobody's, and not a live chat; a chat until it is accepted.
CREATE FUNCTION desk_ticket_waits(t tickets) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT t.assignee_id IS NULL AND t.status IN ('new', 'open') AND t.chat_id IS NULL AND t.snoozed_until IS NULL
$$
-- ;;
CREATE FUNCTION desk_urgency(p_priority text) RETURNS int
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE p_priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END
$$
-- ;;
CREATE FUNCTION desk_line(p_queue uuid, p_team uuid) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(p_queue, p_team, '00000000-0000-0000-0000-000000000000'::uuid)
$$
-- ;;
CREATE FUNCTION desk_put_in_line(t tickets, k chats) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO queue_items (
        ticket_id, chat_id, channel, line, queue_id, team_id, state, rank, urgency, due_at, queued_at, sorted
    ) VALUES (
        t.id, k.id, CASE WHEN k.id IS NULL THEN 'ticket' ELSE 'chat' END, desk_line(t.queue_id, t.team_id), t.queue_id,
        t.team_id, CASE WHEN k.status = 'offered' THEN 'offered' ELSE 'waiting' END, t.queue_rank, desk_urgency(t.priority),
        coalesce((SELECT s.next_due_at FROM ticket_sla s WHERE s.ticket_id = t.id), 'infinity'),
        coalesce(k.queued_at, t.queued_at, t.created_at), false
    )
    ON CONFLICT (ticket_id) DO UPDATE SET
        chat_id = excluded.chat_id, channel = excluded.channel, line = excluded.line, queue_id = excluded.queue_id,
        team_id = excluded.team_id, state = excluded.state, rank = excluded.rank, urgency = excluded.urgency,
        queued_at = excluded.queued_at, sorted = false, changes_at = NULL, class = NULL;
END $$
-- ;;
CREATE FUNCTION desk_tickets_wait() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF desk_ticket_waits(NEW) THEN
        PERFORM desk_put_in_line(NEW, NULL::chats);
    ELSIF NEW.chat_id IS NULL THEN
        DELETE FROM queue_items WHERE ticket_id = NEW.id;
    ELSE
        -- The chat over it waits, or is on: what it asks for may be something else now.
        UPDATE queue_items
        SET rank = NEW.queue_rank, urgency = desk_urgency(NEW.priority), sorted = false, changes_at = NULL
        WHERE ticket_id = NEW.id;
    END IF;
    RETURN NULL;
END $$
-- ;;
CREATE TRIGGER tickets_wait_insert AFTER INSERT ON tickets
FOR EACH ROW WHEN (NEW.assignee_id IS NULL AND NEW.chat_id IS NULL) EXECUTE FUNCTION desk_tickets_wait()
-- ;;
CREATE TRIGGER tickets_wait_update AFTER UPDATE ON tickets
FOR EACH ROW WHEN (
    (OLD.assignee_id IS NULL OR NEW.assignee_id IS NULL)
    AND (OLD.assignee_id, OLD.status, OLD.chat_id, OLD.snoozed_until, OLD.queue_id, OLD.team_id, OLD.routed_by_hand,
         OLD.priority, OLD.type, OLD.topic, OLD.language, OLD.tags, OLD.custom_fields, OLD.brand, OLD.agent_tier,
         OLD.queue_rank, OLD.queued_at)
    IS DISTINCT FROM
        (NEW.assignee_id, NEW.status, NEW.chat_id, NEW.snoozed_until, NEW.queue_id, NEW.team_id, NEW.routed_by_hand,
         NEW.priority, NEW.type, NEW.topic, NEW.language, NEW.tags, NEW.custom_fields, NEW.brand, NEW.agent_tier,
         NEW.queue_rank, NEW.queued_at)
) EXECUTE FUNCTION desk_tickets_wait()
-- ;;
CREATE FUNCTION desk_chats_wait() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    t tickets;
BEGIN
    IF NEW.status NOT IN ('queued', 'offered') THEN
        DELETE FROM queue_items WHERE ticket_id = NEW.ticket_id AND chat_id = NEW.id;
        RETURN NULL;
    END IF;
    -- An offer that is made or ends changes nothing about what it needs.
    IF TG_OP = 'UPDATE' AND OLD.status IN ('queued', 'offered') AND OLD.line = NEW.line THEN
        UPDATE queue_items SET state = CASE WHEN NEW.status = 'offered' THEN 'offered' ELSE 'waiting' END
        WHERE ticket_id = NEW.ticket_id AND chat_id = NEW.id;
        IF FOUND THEN
            RETURN NULL;
        END IF;
    END IF;
    SELECT * INTO t FROM tickets k WHERE k.id = NEW.ticket_id;
    t.queue_id := NEW.queue_id;
    t.team_id := NEW.team_id;
    PERFORM desk_put_in_line(t, NEW);
    RETURN NULL;
END $$
-- ;;
CREATE TRIGGER chats_wait AFTER INSERT OR UPDATE ON chats FOR EACH ROW EXECUTE FUNCTION desk_chats_wait()
-- ;;
-- Deadlines order what waits. What somebody else has in hand is not waited for: it is given away just now, or put in its
-- place, which reads the deadline again.
CREATE FUNCTION desk_sla_order() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE queue_items q SET due_at = coalesce(NEW.next_due_at, 'infinity')
    WHERE q.ticket_id = (SELECT i.ticket_id FROM queue_items i WHERE i.ticket_id = NEW.ticket_id FOR UPDATE SKIP LOCKED);
    RETURN NULL;
END $$
-- ;;
CREATE TRIGGER ticket_sla_order_insert AFTER INSERT ON ticket_sla
FOR EACH ROW WHEN (NEW.next_due_at IS NOT NULL) EXECUTE FUNCTION desk_sla_order()
-- ;;
CREATE TRIGGER ticket_sla_order_update AFTER UPDATE ON ticket_sla
FOR EACH ROW WHEN (OLD.next_due_at IS DISTINCT FROM NEW.next_due_at) EXECUTE FUNCTION desk_sla_order()
-- ;;
-- Somebody is there for a ticket of theirs who is active, not out of office, on duty and not offline.
CREATE FUNCTION desk_agent_there(a agents) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT a.status = 'active' AND a.off IS NULL AND a.presence <> 'offline'
$$
-- ;;
-- A ticket that is reopened goes to its agent if they are there: else the router takes it from them.
CREATE FUNCTION desk_tickets_return() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO returning_tickets (ticket_id, agent_id)
    SELECT NEW.id, a.id FROM agents a WHERE a.id = NEW.assignee_id AND NOT desk_agent_there(a)
    AND (OLD.status = 'solved' OR a.off = 'out_of_office' OR a.status <> 'active')
    ON CONFLICT (ticket_id) DO UPDATE SET agent_id = excluded.agent_id;
    RETURN NULL;
END $$
-- ;;
CREATE TRIGGER tickets_return AFTER UPDATE ON tickets
FOR EACH ROW WHEN (
    NEW.status = 'open' AND OLD.status IN ('pending', 'on_hold', 'solved') AND NEW.assignee_id IS NOT NULL
    AND NEW.assignee_id = OLD.assignee_id AND NEW.chat_id IS NULL
) EXECUTE FUNCTION desk_tickets_return()
-- ;;
-- A batch of tickets to agents, decided a moment ago: what still holds is done, the rest left out. Tickets that somebody
-- else has in hand are not waited for; then the places of all these agents are locked in one order, so that two batches,
-- or a batch and whoever moves one ticket, never wait for each other.
CREATE FUNCTION desk_route(p_now timestamptz, p_line uuid, p_tickets uuid[], p_agents uuid[], p_data text[])
RETURNS TABLE (
    ticket_id uuid, agent_id uuid, agent_name text, team_id uuid, queue_id uuid, seq int, public_seq int, data text,
    at timestamptz
)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    t tickets;
    v_held uuid[];
    v_name text;
    v_status text;
    v_said jsonb;
    v_at timestamptz;
BEGIN
    PERFORM set_config('otklik.routing', 'on', true);
    v_held := ARRAY(SELECT k.id FROM tickets k WHERE k.id = ANY (p_tickets) ORDER BY k.id FOR UPDATE SKIP LOCKED);
    PERFORM 1 FROM agent_loads l WHERE l.agent_id = ANY (p_agents) ORDER BY l.agent_id, l.channel FOR UPDATE;
    FOR i IN 1 .. cardinality(p_tickets) LOOP
        CONTINUE WHEN NOT p_tickets[i] = ANY (v_held);
        SELECT * INTO t FROM tickets k WHERE k.id = p_tickets[i];
        CONTINUE WHEN NOT desk_ticket_waits(t) OR desk_line(t.queue_id, t.team_id) <> p_line;
        v_name := NULL;
        SELECT a.name INTO v_name FROM agents a JOIN agent_loads l ON l.agent_id = a.id AND l.channel = 'ticket'
        WHERE a.id = p_agents[i] AND l.load < l.capacity AND a.status = 'active' AND a.presence = 'online'
          AND a.off IS NULL AND 'ticket' = ANY (a.presence_channels) AND desk_has_room_in_all(a.id, 'ticket');
        CONTINUE WHEN v_name IS NULL;
        v_at := greatest(p_now, t.updated_at);
        v_status := t.status;
        v_said := p_data[i]::jsonb || jsonb_build_object(
            'agent', jsonb_build_object('id', p_agents[i], 'name', v_name),
            'set', jsonb_build_object('assignee_id', p_agents[i], 'status', 'open'),
            'was', jsonb_build_object('assignee_id', NULL, 'status', v_status)
        );
        IF t.queue_rank <> 0 THEN
            v_said := jsonb_set(jsonb_set(v_said, '{set,queue_rank}', '0'), '{was,queue_rank}', to_jsonb(t.queue_rank));
        END IF;
        UPDATE tickets k SET
            assignee_id = p_agents[i], status = 'open', queue_rank = 0, seq = k.seq + 1, public_seq = k.public_seq + 1,
            version = k.version + 1, updated_at = v_at, public_updated_at = v_at
        WHERE k.id = t.id;
        INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, data, at)
        VALUES (t.id, t.seq + 1, t.public_seq + 1, 'ticket.assigned', 'system', '00000000-0000-0000-0000-000000000000',
                'Otklik', v_said, v_at);
        RETURN QUERY SELECT
            t.id, p_agents[i], v_name, t.team_id, t.queue_id, t.seq + 1, t.public_seq + 1, v_said::text, v_at;
    END LOOP;
END $$
-- ;;
DROP FUNCTION desk_ticket_create
-- ;;
-- A ticket with its first message and its events. p_queue is where it waits (then p_team is that queue's first team, and
-- p_by_hand whether a caller chose that team), p_decision how routing came to its choices. p_assignee was asked for by the caller; p_proposed are routing's
-- choices, best first, from facts read a moment ago: one is taken only if still there with capacity left.
-- The first message is the requester's own words unless an agent opens the ticket.
CREATE FUNCTION desk_ticket_create(
    p_ticket uuid, p_message uuid, p_now timestamptz,
    p_actor_kind text, p_actor uuid, p_actor_name text,
    p_requester uuid, p_new_customer uuid, p_external_customer text, p_email text, p_phone text, p_name text,
    p_subject text, p_body text, p_format text, p_client_message_id text,
    p_priority text, p_type text, p_channel text, p_topic text, p_language text, p_tags text[], p_custom_fields text,
    p_brand text, p_team uuid, p_assignee uuid, p_proposed uuid[], p_source uuid, p_external_id text, p_chat uuid,
    p_queue uuid, p_by_hand boolean, p_decision text
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
        id, subject, status, priority, type, channel, topic, language, tags, custom_fields, brand, requester_id,
        queue_id, team_id, routed_by_hand, assignee_id, source_id, external_id, chat_id, queued_at, episode, seq, public_seq,
        version, created_at, updated_at, public_updated_at
    ) VALUES (
        p_ticket, p_subject, CASE WHEN v_agent IS NULL THEN 'new' ELSE 'open' END, p_priority, p_type, p_channel, p_topic,
        p_language, p_tags, p_custom_fields::jsonb, v_brand, v_customer.id,
        p_queue, v_team, p_by_hand, v_agent, p_source, p_external_id, p_chat, p_now, 1,
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
    );
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
-- One message onto a thread, exactly once per (ticket, sender, client_message_id). What a message does to the status
-- is decided by app/rules/statuses.py and handed in: p_refuse refuses, p_move_from becomes p_move_to.
-- outcome: stored, dup, mismatch, not_found, refused, moved_on, signed_out.
-- p_caller and p_session are whose sign-in, widget session or key it comes under (null: the desk's own work).
CREATE OR REPLACE FUNCTION desk_message_append(
    p_ticket uuid, p_message uuid, p_now timestamptz,
    p_author_kind text, p_author uuid, p_author_name text, p_requester uuid, p_source uuid,
    p_visibility text, p_format text, p_body text, p_client_message_id text, p_last_seen int,
    p_refuse text[], p_move_from text[], p_move_to text, p_caller text, p_session uuid
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
        client_message_id, created_at
    ) VALUES (
        p_message, p_ticket, v_seq, v_public_seq, p_author_kind, p_author, p_author_name, p_visibility, p_format, p_body,
        p_client_message_id, p_now
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
