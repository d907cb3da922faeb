package io.bedrockmeter.ingest.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.ingest.log.Records;
import io.bedrockmeter.ingest.source.CollectingSink;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log files in a bucket: what is read, what is left alone, restarts, cut-off downloads, notifications. Now is midnight. */
class S3SourceTest {

    private static final String ROOT = "logs/AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/";
    private static final String HOUR = ROOT + "2026/11/20/23/";
    private static final List<String> PROPERTIES =
            List.of("aws.endpointUrlS3", "aws.endpointUrlSqs", "aws.accessKeyId", "aws.secretAccessKey");

    private final CollectingSink sink = new CollectingSink();
    private final FakeS3 s3;

    S3SourceTest() throws IOException {
        s3 = new FakeS3();
    }

    @BeforeEach
    void pointTheSdkHere() {
        System.setProperty("aws.endpointUrlS3", s3.url());
        System.setProperty("aws.endpointUrlSqs", s3.url());
        System.setProperty("aws.accessKeyId", "OWN");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    @AfterEach
    void restore() {
        PROPERTIES.forEach(System::clearProperty);
        s3.close();
    }

    @Test
    void log_files_are_read_and_bodies_and_markers_are_left_alone() {
        // Given
        put("20261120T230001000Z_aa.json.gz", "r1", "r2");
        put("20261120T230102000Z_bb.json.gz", "r3");
        s3.put(HOUR + "data/r1_input.json.gz", gzip("body"));
        s3.put(ROOT + "amazon-bedrock-logs-permission-check", "check".getBytes(UTF_8));
        s3.put(HOUR + "amazon-bedrock-logs-permission-check.json", "check".getBytes(UTF_8));
        s3.put(ROOT.replace("us-east-1", "eu-west-1") + "2026/11/20/22/a.json.gz", gzip(Records.line("r4", 1)));
        // When
        try (S3Source source = open(bucket())) {
            until(source, () -> sink.invocations.size() == 4);
            // Then
            BucketStatus status = source.status().get(0);
            assertThat(status.objects()).isEqualTo(3);
            assertThat(status.problem()).isEmpty();
            assertThat(status.completeUntil()).contains(Instant.parse("2026-11-20T21:00:00Z"));
        }
        assertThat(sink.deadLetters).isEmpty();
        assertThat(s3.downloads()).hasSize(3);
        assertThat(sink.invocations)
                .extracting(Invocation::source)
                .contains("s3://log-bucket/" + HOUR + "20261120T230001000Z_aa.json.gz");
    }

    @Test
    void a_restart_reads_only_what_is_new_also_when_its_key_sorts_before() {
        put("b.json.gz", "r1");
        try (S3Source source = open(bucket())) {
            until(source, () -> sink.invocations.size() == 1);
        }
        put("a.json.gz", "r2");

        try (S3Source source = open(bucket())) {
            until(source, () -> sink.invocations.size() == 2);
        }

        assertThat(sink.requestIds()).containsExactly("r1", "r2");
        assertThat(s3.downloads()).hasSize(2);
    }

    @Test
    void what_lies_behind_the_look_back_is_forgotten_when_it_has_been_read() {
        s3.put(ROOT + "2026/11/18/05/a.json.gz", gzip(Records.line("r1", 1)));
        s3.put(ROOT + "2026/11/20/05/b.json.gz", gzip(Records.line("r2", 1)));
        put("c.json.gz", "r3");
        LogBucket from = new LogBucket(
                "log-bucket",
                "logs/",
                "us-east-1",
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.parse("2026-11-18T00:00:00Z")),
                Optional.empty(),
                false);

        try (S3Source source = open(from)) {
            until(source, () -> sink.invocations.size() == 3);
        }

        assertThat(sink.requestIds()).containsExactly("r1", "r2", "r3");
        assertThat(sink.checkpoints)
                .containsOnlyKeys("s3://log-bucket/" + ROOT, "s3://log-bucket/" + HOUR + "c.json.gz");
        assertThat(sink.checkpoints.get("s3://log-bucket/" + ROOT).position()).isEqualTo("2026/11/20/21/");
    }

    @Test
    void a_damaged_file_is_refused_once_and_a_download_that_breaks_off_is_made_again() {
        // Given
        byte[] whole = gzip(Records.line("r1", 1) + "\n" + Records.line("r2", 1));
        s3.put(HOUR + "a.json.gz", whole);
        s3.put(HOUR + "b.json.gz", java.util.Arrays.copyOf(whole, whole.length - 12));
        put("c.json.gz", "r3");
        s3.cutOff(1);
        // When
        try (S3Source source = open(bucket())) {
            until(source, () -> sink.requestIds().contains("r3"));
            assertThat(source.status().get(0).failed()).isEqualTo(1);
            assertThat(source.status().get(0).rejected()).isPositive();
        }
        // Then
        assertThat(sink.requestIds()).contains("r1", "r2", "r3");
        assertThat(sink.deadLetters)
                .isNotEmpty()
                .allMatch(letter -> letter.origin().contains("b.json.gz"));
        assertThat(s3.downloads()).filteredOn(key -> key.endsWith("a.json.gz")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void crashes_at_random_commits_lose_and_double_nothing(long seed) {
        // Given
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        for (int file = 0; file < 6; file++) {
            StringBuilder content = new StringBuilder();
            for (int i = 0; i < 3_000; i++) {
                content.append(Records.line("r" + file + "-" + i, 1)).append('\n');
                expected.add("r" + file + "-" + i);
            }
            s3.put(HOUR + file + ".json.gz", gzip(content + "junk\n"));
        }
        // When
        for (int crash = 0; crash < 10; crash++) {
            sink.crashAfter(random.nextInt(9));
            try (S3Source source = open(bucket())) {
                for (int i = 0; i < 8; i++) {
                    source.poll();
                }
            }
            sink.restart();
        }
        try (S3Source source = open(bucket())) {
            until(source, () -> sink.invocations.size() >= expected.size() && sink.deadLetters.size() >= 6);
        }
        // Then
        assertThat(sink.requestIds()).as("seed %d", seed).isEqualTo(expected);
        assertThat(sink.deadLetters).as("seed %d", seed).hasSize(6);
    }

    @Test
    void a_notification_brings_an_object_at_once_and_is_deleted_when_that_is_committed() {
        LogBucket heard = new LogBucket(
                "log-bucket",
                "logs/",
                "us-east-1",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(s3.url() + "/111122223333/queue"),
                false);
        put("a.json.gz", "r1");
        try (S3Source source = open(heard)) {
            until(source, () -> sink.invocations.size() == 1);
            put("b c.json.gz", "r2");
            String notification = """
                    {"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"log-bucket"},\
                    "object":{"key":"%s","eTag":"e"}}}]}""".formatted(HOUR + "b+c.json.gz");
            s3.send("m1", notification);
            s3.send("m2", notification);
            s3.send("m3", "no JSON");
            until(source, () -> s3.messages() == 0);
        }

        assertThat(sink.requestIds()).containsExactly("r1", "r2");
    }

    @Test
    void the_time_to_live_of_cache_writes_is_found_in_an_off_loaded_body_where_asked_for() {
        String body = HOUR + "data/r1_output.json.gz";
        s3.put(body, gzip("""
                {"content":[{"text":"CANARY"}],"usage":{"input_tokens":5,"output_tokens":7,"cache_creation_input_tokens":120,\
                "cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":100}}}"""));
        s3.put(HOUR + "a.json.gz", gzip(cached("r1", "s3://log-bucket/" + body)));

        try (S3Source source = open(bucket(true))) {
            until(source, () -> sink.invocations.size() == 1);
        }

        Invocation invocation = sink.invocations.get(0);
        assertThat(invocation.quantities().get(Unit.CACHE_WRITE_1H_TOKEN)).isEqualTo(100);
        assertThat(invocation.quantities().get(Unit.CACHE_WRITE_5M_TOKEN)).isEqualTo(20);
        assertThat(invocation.cacheTtlKnown()).isTrue();
        assertThat(invocation.toString()).doesNotContain("CANARY");
    }

    @Test
    void off_loaded_bodies_are_left_alone_unless_asked_for() {
        s3.put(HOUR + "a.json.gz", gzip(cached("r1", "s3://log-bucket/" + HOUR + "data/r1_output.json.gz")));

        try (S3Source source = open(bucket())) {
            until(source, () -> sink.invocations.size() == 1);
        }

        assertThat(sink.invocations.get(0).cacheTtlKnown()).isFalse();
        assertThat(s3.downloads()).allMatch(key -> key.endsWith("a.json.gz"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://log-bucket/" + HOUR + "data/missing.json.gz",
                "s3://other-bucket/" + HOUR + "data/r1_output.json.gz",
                "s3://log-bucket/private/secret.json",
                "s3://log-bucket/" + HOUR + "data/broken.json.gz",
                "not a path"
            })
    void a_body_that_cannot_be_had_costs_the_time_to_live_and_nothing_else(String path) {
        s3.put(HOUR + "data/broken.json.gz", gzip("{\"usage\":{"));
        s3.put("private/secret.json", gzip("{}"));
        s3.put(HOUR + "a.json.gz", gzip(cached("r1", path)));

        try (S3Source source = open(bucket(true))) {
            until(source, () -> sink.invocations.size() == 1);
        }

        Invocation invocation = sink.invocations.get(0);
        assertThat(invocation.quantities().get(Unit.CACHE_WRITE_5M_TOKEN)).isEqualTo(120);
        assertThat(invocation.cacheTtlKnown()).isFalse();
        assertThat(s3.downloads()).noneMatch(key -> key.startsWith("private/"));
    }

    private static String cached(String requestId, String bodyPath) {
        return """
                {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2026-11-20T20:30:00Z",\
                "accountId":"111122223333","region":"us-east-1","requestId":"%s","operation":"InvokeModel",\
                "modelId":"anthropic.claude-sonnet-4-20250514-v1:0","input":{"inputTokenCount":5,\
                "cacheWriteInputTokenCount":120},"output":{"outputTokenCount":7,"outputBodyS3Path":"%s"}}""".formatted(requestId, bodyPath);
    }

    private static LogBucket bucket() {
        return bucket(false);
    }

    private static LogBucket bucket(boolean cacheTtlFromBodies) {
        return new LogBucket(
                "log-bucket",
                "logs/",
                "us-east-1",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                cacheTtlFromBodies);
    }

    private S3Source open(LogBucket bucket) {
        S3Config config = new S3Config(List.of(bucket), Duration.ofSeconds(1), Duration.ofHours(3), 1024 * 1024);
        return new S3Source(config, Records.CLOCK, sink, sink::commitIfDue, new IngestCounters(), sink.checkpoints);
    }

    private void until(S3Source source, BooleanSupplier done) {
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    source.poll();
                    sink.commitIfDue();
                    return done.getAsBoolean();
                });
    }

    private void put(String name, String... requestIds) {
        StringBuilder content = new StringBuilder();
        for (String requestId : requestIds) {
            content.append(Records.line(requestId, 1)).append('\n');
        }
        s3.put(HOUR + name, gzip(content.toString()));
    }

    private static byte[] gzip(String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
