package io.bedrockmeter.ingest.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.log.Records;
import io.bedrockmeter.ingest.replay.DeadLetterReplay;
import io.bedrockmeter.ingest.replay.ReplaySettings;
import io.bedrockmeter.ingest.replay.Replayed;
import io.bedrockmeter.ingest.source.CollectingSink;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayFromLogGroupTest {

    private static final Instant REFUSED_AT = Instant.parse("2026-11-20T12:00:00Z");
    private static final String ORIGIN = "cloudwatch:own:us-east-1:/aws/bedrock/modelinvocations:";

    private final CollectingSink sink = new CollectingSink();
    private final FakeLogs logs;

    ReplayFromLogGroupTest() throws IOException {
        logs = new FakeLogs();
    }

    @BeforeEach
    void pointTheSdkHere() {
        System.setProperty("aws.endpointUrlCloudWatchLogs", logs.url());
        System.setProperty("aws.accessKeyId", "OWN");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    @AfterEach
    void restore() {
        List.of("aws.endpointUrlCloudWatchLogs", "aws.accessKeyId", "aws.secretAccessKey")
                .forEach(System::clearProperty);
        logs.close();
    }

    @Test
    void events_are_found_again_by_their_id_over_pages_and_throttling() {
        logs.pagesOf(1);
        logs.failNext(FakeLogs.Fault.THROTTLE);
        event("e1", 60, Records.line("r1", 1));
        event("e2", 50, Records.line("r2", 1));
        event("e3", 40, "{\"no\":\"record\"}");
        event("old", 3 * 86_400, Records.line("r4", 1));
        Map<String, Replayed> results = new LinkedHashMap<>();
        ReplaySettings settings =
                new ReplaySettings("us-east-1", Optional.empty(), Optional.empty(), Duration.ofDays(1), 1 << 20);
        try (DeadLetterReplay replay = new DeadLetterReplay(settings, Records.CLOCK, sink)) {
            replay.replay(
                    List.of(letter("e2"), letter("e3"), letter("old")),
                    (letter, result) -> results.put(letter.origin(), result));
        }

        assertThat(results.get(ORIGIN + "e2")).isEqualTo(new Replayed.Taken(1));
        assertThat(results.get(ORIGIN + "e3")).isInstanceOf(Replayed.StillRefused.class);
        assertThat(results.get(ORIGIN + "old").detail()).contains("--look-back");
        sink.commitIfDue();
        assertThat(sink.requestIds()).containsExactly("r2");
        assertThat(sink.deadLetters).isEmpty();
    }

    private void event(String id, long secondsBefore, String message) {
        logs.add(
                "/aws/bedrock/modelinvocations",
                new LogEvent(id, REFUSED_AT.minusSeconds(secondsBefore).toEpochMilli(), message));
    }

    private static DeadLetter letter(String eventId) {
        return new DeadLetter(RejectionCode.INVALID_FIELD, "x", ORIGIN + eventId, "", 1, "", REFUSED_AT);
    }
}
