package io.bedrockmeter.alerts.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The dispatcher on Kafka's own in-memory consumer; delivery through a real broker is shown in deploy/standalone. */
class AlertDispatcherTest {

    private static final String TOPIC = "bedrock.alerts.v1";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(2), Duration.ofMillis(10), new Random(1));

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<AlertDispatcher> started = new ArrayList<>();
    private long nextOffset;

    @AfterEach
    void close() {
        started.forEach(AlertDispatcher::close);
    }

    @Test
    void alerts_reach_every_notifier_in_order_and_are_committed() {
        Recording first = new Recording("first");
        Recording second = new Recording("second");
        start(first, second);

        raise("a", "b", "c");

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(3));
        assertThat(first.budgets()).containsExactly("a", "b", "c");
        assertThat(second.budgets()).containsExactly("a", "b", "c");
    }

    @Test
    void nothing_is_committed_beyond_an_alert_that_was_not_accepted() {
        Recording down = new Recording("down");
        down.failures.addAll(failures(1_000_000, false));
        Recording up = new Recording("up");
        start(down, up);

        raise("a", "b");

        await().untilAsserted(() -> assertThat(up.budgets()).containsExactly("a", "b"));
        await().untilAsserted(
                        () -> assertThat(down.attempts).hasSizeGreaterThan(3).containsOnly("a"));
        assertThat(committed()).isZero();
    }

    @Test
    void a_notifier_that_comes_back_gets_everything() {
        Recording flaky = new Recording("flaky");
        flaky.failures.addAll(failures(25, false));
        start(flaky);

        raise("a", "b", "c");

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(3));
        assertThat(flaky.budgets()).containsExactly("a", "b", "c");
    }

    @Test
    void an_alert_that_will_never_be_accepted_is_counted_and_left_behind() {
        Recording picky = new Recording("picky");
        picky.failures.addAll(failures(1, true));
        AlertDispatcher dispatcher = start(picky);

        raise("poison", "b");

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(2));
        assertThat(picky.budgets()).containsExactly("b");
        assertThat(dispatcher.refused()).isEqualTo(Map.of("picky", 1L));
    }

    @Test
    void a_notifier_with_a_defect_does_not_stop_the_delivery() {
        Recording sound = new Recording("sound");
        Notifier broken = new Notifier() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public void send(Alert alert) {
                throw new IllegalStateException("defect");
            }
        };
        AlertDispatcher dispatcher = start(broken, sound);

        raise("a", "b");

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(2));
        assertThat(sound.budgets()).containsExactly("a", "b");
        assertThat(dispatcher.failure()).isEmpty();
    }

    @Test
    void a_repeated_alert_is_sent_once() {
        Recording notifier = new Recording("once");
        start(notifier);

        raise("a", "a", "b", "a");

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(4));
        assertThat(notifier.budgets()).containsExactly("a", "b");
    }

    @Test
    void a_record_that_is_no_alert_is_left_behind() {
        Recording notifier = new Recording("sound");
        start(notifier);

        consumer.schedulePollTask(() -> add(new byte[] {1}));
        raise("a");

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(2));
        assertThat(notifier.budgets()).containsExactly("a");
    }

    @Test
    void close_does_not_wait_for_a_notifier_that_hangs() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Notifier hanging = new Notifier() {
            @Override
            public String name() {
                return "hanging";
            }

            @Override
            public void send(Alert alert) throws NotificationFailedException {
                reached.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw NotificationFailedException.temporary("interrupted", e);
                }
            }
        };
        AlertDispatcher dispatcher = start(hanging);
        raise("a");
        reached.await();

        dispatcher.close();

        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void every_alert_reaches_sns_through_throttling_errors_and_cut_connections() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        try (FakeSns sns = new FakeSns();
                SnsNotifier notifier = notifier(sns)) {
            Random random = new Random(7);
            FakeSns.Answer[] bad = {
                FakeSns.Answer.THROTTLE, FakeSns.Answer.FAIL, FakeSns.Answer.DROP_CONNECTION, FakeSns.Answer.FORBID
            };
            for (int i = 0; i < 60; i++) {
                sns.answer(random.nextInt(3) == 0 ? FakeSns.Answer.ACCEPT : bad[random.nextInt(bad.length)]);
            }
            start(notifier);
            String[] budgets =
                    IntStream.range(0, 40).mapToObj(i -> "budget-" + i).toArray(String[]::new);

            raise(budgets);

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(committed()).isEqualTo(budgets.length));
            assertThat(sns.accepted().stream()
                            .map(form -> FakeSns.attributes(form).get("budgetId")))
                    .containsExactly(budgets);
            started.forEach(AlertDispatcher::close);
        } finally {
            List.of("aws.endpointUrlSns", "aws.accessKeyId", "aws.secretAccessKey")
                    .forEach(System::clearProperty);
        }
    }

    private static SnsNotifier notifier(FakeSns sns) {
        System.setProperty("aws.endpointUrlSns", sns.endpoint().toString());
        return new SnsNotifier(Optional.empty());
    }

    private AlertDispatcher start(Notifier... notifiers) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        AlertDispatcher dispatcher = new AlertDispatcher(consumer, TOPIC, List.of(notifiers), SHORT, Clock.systemUTC());
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
        started.add(dispatcher);
        dispatcher.start();
        return dispatcher;
    }

    private void raise(String... budgetIds) {
        consumer.schedulePollTask(() -> {
            for (String id : budgetIds) {
                add(Topics.ALERTS.codec().encode(Alerts.alert(id)));
            }
        });
    }

    private void add(byte[] value) {
        consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, nextOffset++, new byte[0], value));
    }

    private long committed() {
        OffsetAndMetadata offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? 0 : offset.offset();
    }

    private static List<NotificationFailedException> failures(int count, boolean permanent) {
        NotificationFailedException failure = permanent
                ? NotificationFailedException.permanent("no such topic", null)
                : NotificationFailedException.temporary("down", new IllegalStateException("down"));
        return Collections.nCopies(count, failure);
    }

    /** Accepts alerts after as many failures as it is given. */
    private static final class Recording implements Notifier {

        private final String name;
        private final ConcurrentLinkedQueue<NotificationFailedException> failures = new ConcurrentLinkedQueue<>();
        private final List<String> attempts = new CopyOnWriteArrayList<>();
        private final List<String> accepted = new CopyOnWriteArrayList<>();

        private Recording(String name) {
            this.name = name;
        }

        List<String> budgets() {
            return accepted;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void send(Alert alert) throws NotificationFailedException {
            attempts.add(alert.subject().budgetId());
            NotificationFailedException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
            accepted.add(alert.subject().budgetId());
        }
    }
}
