-- The change feed: whatever changes leaves word in its own transaction, and one sequencer gives it a place afterwards.
-- Whoever appends to a log holds its ticket's row, and an identity is drawn at once: within a ticket the words are numbered
-- as its events are, and a later one is never seen without the earlier ones.
CREATE FUNCTION desk_feed_todo() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO feed_todo (ticket_id, seq, public_seq, type)
    SELECT added.ticket_id, added.seq, added.public_seq, added.type FROM added ORDER BY added.ticket_id, added.seq;
    RETURN NULL;
END $$
-- ;;
CREATE TRIGGER events_feed_todo AFTER INSERT ON events
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION desk_feed_todo()
-- ;;
-- What is no ticket: the noun, then the columns of which the feed tells. Columns that are not named (secrets, counters,
-- what changes by the minute) are never told.
CREATE FUNCTION desk_feed_change() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    v_new jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    v_old jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    v_data jsonb;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT jsonb_build_object('set', jsonb_object_agg(c, v_new -> c)) INTO v_data FROM unnest(TG_ARGV[1:]) c;
    ELSIF TG_OP = 'UPDATE' THEN
        SELECT jsonb_build_object('set', jsonb_object_agg(c, v_new -> c), 'was', jsonb_object_agg(c, v_old -> c))
        INTO v_data FROM unnest(TG_ARGV[1:]) c WHERE v_new -> c IS DISTINCT FROM v_old -> c;
        IF v_data ->> 'set' IS NULL THEN
            RETURN NULL;
        END IF;
    ELSE
        v_data := '{}';
    END IF;
    INSERT INTO feed_todo (type, about_id, data, at) VALUES (
        TG_ARGV[0] || CASE TG_OP WHEN 'INSERT' THEN '.created' WHEN 'UPDATE' THEN '.updated' ELSE '.deleted' END,
        (coalesce(v_new, v_old) ->> 'id')::uuid, v_data,
        CASE WHEN TG_OP = 'DELETE' THEN clock_timestamp() ELSE (v_new ->> 'updated_at')::timestamptz END
    );
    RETURN NULL;
END $$
-- ;;
CREATE TRIGGER customers_feed_new AFTER INSERT OR DELETE ON customers FOR EACH ROW EXECUTE FUNCTION desk_feed_change(
    'customer', 'name', 'email', 'claimed_email', 'phone', 'external_id', 'locale', 'organization_id', 'tier')
-- ;;
CREATE TRIGGER customers_feed_changed
AFTER UPDATE OF name, email, claimed_email, phone, external_id, locale, organization_id, tier ON customers
FOR EACH ROW EXECUTE FUNCTION desk_feed_change(
    'customer', 'name', 'email', 'claimed_email', 'phone', 'external_id', 'locale', 'organization_id', 'tier')
-- ;;
CREATE TRIGGER organizations_feed AFTER INSERT OR UPDATE OR DELETE ON organizations FOR EACH ROW
EXECUTE FUNCTION desk_feed_change('organization', 'name', 'domains', 'external_id')
-- ;;
CREATE TRIGGER agents_feed_new AFTER INSERT OR DELETE ON agents FOR EACH ROW
EXECUTE FUNCTION desk_feed_change('agent', 'name', 'email', 'role', 'status', 'languages', 'tier')
-- ;;
CREATE TRIGGER agents_feed_changed AFTER UPDATE OF name, email, role, status, languages, tier ON agents FOR EACH ROW
EXECUTE FUNCTION desk_feed_change('agent', 'name', 'email', 'role', 'status', 'languages', 'tier')
-- ;;
CREATE TRIGGER teams_feed AFTER INSERT OR UPDATE OR DELETE ON teams FOR EACH ROW
EXECUTE FUNCTION desk_feed_change('team', 'name', 'calendar_id', 'escalates_to_id', 'archived_at')
-- ;;
-- Gives the next places, at most p_limit; how many it gave, or -1 when somebody else is giving some at this moment.
-- One at a time by the lock on the state's row, which ends with its transaction, however that ends. Every statement here
-- sees what is committed after the lock was had. A database with another history (p_epoch) goes on far behind all places
-- that its lost future may have given away: those who have seen that future can then be told.
CREATE FUNCTION desk_feed_sequence(p_epoch text, p_now timestamptz, p_limit int) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
    v_state feed_state;
    v_given int;
BEGIN
    IF NOT EXISTS (SELECT FROM feed_todo) THEN
        RETURN 0;
    END IF;
    SELECT * INTO v_state FROM feed_state FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN -1;
    END IF;
    IF v_state.epoch <> p_epoch THEN
        IF v_state.epoch <> '' THEN
            INSERT INTO feed_jumps (after, upto, at)
            VALUES (v_state.position, (v_state.position / 1000000000 + 1) * 1000000000, p_now);
            v_state.position := (v_state.position / 1000000000 + 1) * 1000000000;
        END IF;
    END IF;
    WITH taken AS (
        DELETE FROM feed_todo WHERE ctid = ANY (ARRAY(SELECT ctid FROM feed_todo ORDER BY id LIMIT p_limit))
        RETURNING *
    ), given AS (
        INSERT INTO feed (position, ticket_id, seq, public_seq, type, source_id, about_id, data, at, given_at)
        SELECT v_state.position + row_number() OVER (ORDER BY k.id), k.ticket_id, k.seq, k.public_seq, k.type,
               t.source_id, k.about_id, k.data, k.at, p_now
        FROM taken k LEFT JOIN tickets t ON t.id = k.ticket_id
        RETURNING 1
    ) SELECT count(*) INTO v_given FROM given;
    UPDATE feed_state SET position = v_state.position + v_given, epoch = p_epoch;
    RETURN v_given;
END $$
