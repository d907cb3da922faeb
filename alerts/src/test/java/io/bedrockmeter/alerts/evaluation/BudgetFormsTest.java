package io.bedrockmeter.alerts.evaluation;

import static io.bedrockmeter.alerts.evaluation.Usages.parse;
import static io.bedrockmeter.alerts.evaluation.Usages.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.SpendShare;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything a budget can be besides an amount per recurring period. It is 2026-11-20, 10 o'clock UTC, a Friday. */
class BudgetFormsTest {

    private static final Instant NOW = AlertsHarness.START;
    private static final String LEADS = "arn:aws:sns:us-east-1:123456789012:leads";

    @TempDir
    private Path stateDir;

    private AlertsHarness alerts;
    private long revision;

    @BeforeEach
    void start() {
        alerts = new AlertsHarness(stateDir);
    }

    @AfterEach
    void stop() {
        alerts.close();
    }

    @Test
    void each_value_has_the_limit_for_itself() {
        alerts.budget(parse("id: each, eachOf: Team, amount: 10, period: month, thresholds: [50]"));

        spend("search", NOW, "6").spend("ads", NOW, "4").settle();

        assertThat(alerts.alertIds()).containsExactly("each/search/2026-11-01T00:00:00Z/50");
        assertThat(alerts.statuses().get("each/search").reading().spent()).isEqualTo(BudgetAmount.usd("6"));
        assertThat(alerts.statuses().get("each/ads").reading().spent()).isEqualTo(BudgetAmount.usd("4"));
        assertThat(alerts.statuses()).hasSize(2);
    }

    @Test
    void a_value_that_first_appears_later_gets_its_own_limit() {
        alerts.budget(parse("id: each, eachOf: Team, amount: 10, period: month, thresholds: [50]"));
        spend("search", NOW, "6").settle();

        spend("new team/1", NOW, "7").settle();

        assertThat(alerts.alertIds())
                .containsExactly("each/search/2026-11-01T00:00:00Z/50", "each/new+team%2F1/2026-11-01T00:00:00Z/50");
    }

    @Test
    void instances_that_were_beyond_when_the_budget_came_get_one_summary_each_and_survive_a_restart() {
        spend("search", NOW, "9").spend("ads", NOW, "6").settle();
        alerts.budget(parse("id: each, eachOf: Team, amount: 10, period: month, thresholds: [50, 80]"))
                .settle();

        alerts.restart().settle();
        spend("ads", NOW, "8").settle();

        assertThat(alerts.alertIds())
                .containsExactly(
                        "each/ads/2026-11-01T00:00:00Z/50",
                        "each/search/2026-11-01T00:00:00Z/80",
                        "each/ads/2026-11-01T00:00:00Z/80");
        assertThat(alerts.statuses()).containsOnlyKeys("each/search", "each/ads");
    }

    @Test
    void an_instance_without_usage_in_a_whole_period_loses_its_status() {
        alerts.budget(parse("id: each, eachOf: Team, amount: 10, period: hour, thresholds: [50]"));
        spend("search", NOW, "6").settle();

        alerts.pass(Duration.ofHours(1)).settle();
        BudgetStatus first = alerts.statuses().get("each/search");
        alerts.pass(Duration.ofHours(1)).settle();

        assertThat(first.reading().spent()).isEqualTo(BudgetAmount.usd("0"));
        assertThat(alerts.statuses()).isEmpty();
    }

    @Test
    void a_deleted_budget_loses_the_status_of_every_instance() {
        alerts.budget(parse("id: each, eachOf: Team, amount: 10, period: month, thresholds: [50]"));
        spend("search", NOW, "6").spend("ads", NOW, "4").settle();

        alerts.deleteBudget("each").settle();

        assertThat(alerts.statuses()).isEmpty();
    }

    @Test
    void tokens_and_requests_are_limited_as_money_is() {
        alerts.budget(parse("id: tokens, tokens: 1000, period: month, thresholds: [50]"))
                .budget(parse("id: requests, requests: 3, period: month, thresholds: [100]"));

        spend("search", NOW, "1").spend("search", NOW.plusSeconds(60), "1").settle();

        assertThat(alerts.alertIds()).containsExactly("tokens/2026-11-01T00:00:00Z/50");
        assertThat(alerts.alerts().get(0).reading().spent()).isEqualTo(BudgetAmount.tokens(600));
        assertThat(alerts.statuses().get("requests").reading().spent()).isEqualTo(BudgetAmount.requests(2));
    }

    @Test
    void a_threshold_can_be_an_amount_and_have_targets_of_its_own() {
        alerts.budget(parse("id: b, amount: 10, period: month, notify: arn:aws:sns:us-east-1:123456789012:all,"
                + " thresholds: [{amount: 4.5, notify: '" + LEADS + "'}, 50]"));

        spend("search", NOW, "5").settle();

        assertThat(alerts.alertIds()).containsExactly("b/2026-11-01T00:00:00Z/at-4.5", "b/2026-11-01T00:00:00Z/50");
        assertThat(alerts.alerts().get(0).targets()).containsExactly(LEADS);
        assertThat(alerts.alerts().get(0).threshold()).isEqualTo(new BigDecimal("45.00"));
        assertThat(alerts.alerts().get(1).targets()).containsExactly("arn:aws:sns:us-east-1:123456789012:all");
    }

    @Test
    void a_fixed_period_counts_its_dates_and_nothing_else() {
        alerts.budget(parse("id: project, amount: 10, period: {from: 2026-11-20, to: 2026-12-01}, thresholds: [50]"));

        spend("search", Instant.parse("2026-11-19T23:59:00Z"), "9")
                .spend("search", Instant.parse("2026-11-20T00:00:00Z"), "5")
                .settle();

        assertThat(alerts.alertIds()).containsExactly("project/2026-11-20T00:00:00Z/50");
        assertThat(alerts.statuses().get("project").reading().spent()).isEqualTo(BudgetAmount.usd("5"));
    }

    @Test
    void a_rolling_period_forgets_what_is_older_and_says_so() {
        alerts.budget(parse("id: r, amount: 10, period: {rolling: 1h}, thresholds: [50]"));
        spend("search", NOW, "3").settle();
        alerts.pass(Duration.ofMinutes(30));
        spend("search", NOW.plus(Duration.ofMinutes(30)), "3").settle();

        alerts.pass(Duration.ofMinutes(31)).settle();

        assertThat(alerts.alertIds())
                .containsExactly("r/2026-11-20T10:00:00Z/50", "r/2026-11-20T11:00:00Z/50/recovered");
        assertThat(alerts.statuses().get("r").reading().spent()).isEqualTo(BudgetAmount.usd("3"));
    }

    @Test
    void a_rolling_period_that_stays_beyond_is_told_once() {
        alerts.budget(parse("id: r, amount: 10, period: {rolling: 1h}, thresholds: [50]"));

        for (int minutes = 0; minutes < 300; minutes += 10) {
            spend("search", alerts.now(), "2").settle();
            alerts.pass(Duration.ofMinutes(10));
        }

        assertThat(alerts.alertIds()).containsExactly("r/2026-11-20T10:00:00Z/50");
    }

    @Test
    void a_rolling_budget_ignores_late_usage_from_before_and_repeats_nothing_after_a_reset() {
        alerts.budget(parse("id: r, amount: 10, period: {rolling: 24h}, thresholds: [50]"));
        spend("search", NOW.minus(Duration.ofDays(3)), "9").settle();
        spend("search", NOW, "6").settle();

        alerts.reset().pass(Duration.ofMinutes(1));
        revision = 0;
        spend("search", NOW.minus(Duration.ofDays(3)), "9")
                .spend("search", NOW, "6")
                .settle();
        alerts.settle();

        assertThat(alerts.alertIds()).containsExactly("r/2026-11-20T00:00:00Z/50");
    }

    @Test
    void what_was_told_in_an_earlier_piece_of_a_rolling_period_is_known_after_a_reset() {
        alerts.budget(parse("id: r, amount: 10, period: {rolling: 24h}, thresholds: [50]"));
        spend("search", NOW, "6").settle();

        alerts.pass(Duration.ofHours(15)).reset();
        revision = 0;
        spend("search", NOW, "6").settle();

        assertThat(alerts.statuses().get("r").reading().spent()).isEqualTo(BudgetAmount.usd("6"));
        assertThat(alerts.alertIds()).containsExactly("r/2026-11-20T00:00:00Z/50");
    }

    @Test
    void a_burn_rate_alerts_when_both_windows_are_too_fast() {
        // 720 USD in 30 days are 1 USD an hour: 14.4 times that is 14.4 USD in an hour and 1.2 USD in 5 minutes.
        alerts.budget(parse("id: b, amount: 720, period: month, burnRates: [{factor: 14.4, window: 1h}]"));
        spend("search", NOW.minus(Duration.ofMinutes(50)), "14").settle();
        assertThat(alerts.alerts()).isEmpty();

        spend("search", NOW, "1.19").settle();
        assertThat(alerts.alerts()).isEmpty();

        spend("search", NOW, "1.20").settle();
        assertThat(alerts.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.alertId()).isEqualTo("b/2026-11-20T00:00:00Z/burn-14.4x-60m");
            assertThat(alert.kind()).isEqualTo(AlertKind.BURN_RATE);
            assertThat(alert.subject().window().start()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
            assertThat(alert.threshold()).isEqualTo(new BigDecimal("14.40"));
        });
    }

    @Test
    void a_peak_that_is_over_does_not_alert_and_a_burn_rate_is_told_once_a_day() {
        alerts.budget(parse("id: b, amount: 720, period: month, burnRates: [{factor: 14.4, window: 1h}]"));
        spend("search", NOW.minus(Duration.ofMinutes(30)), "500").settle();
        assertThat(alerts.alerts()).isEmpty();

        spend("search", NOW, "20").settle();
        alerts.pass(Duration.ofHours(2));
        spend("search", alerts.now(), "30").settle();
        alerts.pass(Duration.ofHours(24));
        spend("search", alerts.now(), "40").settle();

        assertThat(alerts.alertIds())
                .containsExactly("b/2026-11-20T00:00:00Z/burn-14.4x-60m", "b/2026-11-21T00:00:00Z/burn-14.4x-60m");
    }

    @Test
    void below_the_minimum_no_rate_alerts() {
        alerts.budget(
                parse("id: b, amount: 720, period: month, minimum: 100, burnRates: [{factor: 14.4, window: 1h}]"));

        spend("search", NOW, "99").settle();
        assertThat(alerts.alerts()).isEmpty();

        spend("search", NOW, "100").settle();
        assertThat(alerts.alerts()).hasSize(1);
    }

    @Test
    void a_forecast_alerts_before_the_money_is_spent_and_only_once() {
        alerts.budget(parse("id: b, amount: 300, period: month, thresholds: [100, {percent: 100, of: forecast}]"));
        // 12 USD a day from the first on: 228 are spent on the 20th, 360 are expected.
        for (int day = 1; day <= 19; day++) {
            spend("search", Instant.parse("2026-11-%02dT12:00:00Z".formatted(day)), "12");
        }
        alerts.settle();
        alerts.pass(Duration.ofSeconds(11)).settle();
        spend("search", NOW, "1").settle();
        alerts.pass(Duration.ofSeconds(11)).settle();

        assertThat(alerts.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.alertId()).isEqualTo("b/2026-11-01T00:00:00Z/forecast-100");
            assertThat(alert.kind()).isEqualTo(AlertKind.FORECAST);
            assertThat(alert.reading().forecast().orElseThrow().expected())
                    .isBetween(new BigDecimal("345"), new BigDecimal("365"));
        });
        assertThat(alerts.statuses().get("b").reading().forecast()).isPresent();
    }

    @Test
    void a_forecast_of_a_level_that_is_reached_already_is_no_news() {
        alerts.budget(parse("id: b, amount: 100, period: month, thresholds: [{percent: 50, of: forecast}, 50]"));
        spend("search", NOW, "60").settle();
        for (int day = 10; day <= 19; day++) {
            spend("search", Instant.parse("2026-11-%02dT12:00:00Z".formatted(day)), "12");
        }

        alerts.settle();
        alerts.pass(Duration.ofSeconds(11)).settle();

        assertThat(alerts.alertIds()).containsExactly("b/2026-11-01T00:00:00Z/50");
    }

    @Test
    void without_history_there_is_no_forecast() {
        alerts.budget(parse("id: b, amount: 100, period: month, thresholds: [{percent: 100, of: forecast}]"));

        spend("search", NOW.minus(Duration.ofDays(2)), "60")
                .spend("search", NOW, "1")
                .settle();

        assertThat(alerts.alerts()).isEmpty();
        assertThat(alerts.statuses().get("b").reading().forecast()).isEmpty();
    }

    @Test
    void an_alert_names_what_used_most() {
        alerts.budget(parse("id: b, amount: 10, period: month, thresholds: [50]"));

        alerts.usage("c1", Usages.usage(Usages.dimensions("search", "large"), NOW, Money.parse("5"), 1, 1))
                .usage("c2", Usages.usage(Usages.dimensions("ads", "small"), NOW, Money.parse("0.5"), 1, 1))
                .settle();

        assertThat(alerts.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.shares())
                        .containsExactly(
                                new SpendShare("model", "large", new BigDecimal("5.000000000000")),
                                new SpendShare("model", "small", new BigDecimal("0.500000000000"))));
    }

    @Test
    void in_quiet_hours_an_alert_is_raised_at_once_and_says_when_to_deliver_it() {
        alerts.budget(parse("id: b, amount: 10, period: month, zone: Asia/Tokyo, thresholds: [50],"
                + " quietHours: {from: '18:00', to: '08:30'}"));

        spend("search", NOW, "6").settle();

        assertThat(alerts.alerts())
                .singleElement()
                .extracting(Alert::deliverAfter)
                .satisfies(end -> assertThat(end).contains(Instant.parse("2026-11-20T23:30:00Z")));
    }

    private BudgetFormsTest spend(String team, Instant time, String total) {
        Instant minute = Instant.ofEpochSecond(time.getEpochSecond() / 60 * 60);
        alerts.usage(team, usage(team, minute, total, ++revision));
        return this;
    }

    private void settle() {
        alerts.settle();
    }
}
