package io.bedrockmeter.standalone.references;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.bedrockmeter.ingest.aws.BedrockAccount;
import io.bedrockmeter.ingest.aws.ProfileSync;
import io.bedrockmeter.ingest.aws.ProfileSyncSettings;
import io.bedrockmeter.ingest.aws.SyncSummary;
import io.bedrockmeter.ingest.sink.ReferencePublisher;
import io.bedrockmeter.ingest.sink.ReferenceTable;
import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagVersion;
import io.bedrockmeter.schemas.model.UsageOrigin;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;

/** A tag change in AWS, from the control plane's answer to the totals by team. */
@KafkaSuite
final class TagChangeIT {

    private static final String ARN =
            "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/p24qm5pye2qr";
    private static final String SHARED_ARN = ARN.replace("p24qm5pye2qr", "w2m9jvmdyfej");
    private static final Instant CREATED = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant CHANGED = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WRITERS = 4;

    @Test
    void usage_before_a_tag_change_stays_with_the_old_team_and_after_it_goes_to_the_new(
            KafkaSettings kafka, @TempDir Path state) throws Exception {
        // Given calls through a profile, half of them before its tag changes
        TopicSetup.ensure(kafka);
        AtomicReference<String> team = new AtomicReference<>("search");
        HttpServer aws = controlPlane(team);
        ReferenceTable<Profile> table = new ReferencePublisher(kafka).profiles();
        try (KafkaProducer<String, byte[]> producer = producer(kafka);
                MeteringService metering = new MeteringService(MeteringConfig.defaults(state), kafka)) {
            metering.start();
            sync(aws, table, CHANGED.minusSeconds(300));
            for (int i = -50; i < 50; i++) {
                Invocation call = call("r" + i, CHANGED.plusSeconds(i));
                producer.send(new ProducerRecord<>(
                        kafka.name(Topics.INVOCATIONS),
                        call.requestId(),
                        Topics.INVOCATIONS.codec().encode(call)));
            }
            producer.flush();
            metering.awaitCaughtUp(PATIENCE);
            assertThat(requests(metering, "search")).isEqualTo(100);

            // When the change is seen
            team.set("chat");
            SyncSummary changed = sync(aws, table, CHANGED);
            SyncSummary again = sync(aws, table, CHANGED.plusSeconds(300));

            // Then only what came after it moves, and nothing is written twice
            assertThat(changed).isEqualTo(new SyncSummary(1, 1, 0, List.of()));
            assertThat(again).isEqualTo(new SyncSummary(1, 0, 1, List.of()));
            await().atMost(PATIENCE).until(() -> requests(metering, "chat") == 50);
            assertThat(requests(metering, "search")).isEqualTo(50);
        } finally {
            aws.stop(0);
        }
    }

    @Test
    void writers_of_a_table_take_turns_and_none_loses_what_another_wrote(KafkaSettings kafka) throws Exception {
        TopicSetup.ensure(kafka);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<Integer>> writes = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                TagVersion version = new TagVersion(CREATED.plusSeconds(i), Map.of("Writer", "w" + i));
                writes.add(threads.submit(() -> new ReferencePublisher(kafka)
                        .profiles()
                        .update(table -> List.of(with(table.get(SHARED_ARN), version)))));
            }
            for (Future<Integer> write : writes) {
                assertThat(write.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(new ReferencePublisher(kafka)
                        .profiles()
                        .read()
                        .get(SHARED_ARN)
                        .tagHistory())
                .extracting(version -> version.tags().get("Writer"))
                .containsExactlyElementsOf(
                        IntStream.range(0, WRITERS).mapToObj(i -> "w" + i).toList());
    }

    private static Profile with(@Nullable Profile known, TagVersion version) {
        List<TagVersion> history = new ArrayList<>(known == null ? List.of() : known.tagHistory());
        history.add(version);
        return new Profile(SHARED_ARN, "p", "m", Scope.REGIONAL, "ACTIVE", history);
    }

    private static SyncSummary sync(HttpServer aws, ReferenceTable<Profile> table, Instant now)
            throws InterruptedException {
        try (ProfileSync sync = new ProfileSync(
                List.of(BedrockAccount.DEFAULT),
                account -> BedrockClient.builder()
                        .endpointOverride(URI.create(
                                "http://127.0.0.1:" + aws.getAddress().getPort()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build(),
                table,
                Clock.fixed(now, ZoneOffset.UTC),
                ProfileSyncSettings.DEFAULT)) {
            return sync.run();
        }
    }

    private static HttpServer controlPlane(AtomicReference<String> team) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String answer = exchange.getRequestURI().getPath().equals("/listTagsForResource")
                    ? "{\"tags\":[{\"key\":\"Team\",\"value\":\"" + team.get() + "\"}]}"
                    : exchange.getRequestURI().getQuery().contains("APPLICATION")
                            ? """
                              {"inferenceProfileSummaries":[{"inferenceProfileName":"search","inferenceProfileArn":"%s",
                              "inferenceProfileId":"p24qm5pye2qr","createdAt":"%s","status":"ACTIVE","type":"APPLICATION",
                              "models":[{"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0"}]}]}
                              """.formatted(ARN, CREATED)
                            : "{\"inferenceProfileSummaries\":[]}";
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static long requests(MeteringService metering, String team) {
        return metering.usage().totals(Granularity.MONTH).stream()
                .filter(row -> team.equals(row.dimensions().tags().get("Team")))
                .map(UsageRow::totals)
                .mapToLong(totals -> totals.requests())
                .sum();
    }

    private static KafkaProducer<String, byte[]> producer(KafkaSettings kafka) {
        return new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer());
    }

    private static Invocation call(String requestId, Instant time) {
        return new Invocation(
                requestId,
                time,
                "111122223333",
                "us-east-1",
                "",
                "Converse",
                ARN,
                "",
                "arn:aws:iam::111122223333:user/u",
                Quantities.tokens(1_000, 200),
                true,
                "",
                false,
                "",
                -1,
                Map.of(),
                UsageOrigin.INVOCATION_LOG,
                "test");
    }
}
