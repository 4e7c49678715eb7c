-- Imported history leaves no word for those who keep the clocks: it promises nothing.
CREATE OR REPLACE FUNCTION desk_sla_todo() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sla_policies) THEN
        INSERT INTO sla_todo (ticket_id)
        SELECT DISTINCT added.ticket_id FROM added WHERE added.type NOT LIKE 'sla.%' AND NOT added.data ? 'imported';
    END IF;
    RETURN NULL;
END $$
-- ;;
-- What an import makes of customers and organizations says so, too.
CREATE OR REPLACE FUNCTION desk_feed_change() RETURNS trigger
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
    IF current_setting('otklik.importing', true) = 'on' THEN
        v_data := v_data || '{"imported": true}';
    END IF;
    INSERT INTO feed_todo (type, about_id, data, at) VALUES (
        TG_ARGV[0] || CASE TG_OP WHEN 'INSERT' THEN '.created' WHEN 'UPDATE' THEN '.updated' ELSE '.deleted' END,
        (coalesce(v_new, v_old) ->> 'id')::uuid, v_data,
        CASE WHEN TG_OP = 'DELETE' THEN clock_timestamp() ELSE (v_new ->> 'updated_at')::timestamptz END
    );
    RETURN NULL;
END $$
