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
