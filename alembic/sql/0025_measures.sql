-- What custom fields measure: a number as it is, a date or an instant by its digits (20260531, 20260531120000), whatever
-- the field is defined as. Only what has the shape is read, so that no ticket fails for what somebody has written there.
CREATE FUNCTION desk_measures(p_fields jsonb) RETURNS TABLE (key text, value numeric)
LANGUAGE sql IMMUTABLE AS $$
    SELECT f.key, CASE jsonb_typeof(f.value)
        WHEN 'number' THEN (f.value)::text::numeric
        ELSE regexp_replace(f.value #>> '{}', '[^0-9]', '', 'g')::numeric END
    FROM jsonb_each(p_fields) f
    WHERE jsonb_typeof(f.value) = 'number'
       OR (jsonb_typeof(f.value) = 'string' AND length(f.value #>> '{}') IN (10, 20)
           AND f.value #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$')
$$
-- ;;
CREATE FUNCTION desk_tickets_measured() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM ticket_measures WHERE ticket_id = NEW.id;
    END IF;
    INSERT INTO ticket_measures (ticket_id, key, value) SELECT NEW.id, m.key, m.value FROM desk_measures(NEW.custom_fields) m;
    RETURN NULL;
END $$
-- ;;
CREATE TRIGGER tickets_measured_insert AFTER INSERT ON tickets
FOR EACH ROW WHEN (NEW.custom_fields <> '{}'::jsonb) EXECUTE FUNCTION desk_tickets_measured()
-- ;;
CREATE TRIGGER tickets_measured_update AFTER UPDATE OF custom_fields ON tickets
FOR EACH ROW WHEN (OLD.custom_fields IS DISTINCT FROM NEW.custom_fields) EXECUTE FUNCTION desk_tickets_measured()
-- ;;
INSERT INTO ticket_measures (ticket_id, key, value)
SELECT t.id, m.key, m.value FROM tickets t CROSS JOIN LATERAL desk_measures(t.custom_fields) m
WHERE t.custom_fields <> '{}'::jsonb
