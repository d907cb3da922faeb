package io.bedrockmeter.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.RejectionCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How streams are cut into documents, whatever the size of the pieces in which they come. */
class JsonFramerTest {

    private static final int LIMIT = 10_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lines                   | {'a':1}~{'b':2}~                          | 1 {'a':1} / 2 {'b':2}",
                "no last line end        | {'a':1}~{'b':2}                           | 1 {'a':1} / 2 {'b':2}",
                "carriage returns        | {'a':1}^~{'b':2}^~                        | 1 {'a':1} / 2 {'b':2}",
                "empty lines             | ~~{'a':1}~ ~{'b':2}~~                     | 3 {'a':1} / 5 {'b':2}",
                "several on a line       | {'a':1}{'b':2} {'c':3}                    | 1 {'a':1} / 1:2 {'b':2} / 1:3 {'c':3}",
                "with commas             | {'a':1},~{'b':2},~                        | 1 {'a':1} / 2 {'b':2}",
                "list on a line          | [{'a':1},{'b':2}]                         | 1 {'a':1} / 1:2 {'b':2}",
                "list over lines         | [~{'a':1},~{'b':2}~]                      | 2 {'a':1} / 3 {'b':2}",
                "pretty                  | {~ 'a':~ {~ 'c':1~ }~}~{~ 'b':2~}         | 1 {~ 'a':~ {~ 'c':1~ }~} / 7 {~ 'b':2~}",
                "pretty list             | [~  {~    'a': 1~  },~  {~    'b': {~    }~  }~] | 2 {~    'a': 1~  } / 5 {~    'b': {~    }~  }",
                "pretty on closing line  | {~ 'a':1~}{'b':2}                         | 1 {~ 'a':1~} / 3 {'b':2}",
                "brackets in strings     | {'a':'}{][,'}~{'b':2}                     | 1 {'a':'}{][,'} / 2 {'b':2}",
                "escaped quotes          | {'a':'\\'}'}~{'b':'\\\\'}                 | 1 {'a':'\\'}'} / 2 {'b':'\\\\'}",
                "export with times       | 2026-09-08T12:10:33.000Z {'a':1}~2026-09-08T12:10:34.000Z {'b':2}~ | 1 {'a':1} / 2 {'b':2}",
                "filter-log-events       | {~  'events': [~    {~      'm': 1~    },~    {'m': 2}~  ],~  'searchedLogStreams': []~}~{'b':2} | 3 {~      'm': 1~    } / 6 {'m': 2} / 10 {'b':2}",
                "events on one line      | {'events':[{'m':1},{'m':2}],'nextToken':'x'} | 1:2 {'m':1} / 1:3 {'m':2}",
                "list in a list          | [[{'a':1}],{'b':2}]                       | 1 [{'a':1}] / 1:2 {'b':2}",
                "empty list              | []                                        | ",
                "two lists               | [{'a':1}]~[{'b':2}]                       | 1 {'a':1} / 2 {'b':2}"
            })
    void documents_are_found(String name, String content, String expected) {
        assertFrames(content, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "junk line               | {'a':1}~junk~{'b':2}                      | 1 {'a':1} / 2 !4 / 3 {'b':2}",
                "junk first              | junk~{'b':2}                              | 1 !4 / 2 {'b':2}",
                "junk behind             | {'a':1} junk~{'b':2}                      | 1 {'a':1} / 1:2 !4 / 2 {'b':2}",
                "surplus bracket         | {'a':1}}~{'b':2}                          | 1 {'a':1} / 1:2 !1 / 2 {'b':2}",
                "cut in a string         | {'a':'x~{'b':2}                           | 1 !7 / 2 {'b':2}",
                "cut in an object        | {'a':1}~{'a':{'c':1}~{'b':2}              | 1 {'a':1} / 2 !12 / 3 {'b':2}",
                "cut in the first object | {'a':{'c':1}~{'b':2}                      | 1 !13 / 2 {'b':2}",
                "cut after a comma       | {'a':1,~{'b':2}                           | 1 !8 / 2 {'b':2}",
                "several broken lines    | {'a':1}~{'x':1~{'x':'~junk~{'x~{'b':2}    | 1 {'a':1} / 2 !6 / 3 !6 / 4 !4 / 5 !3 / 6 {'b':2}",
                "cut at the end          | {'a':1}~{'b':                             | 1 {'a':1} / 2 !5",
                "pretty, cut in a string | {~ 'a': 'x~}~{~ 'b':2~}                   | 1 !10 / 4 {~ 'b':2~}",
                "pretty, missing bracket | {~ 'a': {~  'c':1~ ~}~{~ 'b':2~}          | 1 !22 / 6 {~ 'b':2~}",
                "pretty list, broken     | [~  {~   'a': 'x~  },~  {~   'b':2~  }~]~{'c':3} | 2 !12 / 5 {~   'b':2~  } / 9 {'c':3}",
                "junk in a list          | [{'a':1}, 17, 'x,]', {'b':2}]             | 1 {'a':1} / 1:2 !2 / 1:3 !5 / 1:4 {'b':2}",
                "unclosed list           | [{'a':1},                                 | 1 {'a':1} / 1 !0",
                "unclosed container      | {'events':[{'m':1}]~{'b':2}               | 1:2 {'m':1} / 2 !0 / 2 {'b':2}",
                "time and junk           | 2026-09-08T12:10:33.000Z junk~{'b':2}     | 1 !4 / 2 {'b':2}",
                "no time                 | 2026-09-08 {'a':1}~123 {'b':2}            | 1 !18 / 2 !11",
                "cut export line         | 2026-09-08T12:10:33Z {'a':{~2026-09-08T12:10:34Z {'b':2} | 1 !6 / 2 {'b':2}",
                "closing at top level    | ]~{'b':2}                                 | 1 !1 / 2 {'b':2}"
            })
    void what_is_broken_does_not_take_the_rest_with_it(String name, String content, String expected) {
        assertFrames(content, expected);
    }

    @Test
    void a_document_beyond_the_limit_is_refused_with_its_size_and_the_next_is_read() {
        String large = "{\"a\":\"" + "x".repeat(2 * LIMIT) + "\"}";

        Collected collected = frame(large + "\n{\"b\":2}\n", 100);

        assertThat(collected.frames).containsExactly("1 !" + large.length(), "2 {\"b\":2}");
        assertThat(collected.codes).containsExactly(RejectionCode.TOO_LARGE);
    }

    @Test
    void a_document_of_exactly_the_limit_is_read() {
        String document = "{\"a\":\"" + "x".repeat(LIMIT - 8) + "\"}";

        assertThat(frame(document, LIMIT).frames).containsExactly("1 " + document);
        assertThat(frame(document + " ", 77).frames).containsExactly("1 " + document);
    }

    @Test
    void a_byte_order_mark_is_skipped() {
        assertThat(frame("\uFEFF{\"a\":1}", 100).frames).containsExactly("1 {\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_framer_that_goes_on_at_a_position_repeats_and_omits_nothing(long seed) {
        // Given
        Random random = new Random(seed);
        String content = IntStream.range(0, 60).mapToObj(i -> piece(random, i)).collect(Collectors.joining());
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        List<String> whole = frame(content, bytes.length).frames;
        // When
        Collected collected = new Collected();
        FramePosition position = FramePosition.START;
        while (position.offset() < bytes.length) {
            JsonFramer framer = new JsonFramer(LIMIT, collected, position);
            int from = (int) position.offset();
            int to = Math.min(bytes.length, from + 40 + random.nextInt(200));
            framer.feed(bytes, from, to - from);
            FramePosition next =
                    FramePosition.decode(framer.position().encode()).orElseThrow();
            if (to == bytes.length) {
                framer.finish();
                break;
            }
            position = next;
        }
        // Then
        assertThat(collected.frames).as("seed %d: %s", seed, content).isEqualTo(whole);
    }

    private static String piece(Random random, int i) {
        return switch (random.nextInt(9)) {
            case 0 -> "{\n  \"p\": {\n    \"i\": " + i + "\n  }\n}\n";
            case 1 -> "{\"cut\":\"" + i + "\n";
            case 2 -> "junk " + i + "\n";
            case 3 -> "[{\"l\":" + i + "},\n{\"m\":" + i + "}]\n";
            case 4 -> "{\n  \"cut\": \"" + i + "\n  },\n}\n";
            case 5 -> "{\"events\":[{\"e\":" + i + "},{\"f\":" + i + "}],\"t\":[]}\n";
            case 6 -> "{\"x\":" + i + "}{\"y\":" + i + "}\n";
            default -> "{\"i\":" + i + "}\n";
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void any_bytes_are_framed_the_same_in_pieces_of_any_size(long seed) {
        Random random = new Random(seed);
        String alphabet = "{}[]\",:\\ \n\n1aT-Z2026";
        for (int round = 0; round < 3_000; round++) {
            StringBuilder content = new StringBuilder();
            for (int i = random.nextInt(60); i >= 0; i--) {
                content.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            List<String> whole = frame(content.toString(), 1_000).frames;
            assertThat(frame(content.toString(), 1 + random.nextInt(7)).frames)
                    .as("seed %d round %d: %s", seed, round, content)
                    .isEqualTo(whole);
        }
    }

    private static void assertFrames(String content, String expected) {
        String text = plain(content);
        List<String> frames =
                expected == null ? List.of() : List.of(plain(expected).split(" / "));
        for (int size : new int[] {1_000, 1, 2, 3, 7}) {
            assertThat(frame(text, size).frames).as("in pieces of %d", size).isEqualTo(frames);
        }
    }

    private static String plain(String readable) {
        return readable.replace('\'', '"').replace('~', '\n').replace('^', '\r');
    }

    private static Collected frame(String content, int pieceSize) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Collected collected = new Collected();
        JsonFramer framer = new JsonFramer(LIMIT, collected);
        int first = content.startsWith("\uFEFF") ? 3 : 0;
        for (int i = 0; i < bytes.length; ) {
            int size = Math.min(Math.max(first, pieceSize), bytes.length - i);
            framer.feed(bytes, i, size);
            i += size;
        }
        framer.finish();
        return collected;
    }

    /** Frames as {@code line[:document] content}, broken ones as {@code line[:document] !size}. */
    private static final class Collected implements Frames {
        final List<String> frames = new ArrayList<>();
        final List<RejectionCode> codes = new ArrayList<>();

        @Override
        public void document(byte[] buffer, int offset, int length, long line, int document) {
            frames.add(at(line, document) + new String(buffer, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void broken(RejectionCode code, String reason, long line, int document, long sizeBytes) {
            frames.add(at(line, document) + "!" + sizeBytes);
            codes.add(code);
        }

        private static String at(long line, int document) {
            return document == 1 ? line + " " : line + ":" + document + " ";
        }
    }
}
