-- The customer of a new ticket: by external id, else by e-mail, else by phone, else a new one. What identifies somebody who
-- was found to be somebody else finds that other one.
CREATE OR REPLACE FUNCTION desk_customer(
    p_new uuid, p_external_id text, p_email text, p_phone text, p_name text, p_locale text, p_now timestamptz
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
        INSERT INTO customers (id, name, email, phone, external_id, locale, version, created_at, updated_at)
        VALUES (p_new, p_name, p_email, p_phone, p_external_id, p_locale, 1, p_now, p_now)
        ON CONFLICT DO NOTHING RETURNING * INTO found_row;
        IF found_row.id IS NOT NULL THEN
            RETURN found_row;
        END IF;
    END LOOP;
    RAISE EXCEPTION 'no customer after five attempts' USING ERRCODE = 'serialization_failure';
END $$
