package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.metering.query.UsageQuery;
import io.bedrockmeter.standalone.config.ReferencesSection;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;

/**
 * What a report is about.
 *
 * @param logs files and folders of invocation logs
 * @param tagEvents files of CloudEvents
 * @param references what is known beforehand
 * @param query the question
 * @param zone zone of days and months
 */
public record ReportRequest(
        List<Path> logs, List<Path> tagEvents, ReferencesSection references, UsageQuery query, ZoneId zone) {

    public ReportRequest {
        logs = List.copyOf(logs);
        tagEvents = List.copyOf(tagEvents);
    }
}
