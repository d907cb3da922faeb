package io.bedrockmeter.metering.http;

import static io.bedrockmeter.metering.http.Events.NOVA;
import static io.bedrockmeter.metering.http.Events.event;
import static io.bedrockmeter.metering.http.Explorer.lines;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.schemas.money.Money;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UsageErrorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "group_by; Squad; there is no tag key or dimension Squad; known: Application, Environment, Team",
                "filter; Squad:x; there is no tag key or dimension Squad",
                "filter; Team; expected KEY:VALUE",
                "filter; Team:in:a|; expected KEY:VALUE",
                "filter; Team:x\\; expected KEY:VALUE",
                "from; yesterday; expected a date or an instant to the minute",
                "from; 2026-11-21T10:00:30Z; expected a date or an instant to the minute",
                "to; 1969-01-01; between 1970 and 2200",
                "granularity; fortnight; expected total, month, day, hour or minute",
                "top; 0; expected a whole number from 1 to 10000",
                "sort; price; expected cost, requests, tokens or key",
                "order; up; expected asc or desc",
                "limit; 10001; expected a whole number from 1 to 10000",
                "cursor; abc; expected the value of next",
                "compare; next; expected previous",
                "compare; previous; expected from and to",
                "format; xml; expected json or csv",
                "groupby; Team; is no parameter of this path",
            })
    void a_parameter_that_cannot_be_used_is_named(String parameter, String value, String expected) {
        try (Explorer explorer = Explorer.start()) {
            HttpResponse<String> answer = explorer.get("/v1/usage", parameter, value);

            JsonNode problem = Explorer.json(answer);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(problem.get("code").asText()).isEqualTo("invalid-parameter");
            assertThat(problem.at("/errors/0/parameter").asText()).isEqualTo(parameter);
            assertThat(problem.at("/errors/0/detail").asText()).contains(expected);
        }
    }

    @Test
    void all_faults_are_told_at_once() {
        try (Explorer explorer = Explorer.start()) {
            HttpResponse<String> answer = explorer.get(
                    "/v1/usage", "group_by", "Squad", "from", "2026-11-21", "to", "2026-11-20", "sort", "x", "y", "z");

            assertThat(Explorer.json(answer).get("errors").findValuesAsText("parameter"))
                    .containsExactlyInAnyOrder("group_by", "from", "sort", "y");
        }
    }

    @Test
    void a_reversed_range_is_refused() {
        try (Explorer explorer = Explorer.start()) {
            HttpResponse<String> answer = explorer.get("/v1/usage", "from", "2026-11-21", "to", "2026-11-20");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("expected before to, which is 2026-11-20T00:00:00Z");
        }
    }

    @Test
    void more_windows_than_an_answer_holds_are_refused() {
        try (Explorer explorer = Explorer.start()) {
            HttpResponse<String> answer =
                    explorer.get("/v1/usage", "granularity", "minute", "from", "2026-11-01", "to", "2026-11-21");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(Explorer.json(answer).at("/errors/0/parameter").asText()).isEqualTo("granularity");
        }
    }

    @Test
    void windows_that_are_no_longer_kept_are_refused_rather_than_missing() {
        try (Explorer explorer = Explorer.start()) {
            HttpResponse<String> byWindow =
                    explorer.get("/v1/usage", "granularity", "hour", "from", "2026-07-01", "to", "2026-07-02");
            HttpResponse<String> byEdge = explorer.get("/v1/usage", "to", "2026-07-01T10:30:00Z");
            HttpResponse<String> byComparison = explorer.get(
                    "/v1/usage", "compare", "previous", "from", "2026-10-20T00:01:00Z", "to", "2026-11-20T00:00:00Z");

            assertThat(Explorer.json(byWindow).at("/detail").asText())
                    .isEqualTo(
                            "granularity: totals of a hour are kept since 2026-08-13T13:00:00Z, expected a later time "
                                    + "or the start of a longer window");
            assertThat(Explorer.json(byEdge).at("/errors/0/parameter").asText()).isEqualTo("to");
            assertThat(Explorer.json(byComparison).at("/errors/0/parameter").asText())
                    .isEqualTo("compare");
        }
    }

    @Test
    void a_range_that_begins_before_anything_is_kept_begins_with_what_is_kept() {
        try (Explorer explorer = Explorer.start()) {
            JsonNode answer = explorer.usage("from", "2000-01-01T00:00:00Z");

            assertThat(answer.get("from").asText()).isEqualTo("2021-12-01T00:00:00Z");
        }
    }

    @Test
    void too_many_groups_are_refused_unless_they_are_cut() {
        QueryLimits limits = QueryLimits.defaults().withGroups(20, 40);
        try (Explorer explorer = Explorer.in("UTC").limits(limits).start()) {
            for (int i = 0; i < 30; i++) {
                explorer.log.add(event("2026-11-16T09:30:00Z", "team" + i, NOVA, "1.00"));
            }

            HttpResponse<String> answer = explorer.get("/v1/usage", "group_by", "Team");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(Explorer.json(answer).at("/detail").asText())
                    .startsWith("group_by: makes more than 20 groups, expected fewer keys");
            assertThat(lines(explorer.usage("group_by", "Team", "top", "1")).get(1))
                    .isEqualTo("OTHER 29");
        }
    }

    @Test
    void what_is_over_the_capacity_is_refused_at_once() {
        QueryLimits limits = new QueryLimits(
                100,
                100,
                1,
                1,
                1,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
        try (Explorer explorer = Explorer.in("UTC").limits(limits).start()) {
            CountDownLatch gate = explorer.log.close();
            CompletableFuture<HttpResponse<String>> running =
                    CompletableFuture.supplyAsync(() -> explorer.get("/v1/usage"));
            Awaitility.await().until(() -> !explorer.log.read().isEmpty());
            CompletableFuture<HttpResponse<String>> waiting =
                    CompletableFuture.supplyAsync(() -> explorer.get("/v1/usage"));
            Awaitility.await().until(() -> explorer.gauge("bedrock.meter.http.work.waiting") == 1);

            HttpResponse<String> refused = explorer.get("/v1/usage");

            gate.countDown();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).contains("1");
            assertThat(refused.body()).contains("\"overloaded\"");
            assertThat(running.join().statusCode()).isEqualTo(200);
            assertThat(waiting.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void control_characters_of_a_parameter_do_not_come_back() {
        try (Explorer explorer = Explorer.start()) {
            HttpResponse<String> answer = explorer.get("/v1/usage", "sort", "a\u001b[31m\nb");

            assertThat(Explorer.json(answer).at("/errors/0/detail").asText()).startsWith("found a?[31m?b, expected");
        }
    }

    @Test
    void amounts_beyond_a_long_are_exact() {
        Money much = Money.parse("9999999999999.000000000001");
        try (Explorer explorer = Explorer.start()) {
            for (int i = 0; i < 3; i++) {
                explorer.log.add(event(Explorer.NOW, "t", "a" + i, NOVA, 1, much));
            }

            assertThat(explorer.usage().at("/total/cost").asText()).isEqualTo("29999999999997.000000000003");
        }
    }
}
