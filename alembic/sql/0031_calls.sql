-- Whom a call counts against: whoever talks, while they talk. People may take more than they should; what is routed to
-- them meanwhile keeps to what they can hold in all.
CREATE FUNCTION desk_calls_load() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM desk_move_load(
        'call',
        CASE WHEN TG_OP = 'UPDATE' AND OLD.state = 'answered' THEN OLD.agent_id END,
        CASE WHEN NEW.state = 'answered' THEN NEW.agent_id END,
        NEW.updated_at
    );
    RETURN NULL;
END $$
-- ;;
CREATE TRIGGER calls_load AFTER INSERT OR UPDATE ON calls FOR EACH ROW EXECUTE FUNCTION desk_calls_load()
