-- What agents were and had in hand, from when to when: left by triggers, so that no code path can forget it. Rows of
-- their own and no counters: nobody waits for anybody here.
CREATE FUNCTION desk_agents_span() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    v_presence text := CASE WHEN NEW.status = 'active' THEN NEW.presence ELSE 'offline' END;
    v_at timestamptz := NEW.updated_at;
    v_begun timestamptz;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF v_presence = (CASE WHEN OLD.status = 'active' THEN OLD.presence ELSE 'offline' END)
           AND NEW.off IS NOT DISTINCT FROM OLD.off THEN
            RETURN NULL;
        END IF;
        -- Duty begins and ends without anybody editing the agent.
        IF NEW.updated_at = OLD.updated_at THEN
            v_at := statement_timestamp();
        END IF;
        SELECT from_at INTO v_begun FROM agent_spans WHERE agent_id = NEW.id AND kind = 'state' AND to_at IS NULL;
        IF v_begun >= v_at THEN
            UPDATE agent_spans SET presence = v_presence, off = NEW.off
            WHERE agent_id = NEW.id AND kind = 'state' AND to_at IS NULL;
            RETURN NULL;
        END IF;
        UPDATE agent_spans SET to_at = v_at WHERE agent_id = NEW.id AND kind = 'state' AND to_at IS NULL;
    END IF;
    INSERT INTO agent_spans (agent_id, kind, from_at, presence, off) VALUES (NEW.id, 'state', v_at, v_presence, NEW.off);
    RETURN NULL;
END $$
-- ;;
CREATE TRIGGER agents_span_insert AFTER INSERT ON agents FOR EACH ROW EXECUTE FUNCTION desk_agents_span()
-- ;;
CREATE TRIGGER agents_span_update AFTER UPDATE ON agents FOR EACH ROW
WHEN ((OLD.presence, OLD.off, OLD.status) IS DISTINCT FROM (NEW.presence, NEW.off, NEW.status))
EXECUTE FUNCTION desk_agents_span()
-- ;;
-- Something in hand is somebody else's or something else from now on. Writing things down has its end from the beginning:
-- a desk that is down meanwhile makes nobody write for hours.
CREATE FUNCTION desk_move_span(
    p_about uuid, p_agent uuid, p_kind text, p_at timestamptz, p_until timestamptz
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE agent_spans SET to_at = greatest(from_at, p_at)
    WHERE about_id = p_about AND (to_at IS NULL OR to_at > p_at);
    IF p_kind IS NOT NULL AND p_agent IS NOT NULL THEN
        INSERT INTO agent_spans (agent_id, kind, about_id, from_at, to_at)
        VALUES (p_agent, p_kind, p_about, p_at, CASE WHEN p_until IS NOT NULL THEN greatest(p_at, p_until) END);
    END IF;
END $$
-- ;;
CREATE FUNCTION desk_chats_span() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM desk_move_span(
        NEW.id, NEW.agent_id,
        CASE WHEN NEW.status = 'active' THEN 'chat' WHEN NEW.wrap_up_until IS NOT NULL THEN 'wrap_up' END,
        NEW.updated_at, CASE WHEN NEW.status <> 'active' THEN NEW.wrap_up_until END
    );
    RETURN NULL;
END $$
-- ;;
CREATE TRIGGER chats_span_insert AFTER INSERT ON chats FOR EACH ROW
WHEN (NEW.status = 'active' OR NEW.wrap_up_until IS NOT NULL) EXECUTE FUNCTION desk_chats_span()
-- ;;
CREATE TRIGGER chats_span_update AFTER UPDATE ON chats FOR EACH ROW
WHEN (
    (OLD.status = 'active', OLD.agent_id, OLD.wrap_up_until)
    IS DISTINCT FROM (NEW.status = 'active', NEW.agent_id, NEW.wrap_up_until)
) EXECUTE FUNCTION desk_chats_span()
-- ;;
CREATE FUNCTION desk_calls_span() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM desk_move_span(
        NEW.id, NEW.agent_id, CASE WHEN NEW.state = 'answered' THEN 'call' END, NEW.updated_at, NULL
    );
    RETURN NULL;
END $$
-- ;;
CREATE TRIGGER calls_span_insert AFTER INSERT ON calls FOR EACH ROW
WHEN (NEW.state = 'answered') EXECUTE FUNCTION desk_calls_span()
-- ;;
CREATE TRIGGER calls_span_update AFTER UPDATE ON calls FOR EACH ROW
WHEN ((OLD.state = 'answered', OLD.agent_id) IS DISTINCT FROM (NEW.state = 'answered', NEW.agent_id))
EXECUTE FUNCTION desk_calls_span()
-- ;;
-- History begins now, with what everybody is and has.
INSERT INTO agent_spans (agent_id, kind, from_at, presence, off)
SELECT id, 'state', statement_timestamp(), CASE WHEN status = 'active' THEN presence ELSE 'offline' END, off FROM agents
-- ;;
INSERT INTO agent_spans (agent_id, kind, about_id, from_at, to_at)
SELECT agent_id, CASE WHEN status = 'active' THEN 'chat' ELSE 'wrap_up' END, id, statement_timestamp(),
 CASE WHEN status <> 'active' THEN wrap_up_until END
FROM chats WHERE agent_id IS NOT NULL AND (status = 'active' OR wrap_up_until > statement_timestamp())
-- ;;
INSERT INTO agent_spans (agent_id, kind, about_id, from_at)
SELECT agent_id, 'call', id, statement_timestamp() FROM calls WHERE agent_id IS NOT NULL AND state = 'answered'
