package io.bedrockmeter.alerts.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.alerts.delivery.FakeSns.Answer;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertDelivery;
import io.bedrockmeter.schemas.model.AlertDelivery.State;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Half of all calls to SNS are throttled, fail, hang, are cut off, or succeed with their answer lost, and the dispatcher dies
 * again and again: every alert arrives at every topic, under its id, and twice only where nobody could know that it had.
 */
class SnsFaultsTest {

    private static final long SEED = Long.getLong("tests.seed", 1);
    private static final int ALERTS = 120;
    private static final int LIVES = 15;
    private static final int MOST_CALLS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TopicPartition PARTITION = new TopicPartition("bedrock.alerts.v1", 0);
    private static final String OTHER_TOPIC = "arn:aws:sns:us-east-1:123456789012:other";
    private static final Duration CALL_TIMEOUT = Duration.ofMillis(300);
    private static final Map<String, String> PROPERTIES =
            Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test");
    private static final String ENDPOINT = "aws.endpointUrlSns";

    private final FakeSns sns = new FakeSns();
    private final Random random = new Random(SEED);
    private final List<Alert> raised = new ArrayList<>();
    private final List<AlertDelivery> recorded = new ArrayList<>();
    private long committed;

    @BeforeEach
    void configure() {
        PROPERTIES.forEach(System::setProperty);
        System.setProperty(ENDPOINT, sns.endpoint().toString());
        for (int i = 0; i < ALERTS; i++) {
            raised.add(Alerts.alert("b-" + i, "Budget " + i, List.of(Alerts.TOPIC_ARN, OTHER_TOPIC)));
        }
    }

    @AfterEach
    void close() {
        sns.close();
        PROPERTIES.keySet().forEach(System::clearProperty);
        System.clearProperty(ENDPOINT);
    }

    @Test
    void every_alert_arrives_and_twice_only_where_nobody_could_know() {
        Map<String, Integer> unsure = new HashMap<>();

        for (int life = 1; life <= LIVES; life++) {
            boolean last = life == LIVES;
            int calls = last ? Integer.MAX_VALUE : 1 + random.nextInt(MOST_CALLS);
            try (Life dispatcher = new Life(life * ALERTS / LIVES, calls)) {
                await().atMost(PATIENCE).until(() -> dispatcher.isDead() || dispatcher.committed() == ALERTS);
                assertThat(dispatcher.isDead()).isNotEqualTo(last);
            }
            unrecorded().forEach(delivery -> unsure.merge(delivery, 1, Integer::sum));
        }

        sns.lost().forEach(form -> deliveries(form).forEach(delivery -> unsure.merge(delivery, 1, Integer::sum)));
        Set<String> expected = new HashSet<>();
        raised.forEach(alert -> alert.targets().forEach(topic -> expected.add(alert.alertId() + " " + topic)));
        assertThat(arrived()).as("seed %d", SEED).containsOnlyKeys(expected);
        arrived()
                .forEach((delivery, times) -> assertThat(times)
                        .as("%s, seed %d", delivery, SEED)
                        .isLessThanOrEqualTo(1 + unsure.getOrDefault(delivery, 0)));
        assertThat(sns.received().size())
                .as("calls that failed")
                .isGreaterThan(sns.accepted().size() * 3 / 2);
        assertThat(sns.lost()).isNotEmpty();
    }

    private Answer fault() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> Answer.THROTTLE;
            case 3, 4, 5 -> Answer.FAIL;
            case 6, 7 -> Answer.DROP_CONNECTION;
            case 8 -> Answer.HANG;
            case 9, 10 -> Answer.ACCEPT_AND_DROP;
            default -> Answer.ACCEPT;
        };
    }

    /** How often each alert was accepted at each topic. */
    private Map<String, Integer> arrived() {
        Map<String, Integer> arrived = new HashMap<>();
        sns.accepted().forEach(form -> deliveries(form).forEach(delivery -> arrived.merge(delivery, 1, Integer::sum)));
        return arrived;
    }

    /** What SNS has and no record says so: what died knew it alone. */
    private Set<String> unrecorded() {
        Set<String> unrecorded = new HashSet<>(arrived().keySet());
        recorded.stream()
                .filter(delivery -> delivery.state() == State.CONFIRMED)
                .forEach(delivery -> unrecorded.remove(delivery.alertId() + " " + delivery.destination()));
        return unrecorded;
    }

    private static List<String> deliveries(Map<String, String> form) {
        return FakeSns.alertIds(form).stream()
                .map(id -> id + " " + form.get("TopicArn"))
                .toList();
    }

    /** A dispatcher that reads from what was committed before, until it dies in the middle of a call. */
    private final class Life implements AutoCloseable {

        private static final int AT_ONCE = 3;

        private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        private final MockProducer<byte[], byte[]> producer = new MockProducer<>(
                true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
        private final SnsNotifier notifier = new SnsNotifier(Optional.empty(), AlertLinks.NONE, CALL_TIMEOUT);
        private final AlertDispatcher dispatcher;
        private int callsLeft;
        private volatile boolean dead;

        /**
         * @param until alerts raised by now
         * @param calls it dies during this call
         */
        Life(int until, int calls) {
            callsLeft = calls;
            List<AlertDelivery> before = List.copyOf(recorded);
            DeliveryLog log = new DeliveryLog(producer, "bedrock.alert-deliveries.v1", before::forEach);
            Backoff backoff = new Backoff(Duration.ofMillis(2), Duration.ofMillis(20), new Random(SEED));
            dispatcher = new AlertDispatcher(
                    consumer, PARTITION.topic(), List.of(notifier), log, backoff, Clock.systemUTC());
            long from = committed;
            consumer.updateBeginningOffsets(Map.of(PARTITION, from));
            consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
            for (long first = from; first < until; first += AT_ONCE) {
                long begin = first;
                consumer.schedulePollTask(() -> add(begin, Math.min(begin + AT_ONCE, until)));
            }
            sns.otherwise(this::call);
            dispatcher.start();
        }

        private void add(long from, long to) {
            for (long offset = from; offset < to; offset++) {
                byte[] wire = Topics.ALERTS.codec().encode(raised.get((int) offset));
                consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset, new byte[0], wire));
            }
        }

        private Answer call() {
            callsLeft--;
            if (callsLeft == 0) {
                die();
                return fault();
            }
            // The dead do not call.
            return dead ? Answer.FAIL : fault();
        }

        /** From now on nothing reaches Kafka: what is in hand is lost. */
        private void die() {
            producer.sendException = new TimeoutException("the process is dead");
            committed = committed();
            remember();
            dead = true;
        }

        private void remember() {
            producer.history()
                    .forEach(record ->
                            recorded.add(Topics.ALERT_DELIVERIES.codec().decode(record.value())));
        }

        boolean isDead() {
            return dead;
        }

        long committed() {
            OffsetAndMetadata offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
            return offset == null ? committed : offset.offset();
        }

        @Override
        public void close() {
            dispatcher.close();
            notifier.close();
            if (!dead) {
                remember();
            }
        }
    }
}
