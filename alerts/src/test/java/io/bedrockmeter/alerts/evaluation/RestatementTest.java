package io.bedrockmeter.alerts.evaluation;

import static io.bedrockmeter.alerts.evaluation.AlertsHarness.START;
import static io.bedrockmeter.alerts.evaluation.Usages.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertEvidence;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestatementTest {

    private static final Budget DAY =
            parse("id: day, filter: {Team: search}, amount: 100, period: day, thresholds: [50, 90]");
    private static final Duration REST = Duration.ofMinutes(2);

    @TempDir
    private Path stateDir;

    @Test
    void a_correction_of_a_closed_period_is_told_once_it_has_come_to_rest() {
        try (AlertsHarness alerts = closedDay("60")) {
            correct(alerts, "64.9").settle().pass(REST).settle();
            assertThat(restated(alerts)).as("less than 5 % of the limit").isEmpty();

            correct(alerts, "70").settle();
            correct(alerts, "75").settle();
            assertThat(restated(alerts)).as("still moving").isEmpty();
            alerts.pass(REST).settle().pass(REST).settle();

            assertThat(restated(alerts)).hasSize(1);
            Alert alert = restated(alerts).get(0);
            assertThat(alert.alertId()).isEqualTo("day/2026-11-20T00:00:00Z/restated-1");
            assertThat(alert.evidence()).contains(new AlertEvidence.Restated(new BigDecimal("60.000000000000")));
            assertThat(alert.reading().spent().plain()).isEqualTo("75");
        }
    }

    @Test
    void each_move_from_what_was_told_last_is_a_generation_and_there_are_nine_at_most() {
        try (AlertsHarness alerts = closedDay("60")) {
            for (int i = 0; i < 15; i++) {
                correct(alerts, i % 2 == 0 ? "80" : "60").settle().pass(REST).settle();
            }

            assertThat(restated(alerts)).extracting(Alert::rule).hasSize(9).doesNotHaveDuplicates();
        }
    }

    @Test
    void growth_of_an_open_period_is_usage_and_a_fall_below_what_was_told_is_a_correction() {
        try (AlertsHarness alerts = new AlertsHarness(stateDir)) {
            alerts.budget(DAY).settle();
            correct(alerts, "70").settle();
            correct(alerts, "85").settle().pass(REST).settle();
            assertThat(restated(alerts)).isEmpty();

            correct(alerts, "60").settle().pass(REST).settle();

            assertThat(restated(alerts))
                    .extracting(Alert::alertId)
                    .containsExactly("day/2026-11-20T00:00:00Z/restated-1");
        }
    }

    @Test
    void what_is_told_as_a_threshold_or_recovery_is_not_told_as_a_restatement_too() {
        try (AlertsHarness alerts = closedDay("60")) {
            correct(alerts, "95").settle().pass(REST).settle();
            correct(alerts, "20").settle().pass(REST).settle();

            assertThat(alerts.alerts())
                    .extracting(Alert::kind)
                    .containsExactly(
                            AlertKind.THRESHOLD, AlertKind.THRESHOLD, AlertKind.RECOVERED, AlertKind.RECOVERED);
        }
    }

    @Test
    void a_period_of_which_nothing_was_told_has_nothing_to_restate() {
        try (AlertsHarness alerts = closedDay("30")) {
            correct(alerts, "45").settle().pass(REST).settle();

            assertThat(alerts.alerts()).isEmpty();
        }
    }

    @Test
    void a_crash_while_it_moves_and_a_replay_after_the_loss_of_all_state_tell_nothing_twice() {
        try (AlertsHarness alerts = closedDay("60")) {
            correct(alerts, "80").settle().restart().settle().pass(REST).settle();
            alerts.restart().settle().pass(REST).settle();
            assertThat(restated(alerts)).hasSize(1);

            alerts.reset();
            alerts.usage("cell", last).settle().pass(REST).settle();

            assertThat(alerts.alertIds()).doesNotHaveDuplicates().hasSize(2);
        }
    }

    /** The rule again, the slow way: corrections at random, each long enough apart to come to rest. */
    @Test
    void random_corrections_are_told_when_they_are_material() {
        long seed = Long.getLong("tests.seed", 1);
        Random random = new Random(seed);
        try (AlertsHarness alerts = closedDay("60")) {
            BigDecimal told = new BigDecimal("60");
            int expected = 0;
            for (int i = 0; i < 40 && expected < Restatement.MOST; i++) {
                BigDecimal next = new BigDecimal(52 + random.nextInt(36));
                correct(alerts, next.toString()).settle();
                if (random.nextInt(4) == 0) {
                    alerts.restart();
                }
                alerts.pass(REST).settle();
                if (next.subtract(told).abs().compareTo(new BigDecimal("5")) >= 0) {
                    told = next;
                    expected++;
                }

                assertThat(restated(alerts)).as("seed %d, step %d", seed, i).hasSize(expected);
            }
        }
    }

    private io.bedrockmeter.schemas.model.UsageTotal last = Usages.usage("search", START, "0", 0);

    /** The day of START with a spend, seen three hours after its end. */
    private AlertsHarness closedDay(String spent) {
        AlertsHarness alerts = new AlertsHarness(stateDir);
        alerts.budget(DAY).settle();
        correct(alerts, spent).settle();
        return alerts.pass(Duration.ofHours(17)).settle();
    }

    /** What the cell spent in the minute of START, as it is known now. */
    private AlertsHarness correct(AlertsHarness alerts, String spent) {
        Instant now = alerts.now();
        last = Usages.usage(Usages.dimensions("search", "amazon.nova-micro-v1:0"), START, spent, 1, 0, now);
        return alerts.usage("cell", last);
    }

    private static List<Alert> restated(AlertsHarness alerts) {
        return alerts.alerts().stream()
                .filter(alert -> alert.kind() == AlertKind.RESTATED)
                .toList();
    }
}
