package io.bedrockmeter.standalone.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.alerts.http.AlertsRoutes;
import io.bedrockmeter.ingest.http.HttpIntake;
import io.bedrockmeter.metering.http.QueryRoutes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenApiTest {

    private static final String HERE = "#/components/";
    private static final List<String> DOCUMENTS =
            List.of(QueryRoutes.OPENAPI, HttpIntake.OPENAPI, AlertsRoutes.OPENAPI);

    @Test
    void one_document_has_the_paths_of_all_services_and_everything_they_refer_to() {
        JsonObject document = OpenApi.merged(DOCUMENTS);

        assertThat(document.getJsonObject("paths").fieldNames())
                .contains(
                        "/v1/usage",
                        "/v1/coverage",
                        "/v1/events",
                        "/v1/firehose",
                        "/v1/invocations",
                        "/v1/budgets/{id}",
                        "/v1/alerts");
        List<String> references = new ArrayList<>();
        collect(document, references);
        assertThat(references).isNotEmpty().allMatch(reference -> isThere(document, reference));
    }

    private static void collect(Object value, List<String> references) {
        if (value instanceof JsonObject object) {
            object.forEach(entry -> {
                if (entry.getKey().equals("$ref")) {
                    references.add((String) entry.getValue());
                }
                collect(entry.getValue(), references);
            });
        } else if (value instanceof JsonArray array) {
            array.forEach(item -> collect(item, references));
        }
    }

    private static boolean isThere(JsonObject document, String reference) {
        String[] place = reference.substring(HERE.length()).split("/");
        return reference.startsWith(HERE)
                && document.getJsonObject("components")
                        .getJsonObject(place[0], new JsonObject())
                        .containsKey(place[1]);
    }
}
