package io.bedrockmeter.ingest.s3;

import io.bedrockmeter.runtime.config.Durations;
import io.bedrockmeter.runtime.config.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which buckets are read and how.
 *
 * @param buckets the buckets, each bucket and prefix once
 * @param poll pause between listings, 1 s to 1 h; Bedrock writes about one file a minute
 * @param lookBack how late an object may appear in the folder of its hour and still be found, 1 h to 7 d
 * @param maxRecordBytes largest record
 */
public record S3Config(List<LogBucket> buckets, Duration poll, Duration lookBack, int maxRecordBytes) {

    private static final int DEFAULT_RECORD_BYTES = 4 * 1024 * 1024;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration WEEK = Duration.ofDays(7);

    public S3Config {
        buckets = List.copyOf(buckets);
        List<String> problems = new ArrayList<>();
        buckets.stream()
                .collect(Collectors.groupingBy(LogBucket::source, Collectors.counting()))
                .forEach((source, count) -> {
                    if (count > 1) {
                        problems.add(source + " is named " + count + " times: expected each bucket and prefix once");
                    }
                });
        within("poll", poll, SECOND, HOUR, problems);
        within("look-back", lookBack, HOUR, WEEK, problems);
        if (maxRecordBytes < 1) {
            problems.add("largest record is " + maxRecordBytes + " bytes: expected 1 or more");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Reads these buckets with the defaults. */
    public static S3Config of(List<LogBucket> buckets) {
        return new S3Config(buckets, Duration.ofSeconds(20), Duration.ofHours(3), DEFAULT_RECORD_BYTES);
    }

    /** Reads {@code inputs.s3}. */
    public static S3Config read(Section section) {
        List<LogBucket> buckets = section.sections("buckets", LogBucket::read).stream()
                .flatMap(Optional::stream)
                .toList();
        S3Config defaults = of(List.of());
        Duration poll = section.duration("poll", defaults.poll, SECOND, HOUR);
        Duration lookBack = section.duration("lookBack", defaults.lookBack, HOUR, WEEK);
        try {
            return new S3Config(buckets, poll, lookBack, DEFAULT_RECORD_BYTES);
        } catch (IllegalArgumentException e) {
            section.problem("buckets", buckets.size() + " buckets", String.valueOf(e.getMessage()));
            return defaults;
        }
    }

    private static void within(String what, Duration value, Duration least, Duration most, List<String> problems) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            problems.add(what + " is " + Durations.format(value) + ": expected " + Durations.format(least) + " to "
                    + Durations.format(most));
        }
    }
}
