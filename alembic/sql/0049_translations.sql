-- What a message says has changed: its translations are none any more, and what it says is nobody's translation.
CREATE FUNCTION desk_translations_end() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM message_translations WHERE message_id = NEW.id;
    NEW.translated_from := NULL;
    RETURN NEW;
END $$
-- ;;
CREATE TRIGGER messages_translations_end BEFORE UPDATE ON messages
FOR EACH ROW WHEN ((OLD.body, OLD.format) IS DISTINCT FROM (NEW.body, NEW.format))
EXECUTE FUNCTION desk_translations_end()
-- ;;
-- As before, and the words of a translated reply's author go with the others.
CREATE OR REPLACE FUNCTION desk_copies_follow() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    v_first uuid := coalesce(NEW.copied_from_id, NEW.id);
BEGIN
    UPDATE messages c SET body = NEW.body, format = NEW.format, language = NEW.language,
        version = greatest(c.version + 1, NEW.version),
        edited_at = NEW.edited_at, redacted_at = NEW.redacted_at, attachments = NEW.attachments
    WHERE (c.copied_from_id = v_first OR c.id = v_first) AND c.id <> NEW.id;
    IF NEW.body = '' THEN
        UPDATE message_revisions r SET body = '', original = NULL, redacted = true
        WHERE r.message_id = v_first AND NEW.copied_from_id IS NOT NULL;
    END IF;
    RETURN NULL;
END $$
