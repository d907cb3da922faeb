package io.bedrockmeter.schemas.model;

import java.time.Instant;

/**
 * How far an instance of ingest has come with one of its sources; repeated every few seconds while the instance lives, in the
 * same transaction as what it had read by then. So a source that is quiet can be told from one that nobody reads.
 *
 * @param source the source, for example {@code cloudwatch:own:us-east-1:/aws/bedrock/modelinvocations}
 * @param instanceId the instance that reads it
 * @param completeAt everything that could be seen in the source at this time is committed; {@link Instant#EPOCH} before
 *     anything was
 * @param lastEventAt event time of the latest event read, {@link Instant#EPOCH} before the first
 * @param lagMs from the event time of the latest event until it was read, 0 before the first
 * @param backfillLeftMs event time that a backfill still has to read
 * @param problem what keeps the source from being read now, empty for nothing
 * @param reportedAt when this was written
 */
public record SourceReport(
        String source,
        String instanceId,
        Instant completeAt,
        Instant lastEventAt,
        long lagMs,
        long backfillLeftMs,
        String problem,
        Instant reportedAt) {}
