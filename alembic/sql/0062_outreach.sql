-- What became of a mail of an outreach is known where mails leave. What bounced has left before, and stays so.
CREATE FUNCTION desk_outreach_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE outreach_recipients
  SET state = CASE NEW.status WHEN 'waiting' THEN 'queued' ELSE NEW.status END, detail = NEW.last_error, at = now()
  WHERE id = substr(NEW.key, 10)::uuid AND state IN ('queued', 'sent', 'failed');
  RETURN NULL;
END $$;
-- ;;

CREATE TRIGGER outbox_outreach AFTER UPDATE OF status ON outbox FOR EACH ROW
WHEN (NEW.key LIKE 'outreach:%' AND NEW.status IS DISTINCT FROM OLD.status AND NEW.status <> 'sending')
EXECUTE FUNCTION desk_outreach_left()
