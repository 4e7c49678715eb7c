-- What is said to the public is told to those who asked for it, whoever has said it. Without subscribers nothing is kept.
CREATE FUNCTION desk_status_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO status_notices (update_id)
  SELECT NEW.id FROM incidents i WHERE i.id = NEW.incident_id AND i.visibility = 'public'
  AND EXISTS (SELECT FROM status_subscriptions WHERE state = 'active')
  ON CONFLICT (update_id) DO NOTHING;
  RETURN NULL;
END $$;
-- ;;

CREATE TRIGGER incident_updates_status AFTER INSERT OR UPDATE OF public ON incident_updates FOR EACH ROW
WHEN (NEW.public) EXECUTE FUNCTION desk_status_notice()
