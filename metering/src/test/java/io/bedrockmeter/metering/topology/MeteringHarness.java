package io.bedrockmeter.metering.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.rating.Prices;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Adjustment;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.RollingSpend;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * The production topology under the test driver. On close it checks what must hold after every test: dead letters only
 * where the test claimed them, and every total equal to the sum of the ledger.
 */
public final class MeteringHarness implements AutoCloseable {

    public static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final KafkaSettings KAFKA =
            new KafkaSettings("unused:9092", Topics.DEFAULT_PREFIX, 1, (short) 1, Map.of());

    private final TopologyTestDriver driver;
    private final StoredUsage stored;
    private final StoredRequests requests;
    private final Prices prices;
    private final MeteringCounters counters = new MeteringCounters();
    private final Map<String, TestInputTopic<String, byte[]>> inputs = new HashMap<>();
    private final Map<String, TestOutputTopic<String, byte[]>> outputs = new HashMap<>();
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final Map<Granularity, Map<String, UsageTotal>> usage = new HashMap<>();
    private final Map<Granularity, Map<String, TagSpend>> spend = new HashMap<>();
    private final Map<String, RollingSpend> rolling = new HashMap<>();
    private int claimedDeadLetters;
    private boolean claimedExpiredWindows;
    private Instant now = NOW;

    public MeteringHarness() {
        this(MeteringConfig.defaults(temporaryFolder()));
    }

    public MeteringHarness(MeteringConfig config) {
        Properties settings = StreamsSettings.of(config, KAFKA);
        MeteringTopology topology = new MeteringTopology(config, KAFKA, counters, new Progress());
        driver = new TopologyTestDriver(topology.build(settings), settings, NOW);
        stored = topology.stored(driver::getKeyValueStore);
        requests = new StoredRequests(driver::getKeyValueStore);
        prices = topology.prices();
    }

    public static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("metering-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public MeteringCounters counters() {
        return counters;
    }

    public void invocation(Invocation invocation) {
        send(Topics.INVOCATIONS, invocation.requestId(), invocation);
    }

    public void tagEvent(TagEvent event) {
        send(Topics.TAG_EVENTS, event.requestId(), event);
    }

    public void profile(Profile profile) {
        send(Topics.PROFILES, profile.arn(), profile);
    }

    public void project(Project project) {
        send(Topics.PROJECTS, project.id(), project);
    }

    public void rates(RateSchedule schedule) {
        send(Topics.RATE_CARDS, schedule.model(), schedule);
    }

    public void discounts(DiscountSchedule schedule) {
        send(Topics.RATE_CARDS, schedule.key(), schedule);
    }

    public void adjust(Adjustment adjustment) {
        send(Topics.ADJUSTMENTS, adjustment.requestId(), adjustment);
    }

    /** Wall-clock time. */
    public Instant now() {
        return now;
    }

    /** The totals as questions find them. Not while records are being sent. */
    public StoredUsage stored() {
        return stored;
    }

    /** What is remembered of requests. */
    public StoredRequests requests() {
        return requests;
    }

    /** List prices as they are known. */
    public Prices prices() {
        return prices;
    }

    /** How many requests that are not remembered the rate stage knows the revision of. */
    public int knownRevisions() {
        int count = 0;
        try (KeyValueIterator<?, ?> all =
                driver.getKeyValueStore(StateStores.REVISIONS).all()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        }
        return count;
    }

    public <V> void send(Topic<V> topic, String key, V value) {
        raw(topic, key, topic.codec().encode(value));
    }

    public void raw(Topic<?> topic, String key, byte[] value) {
        inputs.computeIfAbsent(
                        KAFKA.name(topic),
                        name -> driver.createInputTopic(name, new StringSerializer(), new ByteArraySerializer()))
                .pipeInput(key, value);
    }

    /** Lets wall-clock time pass, so that sweeps, flushes and publications happen. */
    public MeteringHarness pass(Duration time) {
        driver.advanceWallClockTime(time);
        now = now.plus(time);
        return this;
    }

    /** Lets everything that is under way arrive. */
    public MeteringHarness settle() {
        for (int i = 0; i < 4; i++) {
            pass(Duration.ofMillis(250));
        }
        read(Topics.LEDGER, (key, value) -> ledger.add(value));
        read(Topics.DEAD_LETTERS, (key, value) -> deadLetters.add(value));
        read(Topics.SPEND_ROLLING, rolling::put);
        for (Granularity granularity : Granularity.values()) {
            Map<String, UsageTotal> totals = usage.computeIfAbsent(granularity, none -> new LinkedHashMap<>());
            read(Topics.usage(granularity), totals::put);
            Map<String, TagSpend> byTag = spend.computeIfAbsent(granularity, none -> new LinkedHashMap<>());
            read(Topics.spendByTag(granularity), byTag::put);
        }
        return this;
    }

    private <V> void read(Topic<V> topic, java.util.function.BiConsumer<String, V> to) {
        outputs.computeIfAbsent(
                        KAFKA.name(topic),
                        name -> driver.createOutputTopic(name, new StringDeserializer(), new ByteArrayDeserializer()))
                .readKeyValuesToList()
                .forEach(record -> to.accept(record.key, topic.codec().decode(record.value)));
    }

    public List<LedgerEntry> ledger() {
        return List.copyOf(ledger);
    }

    /** Everything in the usage topic of a granularity, by key, as a reader of the compacted topic sees it. */
    public Map<String, UsageTotal> usage(Granularity granularity) {
        return usage.getOrDefault(granularity, Map.of());
    }

    public Map<String, TagSpend> spend(Granularity granularity) {
        return spend.getOrDefault(granularity, Map.of());
    }

    /** Last published rolling spend of {@code key=value}. */
    public RollingSpend rolling(String tagKeyValue) {
        return rolling.get(tagKeyValue);
    }

    /** Month totals of one tag value. */
    public Totals month(String tagKey, String tagValue) {
        return spend(Granularity.MONTH).values().stream()
                .filter(each -> each.tagKey().equals(tagKey) && each.tagValue().equals(tagValue))
                .map(TagSpend::totals)
                .reduce(Totals.ZERO, Totals::plus);
    }

    /** Month totals of everything. */
    public Totals whole() {
        return month(TagSpend.WHOLE, TagSpend.WHOLE);
    }

    /** The dead letters, which from now on are expected. */
    public List<DeadLetter> claimDeadLetters() {
        claimedDeadLetters = deadLetters.size();
        return List.copyOf(deadLetters);
    }

    /** Some windows are expected to lack what came after their retention. */
    public void claimExpiredWindows() {
        claimedExpiredWindows = true;
    }

    @Override
    public void close() {
        settle();
        driver.close();
        assertThat(deadLetters).as("dead letters that the test did not claim").hasSize(claimedDeadLetters);
        Totals entered = ledger.stream().map(entry -> sumOf(entry)).reduce(Totals.ZERO, Totals::plus);
        assertThat(whole())
                .as("total of the whole equals the sum of the ledger")
                .isEqualTo(entered);
        assertThat(counters.expiredWindows.sum() > 0)
                .as("differences for windows beyond their retention")
                .isEqualTo(claimedExpiredWindows);
        if (claimedExpiredWindows) {
            return;
        }
        for (Granularity granularity : Granularity.values()) {
            Totals sum =
                    usage(granularity).values().stream().map(UsageTotal::totals).reduce(Totals.ZERO, Totals::plus);
            assertThat(sum)
                    .as("sum of the " + granularity + " windows equals the sum of the ledger")
                    .isEqualTo(entered);
        }
    }

    private static Totals sumOf(LedgerEntry entry) {
        return io.bedrockmeter.metering.totals.TotalsBytes.read(
                io.bedrockmeter.metering.totals.TotalsBytes.of(entry), 0);
    }
}
