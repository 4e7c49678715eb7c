-- What decides whether and where a ticket waits: also whether it is part of an incident.
DROP TRIGGER tickets_wait_update ON tickets
-- ;;
CREATE TRIGGER tickets_wait_update AFTER UPDATE ON tickets
FOR EACH ROW WHEN (
    (OLD.assignee_id IS NULL OR NEW.assignee_id IS NULL)
    AND (OLD.assignee_id, OLD.status, OLD.chat_id, OLD.snoozed_until, OLD.queue_id, OLD.team_id, OLD.routed_by_hand,
         OLD.priority, OLD.type, OLD.topic, OLD.language, OLD.tags, OLD.custom_fields, OLD.brand, OLD.agent_tier,
         OLD.queue_rank, OLD.queued_at, OLD.request_type, OLD.approval, OLD.tension, OLD.spam, OLD.incident)
    IS DISTINCT FROM
        (NEW.assignee_id, NEW.status, NEW.chat_id, NEW.snoozed_until, NEW.queue_id, NEW.team_id, NEW.routed_by_hand,
         NEW.priority, NEW.type, NEW.topic, NEW.language, NEW.tags, NEW.custom_fields, NEW.brand, NEW.agent_tier,
         NEW.queue_rank, NEW.queued_at, NEW.request_type, NEW.approval, NEW.tension, NEW.spam, NEW.incident)
) EXECUTE FUNCTION desk_tickets_wait()
-- ;;
-- What happens to an incident is told in the feed, in the order of its log.
CREATE FUNCTION desk_incident_told() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO feed_todo (type, about_id, data, at) VALUES (NEW.type, NEW.incident_id, NEW.data, NEW.at);
    RETURN NULL;
END $$
-- ;;
CREATE TRIGGER incident_events_feed AFTER INSERT ON incident_events FOR EACH ROW EXECUTE FUNCTION desk_incident_told()
