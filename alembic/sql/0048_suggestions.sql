-- What agents took is learnt by the words of the tickets on which they did, by desk_suggestion_learn alone. A mark is a
-- stem within a kind and a brand, so that what is learnt in one brand is neither found nor counted in another.
-- app/services/suggestion_marks.py makes the same.
CREATE FUNCTION desk_suggestion_mark(p_kind text, p_brand text, p_stem text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN left(p_kind, 1) || ':' || p_brand || ':' || p_stem;
-- ;;
-- Keep what was right (or dismissed) for a ticket as it is now, and count its words; without stems (null) forget it. One at
-- a time: what was counted must be what the last one left.
CREATE FUNCTION desk_suggestion_learn(
    p_ticket uuid, p_about uuid, p_kind text, p_brand text, p_dismissed boolean, p_stems text[], p_at timestamptz
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_old suggestion_examples;
    v_marks text[] := ARRAY(SELECT DISTINCT desk_suggestion_mark(p_kind, p_brand, s.stem) FROM unnest(p_stems) AS s (stem));
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('otklik.suggestions', 0));
    SELECT * INTO v_old FROM suggestion_examples WHERE ticket_id = p_ticket AND about_id = p_about;
    IF p_stems IS NULL THEN
        DELETE FROM suggestion_examples WHERE ticket_id = p_ticket AND about_id = p_about;
    ELSE
        INSERT INTO suggestion_examples AS e (ticket_id, about_id, kind, brand, dismissed, marks, at)
        VALUES (p_ticket, p_about, p_kind, p_brand, p_dismissed, v_marks, p_at)
        ON CONFLICT (ticket_id, about_id) DO UPDATE SET kind = excluded.kind, brand = excluded.brand,
            dismissed = excluded.dismissed, marks = excluded.marks, at = excluded.at
        WHERE (e.kind, e.brand, e.dismissed, e.marks, e.at)
            IS DISTINCT FROM (excluded.kind, excluded.brand, excluded.dismissed, excluded.marks, excluded.at);
    END IF;
    INSERT INTO suggestion_words AS w (mark, examples)
    SELECT c.mark, sum(c.n) FROM (
        SELECT unnest(v_marks || desk_suggestion_mark(p_kind, p_brand, '')) AS mark, 1 AS n
        WHERE p_stems IS NOT NULL AND NOT p_dismissed
        UNION ALL SELECT unnest(v_old.marks || desk_suggestion_mark(v_old.kind, v_old.brand, '')), -1
        WHERE v_old.ticket_id IS NOT NULL AND NOT v_old.dismissed
    ) c GROUP BY c.mark HAVING sum(c.n) <> 0 ORDER BY c.mark COLLATE "C"
    ON CONFLICT (mark) DO UPDATE SET examples = w.examples + excluded.examples;
    IF v_old.ticket_id IS NOT NULL THEN
        DELETE FROM suggestion_words
        WHERE mark = ANY (v_old.marks || desk_suggestion_mark(v_old.kind, v_old.brand, '')) AND examples <= 0;
    END IF;
END $$
