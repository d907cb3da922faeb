package io.bedrockmeter.metering.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.attribution.Claims;
import io.bedrockmeter.metering.request.References;
import io.bedrockmeter.metering.request.RequestState;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Walks over more requests than one step decides again. */
final class RequestSweepTest {

    private static final int REQUESTS = 12_000;
    private static final long NOW_MS = MeteringHarness.NOW.toEpochMilli();
    private static final String PROJECT = "proj_1";
    private static final byte[] TAGGED =
            Topics.PROJECTS.codec().encode(new Project(PROJECT, "", "search", "ACTIVE", List.of()));

    private final ReferenceTables references = new ReferenceTables();
    private final TopologyTestDriver driver = new TopologyTestDriver(stores(), settings(), MeteringHarness.NOW);
    private final KeyValueStore<Bytes, byte[]> requests = driver.getKeyValueStore(StateStores.REQUESTS);
    private final KeyValueStore<Bytes, byte[]> applied = driver.getKeyValueStore(StateStores.APPLIED);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void a_walk_that_is_cut_short_is_made_again_from_the_start() {
        remember(REQUESTS);
        references.putProject(PROJECT, TAGGED);
        RequestSweep cutShort = sweep(new HashSet<>());
        cutShort.step(NOW_MS);
        Set<Bytes> decidedAgain = new HashSet<>();
        RequestSweep restarted = sweep(decidedAgain);

        stepThrough(restarted);

        assertThat(decidedAgain).hasSize(REQUESTS);
    }

    @Test
    void a_walk_that_ended_is_not_made_again() {
        remember(REQUESTS);
        references.putProject(PROJECT, TAGGED);
        stepThrough(sweep(new HashSet<>()));
        Set<Bytes> decidedAgain = new HashSet<>();

        stepThrough(sweep(decidedAgain));

        assertThat(decidedAgain).isEmpty();
    }

    private static void stepThrough(RequestSweep sweep) {
        for (int i = 0; i < 10; i++) {
            sweep.step(NOW_MS);
        }
    }

    private void remember(int count) {
        int[] consulted = {ReferenceTables.hash(References.projectKey(PROJECT))};
        byte[] state = RequestState.EMPTY
                .withClaims(Claims.NONE, NOW_MS)
                .withEntry(new byte[0], consulted)
                .toBytes(new AvroWriter());
        for (int i = 0; i < count; i++) {
            requests.put(Bytes.wrap(("request-" + i).getBytes(StandardCharsets.UTF_8)), state);
        }
    }

    private RequestSweep sweep(Set<Bytes> outdated) {
        RequestSweep.Findings findings = new RequestSweep.Findings() {
            @Override
            public void outdated(Bytes key, RequestState state) {
                outdated.add(key);
            }

            @Override
            public void expired(Bytes key, RequestState state) {
                throw new AssertionError("nothing is beyond the horizon");
            }
        };
        return new RequestSweep(
                requests, applied, references, Duration.ofDays(8), new MeteringCounters(), () -> {}, findings);
    }

    private static Topology stores() {
        return new Topology()
                .addSource("source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "unused")
                .addProcessor("unused", Unread::new, "source")
                .addStateStore(StateStores.inMemory(StateStores.REQUESTS), "unused")
                .addStateStore(StateStores.inMemory(StateStores.APPLIED), "unused");
    }

    private static Properties settings() {
        return StreamsSettings.of(
                MeteringConfig.defaults(MeteringHarness.temporaryFolder()),
                new KafkaSettings("unused:9092", Topics.DEFAULT_PREFIX, 1, (short) 1, Map.of()));
    }
}
