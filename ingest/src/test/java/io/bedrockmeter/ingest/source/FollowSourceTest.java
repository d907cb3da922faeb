package io.bedrockmeter.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.log.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as they grow, are rotated, truncated, replaced; and crashes at any commit. */
class FollowSourceTest {

    @TempDir
    Path folder;

    private final CollectingSink sink = new CollectingSink();
    private final IngestCounters counters = new IngestCounters();
    private final MovableClock clock = new MovableClock();

    @Test
    void growth_is_read_and_half_a_line_waits_for_its_rest() throws IOException {
        Path file = folder.resolve("a.log");
        FollowSource source = follow(file);
        String line = Records.line("r1", 1);

        append(file, line.substring(0, 100));
        poll(source);
        assertThat(sink.requestIds()).isEmpty();
        append(file, line.substring(100) + "\n");
        poll(source);
        assertThat(sink.requestIds()).containsExactly("r1");
        append(file, Records.line("r2", 1) + "\njunk");
        poll(source);

        assertThat(sink.requestIds()).containsExactly("r1", "r2");
        assertThat(sink.deadLetters).isEmpty();
    }

    @Test
    void a_broken_line_is_refused_once_and_what_follows_is_read() throws IOException {
        Path file = folder.resolve("a.log");
        append(file, Records.line("r1", 1) + "\njunk\n{\"cut\":\"\n" + Records.line("r2", 1) + "\n");

        poll(follow(file));

        assertThat(sink.requestIds()).containsExactly("r1", "r2");
        assertThat(sink.deadOrigins()).containsExactly("a.log:2", "a.log:3");
    }

    @Test
    void a_file_that_is_rotated_away_is_read_to_its_end_and_its_successor_from_the_beginning() throws IOException {
        // Given
        Path file = folder.resolve("a.log");
        FollowSource source = follow(file);
        append(file, Records.line("r1", 1) + "\n");
        poll(source);
        // When
        append(file, Records.line("r2", 1) + "\n");
        Path rotated = Files.move(file, folder.resolve("a.log.1"));
        append(file, Records.line("r3", 1) + "\n");
        poll(source);
        append(rotated, Records.line("r4", 1) + "\n");
        poll(source);
        // Then
        assertThat(sink.requestIds()).containsExactlyInAnyOrder("r1", "r2", "r3", "r4");
        assertThat(sink.checkpoints).hasSize(2);
        clock.advance(Duration.ofSeconds(11));
        poll(source);
        assertThat(sink.checkpoints).hasSize(1);
    }

    @Test
    void a_file_rotated_while_nobody_followed_is_read_to_its_end() throws IOException {
        Path file = folder.resolve("a.log");
        append(file, Records.line("r1", 1) + "\n");
        poll(follow(file));
        append(file, Records.line("r2", 1) + "\n");
        Files.move(file, folder.resolve("a.log.1"));
        append(file, Records.line("r3", 1) + "\n");

        poll(follow(file));

        assertThat(sink.requestIds()).containsExactlyInAnyOrder("r1", "r2", "r3");
    }

    @Test
    void a_truncated_file_is_read_from_the_beginning() throws IOException {
        Path file = folder.resolve("a.log");
        FollowSource source = follow(file);
        append(file, Records.line("r1", 1) + "\n" + Records.line("r2", 1) + "\n");
        poll(source);

        Files.writeString(file, Records.line("r3", 1) + "\n");
        poll(source);

        assertThat(sink.requestIds()).containsExactly("r1", "r2", "r3");
    }

    @Test
    void a_file_that_was_truncated_and_has_outgrown_its_old_length_is_read_from_the_beginning() throws IOException {
        Path file = folder.resolve("a.log");
        FollowSource source = follow(file);
        append(file, Records.line("r1", 1) + "\n");
        poll(source);

        Files.writeString(file, Records.line("r2", 1) + "\n" + Records.line("r3", 1) + "\n");
        poll(source);

        assertThat(sink.requestIds()).containsExactly("r1", "r2", "r3");
    }

    @Test
    void a_file_replaced_by_one_of_the_same_length_while_nobody_followed_is_read() throws IOException {
        Path file = folder.resolve("a.log");
        append(file, Records.line("r1", 1) + "\n");
        poll(follow(file));

        Files.writeString(file, Records.line("r2", 1) + "\n");
        poll(follow(file));

        assertThat(sink.requestIds()).containsExactly("r1", "r2");
    }

    @Test
    void a_file_whose_content_was_replaced_by_more_is_read_from_the_beginning() throws IOException {
        Path file = folder.resolve("a.log");
        append(file, Records.line("r1", 1) + "\n");
        poll(follow(file));

        Files.writeString(file, Records.line("r2", 1) + "\n" + Records.line("r3", 1) + "\n");
        poll(follow(file));

        assertThat(sink.requestIds()).containsExactly("r1", "r2", "r3");
    }

    @Test
    void new_files_of_a_folder_are_found_and_renamed_ones_are_not_read_again() throws IOException {
        FollowSource source = follow(folder);
        append(folder.resolve("a.log"), Records.line("r1", 1) + "\n");
        poll(source);
        Files.move(folder.resolve("a.log"), folder.resolve("a.log.1"));
        append(folder.resolve("a.log"), Records.line("r2", 1) + "\n");
        append(Files.createDirectories(folder.resolve("x/y")).resolve("b.log"), Records.line("r3", 1) + "\n");

        poll(source);

        assertThat(sink.requestIds()).containsExactlyInAnyOrder("r1", "r2", "r3");
    }

    @Test
    void a_compressed_file_is_read_once_when_it_has_settled() throws IOException {
        // Given
        Path file = folder.resolve("a.json.gz");
        byte[] content = gzip(Records.line("r1", 1) + "\njunk\n" + Records.line("r2", 1) + "\n");
        Files.write(file, Arrays.copyOf(content, content.length / 2));
        FollowSource source = follow(folder);
        poll(source);
        clock.advance(Duration.ofSeconds(1));
        Files.write(file, content);
        poll(source);
        clock.advance(Duration.ofSeconds(1));
        poll(source);
        assertThat(sink.requestIds()).isEmpty();
        // When
        clock.advance(Duration.ofSeconds(2));
        poll(source);
        poll(source);
        FollowSource again = follow(folder);
        poll(again);
        clock.advance(Duration.ofSeconds(3));
        poll(again);
        // Then
        assertThat(sink.requestIds()).containsExactly("r1", "r2");
        assertThat(sink.deadOrigins()).containsExactly("a.json.gz:2");
    }

    @Test
    void a_binary_file_is_refused_once_also_after_a_restart() throws IOException {
        Files.write(folder.resolve("x.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, 3});

        poll(follow(folder));
        poll(follow(folder));

        assertThat(sink.deadLetters).hasSize(1);
    }

    @Test
    void events_are_followed_too() throws IOException {
        Path file = folder.resolve("events");
        append(file, """
                {"specversion":"1.0","id":"1","source":"gw","type":"io.bedrockmeter.request-tags.v1",\
                "data":{"requestId":"r","tags":{"Team":"a"}}}
                """);

        poll(new FollowSource(
                FollowSource.Content.EVENTS, List.of(file), settings(), clock, sink, counters, sink.checkpoints));

        assertThat(sink.tagEvents).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_crash_at_any_commit_loses_and_doubles_nothing(long seed) throws IOException {
        // Given
        Random random = new Random(seed);
        Path file = folder.resolve("a.log");
        List<String> expected = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        long line = 1;
        StringBuilder written = new StringBuilder();
        Files.createFile(file);
        int id = 0;
        // When
        for (int round = 0; round < 40; round++) {
            FollowSource source = follow(file);
            sink.crashAfter(random.nextInt(4));
            for (int step = 0; step < 4; step++) {
                for (int i = random.nextInt(6); i > 0; i--) {
                    if (random.nextInt(5) == 0) {
                        written.append("junk ")
                                .append("x".repeat(random.nextInt(80)))
                                .append('\n');
                        broken.add("a.log:" + line);
                    } else {
                        written.append(Records.line("r" + ++id, 1)).append('\n');
                        expected.add("r" + id);
                    }
                    line++;
                }
                int cut = random.nextInt(written.length() + 1);
                append(file, written.substring(0, cut));
                written.delete(0, cut);
                source.poll();
                sink.commitIfDue();
            }
            source.close();
            sink.restart();
        }
        append(file, written.toString());
        poll(follow(file));
        // Then
        assertThat(sink.requestIds()).as("seed %d", seed).isEqualTo(expected);
        assertThat(sink.deadOrigins()).as("seed %d", seed).isEqualTo(broken);
    }

    @Test
    void a_crash_while_a_compressed_file_is_read_loses_and_doubles_nothing() throws IOException {
        // Given
        StringBuilder content = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            content.append(Records.line("r" + i, 1)).append('\n');
            expected.add("r" + i);
        }
        content.append("junk\n");
        Files.write(folder.resolve("a.json.gz"), gzip(content.toString()));
        // When
        for (int commits = 1; commits < 4; commits++) {
            FollowSource source = follow(folder);
            source.poll();
            clock.advance(Duration.ofSeconds(3));
            sink.crashAfter(commits);
            source.poll();
            source.close();
            sink.restart();
        }
        FollowSource last = follow(folder);
        poll(last);
        clock.advance(Duration.ofSeconds(3));
        poll(last);
        // Then
        assertThat(sink.requestIds()).isEqualTo(expected);
        assertThat(sink.deadOrigins()).containsExactly("a.json.gz:5001");
    }

    @Test
    void a_path_that_does_not_exist_yet_is_waited_for() throws IOException {
        Path file = folder.resolve("later/a.log");
        FollowSource source = follow(file);
        assertThat(source.poll()).isFalse();

        Files.createDirectories(folder.resolve("later"));
        append(file, Records.line("r1", 1) + "\n");
        poll(source);

        assertThat(sink.requestIds()).containsExactly("r1");
    }

    private FollowSource follow(Path path) {
        return new FollowSource(
                FollowSource.Content.INVOCATION_LOGS,
                List.of(path),
                settings(),
                clock,
                sink,
                counters,
                sink.checkpoints);
    }

    private static FollowSettings settings() {
        return new FollowSettings(1024 * 1024, Duration.ofSeconds(2), Duration.ofSeconds(10));
    }

    /** Polls until there is nothing more. */
    private void poll(FollowSource source) {
        while (source.poll()) {
            sink.commitIfDue();
        }
        sink.commitIfDue();
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, UTF_8, CREATE, APPEND);
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static final class MovableClock extends Clock {
        private Instant now = Records.CLOCK.instant();

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
