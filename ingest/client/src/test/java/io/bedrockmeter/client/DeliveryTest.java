package io.bedrockmeter.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What becomes of events when bedrock-meter is busy, away, or does not want them. */
class DeliveryTest {

    private static final String ANSWER = "{\"usage\":{\"inputTokens\":1,\"outputTokens\":1}}";

    private static void call(Harness harness, String requestId) {
        harness.bedrock.answerJson(requestId, ANSWER);
        harness.client.converse(Harness.converse());
    }

    @Test
    void events_refused_for_now_are_sent_again_after_the_time_asked_for() {
        try (Harness harness = new Harness()) {
            harness.intake.refuse(429, "1");
            harness.intake.refuse(503, "0");
            long start = System.nanoTime();
            call(harness, "req-1");

            await().atMost(Duration.ofSeconds(20)).until(() -> harness.intake.events.size() == 1);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(990));
            assertThat(harness.intake.asked).hasSize(3);
            assertThat(harness.intake.asked.get(0).text())
                    .isEqualTo(harness.intake.asked.get(2).text());
            await().until(() -> harness.meter.counts().sent() == 1);
            assertThat(harness.meter.counts()).isEqualTo(new MeterCounts(1, 0, 0, 2, 0, 0));
        }
    }

    @Test
    void what_is_refused_for_good_is_counted_and_not_repeated() {
        try (Harness harness = new Harness()) {
            harness.intake.refuse(401, "0");
            call(harness, "req-1");

            harness.meter.close();

            assertThat(harness.intake.asked).hasSize(1);
            assertThat(harness.meter.counts()).isEqualTo(new MeterCounts(0, 1, 0, 0, 0, 0));
        }
    }

    @Test
    void the_events_of_a_batch_that_are_refused_are_counted() {
        try (Harness harness = new Harness()) {
            harness.intake.answer(new LocalServer.Answer(
                    207,
                    Map.of(),
                    List.of("{\"accepted\":0,\"refusedCount\":1,\"refused\":[{\"index\":0}]}"
                            .getBytes(StandardCharsets.UTF_8)),
                    false));
            call(harness, "req-1");

            harness.meter.close();

            assertThat(harness.meter.counts()).isEqualTo(new MeterCounts(0, 1, 0, 0, 0, 0));
        }
    }

    @Test
    void without_anybody_who_takes_events_calls_go_on_the_queue_stays_bounded_and_one_line_tells() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(BedrockMeter.class);
        log.start();
        logger.addAppender(log);
        QueueLimits tiny = new QueueLimits(5, 1 << 20, 1, Duration.ZERO, Duration.ofMillis(200));
        try (Harness harness = new Harness(meter -> meter.queue(tiny)
                .retries(new RetryPolicy(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofMinutes(5))))) {
            harness.intake.close();
            for (int i = 0; i < 20; i++) {
                call(harness, "req-" + i);
            }

            harness.meter.close();

            assertThat(harness.meter.counts().dropped()).isEqualTo(20);
            assertThat(harness.meter.counts().sent()).isZero();
            assertThat(log.list.stream().filter(event -> event.getMessage().contains("dropped")))
                    .hasSize(1);
            assertThat(log.list.toString()).doesNotContain(Harness.CANARY, "secret-key");
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void a_full_memory_drops_before_a_full_count_does() {
        EventQueue queue = new EventQueue(new QueueLimits(100, 10, 1, Duration.ZERO, Duration.ZERO));

        boolean first = queue.offer(new byte[6]);
        boolean second = queue.offer(new byte[6]);

        assertThat(first).isTrue();
        assertThat(second).isFalse();
    }

    @Test
    void a_full_count_drops_while_there_is_memory() {
        EventQueue queue = new EventQueue(new QueueLimits(1, 1_000, 1, Duration.ZERO, Duration.ZERO));

        boolean first = queue.offer(new byte[6]);
        boolean second = queue.offer(new byte[6]);

        assertThat(first).isTrue();
        assertThat(second).isFalse();
    }

    @Test
    void closing_sends_what_waits() {
        QueueLimits patient = new QueueLimits(1_000, 1 << 20, 200, Duration.ofMinutes(5), Duration.ofSeconds(10));
        try (Harness harness = new Harness(meter -> meter.queue(patient))) {
            for (int i = 0; i < 30; i++) {
                call(harness, "req-" + i);
            }

            harness.meter.close();

            assertThat(harness.intake.events).hasSize(30);
            assertThat(harness.intake.asked).hasSize(1);
            assertThat(harness.meter.counts().sent()).isEqualTo(30);
        }
    }

    @Test
    void a_key_that_cannot_be_had_does_not_end_the_sender() {
        int[] asked = {0};
        try (Harness harness = new Harness(meter -> meter.apiKey(() -> {
            if (asked[0]++ == 0) {
                throw new IllegalStateException("vault is sealed");
            }
            return "key";
        }))) {
            call(harness, "req-1");

            harness.meter.close();

            assertThat(harness.meter.counts()).isEqualTo(new MeterCounts(1, 0, 0, 1, 0, 0));
        }
    }

    @Test
    void waits_double_up_to_the_longest() {
        RetryPolicy policy = new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(1));

        List<Duration> waits = List.of(policy.wait(1), policy.wait(2), policy.wait(3), policy.wait(60));

        assertThat(waits)
                .containsExactly(
                        Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofSeconds(1));
    }
}
