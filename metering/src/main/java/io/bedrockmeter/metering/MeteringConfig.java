package io.bedrockmeter.metering;

import io.bedrockmeter.metering.attribution.Attributor;
import io.bedrockmeter.metering.attribution.PrincipalMap;
import io.bedrockmeter.metering.attribution.Taxonomy;
import io.bedrockmeter.metering.request.ClosedMonths;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.TagSource;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How metering works.
 *
 * @param applicationId Kafka Streams application id: consumer group, prefix of internal topics and transactional ids
 * @param stateDir folder of the local stores
 * @param threads stream threads, 1 or more
 * @param standbyReplicas warm copies of each store on other instances, 0 or more
 * @param taxonomy tag keys that become dimensions
 * @param trustOrder tag sources, most trusted first; sources left out are not believed
 * @param defaultTags value by taxonomy key where no source says one
 * @param principals tags by IAM principal
 * @param zone zone of day and month windows
 * @param requestHorizon how long a request is remembered after it was last heard of; a duplicate that comes later is
 *     counted again
 * @param retention how long windows of each granularity are kept, from their start; granularities left out are kept for
 *     ever
 * @param maxCells cells that one task may see per day of event time before further ones are folded into OTHER
 * @param shortestCommitInterval time between two commits while commits are cheap: what was rated becomes visible in the
 *     totals after about two of them
 * @param longestCommitInterval time after which a commit is made however costly it is; from the shortest interval up
 * @param requestStore where requests are remembered
 * @param frozenBefore months before this one, in {@code zone}, whose totals do not change once they are over: what would
 *     change them is booked to the present; empty when none
 */
public record MeteringConfig(
        String applicationId,
        Path stateDir,
        int threads,
        int standbyReplicas,
        Taxonomy taxonomy,
        List<TagSource> trustOrder,
        Map<String, String> defaultTags,
        PrincipalMap principals,
        ZoneId zone,
        Duration requestHorizon,
        Map<Granularity, Duration> retention,
        int maxCells,
        Duration shortestCommitInterval,
        Duration longestCommitInterval,
        StoreKind requestStore,
        Optional<YearMonth> frozenBefore) {

    /** Where the request store lives. */
    public enum StoreKind {
        /** RocksDB on disk: bounded memory, any number of requests. */
        DISK,
        /** The heap: faster, for as many requests as fit. */
        MEMORY
    }

    public MeteringConfig {
        trustOrder = List.copyOf(trustOrder);
        defaultTags = Map.copyOf(defaultTags);
        retention = Map.copyOf(retention);
    }

    /** Settings under which no month is frozen. */
    public MeteringConfig(
            String applicationId,
            Path stateDir,
            int threads,
            int standbyReplicas,
            Taxonomy taxonomy,
            List<TagSource> trustOrder,
            Map<String, String> defaultTags,
            PrincipalMap principals,
            ZoneId zone,
            Duration requestHorizon,
            Map<Granularity, Duration> retention,
            int maxCells,
            Duration shortestCommitInterval,
            Duration longestCommitInterval,
            StoreKind requestStore) {
        this(
                applicationId,
                stateDir,
                threads,
                standbyReplicas,
                taxonomy,
                trustOrder,
                defaultTags,
                principals,
                zone,
                requestHorizon,
                retention,
                maxCells,
                shortestCommitInterval,
                longestCommitInterval,
                requestStore,
                Optional.empty());
    }

    /** The documented defaults, with state in the given folder. */
    public static MeteringConfig defaults(Path stateDir) {
        Map<Granularity, Duration> retention = new EnumMap<>(Granularity.class);
        for (Granularity granularity : Granularity.values()) {
            retention.put(granularity, Topics.retention(granularity));
        }
        return new MeteringConfig(
                "bedrock-meter-metering",
                stateDir,
                2,
                0,
                Taxonomy.standard(),
                Arrays.asList(TagSource.values()),
                Map.of(),
                PrincipalMap.EMPTY,
                ZoneOffset.UTC,
                Duration.ofDays(8),
                retention,
                100_000,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                StoreKind.DISK);
    }

    /** With another taxonomy. */
    public MeteringConfig withTaxonomy(Taxonomy newTaxonomy) {
        Draft draft = new Draft(this);
        draft.taxonomy = newTaxonomy;
        return draft.config();
    }

    /** With another zone of day and month windows. */
    public MeteringConfig withZone(ZoneId newZone) {
        Draft draft = new Draft(this);
        draft.zone = newZone;
        return draft.config();
    }

    /** With all months before one frozen once they are over. */
    public MeteringConfig withFrozenBefore(YearMonth firstOpen) {
        Draft draft = new Draft(this);
        draft.frozenBefore = Optional.of(firstOpen);
        return draft.config();
    }

    /** With another time for which requests are remembered. */
    public MeteringConfig withRequestHorizon(Duration newHorizon) {
        Draft draft = new Draft(this);
        draft.requestHorizon = newHorizon;
        return draft.config();
    }

    /** For a batch over files of any age: every window is kept, no month is frozen, requests are remembered in memory. */
    public MeteringConfig forBatch() {
        Draft draft = new Draft(this);
        draft.retention = Map.of();
        draft.requestStore = StoreKind.MEMORY;
        draft.frozenBefore = Optional.empty();
        return draft.config();
    }

    /** The months these settings freeze. */
    public ClosedMonths closedMonths() {
        return ClosedMonths.before(frozenBefore, zone);
    }

    /** The attribution these settings describe. */
    public Attributor attributor() {
        return new Attributor(taxonomy, trustOrder, defaultTags);
    }

    /** With other times for which windows are kept; granularities left out are kept for ever. */
    public MeteringConfig withRetention(Map<Granularity, Duration> newRetention) {
        Draft draft = new Draft(this);
        draft.retention = newRetention;
        return draft.config();
    }

    /** A copy on which single settings are changed. */
    private static final class Draft {
        private String applicationId;
        private Path stateDir;
        private int threads;
        private int standbyReplicas;
        private Taxonomy taxonomy;
        private List<TagSource> trustOrder;
        private Map<String, String> defaultTags;
        private PrincipalMap principals;
        private ZoneId zone;
        private Duration requestHorizon;
        private Map<Granularity, Duration> retention;
        private int maxCells;
        private Duration shortestCommitInterval;
        private Duration longestCommitInterval;
        private StoreKind requestStore;
        private Optional<YearMonth> frozenBefore;

        Draft(MeteringConfig from) {
            this.applicationId = from.applicationId;
            this.stateDir = from.stateDir;
            this.threads = from.threads;
            this.standbyReplicas = from.standbyReplicas;
            this.taxonomy = from.taxonomy;
            this.trustOrder = from.trustOrder;
            this.defaultTags = from.defaultTags;
            this.principals = from.principals;
            this.zone = from.zone;
            this.requestHorizon = from.requestHorizon;
            this.retention = from.retention;
            this.maxCells = from.maxCells;
            this.shortestCommitInterval = from.shortestCommitInterval;
            this.longestCommitInterval = from.longestCommitInterval;
            this.requestStore = from.requestStore;
            this.frozenBefore = from.frozenBefore;
        }

        MeteringConfig config() {
            return new MeteringConfig(
                    applicationId,
                    stateDir,
                    threads,
                    standbyReplicas,
                    taxonomy,
                    trustOrder,
                    defaultTags,
                    principals,
                    zone,
                    requestHorizon,
                    retention,
                    maxCells,
                    shortestCommitInterval,
                    longestCommitInterval,
                    requestStore,
                    frozenBefore);
        }
    }
}
