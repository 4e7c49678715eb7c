-- The feed tells of merged customers, too: whoever mirrors them learns who stands for whom, also when it is taken back.
DROP TRIGGER customers_feed_changed ON customers
-- ;;
CREATE TRIGGER customers_feed_changed
AFTER UPDATE OF name, email, claimed_email, phone, external_id, locale, organization_id, tier, merged_into ON customers
FOR EACH ROW EXECUTE FUNCTION desk_feed_change(
    'customer', 'name', 'email', 'claimed_email', 'phone', 'external_id', 'locale', 'organization_id', 'tier',
    'merged_into')
