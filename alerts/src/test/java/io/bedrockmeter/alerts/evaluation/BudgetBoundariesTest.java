package io.bedrockmeter.alerts.evaluation;

import static io.bedrockmeter.alerts.evaluation.Usages.parse;
import static io.bedrockmeter.alerts.evaluation.Usages.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bedrockmeter.schemas.model.Alert;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last minute of a period counts in it and the next minute in the next one, wherever and whenever periods start. */
class BudgetBoundariesTest {

    @TempDir
    private Path stateDir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "period: month                                          | 2026-11-01T00:00:00Z | 2026-12-01T00:00:00Z",
                "period: month                                          | 2028-02-01T00:00:00Z | 2028-03-01T00:00:00Z",
                "period: month, anchorDay: 30                           | 2028-01-30T00:00:00Z | 2028-02-29T00:00:00Z",
                "period: month, anchorDay: 30                           | 2027-01-30T00:00:00Z | 2027-02-28T00:00:00Z",
                "period: day                                            | 2028-02-28T00:00:00Z | 2028-02-29T00:00:00Z",
                "period: day                                            | 2028-02-29T00:00:00Z | 2028-03-01T00:00:00Z",
                "period: day, zone: Europe/Berlin                       | 2027-03-27T23:00:00Z | 2027-03-28T22:00:00Z",
                "period: day, zone: Europe/Berlin                       | 2026-10-24T22:00:00Z | 2026-10-25T23:00:00Z",
                "period: month, zone: Europe/Berlin                     | 2027-02-28T23:00:00Z | 2027-03-31T22:00:00Z",
                "period: hour, zone: America/New_York                   | 2026-11-01T05:00:00Z | 2026-11-01T06:00:00Z",
                "period: hour, zone: America/New_York                   | 2027-03-14T06:00:00Z | 2027-03-14T07:00:00Z",
                "period: hour, zone: Asia/Kolkata                       | 2026-11-20T09:30:00Z | 2026-11-20T10:30:00Z",
                "period: month, zone: Asia/Kolkata                      | 2026-10-31T18:30:00Z | 2026-11-30T18:30:00Z",
                "period: day, zone: Pacific/Chatham                     | 2026-11-19T10:15:00Z | 2026-11-20T10:15:00Z",
                "period: day, zone: Pacific/Chatham                     | 2027-04-03T10:15:00Z | 2027-04-04T11:15:00Z",
                "period: day, zone: Pacific/Chatham                     | 2026-09-26T11:15:00Z | 2026-09-27T10:15:00Z",
                "period: week, weekStart: sunday                        | 2026-11-15T00:00:00Z | 2026-11-22T00:00:00Z",
                "period: week, weekStart: sunday, zone: Pacific/Chatham | 2026-11-14T10:15:00Z | 2026-11-21T10:15:00Z",
                "period: quarter, zone: Asia/Kolkata                    | 2026-09-30T18:30:00Z | 2026-12-31T18:30:00Z",
            })
    void a_minute_counts_in_the_period_it_is_in_also_when_it_comes_late(String calendar, Instant first, Instant next) {
        Instant last = next.minus(Duration.ofMinutes(1));
        try (AlertsHarness alerts =
                new AlertsHarness(stateDir, AlertsHarness.settings(1), next.plus(Duration.ofMinutes(10)))) {
            alerts.budget(parse("id: b, amount: 10, thresholds: [50, 100], " + calendar))
                    .settle();

            alerts.usage("c1", usage("search", last, "5", 1))
                    .usage("c1", usage("search", next, "7", 2))
                    .settle();
            alerts.pass(Duration.ofDays(2));
            alerts.usage("c1", usage("search", last, "11", 3)).settle();

            assertThat(alerts.alerts())
                    .extracting(Alert::alertId, alert -> alert.reading().spent().plain(), Alert::late)
                    .containsExactlyInAnyOrder(
                            tuple("b/" + first + "/50", "5", false),
                            tuple("b/" + next + "/50", "7", false),
                            tuple("b/" + first + "/100", "11", true));
        }
    }
}
