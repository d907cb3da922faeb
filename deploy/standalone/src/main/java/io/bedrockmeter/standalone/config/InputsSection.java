package io.bedrockmeter.standalone.config;

import io.bedrockmeter.ingest.IngestConfig;
import io.bedrockmeter.ingest.cloudwatch.CloudWatchConfig;
import io.bedrockmeter.ingest.log.InvocationLogParser;
import io.bedrockmeter.ingest.s3.S3Config;
import io.bedrockmeter.ingest.sink.CommitPolicy;
import io.bedrockmeter.ingest.source.FollowSettings;
import io.bedrockmeter.runtime.config.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is read while the process runs.
 *
 * @param logs files and folders of invocation logs, followed as they grow
 * @param tagEvents files of CloudEvents, one JSON object per line, followed as they grow
 * @param maxRecordBytes largest record in files; a larger one is refused
 * @param cloudWatch log groups that are tailed
 * @param s3 buckets of log files
 */
public record InputsSection(
        List<Path> logs, List<Path> tagEvents, int maxRecordBytes, CloudWatchConfig cloudWatch, S3Config s3) {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
    private static final int LEAST_RECORD_BYTES = 1 << 10;
    private static final int MOST_RECORD_BYTES = 64 << 20;

    public InputsSection {
        logs = List.copyOf(logs);
        tagEvents = List.copyOf(tagEvents);
    }

    static InputsSection read(Section section) {
        return new InputsSection(
                section.paths("logs"),
                section.paths("tagEvents"),
                section.integer(
                        "maxRecordBytes",
                        InvocationLogParser.DEFAULT_MAX_RECORD_BYTES,
                        LEAST_RECORD_BYTES,
                        MOST_RECORD_BYTES),
                CloudWatchConfig.read(section.section("cloudWatch")),
                S3Config.read(section.section("s3")));
    }

    /** What one instance of ingest does with them. */
    public IngestConfig ingest(String instanceId) {
        return new IngestConfig(
                        instanceId,
                        logs,
                        tagEvents,
                        Optional.empty(),
                        Optional.empty(),
                        POLL_INTERVAL,
                        FollowSettings.of(maxRecordBytes),
                        CommitPolicy.DEFAULT)
                .withAws(cloudWatch, s3);
    }

    /** Whether there is anything to read. */
    public boolean isEmpty() {
        return logs.isEmpty()
                && tagEvents.isEmpty()
                && cloudWatch.groups().isEmpty()
                && s3.buckets().isEmpty();
    }
}
