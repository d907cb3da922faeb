package io.bedrockmeter.standalone.chaos;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UsageOrigin;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A steady stream of calls, some logged twice, some first without counts; of most a tag event says the team, for some of them
 * many seconds later. What it sent is added up in the plainest way.
 */
final class GeneratedUsage implements AutoCloseable {

    private static final int PER_SECOND = 200;
    private static final int TEAMS = 20;
    private static final Duration LATEST = Duration.ofSeconds(20);
    private static final Map<String, String[]> USD_PER_MILLION = Map.of(
            "maker.large-v1:0", new String[] {"3", "15"},
            "maker.small-v1:0", new String[] {"0.035", "0.14"});
    private static final List<String> MODELS =
            USD_PER_MILLION.keySet().stream().sorted().toList();

    private final KafkaSettings kafka;
    private final Random random;
    private final KafkaProducer<String, byte[]> producer;
    private final Map<CellMinute, Sum> expected = new TreeMap<>();
    private final PriorityQueue<Late> late = new PriorityQueue<>();
    private final List<Future<RecordMetadata>> unconfirmed = new ArrayList<>();
    private final AtomicLong requests = new AtomicLong();
    private final Thread sender = new Thread(this::run, "generated usage");
    private volatile boolean stopped;

    /** What is added up by. */
    record CellMinute(Instant minute, String team, String model) implements Comparable<CellMinute> {
        @Override
        public int compareTo(CellMinute other) {
            return toString().compareTo(other.toString());
        }
    }

    /** Sums of one cell and minute. */
    record Sum(long requests, long inputTokens, long outputTokens, BigDecimal cost) {

        Sum {
            cost = cost.stripTrailingZeros();
        }

        Sum plus(Sum other) {
            return new Sum(
                    requests + other.requests,
                    inputTokens + other.inputTokens,
                    outputTokens + other.outputTokens,
                    cost.add(other.cost));
        }
    }

    private record Late(Instant due, TagEvent event) implements Comparable<Late> {
        @Override
        public int compareTo(Late other) {
            return due.compareTo(other.due);
        }
    }

    GeneratedUsage(KafkaSettings kafka, long seed) {
        this.kafka = kafka;
        this.random = new Random(seed);
        Map<String, Object> config = kafka.clientConfig();
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 600_000);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** Publishes the prices and begins to send. */
    void start() {
        MODELS.forEach(model -> send(Topics.RATE_CARDS, model, schedule(model)));
        sender.start();
    }

    /** Distinct requests sent until now. */
    long requests() {
        return requests.get();
    }

    /** Ends the stream; afterwards everything is on the brokers. Returns the sums of what was sent. */
    Map<CellMinute, Sum> stop() throws InterruptedException, ExecutionException {
        stopped = true;
        sender.join();
        for (Future<RecordMetadata> each : unconfirmed) {
            each.get();
        }
        return expected;
    }

    private void run() {
        long pauseNanos = 1_000_000_000L / PER_SECOND;
        while (!stopped) {
            call("r" + requests.get());
            requests.incrementAndGet();
            sendLate(Instant.now());
            LockSupport.parkNanos(pauseNanos);
        }
        sendLate(Instant.MAX);
        producer.flush();
    }

    private void call(String requestId) {
        Instant time = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String model = MODELS.get(random.nextInt(MODELS.size()));
        String team = "t" + random.nextInt(TEAMS);
        Quantities quantities = Quantities.tokens(random.nextInt(5_000), random.nextInt(1_000));
        boolean tagEvent = random.nextInt(10) < 8;
        Invocation call = call(requestId, time, model, tagEvent ? "" : team, quantities);
        if (random.nextInt(50) == 0) {
            send(Topics.INVOCATIONS, requestId, call(requestId, time, model, tagEvent ? "" : team, Quantities.NONE));
        }
        send(Topics.INVOCATIONS, requestId, call);
        if (random.nextInt(100) == 0) {
            send(Topics.INVOCATIONS, requestId, call);
        }
        if (tagEvent) {
            TagEvent event =
                    new TagEvent(requestId, Map.of("Team", team), "", "", "", -1, true, "test", requestId, time);
            if (random.nextInt(10) == 0) {
                late.add(new Late(time.plusMillis(random.nextInt((int) LATEST.toMillis())), event));
            } else {
                send(Topics.TAG_EVENTS, requestId, event);
            }
        }
        expected.merge(
                new CellMinute(time.truncatedTo(ChronoUnit.MINUTES), team, model), sum(model, quantities), Sum::plus);
    }

    private void sendLate(Instant now) {
        while (!late.isEmpty() && late.peek().due.isBefore(now)) {
            TagEvent event = late.poll().event;
            send(Topics.TAG_EVENTS, event.requestId(), event);
        }
    }

    private <T> void send(Topic<? super T> topic, String key, T value) {
        unconfirmed.add(producer.send(
                new ProducerRecord<>(kafka.name(topic), key, topic.codec().encode(value))));
    }

    private static Sum sum(String model, Quantities quantities) {
        String[] prices = USD_PER_MILLION.get(model);
        BigDecimal cost = price(prices[0])
                .multiply(BigDecimal.valueOf(quantities.inputTokens()))
                .add(price(prices[1]).multiply(BigDecimal.valueOf(quantities.outputTokens())));
        return new Sum(1, quantities.inputTokens(), quantities.outputTokens(), cost);
    }

    private static BigDecimal price(String perMillion) {
        return new BigDecimal(perMillion).movePointLeft(6);
    }

    private static RateSchedule schedule(String model) {
        String[] prices = USD_PER_MILLION.get(model);
        return new RateSchedule(model, List.of(card(Unit.INPUT_TOKEN, prices[0]), card(Unit.OUTPUT_TOKEN, prices[1])));
    }

    private static RateCard card(Unit unit, String perMillion) {
        return new RateCard(
                Scope.REGIONAL,
                RateCard.ANY_REGION,
                RateCard.DEFAULT_TIER,
                unit,
                0,
                price(perMillion),
                Instant.EPOCH,
                Optional.empty(),
                RateLayer.OVERRIDE,
                "test",
                "1");
    }

    private static Invocation call(String requestId, Instant time, String model, String team, Quantities quantities) {
        return new Invocation(
                requestId,
                time,
                "111122223333",
                "us-east-1",
                "",
                "Converse",
                model,
                "",
                "arn:aws:iam::111122223333:role/App",
                quantities,
                true,
                "",
                false,
                "",
                -1,
                team.isEmpty() ? Map.of() : Map.of("Team", team),
                UsageOrigin.INVOCATION_LOG,
                "test");
    }

    @Override
    public void close() {
        stopped = true;
        try {
            sender.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        producer.close(Duration.ofSeconds(5));
    }
}
