-- One row for each request that was called or spoken of.
CREATE TABLE requests (
    request_id uuid PRIMARY KEY,
    minute     timestamptz,
    caller     text,
    input      bigint,
    output     bigint,
    cache_read bigint,
    picos      bigint,
    tags       text
);

-- Totals by window and cell; a cell is its tags and its caller.
CREATE TABLE totals (
    granularity smallint,
    start       timestamptz,
    tags        text,
    caller      text,
    requests    bigint NOT NULL,
    input       bigint NOT NULL,
    output      bigint NOT NULL,
    cache_read  bigint NOT NULL,
    picos       numeric NOT NULL,
    PRIMARY KEY (granularity, start, tags, caller)
) WITH (fillfactor = 50);

CREATE TABLE granularities (granularity smallint PRIMARY KEY, field text);
INSERT INTO granularities VALUES (0, 'minute'), (1, 'hour'), (2, 'day'), (3, 'month');

CREATE TYPE change AS (
    sign int, minute timestamptz, tags text, caller text, input bigint, output bigint, cache_read bigint, picos bigint
);

-- Adds changes to their minutes, hours, days and months. The order of rows is the same for everyone: nobody waits in a circle.
CREATE FUNCTION enter(changes change[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO totals
    SELECT g.granularity, date_trunc(g.field, c.minute), c.tags, c.caller,
           sum(c.sign), sum(c.sign * c.input), sum(c.sign * c.output), sum(c.sign * c.cache_read), sum(c.sign * c.picos::numeric)
    FROM unnest(changes) c CROSS JOIN granularities g
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (granularity, start, tags, caller) DO UPDATE SET
        requests = totals.requests + excluded.requests,
        input = totals.input + excluded.input,
        output = totals.output + excluded.output,
        cache_read = totals.cache_read + excluded.cache_read,
        picos = totals.picos + excluded.picos
$$;

-- Takes calls in. A call that is known already changes nothing.
CREATE FUNCTION take_calls(ids uuid[], minutes timestamptz[], callers text[], inputs bigint[], outputs bigint[],
                           cache_reads bigint[], costs bigint[]) RETURNS void LANGUAGE sql AS $$
    WITH said AS (
        SELECT DISTINCT ON (id) * FROM unnest(ids, minutes, callers, inputs, outputs, cache_reads, costs)
            AS c(id, minute, caller, input, output, cache_read, picos) ORDER BY id
    ), entered AS (
        INSERT INTO requests AS r (request_id, minute, caller, input, output, cache_read, picos)
        SELECT * FROM said
        ON CONFLICT (request_id) DO UPDATE SET minute = excluded.minute, caller = excluded.caller, input = excluded.input,
            output = excluded.output, cache_read = excluded.cache_read, picos = excluded.picos
        WHERE r.caller IS NULL
        RETURNING 1, r.minute, coalesce(r.tags, ''), r.caller, r.input, r.output, r.cache_read, r.picos
    )
    SELECT enter(array_agg(ROW(e.*)::change)) FROM entered e
$$;

-- Takes tags in. The first ones said about a request count; a call that was entered without is moved to them.
CREATE FUNCTION take_tags(ids uuid[], values_of text[]) RETURNS void LANGUAGE sql AS $$
    WITH said AS (
        SELECT DISTINCT ON (id) * FROM unnest(ids, values_of) AS t(id, tags) ORDER BY id
    ), tagged AS (
        INSERT INTO requests AS r (request_id, tags) SELECT * FROM said
        ON CONFLICT (request_id) DO UPDATE SET tags = excluded.tags WHERE r.tags IS NULL
        RETURNING r.*
    )
    SELECT enter(array_agg(ROW(s.sign, t.minute, CASE s.sign WHEN 1 THEN t.tags ELSE '' END, t.caller,
                               t.input, t.output, t.cache_read, t.picos)::change))
    FROM tagged t CROSS JOIN (VALUES (-1), (1)) AS s(sign) WHERE t.caller IS NOT NULL
$$;

-- Totals by tag value, worked out when asked for; the first is the whole.
CREATE VIEW spend_by_tag AS
    SELECT granularity, start, key, value, sum(requests) AS requests, sum(input) AS input, sum(output) AS output,
           sum(cache_read) AS cache_read, sum(picos) AS picos
    FROM totals CROSS JOIN LATERAL (
        SELECT '*' AS key, '*' AS value
        UNION ALL
        SELECT k.key, CASE WHEN tags = '' THEN 'UNATTRIBUTED' ELSE split_part(tags, ',', k.place::int) END
        FROM unnest(ARRAY['Application', 'Environment', 'Team', 'CostCenter', 'Owner']) WITH ORDINALITY AS k(key, place)
    ) AS tag
    GROUP BY 1, 2, 3, 4;
