CREATE TABLE invocations (
    requestId STRING,
    `timestamp` STRING,
    modelId STRING,
    operation STRING,
    `identity` ROW<arn STRING>,
    `input` ROW<inputTokenCount BIGINT, cacheReadInputTokenCount BIGINT>,
    `output` ROW<outputTokenCount BIGINT>,
    arrived AS PROCTIME()
) WITH ('topic' = '${invocations}', ${source});

CREATE TABLE tag_events (
    requestId STRING,
    tags ROW<Application STRING, Environment STRING, Team STRING, CostCenter STRING, Owner STRING>,
    arrived AS PROCTIME()
) WITH ('topic' = '${tagEvents}', ${source});

CREATE TEMPORARY VIEW distinct_invocations AS
SELECT requestId, modelId, operation, REGEXP_EXTRACT(`identity`.arn, '^(.*)/[^/]*$', 1) AS principal,
       CONCAT(SUBSTRING(`timestamp`, 1, 16), ':00Z') AS startedAt,
       `input`.inputTokenCount AS inputTokens, `output`.outputTokenCount AS outputTokens,
       `input`.cacheReadInputTokenCount AS cacheReadTokens
FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY requestId ORDER BY arrived ASC) AS place FROM invocations)
WHERE place = 1;

CREATE TEMPORARY VIEW distinct_tag_events AS
SELECT requestId, tags.Application AS application, tags.Environment AS environment, tags.Team AS team,
       tags.CostCenter AS costCenter, tags.Owner AS owner
FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY requestId ORDER BY arrived ASC) AS place FROM tag_events)
WHERE place = 1;

CREATE TEMPORARY VIEW rated AS
SELECT i.startedAt, COALESCE(t.application, 'UNATTRIBUTED') AS application,
       COALESCE(t.environment, 'UNATTRIBUTED') AS environment, COALESCE(t.team, 'UNATTRIBUTED') AS team,
       COALESCE(t.costCenter, 'UNATTRIBUTED') AS costCenter, COALESCE(t.owner, 'UNATTRIBUTED') AS owner,
       i.modelId, i.principal, i.operation, i.inputTokens, i.outputTokens, i.cacheReadTokens,
       i.inputTokens * p.inputPicos + i.outputTokens * p.outputPicos + i.cacheReadTokens * p.cacheReadPicos AS picos
FROM distinct_invocations i
LEFT JOIN distinct_tag_events t ON i.requestId = t.requestId
JOIN (VALUES ${prices}) AS p(modelId, inputPicos, outputPicos, cacheReadPicos) ON i.modelId = p.modelId;

CREATE TEMPORARY VIEW usage_minute AS
SELECT startedAt, application, environment, team, costCenter, owner, modelId, principal, operation,
       COUNT(*) AS requests, SUM(inputTokens) AS inputTokens, SUM(outputTokens) AS outputTokens,
       SUM(cacheReadTokens) AS cacheReadTokens, SUM(picos) AS picos
FROM rated
GROUP BY startedAt, application, environment, team, costCenter, owner, modelId, principal, operation;

CREATE TEMPORARY VIEW tag_minute AS
SELECT startedAt, tag, SUM(requests) AS requests, SUM(inputTokens) AS inputTokens, SUM(outputTokens) AS outputTokens,
       SUM(cacheReadTokens) AS cacheReadTokens, SUM(picos) AS picos
FROM usage_minute CROSS JOIN UNNEST(ARRAY['*=*', CONCAT('Application=', application), CONCAT('Environment=', environment),
    CONCAT('Team=', team), CONCAT('CostCenter=', costCenter), CONCAT('Owner=', owner)]) AS spread(tag)
GROUP BY startedAt, tag;
