package io.bedrockmeter.alerts.http;

import static io.bedrockmeter.alerts.board.BoardRecords.NOW;
import static io.bedrockmeter.alerts.board.BoardRecords.SNS_TOPIC;
import static io.bedrockmeter.alerts.board.BoardRecords.alert;
import static io.bedrockmeter.alerts.board.BoardRecords.delivery;
import static io.bedrockmeter.alerts.board.BoardRecords.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.alerts.budgets.BudgetFile;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertDelivery;
import io.bedrockmeter.schemas.model.AlertDelivery.State;
import io.bedrockmeter.schemas.model.AlertKind;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AlertsHttpTest {

    private static final String BUDGET = "{name: Search, amount: 500, period: month, thresholds: [80, 100]}";

    private final AlertsServer server = AlertsServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_budget_that_was_put_is_in_force_and_as_it_was_put() throws Exception {
        HttpResponse<String> put = server.putYaml("search", BUDGET);

        assertThat(put.statusCode()).isEqualTo(201);
        assertThat(put.headers().firstValue("Location")).contains("/v1/budgets/search");
        assertThat(AlertsServer.json(put).get("outcome").asText()).isEqualTo("ADDED");
        JsonNode found = server.ok("/v1/budgets/search");
        assertThat(BudgetFile.parseOne(found.get("definition").toString(), "search"))
                .isEqualTo(BudgetFile.parseOne(BUDGET, "search"));
        assertThat(found.get("levels").toString()).isEqualTo("""
                [{"rule":"80","basis":"actual","percent":"80.00","amount":"400"},\
                {"rule":"100","basis":"actual","percent":"100.00","amount":"500"}]""");
        assertThat(texts(server.ok("/v1/budgets").get("budgets"), "id")).containsExactly("search");
    }

    @Test
    void what_is_got_can_be_put_again_and_changes_nothing() {
        server.putYaml("search", BUDGET);
        String definition = server.ok("/v1/budgets/search").get("definition").toString();

        HttpResponse<String> again = server.put("search", "application/json; charset=utf-8", definition);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(AlertsServer.json(again).get("outcome").asText()).isEqualTo("UNCHANGED");
        assertThat(AlertsServer.json(again).get("changes")).isEmpty();
    }

    @Test
    void a_change_is_told_by_key() {
        server.putYaml("search", BUDGET);

        HttpResponse<String> change = server.putYaml(
                "search", "{name: Search, amount: 600, owner: me, period: month, thresholds: [80, 100]}");

        assertThat(change.statusCode()).isEqualTo(200);
        assertThat(AlertsServer.json(change).get("outcome").asText()).isEqualTo("CHANGED");
        assertThat(AlertsServer.json(change).get("changes").toString())
                .isEqualTo("[{\"key\":\"amount\",\"from\":\"500\",\"to\":\"600\"},{\"key\":\"owner\",\"to\":\"me\"}]");
    }

    @Test
    void everything_wrong_with_a_budget_is_told_at_once_and_nothing_changes() {
        server.putYaml("search", BUDGET);

        HttpResponse<String> refused = server.put(
                "search",
                "application/json",
                "{\"amount\":-5,\"zone\":\"Mars/Olympus\",\"period\":\"month\",\"thresholds\":[80]}");

        assertThat(refused.statusCode()).isEqualTo(400);
        JsonNode problem = AlertsServer.json(refused);
        assertThat(problem.get("code").asText()).isEqualTo("invalid-body");
        assertThat(texts(problem.get("errors"), "parameter")).containsExactlyInAnyOrder("amount", "zone");
        assertThat(texts(problem.get("errors"), "detail"))
                .contains("got \"Mars/Olympus\", expected an IANA time zone such as Europe/Berlin");
        assertThat(server.ok("/v1/budgets/search").get("amount").asText()).isEqualTo("500");
    }

    @ParameterizedTest
    @CsvSource({"text/plain, 415", "application/pdf, 415", "application/x-yaml, 201", "text/yaml;charset=utf-8, 201"})
    void a_body_is_json_or_yaml(String mediaType, int status) {
        assertThat(server.put("search", mediaType, BUDGET).statusCode()).isEqualTo(status);
    }

    @Test
    void a_body_without_a_type_is_read_as_yaml_and_one_that_is_no_text_is_refused() {
        HttpResponse<String> untyped =
                server.send(HttpRequest.newBuilder(server.uri("/v1/budgets/a")).PUT(BodyPublishers.ofString(BUDGET)));
        HttpResponse<String> binary = server.send(HttpRequest.newBuilder(server.uri("/v1/budgets/b"))
                .PUT(BodyPublishers.ofByteArray(new byte[] {(byte) 0xC3, 0x28})));

        assertThat(untyped.statusCode()).isEqualTo(201);
        assertThat(binary.statusCode()).isEqualTo(400);
        assertThat(AlertsServer.json(binary).get("detail").asText()).isEqualTo("the body is no UTF-8");
    }

    @Test
    void a_deleted_budget_is_gone_and_its_alerts_stay() {
        server.putYaml("search", BUDGET);
        server.records.put(alert("search", "", AlertKind.THRESHOLD, NOW));

        assertThat(server.delete("search").statusCode()).isEqualTo(204);

        assertThat(server.delete("search").statusCode()).isEqualTo(404);
        for (String path : List.of("/v1/budgets/search", "/v1/budgets/search/status")) {
            assertThat(AlertsServer.json(server.get(path)).get("detail").asText())
                    .isEqualTo("no budget search is in force");
        }
        assertThat(server.ok("/v1/alerts", "budget", "search").get("alerts")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPPER", "a_b", "a%2Fb", "%20", "a%0Ab"})
    void what_is_no_id_is_refused(String id) {
        for (HttpResponse<String> answer : List.of(
                server.get("/v1/budgets/" + id),
                server.get("/v1/budgets/" + id + "/status"),
                server.putYaml(id, BUDGET),
                server.delete(id))) {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(AlertsServer.json(answer).at("/errors/0/parameter").asText())
                    .isEqualTo("id");
        }
    }

    @Test
    void instances_come_furthest_first_and_page_by_page_without_repetition() {
        server.putYaml("each", "{eachOf: Team, amount: 500, period: month, thresholds: [80]}");
        for (int i = 0; i < 45; i++) {
            server.records.put(
                    status("each", "team-%02d".formatted(i), String.valueOf(i / 3 * 30), i < 40 ? "" : "80"));
        }

        JsonNode budget = server.ok("/v1/budgets/each");
        List<String> paged = new ArrayList<>();
        JsonNode page = server.ok("/v1/budgets/each/status", "limit", "7");
        while (page.has("next")) {
            paged.addAll(texts(page.get("statuses"), "instance"));
            page = server.ok(
                    "/v1/budgets/each/status",
                    "limit",
                    "7",
                    "cursor",
                    page.get("next").asText());
        }
        paged.addAll(texts(page.get("statuses"), "instance"));

        assertThat(budget.get("instanceCount").asInt()).isEqualTo(45);
        assertThat(budget.get("breachedCount").asInt()).isEqualTo(5);
        assertThat(texts(budget.get("statuses"), "instance")).hasSize(20).isEqualTo(paged.subList(0, 20));
        assertThat(paged).hasSize(45).doesNotHaveDuplicates().startsWith("team-42", "team-43", "team-44", "team-39");
    }

    @Test
    void one_instance_can_be_asked_for_with_its_last_alert() {
        server.putYaml("each", "{eachOf: Team, amount: 500, period: month, thresholds: [80]}");
        server.records.put(status("each", "search", "401.23", "80"));
        server.records.put(status("each", "ads", "1", ""));
        server.records.put(alert("each", "search", AlertKind.THRESHOLD, NOW));

        JsonNode answer = server.ok("/v1/budgets/each/status", "instance", "search");

        assertThat(answer.get("statuses")).hasSize(1);
        JsonNode status = answer.at("/statuses/0");
        assertThat(status.get("spent").asText()).isEqualTo("401.230000000000");
        assertThat(status.get("percent").asText()).isEqualTo("80.24");
        assertThat(status.get("state").asText()).isEqualTo("BREACHED");
        assertThat(status.get("rule").asText()).isEqualTo("80");
        assertThat(status.at("/forecast/expected").asText()).isEqualTo("612.00");
        assertThat(status.at("/lastAlert/kind").asText()).isEqualTo("THRESHOLD");
    }

    @Test
    void budgets_come_page_by_page() {
        for (int i = 0; i < 5; i++) {
            server.putYaml("b" + i, BUDGET);
        }

        JsonNode first = server.ok("/v1/budgets", "limit", "3");
        JsonNode second = server.ok(
                "/v1/budgets", "limit", "3", "cursor", first.get("next").asText());

        assertThat(texts(first.get("budgets"), "id")).containsExactly("b0", "b1", "b2");
        assertThat(texts(second.get("budgets"), "id")).containsExactly("b3", "b4");
        assertThat(second.has("next")).isFalse();
        assertThat(second.get("budgetCount").asInt()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "WAITING, 0, WAITING",
        "WAITING, 3, SENT",
        "CONFIRMED, 1, CONFIRMED",
        "ABANDONED, 2, FAILED",
    })
    void a_delivery_is_told_by_how_far_it_has_come(State state, int attempts, String told) {
        Alert raised = alert("b", "", AlertKind.THRESHOLD, NOW);
        server.records.put(raised);
        server.records.put(delivery(raised, SNS_TOPIC, state, attempts));
        server.records.put(delivery(raised, "https://old.example.com/hook", State.CONFIRMED, 1));

        JsonNode alert = server.ok("/v1/alerts").at("/alerts/0");

        assertThat(texts(alert.get("deliveries"), "destination"))
                .containsExactly("console", SNS_TOPIC, "https://old.example.com/hook");
        assertThat(texts(alert.get("deliveries"), "state")).containsExactly("RECORDED", told, "CONFIRMED");
        assertThat(alert.at("/deliveries/1/attempts").asInt()).isEqualTo(attempts);
        assertThat(alert.get("link").asText()).isEqualTo("https://meter.example.com/#/budgets/b");
        assertThat(alert.get("text").asText()).startsWith("Budget Budget b (b) reached 80 %");
    }

    @ParameterizedTest
    @EnumSource(AlertKind.class)
    void alerts_of_every_kind_are_found_by_kind(AlertKind kind) {
        for (AlertKind each : AlertKind.values()) {
            server.records.put(alert("b", "", each, NOW));
        }

        JsonNode answer = server.ok("/v1/alerts", "kind", kind.name());

        assertThat(texts(answer.get("alerts"), "kind")).containsExactly(kind.name());
        assertThat(answer.at("/alerts/0/text").asText()).isNotEmpty();
    }

    @Test
    void alerts_are_filtered_by_everything_at_once() {
        server.records.put(alert("b", "x", AlertKind.THRESHOLD, NOW));
        server.records.put(alert("b", "y", AlertKind.THRESHOLD, NOW));
        server.records.put(alert("b", "x", AlertKind.FORECAST, NOW));
        server.records.put(alert("b", "x", AlertKind.RECOVERED, NOW));
        server.records.put(alert("b", "x", AlertKind.THRESHOLD, NOW.minusSeconds(1)));
        server.records.put(alert("b", "x", AlertKind.THRESHOLD, NOW.plusSeconds(1)));
        server.records.put(alert("c", "x", AlertKind.THRESHOLD, NOW));

        JsonNode answer = server.ok(
                "/v1/alerts",
                "budget",
                "b",
                "instance",
                "x",
                "kind",
                "THRESHOLD,FORECAST",
                "from",
                NOW.toString(),
                "to",
                NOW.plusSeconds(1).toString());

        assertThat(texts(answer.get("alerts"), "kind")).containsExactlyInAnyOrder("THRESHOLD", "FORECAST");
        assertThat(server.ok("/v1/alerts", "from", "2026-11-22").get("alerts")).isEmpty();
        assertThat(server.ok("/v1/alerts", "from", "2026-11-21").get("alerts")).hasSize(7);
        assertThat(server.ok("/v1/alerts", "to", "2026-11-21T13:00:00+01:00").get("alerts"))
                .hasSize(1);
    }

    @Test
    void pages_of_alerts_neither_repeat_nor_skip_while_new_ones_come() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Alert raised = alert("b" + i, "", AlertKind.THRESHOLD, NOW.plusSeconds(i / 4));
            server.records.put(raised);
            expected.add(raised.alertId());
        }

        List<String> paged = new ArrayList<>();
        JsonNode page = server.ok("/v1/alerts", "limit", "3");
        for (int i = 0; page.has("next"); i++) {
            paged.addAll(texts(page.get("alerts"), "alertId"));
            server.records.put(alert("new", "", AlertKind.THRESHOLD, NOW.plusSeconds(100 + i)));
            page = server.ok(
                    "/v1/alerts", "limit", "3", "cursor", page.get("next").asText());
        }
        paged.addAll(texts(page.get("alerts"), "alertId"));

        assertThat(paged).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(page.has("keptFrom")).isFalse();
    }

    @Test
    void who_asks_is_told_since_when_alerts_are_kept() {
        for (int i = 0; i <= AlertsServer.MOST_ALERTS; i++) {
            server.records.put(alert("b", "", AlertKind.THRESHOLD, NOW.plusSeconds(i)));
        }

        JsonNode answer = server.ok("/v1/alerts");

        assertThat(answer.get("alerts")).hasSize(AlertsServer.MOST_ALERTS);
        assertThat(answer.get("keptFrom").asText()).isEqualTo(NOW.plusSeconds(1).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/alerts, kind, NONSENSE",
        "/v1/alerts, from, yesterday",
        "/v1/alerts, cursor, nonsense",
        "/v1/alerts, cursor, WyIyMDI2Il0",
        "/v1/alerts, limit, 1001",
        "/v1/alerts, unknown, 1",
        "/v1/budgets, cursor, W10",
        "/v1/budgets/search/status, cursor, eyJhIjoxfQ",
        "/v1/budgets/search, unknown, 1",
    })
    void what_cannot_be_asked_is_refused(String path, String name, String value) {
        server.putYaml("search", BUDGET);

        HttpResponse<String> answer = server.get(path, name, value);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(AlertsServer.json(answer).at("/errors/0/parameter").asText()).isEqualTo(name);
    }

    @Test
    void a_range_that_ends_before_it_begins_is_refused() {
        HttpResponse<String> answer = server.get("/v1/alerts", "from", "2026-11-22", "to", "2026-11-21");

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void until_everything_was_read_nothing_is_answered_or_changed() {
        server.setReady(false);

        for (HttpResponse<String> answer : List.of(
                server.get("/v1/budgets"),
                server.get("/v1/budgets/a"),
                server.get("/v1/alerts"),
                server.putYaml("a", BUDGET),
                server.delete("a"))) {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(AlertsServer.json(answer).get("code").asText()).isEqualTo("not-ready");
        }
    }

    @Test
    void while_kafka_is_away_questions_are_answered_and_changes_are_not_taken() {
        server.putYaml("search", BUDGET);
        server.setKafkaAway(true);

        HttpResponse<String> change = server.putYaml("search", BUDGET.replace("500", "600"));

        assertThat(change.statusCode()).isEqualTo(503);
        assertThat(AlertsServer.json(change).get("detail").asText()).contains("safe to ask for it again");
        assertThat(server.delete("search").statusCode()).isEqualTo(503);
        assertThat(server.ok("/v1/budgets/search").get("amount").asText()).isEqualTo("500");
    }

    @Test
    void an_alert_without_a_recorded_delivery_is_recorded_for_all_its_destinations() {
        server.records.put(alert("b", "", AlertKind.THRESHOLD, NOW));
        server.records.put(new AlertDelivery("other", "console", State.CONFIRMED, 1, "", "", NOW));

        JsonNode deliveries = server.ok("/v1/alerts").at("/alerts/0/deliveries");

        assertThat(texts(deliveries, "state")).containsExactly("RECORDED", "RECORDED");
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.get(field).asText())
                .toList();
    }
}
