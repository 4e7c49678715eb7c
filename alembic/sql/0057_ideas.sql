-- The counts of ideas, of each whole group at its head. Everybody comes here with the ideas in no order: they are locked
-- in the order of their ids, so that two never wait in a circle.
CREATE FUNCTION desk_ideas_count(which uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM ideas WHERE id = ANY (which) ORDER BY id FOR NO KEY UPDATE;
  UPDATE ideas h SET votes = counted.votes, comments = counted.comments, asked = counted.asked, tickets = counted.tickets
  FROM (
    SELECT w.id,
      (SELECT count(DISTINCT v.agent_id) FROM idea_votes v JOIN ideas i ON i.id = v.idea_id
       WHERE i.id = w.id OR i.merged_into_id = w.id) AS votes,
      (SELECT count(*) FROM idea_comments c JOIN ideas i ON i.id = c.idea_id
       WHERE i.id = w.id OR i.merged_into_id = w.id) AS comments,
      t.asked, t.tickets
    FROM unnest(which) AS w (id) CROSS JOIN LATERAL (
      SELECT count(DISTINCT coalesce(c.merged_into, c.id)) AS asked, count(DISTINCT k.id) AS tickets
      FROM idea_tickets x JOIN ideas i ON i.id = x.idea_id
      JOIN tickets k ON k.id = x.ticket_id JOIN customers c ON c.id = k.requester_id
      WHERE (i.id = w.id OR i.merged_into_id = w.id) AND k.spam <> 'marked'
    ) t
  ) counted
  WHERE h.id = counted.id AND (h.votes, h.comments, h.asked, h.tickets)
    IS DISTINCT FROM (counted.votes, counted.comments, counted.asked, counted.tickets);
END $$;
-- ;;

-- Who asked is counted by customer: a merge of customers, another requester or a mark as spam moves the count. Tickets
-- change all the time; the triggers fire only when these columns are named and differ.
CREATE FUNCTION desk_ideas_of_customer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE which uuid[];
BEGIN
  SELECT array_agg(DISTINCT coalesce(i.merged_into_id, i.id)) INTO which
  FROM tickets k JOIN idea_tickets x ON x.ticket_id = k.id JOIN ideas i ON i.id = x.idea_id
  WHERE k.requester_id = NEW.id;
  IF which IS NOT NULL THEN PERFORM desk_ideas_count(which); END IF;
  RETURN NULL;
END $$;
-- ;;
CREATE TRIGGER customers_ideas AFTER UPDATE OF merged_into ON customers FOR EACH ROW
WHEN (OLD.merged_into IS DISTINCT FROM NEW.merged_into) EXECUTE FUNCTION desk_ideas_of_customer();
-- ;;
CREATE FUNCTION desk_ideas_of_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE which uuid[];
BEGIN
  SELECT array_agg(DISTINCT coalesce(i.merged_into_id, i.id)) INTO which
  FROM idea_tickets x JOIN ideas i ON i.id = x.idea_id WHERE x.ticket_id = NEW.id;
  IF which IS NOT NULL THEN PERFORM desk_ideas_count(which); END IF;
  RETURN NULL;
END $$;
-- ;;
CREATE TRIGGER tickets_ideas AFTER UPDATE OF requester_id, spam ON tickets FOR EACH ROW
WHEN (OLD.requester_id IS DISTINCT FROM NEW.requester_id OR OLD.spam IS DISTINCT FROM NEW.spam)
EXECUTE FUNCTION desk_ideas_of_ticket();
