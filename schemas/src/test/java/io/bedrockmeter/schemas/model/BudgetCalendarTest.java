package io.bedrockmeter.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BudgetCalendarTest {

    @ParameterizedTest(name = "{0} in {1}: {2} is in {3} to {4}")
    @CsvSource({
        "HOUR,    UTC,                 2026-11-20T10:59:59Z, 2026-11-20T10:00:00Z, 2026-11-20T11:00:00Z",
        "HOUR,    Asia/Kolkata,        2026-11-20T10:29:00Z, 2026-11-20T09:30:00Z, 2026-11-20T10:30:00Z",
        "HOUR,    Asia/Kathmandu,      2026-11-20T10:14:00Z, 2026-11-20T09:15:00Z, 2026-11-20T10:15:00Z",
        // The hour from two to three happens twice, and these are two hours.
        "HOUR,    Europe/Berlin,       2026-10-25T00:30:00Z, 2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z",
        "HOUR,    Europe/Berlin,       2026-10-25T01:30:00Z, 2026-10-25T01:00:00Z, 2026-10-25T02:00:00Z",
        // Clocks move by half an hour at 15:00 UTC: half hours on the hour's far side.
        "HOUR,    Australia/Lord_Howe, 2026-04-04T15:10:00Z, 2026-04-04T15:00:00Z, 2026-04-04T15:30:00Z",
        "DAY,     Asia/Kolkata,        2026-11-20T18:30:00Z, 2026-11-20T18:30:00Z, 2026-11-21T18:30:00Z",
        "DAY,     Asia/Kathmandu,      2026-11-20T18:14:59Z, 2026-11-19T18:15:00Z, 2026-11-20T18:15:00Z",
        "DAY,     America/New_York,    2026-03-08T12:00:00Z, 2026-03-08T05:00:00Z, 2026-03-09T04:00:00Z",
        "DAY,     America/New_York,    2026-11-01T12:00:00Z, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
        "WEEK,    UTC,                 2026-11-22T23:59:59Z, 2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
        "MONTH,   Europe/Berlin,       2026-10-31T23:00:00Z, 2026-10-31T23:00:00Z, 2026-11-30T23:00:00Z",
        "QUARTER, UTC,                 2026-12-31T23:59:59Z, 2026-10-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "YEAR,    Pacific/Auckland,    2026-12-31T11:00:00Z, 2026-12-31T11:00:00Z, 2027-12-31T11:00:00Z"
    })
    void periods_follow_the_local_clock(BudgetPeriod period, String zone, Instant time, Instant start, Instant end) {
        BudgetWindow window = new BudgetCalendar(period, ZoneId.of(zone), DayOfWeek.MONDAY).windowAt(time);

        assertThat(window).isEqualTo(new BudgetWindow(start, end));
    }

    @Test
    void days_have_23_and_25_hours_where_clocks_change() {
        BudgetCalendar berlin = new BudgetCalendar(BudgetPeriod.DAY, ZoneId.of("Europe/Berlin"), DayOfWeek.MONDAY);

        assertThat(length(berlin.windowAt(Instant.parse("2026-03-29T12:00:00Z"))))
                .isEqualTo(Duration.ofHours(23));
        assertThat(length(berlin.windowAt(Instant.parse("2026-10-25T12:00:00Z"))))
                .isEqualTo(Duration.ofHours(25));
    }

    @Test
    void a_week_may_start_on_any_day() {
        BudgetCalendar sunday = new BudgetCalendar(BudgetPeriod.WEEK, ZoneId.of("UTC"), DayOfWeek.SUNDAY);

        assertThat(sunday.windowAt(Instant.parse("2026-11-22T00:00:00Z")).start())
                .isEqualTo(Instant.parse("2026-11-22T00:00:00Z"));
    }

    @ParameterizedTest
    @EnumSource
    void periods_tile_time_in_every_zone(BudgetPeriod period) {
        long seed = 20261121;
        Random random = new Random(seed);
        for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            BudgetCalendar calendar = new BudgetCalendar(period, ZoneId.of(id), DayOfWeek.MONDAY);
            for (Instant time : times(calendar.zone(), random)) {
                BudgetWindow window = calendar.windowAt(time);
                String where = "seed %d: %s in %s at %s".formatted(seed, period, id, time);
                assertThat(window.contains(time)).as(where).isTrue();
                assertThat(calendar.windowAt(window.start())).as(where).isEqualTo(window);
                assertThat(calendar.windowAt(window.end().minusNanos(1)))
                        .as(where)
                        .isEqualTo(window);
                assertThat(calendar.windowAt(window.end()).start()).as(where).isEqualTo(window.end());
            }
        }
    }

    /** Any times from 2024 to 2040, and those around the changes of the zone's clocks. */
    private static List<Instant> times(ZoneId zone, Random random) {
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            times.add(Instant.ofEpochSecond(1_704_067_200L + random.nextInt(500_000_000)));
        }
        var next = zone.getRules().nextTransition(times.get(0));
        for (int i = 0; i < 4 && next != null; i++) {
            for (int minutes : new int[] {-61, -30, -1, 0, 1, 29, 59, 90}) {
                times.add(next.getInstant().plus(Duration.ofMinutes(minutes)));
            }
            next = zone.getRules().nextTransition(next.getInstant());
        }
        return times;
    }

    private static Duration length(BudgetWindow window) {
        return Duration.between(window.start(), window.end());
    }
}
