package io.bedrockmeter.standalone.config;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.attribution.PrincipalMap;
import io.bedrockmeter.metering.attribution.Taxonomy;
import io.bedrockmeter.runtime.config.Section;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.TagSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@code metering} section. */
final class MeteringSection {

    private static final Map<String, TagSource> SOURCES = new LinkedHashMap<>();

    static {
        SOURCES.put("profile", TagSource.PROFILE);
        SOURCES.put("project", TagSource.PROJECT);
        SOURCES.put("tagEvent", TagSource.TAG_EVENT);
        SOURCES.put("principal", TagSource.PRINCIPAL);
        SOURCES.put("requestMetadata", TagSource.REQUEST_METADATA);
    }

    private static final int MOST_STANDBYS = 10;

    /** The rolling spend of 24 hours is made from minutes. */
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(2);

    private static final Duration LONGEST_RETENTION = Duration.ofDays(3_660);

    private MeteringSection() {}

    static MeteringConfig read(Section section, Path stateDirectory) {
        MeteringConfig defaults = MeteringConfig.defaults(stateDirectory);
        Taxonomy taxonomy = taxonomy(section);
        MeteringConfig config = new MeteringConfig(
                section.text("applicationId", defaults.applicationId()),
                stateDirectory,
                section.integer("threads", defaults.threads(), 1, 64),
                section.integer("standbyReplicas", defaults.standbyReplicas(), 0, MOST_STANDBYS),
                taxonomy,
                trustOrder(section),
                defaultTags(section, taxonomy),
                new PrincipalMap(section.sections("principals", MeteringSection::rule)),
                section.zone("zone", defaults.zone()),
                section.duration(
                        "requestHorizon", defaults.requestHorizon(), Duration.ofHours(1), Duration.ofDays(400)),
                retention(section.section("retention"), defaults.retention()),
                section.integer("maxCellsPerDay", defaults.maxCells(), 100, 10_000_000),
                section.duration(
                        "shortestCommitInterval",
                        defaults.shortestCommitInterval(),
                        Duration.ofMillis(10),
                        Duration.ofMinutes(1)),
                section.duration(
                        "longestCommitInterval",
                        defaults.longestCommitInterval(),
                        Duration.ofMillis(100),
                        Duration.ofMinutes(1)),
                store(section));
        return frozenBefore(section).map(config::withFrozenBefore).orElse(config);
    }

    private static Map<Granularity, Duration> retention(Section section, Map<Granularity, Duration> defaults) {
        Map<Granularity, Duration> retention = new EnumMap<>(Granularity.class);
        defaults.forEach((granularity, kept) -> retention.put(
                granularity, section.duration(granularity.wireName(), kept, SHORTEST_RETENTION, LONGEST_RETENTION)));
        return retention;
    }

    private static Taxonomy taxonomy(Section section) {
        Map<String, List<String>> keys = section.textsMap("taxonomy");
        if (keys.isEmpty()) {
            return Taxonomy.standard();
        }
        try {
            return Taxonomy.of(keys);
        } catch (IllegalArgumentException e) {
            section.problem(
                    "taxonomy", String.valueOf(e.getMessage()), "keys and aliases that differ in letters and digits");
            return Taxonomy.standard();
        }
    }

    private static List<TagSource> trustOrder(Section section) {
        String expected = "tag sources, most trusted first, out of " + String.join(", ", SOURCES.keySet());
        List<TagSource> order = section.list("trustOrder", expected, text -> Optional.ofNullable(SOURCES.get(text)));
        if (order.stream().distinct().count() < order.size()) {
            section.problem("trustOrder", "a source twice", expected);
        }
        return order.isEmpty() ? Arrays.asList(TagSource.values()) : withDefault(order);
    }

    /** Nobody comes last whatever the order says. */
    private static List<TagSource> withDefault(List<TagSource> order) {
        return Stream.concat(order.stream(), Stream.of(TagSource.DEFAULT)).toList();
    }

    private static Map<String, String> defaultTags(Section section, Taxonomy taxonomy) {
        Map<String, String> tags = section.textMap("defaultTags", false);
        tags.keySet().stream()
                .filter(key -> !taxonomy.contains(taxonomy.canonical(key)))
                .forEach(key -> section.problem(
                        "defaultTags", "'" + key + "'", "keys of the taxonomy: " + String.join(", ", taxonomy.keys())));
        return tags.entrySet().stream()
                .collect(Collectors.toMap(
                        tag -> taxonomy.canonical(tag.getKey()), Map.Entry::getValue, (one, two) -> two));
    }

    private static PrincipalMap.Rule rule(Section section) {
        Optional<String> pattern = section.text("pattern");
        if (pattern.isEmpty()) {
            section.problem("pattern", "nothing", "an IAM ARN in which * stands for anything");
        }
        return new PrincipalMap.Rule(pattern.orElse(""), section.textMap("tags", false));
    }

    private static Optional<YearMonth> frozenBefore(Section section) {
        return section.parsed("frozenBefore", "a month, for example 2026-11", text -> {
            try {
                return Optional.of(YearMonth.parse(text));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    private static MeteringConfig.StoreKind store(Section section) {
        return section.parsed(
                "requestStore",
                "disk or memory",
                text -> switch (text) {
                    case "disk" -> Optional.of(MeteringConfig.StoreKind.DISK);
                    case "memory" -> Optional.of(MeteringConfig.StoreKind.MEMORY);
                    default -> Optional.empty();
                },
                MeteringConfig.StoreKind.DISK);
    }
}
