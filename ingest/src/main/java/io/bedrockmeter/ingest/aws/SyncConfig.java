package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.runtime.config.Section;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /**
     * Reads {@code references.sync}; empty where it names nothing to learn from.
     *
     * @param environment where keys and endpoints are looked for that the section does not name
     */
    public static Optional<SyncConfig> read(Section section, Map<String, String> environment) {
        Duration interval = section.duration("interval", DEFAULT_INTERVAL, SHORTEST, LONGEST);
        ProfileSyncSettings settings = ProfileSyncSettings.read(section);
        List<BedrockAccount> accounts = section.sections("accounts", BedrockAccount::read).stream()
                .flatMap(List::stream)
                .toList();
        List<MantleSettings> projects =
                section.sections("projects", item -> MantleSettings.read(item, environment)).stream()
                        .flatMap(Optional::stream)
                        .toList();
        once(section, "accounts", accounts);
        once(section, "projects", projects);
        return accounts.isEmpty() && projects.isEmpty()
                ? Optional.empty()
                : Optional.of(new SyncConfig(interval, accounts, settings, projects));
    }

    private static void once(Section section, String key, List<?> places) {
        places.stream()
                .filter(place -> Collections.frequency(places, place) > 1)
                .distinct()
                .forEach(place -> section.problem(key, place + " twice", "each account, Region and key once"));
    }
}
