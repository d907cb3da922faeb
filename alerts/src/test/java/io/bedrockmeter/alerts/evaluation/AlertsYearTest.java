package io.bedrockmeter.alerts.evaluation;

import static io.bedrockmeter.alerts.evaluation.Usages.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A year of usage with a leap day, around the starts of days in four zones, with corrections up to twenty days late, repetitions and stale records, restarts at random points, and at
 * its end the loss of all state with a full replay: the alerts are those of {@link NaiveAlerts}, each once.
 */
class AlertsYearTest {

    private static final Instant START = Instant.parse("2027-08-20T10:00:00Z");
    private static final int DAYS = 366;

    /** Before midnight or noon in UTC, in turn: where days start in UTC, Berlin, Kolkata and Chatham, and a minute before. */
    private static final List<Duration> MINUTES = List.of(
            Duration.ZERO,
            Duration.ofHours(12).plusMinutes(1),
            Duration.ofHours(1),
            Duration.ofHours(13).plusMinutes(1),
            Duration.ofMinutes(330),
            Duration.ofHours(12).plusMinutes(331),
            Duration.ofMinutes(825),
            Duration.ofHours(12).plusMinutes(826));

    private static final int STEPS_A_DAY = 2;
    private static final List<String> TEAMS = List.of("search", "ads", "data science");
    private static final List<Budget> BUDGETS = List.of(
            parse("id: month, amount: 1500, period: month, zone: America/New_York, thresholds: [50, 80, 100]"),
            parse("id: each, eachOf: Team, amount: 500, period: month, anchorDay: 31, zone: Asia/Kolkata,"
                    + " thresholds: [50, 100]"),
            parse("id: week, filter: {Team: ads}, amount: 130, period: week, weekStart: sunday, zone: Pacific/Chatham,"
                    + " thresholds: [80, 100]"),
            parse("id: day, eachOf: Team, amount: 22, period: day, zone: Europe/Berlin, thresholds: [100]"),
            parse("id: year, amount: 15000, period: year, thresholds: [1, 100]"));

    private record Sent(String cellId, UsageTotal usage) {}

    @TempDir
    private Path stateDir;

    private final NaiveAlerts naive = new NaiveAlerts(BUDGETS.subList(0, BUDGETS.size() - 1));
    private final List<Sent> sent = new ArrayList<>();
    private long revision;

    @ParameterizedTest
    @ValueSource(longs = 20261121)
    void every_alert_of_a_year_is_raised_once_and_a_replay_raises_none(long seed) {
        Random random = new Random(seed);
        try (AlertsHarness alerts = new AlertsHarness(stateDir, AlertsHarness.settings(1), START)) {
            BUDGETS.forEach(alerts::budget);
            alerts.settle();
            for (int step = 0; step < DAYS * STEPS_A_DAY; step++) {
                for (String team : TEAMS) {
                    send(alerts, team, alerts.now(), random);
                }
                if (random.nextInt(6) == 0) {
                    long back = random.nextInt(20 * 24 * 60);
                    send(
                            alerts,
                            TEAMS.get(random.nextInt(TEAMS.size())),
                            alerts.now().minus(Duration.ofMinutes(back)),
                            random);
                }
                repeatSome(alerts, random);
                if (random.nextInt(60) == 0) {
                    alerts.restart();
                }
                alerts.settle();
                naive.evaluate();
                alerts.pass(Duration.ofHours(24 / STEPS_A_DAY).minusMillis(1_200));
            }
            // What corrections make of told periods is RestatementTest's.
            List<String> raised = alerts.alerts().stream()
                    .filter(alert -> alert.kind() != AlertKind.RESTATED)
                    .map(Alert::alertId)
                    .filter(id -> !id.startsWith("year/"))
                    .toList();
            assertThat(raised).as("seed %d", seed).hasSizeGreaterThan(200).doesNotHaveDuplicates();
            assertThat(raised).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(naive.alertIds());
            assertThat(alerts.alertIds()).as("seed %d", seed).doesNotHaveDuplicates();

            int before = alerts.alerts().size();
            alerts.reset();
            sent.forEach(each -> alerts.usage(each.cellId(), each.usage()));
            alerts.settle();

            assertThat(alerts.alerts()).as("after a replay, seed %d", seed).hasSize(before);
        }
    }

    /** A new total of a cell's minute, larger or smaller than the one before. */
    private void send(AlertsHarness alerts, String team, Instant time, Random random) {
        long halfDay = time.getEpochSecond() / 43_200;
        Instant slot = Instant.ofEpochSecond(halfDay * 43_200).minus(MINUTES.get((int) (halfDay % MINUTES.size())));
        long cents = 400 + random.nextInt(1_400);
        UsageTotal usage = Usages.usage(
                Usages.dimensions(team, "amazon.nova-micro-v1:0"),
                slot,
                Money.ofPicos(cents * 10_000_000_000L + random.nextInt(1000)),
                ++revision,
                1);
        alerts.usage(team, usage);
        naive.usage(team, usage);
        sent.add(new Sent(team, usage));
    }

    private void repeatSome(AlertsHarness alerts, Random random) {
        for (int i = random.nextInt(3); i > 0; i--) {
            Sent again = sent.get(Math.max(0, sent.size() - 1 - random.nextInt(40)));
            alerts.usage(again.cellId(), again.usage());
        }
    }
}
