package io.bedrockmeter.standalone.metering;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.http.Peers;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.UsageOrigin;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.DataDirectory;
import io.bedrockmeter.standalone.kafka.EmbeddedKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How long a question about 100,000 cells takes from end to end: real broker, real stores on disk, HTTP. Told on the
 * console; docs/benchmarks.md says how to run it and what it gave. No test: times depend on the machine.
 */
public final class QueryBenchmark {

    private static final int CELLS = 100_000;
    private static final int PRINCIPALS = 9_000;
    private static final int ROUNDS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> QUESTIONS = List.of(
            "group_by=Team",
            "group_by=principal",
            "group_by=Team,model,Application&top=100",
            "group_by=Team&filter=Environment:environment-3");

    private QueryBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        try (DataDirectory directory = DataDirectory.temporary();
                EmbeddedKafka broker = EmbeddedKafka.start(0, directory.kafka(), Map.of(), System.err::println)) {
            KafkaSettings kafka =
                    new KafkaSettings(broker.bootstrapServers(), Topics.DEFAULT_PREFIX, 4, (short) 1, Map.of());
            TopicSetup.ensure(kafka);
            MeteringConfig config = MeteringConfig.defaults(directory.state());
            try (MeteringService metering = new MeteringService(config, kafka)) {
                metering.start();
                fill(kafka);
                metering.awaitCaughtUp(PATIENCE);
                ask(config, metering, kafka);
            }
        }
    }

    private static void fill(KafkaSettings kafka) {
        Instant time = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        Random random = new Random(1);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < CELLS; i++) {
                Invocation call = call(i, time, random);
                producer.send(new ProducerRecord<>(
                        kafka.name(Topics.INVOCATIONS),
                        call.requestId(),
                        Topics.INVOCATIONS.codec().encode(call)));
            }
        }
    }

    /** Principal and environment make every call a cell of its own. */
    private static Invocation call(int i, Instant time, Random random) {
        Map<String, String> tags = Map.of(
                "Application", "application-" + random.nextInt(50),
                "Environment", "environment-" + i / PRINCIPALS,
                "Team", "team-" + random.nextInt(200),
                "CostCenter", "cost-center-" + random.nextInt(40),
                "Owner", "owner-" + random.nextInt(500));
        return new Invocation(
                "request-" + i,
                time,
                "111122223333",
                "us-east-1",
                "",
                "Converse",
                "anthropic.model-" + random.nextInt(20),
                "",
                "arn:aws:sts::111122223333:assumed-role/role-" + i % PRINCIPALS + "/session",
                Quantities.tokens(random.nextInt(9_999), random.nextInt(999)),
                true,
                "",
                false,
                "",
                -1,
                tags,
                UsageOrigin.INVOCATION_LOG,
                "benchmark");
    }

    private static void ask(MeteringConfig config, MeteringService metering, KafkaSettings kafka)
            throws IOException, InterruptedException {
        try (CostExplorer http = new CostExplorer(config, metering, kafka, Peers.NONE, 0)) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            for (String question : QUESTIONS) {
                measure(client, URI.create("http://127.0.0.1:" + http.port() + "/v1/usage?limit=100&" + question));
            }
        }
    }

    private static void measure(HttpClient client, URI uri) throws IOException, InterruptedException {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(15)).build(),
                    HttpResponse.BodyHandlers.ofString());
            times.add((System.nanoTime() - start) / 1_000);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
        }
        List<Long> warm = times.subList(ROUNDS / 2, ROUNDS).stream().sorted().toList();
        System.out.printf(
                "%d cells, %s: first %.1f ms, warm median %.1f ms, warm slowest %.1f ms%n",
                CELLS,
                uri.getQuery(),
                times.get(0) / 1e3,
                warm.get(warm.size() / 2) / 1e3,
                warm.get(warm.size() - 1) / 1e3);
    }
}
