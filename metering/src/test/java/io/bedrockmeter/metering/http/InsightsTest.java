package io.bedrockmeter.metering.http;

import static io.bedrockmeter.metering.http.Events.NOVA;
import static io.bedrockmeter.metering.http.Events.SONNET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.metering.http.EventLog.Event;
import io.bedrockmeter.metering.http.Peers.Cluster;
import io.bedrockmeter.metering.http.Peers.Peer;
import io.bedrockmeter.metering.rating.Prices;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code /v1/insights}: every rule with figures worked out by hand. It is Saturday, 2026-11-21, 12:00. */
final class InsightsTest {

    private static final String OPUS = "anthropic.claude-opus-4-7";
    private static final String BOT = "arn:aws:sts::111122223333:assumed-role/bot";
    private static final String APP = "arn:aws:sts::111122223333:assumed-role/app";
    private static final String NOW = "2026-11-20T09:30:00Z";
    private static final String BEFORE = "2026-11-12T09:30:00Z";

    /** Per million tokens: Opus 5, 25 and caches; Sonnet a tenth dearer regionally; Nova without caches. */
    static final Prices PRICES = prices();

    private final Explorer explorer = Explorer.start();

    InsightsTest() {
        explorer.log.priced(PRICES);
    }

    @AfterEach
    void stop() {
        explorer.close();
    }

    @Test
    void premium_models_outside_production_are_found_with_what_was_spent_on_them() {
        explorer.log.add(
                call(NOW, "dev", BOT, OPUS, "regional", Quantities.tokens(100_000, 20_000), "1.00"),
                call(NOW, "test", BOT, OPUS, "regional", Quantities.tokens(20_000, 4_000), "0.20"),
                call(NOW, "dev", BOT, NOVA, "regional", Quantities.tokens(1_000, 100), "0.50"),
                call(NOW, "Prod", BOT, OPUS, "regional", Quantities.tokens(1_000_000, 200_000), "10.00"),
                call(NOW, Dimensions.UNATTRIBUTED, BOT, OPUS, "regional", Quantities.tokens(10, 10), "0.30"));

        JsonNode finding = finding("premium-models-outside-production");

        assertThat(finding.get("stake").asText()).isEqualTo("1.200000000000");
        assertThat(finding.get("stakeIs").asText()).isEqualTo("spent");
        assertThat(finding.get("severity").asText()).isEqualTo("high");
        assertThat(finding.at("/figures/share").asText()).isEqualTo("0.100000");
        assertThat(keys(finding))
                .containsExactly(
                        "{\"Environment\":\"dev\",\"model\":\"" + OPUS + "\"}",
                        "{\"Environment\":\"test\",\"model\":\"" + OPUS + "\"}");
        assertThat(finding.at("/what/0/figures/usdPerMillionOutputTokens").asText())
                .isEqualTo("25");
        assertThat(shown(finding)).isEqualTo("1.200000000000");
    }

    @Test
    void what_caching_would_save_is_told_with_what_is_assumed() {
        explorer.log.add(
                call(NOW, "prod", BOT, OPUS, "regional", Quantities.tokens(10_000_000, 1_000), "50.025"),
                call(NOW, "prod", APP, OPUS, "regional", cached(1_000_000, 9_000_000, 100_000), "10"));

        JsonNode finding = finding("prompt-caching");

        // Half of ten million tokens, sent ten times: 5,000,000 x (10 x 5 - 6.25 - 9 x 0.5) / 10 per million.
        assertThat(finding.get("stake").asText()).isEqualTo("19.625000000000");
        assertThat(finding.get("stakeIs").asText()).isEqualTo("saving");
        assertThat(finding.get("assumptions")).hasSize(3);
        assertThat(finding.get("assumptions").toString())
                .contains("50 % of their input tokens are the same", "sent 10 times");
        assertThat(keys(finding)).containsExactly("{\"principal\":\"" + BOT + "\",\"model\":\"" + OPUS + "\"}");
        assertThat(finding.at("/what/0/figures/hitShare").asText()).isEqualTo("0.000000");
        assertThat(shown(finding)).isEqualTo("50.025000000000");
    }

    @Test
    void prompts_too_short_to_be_cached_and_calls_without_a_price_save_nothing() {
        explorer.log.add(
                calls(20_000, NOW, "prod", BOT, OPUS, "regional", Quantities.tokens(10_000_000, 1_000), "50.025", 0),
                calls(1, NOW, "prod", APP, OPUS, "regional", Quantities.tokens(10_000_000, 1_000), "0", 1));

        assertThat(found("prompt-caching")).isEmpty();
    }

    @Test
    void caches_that_are_written_and_not_read_are_a_loss_at_list_price() {
        explorer.log.add(
                call(NOW, "prod", BOT, OPUS, "regional", cached(0, 100_000, 4_000_000), "25.05"),
                call(NOW, "prod", APP, OPUS, "regional", cached(0, 4_000_000, 100_000), "2.625"));

        JsonNode finding = finding("prompt-caching-unread");

        // 4,000,000 x (6.25 - 5) - 100,000 x (5 - 0.5) per million
        assertThat(finding.get("stake").asText()).isEqualTo("4.550000000000");
        assertThat(finding.get("stakeIs").asText()).isEqualTo("loss");
        assertThat(keys(finding)).containsExactly("{\"principal\":\"" + BOT + "\",\"model\":\"" + OPUS + "\"}");
    }

    @Test
    void calls_that_global_routing_has_a_lower_price_for_are_found_at_both_prices() {
        explorer.log.add(
                call(NOW, "prod", BOT, SONNET, "regional", Quantities.tokens(1_000_000, 100_000), "4.95"),
                call(NOW, "prod", BOT, SONNET, "global", Quantities.tokens(1_000_000, 130_000), "4.95"),
                call(NOW, "prod", BOT, NOVA, "regional", Quantities.tokens(1_000_000, 0), "0.06"));

        JsonNode finding = finding("global-routing");

        assertThat(finding.get("stake").asText()).isEqualTo("0.450000000000");
        assertThat(finding.at("/figures/globalShare").asText()).isEqualTo("0.500000");
        assertThat(finding.at("/what/0/figures/regionalCost").asText()).isEqualTo("4.950000000000");
        assertThat(finding.at("/what/0/figures/globalCost").asText()).isEqualTo("4.500000000000");
        assertThat(finding.get("assumptions")).hasSize(2);
        assertThat(shown(finding)).isEqualTo("4.950000000000");
    }

    @Test
    void a_saving_that_prices_times_tokens_do_not_explain_says_so() {
        explorer.log.add(call(NOW, "prod", BOT, SONNET, "regional", Quantities.tokens(1_000_000, 100_000), "9.90"));

        assertThat(finding("global-routing").get("assumptions").toString()).contains("prompts were long");
    }

    @Test
    void callers_without_any_tag_are_named() {
        explorer.log.add(
                untagged(NOW, BOT, "3.00"),
                untagged(NOW, APP, "1.00"),
                call(NOW, "prod", APP, NOVA, "regional", Quantities.tokens(1, 1), "6.00"));

        JsonNode finding = finding("untagged-callers");

        assertThat(finding.get("stake").asText()).isEqualTo("4.000000000000");
        assertThat(finding.at("/figures/share").asText()).isEqualTo("0.400000");
        assertThat(keys(finding)).containsExactly("{\"principal\":\"" + BOT + "\"}", "{\"principal\":\"" + APP + "\"}");
        assertThat(shown(finding)).isEqualTo("4.000000000000");
    }

    @Test
    void what_costs_clearly_more_or_less_than_the_week_before_is_told_by_team_and_model() {
        explorer.log.add(
                call(BEFORE, "prod", BOT, NOVA, "regional", Quantities.tokens(1, 1), "10.00"),
                call(NOW, "prod", BOT, NOVA, "regional", Quantities.tokens(1, 1), "10.50"),
                call(BEFORE, "prod", BOT, SONNET, "regional", Quantities.tokens(1, 1), "5.00"),
                call(NOW, "prod", BOT, OPUS, "regional", Quantities.tokens(1, 1), "7.00"));

        List<JsonNode> findings = found("movers");

        assertThat(findings).hasSize(1);
        JsonNode byModel = findings.get(0);
        assertThat(byModel.get("title").asText()).isEqualTo("What changed since the period before, by model");
        assertThat(byModel.get("stake").asText()).isEqualTo("7.000000000000");
        assertThat(byModel.at("/what/0/figures/delta").asText()).isEqualTo("7.000000000000");
        assertThat(byModel.at("/what/1/figures/delta").asText()).isEqualTo("-5.000000000000");
        assertThat(byModel.at("/what/1/figures/ratio").asText()).isEqualTo("0.000000");
        assertThat(byModel.get("what")).hasSize(2);
        assertThat(ask(byModel).at("/previous/to").asText()).isEqualTo("2026-11-14T13:00:00Z");
    }

    @Test
    void what_only_fell_is_told_too() {
        explorer.log.add(
                call(BEFORE, "prod", BOT, NOVA, "regional", Quantities.tokens(1, 1), "10.00"),
                call(NOW, "prod", BOT, NOVA, "regional", Quantities.tokens(1, 1), "4.00"));

        assertThat(found("movers"))
                .extracting(finding -> finding.get("stake").asText())
                .containsExactly("0.000000000000", "0.000000000000");
    }

    @Test
    void without_a_range_it_is_about_the_week_that_ends_with_the_present_hour() {
        JsonNode answer = explorer.ok("/v1/insights");

        assertThat(answer.get("from").asText()).isEqualTo("2026-11-14T13:00:00Z");
        assertThat(answer.get("to").asText()).isEqualTo("2026-11-21T13:00:00Z");
        assertThat(answer.at("/previous/from").asText()).isEqualTo("2026-11-07T13:00:00Z");
        assertThat(answer.get("findings")).isEmpty();
        assertThat(answer.get("rules")).hasSize(6);
    }

    @Test
    void a_rule_that_cannot_look_says_why() {
        explorer.log.add(call(NOW, "prod", BOT, NOVA, "regional", Quantities.tokens(1, 1), "4.00"));

        JsonNode answer = explorer.ok("/v1/insights");

        JsonNode movers = answer.at("/rules/5");
        assertThat(movers.get("looked").asBoolean()).isFalse();
        assertThat(movers.get("because").asText()).isEqualTo("there is no usage before 2026-11-14T13:00:00Z");
    }

    @Test
    void filters_and_top_narrow_what_is_told_and_the_stake_counts_all() {
        explorer.log.add(
                untagged(NOW, BOT, "3.00"),
                untagged(NOW, APP, "1.00"),
                call(NOW, "prod", APP, SONNET, "regional", Quantities.tokens(1, 1), "6.00"));

        JsonNode answer = explorer.ok("/v1/insights", "filter", "model:" + NOVA, "top", "1");

        assertThat(answer.at("/total/cost").asText()).isEqualTo("4.000000000000");
        assertThat(answer.get("findings")).hasSize(1);
        assertThat(answer.at("/findings/0/what")).hasSize(1);
        assertThat(answer.at("/findings/0/whatCount").asInt()).isEqualTo(2);
        assertThat(answer.at("/findings/0/stake").asText()).isEqualTo("4.000000000000");
    }

    @Test
    void a_range_that_cannot_be_answered_is_refused() {
        assertThat(explorer.get("/v1/insights", "from", "2027-01-01").statusCode())
                .isEqualTo(400);
        assertThat(explorer.get("/v1/insights", "to", "2025-01-01").statusCode())
                .isEqualTo(400);
        assertThat(explorer.get("/v1/insights", "group_by", "Team").statusCode())
                .isEqualTo(400);
    }

    @Test
    void all_instances_are_asked_and_one_that_is_gone_is_named() {
        try (Explorer other = Explorer.in("UTC")
                        .peers(() -> new Cluster(List.of(1), List.of(), List.of()))
                        .start();
                Explorer asked = Explorer.in("UTC")
                        .peers(() -> new Cluster(
                                List.of(0),
                                List.of(
                                        new Peer("127.0.0.1", other.port(), List.of(1)),
                                        new Peer("127.0.0.1", 1, List.of(2))),
                                List.of()))
                        .start()) {
            asked.log.add(untagged(NOW, BOT, "3.00"));
            other.log.add(untagged(NOW, BOT, "1.00"));

            JsonNode answer = asked.ok("/v1/insights");

            assertThat(answer.at("/findings/0/stake").asText()).isEqualTo("4.000000000000");
            assertThat(answer.get("partial").asBoolean()).isTrue();
            assertThat(answer.get("missing")).hasSize(1);
            assertThat(answer.at("/missing/0/instance").asText()).isEqualTo("127.0.0.1:1");
        }
    }

    /** The only finding of a rule. */
    private JsonNode finding(String rule) {
        List<JsonNode> findings = found(rule);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private List<JsonNode> found(String rule) {
        return StreamSupport.stream(explorer.ok("/v1/insights").get("findings").spliterator(), false)
                .filter(finding -> finding.get("rule").asText().equals(rule))
                .toList();
    }

    /** What the question of a finding answers. */
    private JsonNode ask(JsonNode finding) {
        HttpResponse<String> answer = Explorer.send(HttpRequest.newBuilder(URI.create(
                "http://localhost:" + explorer.port() + finding.get("query").asText())));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Explorer.json(answer);
    }

    private String shown(JsonNode finding) {
        return ask(finding).at("/total/cost").asText();
    }

    private static List<String> keys(JsonNode finding) {
        return StreamSupport.stream(finding.get("what").spliterator(), false)
                .map(item -> item.get("key").toString())
                .toList();
    }

    private static Event untagged(String time, String principal, String cost) {
        return event(
                1, time, Dimensions.UNATTRIBUTED, false, principal, NOVA, "regional", Quantities.tokens(1, 1), cost, 0);
    }

    private static Event call(
            String time,
            String environment,
            String principal,
            String model,
            String scope,
            Quantities used,
            String cost) {
        return event(1, time, environment, true, principal, model, scope, used, cost, 0);
    }

    private static Event calls(
            long requests,
            String time,
            String environment,
            String principal,
            String model,
            String scope,
            Quantities used,
            String cost,
            long unpriced) {
        return event(requests, time, environment, true, principal, model, scope, used, cost, unpriced);
    }

    private static Event event(
            long requests,
            String time,
            String environment,
            boolean tagged,
            String principal,
            String model,
            String scope,
            Quantities used,
            String cost,
            long unpriced) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("Application", Dimensions.UNATTRIBUTED);
        tags.put("Environment", environment);
        tags.put("Team", tagged ? "search" : Dimensions.UNATTRIBUTED);
        tags.put("CostCenter", Dimensions.UNATTRIBUTED);
        tags.put("Owner", Dimensions.UNATTRIBUTED);
        Dimensions where = new Dimensions(
                tags,
                "111122223333",
                "us-east-1",
                model,
                scope.equals("global") ? "global." + model : "us." + model,
                scope,
                Dimensions.NONE,
                Dimensions.NONE,
                principal,
                "Converse",
                "default");
        Money spent = Money.parse(cost);
        return new Event(
                Instant.parse(time),
                where,
                new Totals(requests, 0, unpriced, tagged ? 0 : requests, used, spent, spent));
    }

    private static Quantities cached(long input, long read, long written) {
        return Quantities.builder()
                .set(Unit.INPUT_TOKEN, input)
                .set(Unit.CACHE_READ_TOKEN, read)
                .set(Unit.CACHE_WRITE_5M_TOKEN, written)
                .build();
    }

    private static Prices prices() {
        Map<String, Map<Unit, String>> perMillion = Map.of(
                OPUS + Scope.REGIONAL, units("5", "25", "0.5", "6.25"),
                SONNET + Scope.REGIONAL, units("3.3", "16.5", "0.33", "4.125"),
                SONNET + Scope.GLOBAL, units("3", "15", "0.3", "3.75"),
                NOVA + Scope.REGIONAL, Map.of(Unit.INPUT_TOKEN, "0.06", Unit.OUTPUT_TOKEN, "0.24"));
        Set<String> regions = Set.of("us-east-1");
        return (model, scope, region, tier, unit, at) -> Optional.ofNullable(perMillion.get(model + scope))
                .filter(known -> regions.contains(region) && tier.equals("default"))
                .flatMap(known -> Optional.ofNullable(known.get(unit)))
                .map(price -> new BigDecimal(price).movePointLeft(6));
    }

    private static Map<Unit, String> units(String input, String output, String read, String write) {
        Map<Unit, String> units = new EnumMap<>(Unit.class);
        units.put(Unit.INPUT_TOKEN, input);
        units.put(Unit.OUTPUT_TOKEN, output);
        units.put(Unit.CACHE_READ_TOKEN, read);
        units.put(Unit.CACHE_WRITE_5M_TOKEN, write);
        return units;
    }
}
