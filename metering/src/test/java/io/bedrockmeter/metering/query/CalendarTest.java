package io.bedrockmeter.metering.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.Granularity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CalendarTest {

    private static final Instant YEAR = Instant.parse("2026-01-01T00:00:00Z");

    private static Calendar in(String zone) {
        return new Calendar(ZoneId.of(zone));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns"})
    void slices_cover_a_range_without_gap_or_overlap(String zone) {
        long seed = zone.hashCode();
        Random random = new Random(seed);
        Calendar calendar = in(zone);
        for (int i = 0; i < 2_000; i++) {
            Instant from = YEAR.plusSeconds(60L * random.nextInt(525_600));
            Instant to = from.plusSeconds(60L * (1 + random.nextInt(100_000)));
            Granularity coarsest = Granularity.values()[random.nextInt(4)];

            List<Slice> slices = calendar.slices(coarsest, TimeRange.of(from, to));

            Instant at = from;
            for (Slice slice : slices) {
                assertThat(slice.from()).as("seed %d, %s", seed, slices).isEqualTo(at);
                assertThat(calendar.isStart(slice.granularity(), slice.from())).isTrue();
                assertThat(calendar.isStart(slice.granularity(), slice.to())).isTrue();
                assertThat(slice.granularity()).isLessThanOrEqualTo(coarsest);
                at = slice.to();
            }
            assertThat(at).as("seed %d", seed).isEqualTo(to);
            assertThat(slices).as("seed %d", seed).hasSizeLessThanOrEqualTo(9);
        }
    }

    @Test
    void a_year_from_minute_to_minute_reads_few_windows() {
        Calendar calendar = in("UTC");
        TimeRange year = TimeRange.of(YEAR.plusSeconds(60), YEAR.plusSeconds(31_536_000 - 60));

        long windows = calendar.slices(Granularity.MONTH, year).stream()
                .mapToLong(
                        slice -> calendar.starts(slice.granularity(), TimeRange.of(slice.from(), slice.to()), 1_000_000)
                                .size())
                .sum();

        assertThat(windows).isEqualTo(59 + 23 + 30 + 10 + 30 + 23 + 59);
    }

    @Test
    void open_ends_stay_with_the_longest_windows() {
        assertThat(in("Europe/Berlin").slices(Granularity.MONTH, TimeRange.ALL)).hasSize(1);
        assertThat(in("Europe/Berlin")
                        .slices(
                                Granularity.DAY,
                                new TimeRange(Optional.empty(), Optional.of(Instant.parse("2026-11-20T23:00:00Z")))))
                .containsExactly(new Slice(Granularity.DAY, Instant.EPOCH, Instant.parse("2026-11-20T23:00:00Z")));
    }

    @Test
    void the_period_before_is_as_many_months_or_days_or_as_long() {
        Calendar berlin = in("Europe/Berlin");
        Instant april = berlin.startOf(LocalDate.of(2026, 4, 1));

        assertThat(berlin.previous(TimeRange.of(april, berlin.startOf(LocalDate.of(2026, 5, 1)))))
                .isEqualTo(TimeRange.of(berlin.startOf(LocalDate.of(2026, 3, 1)), april));
        // The 29th of March has 23 hours.
        assertThat(berlin.previous(TimeRange.of(
                        berlin.startOf(LocalDate.of(2026, 3, 30)), berlin.startOf(LocalDate.of(2026, 3, 31)))))
                .isEqualTo(TimeRange.of(Instant.parse("2026-03-28T23:00:00Z"), Instant.parse("2026-03-29T22:00:00Z")));
        assertThat(berlin.previous(
                        TimeRange.of(Instant.parse("2026-04-02T10:10:00Z"), Instant.parse("2026-04-02T10:40:00Z"))))
                .isEqualTo(TimeRange.of(Instant.parse("2026-04-02T09:40:00Z"), Instant.parse("2026-04-02T10:10:00Z")));
    }

    @Test
    void listing_windows_stops_one_after_the_limit() {
        TimeRange range = TimeRange.of(YEAR, YEAR.plusSeconds(31_536_000));

        assertThat(in("UTC").starts(Granularity.MINUTE, range, 100)).hasSize(101);
        assertThat(in("UTC").starts(Granularity.MONTH, range, 100)).hasSize(12);
    }
}
