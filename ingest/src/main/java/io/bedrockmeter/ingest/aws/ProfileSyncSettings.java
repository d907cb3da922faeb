package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.runtime.config.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How AWS is asked for profiles.
 *
 * @param callsPerSecond calls a second to one Region of an account, 1 to 100
 * @param concurrency calls under way at once, 1 to 32
 * @param tagMaxAge how long tags are believed before they are asked for again, up to 1 day. AWS does not say whether a
 *     change of tags changes a profile's update time, so this bounds how late a change is seen
 */
public record ProfileSyncSettings(int callsPerSecond, int concurrency, Duration tagMaxAge) {

    private static final int MOST_CALLS_PER_SECOND = 100;
    private static final int MOST_CONCURRENT = 32;
    private static final Duration LONGEST_AGE = Duration.ofDays(1);

    /** Five calls a second, four at once, tags asked for again after ten minutes. */
    public static final ProfileSyncSettings DEFAULT = new ProfileSyncSettings(5, 4, Duration.ofMinutes(10));

    public ProfileSyncSettings {
        List<String> problems = new ArrayList<>();
        if (callsPerSecond < 1 || callsPerSecond > MOST_CALLS_PER_SECOND) {
            problems.add("calls per second are " + callsPerSecond + ": expected 1 to " + MOST_CALLS_PER_SECOND);
        }
        if (concurrency < 1 || concurrency > MOST_CONCURRENT) {
            problems.add("calls at once are " + concurrency + ": expected 1 to " + MOST_CONCURRENT);
        }
        if (tagMaxAge.isNegative() || tagMaxAge.compareTo(LONGEST_AGE) > 0) {
            problems.add("largest age of tags is " + tagMaxAge + ": expected 0 to " + LONGEST_AGE);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Reads the keys of {@code references.sync} that are about asking. */
    static ProfileSyncSettings read(Section section) {
        return new ProfileSyncSettings(
                section.integer("callsPerSecond", DEFAULT.callsPerSecond, 1, MOST_CALLS_PER_SECOND),
                section.integer("concurrency", DEFAULT.concurrency, 1, MOST_CONCURRENT),
                section.duration("tagMaxAge", DEFAULT.tagMaxAge, Duration.ZERO, LONGEST_AGE));
    }
}
