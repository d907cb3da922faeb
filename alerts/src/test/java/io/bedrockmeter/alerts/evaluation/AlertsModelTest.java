package io.bedrockmeter.alerts.evaluation;

import static io.bedrockmeter.alerts.evaluation.Usages.budget;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.BudgetPeriod;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories against {@link NaiveAlerts}, which adds everything up anew each time. */
class AlertsModelTest {

    private static final int STEPS = 120;
    private static final List<Dimensions> CELLS = List.of(
            Usages.dimensions("search", "amazon.nova-micro-v1:0"),
            Usages.dimensions("search", "anthropic.claude-sonnet-4-6"),
            Usages.dimensions("ads", "amazon.nova-micro-v1:0"),
            Usages.dimensions("UNATTRIBUTED", "anthropic.claude-sonnet-4-6"));
    private static final BudgetFilter CLAUDE = new BudgetFilter.StartsWith("model", "anthropic.");
    private static final BudgetFilter OTHERS =
            new BudgetFilter.Not(new BudgetFilter.In("Team", Set.of("search", "ads")));
    private static final List<Budget> BUDGETS = List.of(
            budget("month", BudgetFilter.EVERYTHING, "60", BudgetPeriod.MONTH, "America/New_York", "25", "50", "99.5"),
            budget(
                    "day",
                    new BudgetFilter.AnyOf(List.of(CLAUDE, OTHERS)),
                    "12",
                    BudgetPeriod.DAY,
                    "Asia/Kathmandu",
                    "50",
                    "100",
                    "200"),
            budget("hour", CLAUDE, "3", BudgetPeriod.HOUR, "Asia/Kolkata", "10", "80"),
            budget(
                    "week",
                    new BudgetFilter.In("Team", Set.of("ads")),
                    "9",
                    BudgetPeriod.WEEK,
                    "UTC",
                    "33.33",
                    "66.67"));

    /** One thing that happens: a usage record, or a pause in which everything is evaluated. */
    private record Step(String cellId, UsageTotal usage, boolean pause) {}

    @TempDir
    private Path stateDir;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void alerts_and_totals_equal_those_of_a_naive_model(long seed) {
        Random random = new Random(seed);
        List<Step> steps = steps(random);
        NaiveAlerts model = new NaiveAlerts(BUDGETS);

        try (AlertsHarness alerts = new AlertsHarness(stateDir)) {
            BUDGETS.forEach(alerts::budget);
            for (Step step : steps) {
                apply(step, alerts, model);
                if (random.nextInt(20) == 0) {
                    alerts.restart();
                    // A start sends what was pending, so it is a moment of evaluation, too.
                    model.evaluate();
                }
            }
            pause(alerts, model);

            assertThat(alerts.alertIds()).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(alerts.alertIds()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(model.alertIds());
            for (Budget budget : BUDGETS) {
                assertThat(alerts.statuses().get(budget.id()).reading().spent())
                        .as("seed %d, %s", seed, budget.id())
                        .isEqualTo(BudgetAmount.usd(model.spent(budget, alerts.now())));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void a_full_replay_on_lost_state_raises_the_same_set_again_and_nothing_where_the_alerts_are_kept(long seed) {
        List<Step> steps = steps(new Random(seed));
        NaiveAlerts model = new NaiveAlerts(BUDGETS);

        try (AlertsHarness alerts = new AlertsHarness(stateDir)) {
            BUDGETS.forEach(alerts::budget);
            steps.forEach(step -> apply(step, alerts, model));
            pause(alerts, model);
            List<String> first = alerts.alertIds();

            alerts.reset();
            steps.forEach(step -> apply(step, alerts, new NaiveAlerts(BUDGETS)));
            pause(alerts, model);
            assertThat(alerts.alertIds()).as("seed %d, alerts kept", seed).isEqualTo(first);

            alerts.resetWithoutAlerts();
            steps.forEach(step -> apply(step, alerts, new NaiveAlerts(BUDGETS)));
            pause(alerts, model);
            List<String> again =
                    alerts.alertIds().subList(first.size(), alerts.alertIds().size());
            assertThat(again).as("seed %d, alerts lost", seed).containsExactlyInAnyOrderElementsOf(first);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void budgets_introduced_in_the_middle_of_traffic_and_crashes_count_every_change_once(long seed) {
        Random random = new Random(seed);
        NaiveAlerts model = new NaiveAlerts(BUDGETS);
        List<Step> steps = steps(random);

        // Three minutes of the past per interval: changes fall before, on and behind the position of the run.
        try (AlertsHarness alerts = new AlertsHarness(stateDir, AlertsHarness.settings(1, 3))) {
            for (int i = 0; i < steps.size(); i++) {
                if (i % 40 == 39 && i / 40 < BUDGETS.size()) {
                    alerts.budget(BUDGETS.get(i / 40));
                }
                apply(steps.get(i), alerts, model);
                if (random.nextInt(12) == 0) {
                    alerts.restart();
                }
            }
            for (int i = 0; i < 100; i++) {
                alerts.settle();
            }

            assertThat(alerts.alertIds()).as("seed %d", seed).doesNotHaveDuplicates();
            for (Budget budget : BUDGETS) {
                assertThat(alerts.statuses().get(budget.id()).reading().spent())
                        .as("seed %d, %s", seed, budget.id())
                        .isEqualTo(BudgetAmount.usd(model.spent(budget, alerts.now())));
            }
        }
    }

    private static void apply(Step step, AlertsHarness alerts, NaiveAlerts model) {
        if (step.pause()) {
            pause(alerts, model);
        } else {
            alerts.usage(step.cellId(), step.usage());
            model.usage(step.cellId(), step.usage());
        }
    }

    private static void pause(AlertsHarness alerts, NaiveAlerts model) {
        alerts.settle();
        model.evaluate();
    }

    /** Upserts up and down over three days, repetitions, stale records, pauses. */
    private static List<Step> steps(Random random) {
        List<Step> steps = new ArrayList<>();
        Map<String, Long> revisions = new HashMap<>();
        Step pause = new Step("", usage(CELLS.get(0), AlertsHarness.START, 0, 0), true);
        for (int i = 0; i < STEPS; i++) {
            int cell = random.nextInt(CELLS.size());
            int back = random.nextInt(3) == 0 ? random.nextInt(3 * 24 * 60) : random.nextInt(90);
            Instant minute = AlertsHarness.START.minus(Duration.ofMinutes(back / 15 * 15));
            long revision = revisions.merge(cell + "@" + minute, 1 + (long) random.nextInt(3), Long::sum);
            steps.add(new Step("cell-" + cell, usage(CELLS.get(cell), minute, random.nextInt(400), revision), false));
            switch (random.nextInt(4)) {
                case 0 -> steps.add(pause);
                case 1 -> steps.add(steps.get(random.nextInt(steps.size())));
                default -> {}
            }
        }
        return steps;
    }

    private static UsageTotal usage(Dimensions dimensions, Instant minute, int cents, long revision) {
        Money cost = Money.ofPicos(cents * 10_000_000_000L + revision);
        return Usages.usage(dimensions, minute, cost, revision, revision);
    }
}
