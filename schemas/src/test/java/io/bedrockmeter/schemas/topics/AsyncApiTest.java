package io.bedrockmeter.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;

/** Keeps {@code asyncapi.yaml} true to the catalogue and to the specification. */
final class AsyncApiTest {

    private static final Path DOCUMENT = Path.of("asyncapi.yaml");
    private static final String SPECIFICATION = "/asyncapi/asyncapi-3.0.0.schema.json";

    private final JsonNode document = read();

    /** What the document says of a topic, and what the code says. */
    private record Described(
            String address,
            List<String> records,
            String key,
            List<String> messageKeys,
            List<String> cleanup,
            Optional<Long> retentionMs,
            String partitions) {}

    @Test
    void it_is_a_document_of_the_specification() throws IOException {
        try (InputStream specification = AsyncApiTest.class.getResourceAsStream(SPECIFICATION)) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new String(specification.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);

            List<Error> errors = schema.validate(document.toString(), InputFormat.JSON);

            assertThat(errors).isEmpty();
        }
    }

    @Test
    void it_describes_every_topic_as_the_code_has_it_and_no_other() {
        List<Described> described = new ArrayList<>();

        document.get("channels").forEach(channel -> described.add(described(channel)));

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(
                        Topics.all().stream().map(AsyncApiTest::described).toList());
    }

    @Test
    void every_message_refers_to_the_schema_file_that_the_codec_writes() throws IOException {
        for (org.apache.avro.Schema record : Topics.all().stream()
                .flatMap(topic -> topic.codec().schemas().stream())
                .toList()) {
            JsonNode payload = document.at("/components/messages/" + record.getName() + "/payload");

            String file = payload.at("/schema/$ref").asText();

            assertThat(new SchemaParser().parse(DOCUMENT.resolveSibling(file)).mainSchema())
                    .isEqualTo(record);
            assertThat(payload.get("schemaFormat").asText()).startsWith("application/vnd.apache.avro+json;");
        }
    }

    @Test
    void every_topic_is_written_by_us_and_every_reference_leads_somewhere() {
        Set<String> channels = new TreeSet<>();
        document.get("operations").forEach(operation -> {
            assertThat(operation.get("action").asText()).isEqualTo("send");
            channels.add(operation.at("/channel/$ref").asText().substring("#/channels/".length()));
        });
        Set<String> known = new TreeSet<>();
        document.get("channels").fieldNames().forEachRemaining(known::add);

        assertThat(channels).isEqualTo(known);
        assertThat(document.findValuesAsText("$ref"))
                .filteredOn(reference -> reference.startsWith("#"))
                .allMatch(reference -> !document.at(reference.substring(1)).isMissingNode());
    }

    private Described described(JsonNode channel) {
        List<String> records = new ArrayList<>();
        channel.get("messages").fieldNames().forEachRemaining(records::add);
        JsonNode configuration = channel.at("/bindings/kafka/topicConfiguration");
        List<String> cleanup = new ArrayList<>();
        configuration.get("cleanup.policy").forEach(policy -> cleanup.add(policy.asText()));
        return new Described(
                channel.get("address").asText(),
                records,
                channel.get("x-key").asText(),
                records.stream()
                        .map(record -> document.at("/components/messages/" + record + "/bindings/kafka/key/description")
                                .asText())
                        .distinct()
                        .toList(),
                cleanup,
                configuration.has("retention.ms")
                        ? Optional.of(configuration.get("retention.ms").asLong())
                        : Optional.empty(),
                channel.get("x-partitions").asText());
    }

    private static Described described(Topic<?> topic) {
        return new Described(
                topic.name(Topics.DEFAULT_PREFIX),
                topic.codec().schemas().stream()
                        .map(org.apache.avro.Schema::getName)
                        .toList(),
                topic.key(),
                List.of(topic.key()),
                List.of(topic.cleanup().policy().split(",")),
                topic.retention().map(Duration::toMillis),
                topic.scale() == Topic.Scale.SINGLE ? "one" : "configured");
    }

    private static JsonNode read() {
        try (InputStream in = Files.newInputStream(DOCUMENT)) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + DOCUMENT.toAbsolutePath(), e);
        }
    }
}
