package io.bedrockmeter.alerts.http;

import static io.bedrockmeter.alerts.board.BoardRecords.NOW;
import static io.bedrockmeter.alerts.board.BoardRecords.SNS_TOPIC;
import static io.bedrockmeter.alerts.board.BoardRecords.alert;
import static io.bedrockmeter.alerts.board.BoardRecords.delivery;
import static io.bedrockmeter.alerts.board.BoardRecords.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.bedrockmeter.runtime.http.ApiKeys;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertDelivery.State;
import io.bedrockmeter.schemas.model.AlertKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything the OpenAPI document says is tried, and everything that is answered is as it says. */
final class AlertsOpenApiTest {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String ONE = "/v1/budgets/{id}";
    private static final String STATUS = "/v1/budgets/{id}/status";
    private static final String BUDGET =
            "{owner: me, eachOf: Team, amount: 500, period: month, thresholds: [80, {amount: 450, of: forecast}]}";

    private final AlertsServer server = AlertsServer.start();
    private final JsonNode document = document();
    private final Set<String> answered = new TreeSet<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void every_documented_answer_comes_and_is_as_documented() {
        validate(ONE, "put", server.putYaml("each", BUDGET));
        fill();
        validate(ONE, "put", server.putYaml("each", BUDGET.replace("500", "600")));
        validate(ONE, "put", server.putYaml("each", "{amount: x}"));
        validate(ONE, "put", server.put("each", "text/plain", BUDGET));
        validate(ONE, "put", server.putYaml("each", "x".repeat(2 << 20)));
        validate("/v1/budgets", "get", server.get("/v1/budgets"));
        validate("/v1/budgets", "get", server.get("/v1/budgets", "limit", "0"));
        validate(ONE, "get", server.get("/v1/budgets/each"));
        validate(ONE, "get", server.get("/v1/budgets/EACH"));
        validate(ONE, "get", server.get("/v1/budgets/none"));
        validate(STATUS, "get", server.get("/v1/budgets/each/status", "limit", "1"));
        validate(STATUS, "get", server.get("/v1/budgets/each/status", "limit", "0"));
        validate(STATUS, "get", server.get("/v1/budgets/none/status"));
        validate("/v1/alerts", "get", server.get("/v1/alerts", "limit", "1"));
        validate("/v1/alerts", "get", server.get("/v1/alerts"));
        validate("/v1/alerts", "get", server.get("/v1/alerts", "kind", "x"));
        validate(ONE, "delete", server.delete("EACH"));
        validate(ONE, "delete", server.delete("each"));
        validate(ONE, "delete", server.delete("each"));
        validateRefusals();

        assertThat(answered).isEqualTo(documentedAnswers());
    }

    @Test
    void every_documented_parameter_is_taken_and_no_other() {
        server.putYaml("each", BUDGET);
        for (String path : List.of("/v1/budgets", ONE, STATUS, "/v1/alerts")) {
            Set<String> names = new TreeSet<>();
            document.at(pointer(path, "get", "parameters"))
                    .forEach(parameter -> names.add(parameter.get("name").asText()));

            HttpResponse<String> refused = server.get(path.replace("{id}", "each"), "nonsense", "1");

            assertThat(AlertsServer.json(refused).at("/errors/0/detail").asText())
                    .as(path)
                    .isEqualTo("is no parameter of this path; known: " + String.join(", ", names));
        }
    }

    @Test
    void every_documented_example_and_bound_is_accepted_and_nothing_beyond() {
        server.putYaml("each", BUDGET);
        for (String path : List.of("/v1/budgets", STATUS, "/v1/alerts")) {
            String asked = path.replace("{id}", "each");
            document.at(pointer(path, "get", "parameters")).forEach(parameter -> {
                String name = parameter.get("name").asText();
                if (parameter.has("example")) {
                    assertThat(server.get(asked, name, parameter.get("example").asText())
                                    .statusCode())
                            .as("%s %s", path, name)
                            .isEqualTo(200);
                }
                if (parameter.at("/schema").has("maximum")) {
                    int most = parameter.at("/schema/maximum").asInt();
                    assertThat(server.get(asked, name, String.valueOf(most)).statusCode())
                            .isEqualTo(200);
                    assertThat(server.get(asked, name, String.valueOf(most + 1)).statusCode())
                            .isEqualTo(400);
                    assertThat(server.get(asked, name, "0").statusCode()).isEqualTo(400);
                }
            });
        }
    }

    @Test
    void every_kind_and_every_error_code_is_documented() {
        String kinds = document.at("/components/schemas/Alert/properties/kind/description")
                .asText();

        assertThat(Arrays.stream(AlertKind.values()).map(AlertKind::name)).allMatch(kinds::contains);
        Set<String> codes = new TreeSet<>();
        document.at("/components/schemas/Problem/properties/code/enum").forEach(code -> codes.add(code.asText()));
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName)).allMatch(codes::contains);
    }

    private void fill() {
        server.records.put(status("each", "search", "401.23", "80"));
        server.records.put(status("each", "ads", "1", ""));
        Alert raised = alert("each", "search", AlertKind.THRESHOLD, NOW);
        server.records.put(raised);
        server.records.put(delivery(raised, "console", State.CONFIRMED, 1));
        server.records.put(delivery(raised, SNS_TOPIC, State.WAITING, 1));
        for (int i = 0; i < AlertsServer.MOST_ALERTS; i++) {
            server.records.put(alert("other", "", AlertKind.RECOVERED, NOW.plusSeconds(i)));
        }
    }

    /** Who may not, and a server that is not ready. */
    private void validateRefusals() {
        try (AlertsServer keyed = AlertsServer.start(new ApiKeys(Map.of("x", ApiKeys.hash("secret"))))) {
            eachOperation(keyed, request -> request);
        }
        eachOperation(server, request -> request.header("X-Forwarded-For", "203.0.113.9"));
        server.setReady(false);
        eachOperation(server, request -> request);
    }

    private interface Preparation {
        HttpRequest.Builder prepare(HttpRequest.Builder request);
    }

    private void eachOperation(AlertsServer asked, Preparation preparation) {
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String method = operation.getKey();
                    if (!path.getKey().equals("/openapi.json") && !method.equals("parameters")) {
                        HttpRequest.Builder request =
                                HttpRequest.newBuilder(asked.uri(path.getKey().replace("{id}", "each")));
                        request.method(
                                method.toUpperCase(), BodyPublishers.ofString(method.equals("put") ? BUDGET : ""));
                        validate(path.getKey(), method, asked.send(preparation.prepare(request)));
                    }
                }));
    }

    private void validate(String path, String method, HttpResponse<String> answer) {
        JsonNode response =
                resolve(document.at(pointer(path, method, "responses")).path(String.valueOf(answer.statusCode())));
        assertThat(response.isMissingNode())
                .as("%s %s %d is documented: %s", method, path, answer.statusCode(), answer.body())
                .isFalse();
        answered.add(method + " " + path + " " + answer.statusCode());
        response.path("headers")
                .fieldNames()
                .forEachRemaining(name -> assertThat(answer.headers().firstValue(name))
                        .as("%s of %s %s %d", name, method, path, answer.statusCode())
                        .isPresent());
        if (response.has("content")) {
            String mediaType = answer.headers().firstValue("content-type").orElseThrow();
            String schema =
                    response.path("content").path(mediaType).at("/schema/$ref").asText();
            assertThat(schema).as("%s of %s %s", mediaType, method, path).isNotEmpty();
            assertThat(schema(schema).validate(AlertsServer.json(answer)))
                    .as("%s %s: %s", method, path, answer.body())
                    .isEmpty();
        } else {
            assertThat(answer.body()).isEmpty();
        }
    }

    private Schema schema(String reference) {
        ObjectNode root = new ObjectMapper().createObjectNode().put("$ref", reference);
        root.set("components", document.get("components"));
        return SCHEMAS.getSchema(root);
    }

    private Set<String> documentedAnswers() {
        Set<String> documented = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (!path.getKey().equals("/openapi.json")) {
                        operation
                                .getValue()
                                .path("responses")
                                .fieldNames()
                                .forEachRemaining(status ->
                                        documented.add(operation.getKey() + " " + path.getKey() + " " + status));
                    }
                }));
        return documented;
    }

    private static String pointer(String path, String method, String member) {
        return "/paths/" + path.replace("/", "~1") + "/" + method + "/" + member;
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static JsonNode document() {
        try (InputStream in = AlertsRoutes.class.getResourceAsStream(AlertsRoutes.OPENAPI)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
