package io.bedrockmeter.alerts.evaluation;

import static io.bedrockmeter.alerts.evaluation.AlertsHarness.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bedrockmeter.alerts.watch.AnomalyRules;
import io.bedrockmeter.alerts.watch.BlindRules;
import io.bedrockmeter.alerts.watch.WorkWeek;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertEvidence;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anomalies on the production topology; START is a Friday, ten o'clock. */
class AnomalyWatchTest {

    private static final Dimensions NOVA = Usages.dimensions("search", "amazon.nova-micro-v1:0");
    private static final Dimensions CLAUDE = Usages.dimensions("search", "anthropic.claude-sonnet-4-6");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path stateDir;

    private final Map<String, Long> revisions = new HashMap<>();

    @Test
    void a_runaway_is_told_while_its_hour_lasts_with_what_changed() {
        try (AlertsHarness alerts = start(AnomalyRules.defaults())) {
            past(alerts, 21, "2");
            spend(alerts, "nova", NOVA, START, "2").settle();
            spend(alerts, "claude", CLAUDE, START.plusSeconds(60), "10.5").settle();

            assertThat(alerts.alerts()).hasSize(1);
            Alert alert = alerts.alerts().get(0);
            assertThat(alert.kind()).isEqualTo(AlertKind.ANOMALY);
            assertThat(alert.alertId()).isEqualTo("anomaly:Team/search/2026-11-20T10:00:00Z/hour");
            assertThat(alert.subject().window().end()).isEqualTo(START.plus(HOUR));
            assertThat(alert.reading().spent()).isEqualTo(BudgetAmount.usd("12.5"));
            assertThat(alert.reading().limit()).isEqualTo(BudgetAmount.usd("12"));
            assertThat(alert.evidence())
                    .contains(new AlertEvidence.Anomaly(
                            new BigDecimal("2.000000000000"), new BigDecimal("0.000000000000")));
            assertThat(alert.shares())
                    .extracting(share ->
                            tuple(share.key(), share.value(), share.amount().stripTrailingZeros()))
                    .containsExactly(tuple("model", "anthropic.claude-sonnet-4-6", new BigDecimal("10.5")));
        }
    }

    @Test
    void an_anomaly_that_goes_on_is_one_and_is_over_after_three_hours_as_usual() {
        try (AlertsHarness alerts = start(AnomalyRules.defaults())) {
            past(alerts, 21, "2");
            for (int hour = 0; hour < 12; hour++) {
                boolean wild = hour == 0 || hour == 1 || hour == 4;
                spend(alerts, "nova", NOVA, START.plus(HOUR.multipliedBy(hour)), wild ? "15" : "2");
                alerts.settle().pass(HOUR.minusMillis(1_200));
            }
            alerts.settle();

            assertThat(alerts.alerts())
                    .extracting(Alert::alertId)
                    .containsExactly(
                            "anomaly:Team/search/2026-11-20T10:00:00Z/hour",
                            "anomaly:Team/search/2026-11-20T10:00:00Z/hour/recovered");
            assertThat(alerts.alerts().get(1).raisedAt()).isAfterOrEqualTo(START.plus(HOUR.multipliedBy(8)));
        }
    }

    @Test
    void a_day_is_an_anomaly_when_no_hour_is() {
        try (AlertsHarness alerts = start(AnomalyRules.defaults())) {
            past(alerts, 21, "10");
            for (int hour = -10; hour < 14; hour++) {
                spend(alerts, "claude", CLAUDE, START.plus(HOUR.multipliedBy(hour)), "25");
            }
            alerts.settle();

            assertThat(alerts.alerts())
                    .extracting(Alert::alertId)
                    .containsExactly("anomaly:Team/search/2026-11-20T00:00:00Z/day");
        }
    }

    @Test
    void a_new_value_has_not_enough_history() {
        try (AlertsHarness alerts = start(AnomalyRules.defaults())) {
            past(alerts, 10, "2");
            spend(alerts, "claude", CLAUDE, START, "1000").settle();

            assertThat(alerts.alerts()).isEmpty();
        }
    }

    @Test
    void what_was_over_before_anybody_watched_is_not_told() {
        try (AlertsHarness alerts = start(AnomalyRules.defaults())) {
            past(alerts, 21, "2");
            spend(alerts, "claude", CLAUDE, START.minus(Duration.ofHours(5)), "90")
                    .settle();

            assertThat(alerts.alerts())
                    .as("the hour was over, the day is not")
                    .extracting(Alert::alertId)
                    .containsExactly("anomaly:Team/search/2026-11-20T00:00:00Z/day");
        }
    }

    @Test
    void an_anomaly_that_a_correction_takes_back_is_not_told_again() {
        try (AlertsHarness alerts = start(AnomalyRules.defaults())) {
            past(alerts, 21, "2");
            for (String spent : List.of("20", "1", "20", "1")) {
                spend(alerts, "nova", NOVA, START, spent).settle();
            }
            alerts.pass(Duration.ofHours(5)).settle();

            assertThat(alerts.alerts()).extracting(Alert::kind).containsExactly(AlertKind.ANOMALY, AlertKind.RECOVERED);
        }
    }

    @Test
    void a_value_that_is_introduced_by_configuration_is_known_by_what_is_remembered() {
        try (AlertsHarness before = start(AnomalyRules.none())) {
            past(before, 21, "2");
            before.settle();
        }
        // Another key of the same usage: its past is counted from the remembered minutes.
        try (AlertsHarness alerts = start(rules("model"))) {
            past(alerts, 21, "2");
            spend(alerts, "nova", NOVA, START, "30").settle();

            assertThat(alerts.alerts())
                    .extracting(alert -> alert.subject().instance())
                    .containsOnly("amazon.nova-micro-v1:0");
        }
    }

    /** Three days of random usage, corrections, repetitions and restarts on four weeks of history. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void anomalies_are_those_of_a_naive_model_each_once(long offset) {
        long seed = Long.getLong("tests.seed", 1) * 1_000 + offset;
        Random random = new Random(seed);
        AnomalyRules rules = rules("Team");
        NaiveAnomalies model = new NaiveAnomalies(rules);
        List<Sent> sent = new ArrayList<>();
        try (AlertsHarness alerts = start(rules)) {
            Instant since = alerts.now();
            for (String team : List.of("search", "data science")) {
                for (int hour = -26 * 24; hour < 0; hour++) {
                    send(alerts, model, sent, team, START.plus(HOUR.multipliedBy(hour)), 100 + random.nextInt(300));
                }
            }
            alerts.settle();
            model.evaluate(alerts.now(), since);
            alerts.pass(Duration.ofMinutes(7));
            for (int step = 0; step < 3 * 72; step++) {
                String team = random.nextBoolean() ? "search" : "data science";
                int back = random.nextInt(5) == 0 ? random.nextInt(60) : random.nextInt(2);
                Instant hour = alerts.now().truncatedTo(ChronoUnit.HOURS).minus(HOUR.multipliedBy(back));
                send(alerts, model, sent, team, hour, random.nextInt(7) == 0 ? 2_500 : 100 + random.nextInt(300));
                if (random.nextInt(3) == 0) {
                    Sent again = sent.get(random.nextInt(sent.size()));
                    alerts.usage(again.cellId(), again.usage());
                }
                if (random.nextInt(30) == 0) {
                    alerts.restart();
                    model.restart();
                }
                alerts.settle();
                model.evaluate(alerts.now(), since);
                alerts.pass(Duration.ofMinutes(20).minusMillis(1_200));
            }
            alerts.settle();
            model.evaluate(alerts.now(), since);

            assertThat(alerts.alertIds())
                    .as("seed %d", seed)
                    .hasSizeGreaterThan(5)
                    .doesNotHaveDuplicates();
            assertThat(alerts.alertIds()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(model.ids());

            int before = alerts.alerts().size();
            alerts.reset();
            sent.forEach(each -> alerts.usage(each.cellId(), each.usage()));
            alerts.settle();
            assertThat(alerts.alerts()).as("after a replay, seed %d", seed).hasSize(before);
        }
    }

    private record Sent(String cellId, UsageTotal usage) {}

    private void send(
            AlertsHarness alerts, NaiveAnomalies model, List<Sent> sent, String team, Instant minute, int cents) {
        long revision = revisions.merge(team + minute, 1L, Long::sum);
        Money cost = Money.ofPicos(cents * 10_000_000_000L);
        UsageTotal usage = Usages.usage(Usages.dimensions(team, "amazon.nova-micro-v1:0"), minute, cost, revision, 1);
        alerts.usage(team, usage);
        model.usage(team, usage);
        sent.add(new Sent(team, usage));
    }

    private AlertsHarness start(AnomalyRules rules) {
        return new AlertsHarness(stateDir, AlertsHarness.settings(rules, BlindRules.none())).settle();
    }

    private static AnomalyRules rules(String key) {
        AnomalyRules defaults = AnomalyRules.defaults();
        return new AnomalyRules(
                List.of(key),
                defaults.windows(),
                new WorkWeek(ZoneId.of("Asia/Kolkata"), WorkWeek.STANDARD.weekend()),
                defaults.sensitivity(),
                defaults.minimum(),
                defaults.warmUp(),
                List.of());
    }

    /** The same spend every hour for some days before START. */
    private void past(AlertsHarness alerts, int days, String hourly) {
        for (int hour = -24 * days; hour < 0; hour++) {
            spend(alerts, "nova", NOVA, START.plus(HOUR.multipliedBy(hour)), hourly);
        }
        alerts.settle();
    }

    private AlertsHarness spend(AlertsHarness alerts, String cellId, Dimensions cell, Instant minute, String cost) {
        long revision = revisions.merge(cellId + minute, 1L, Long::sum);
        return alerts.usage(cellId, Usages.usage(cell, minute, Money.parse(cost), revision, 1));
    }
}
