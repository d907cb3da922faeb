package io.bedrockmeter.standalone.bench;

import io.bedrockmeter.ingest.cloudwatch.FakeLogs;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.system.FakeAws;
import io.bedrockmeter.standalone.system.ProgramProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Time from the moment an event can be seen in FilterLogEvents until it is contained in {@code spend-by-tag.minute}, at a steady
 * rate, with {@code run} and its embedded broker in a process of its own. Each step of a tenth of a second has a team of its
 * own; an event counts as arrived when the totals of that team hold all events of the step. Arguments: {@code [seconds]
 * [events per second]}.
 */
public final class FreshnessBenchmark {

    private static final String GROUP = "/aws/bedrock/modelinvocations";
    private static final int PAGE_EVENTS = 2_000;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Long> visibleNanos = new ConcurrentHashMap<>();
    private final Map<String, Long> arrivedAfter = new ConcurrentHashMap<>();
    private final int perStep;

    private FreshnessBenchmark(int perStep) {
        this.perStep = perStep;
    }

    public static void main(String[] args) throws Exception {
        Duration length = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 60);
        int rate = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        new FreshnessBenchmark(Math.max(1, (int) (rate * STEP.toMillis() / 1_000))).run(length);
    }

    private void run(Duration length) throws Exception {
        Path directory = Files.createTempDirectory("bedrock-meter-bench-");
        Path config = Files.writeString(directory.resolve("run.yaml"), """
                inputs:
                  cloudWatch:
                    groups:
                      - {logGroup: %s, region: us-east-1}
                """.formatted(GROUP));
        try (FakeLogs logs = new FakeLogs();
                ProgramProcess program = ProgramProcess.start(
                        FakeAws.environment(logs.url()),
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
                        "0");
                KafkaConsumer<String, byte[]> totals = totals(program.bootstrapServers())) {
            // As many records without bodies as a page of CloudWatch Logs, which ends at 1 MB, holds.
            logs.pagesOf(PAGE_EVENTS);
            program.management();
            long steps = WARM_UP.plus(length).toMillis() / STEP.toMillis();
            long began = System.nanoTime();
            for (long step = 0; step < steps; step++) {
                makeVisible(logs, step);
                long nextNanos = began + (step + 1) * STEP.toNanos();
                do {
                    read(totals, Duration.ofNanos(Math.max(1_000_000, nextNanos - System.nanoTime())));
                } while (System.nanoTime() < nextNanos);
            }
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (arrivedAfter.size() < steps && System.nanoTime() < deadline) {
                read(totals, Duration.ofMillis(20));
            }
            tell(steps, WARM_UP.toMillis() / STEP.toMillis());
        }
        System.out.println("data left in " + directory);
    }

    private void makeVisible(FakeLogs logs, long step) {
        String team = "step-" + step;
        Instant now = Instant.now();
        for (int i = 0; i < perStep; i++) {
            logs.add(GROUP, "e" + step + "-" + i, now.toEpochMilli(), record(team + "-" + i, team, now));
        }
        visibleNanos.put(team, System.nanoTime());
    }

    private void read(KafkaConsumer<String, byte[]> totals, Duration atMost) {
        totals.poll(atMost).forEach(record -> {
            TagSpend spend = Topics.spendByTag(Granularity.MINUTE).codec().decode(record.value());
            Long visible = visibleNanos.get(spend.tagValue());
            if (visible != null && spend.totals().requests() == perStep) {
                arrivedAfter.putIfAbsent(spend.tagValue(), System.nanoTime() - visible);
            }
        });
    }

    private void tell(long steps, long warmUp) {
        List<Long> measured = new ArrayList<>();
        for (long step = warmUp; step < steps; step++) {
            Long after = arrivedAfter.get("step-" + step);
            if (after != null) {
                measured.add(TimeUnit.NANOSECONDS.toMillis(after));
            }
        }
        Collections.sort(measured);
        System.out.printf(
                Locale.ROOT,
                "%,d events, %d not arrived; from visible to spend-by-tag.minute: p50 %d ms, p99 %d ms, longest %d ms%n",
                measured.size() * perStep,
                (steps - warmUp - measured.size()) * perStep,
                measured.get((measured.size() - 1) / 2),
                measured.get((measured.size() - 1) * 99 / 100),
                measured.get(measured.size() - 1));
    }

    private static KafkaConsumer<String, byte[]> totals(String bootstrapServers) throws InterruptedException {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        String topic = Topics.spendByTag(Granularity.MINUTE).name(Topics.DEFAULT_PREFIX);
        while (!consumer.listTopics().containsKey(topic)) {
            TimeUnit.MILLISECONDS.sleep(STEP.toMillis());
        }
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private static String record(String requestId, String team, Instant time) {
        return """
                {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"%s","accountId":"111122223333",\
                "region":"us-east-1","requestId":"%s","operation":"Converse","modelId":"amazon.nova-micro-v1:0",\
                "identity":{"arn":"arn:aws:iam::111122223333:user/u"},"requestMetadata":{"team":"%s"},\
                "input":{"inputTokenCount":1200},"output":{"outputTokenCount":300}}""".formatted(time, requestId, team);
    }
}
