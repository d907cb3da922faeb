package io.bedrockmeter.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the OpenAPI document says is served, and what is answered is as it says. */
final class IntakeOpenApiTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final Intake intake = Intake.open();
    private final JsonNode document = document();

    @AfterEach
    void stop() {
        intake.close();
    }

    @Test
    void exactly_the_documented_paths_take_exactly_the_documented_media_types() {
        assertThat(names(document.get("paths")).keySet())
                .containsExactly(EventsRoute.PATH, FirehoseRoute.PATH, InvocationsRoute.PATH);
        names(document.get("paths")).forEach((path, item) -> {
            for (String type : names(item.at("/post/requestBody/content")).keySet()) {
                assertThat(answer(path, type, "{}").statusCode())
                        .as("%s %s", path, type)
                        .isNotEqualTo(415);
            }
            assertThat(answer(path, "application/pdf", "{}").statusCode())
                    .as(path)
                    .isIn(400, 415);
        });
    }

    @Test
    void answers_are_as_documented() throws IOException {
        String event = EventsRouteTest.tags("e", "r").encode();
        validate("/v1/events", answer("/v1/events", "application/json", "[" + event + "]"));
        validate("/v1/events", answer("/v1/events", "application/json", "[" + event + ",7]"));
        validate("/v1/events", answer("/v1/events", "application/json", "{}"));
        validate("/v1/events", answer("/v1/events", "application/pdf", "{}"));
        validate("/v1/invocations", answer("/v1/invocations", "application/x-ndjson", ""));
        validate("/v1/invocations", answer("/v1/invocations", "application/x-ndjson", "{}"));
        validate("/v1/firehose", answer("/v1/firehose", "application/json", "{\"requestId\":\"r\",\"records\":[]}"));
        validate("/v1/firehose", answer("/v1/firehose", "application/json", "{}"));
    }

    private HttpResponse<String> answer(String path, String type, String body) {
        return intake.send(intake.post(path, type, body).header(FirehoseRoute.REQUEST_ID, "r"));
    }

    private void validate(String path, HttpResponse<String> answer) throws IOException {
        String type = answer.headers().firstValue("Content-Type").orElseThrow();
        JsonNode schema = document.at("/paths/" + path.replace("/", "~1") + "/post/responses")
                .path(String.valueOf(answer.statusCode()))
                .path("content")
                .path(type)
                .path("schema");
        assertThat(schema.isMissingNode())
                .as("%s %d %s is documented", path, answer.statusCode(), type)
                .isFalse();
        ObjectNode root = ((ObjectNode) schema).deepCopy();
        root.set("components", document.get("components"));
        Schema validator = SCHEMAS.getSchema(root);
        assertThat(validator.validate(JSON.readTree(answer.body())))
                .as(answer.body())
                .isEmpty();
    }

    private static Map<String, JsonNode> names(JsonNode object) {
        Map<String, JsonNode> members = new TreeMap<>();
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    private static JsonNode document() {
        try (InputStream in = HttpIntake.class.getResourceAsStream(HttpIntake.OPENAPI)) {
            return JSON.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
