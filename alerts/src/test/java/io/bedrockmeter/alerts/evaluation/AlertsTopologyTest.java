package io.bedrockmeter.alerts.evaluation;

import static io.bedrockmeter.alerts.evaluation.Usages.budget;
import static io.bedrockmeter.alerts.evaluation.Usages.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.BudgetPeriod;
import io.bedrockmeter.schemas.model.BudgetState;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.topics.Topics;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTopologyTest {

    private static final Instant MINUTE = Instant.parse("2026-11-20T09:59:00Z");
    private static final Budget SEARCH = budget("search-month", "search", "10", BudgetPeriod.MONTH, "50", "80", "100");
    private static final String MONTH = "search-month/2026-11-01T00:00:00Z/";

    @TempDir
    private Path stateDir;

    private AlertsHarness alerts;

    @BeforeEach
    void start() {
        alerts = new AlertsHarness(stateDir);
    }

    @AfterEach
    void stop() {
        alerts.close();
    }

    @Test
    void a_reached_threshold_raises_an_alert_that_tells_everything() {
        alerts.budget(SEARCH);

        alerts.usage("c1", usage("search", MINUTE, "5.00", 1)).settle();

        assertThat(alerts.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.alertId()).isEqualTo(MONTH + "50");
            assertThat(alert.kind()).isEqualTo(AlertKind.THRESHOLD);
            assertThat(alert.subject().owner()).isEqualTo("owner@example.com");
            assertThat(alert.subject().window().end()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
            assertThat(alert.reading().spent()).isEqualTo(BudgetAmount.usd("5"));
            assertThat(alert.reading().percent()).isEqualTo(new BigDecimal("50.00"));
            assertThat(alert.late()).isFalse();
        });
    }

    @Test
    void a_pico_below_the_threshold_raises_nothing() {
        alerts.budget(SEARCH);

        alerts.usage("c1", usage("search", MINUTE, "4.999999999999", 1)).settle();

        assertThat(alerts.alerts()).isEmpty();
        assertThat(alerts.statuses().get("search-month").reading().percent()).isEqualTo(new BigDecimal("49.99"));
    }

    @Test
    void a_jump_over_several_thresholds_raises_each() {
        alerts.budget(SEARCH);

        alerts.usage("c1", usage("search", MINUTE, "9.00", 1)).settle();

        assertThat(alerts.alertIds()).containsExactly(MONTH + "50", MONTH + "80");
    }

    @Test
    void usage_of_others_does_not_count() {
        alerts.budget(SEARCH);

        alerts.usage("c2", usage("ads", MINUTE, "100", 1)).settle();

        assertThat(alerts.alerts()).isEmpty();
        assertThat(alerts.statuses().get("search-month").reading().spent()).isEqualTo(BudgetAmount.usd("0"));
    }

    @Test
    void totals_replace_each_other_and_add_up_over_cells() {
        alerts.budget(SEARCH);

        alerts.usage("c1", usage("search", MINUTE, "1.00", 1))
                .usage("c1", usage("search", MINUTE, "2.50", 2))
                .usage("c2", usage("search", MINUTE, "0.25", 1))
                .settle();

        assertThat(alerts.statuses().get("search-month").reading().spent()).isEqualTo(BudgetAmount.usd("2.75"));
    }

    @Test
    void a_stale_repetition_neither_counts_nor_alerts() {
        alerts.budget(SEARCH).usage("c1", usage("search", MINUTE, "6", 1)).settle();
        alerts.usage("c1", usage("search", MINUTE, "1", 2)).settle();

        alerts.usage("c1", usage("search", MINUTE, "9", 1)).settle();

        assertThat(alerts.statuses().get("search-month").reading().spent()).isEqualTo(BudgetAmount.usd("1"));
        assertThat(alerts.alertIds()).containsExactly(MONTH + "50", MONTH + "50/recovered");
    }

    @Test
    void a_spend_that_flaps_around_a_threshold_is_told_once_each_way() {
        alerts.budget(SEARCH);

        for (int i = 0; i < 5; i++) {
            alerts.usage("c1", usage("search", MINUTE, i % 2 == 0 ? "6" : "4", i + 1))
                    .settle();
        }

        assertThat(alerts.alertIds()).containsExactly(MONTH + "50", MONTH + "50/recovered");
        assertThat(alerts.alerts().get(1).kind()).isEqualTo(AlertKind.RECOVERED);
        assertThat(alerts.statuses().get("search-month").state())
                .isEqualTo(new BudgetState.Breached("50", new BigDecimal("50.00")));
    }

    @Test
    void thresholds_passed_before_the_budget_existed_become_one_summary() {
        alerts.usage("c1", usage("search", MINUTE, "9", 1)).settle();

        alerts.budget(SEARCH).settle();

        assertThat(alerts.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(AlertKind.SUMMARY);
            assertThat(alert.alertId()).isEqualTo(MONTH + "80");
            assertThat(alert.covered()).containsExactly("50");
        });
    }

    @Test
    void after_a_summary_only_higher_thresholds_alert() {
        alerts.usage("c1", usage("search", MINUTE, "9", 1)).settle();
        alerts.budget(SEARCH).settle();

        alerts.usage("c1", usage("search", MINUTE, "10", 2)).settle();

        assertThat(alerts.alertIds()).containsExactly(MONTH + "80", MONTH + "100");
    }

    @Test
    void the_past_of_a_new_hourly_budget_is_no_storm() {
        for (int hour = 0; hour < 48; hour++) {
            Instant minute = MINUTE.minus(Duration.ofHours(hour));
            alerts.usage("c1", usage("search", minute, "9", hour + 1));
        }

        alerts.budget(budget("hourly", "search", "10", BudgetPeriod.HOUR, "50", "80"))
                .settle();

        assertThat(alerts.alertIds()).containsExactly("hourly/2026-11-20T09:00:00Z/80");
    }

    @Test
    void late_usage_is_judged_in_its_own_period_once_and_marked_late() {
        alerts.budget(SEARCH).usage("c1", usage("search", MINUTE, "1", 1)).settle();
        Instant october = Instant.parse("2026-10-31T23:59:00Z");

        alerts.usage("c1", usage("search", october, "8", 1)).settle();
        alerts.usage("c1", usage("search", october, "9", 2)).settle();

        String period = "search-month/2026-10-01T00:00:00Z/";
        assertThat(alerts.alertIds()).containsExactly(period + "50", period + "80");
        assertThat(alerts.alerts()).allMatch(Alert::late);
        assertThat(alerts.statuses().get("search-month").reading().spent()).isEqualTo(BudgetAmount.usd("1"));
    }

    @Test
    void a_period_that_ended_within_a_day_is_not_late() {
        alerts.budget(budget("daily", "search", "10", BudgetPeriod.DAY, "80"));

        alerts.usage("c1", usage("search", Instant.parse("2026-11-19T23:59:00Z"), "8", 1))
                .settle();

        assertThat(alerts.alerts()).singleElement().matches(alert -> !alert.late());
    }

    @Test
    void a_smaller_amount_alerts_for_newly_passed_thresholds_only() {
        alerts.budget(SEARCH).usage("c1", usage("search", MINUTE, "6", 1)).settle();

        alerts.budget(budget("search-month", "search", "7", BudgetPeriod.MONTH, "50", "80", "100"))
                .settle();

        assertThat(alerts.alertIds()).containsExactly(MONTH + "50", MONTH + "80");
        assertThat(alerts.statuses().get("search-month").reading().limit()).isEqualTo(BudgetAmount.usd("7"));
    }

    @Test
    void a_larger_amount_recovers() {
        alerts.budget(SEARCH).usage("c1", usage("search", MINUTE, "6", 1)).settle();

        alerts.budget(budget("search-month", "search", "70", BudgetPeriod.MONTH, "50", "80", "100"))
                .settle();

        assertThat(alerts.alertIds()).containsExactly(MONTH + "50", MONTH + "50/recovered");
    }

    @Test
    void a_smaller_amount_does_not_dig_out_old_periods() {
        alerts.budget(budget("hourly", "search", "100", BudgetPeriod.HOUR, "50"));
        for (int hour = 0; hour < 10; hour++) {
            alerts.usage("c1", usage("search", MINUTE.minus(Duration.ofHours(hour)), "9", hour + 1));
        }
        alerts.settle();

        alerts.budget(budget("hourly", "search", "10", BudgetPeriod.HOUR, "50")).settle();

        assertThat(alerts.alertIds()).containsExactly("hourly/2026-11-20T09:00:00Z/50");
    }

    @Test
    void an_edited_filter_counts_anew() {
        alerts.usage("c1", usage("search", MINUTE, "3", 1)).usage("c2", usage("ads", MINUTE, "7", 1));
        alerts.budget(SEARCH).settle();

        alerts.budget(budget("search-month", "ads", "10", BudgetPeriod.MONTH, "50", "80", "100"))
                .settle();

        assertThat(alerts.statuses().get("search-month").reading().spent()).isEqualTo(BudgetAmount.usd("7"));
        assertThat(alerts.alertIds()).containsExactly(MONTH + "50");
        // The period, and what used it by application, model and principal.
        assertThat(alerts.entries(AlertsTopology.PARTIALS)).isEqualTo(4);
        assertThat(alerts.entries(AlertsTopology.CONTRIBUTIONS)).isEqualTo(4);
    }

    @Test
    void a_deleted_budget_loses_its_status_and_alerts_no_more() {
        alerts.budget(SEARCH).usage("c1", usage("search", MINUTE, "1", 1)).settle();

        alerts.deleteBudget("search-month").settle();
        alerts.usage("c1", usage("search", MINUTE, "9", 2)).settle();

        assertThat(alerts.statuses()).isEmpty();
        assertThat(alerts.alerts()).isEmpty();
    }

    @Test
    void a_budget_that_comes_back_does_not_repeat_what_was_announced() {
        alerts.budget(SEARCH).usage("c1", usage("search", MINUTE, "6", 1)).settle();
        alerts.deleteBudget("search-month").settle();

        alerts.budget(SEARCH).settle();
        alerts.usage("c1", usage("search", MINUTE, "8", 2)).settle();

        assertThat(alerts.alertIds()).containsExactly(MONTH + "50", MONTH + "80");
        assertThat(alerts.statuses().get("search-month").reading().spent()).isEqualTo(BudgetAmount.usd("8"));
    }

    @Test
    void a_budget_without_usage_has_a_status() {
        alerts.budget(SEARCH).settle();

        BudgetStatus status = alerts.statuses().get("search-month");
        assertThat(status.reading().spent()).isEqualTo(BudgetAmount.usd("0"));
        assertThat(status.state()).isEqualTo(new BudgetState.Ok());
        assertThat(status.subject().window().start()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(status.coveredFrom()).isEqualTo(status.subject().window().start());
    }

    @Test
    void a_new_period_begins_without_any_usage() {
        alerts.budget(budget("hourly", "search", "10", BudgetPeriod.HOUR, "50"))
                .usage("c1", usage("search", AlertsHarness.START, "4", 1))
                .settle();

        alerts.pass(Duration.ofHours(1));

        BudgetStatus status = alerts.statuses().get("hourly");
        assertThat(status.subject().window().start()).isEqualTo(Instant.parse("2026-11-20T11:00:00Z"));
        assertThat(status.reading().spent()).isEqualTo(BudgetAmount.usd("0"));
    }

    @Test
    void a_year_that_is_only_partly_remembered_says_from_when_it_counts() {
        alerts.budget(budget("yearly", "search", "1000", BudgetPeriod.YEAR, "50"))
                .settle();

        Instant horizon = AlertsHarness.START.minus(Duration.ofDays(40));
        assertThat(alerts.statuses().get("yearly").coveredFrom()).isEqualTo(horizon);
    }

    @Test
    void what_was_not_yet_sent_before_a_crash_is_sent_after_it() {
        alerts.budget(SEARCH).settle();
        alerts.usage("c1", usage("search", MINUTE, "6", 1));

        alerts.restart().settle();

        assertThat(alerts.alertIds()).containsExactly(MONTH + "50");
    }

    @Test
    void a_restart_repeats_no_alert_and_publishes_every_status_again() {
        alerts.budget(SEARCH).usage("c1", usage("search", MINUTE, "6", 1)).settle();
        alerts.statuses().clear();

        alerts.restart().settle();
        alerts.usage("c1", usage("search", MINUTE, "7", 2)).settle();

        assertThat(alerts.alertIds()).containsExactly(MONTH + "50");
        assertThat(alerts.statuses().get("search-month").reading().spent()).isEqualTo(BudgetAmount.usd("7"));
    }

    @Test
    void an_application_reset_and_replay_repeats_no_alert() {
        alerts.usage("c1", usage("search", MINUTE, "9", 1)).settle();
        alerts.budget(SEARCH).settle();

        alerts.reset();
        alerts.usage("c1", usage("search", MINUTE, "9", 1)).settle();

        assertThat(alerts.alertIds()).containsExactly(MONTH + "80");
    }

    @Test
    void a_budget_changed_while_nothing_ran_is_judged_at_the_start() {
        alerts.budget(SEARCH).usage("c1", usage("search", MINUTE, "4", 1)).settle();

        alerts.restart()
                .budget(budget("search-month", "search", "5", BudgetPeriod.MONTH, "50", "80", "100"))
                .settle();

        assertThat(alerts.alertIds()).containsExactly(MONTH + "50", MONTH + "80");
    }

    @Test
    void half_hour_zones_have_half_hour_days() {
        BudgetFilter all = BudgetFilter.EVERYTHING;
        alerts.budget(budget("kolkata", all, "10", BudgetPeriod.DAY, "Asia/Kolkata", "50"));

        alerts.usage("c1", usage("search", Instant.parse("2026-11-19T18:29:00Z"), "3", 1))
                .usage("c1", usage("search", Instant.parse("2026-11-19T18:30:00Z"), "5", 2))
                .settle();

        assertThat(alerts.alertIds()).containsExactly("kolkata/2026-11-19T18:30:00Z/50");
    }

    @Test
    void unreadable_usage_becomes_a_dead_letter_and_does_not_stop_the_rest() {
        alerts.budget(SEARCH).usageRecord(bytes("x"), new byte[] {1, 2, 3}).usageRecord(bytes("no-bar"), valid());

        alerts.usage("c1", usage("search", MINUTE, "6", 1)).settle();

        assertThat(alerts.deadLetters()).hasSize(2).allMatch(letter -> letter.code() == RejectionCode.UNDECODABLE);
        assertThat(alerts.deadLetters().get(0).origin()).isEqualTo("bedrock.usage.minute.v1-0@0");
        assertThat(alerts.alertIds()).containsExactly(MONTH + "50");
    }

    @Test
    void an_unreadable_contribution_becomes_a_dead_letter() {
        alerts.contributionRecord(bytes("search-month"), new byte[] {9}).settle();

        assertThat(alerts.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo(RejectionCode.UNDECODABLE);
            assertThat(letter.sizeBytes()).isEqualTo(1);
        });
    }

    @Test
    void an_unreadable_budget_becomes_one_dead_letter_and_leaves_the_others_in_force() {
        alerts.budget(SEARCH).budgetRecord("broken", new byte[] {1}).settle();

        alerts.budget(budget("other", "ads", "1", BudgetPeriod.DAY, "50")).settle();

        assertThat(alerts.deadLetters())
                .singleElement()
                .matches(letter -> letter.origin().equals("bedrock.budgets.v1 key \"broken\""));
        assertThat(alerts.statuses()).containsOnlyKeys("other", "search-month");
    }

    @Test
    void usage_beyond_the_horizon_is_not_counted() {
        alerts.budget(budget("yearly", "search", "10", BudgetPeriod.YEAR, "50"));

        alerts.usage("c1", usage("search", AlertsHarness.START.minus(Duration.ofDays(41)), "9", 1))
                .settle();

        assertThat(alerts.alerts()).isEmpty();
    }

    @Test
    void what_is_beyond_the_horizon_is_forgotten() {
        alerts.budget(budget("hourly", "search", "10", BudgetPeriod.HOUR, "50"))
                .usage("c1", usage("search", MINUTE, "9", 1))
                .settle();

        alerts.pass(Duration.ofDays(43)).pass(Duration.ofMinutes(1));

        assertThat(alerts.entries(AlertsTopology.MINUTES)).isZero();
        assertThat(alerts.entries(AlertsTopology.CELLS)).isZero();
        assertThat(alerts.entries(AlertsTopology.PARTIALS)).isZero();
        assertThat(alerts.entries(AlertsTopology.CONTRIBUTIONS)).isZero();
        assertThat(alerts.entries(AlertsTopology.ANNOUNCED)).isZero();
    }

    private static byte[] valid() {
        return Topics.usage(Granularity.MINUTE).codec().encode(usage("search", MINUTE, "6", 1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
