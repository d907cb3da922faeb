package io.bedrockmeter.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.log.Records;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading files once: what comes out, what is refused, and exact counts of both. */
class FileSourceTest {

    @TempDir
    Path folder;

    private final CollectingSink sink = new CollectingSink();
    private final IngestCounters counters = new IngestCounters();
    private final FileSource source = new FileSource(Records.CLOCK, 1024 * 1024, sink, counters);

    @Test
    void a_broken_line_is_refused_with_its_place_and_the_others_are_accepted() throws IOException {
        // Given
        Path file = write(
                "a.json",
                Records.line("r1", 1),
                "{\"requestId\":\"r2\",\"modelId\":\"m\"}",
                "junk",
                Records.line("r3", 3));
        // When
        source.readLogs(List.of(file));
        sink.commitIfDue();
        // Then
        assertThat(sink.requestIds()).containsExactly("r1", "r3");
        FileSummary summary = source.summary();
        assertThat(summary.recordsRead()).isEqualTo(4);
        assertThat(summary.accepted()).isEqualTo(2);
        assertThat(summary.refusedCount()).isEqualTo(2);
        assertThat(summary.refused().get(0).toString())
                .startsWith("file:" + file + ":2: MISSING_FIELD: timestamp is missing");
        assertThat(summary.refused().get(1).toString())
                .isEqualTo("file:" + file + ":3: MALFORMED_JSON: expected a JSON object");
        assertThat(sink.deadLetters).hasSize(2).first().satisfies(letter -> {
            assertThat(letter.requestId()).isEqualTo("r2");
            assertThat(letter.field()).isEqualTo("timestamp");
            assertThat(letter.refusedAt()).isEqualTo(Records.CLOCK.instant());
        });
        assertThat(counters.lastEventTime()).contains(Instant.parse("2026-09-08T12:10:33Z"));
        assertThat(counters.refusedByCode())
                .containsOnlyKeys(RejectionCode.MISSING_FIELD, RejectionCode.MALFORMED_JSON);
        assertThat(sink.invocations.get(0).source()).isEqualTo("file:" + file);
    }

    @Test
    void records_are_found_in_everything_cloudwatch_logs_wraps_around_them() throws IOException {
        String message = quoted(Records.line("r1", 1));
        Path subscription = write(
                "subscription.json",
                "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"1\",\"logEvents\":[{\"id\":\"1\",\"timestamp\":1,\"message\":"
                        + message + "},{\"id\":\"2\",\"timestamp\":1,\"message\":\"no json\"}]}",
                Records.fixture("payload-cwl-subscription-control-message.json").replaceAll("\\s+", " "));
        Path filtered = write(
                "filtered.json",
                "{\n  \"events\": [\n    {\n      \"timestamp\": 1,\n      \"message\": " + message
                        + "\n    }\n  ],\n  \"searchedLogStreams\": []\n}");
        Path other =
                write("other.json", "{\"nextToken\":\"t\",\"events\":[{\"timestamp\":1,\"message\":" + message + "}]}");
        Path export = write("export", "2026-09-08T12:10:33.000Z " + Records.line("r1", 1));

        source.readLogs(List.of(subscription, filtered, other, export));
        sink.commitIfDue();

        assertThat(sink.requestIds()).containsExactly("r1", "r1", "r1", "r1");
        assertThat(source.summary().refused())
                .singleElement()
                .extracting(Refusal::origin)
                .isEqualTo("file:" + subscription + ":1#logEvents[1]");
    }

    @Test
    void json_that_is_no_log_is_refused_by_file_and_reason() throws IOException {
        Path prices = Files.writeString(
                folder.resolve("prices.json"), Records.fixture("pricing-getproducts-ab-nova-micro-use1.json"));

        source.readLogs(List.of(prices, folder.resolve("missing")));

        assertThat(source.summary().refused())
                .satisfiesExactly(
                        first -> assertThat(first.toString())
                                .contains("prices.json:1: NOT_AN_INVOCATION_RECORD: no Bedrock"),
                        second -> assertThat(second.toString()).contains("missing: UNREADABLE: there is no such file"));
    }

    @Test
    void disagreeing_counts_are_counted() throws IOException {
        source.readLogs(List.of(write(
                "a",
                Records.record("{\"inputTokenCount\":1}", "{\"outputBodyJson\":{\"usage\":{\"inputTokens\":2}}}"))));

        assertThat(source.summary().disagreements()).isEqualTo(1);
    }

    @Test
    void listed_refusals_are_bounded_and_counts_are_exact() throws IOException {
        source.readLogs(List.of(Files.writeString(folder.resolve("junk"), "junk\n".repeat(5_000))));

        assertThat(source.summary().refused()).hasSize(FileSource.MAX_LISTED);
        assertThat(source.summary().refusedCount()).isEqualTo(5_000);
    }

    @Test
    void events_are_read_one_per_line_or_as_a_list() throws IOException {
        String tags = """
                {"specversion":"1.0","id":"%s","source":"gw","type":"io.bedrockmeter.request-tags.v1",\
                "data":{"requestId":"r","tags":{"Team":"a"}}}""";
        Path events = write(
                "events.jsonl", tags.formatted("1"), "[" + tags.formatted("2") + "," + tags.formatted("3") + "]", "{}");

        source.readEvents(List.of(events));
        sink.commitIfDue();

        assertThat(sink.tagEvents).extracting(event -> event.eventId()).containsExactly("1", "2", "3");
        assertThat(sink.tagEvents).allMatch(event -> event.authenticated());
        assertThat(source.summary().tagEvents()).isEqualTo(3);
        assertThat(source.summary().refused())
                .singleElement()
                .extracting(Refusal::origin)
                .isEqualTo("file:" + events + ":3");
    }

    @Test
    void nothing_of_a_body_comes_out_anywhere() throws IOException {
        // Given
        String canary = "CANARY prompt text";
        String body = "{\"text\":\"" + canary + "\",\"" + canary + "\":1,\"model\":\"" + canary
                + "\",\"service_tier\":\"" + canary + "\",\"usage\":{\"inputTokens\":\"" + canary + "\"}}";
        Path file = write(
                "a",
                Records.record(
                                "{\"inputBodyJson\":" + body + ",\"inputTokenCount\":1}",
                                "{\"outputBodyJson\":" + body + "}")
                        .replace("}}}", "}},\"requestMetadata\":{\"k\":\"v\"}}"),
                Records.record(
                        "{\"inputBodyJson\":" + body + "}", "{\"outputBodyJson\":" + body + ",\"outputTokenCount\":1}"),
                Records.record("{\"inputBodyJson\":" + body + ",\"inputTokenCount\":\"x\"}", "{}"),
                Records.record("{\"inputBodyJson\":" + body.substring(0, 20), ""),
                Records.record("{\"inputBodyJson\":" + body.replace(":", "; ") + "}", "{}"),
                "\"" + canary + "\"",
                canary,
                "{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"message\":\"" + canary + "\"}]}",
                "{\"timestamp\":1,\"message\":" + quoted("{\"x\":" + body) + "}");
        // When
        source.readLogs(List.of(file));
        source.readEvents(List.of(file));
        sink.commitIfDue();
        // Then
        assertThat(source.summary().recordsRead()).isGreaterThan(10);
        assertThat(sink.invocations.toString() + sink.deadLetters + sink.tagEvents + source.summary())
                .doesNotContain("CANARY");
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines), UTF_8);
    }

    private static String quoted(String json) {
        return "\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
