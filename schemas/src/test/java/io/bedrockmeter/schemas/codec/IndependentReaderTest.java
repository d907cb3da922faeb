package io.bedrockmeter.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bedrockmeter.schemas.codec.SampleRecords.Sample;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/examples/read_topic.py makes of the documented bytes, against Avro's own reader. */
final class IndependentReaderTest {

    private static final String SCRIPT = "../docs/examples/read_topic.py";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @TempDir
    private Path directory;

    static List<Sample<?>> samples() {
        return SampleRecords.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_script_that_knows_only_the_documented_bytes_reads_every_record(Sample<?> sample) throws Exception {
        assumeThat(hasPython()).as("python3 is installed").isTrue();
        Path frames = Files.write(directory.resolve("frames"), frames(bytes(sample)));
        Schema schema = sample.codec().schema();

        String read = run("python3", SCRIPT, "src/main/resources/avro/" + schema.getName() + ".avsc", frames);

        List<JsonNode> lines = read.lines().map(IndependentReaderTest::json).collect(Collectors.toList());
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).get("key").asText()).isEqualTo("ключ|1");
        assertThat(lines.get(0).get("value")).isEqualTo(expected(schema, bytes(sample)));
        assertThat(lines.get(1).get("value").isNull()).as("no value").isTrue();
    }

    private static <T> byte[] bytes(Sample<T> sample) {
        return sample.codec().encode(sample.value());
    }

    /** The record, then one without value. */
    private static byte[] frames(byte[] value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        byte[] key = "ключ|1".getBytes(StandardCharsets.UTF_8);
        out.write((key.length + "\n").getBytes(StandardCharsets.US_ASCII));
        out.write(key);
        out.writeInt(value.length);
        out.write(value);
        out.write("1\nk".getBytes(StandardCharsets.US_ASCII));
        out.writeInt(-1);
        return bytes.toByteArray();
    }

    private static JsonNode expected(Schema schema, byte[] record) throws IOException {
        GenericRecord value = new GenericDatumReader<GenericRecord>(schema)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        record,
                                        RecordCodec.HEADER_BYTES,
                                        record.length - RecordCodec.HEADER_BYTES,
                                        null));
        return tree(schema, value);
    }

    private static JsonNode tree(Schema schema, Object value) {
        return switch (schema.getType()) {
            case RECORD -> {
                var node = NODES.objectNode();
                GenericRecord record = (GenericRecord) value;
                schema.getFields()
                        .forEach(field -> node.set(field.name(), tree(field.schema(), record.get(field.pos()))));
                yield node;
            }
            case ARRAY -> {
                var node = NODES.arrayNode();
                ((List<?>) value).forEach(item -> node.add(tree(schema.getElementType(), item)));
                yield node;
            }
            case MAP -> {
                var node = NODES.objectNode();
                ((java.util.Map<?, ?>) value)
                        .forEach((key, item) -> node.set(key.toString(), tree(schema.getValueType(), item)));
                yield node;
            }
            case UNION ->
                tree(
                        schema.getTypes()
                                .get(org.apache.avro.generic.GenericData.get().resolveUnion(schema, value)),
                        value);
            case BYTES -> NODES.textNode(text(schema, (ByteBuffer) value));
            case LONG ->
                schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                        ? NODES.textNode(Instant.ofEpochMilli((Long) value).toString())
                        : json(value.toString());
            case INT, BOOLEAN -> json(value.toString());
            case NULL -> NODES.nullNode();
            default -> NODES.textNode(value.toString());
        };
    }

    private static String text(Schema schema, ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            return new BigDecimal(new BigInteger(bytes), decimal.getScale()).toPlainString();
        }
        return java.util.HexFormat.of().formatHex(bytes);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static boolean hasPython() {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String run(String program, String script, String schema, Path input) throws Exception {
        Process process = new ProcessBuilder(program, script, schema)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
