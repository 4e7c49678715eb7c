-- A message that came to another ticket because this one was merged is known here, too.
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
