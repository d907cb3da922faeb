package io.bedrockmeter.alerts.evaluation;

import static io.bedrockmeter.alerts.evaluation.Usages.budget;
import static io.bedrockmeter.alerts.evaluation.Usages.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.BudgetPeriod;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTopologyTest {

    private static final Instant MINUTE = Instant.parse("2026-11-20T09:59:00Z");

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
    void a_crossed_threshold_raises_one_alert_with_a_stable_id() {
        alerts.budget(budget("search-month", "search", "10", BudgetPeriod.MONTH, "50", "80"));

        alerts.usage("c1", usage("search", MINUTE, "8.00", 1)).settle();

        assertThat(alerts.alertIds())
                .containsExactly("search-month/2026-11-01T00:00:00Z/50", "search-month/2026-11-01T00:00:00Z/80");
    }
}
