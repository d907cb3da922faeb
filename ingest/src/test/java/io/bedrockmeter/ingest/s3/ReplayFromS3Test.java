package io.bedrockmeter.ingest.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.log.Records;
import io.bedrockmeter.ingest.replay.DeadLetterReplay;
import io.bedrockmeter.ingest.replay.ReplaySettings;
import io.bedrockmeter.ingest.replay.Replayed;
import io.bedrockmeter.ingest.source.CollectingSink;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayFromS3Test {

    private static final String KEY = "AWSLogs/1/BedrockModelInvocationLogs/us-east-1/2026/11/20/23/a.json.gz";

    private final CollectingSink sink = new CollectingSink();
    private final FakeS3 s3;

    ReplayFromS3Test() throws IOException {
        s3 = new FakeS3();
    }

    @BeforeEach
    void pointTheSdkHere() {
        System.setProperty("aws.endpointUrlS3", s3.url());
        System.setProperty("aws.accessKeyId", "OWN");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    @AfterEach
    void restore() {
        List.of("aws.endpointUrlS3", "aws.accessKeyId", "aws.secretAccessKey").forEach(System::clearProperty);
        s3.close();
    }

    @Test
    void an_object_is_downloaded_once_for_all_its_letters_and_only_they_are_taken() throws IOException {
        s3.put(
                KEY,
                gzip(Records.line("r1", 1) + "\n" + Records.line("r2", 1) + "\n" + Records.line("r3", 1) + "\n{\n"));
        DeadLetter second = letter("s3://logs/" + KEY + ":2");
        DeadLetter third = letter("s3://logs/" + KEY + ":3");
        DeadLetter beyond = letter("s3://logs/" + KEY + ":9");
        Map<DeadLetter, Replayed> results = new LinkedHashMap<>();
        ReplaySettings settings =
                new ReplaySettings("us-east-1", Optional.empty(), Optional.empty(), Duration.ofDays(1), 1 << 20);
        try (DeadLetterReplay replay = new DeadLetterReplay(settings, Records.CLOCK, sink)) {
            replay.replay(List.of(second, third, beyond), results::put);
        }

        assertThat(results).containsEntry(second, new Replayed.Taken(1)).containsEntry(third, new Replayed.Taken(1));
        assertThat(results.get(beyond)).isInstanceOf(Replayed.CannotBeRead.class);
        sink.commitIfDue();
        assertThat(sink.requestIds()).containsExactly("r2", "r3");
        assertThat(sink.deadLetters).isEmpty();
        assertThat(s3.downloads()).hasSize(1);
    }

    private static DeadLetter letter(String origin) {
        return new DeadLetter(
                RejectionCode.INVALID_FIELD, "x", origin, "", 1, "", Instant.parse("2026-11-20T23:00:00Z"));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
