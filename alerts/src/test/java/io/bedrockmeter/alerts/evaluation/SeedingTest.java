package io.bedrockmeter.alerts.evaluation;

import static io.bedrockmeter.alerts.evaluation.Usages.budget;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetPeriod;
import io.bedrockmeter.schemas.money.Money;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the evaluation puts together several usage partitions; the test driver itself is partition 0 of three. */
class SeedingTest {

    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Budget SEARCH = budget("search-month", "search", "10", BudgetPeriod.MONTH, "50", "80");
    private static final long SCOPE = new ScopedBudget(SEARCH).scope().fingerprint();

    @TempDir
    private Path stateDir;

    private AlertsHarness alerts;

    @BeforeEach
    void start() {
        alerts = new AlertsHarness(stateDir, AlertsHarness.settings(3));
    }

    @AfterEach
    void stop() {
        alerts.close();
    }

    @Test
    void partitions_that_count_the_past_one_after_another_raise_one_summary() {
        alerts.budget(SEARCH).settle();
        alerts.contribution(SEARCH.id(), partial(1, "6"))
                .contribution(SEARCH.id(), seeded(1))
                .settle();
        assertThat(alerts.alerts()).isEmpty();

        alerts.contribution(SEARCH.id(), partial(2, "3"))
                .contribution(SEARCH.id(), seeded(2))
                .settle();

        assertThat(alerts.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(AlertKind.SUMMARY);
            assertThat(alert.reading().spent()).isEqualTo(BudgetAmount.usd("9"));
        });
    }

    @Test
    void a_partition_that_never_reports_is_not_waited_for_beyond_the_grace() {
        alerts.budget(SEARCH).settle();
        alerts.contribution(SEARCH.id(), partial(1, "6"))
                .contribution(SEARCH.id(), seeded(1))
                .settle();

        alerts.pass(Duration.ofSeconds(30)).settle();

        assertThat(alerts.alertIds()).containsExactly("search-month/2026-11-01T00:00:00Z/50");
    }

    @Test
    void waiting_for_partitions_survives_a_restart() {
        alerts.budget(SEARCH).settle();
        alerts.contribution(SEARCH.id(), partial(1, "6"))
                .contribution(SEARCH.id(), seeded(1))
                .settle();

        alerts.restart().contribution(SEARCH.id(), seeded(2)).settle();

        assertThat(alerts.alertIds()).containsExactly("search-month/2026-11-01T00:00:00Z/50");
    }

    @Test
    void a_repeated_total_of_a_partition_replaces_it() {
        alerts.budget(SEARCH).settle();
        alerts.contribution(SEARCH.id(), seeded(1))
                .contribution(SEARCH.id(), seeded(2))
                .settle();

        for (int i = 0; i < 5; i++) {
            alerts.contribution(SEARCH.id(), partial(1, "2")).contribution(SEARCH.id(), partial(2, "1"));
        }
        alerts.settle();

        assertThat(alerts.alerts()).isEmpty();
        assertThat(alerts.statuses().get("search-month").reading().spent()).isEqualTo(BudgetAmount.usd("3"));
    }

    @Test
    void contributions_that_come_before_the_budget_is_known_here_wait_for_it() {
        for (int partition = 0; partition < 3; partition++) {
            alerts.contribution(SEARCH.id(), partial(partition, "2")).contribution(SEARCH.id(), seeded(partition));
        }

        alerts.budget(SEARCH).settle();

        assertThat(alerts.alertIds()).containsExactly("search-month/2026-11-01T00:00:00Z/50");
    }

    private static Contribution partial(int partition, String cost) {
        return new Contribution.Partial(
                SCOPE,
                partition,
                Slot.period("", NOVEMBER),
                new Spend(Money.parse(cost), 0, 1, 0, 0, AlertsHarness.START));
    }

    private static Contribution seeded(int partition) {
        return new Contribution.Seeded(SCOPE, partition, Instant.EPOCH);
    }
}
