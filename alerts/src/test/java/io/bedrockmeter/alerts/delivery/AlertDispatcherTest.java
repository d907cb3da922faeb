package io.bedrockmeter.alerts.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertDelivery;
import io.bedrockmeter.schemas.model.AlertDelivery.State;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The dispatcher on Kafka's own in-memory consumer; delivery through a real broker is shown in deploy/standalone. */
class AlertDispatcherTest {

    private static final String TOPIC = "bedrock.alerts.v1";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(2), Duration.ofMillis(10), new Random(1));

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final List<AlertDelivery> recordedBefore = new ArrayList<>();
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
    void what_was_read_tried_again_and_still_waits_is_counted() {
        Recording flaky = new Recording("flaky");
        flaky.failures.addAll(failures(3, false));
        Recording down = new Recording("down");
        down.failures.addAll(failures(1_000_000, false));
        AlertDispatcher dispatcher = start(flaky, down);

        raise("a", "b");

        await().untilAsserted(() -> assertThat(flaky.budgets()).containsExactly("a", "b"));
        assertThat(dispatcher.raised().values()).containsExactly(2L);
        assertThat(dispatcher.failures()).containsEntry("flaky", 3L);
        await().untilAsserted(() -> assertThat(dispatcher.waiting()).isEqualTo(2));
        assertThat(dispatcher.tookMs().get("flaky")).isPositive();
        assertThat(dispatcher.tookMs()).containsEntry("down", 0L);
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
            public String send(List<Alert> alerts, String destination) {
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
    void every_step_of_a_delivery_is_recorded() {
        Recording flaky = new Recording("flaky");
        flaky.failures.addAll(failures(2, false));
        start(flaky);

        raise("a");

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(1));
        assertThat(recorded())
                .extracting(AlertDelivery::state)
                .containsExactly(State.WAITING, State.WAITING, State.CONFIRMED);
        assertThat(lastRecorded("a")).hasValueSatisfying(delivery -> {
            assertThat(delivery.attempts()).isEqualTo(3);
            assertThat(delivery.receipt()).isEqualTo("receipt-3");
            assertThat(delivery.destination()).isEqualTo("flaky");
        });
    }

    @Test
    void what_another_process_delivered_is_not_delivered_again() {
        recordedBefore.add(delivered(Alerts.alert("a"), "once"));
        Recording notifier = new Recording("once");
        start(notifier);

        raise("a", "b");

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(2));
        assertThat(notifier.budgets()).containsExactly("b");
    }

    @Test
    void nothing_is_committed_before_the_delivery_is_on_record() {
        producer.sendException = new TimeoutException("the topic is not there");
        Recording notifier = new Recording("sound");
        start(notifier);

        raise("a");

        await().untilAsserted(() -> assertThat(notifier.budgets()).containsExactly("a"));
        assertThat(committed()).isZero();
        producer.sendException = null;
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(1));
        assertThat(lastRecorded("a")).map(AlertDelivery::state).contains(State.CONFIRMED);
    }

    @Test
    void a_destination_that_is_down_holds_up_no_other() {
        Notifier two = new Notifier() {
            private final Recording up = new Recording("two");

            @Override
            public String name() {
                return "two";
            }

            @Override
            public List<String> destinations(Alert alert) {
                return List.of("down", "up");
            }

            @Override
            public String send(List<Alert> alerts, String destination) throws NotificationFailedException {
                if (destination.equals("down")) {
                    throw failures(1, false).get(0);
                }
                return up.send(alerts, destination);
            }
        };
        start(two);

        raise("a", "b");

        await().untilAsserted(() -> assertThat(recorded().stream()
                        .filter(delivery -> delivery.state() == State.CONFIRMED)
                        .map(AlertDelivery::destination))
                .containsExactly("up", "up"));
        assertThat(committed()).isZero();
    }

    @Test
    void many_alerts_at_once_become_messages_as_large_as_can_be() {
        Recording notifier = new Recording("grouping");
        notifier.largestGroup = 6;
        start(notifier);

        raise("a", "b", "c", "d", "e", "f", "g", "h");

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(8));
        assertThat(notifier.attempts).containsExactly("a+b+c+d+e+f", "g", "h");
    }

    @Test
    void an_alert_that_spoils_its_group_is_the_only_one_left_behind() {
        Recording notifier = new Recording("grouping");
        notifier.largestGroup = 10;
        notifier.poison.add("c");
        AlertDispatcher dispatcher = start(notifier);

        raise("a", "b", "c", "d", "e", "f");

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(6));
        assertThat(notifier.budgets()).containsExactly("a", "b", "d", "e", "f");
        assertThat(dispatcher.refused()).isEqualTo(Map.of("grouping", 1L));
        assertThat(lastRecorded("c")).map(AlertDelivery::state).contains(State.ABANDONED);
    }

    @Test
    void an_alert_of_quiet_hours_waits_and_lets_others_pass() {
        Recording notifier = new Recording("quiet");
        start(notifier);

        raise(Alerts.quietUntil(Alerts.alert("later"), Instant.now().plus(Duration.ofHours(1))));
        raise("now");
        raise(Alerts.quietUntil(Alerts.alert("over"), Instant.now().minus(Duration.ofSeconds(1))));

        await().untilAsserted(() -> assertThat(notifier.budgets()).containsExactly("now", "over"));
        assertThat(committed()).isZero();
        assertThat(lastRecorded("later")).hasValueSatisfying(delivery -> {
            assertThat(delivery.state()).isEqualTo(State.WAITING);
            assertThat(delivery.reason()).startsWith("quiet hours until");
        });
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
            public String send(List<Alert> alerts, String destination) throws NotificationFailedException {
                reached.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw NotificationFailedException.temporary("interrupted", e);
                }
                return "";
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
            assertThat(sns.accepted().stream().flatMap(form -> FakeSns.budgetIds(form).stream()))
                    .containsExactly(budgets);
            started.forEach(AlertDispatcher::close);
        } finally {
            List.of("aws.endpointUrlSns", "aws.accessKeyId", "aws.secretAccessKey")
                    .forEach(System::clearProperty);
        }
    }

    private static SnsNotifier notifier(FakeSns sns) {
        System.setProperty("aws.endpointUrlSns", sns.endpoint().toString());
        return new SnsNotifier(Optional.empty(), AlertLinks.NONE);
    }

    private AlertDispatcher start(Notifier... notifiers) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        DeliveryLog log = new DeliveryLog(
                producer, "bedrock.alert-deliveries.v1", into -> recorded().forEach(into));
        AlertDispatcher dispatcher =
                new AlertDispatcher(consumer, TOPIC, List.of(notifiers), log, SHORT, Clock.systemUTC());
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
        started.add(dispatcher);
        dispatcher.start();
        return dispatcher;
    }

    /** What is on the topic of deliveries. */
    private List<AlertDelivery> recorded() {
        List<AlertDelivery> deliveries = new ArrayList<>(recordedBefore);
        producer.history()
                .forEach(
                        record -> deliveries.add(Topics.ALERT_DELIVERIES.codec().decode(record.value())));
        return deliveries;
    }

    private Optional<AlertDelivery> lastRecorded(String budgetId) {
        return recorded().stream()
                .filter(delivery -> delivery.alertId().startsWith(budgetId + "/"))
                .reduce((one, later) -> later);
    }

    private void raise(Alert alert) {
        consumer.schedulePollTask(() -> add(Topics.ALERTS.codec().encode(alert)));
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

    private static AlertDelivery delivered(Alert alert, String destination) {
        return new AlertDelivery(alert.alertId(), destination, State.CONFIRMED, 1, "", "", Instant.now());
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
        private final Set<String> poison = ConcurrentHashMap.newKeySet();
        private int largestGroup = 1;

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
        public int largestGroup() {
            return largestGroup;
        }

        @Override
        public String send(List<Alert> alerts, String destination) throws NotificationFailedException {
            List<String> ids =
                    alerts.stream().map(alert -> alert.subject().budgetId()).toList();
            attempts.add(String.join("+", ids));
            NotificationFailedException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
            if (poison.stream().anyMatch(ids::contains)) {
                throw NotificationFailedException.permanent("poisoned", null);
            }
            accepted.addAll(ids);
            return "receipt-" + attempts.size();
        }
    }
}
