package io.bedrockmeter.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.bedrockmeter.ingest.events.CloudEventParser;
import io.bedrockmeter.ingest.events.EventResult;
import io.bedrockmeter.ingest.log.Records;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.sink.UsageSink;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.runtime.http.ProblemException;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.TagEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damaged documents through every way in that takes bytes from outside, without the sockets in between: log records, what
 * CloudWatch Logs wraps around them, CloudEvents in all modes, Firehose deliveries, gzip of each. Whatever comes is taken or
 * refused in the declared way, ends, and leaves nothing behind. Failures print seed and input; {@code -Dtests.seed=N} takes
 * other inputs.
 */
class StructuredFuzzTest {

    private static final String CANARY = "CANARY-in-a-body";
    private static final int MOST_LEFT_BEHIND = 64 << 20;
    private static final List<byte[]> LOGS = List.of(
            bytes(Records.fixture("doc-aws-converse-requestmetadata.json")),
            bytes(Records.fixture("real-dheerajoruganty-conversestream-nova-lite-cache-zero.json")),
            bytes(Records.fixture("real-bbg-responses-api-openai-gpt56-us-profile.json")),
            bytes(Records.fixture("real-zenn-converse-metadata-only-apac-nova-micro.json")),
            bytes(Records.fixture("shape-embedding-no-output-count.json")),
            bytes(Records.fixture("synthetic-error-resourcenotfound.json")),
            bytes(Records.fixture("payload-cwl-subscription-data-message.json")),
            bytes(Records.fixture("payload-cwl-subscription-control-message.json")),
            bytes(Records.with("\"input\":{\"inputBodyJson\":{\"prompt\":\"" + CANARY + "\"},\"inputTokenCount\":3}")));
    private static final List<byte[]> EVENTS = List.of(
            bytes(EventsRouteTest.tags("e", "r").encode()),
            bytes(EventsRouteTest.usage("e", "r").encode()),
            bytes("[" + EventsRouteTest.usage("e", "r").encode() + ","
                    + EventsRouteTest.tags("f", "s").encode() + "]"));
    private static final byte[] DELIVERY = bytes(Records.fixture("payload-firehose-http-request.json"));

    private final CloudEventParser events = new CloudEventParser(Records.CLOCK);
    private final IntakeLimits limits = IntakeLimits.DEFAULT;
    private final LogReading logs = new LogReading(Records.CLOCK, limits.maxRecordBytes(), new IngestCounters());
    private final FirehoseDelivery deliveries = new FirehoseDelivery(logs, limits);
    private final Watch watch = new Watch();

    /** Sees what comes out, and keeps only counts. */
    private static final class Watch implements UsageSink {
        long invocations;
        long tagEvents;
        long deadLetters;
        long refusedWhole;

        @Override
        public void invocation(Invocation invocation) {
            invocations++;
        }

        @Override
        public void tagEvent(TagEvent event) {
            tagEvents++;
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            deadLetters++;
            mustBeFree(letter.toString());
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void twenty_thousand_damaged_documents_do_no_harm() {
        run(20_261_121, 20_000);

        assertThat(watch.invocations).isPositive();
        assertThat(watch.tagEvents).isPositive();
        assertThat(watch.deadLetters).isPositive();
        assertThat(watch.refusedWhole).isPositive();
    }

    @Test
    @Tag("system")
    @Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_million_damaged_documents_do_no_harm_and_leave_nothing_behind() {
        long seed = Long.getLong("tests.seed", 20_261_121);
        long start = System.nanoTime();
        run(seed, 100_000);
        long before = usedAfterCollection();
        run(seed + 1, 900_000);
        long after = usedAfterCollection();

        System.out.printf(
                "fuzz: 1,000,000 inputs, seed %d, %d s: %d invocations, %d tag events, %d dead letters, %d refused whole, "
                        + "%d KiB left behind by 900,000%n",
                seed,
                (System.nanoTime() - start) / 1_000_000_000,
                watch.invocations,
                watch.tagEvents,
                watch.deadLetters,
                watch.refusedWhole,
                (after - before) >> 10);
        assertThat(after - before).as("seed %d", seed).isLessThan(MOST_LEFT_BEHIND);
    }

    private void run(long seed, int rounds) {
        Random random = new Random(seed);
        JsonMutations mutations = new JsonMutations(random);
        for (int round = 0; round < rounds; round++) {
            int way = random.nextInt(4);
            byte[] input = input(way, random, mutations);
            try {
                take(way, random, input);
            } catch (ProblemException refused) {
                watch.refusedWhole++;
                mustBeFree(refused.problem().toString());
            } catch (LimitedInflation.TooLargeException | LimitedInflation.DamagedException refused) {
                watch.refusedWhole++;
            } catch (IOException | RuntimeException | Error e) {
                throw new AssertionError(
                        "seed %d round %d way %d: %s"
                                .formatted(seed, round, way, HexFormat.of().formatHex(input)),
                        e);
            }
        }
    }

    private static byte[] input(int way, Random random, JsonMutations mutations) {
        byte[] log = mutations.mutate(LOGS.get(random.nextInt(LOGS.size())));
        return switch (way) {
            case 0 -> log;
            case 1 -> mutations.mutate(EVENTS.get(random.nextInt(EVENTS.size())));
            case 2 -> delivery(log, random, mutations);
            default -> {
                byte[] packed = Intake.gzip(log);
                yield random.nextBoolean() ? mutations.damage(packed) : packed;
            }
        };
    }

    private static byte[] delivery(byte[] log, Random random, JsonMutations mutations) {
        if (random.nextInt(4) == 0) {
            return mutations.mutate(DELIVERY);
        }
        byte[] packed = random.nextBoolean() ? Intake.gzip(log) : log;
        byte[] data = random.nextInt(4) == 0 ? mutations.damage(packed) : packed;
        byte[] whole = bytes("{\"requestId\":\"r\",\"timestamp\":1,\"records\":[{\"data\":\""
                + Base64.getEncoder().encodeToString(data) + "\"}]}");
        return random.nextInt(4) == 0 ? mutations.damage(whole) : whole;
    }

    private void take(int way, Random random, byte[] input) throws IOException {
        switch (way) {
            case 0 -> logs.read(new ByteArrayInputStream(input), watch, "fuzz", "fuzz", StructuredFuzzTest::check);
            case 1 -> {
                List<EventResult> results = random.nextInt(4) == 0
                        ? List.of(events.parse(
                                Map.of("specversion", "1.0", "type", CloudEventParser.USAGE, "id", "e", "source", "s"),
                                input,
                                true,
                                "fuzz"))
                        : new ArrayList<>(events.parse(input, 0, input.length, true, "fuzz"));
                results.forEach(this::count);
            }
            case 2 -> deliveries.read(new ByteArrayInputStream(input), "r", "fuzz", watch);
            default -> {
                try (InputStream in =
                        new LimitedInflation(new ByteArrayInputStream(input), input.length, limits.recordInflation())) {
                    logs.read(in, watch, "fuzz", "fuzz", StructuredFuzzTest::check);
                }
            }
        }
    }

    private void count(EventResult result) {
        if (result instanceof EventResult.Refused) {
            watch.deadLetters++;
            mustBeFree(result.toString());
        } else {
            watch.tagEvents++;
        }
    }

    private static void check(Refusal refusal) {
        mustBeFree(refusal.toString());
    }

    private static void mustBeFree(String told) {
        if (told.contains(CANARY)) {
            fail("content in %s", told);
        }
    }

    private static long usedAfterCollection() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
