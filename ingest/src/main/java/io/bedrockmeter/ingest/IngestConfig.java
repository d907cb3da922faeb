package io.bedrockmeter.ingest;

import io.bedrockmeter.ingest.aws.SyncConfig;
import io.bedrockmeter.ingest.cloudwatch.CloudWatchConfig;
import io.bedrockmeter.ingest.log.InvocationLogParser;
import io.bedrockmeter.ingest.s3.S3Config;
import io.bedrockmeter.ingest.sink.CommitPolicy;
import io.bedrockmeter.ingest.source.FollowSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one instance of ingest reads and how.
 *
 * @param instanceId tells instances apart, 1 to 64 letters, digits, dots, hyphens and underscores; the same again after a
 *     restart
 * @param logs files and folders with invocation logs to follow; they may appear later
 * @param events files and folders with CloudEvents to follow
 * @param profiles file with inference profiles to publish at start
 * @param projects file with projects to publish at start
 * @param pollInterval how often files without news are looked at, 10 ms to 1 min
 * @param follow how files are followed
 * @param commit when transactions end
 * @param cloudWatch log groups to tail
 * @param s3 buckets to read log files from
 * @param sync what is learned from AWS meanwhile, empty for nothing
 */
public record IngestConfig(
        String instanceId,
        List<Path> logs,
        List<Path> events,
        Optional<Path> profiles,
        Optional<Path> projects,
        Duration pollInterval,
        FollowSettings follow,
        CommitPolicy commit,
        CloudWatchConfig cloudWatch,
        S3Config s3,
        Optional<SyncConfig> sync) {

    private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Duration SHORTEST_POLL = Duration.ofMillis(10);
    private static final Duration LONGEST_POLL = Duration.ofMinutes(1);

    public IngestConfig {
        logs = List.copyOf(logs);
        events = List.copyOf(events);
        List<String> problems = new ArrayList<>();
        if (!INSTANCE_ID.matcher(instanceId).matches()) {
            problems.add("instance id is \"" + instanceId
                    + "\": expected 1 to 64 letters, digits, dots, hyphens and underscores");
        }
        if (pollInterval.compareTo(SHORTEST_POLL) < 0 || pollInterval.compareTo(LONGEST_POLL) > 0) {
            problems.add("poll interval is " + pollInterval + ": expected 10 ms to 1 min");
        }
        if (follow.maxRecordBytes() < 1) {
            problems.add("largest record is " + follow.maxRecordBytes() + " bytes: expected 1 or more");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Files only. */
    public IngestConfig(
            String instanceId,
            List<Path> logs,
            List<Path> events,
            Optional<Path> profiles,
            Optional<Path> projects,
            Duration pollInterval,
            FollowSettings follow,
            CommitPolicy commit) {
        this(
                instanceId,
                logs,
                events,
                profiles,
                projects,
                pollInterval,
                follow,
                commit,
                CloudWatchConfig.of(List.of()),
                S3Config.of(List.of()),
                Optional.empty());
    }

    /** Follows these files with the defaults: looks every 200 ms, records up to 32 MiB. */
    public static IngestConfig following(String instanceId, List<Path> logs, List<Path> events) {
        return new IngestConfig(
                instanceId,
                logs,
                events,
                Optional.empty(),
                Optional.empty(),
                Duration.ofMillis(200),
                FollowSettings.of(InvocationLogParser.DEFAULT_MAX_RECORD_BYTES),
                CommitPolicy.DEFAULT);
    }

    /** The same with reference files to publish at start. */
    public IngestConfig withReferences(Optional<Path> profileFile, Optional<Path> projectFile) {
        return new IngestConfig(
                instanceId, logs, events, profileFile, projectFile, pollInterval, follow, commit, cloudWatch, s3, sync);
    }

    /** The same with log groups and buckets to read. */
    public IngestConfig withAws(CloudWatchConfig logGroups, S3Config buckets) {
        return new IngestConfig(
                instanceId, logs, events, profiles, projects, pollInterval, follow, commit, logGroups, buckets, sync);
    }

    /** The same, learning from AWS meanwhile. */
    public IngestConfig withSync(SyncConfig learned) {
        return new IngestConfig(
                instanceId,
                logs,
                events,
                profiles,
                projects,
                pollInterval,
                follow,
                commit,
                cloudWatch,
                s3,
                Optional.of(learned));
    }
}
