package io.bedrockmeter.metering.http;

import static io.bedrockmeter.metering.http.Events.NOVA;
import static io.bedrockmeter.metering.http.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.bedrockmeter.metering.http.Peers.Cluster;
import io.bedrockmeter.metering.topology.MeteringHarness;
import io.bedrockmeter.runtime.http.ApiKeys;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.schemas.model.SourceReport;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything the OpenAPI document says is tried, and everything that is answered is as it says. */
final class OpenApiTest {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final Explorer explorer = Explorer.start();
    private final JsonNode document = explorer.ok("/openapi.json");
    private final Set<String> answered = new TreeSet<>();

    @AfterEach
    void stop() {
        explorer.close();
    }

    @Test
    void every_documented_parameter_is_taken_and_no_other() {
        explorer.log.add(event("2026-11-16T09:30:00Z", "search", NOVA, "1.00"));
        for (String path : paths()) {
            List<String> names = queryParameters(path).stream()
                    .map(parameter -> parameter.get("name").asText())
                    .toList();
            HttpResponse<String> refused = explorer.get(address(path), "nonsense", "1");
            if (!names.isEmpty()) {
                assertThat(refused.statusCode()).as(path).isEqualTo(400);
                assertThat(Explorer.json(refused).at("/errors/0/detail").asText())
                        .as(path)
                        .isEqualTo("is no parameter of this path; known: " + String.join(", ", new TreeSet<>(names)));
            }
        }
    }

    @Test
    void every_documented_value_is_accepted_and_every_bound_holds() {
        explorer.log.add(event("2026-11-16T09:30:00Z", "search", NOVA, "1.00"));
        for (String path : List.of("/v1/usage", "/v1/tags", "/v1/coverage", "/v1/insights")) {
            for (JsonNode parameter : queryParameters(path)) {
                String name = parameter.get("name").asText();
                for (String value : samples(parameter)) {
                    assertThat(explorer.get(path, "from", "2026-11-16", "to", "2026-11-17", name, value))
                            .as("%s %s=%s", path, name, value)
                            .satisfies(answer -> assertThat(answer.statusCode())
                                    .isEqualTo(name.equals("from") || name.equals("to") ? 400 : 200));
                }
                JsonNode schema = parameter.get("schema");
                if (schema.has("maximum")) {
                    String beyond = String.valueOf(schema.get("maximum").asInt() + 1);
                    assertThat(explorer.get(path, name, beyond).statusCode()).isEqualTo(400);
                    assertThat(explorer.get(path, name, "0").statusCode()).isEqualTo(400);
                }
            }
        }
    }

    @Test
    void every_documented_answer_comes_and_is_as_documented() throws IOException {
        explorer.log.add(event("2026-11-16T09:30:00Z", "search", NOVA, "1.00"));
        explorer.log.add(event("2026-11-16T09:30:00Z", "ads", NOVA, "2.00"));
        validate("/v1/usage", explorer.get("/v1/usage"));
        validate("/v1/usage", explorer.get("/v1/usage", "group_by", "Team,model", "granularity", "day", "limit", "1"));
        validate(
                "/v1/usage",
                explorer.get(
                        "/v1/usage",
                        "group_by",
                        "Team",
                        "top",
                        "1",
                        "from",
                        "2026-11-16",
                        "to",
                        "2026-11-17",
                        "compare",
                        "previous"));
        validate("/v1/usage", explorer.get("/v1/usage", "format", "csv"));
        validate("/v1/usage", explorer.get("/v1/usage", "top", "many"));
        validate(
                "/v1/usage",
                Explorer.send(HttpRequest.newBuilder(explorer.uri("/v1/usage")).header("Accept", "image/png")));
        validate("/v1/tags", explorer.get("/v1/tags", "top", "1"));
        validate("/v1/tags", explorer.get("/v1/tags", "key", "x"));
        validate("/v1/keys", explorer.get("/v1/keys"));
        validate("/v1/keys", explorer.get("/v1/keys", "key", "x"));
        explorer.log.reported(
                new SourceReport("s3://b/", "i", Explorer.NOW, Explorer.NOW, 1, 2, "denied", Explorer.NOW));
        validate("/v1/coverage", explorer.get("/v1/coverage"));
        validate("/v1/coverage", explorer.get("/v1/coverage", "from", "x"));
        explorer.log.priced(InsightsTest.PRICES);
        validate("/v1/insights", explorer.get("/v1/insights"));
        validate("/v1/insights", explorer.get("/v1/insights", "top", "0"));
        validateRequests();
        validate("/openapi.json", explorer.get("/openapi.json"));
        validate("/v1/usage/stream", explorer.get("/v1/usage/stream", "top", "x"));
        validateStream();
        validateRefusals();
        explorer.log.setUnavailable(true);
        for (String path : List.of("/v1/usage", "/v1/usage/stream", "/v1/tags", "/v1/coverage", "/v1/insights")) {
            validate(path, explorer.get(path));
        }

        assertThat(answered).isEqualTo(documentedAnswers());
    }

    @Test
    void a_partial_answer_is_as_documented() {
        try (Explorer partial = Explorer.in("UTC")
                .peers(() -> new Cluster(List.of(0), List.of(), List.of(1)))
                .start()) {
            for (String path : List.of("/v1/usage", "/v1/tags", "/v1/coverage", "/v1/insights")) {
                HttpResponse<String> answer = partial.get(path);

                validate(path, answer);
                assertThat(Explorer.json(answer).get("partial").asBoolean()).isTrue();
            }
        }
    }

    @Test
    void every_error_code_is_documented() {
        Set<String> documented = new LinkedHashSet<>();
        document.at("/components/schemas/Problem/properties/code/enum").forEach(code -> documented.add(code.asText()));

        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                        .map(ErrorCode::wireName)
                        .toList());
    }

    @Test
    void an_undocumented_member_would_be_noticed() {
        ObjectNode answer = (ObjectNode) explorer.usage();
        answer.put("surprise", 1);

        assertThat(schema("Usage").validate(answer)).isNotEmpty();
    }

    private void validateStream() throws IOException {
        try (EventStream stream = EventStream.open(explorer, "", "group_by", "Team")) {
            EventStream.Message message = stream.next();

            assertThat(schema("Usage").validate(message.json())).isEmpty();
            answered.add("/v1/usage/stream 200 text/event-stream");
        }
    }

    private void validateRequests() {
        try (MeteringHarness metering = RequestsHttpTest.metered();
                Explorer requests = Explorer.in("UTC")
                        .requests(new MeteredRequests(metering))
                        .start()) {
            validate(RequestRoute.PATH, requests.get("/v1/requests/call"));
            validate(RequestRoute.PATH, requests.get("/v1/requests/unpriced"));
            validate(RequestRoute.PATH, requests.get("/v1/requests/other"));
            validate(RequestRoute.PATH, requests.get("/v1/requests/" + "x".repeat(RequestRoute.LONGEST_ID + 1)));
        }
        try (Explorer moving = Explorer.in("UTC").peers(RequestsHttpTest.MOVING).start()) {
            validate(RequestRoute.PATH, moving.get("/v1/requests/call"));
        }
    }

    /** A path with an id in it, as it is asked for. */
    private static String address(String path) {
        return path.replace("{requestId}", "some");
    }

    private void validateRefusals() {
        try (Explorer keyed = Explorer.in("UTC")
                .access(new ApiKeys(Map.of("x", ApiKeys.hash("secret"))))
                .start()) {
            for (String path : paths()) {
                validate(path, keyed.get(address(path)));
                validate(
                        path,
                        Explorer.send(HttpRequest.newBuilder(explorer.uri(address(path)))
                                .header("X-Forwarded-For", "203.0.113.9")));
            }
        }
    }

    private void validate(String path, HttpResponse<String> answer) {
        String mediaType =
                answer.headers().firstValue("content-type").orElseThrow().split(";")[0];
        JsonNode response = resolve(document.at("/paths/" + path.replace("/", "~1") + "/get/responses")
                .path(String.valueOf(answer.statusCode())));
        JsonNode content = response.path("content").path(mediaType);
        assertThat(content.isMissingNode())
                .as("%s %d %s is documented", path, answer.statusCode(), mediaType)
                .isFalse();
        answered.add(path + " " + answer.statusCode() + " " + mediaType);
        response.path("headers").fieldNames().forEachRemaining(name -> {
            if (answer.statusCode() != 200) {
                assertThat(answer.headers().firstValue(name)).as(name).isPresent();
            }
        });
        if (mediaType.endsWith("json") && content.at("/schema/$ref").isTextual()) {
            String name = content.at("/schema/$ref").asText().replaceFirst(".*/", "");
            assertThat(schema(name).validate(Explorer.json(answer)))
                    .as("%s: %s", path, answer.body())
                    .isEmpty();
        }
    }

    /** A schema of the document together with those it refers to. */
    private Schema schema(String name) {
        ObjectNode root = ((ObjectNode) Explorer.json("{\"$ref\":\"#/components/schemas/" + name + "\"}"));
        root.set("components", document.get("components"));
        return SCHEMAS.getSchema(root);
    }

    private Set<String> documentedAnswers() {
        Set<String> documented = new TreeSet<>();
        for (String path : paths()) {
            operation(path)
                    .get("responses")
                    .properties()
                    .forEach(response -> resolve(response.getValue())
                            .get("content")
                            .fieldNames()
                            .forEachRemaining(type -> documented.add(path + " " + response.getKey() + " " + type)));
        }
        return documented;
    }

    private List<String> paths() {
        List<String> paths = new ArrayList<>();
        document.get("paths").fieldNames().forEachRemaining(paths::add);
        return paths;
    }

    private JsonNode operation(String path) {
        return document.get("paths").get(path).get("get");
    }

    private List<JsonNode> queryParameters(String path) {
        List<JsonNode> parameters = new ArrayList<>();
        operation(path).path("parameters").forEach(each -> {
            JsonNode parameter = resolve(each);
            if (parameter.get("in").asText().equals("query")) {
                parameters.add(parameter);
            }
        });
        return parameters;
    }

    private static List<String> samples(JsonNode parameter) {
        List<String> samples = new ArrayList<>();
        parameter.at("/schema/enum").forEach(value -> samples.add(value.asText()));
        if (parameter.at("/example").isArray()) {
            parameter.get("example").forEach(value -> samples.add(value.asText()));
        } else if (parameter.has("example")) {
            samples.add(parameter.get("example").asText());
        }
        if (parameter.at("/schema").has("maximum")) {
            samples.add(parameter.at("/schema/minimum").asText());
            samples.add(parameter.at("/schema/maximum").asText());
        }
        return samples;
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }
}
