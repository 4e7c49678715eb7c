-- Words are counted by who may read them: what is completed, corrected and weighed for a reader comes from articles that they
-- may read, so that nobody learns letter by letter what stands in the others. 's' and 'a' before a scope: with those for
-- customers who have signed in, and all.
CREATE FUNCTION desk_help_scopes(p_brand text, p_locale text, p_visibility text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT CASE p_visibility WHEN 'public' THEN ARRAY[m, 's' || m, 'a' || m]
    WHEN 'signed_in' THEN ARRAY['s' || m, 'a' || m] ELSE ARRAY['a' || m] END
    FROM desk_help_scope(p_brand, p_locale) AS m);
-- ;;
-- Make the documents of these articles what readers may find now; of what is not published any more, none. One at a time:
-- `old` must be what the last one left.
CREATE OR REPLACE FUNCTION desk_help_refresh(p_articles uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('otklik.help', 0));
    WITH fresh AS MATERIALIZED (
        SELECT d.* FROM articles a
        JOIN article_translations t ON t.article_id = a.id AND t.status = 'published'
        CROSS JOIN LATERAL desk_help_document(a, t) d
        WHERE a.id = ANY (p_articles) AND a.archived_at IS NULL
    ), old AS MATERIALIZED (
        SELECT d.article_id, d.locale, d.brand, d.visibility, d.words FROM help_documents d
        WHERE d.article_id = ANY (p_articles)
    ), gone AS (
        DELETE FROM help_documents d USING old o
        WHERE d.article_id = o.article_id AND d.locale = o.locale
        AND NOT EXISTS (SELECT FROM fresh f WHERE f.article_id = o.article_id AND f.locale = o.locale)
    ), stored AS (
        INSERT INTO help_documents AS d SELECT * FROM fresh
        ON CONFLICT (article_id, locale) DO UPDATE
        SET brand = excluded.brand, visibility = excluded.visibility, category_id = excluded.category_id,
            title_words = excluded.title_words, at = excluded.at, head = excluded.head, words = excluded.words
        WHERE (d.brand, d.visibility, d.category_id, d.title_words, d.at, d.head, d.words) IS DISTINCT FROM
            (excluded.brand, excluded.visibility, excluded.category_id, excluded.title_words, excluded.at,
             excluded.head, excluded.words)
    ), changes AS (
        SELECT s.scope, u.lexeme, sum(w.n) AS n FROM (
            SELECT brand, locale, visibility, words, 1 AS n FROM fresh
            UNION ALL SELECT brand, locale, visibility, words, -1 FROM old
        ) w
        CROSS JOIN LATERAL unnest(desk_help_scopes(w.brand, w.locale, w.visibility)) AS s (scope)
        CROSS JOIN LATERAL unnest(w.words) AS u
        -- How many documents there are is counted beside the words.
        WHERE length(u.lexeme) <= 64 OR u.lexeme = desk_help_scope(w.brand, w.locale)
        GROUP BY s.scope, u.lexeme HAVING sum(w.n) <> 0
    )
    INSERT INTO help_words AS h (scope, word, docs)
    SELECT scope, lexeme, n FROM changes ORDER BY scope COLLATE "C", lexeme COLLATE "C"
    ON CONFLICT (scope, word) DO UPDATE SET docs = h.docs + excluded.docs;
    DELETE FROM help_words WHERE docs <= 0;
END $$
