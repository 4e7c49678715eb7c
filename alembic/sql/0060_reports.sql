-- The live facts of a metric on a day in UTC, in columns: four bytes for each, in order of time. `at` is milliseconds of
-- the day; what is not there is the least number of a time, and 0 of a dimension. A null metric has none.
CREATE FUNCTION desk_report_pack(p_metric text, p_day date) RETURNS TABLE (
    n int, at bytea, value bytea, business bytea, agent bytea, team bytea, queue bytea, brand bytea, channel bytea,
    topic bytea, language bytea, priority bytea, type bytea, source bytea
) LANGUAGE sql STABLE AS $$
SELECT count(*)::int, string_agg(int4send(o.ms), ''), string_agg(int4send(coalesce(o.value, -2147483648)), ''),
    string_agg(int4send(coalesce(o.business, -2147483648)), ''), string_agg(int4send(coalesce(o.agent, 0)), ''),
    string_agg(int4send(coalesce(o.team, 0)), ''), string_agg(int4send(coalesce(o.queue, 0)), ''),
    string_agg(int4send(coalesce(o.brand, 0)), ''), string_agg(int4send(coalesce(o.channel, 0)), ''),
    string_agg(int4send(coalesce(o.topic, 0)), ''), string_agg(int4send(coalesce(o.language, 0)), ''),
    string_agg(int4send(coalesce(o.priority, 0)), ''), string_agg(int4send(coalesce(o.type, 0)), ''),
    string_agg(int4send(coalesce(o.source, 0)), '')
FROM (
    SELECT f.*, (round(date_part('epoch', f.at - p_day::timestamp AT TIME ZONE 'UTC') * 1000000)::bigint / 1000)::int ms
    FROM report_facts f
    WHERE f.metric = p_metric AND f.live AND f.at >= p_day::timestamp AT TIME ZONE 'UTC'
    AND f.at < (p_day + 1)::timestamp AT TIME ZONE 'UTC'
    ORDER BY f.at, f.ticket_id, f.number
) o
$$
-- ;;
-- Brings facts in line: `facts` is an array of rows of `report_facts`, of which `until` is the end of the span.
-- Which were new or are others now.
CREATE FUNCTION desk_report_put(p_facts jsonb) RETURNS TABLE (ticket_id uuid, metric text, number int)
LANGUAGE sql AS $$
INSERT INTO report_facts AS f (ticket_id, metric, number, at, value, business, calendar, agent, team, queue, brand,
    channel, topic, language, priority, type, source, imported, live, span)
SELECT x.ticket_id, x.metric, x.number, x.at, x.value, x.business, x.calendar, x.agent, x.team, x.queue, x.brand,
    x.channel, x.topic, x.language, x.priority, x.type, x.source, x.imported, x.live,
    CASE WHEN x.spans THEN tstzrange(x.at, x.until, '(]') END
FROM jsonb_to_recordset(p_facts) AS x (ticket_id uuid, metric text, number int, at timestamptz, value int,
    business int, calendar uuid, agent int, team int, queue int, brand int, channel int, topic int, language int,
    priority int, type int, source int, imported boolean, live boolean, spans boolean, until timestamptz)
ORDER BY x.ticket_id, x.metric, x.number
ON CONFLICT (ticket_id, metric, number) DO UPDATE SET at = excluded.at, value = excluded.value,
    business = excluded.business, calendar = excluded.calendar, agent = excluded.agent, team = excluded.team,
    queue = excluded.queue, brand = excluded.brand, channel = excluded.channel, topic = excluded.topic,
    language = excluded.language, priority = excluded.priority, type = excluded.type, source = excluded.source,
    imported = excluded.imported, live = excluded.live, span = excluded.span
WHERE (f.at, f.value, f.business, f.calendar, f.agent, f.team, f.queue, f.brand, f.channel, f.topic, f.language,
    f.priority, f.type, f.source, f.imported, f.live, f.span)
IS DISTINCT FROM (excluded.at, excluded.value, excluded.business, excluded.calendar, excluded.agent, excluded.team,
    excluded.queue, excluded.brand, excluded.channel, excluded.topic, excluded.language, excluded.priority,
    excluded.type, excluded.source, excluded.imported, excluded.live, excluded.span)
RETURNING f.ticket_id, f.metric, f.number
$$
