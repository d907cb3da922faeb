package io.bedrockmeter.ingest.aws;

import java.time.Duration;
import java.util.List;

/**
 * What is learned from AWS while ingest runs.
 *
 * @param interval time between two looks, 10 s to 1 day; each is made up to a tenth earlier or later, so that instances do
 *     not look at the same moment
 * @param profiles where inference profiles are
 * @param profileSettings how they are asked for
 * @param projects where projects are
 */
public record SyncConfig(
        Duration interval,
        List<BedrockAccount> profiles,
        ProfileSyncSettings profileSettings,
        List<MantleSettings> projects) {

    /** Time between two looks where nobody says otherwise. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);

    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(1);

    public SyncConfig {
        profiles = List.copyOf(profiles);
        projects = List.copyOf(projects);
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("sync interval is " + interval + ": expected 10 s to 1 day");
        }
    }

    /** Both with the defaults. */
    public static SyncConfig of(List<BedrockAccount> profiles, List<MantleSettings> projects) {
        return new SyncConfig(DEFAULT_INTERVAL, profiles, ProfileSyncSettings.DEFAULT, projects);
    }
}
