package io.bedrockmeter.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.BrokerProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ingest} under steady load over HTTP while its broker is gone for half a minute. */
@Tag("system")
final class BrokerOutageIT {

    private static final int STEADY = 5_000;
    private static final int WAITING_BYTES = 8 << 20;
    private static final Duration OUTAGE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern WAITING =
            Pattern.compile("^bedrock_meter_http_intake_waiting_bytes (\\S+)$", Pattern.MULTILINE);

    @TempDir
    private Path directory;

    @Test
    void nothing_acknowledged_is_lost_memory_stays_bounded_and_clients_are_told_to_come_again() throws Exception {
        int port = freePort();
        BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), port);
        try (ProgramProcess ingest = ingest(broker.bootstrapServers());
                EventLoad load = new EventLoad(ingest.answers())) {
            String management = ingest.management();
            await().atMost(PATIENCE).until(() -> load.acknowledged().size() >= STEADY);

            // When
            broker.kill();
            double[] mostWaiting = {0};
            await().pollInterval(Duration.ofMillis(500))
                    .during(OUTAGE)
                    .atMost(OUTAGE.plusSeconds(30))
                    .until(() -> {
                        mostWaiting[0] = Math.max(mostWaiting[0], waiting(get(management + "/metrics")));
                        return ingest.isAlive();
                    });
            String readiness = get(management + "/readyz");
            int before = load.acknowledged().size();
            broker = BrokerProcess.start(directory.resolve("broker"), port);
            await().atMost(PATIENCE).until(() -> load.acknowledged().size() >= before + STEADY);
            load.stop();

            // Then
            Set<String> missing = new HashSet<>(load.acknowledged());
            missing.removeAll(committed(broker.bootstrapServers()));
            assertThat(missing).as("acknowledged and not committed").isEmpty();
            assertThat(load.answers()).containsKey(503);
            assertThat(load.answers().keySet()).isSubsetOf(Set.of(200, 503, 429));
            assertThat(load.withoutRetryAfter()).isZero();
            assertThat(load.unanswered()).isZero();
            assertThat(readiness).contains("\"http-intake\":{\"status\":\"down\"");
            assertThat(mostWaiting[0]).isPositive().isLessThanOrEqualTo(WAITING_BYTES);
        } finally {
            broker.close();
        }
    }

    /** A process that ends when it needs more memory than this. */
    private ProgramProcess ingest(String bootstrapServers) throws IOException {
        return ProgramProcess.start(
                "256m",
                Map.of(
                        "BEDROCK_METER_HTTP_COMMIT_TIMEOUT",
                        "2s",
                        "BEDROCK_METER_HTTP_MAX_WAITING_BYTES",
                        Integer.toString(WAITING_BYTES)),
                "ingest",
                "--bootstrap-servers",
                bootstrapServers,
                "--data-dir",
                directory.resolve("ingest").toString(),
                "--http-port",
                "0",
                "--management-port",
                "0");
    }

    private static Set<String> committed(String bootstrapServers) {
        return new TopicContents(bootstrapServers)
                .values(Topics.TAG_EVENTS).stream().map(TagEvent::requestId).collect(Collectors.toSet());
    }

    private static double waiting(String metrics) {
        Matcher found = WAITING.matcher(metrics);
        return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
