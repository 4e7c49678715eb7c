-- Merged tickets: where a pointer ends, and what a parent and a copy must learn.

-- The ticket that a merged one is part of, however often that one was merged in turn; itself when it is not merged.
-- There are no circles: whoever merges holds the locks of both ends, and both are ends.
CREATE FUNCTION desk_merge_root(p_ticket uuid) RETURNS uuid
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up (id, into_id) AS (
        SELECT t.id, t.merged_into_id FROM tickets t WHERE t.id = p_ticket
        UNION ALL SELECT t.id, t.merged_into_id FROM up JOIN tickets t ON t.id = up.into_id
    ) SELECT up.id FROM up WHERE up.into_id IS NULL
$$
-- ;;
-- That ticket as others see it, with what decides whether a caller may know of it.
CREATE FUNCTION desk_merged_into(p_ticket uuid) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT json_build_object('id', r.id, 'number', r.number, 'source_id', r.source_id,
        'customer_ids', ARRAY(
            SELECT unnest(ARRAY[c.id, c.merged_into]) FROM customers c
            WHERE c.id = r.requester_id OR c.id IN (SELECT k.customer_id FROM ticket_ccs k WHERE k.ticket_id = r.id)
        ))::text
    FROM tickets r WHERE r.id = desk_merge_root(p_ticket)
$$
-- ;;
-- A parent learns when a child is done, and when it is not done any more. Its log moves under its own lock, which whoever
-- changes the child does not take: word is left here, in the same transaction, and is told a moment later.
CREATE FUNCTION desk_tell_parent() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO children_told (child_id, status, at)
    SELECT NEW.id, NEW.status, NEW.updated_at WHERE EXISTS (
        SELECT 1 FROM ticket_links l WHERE l.from_id = NEW.id AND l.kind = 'child_of')
    ON CONFLICT (child_id) DO UPDATE SET status = excluded.status, at = excluded.at;
    RETURN NULL;
END $$
-- ;;
CREATE TRIGGER tickets_tell_parent AFTER UPDATE ON tickets
FOR EACH ROW WHEN (
    OLD.status IS DISTINCT FROM NEW.status
    AND (OLD.status IN ('solved', 'closed', 'merged')) IS DISTINCT FROM (NEW.status IN ('solved', 'closed', 'merged'))
) EXECUTE FUNCTION desk_tell_parent()
-- ;;
-- The copies of a message say what it says: words that are corrected are so wherever they are, and what is redacted on one
-- of them is gone from all, also from what they said before.
CREATE FUNCTION desk_copies_follow() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    v_first uuid := coalesce(NEW.copied_from_id, NEW.id);
BEGIN
    UPDATE messages c SET body = NEW.body, format = NEW.format, version = greatest(c.version + 1, NEW.version),
        edited_at = NEW.edited_at, redacted_at = NEW.redacted_at, attachments = NEW.attachments
    WHERE (c.copied_from_id = v_first OR c.id = v_first) AND c.id <> NEW.id;
    IF NEW.body = '' THEN
        UPDATE message_revisions r SET body = '', redacted = true
        WHERE r.message_id = v_first AND NEW.copied_from_id IS NOT NULL;
    END IF;
    RETURN NULL;
END $$
-- ;;
CREATE TRIGGER messages_copies_follow AFTER UPDATE ON messages
FOR EACH ROW WHEN (
    pg_trigger_depth() = 0
    AND (OLD.body, OLD.format, OLD.version) IS DISTINCT FROM (NEW.body, NEW.format, NEW.version)
) EXECUTE FUNCTION desk_copies_follow()
