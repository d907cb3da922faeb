package io.bedrockmeter.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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
        // Chatham is 45 minutes off the hour, and its clocks change at 02:45 local time.
        "DAY,     Pacific/Chatham,     2026-04-04T20:00:00Z, 2026-04-04T10:15:00Z, 2026-04-05T11:15:00Z",
        "DAY,     Pacific/Chatham,     2026-09-26T20:00:00Z, 2026-09-26T11:15:00Z, 2026-09-27T10:15:00Z",
        "DAY,     UTC,                 2028-02-29T23:59:59Z, 2028-02-29T00:00:00Z, 2028-03-01T00:00:00Z",
        "MONTH,   UTC,                 2028-02-29T23:59:59Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
        "WEEK,    UTC,                 2026-11-22T23:59:59Z, 2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
        "MONTH,   Europe/Berlin,       2026-10-31T23:00:00Z, 2026-10-31T23:00:00Z, 2026-11-30T23:00:00Z",
        "QUARTER, UTC,                 2026-12-31T23:59:59Z, 2026-10-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "YEAR,    Pacific/Auckland,    2026-12-31T11:00:00Z, 2026-12-31T11:00:00Z, 2027-12-31T11:00:00Z"
    })
    void periods_follow_the_local_clock(BudgetPeriod period, String zone, Instant time, Instant start, Instant end) {
        BudgetWindow window = new BudgetCalendar.Recurring(period, ZoneId.of(zone))
                .windowAt(time)
                .orElseThrow();

        assertThat(window).isEqualTo(new BudgetWindow(start, end));
    }

    @Test
    void days_have_23_and_25_hours_where_clocks_change() {
        BudgetCalendar berlin = new BudgetCalendar.Recurring(BudgetPeriod.DAY, ZoneId.of("Europe/Berlin"));

        assertThat(length(window(berlin, Instant.parse("2026-03-29T12:00:00Z"))))
                .isEqualTo(Duration.ofHours(23));
        assertThat(length(window(berlin, Instant.parse("2026-10-25T12:00:00Z"))))
                .isEqualTo(Duration.ofHours(25));
    }

    @Test
    void a_week_may_start_on_any_day() {
        BudgetCalendar sunday = new BudgetCalendar.Recurring(BudgetPeriod.WEEK, ZoneId.of("UTC"), DayOfWeek.SUNDAY, 1);

        assertThat(window(sunday, Instant.parse("2026-11-22T00:00:00Z")).start())
                .isEqualTo(Instant.parse("2026-11-22T00:00:00Z"));
    }

    @ParameterizedTest(name = "{0} from day {1}: {2} is in {3} to {4}")
    @CsvSource({
        "MONTH,   15, 2026-11-14, 2026-10-15, 2026-11-15",
        "MONTH,   15, 2026-11-15, 2026-11-15, 2026-12-15",
        "MONTH,   31, 2026-02-27, 2026-01-31, 2026-02-28",
        "MONTH,   31, 2026-02-28, 2026-02-28, 2026-03-31",
        "MONTH,   31, 2028-02-28, 2028-01-31, 2028-02-29",
        "MONTH,   31, 2026-04-29, 2026-03-31, 2026-04-30",
        "QUARTER, 10, 2026-01-09, 2025-10-10, 2026-01-10",
        "QUARTER, 10, 2026-03-31, 2026-01-10, 2026-04-10",
        "YEAR,     6, 2026-01-05, 2025-01-06, 2026-01-06",
        "YEAR,     6, 2026-12-31, 2026-01-06, 2027-01-06"
    })
    void months_and_longer_periods_start_on_the_anchor_day(
            BudgetPeriod period, int anchorDay, LocalDate date, LocalDate start, LocalDate end) {
        ZoneId zone = ZoneId.of("Asia/Kolkata");
        BudgetCalendar calendar = new BudgetCalendar.Recurring(period, zone, DayOfWeek.MONDAY, anchorDay);

        BudgetWindow window =
                window(calendar, date.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1));

        assertThat(window)
                .isEqualTo(new BudgetWindow(
                        start.atStartOfDay(zone).toInstant(),
                        end.atStartOfDay(zone).toInstant()));
    }

    @Test
    void a_fixed_period_is_the_only_one() {
        BudgetWindow project =
                new BudgetWindow(Instant.parse("2026-11-10T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
        BudgetCalendar calendar = new BudgetCalendar.Fixed(project, ZoneId.of("UTC"));

        assertThat(calendar.windowAt(project.start())).contains(project);
        assertThat(calendar.windowAt(project.end().minusMillis(1))).contains(project);
        assertThat(calendar.windowAt(project.end())).isEmpty();
        assertThat(calendar.windowAt(project.start().minusMillis(1))).isEmpty();
    }

    @Test
    void a_rolling_period_is_at_least_five_minutes_and_beyond_two_hours_in_quarters() {
        assertThat(BudgetCalendar.Rolling.isLength(Duration.ofMinutes(5))).isTrue();
        assertThat(BudgetCalendar.Rolling.isLength(Duration.ofMinutes(119))).isTrue();
        assertThat(BudgetCalendar.Rolling.isLength(Duration.ofMinutes(135))).isTrue();
        assertThat(BudgetCalendar.Rolling.isLength(Duration.ofMinutes(121))).isFalse();
        assertThat(BudgetCalendar.Rolling.isLength(Duration.ofMinutes(4))).isFalse();
        assertThat(BudgetCalendar.Rolling.isLength(Duration.ofSeconds(301))).isFalse();
        assertThat(BudgetCalendar.Rolling.isLength(Duration.ofDays(32))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void periods_tile_time_in_every_zone(BudgetPeriod period) {
        long seed = 20261121;
        Random random = new Random(seed);
        for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            int anchorDay = 1 + random.nextInt(31);
            BudgetCalendar calendar = new BudgetCalendar.Recurring(period, ZoneId.of(id), DayOfWeek.MONDAY, anchorDay);
            for (Instant time : times(calendar.zone(), random)) {
                BudgetWindow window = window(calendar, time);
                String where = "seed %d: %s from %d in %s at %s".formatted(seed, period, anchorDay, id, time);
                assertThat(window.contains(time)).as(where).isTrue();
                assertThat(window(calendar, window.start())).as(where).isEqualTo(window);
                assertThat(window(calendar, window.end().minusNanos(1)))
                        .as(where)
                        .isEqualTo(window);
                assertThat(window(calendar, window.end()).start()).as(where).isEqualTo(window.end());
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

    private static BudgetWindow window(BudgetCalendar calendar, Instant time) {
        return calendar.windowAt(time).orElseThrow();
    }

    private static Duration length(BudgetWindow window) {
        return Duration.between(window.start(), window.end());
    }
}
