package io.bedrockmeter.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real files: plain, compressed, damaged, of another kind, in folders. */
class RecordReaderTest {

    private static final int MAX_RECORD_BYTES = 1024 * 1024;

    @TempDir
    Path folder;

    @Test
    void a_plain_file_is_read_with_its_origins() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "{\"a\":1}\n{\"b\":2}\n");

        Collected collected = read(file);

        assertThat(collected.documents)
                .containsExactly("file:" + file + ":1 {\"a\":1}", "file:" + file + ":2 {\"b\":2}");
        assertThat(collected.summary).isEqualTo(new ReadSummary(1, 16));
    }

    @Test
    void every_member_of_a_gzip_file_is_read_whatever_the_name() throws IOException {
        byte[] members = concat(gzip("{\"a\":1}\n"), gzip("{\"b\":2}\n{\"c\""), gzip(":3}"));
        Path file = Files.write(folder.resolve("a.log"), members);

        assertThat(read(file).contents()).containsExactly("{\"a\":1}", "{\"b\":2}", "{\"c\":3}");
    }

    @Test
    void a_gzip_file_that_is_cut_off_keeps_the_records_before_the_cut() throws IOException {
        // Given
        byte[] whole = gzip(lines(20_000));
        Path file = Files.write(folder.resolve("a.json.gz"), Arrays.copyOf(whole, whole.length / 2));
        // When
        Collected collected = read(file);
        // Then
        assertThat(collected.documents).hasSizeBetween(5_000, 15_000);
        assertThat(collected.contents()).endsWith("{\"i\":" + (collected.documents.size() - 1) + "}");
        assertThat(collected.refused).singleElement().satisfies(refusal -> {
            assertThat(refusal.rejection().code()).isEqualTo(RejectionCode.UNREADABLE);
            assertThat(refusal.rejection().reason()).contains("cut off");
            assertThat(refusal.origin()).isEqualTo("file:" + file + ":" + (collected.documents.size() + 1));
        });
    }

    @Test
    void a_gzip_file_that_is_damaged_is_refused_where_it_is() throws IOException {
        byte[] damaged = gzip(lines(20_000));
        for (int i = damaged.length / 2; i < damaged.length / 2 + 50; i++) {
            damaged[i] = 0x55;
        }
        Path file = Files.write(folder.resolve("a.json.gz"), damaged);

        Collected collected = read(file);

        assertThat(collected.documents).isNotEmpty();
        assertThat(collected.refused).isNotEmpty();
        assertThat(collected
                        .refused
                        .get(collected.refused.size() - 1)
                        .rejection()
                        .code())
                .isIn(RejectionCode.UNREADABLE, RejectionCode.MALFORMED_JSON);
    }

    @Test
    void a_record_that_inflates_without_end_costs_no_memory_and_not_the_next_record() throws IOException {
        // Given
        Path file = folder.resolve("bomb.json.gz");
        byte[] blanks = new byte[1024 * 1024];
        Arrays.fill(blanks, (byte) 'x');
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"a\":\"".getBytes(UTF_8));
            for (int i = 0; i < 200; i++) {
                out.write(blanks);
            }
            out.write("\"}\n{\"b\":2}\n".getBytes(UTF_8));
        }
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        long[] most = new long[1];
        // When
        Collected collected = new Collected() {
            @Override
            public void refuse(Refusal refusal) {
                super.refuse(refusal);
                System.gc();
                most[0] = runtime.totalMemory() - runtime.freeMemory() - before;
            }
        };
        new RecordReader(MAX_RECORD_BYTES).read(file, collected);
        // Then
        assertThat(collected.refused).singleElement().satisfies(refusal -> {
            assertThat(refusal.rejection().code()).isEqualTo(RejectionCode.TOO_LARGE);
            assertThat(refusal.origin()).endsWith("bomb.json.gz:1");
            assertThat(refusal.sizeBytes()).isEqualTo(200 * blanks.length + 8);
        });
        assertThat(collected.contents()).containsExactly("{\"b\":2}");
        assertThat(most[0]).isLessThan(20L * 1024 * 1024);
    }

    @Test
    void a_missing_file_is_refused_and_an_empty_one_is_only_warned_of() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.json"));
        Path emptyGzip = Files.write(folder.resolve("empty.json.gz"), gzip(""));

        assertThat(read(folder.resolve("missing.json")).refused)
                .singleElement()
                .satisfies(refusal ->
                        assertThat(refusal.toString()).contains("missing.json", "UNREADABLE", "no such file"));
        assertThat(read(empty).refused).isEmpty();
        assertThat(read(empty).warnings).containsExactly("file:" + empty + ": the file is empty");
        assertThat(read(emptyGzip).warnings).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "28b52ffd00, zstd",
        "425a683131, bzip2",
        "504b030400, zip",
        "5041523100, Parquet",
        "89504e470d0a1a0a0000, binary"
    })
    void a_file_of_another_kind_is_refused_once_by_its_kind(String hex, String kind) throws IOException {
        byte[] junk = new byte[5_000];
        new Random(1).nextBytes(junk);
        Path file = Files.write(folder.resolve("x"), concat(HexFormat.of().parseHex(hex), junk));

        assertThat(read(file).refused)
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.rejection().reason()).contains(kind));
    }

    @Test
    void a_damaged_line_full_of_binary_does_not_cost_the_rest_of_a_log() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "{\"a\":1}\n\0\0\0\0\n{\"b\":2}\n");

        Collected collected = read(file);

        assertThat(collected.contents()).containsExactly("{\"a\":1}", "{\"b\":2}");
        assertThat(collected.refused).extracting(Refusal::origin).containsExactly("file:" + file + ":2");
    }

    @Test
    void every_line_of_a_text_file_is_refused_and_counted() throws IOException {
        Path file = Files.writeString(folder.resolve("readme.md"), "# Title\n\ntext\n".repeat(1_000));

        assertThat(read(file).refused).hasSize(2_000);
    }

    @Test
    void folders_are_walked_in_order_without_hidden_files_bodies_and_markers() throws IOException {
        // Given
        Path hour = Files.createDirectories(
                folder.resolve("AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/09/08/12"));
        Files.write(hour.resolve("20260908T121100000Z_b.json.gz"), gzip("{\"n\":3}\n"));
        Files.write(hour.resolve("20260908T121000000Z_a.json.gz"), gzip("{\"n\":2}\n"));
        Path data = Files.createDirectory(hour.resolve("data"));
        Files.write(data.resolve("r1_input.json.gz"), gzip("{\"n\":99}"));
        Files.write(data.resolve("r1_output.json.gz"), gzip("{\"n\":99}"));
        Files.write(data.resolve("r1_input_media_01.png"), new byte[] {1, 2, 3});
        Files.writeString(hour.resolve("amazon-bedrock-logs-permission-check"), "x");
        Files.writeString(folder.resolve("aws-logs-write-test"), "Permission Check Successful");
        Files.writeString(folder.resolve(".hidden"), "{\"n\":99}");
        Files.writeString(Files.createDirectory(folder.resolve(".git")).resolve("x"), "{\"n\":99}");
        Files.writeString(folder.resolve("0.json"), "{\"n\":1}");
        Files.writeString(Files.createDirectory(folder.resolve("data")).resolve("z.json"), "{\"n\":4}");
        // When
        Collected collected = read(folder);
        // Then
        assertThat(collected.contents()).containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":4}");
        assertThat(collected.refused).isEmpty();
        assertThat(collected.summary.files()).isEqualTo(4);
    }

    @Test
    void a_folder_without_files_is_warned_of() {
        assertThat(read(folder).warnings).containsExactly("file:" + folder + ": the folder holds no files to read");
    }

    private Collected read(Path path) {
        Collected collected = new Collected();
        collected.summary = new RecordReader(MAX_RECORD_BYTES).read(path, collected);
        return collected;
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "{\"i\":" + i + "}\n").collect(Collectors.joining());
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[]... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.write(part);
        }
        return bytes.toByteArray();
    }

    private static class Collected implements RecordSink {
        final List<String> documents = new ArrayList<>();
        final List<Refusal> refused = new ArrayList<>();
        final List<String> warnings = new ArrayList<>();
        ReadSummary summary = new ReadSummary(0, 0);

        List<String> contents() {
            return documents.stream()
                    .map(document -> document.substring(document.indexOf(' ') + 1))
                    .toList();
        }

        @Override
        public void accept(byte[] buffer, int offset, int length, RecordOrigin origin) {
            documents.add(origin + " " + new String(buffer, offset, length, UTF_8));
        }

        @Override
        public void refuse(Refusal refusal) {
            refused.add(refusal);
        }

        @Override
        public void warn(String origin, String message) {
            warnings.add(origin + ": " + message);
        }
    }
}
