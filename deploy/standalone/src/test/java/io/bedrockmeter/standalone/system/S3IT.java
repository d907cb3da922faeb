package io.bedrockmeter.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.ingest.IngestConfig;
import io.bedrockmeter.ingest.IngestService;
import io.bedrockmeter.ingest.cloudwatch.CloudWatchConfig;
import io.bedrockmeter.ingest.s3.FakeS3;
import io.bedrockmeter.ingest.s3.LogBucket;
import io.bedrockmeter.ingest.s3.S3Config;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log files read with the real SDK from a bucket whose downloads break off, onto a real broker. */
@KafkaSuite
final class S3IT {

    private static final long SEED = 20261121;
    private static final int REQUESTS = 3_000;
    private static final Duration SPAN = Duration.ofHours(4);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final DateTimeFormatter KEY = DateTimeFormatter.ofPattern(
                    "'logs/AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/'uuuu/MM/dd/HH/"
                            + "uuuuMMdd'T'HHmmss000'Z_0123456789abcdef.json.gz'")
            .withZone(ZoneOffset.UTC);

    private final KafkaSettings kafka;
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(SPAN);

    S3IT(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    @Test
    void every_object_is_read_once_across_broken_downloads_and_a_restart(@TempDir Path state) throws Exception {
        try (FakeS3 bucket = new FakeS3();
                FakeAws aws = FakeAws.at(bucket.url())) {
            // Given objects of which the later half appears only after a restart
            int[] records = {0};
            Map<String, StringBuilder> objects = new TreeMap<>();
            GeneratedLog log = GeneratedLog.generate(REQUESTS, SEED, start, SPAN, (time, record) -> {
                records[0]++;
                objects.computeIfAbsent(KEY.format(quarterOf(time)), key -> new StringBuilder())
                        .append(record)
                        .append('\n');
            });
            List<String> keys = List.copyOf(objects.keySet());
            bucket.cutOff(3);

            // When
            for (List<String> half :
                    List.of(keys.subList(0, keys.size() / 2), keys.subList(keys.size() / 2, keys.size()))) {
                for (String key : half) {
                    bucket.put(key, gzip(objects.getOrDefault(key, new StringBuilder())));
                }
                try (IngestService ingest = ingest()) {
                    await().atMost(PATIENCE).until(() -> ingest.buckets().get(0).objects() == half.size());
                }
            }

            // Then
            assertThat(MeteredTotals.of(kafka, state)).as("seed %d", SEED).isEqualTo(MeteredTotals.expected(log));
            assertThat(new TopicContents(kafka.bootstrapServers(), kafka.topicPrefix()).values(Topics.INVOCATIONS))
                    .as("nothing is read twice")
                    .hasSize(records[0]);
            assertThat(bucket.downloads()).hasSizeBetween(keys.size() + 1, keys.size() + 3);
            assertThat(aws).isNotNull();
        }
    }

    private IngestService ingest() {
        LogBucket bucket = new LogBucket(
                "bucket",
                "logs/",
                "us-east-1",
                Optional.empty(),
                Optional.empty(),
                Optional.of(start),
                Optional.empty(),
                false);
        S3Config buckets = new S3Config(List.of(bucket), Duration.ofSeconds(1), Duration.ofHours(6), 1 << 20);
        IngestService ingest = new IngestService(
                IngestConfig.following("it", List.of(), List.of()).withAws(CloudWatchConfig.of(List.of()), buckets),
                kafka);
        ingest.start();
        return ingest;
    }

    private static Instant quarterOf(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond() / 900 * 900);
    }

    private static byte[] gzip(CharSequence text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
