package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.sink.CommitPolicy;
import io.bedrockmeter.ingest.sink.KafkaSink;
import io.bedrockmeter.ingest.source.FileSource;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import io.bedrockmeter.standalone.topics.TopicReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaSuite
final class ReplayCommandIT {

    private static final String NOW = "2026-11-20T10:00:00Z";
    private static final String CANARY = "CANARY-prompt-81c";

    @TempDir
    private Path directory;

    private static String good(String requestId) {
        return LogLines.record(requestId, NOW, "amazon.nova-micro-v1:0", 10, 5).strip();
    }

    private static String bad(String requestId) {
        return good(requestId)
                .replace("\"inputTokenCount\":10", "\"inputTokenCount\":-4,\"inputBodyJson\":\"" + CANARY + "\"");
    }

    /** Reads a file as ingest does, so that its dead letters are real. */
    private static void ingest(KafkaSettings kafka, Path file) {
        try (KafkaSink sink = KafkaSink.open(kafka, "test", CommitPolicy.DEFAULT)) {
            new FileSource(Clock.systemUTC(), 1 << 20, sink, new IngestCounters()).readLogs(List.of(file));
            sink.commit();
        }
    }

    private static CommandRun command(KafkaSettings kafka, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers(), "--topic-prefix", kafka.topicPrefix()));
        return CommandRun.of(all.toArray(new String[0]));
    }

    private static List<String> requestIds(KafkaSettings kafka, String prefix) {
        List<String> ids = new ArrayList<>();
        try (TopicReader<Invocation> reader = new TopicReader<>(kafka, Topics.INVOCATIONS, warning -> {})) {
            reader.readAll(found -> found.value()
                    .filter(invocation -> invocation.requestId().startsWith(prefix))
                    .ifPresent(invocation -> ids.add(invocation.requestId())));
        }
        return ids;
    }

    @Test
    void what_was_fixed_at_its_origin_is_replayed_once_and_the_rest_is_told(KafkaSettings kafka) throws IOException {
        // Given three refusals, of which two are mended in the file afterwards
        TopicSetup.ensure(kafka);
        Path file = Files.writeString(
                directory.resolve("a.json"), String.join("\n", good("a-1"), bad("a-2"), bad("a-3"), "{\"cut\":", ""));
        ingest(kafka, file);
        Files.writeString(file, String.join("\n", good("a-1"), good("a-2"), bad("a-3"), good("a-4"), ""));

        CommandRun dry = command(kafka, "dead-letters", "replay", "--dry-run", "--origin", "file:" + file);
        List<String> afterDry = requestIds(kafka, "a-");
        CommandRun first = command(kafka, "dead-letters", "replay", "--origin", "file:" + file);
        List<String> afterFirst = requestIds(kafka, "a-");
        CommandRun second = command(kafka, "dead-letters", "replay", "--origin", "file:" + file, "--format", "json");

        // Then
        assertThat(dry.err()).contains("nothing was written");
        assertThat(afterDry).containsExactly("a-1");
        assertThat(first.out())
                .containsPattern("replayed +INVALID_FIELD +file:" + file + ":2 +1 record")
                .containsPattern("still-refused +INVALID_FIELD +file:" + file + ":3 +INVALID_FIELD: ")
                .containsPattern("replayed +MALFORMED_JSON +file:" + file + ":4 +1 record");
        assertThat(first.err()).contains("2 replayed, 1 still refused, 0 cannot be read again, 0 had been replayed");
        assertThat(afterFirst).containsExactlyInAnyOrder("a-1", "a-2", "a-4");
        assertThat(second.err()).contains("0 replayed, 1 still refused, 0 cannot be read again, 2 had been replayed");
        assertThat(second.out()).contains("\"status\":\"still-refused\"");
        assertThat(requestIds(kafka, "a-")).hasSize(3);
        assertThat(first.out() + first.err() + second.out()).doesNotContain(CANARY);
    }

    @Test
    void what_is_refused_anew_after_its_replay_can_be_replayed_again(KafkaSettings kafka) throws IOException {
        TopicSetup.ensure(kafka);
        Path file = Files.writeString(directory.resolve("b.json"), bad("b-1") + "\n");
        ingest(kafka, file);
        Files.writeString(file, good("b-1") + "\n");
        command(kafka, "dead-letters", "replay", "--origin", "file:" + file);
        Files.writeString(file, bad("b-1") + "\n");
        ingest(kafka, file);
        Files.writeString(file, good("b-1") + "\n");

        CommandRun again = command(kafka, "dead-letters", "replay", "--origin", "file:" + file);

        assertThat(again.err()).contains("1 replayed");
    }

    @Test
    void a_tag_event_is_replayed_as_one_and_the_rest_of_a_damaged_file_as_a_whole(KafkaSettings kafka)
            throws IOException {
        TopicSetup.ensure(kafka);
        Path events = Files.writeString(directory.resolve("e.json"), LogLines.tags("e-1", "Team", "search"));
        Path rest = Files.writeString(
                directory.resolve("r.json"), String.join("\n", good("r-1"), good("r-2"), good("r-3"), ""));
        letter(kafka, RejectionCode.NOT_AN_EVENT, "file:" + events + ":1");
        letter(kafka, RejectionCode.UNREADABLE, "file:" + rest + ":2");

        CommandRun run = command(kafka, "dead-letters", "replay", "--origin", "file:" + directory);

        assertThat(run.err()).contains("2 replayed, 0 still refused");
        assertThat(requestIds(kafka, "r-")).containsExactlyInAnyOrder("r-2", "r-3");
        List<TagEvent> tags = new ArrayList<>();
        try (TopicReader<TagEvent> reader = new TopicReader<>(kafka, Topics.TAG_EVENTS, warning -> {})) {
            reader.readAll(found -> found.value().ifPresent(tags::add));
        }
        assertThat(tags).extracting(TagEvent::requestId).containsExactly("e-1");
    }

    @Test
    void what_cannot_be_read_again_is_told_with_the_reason(KafkaSettings kafka) {
        TopicSetup.ensure(kafka);
        letter(kafka, RejectionCode.INVALID_FIELD, "firehose:gone-1#records[0]:1");
        letter(kafka, RejectionCode.UNDECODABLE, "gone-topic-0@7");
        letter(kafka, RejectionCode.INVALID_FIELD, "file:/gone/a.json:3");

        CommandRun firehose = command(kafka, "dead-letters", "replay", "--origin", "firehose:gone-1");
        CommandRun topic = command(kafka, "dead-letters", "replay", "--code", "UNDECODABLE");
        CommandRun file = command(kafka, "dead-letters", "replay", "--origin", "file:/gone/");

        assertThat(firehose.out()).contains("cannot-be-read").contains("the sender has to send it again");
        assertThat(topic.out()).contains("cannot-be-read").contains("a record of a topic");
        assertThat(file.out()).contains("cannot-be-read").contains("it is not there any more");
    }

    @Test
    void listing_takes_the_same_filters(KafkaSettings kafka) {
        TopicSetup.ensure(kafka);
        IntStream.range(0, 3).forEach(i -> letter(kafka, RejectionCode.TOO_LARGE, "file:/listed/" + i + ":1"));

        CommandRun run = command(
                kafka,
                "dead-letters",
                "list",
                "--code",
                "TOO_LARGE",
                "--origin",
                "file:/listed/1",
                "--since",
                "2026-01-01T00:00:00Z",
                "--until",
                "2126-01-01T00:00:00Z");

        assertThat(run.out()).contains("file:/listed/1:1").doesNotContain("file:/listed/2");
        assertThat(run.err()).contains("1 of 1 refusals");
    }

    private static void letter(KafkaSettings kafka, RejectionCode code, String origin) {
        try (KafkaSink sink = KafkaSink.open(kafka, "test", CommitPolicy.DEFAULT)) {
            sink.deadLetter(new DeadLetter(code, "test", origin, "", 1, "", Instant.now()));
            sink.commit();
        }
    }
}
