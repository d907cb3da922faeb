package io.bedrockmeter.standalone.bench;

import io.bedrockmeter.alerts.delivery.FakeSns;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.UsageOrigin;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.system.FakeAws;
import io.bedrockmeter.standalone.system.ProgramProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Time from the moment the record that crosses a budget's line is given to Kafka, as a normalised invocation, until the call
 * that publishes the alert arrives at SNS, at a steady rate, with {@code run} (metering, alerts and the embedded broker) in a
 * process of its own. Each step of a tenth of a second has a team of its own, whose last record crosses the line. Arguments:
 * {@code [seconds] [records per second]}.
 */
public final class AlertLatencyBenchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SNS_TOPIC = "arn:aws:sns:us-east-1:123456789012:budget-alerts";
    private static final String TEAM = "step-";

    private final Map<String, Long> crossedNanos = new HashMap<>();
    private final Map<String, Long> calledAfter = new HashMap<>();
    private final int perStep;

    private AlertLatencyBenchmark(int perStep) {
        this.perStep = perStep;
    }

    public static void main(String[] args) throws Exception {
        Duration length = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 60);
        int rate = args.length > 1 ? Integer.parseInt(args[1]) : 500;
        new AlertLatencyBenchmark(Math.max(1, (int) (rate * STEP.toMillis() / 1_000))).run(length);
    }

    private void run(Duration length) throws Exception {
        Path directory = Files.createTempDirectory("bedrock-meter-bench-");
        Path budgets = Files.writeString(directory.resolve("budgets.yaml"), """
                budgets:
                  - {id: each, eachOf: Team, requests: %d, period: month, thresholds: [100], notify: %s}
                """.formatted(perStep, SNS_TOPIC));
        Path config = Files.writeString(directory.resolve("run.yaml"), """
                alerts:
                  budgets: %s
                """.formatted(budgets));
        try (FakeSns sns = new FakeSns();
                ProgramProcess program = ProgramProcess.start(
                        FakeAws.environment(sns.endpoint().toString()),
                        "run",
                        "--config",
                        config.toString(),
                        "--data-dir",
                        directory.resolve("data").toString(),
                        "--kafka-port",
                        "0",
                        "--http-port",
                        "0",
                        "--management-port",
                        "0")) {
            program.management();
            try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", program.bootstrapServers(), "acks", "all"),
                    new StringSerializer(),
                    new ByteArraySerializer())) {
                long steps = WARM_UP.plus(length).toMillis() / STEP.toMillis();
                send(producer, steps);
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                while (sns.accepted().size() < steps && System.nanoTime() < deadline && !isComplete(sns, steps)) {
                    TimeUnit.MILLISECONDS.sleep(STEP.toMillis());
                }
                collect(sns);
                tell(steps, WARM_UP.toMillis() / STEP.toMillis());
            }
        }
        System.out.println("data left in " + directory);
    }

    private void send(KafkaProducer<String, byte[]> producer, long steps) {
        long began = System.nanoTime();
        for (long step = 0; step < steps; step++) {
            String team = TEAM + step;
            for (int i = 0; i < perStep; i++) {
                // Evenly over the step, so that the rate is steady.
                LockSupport.parkNanos(began + step * STEP.toNanos() + i * STEP.toNanos() / perStep - System.nanoTime());
                if (i == perStep - 1) {
                    crossedNanos.put(team, System.nanoTime());
                }
                Invocation call = invocation(team + "-" + i, team);
                producer.send(new ProducerRecord<>(
                        Topics.INVOCATIONS.name(Topics.DEFAULT_PREFIX),
                        call.requestId(),
                        Topics.INVOCATIONS.codec().encode(call)));
            }
        }
        producer.flush();
    }

    private boolean isComplete(FakeSns sns, long steps) {
        return sns.accepted().stream()
                        .mapToLong(form -> FakeSns.alertIds(form).size())
                        .sum()
                >= steps;
    }

    private void collect(FakeSns sns) {
        sns.accepted().forEach(form -> {
            long calledAt = sns.arrivedNanos(form);
            for (String id : FakeSns.alertIds(form)) {
                String team = id.split("/")[1];
                calledAfter.putIfAbsent(team, calledAt - crossedNanos.getOrDefault(team, calledAt));
            }
        });
    }

    private void tell(long steps, long warmUp) {
        List<Long> measured = new ArrayList<>();
        for (long step = warmUp; step < steps; step++) {
            Long after = calledAfter.get(TEAM + step);
            if (after != null) {
                measured.add(TimeUnit.NANOSECONDS.toMillis(after));
            }
        }
        Collections.sort(measured);
        System.out.printf(
                Locale.ROOT,
                "%,d alerts at %,d records/s, %d not arrived; from record to SNS: p50 %d ms, p99 %d ms, longest %d ms%n",
                measured.size(),
                perStep * 1_000 / STEP.toMillis(),
                steps - warmUp - measured.size(),
                measured.get((measured.size() - 1) / 2),
                measured.get((measured.size() - 1) * 99 / 100),
                measured.get(measured.size() - 1));
    }

    private static Invocation invocation(String requestId, String team) {
        return new Invocation(
                requestId,
                Instant.now(),
                "111122223333",
                "us-east-1",
                "us-east-1",
                "Converse",
                "amazon.nova-micro-v1:0",
                "",
                "arn:aws:iam::111122223333:user/u",
                Quantities.tokens(1_200, 300),
                true,
                "",
                false,
                "",
                500,
                Map.of("team", team),
                UsageOrigin.INVOCATION_LOG,
                "bench");
    }
}
