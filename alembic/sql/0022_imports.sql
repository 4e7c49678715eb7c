-- An import counts the tags of all the tickets of a step at once: for each ticket it is a good part of storing it.
DROP TRIGGER tickets_tags_insert ON tickets
-- ;;
CREATE TRIGGER tickets_tags_insert AFTER INSERT ON tickets
FOR EACH ROW WHEN (NEW.tags <> '{}' AND current_setting('otklik.importing', true) IS DISTINCT FROM 'on')
EXECUTE FUNCTION desk_tags_used()
