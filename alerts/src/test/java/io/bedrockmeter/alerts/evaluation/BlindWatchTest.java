package io.bedrockmeter.alerts.evaluation;

import static io.bedrockmeter.alerts.evaluation.AlertsHarness.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.alerts.watch.AnomalyRules;
import io.bedrockmeter.alerts.watch.BlindRules;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertEvidence;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.SourceReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlindWatchTest {

    private static final String GROUP = "cloudwatch:own:us-east-1:/aws/bedrock/modelinvocations";
    private static final Duration TICK = Duration.ofSeconds(20);

    @TempDir
    private Path stateDir;

    private AlertsHarness alerts;

    @BeforeEach
    void start() {
        alerts = new AlertsHarness(stateDir, AlertsHarness.settings(AnomalyRules.none(), BlindRules.defaults()));
        alerts.settle();
    }

    @AfterEach
    void stop() {
        alerts.close();
    }

    @Test
    void a_source_that_falls_behind_is_told_once_and_so_is_that_it_caught_up() {
        run(Duration.ofMinutes(10), () -> report(alerts.now(), ""));
        Instant stuck = alerts.now();
        run(Duration.ofMinutes(20), () -> report(stuck, "ThrottlingException"));
        run(Duration.ofHours(1), () -> report(stuck, "ThrottlingException"));
        run(Duration.ofMinutes(2), () -> report(alerts.now(), ""));

        assertThat(alerts.alerts()).extracting(Alert::kind).containsExactly(AlertKind.BLIND, AlertKind.RECOVERED);
        Alert blind = alerts.alerts().get(0);
        assertThat(blind.alertId())
                .isEqualTo("blind:coverage/cloudwatch%3Aown%3Aus-east-1%3A%2Faws%2Fbedrock%2Fmodelinvocations/"
                        + "2026-11-20T00:00:00Z/source-behind");
        assertThat(blind.raisedAt()).isBetween(stuck.plus(Duration.ofMinutes(15)), stuck.plus(Duration.ofMinutes(16)));
        assertThat(blind.evidence().orElseThrow()).isInstanceOfSatisfying(AlertEvidence.Blind.class, evidence -> {
            assertThat(evidence.since()).isEqualTo(stuck);
            assertThat(evidence.observed()).contains("ThrottlingException");
            assertThat(evidence.expected()).isEqualTo("at most 15m behind");
        });
        assertThat(alerts.alerts().get(1).alertId()).isEqualTo(blind.alertId() + "/recovered");
    }

    @Test
    void a_second_outage_of_a_day_is_silent_and_one_of_another_day_is_told() {
        outage();
        outage();
        assertThat(alerts.alerts()).extracting(Alert::kind).containsExactly(AlertKind.BLIND, AlertKind.RECOVERED);

        alerts.pass(Duration.ofHours(15));
        outage();

        assertThat(alerts.alertIds()).hasSize(4).doesNotHaveDuplicates();
        assertThat(alerts.alertIds().get(2)).contains("2026-11-21T00:00:00Z");
    }

    @Test
    void an_outage_that_lasts_for_days_is_told_once() {
        run(Duration.ofMinutes(10), () -> report(alerts.now(), ""));
        Instant stuck = alerts.now();
        for (int day = 0; day < 4; day++) {
            run(Duration.ofMinutes(30), () -> report(stuck, "AccessDenied"));
            alerts.pass(Duration.ofHours(23));
        }

        assertThat(alerts.alerts()).extracting(Alert::kind).containsExactly(AlertKind.BLIND);
    }

    @Test
    void neither_a_restart_nor_the_loss_of_all_state_tells_again() {
        run(Duration.ofMinutes(10), () -> report(alerts.now(), ""));
        Instant stuck = alerts.now();
        run(Duration.ofMinutes(20), () -> report(stuck, ""));
        alerts.restart();
        run(Duration.ofMinutes(20), () -> report(stuck, ""));
        alerts.reset();
        run(Duration.ofMinutes(20), () -> report(stuck, ""));

        assertThat(alerts.alerts()).extracting(Alert::kind).containsExactly(AlertKind.BLIND);
    }

    @Test
    void a_start_and_a_machine_that_wakes_up_wait_for_the_sources_first() {
        run(Duration.ofMinutes(10), () -> report(alerts.now(), ""));
        alerts.pass(Duration.ofHours(8));
        run(Duration.ofMinutes(3), () -> {});
        alerts.restart();
        run(Duration.ofMinutes(3), () -> {});
        run(Duration.ofMinutes(10), () -> report(alerts.now(), ""));

        assertThat(alerts.alerts()).isEmpty();
    }

    @Test
    void a_reader_that_is_gone_is_told_once_and_forgotten_after_a_week() {
        run(Duration.ofMinutes(10), () -> report(alerts.now(), ""));
        run(Duration.ofMinutes(30), () -> {});
        assertThat(alerts.alerts()).extracting(Alert::kind).containsExactly(AlertKind.BLIND);
        for (int day = 0; day < 10; day++) {
            alerts.pass(Duration.ofDays(1));
            run(Duration.ofMinutes(10), () -> {});
        }

        assertThat(alerts.alerts()).hasSize(1);
        assertThat(alerts.entries(AlertsTopology.WATCHES)).as("all usage").isEqualTo(1);
    }

    @Test
    void a_source_that_had_ended_before_anybody_watched_is_nobodys_news() {
        alerts.source(new SourceReport(
                "http:gone",
                "gone",
                START.minus(Duration.ofDays(2)),
                Instant.EPOCH,
                0,
                0,
                "",
                START.minus(Duration.ofDays(2))));
        run(Duration.ofMinutes(30), () -> {});

        assertThat(alerts.alerts()).isEmpty();
    }

    @Test
    void a_backfill_may_be_behind_for_as_long_as_it_takes() {
        run(
                Duration.ofHours(1),
                () -> alerts.source(new SourceReport(
                        GROUP, "one", START.minus(Duration.ofDays(9)), START, 0, 777, "", alerts.now())));

        assertThat(alerts.alerts()).isEmpty();
    }

    @Test
    void a_log_that_stops_at_a_busy_time_is_told_and_one_that_is_quiet_at_night_is_not() {
        Instant end = START.plus(Duration.ofDays(14)).truncatedTo(ChronoUnit.DAYS);
        Instant lastEvent = START;
        while (alerts.now().isBefore(end.plus(Duration.ofHours(10)))) {
            if (isWorkingHour(alerts.now())) {
                lastEvent = alerts.now();
            }
            event(lastEvent);
            alerts.pass(TICK);
            alerts.pass(Duration.ofMinutes(29));
        }
        Instant stopped = lastEvent;
        run(Duration.ofMinutes(10), () -> event(stopped));
        assertThat(alerts.alerts()).as("after a night of ten hours").isEmpty();

        alerts.pass(Duration.ofMinutes(100));
        run(Duration.ofMinutes(20), () -> event(stopped));

        assertThat(alerts.alerts()).extracting(Alert::rule).containsExactly("delivery-stopped");
        run(Duration.ofMinutes(1), () -> event(alerts.now()));
        assertThat(alerts.alerts()).extracting(Alert::kind).containsExactly(AlertKind.BLIND, AlertKind.RECOVERED);
    }

    @Test
    void usage_that_stops_at_a_busy_time_is_told_where_no_source_says_why() {
        Instant end = START.plus(Duration.ofDays(14));
        while (alerts.now().isBefore(end)) {
            usage(1, 0);
            alerts.pass(Duration.ofMinutes(30));
        }
        run(Duration.ofMinutes(10), () -> {});
        assertThat(alerts.alerts()).isEmpty();

        alerts.pass(Duration.ofMinutes(110));
        run(Duration.ofMinutes(10), () -> {});
        alerts.restart();
        run(Duration.ofMinutes(10), () -> {});
        assertThat(alerts.alerts()).extracting(Alert::rule).containsExactly("no-data");

        usage(1, 0);
        run(Duration.ofMinutes(1), () -> {});
        assertThat(alerts.alerts()).extracting(Alert::kind).containsExactly(AlertKind.BLIND, AlertKind.RECOVERED);
    }

    @Test
    void too_many_requests_without_price_or_tags_are_told_and_a_few_are_not() {
        usage(96, 4);
        run(Duration.ofMinutes(10), () -> {});
        assertThat(alerts.alerts()).isEmpty();

        usage(60, 40);
        run(Duration.ofMinutes(1), () -> {});
        assertThat(alerts.alerts()).extracting(Alert::rule).containsExactly("unpriced");
        usage(0, 100);
        run(Duration.ofMinutes(1), () -> {});
        usage(0, 19);
        run(Duration.ofMinutes(1), () -> {});

        assertThat(alerts.alerts()).extracting(Alert::rule).containsExactly("unpriced", "unattributed");
        assertThat(alerts.alerts().get(1).evidence().orElseThrow())
                .isInstanceOfSatisfying(
                        AlertEvidence.Blind.class,
                        evidence -> assertThat(evidence.observed()).isEqualTo("144 of 300 requests of the last hour"));
    }

    @Test
    void nineteen_requests_are_no_share() {
        usage(0, 19);
        run(Duration.ofMinutes(10), () -> {});

        assertThat(alerts.alerts()).isEmpty();
    }

    @Test
    void what_is_switched_off_counts_and_tells_nothing() {
        alerts.close();
        alerts = new AlertsHarness(stateDir, AlertsHarness.settings(AnomalyRules.none(), BlindRules.none()));
        run(Duration.ofMinutes(10), () -> report(alerts.now(), ""));
        usage(0, 100);
        run(Duration.ofMinutes(40), () -> {});

        assertThat(alerts.alerts()).isEmpty();
        assertThat(alerts.entries(AlertsTopology.WATCHES)).isZero();
    }

    private void outage() {
        run(Duration.ofMinutes(10), () -> report(alerts.now(), ""));
        Instant stuck = alerts.now();
        run(Duration.ofMinutes(20), () -> report(stuck, ""));
        run(Duration.ofMinutes(2), () -> report(alerts.now(), ""));
    }

    /** Lets time pass as it does, in small steps. */
    private void run(Duration duration, Runnable each) {
        for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(TICK)) {
            each.run();
            alerts.pass(TICK);
        }
    }

    private void report(Instant completeAt, String problem) {
        alerts.source(new SourceReport(GROUP, "one", completeAt, Instant.EPOCH, 0, 0, problem, alerts.now()));
    }

    private void event(Instant lastEvent) {
        alerts.source(new SourceReport(GROUP, "one", alerts.now(), lastEvent, 0, 0, "", alerts.now()));
    }

    private int cells;

    private void usage(long with, long without) {
        alerts.usage(
                "cell-" + cells++,
                Usages.usage(
                        Usages.dimensions("search", "amazon.nova-micro-v1:0"),
                        alerts.now().truncatedTo(ChronoUnit.MINUTES),
                        "0.1",
                        with + without,
                        without,
                        alerts.now()));
    }

    private static boolean isWorkingHour(Instant time) {
        int hour = (int) (time.getEpochSecond() / 3600 % 24);
        return hour >= 8 && hour < 22;
    }
}
