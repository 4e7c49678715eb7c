-- What readers search is made of published articles, in the transaction that publishes them, by desk_help_refresh alone.
-- Which endings are taken off, by language. Russian takes them off English words as well; where Postgres knows none, words
-- are compared as they are.
CREATE FUNCTION desk_help_config(p_locale text) RETURNS regconfig
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE split_part(p_locale, '-', 1)
    WHEN 'ru' THEN 'pg_catalog.russian'::regconfig WHEN 'en' THEN 'pg_catalog.russian'::regconfig
    WHEN 'uk' THEN 'pg_catalog.russian'::regconfig WHEN 'be' THEN 'pg_catalog.russian'::regconfig
    WHEN 'de' THEN 'pg_catalog.german'::regconfig WHEN 'fr' THEN 'pg_catalog.french'::regconfig
    WHEN 'es' THEN 'pg_catalog.spanish'::regconfig WHEN 'it' THEN 'pg_catalog.italian'::regconfig
    WHEN 'pt' THEN 'pg_catalog.portuguese'::regconfig WHEN 'nl' THEN 'pg_catalog.dutch'::regconfig
    WHEN 'sv' THEN 'pg_catalog.swedish'::regconfig WHEN 'da' THEN 'pg_catalog.danish'::regconfig
    WHEN 'nb' THEN 'pg_catalog.norwegian'::regconfig WHEN 'no' THEN 'pg_catalog.norwegian'::regconfig
    WHEN 'fi' THEN 'pg_catalog.finnish'::regconfig WHEN 'hu' THEN 'pg_catalog.hungarian'::regconfig
    WHEN 'ro' THEN 'pg_catalog.romanian'::regconfig WHEN 'tr' THEN 'pg_catalog.turkish'::regconfig
    WHEN 'el' THEN 'pg_catalog.greek'::regconfig WHEN 'ar' THEN 'pg_catalog.arabic'::regconfig
    ELSE 'pg_catalog.simple'::regconfig
END;
-- ;;
-- A text as the parser gets it, character for character: letters and digits, and spaces for everything else, so that an
-- address or a number with a dash falls into the same pieces here and where somebody types it. ё is written е half of
-- the time. The two marks of a found word (app/rules/search_fragments.py) are neither, so they are spaces as well.
CREATE FUNCTION desk_help_plain(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(translate(p_text, U&'\0451\0401', U&'\0435\0415'), U&'[^[:alnum:]\0300-\036f]', ' ', 'g');
-- ;;
-- The same for the index: what is written without spaces between words (Chinese, Japanese, Thai) is taken apart into its
-- characters.
CREATE FUNCTION desk_help_text(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(desk_help_plain(normalize(p_text, NFKC)), U&'([\0E00-\0E7F\3040-\30FF\3400-\4DBF\4E00-\9FFF])', ' \1 ', 'g');
-- ;;
-- Where a document belongs, as a mark beside its words: no word of a text begins with a space.
CREATE FUNCTION desk_help_scope(p_brand text, p_locale text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ' ' || p_brand || '/' || p_locale;
-- ;;
-- A word as it is and without each of its letters, in its scope: two words of which some of these are the same are one slip
-- apart. In short words nearly everything is.
CREATE FUNCTION desk_help_slips(p_scope text, p_word text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN p_word ~ '^[[:alpha:]]{4,24}$' THEN ARRAY(
    SELECT p_scope || ' ' || overlay(p_word PLACING '' FROM i FOR 1) FROM generate_series(1, length(p_word)) i
    UNION SELECT p_scope || ' ' || p_word) ELSE '{}' END;
-- ;;
CREATE INDEX help_words_slips ON help_words USING gin (desk_help_slips(scope, word));
-- ;;
-- `head` has what stands out, and each word of the title once more after a "=": so titles are found without looking at
-- texts. No word of a text begins with that.
CREATE FUNCTION desk_help_document(a articles, t article_translations) RETURNS help_documents
LANGUAGE sql STABLE
RETURN (
    SELECT ROW(
        t.article_id, t.locale, a.brand, a.visibility, a.category_id,
        greatest(length(x.title), 1), coalesce(t.published_at, t.updated_at),
        x.title || x.head || x.mark || array_to_tsvector(ARRAY(SELECT '=' || u FROM unnest(tsvector_to_array(x.title)) u)),
        x.title || x.head || x.body || x.mark
    )::help_documents
    FROM (
        SELECT strip(to_tsvector(c.config, desk_help_text(left(coalesce(t.title, ''), 1000)))) AS title,
            strip(to_tsvector(c.config, desk_help_text(left(concat_ws(' ', t.summary,
                (SELECT string_agg(h ->> 'text', ' ') FROM jsonb_array_elements(t.headings) h),
                array_to_string(a.labels, ' ')), 20000)))) AS head,
            strip(to_tsvector(c.config, desk_help_text(left(coalesce(t.plain, ''), 300000)))) AS body,
            array_to_tsvector(ARRAY[desk_help_scope(a.brand, t.locale)]) AS mark
        FROM (SELECT desk_help_config(t.locale) AS config) c
    ) x
);
-- ;;
-- Make the documents of these articles what readers may find now; of what is not published any more, none. One at a time:
-- `old` must be what the last one left.
CREATE FUNCTION desk_help_refresh(p_articles uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('otklik.help', 0));
    WITH fresh AS MATERIALIZED (
        SELECT d.* FROM articles a
        JOIN article_translations t ON t.article_id = a.id AND t.status = 'published'
        CROSS JOIN LATERAL desk_help_document(a, t) d
        WHERE a.id = ANY (p_articles) AND a.archived_at IS NULL
    ), old AS MATERIALIZED (
        SELECT d.article_id, d.locale, d.brand, d.words FROM help_documents d WHERE d.article_id = ANY (p_articles)
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
        SELECT w.scope, w.lexeme, sum(w.n) AS n FROM (
            SELECT desk_help_scope(brand, locale) AS scope, u.lexeme, 1 AS n FROM fresh, unnest(words) AS u
            UNION ALL SELECT desk_help_scope(brand, locale), u.lexeme, -1 FROM old, unnest(words) AS u
        ) w
        -- How many documents there are is counted beside the words.
        WHERE length(w.lexeme) <= 64 OR w.lexeme = w.scope
        GROUP BY w.scope, w.lexeme HAVING sum(w.n) <> 0
    )
    INSERT INTO help_words AS h (scope, word, docs)
    SELECT scope, lexeme, n FROM changes ORDER BY scope COLLATE "C", lexeme COLLATE "C"
    ON CONFLICT (scope, word) DO UPDATE SET docs = h.docs + excluded.docs;
    DELETE FROM help_words WHERE docs <= 0;
END $$
-- ;;
-- What was typed, word by word, as texts were taken apart: each piece with how many documents of a scope have it. What
-- says nothing ("the", "и") is left out.
CREATE FUNCTION desk_help_terms(p_scope text, p_locale text, p_words text[])
RETURNS TABLE (place bigint, stem text, docs int)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT w.place, s.stem, coalesce(h.docs, 0) FROM unnest(p_words) WITH ORDINALITY AS w (word, place)
    CROSS JOIN LATERAL unnest(tsvector_to_array(
        to_tsvector(desk_help_config(p_locale), desk_help_text(w.word)))) AS s (stem)
    LEFT JOIN help_words h ON h.scope = p_scope AND h.word = s.stem
    ORDER BY w.place, s.stem;
END
-- ;;
-- Make the words of a group of synonyms what its texts are to each way to take off endings: of its language, or of all.
CREATE FUNCTION desk_help_synonyms(p_id uuid) RETURNS void
LANGUAGE sql
BEGIN ATOMIC
    DELETE FROM help_synonym_words WHERE synonym_id = p_id;
    INSERT INTO help_synonym_words (synonym_id, config, place, brand, first, stems)
    SELECT s.id, c.config::text, w.place, s.brand, x.stems[1], x.stems
    FROM help_synonyms s
    CROSS JOIN LATERAL (SELECT DISTINCT desk_help_config(l.tag) AS config FROM unnest(CASE
        WHEN s.locale IS NOT NULL THEN ARRAY[s.locale]
        ELSE '{ru,de,fr,es,it,pt,nl,sv,da,nb,fi,hu,ro,tr,el,ar,zz}'::text[] END) AS l (tag)) c
    CROSS JOIN LATERAL unnest(s.words) WITH ORDINALITY AS w (text, place)
    CROSS JOIN LATERAL (SELECT tsvector_to_array(to_tsvector(c.config, desk_help_text(w.text))) AS stems) x
    WHERE s.id = p_id AND cardinality(x.stems) > 0;
END
-- ;;
-- Whether a customer, or one of those who are the same person, has asked for anything from one moment to another: a ticket
-- of theirs (whoever entered it), words of theirs on an older one, or a call.
CREATE FUNCTION desk_help_wrote(p_customer uuid, p_from timestamptz, p_until timestamptz) RETURNS boolean
LANGUAGE sql STABLE
BEGIN ATOMIC
    WITH root AS (
        SELECT coalesce(c.merged_into, c.id) AS id FROM customers c WHERE c.id = p_customer
    ), who AS (
        SELECT r.id FROM root r UNION SELECT c.id FROM customers c JOIN root r ON c.merged_into = r.id
    )
    SELECT EXISTS (
        SELECT FROM who JOIN tickets t ON t.requester_id = who.id AND t.public_updated_at >= p_from
        WHERE t.created_at >= p_from AND t.created_at < p_until
        OR EXISTS (SELECT FROM messages m WHERE m.ticket_id = t.id AND m.author_kind = 'customer'
            AND m.author_id IN (SELECT id FROM who) AND m.created_at >= p_from AND m.created_at < p_until)
    ) OR EXISTS (
        SELECT FROM who JOIN calls k ON k.customer_id = who.id
        WHERE k.direction = 'in' AND k.started_at >= p_from AND k.started_at < p_until
    );
END
