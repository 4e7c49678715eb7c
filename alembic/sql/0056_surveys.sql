-- A question that is taken back is not to be sent any more, whoever takes it back. `desk_message_append` does so when a
-- customer's words open the ticket again, and says no reason: that is the one.
CREATE FUNCTION desk_survey_taken_back() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.due_at := NULL;
    NEW.cancelled_because := coalesce(NEW.cancelled_because, 'reopened');
    RETURN NEW;
END $$
-- ;;
CREATE TRIGGER survey_invitations_taken_back BEFORE UPDATE OF cancelled_at ON survey_invitations
FOR EACH ROW WHEN (OLD.cancelled_at IS NULL AND NEW.cancelled_at IS NOT NULL)
EXECUTE FUNCTION desk_survey_taken_back()
