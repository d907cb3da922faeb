package io.bedrockmeter.metering.coverage;

import io.bedrockmeter.schemas.model.SourceReport;
import java.time.Duration;
import java.time.Instant;

/** What the report of a source is worth at a later time. */
public enum SourceFreshness {
    /** It is read, and nothing is known to be missing. */
    FRESH,
    /** It is read, but what could be seen in it a minute ago is not all there yet, or a backfill is under way. */
    BEHIND,
    /** It cannot be read; the report says why. */
    FAILING,
    /** Nobody has reported it of late: the instance that reads it is gone, or cannot reach Kafka. */
    SILENT;

    /** Ingest reports every five seconds. */
    static final Duration SILENT_AFTER = Duration.ofSeconds(30);

    static final Duration BEHIND_AFTER = Duration.ofMinutes(1);

    /** Judges a report. */
    public static SourceFreshness of(SourceReport report, Instant now) {
        if (report.reportedAt().isBefore(now.minus(SILENT_AFTER))) {
            return SILENT;
        }
        if (!report.problem().isEmpty()) {
            return FAILING;
        }
        return report.backfillLeftMs() > 0 || report.completeAt().isBefore(now.minus(BEHIND_AFTER)) ? BEHIND : FRESH;
    }
}
