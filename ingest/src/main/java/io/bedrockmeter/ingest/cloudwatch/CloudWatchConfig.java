package io.bedrockmeter.ingest.cloudwatch;

import io.bedrockmeter.runtime.config.Durations;
import io.bedrockmeter.runtime.config.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which log groups are tailed and how.
 *
 * @param groups the log groups, each once
 * @param logStream stream that Bedrock writes to
 * @param overlap how late after its timestamp an event may become visible and still be found, 10 s to 24 h
 * @param recent the part of the overlap that every poll looks at, 1 s up to the overlap; what comes later is found by a
 *     pass over the whole overlap, of which there are fifteen in its time
 * @param busyPoll pause between polls of a group with news, 0 to 1 min
 * @param idlePoll longest pause between polls of a quiet group, up to 1 min
 * @param slice length of the pieces into which a backfill is cut, 1 s to 24 h
 * @param parallelSlices how many pieces of a group are read at once, 1 to 16
 * @param maxRecordBytes largest record
 */
public record CloudWatchConfig(
        List<LogGroup> groups,
        String logStream,
        Duration overlap,
        Duration recent,
        Duration busyPoll,
        Duration idlePoll,
        Duration slice,
        int parallelSlices,
        int maxRecordBytes) {

    /** The stream that Bedrock writes to; the user guide fixes its name. */
    public static final String BEDROCK_STREAM = "aws/bedrock/modelinvocations";

    private static final int MOST_SLICES = 16;
    private static final int CLOUDWATCH_EVENT_BYTES = 1024 * 1024;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SHORTEST_OVERLAP = Duration.ofSeconds(10);
    private static final Duration SECOND = Duration.ofSeconds(1);

    public CloudWatchConfig {
        groups = List.copyOf(groups);
        List<String> problems = new ArrayList<>();
        groups.stream()
                .collect(Collectors.groupingBy(LogGroup::source, Collectors.counting()))
                .forEach((source, count) -> {
                    if (count > 1) {
                        problems.add(source + " is named " + count + " times: expected each log group once");
                    }
                });
        within("overlap", overlap, SHORTEST_OVERLAP, DAY, problems);
        within("recent", recent, SECOND, overlap, problems);
        within("busy poll", busyPoll, Duration.ZERO, MINUTE, problems);
        within("idle poll", idlePoll, busyPoll, MINUTE, problems);
        within("slice", slice, SECOND, DAY, problems);
        if (parallelSlices < 1 || parallelSlices > MOST_SLICES) {
            problems.add("parallel slices is " + parallelSlices + ": expected 1 to " + MOST_SLICES);
        }
        if (maxRecordBytes < 1) {
            problems.add("largest record is " + maxRecordBytes + " bytes: expected 1 or more");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Tails these groups with the defaults. */
    public static CloudWatchConfig of(List<LogGroup> groups) {
        return new CloudWatchConfig(
                groups,
                BEDROCK_STREAM,
                Duration.ofMinutes(15),
                Duration.ofSeconds(30),
                Duration.ofMillis(200),
                Duration.ofSeconds(2),
                Duration.ofMinutes(10),
                4,
                CLOUDWATCH_EVENT_BYTES);
    }

    /** Reads {@code inputs.cloudWatch}. */
    public static CloudWatchConfig read(Section section) {
        List<LogGroup> groups = section.sections("groups", LogGroup::read).stream()
                .flatMap(Optional::stream)
                .toList();
        CloudWatchConfig defaults = of(List.of());
        Duration overlap = section.duration("overlap", defaults.overlap, SHORTEST_OVERLAP, DAY);
        Duration busy = section.duration("busyPoll", defaults.busyPoll, Duration.ZERO, MINUTE);
        Duration recent = section.duration("recent", shorter(defaults.recent, overlap), SECOND, overlap);
        Duration idle = section.duration("idlePoll", longer(defaults.idlePoll, busy), busy, MINUTE);
        Duration slice = section.duration("slice", defaults.slice, SECOND, DAY);
        int slices = section.integer("parallelSlices", defaults.parallelSlices, 1, MOST_SLICES);
        String stream = section.text("logStream", BEDROCK_STREAM);
        try {
            return new CloudWatchConfig(
                    groups, stream, overlap, recent, busy, idle, slice, slices, CLOUDWATCH_EVENT_BYTES);
        } catch (IllegalArgumentException e) {
            section.problem("groups", groups.size() + " log groups", String.valueOf(e.getMessage()));
            return defaults;
        }
    }

    private static void within(String what, Duration value, Duration least, Duration most, List<String> problems) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            problems.add(what + " is " + Durations.format(value) + ": expected " + Durations.format(least) + " to "
                    + Durations.format(most));
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
