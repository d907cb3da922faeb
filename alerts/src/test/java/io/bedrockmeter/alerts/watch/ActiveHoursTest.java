package io.bedrockmeter.alerts.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ActiveHoursTest {

    private static final Duration HOUR = Duration.ofHours(1);
    /** A Monday, at noon. */
    private static final Instant NOON = Instant.parse("2026-11-16T12:00:00Z");

    @Test
    void hours_that_have_data_on_every_working_day_are_expected_to_have_some() {
        ActiveHours hours = watched(14, hour -> isWorkingHour(hour));

        assertThat(hours.expected(NOON.minus(HOUR.multipliedBy(2)), NOON, WorkWeek.STANDARD))
                .isEqualTo(HOUR.multipliedBy(2));
        assertThat(hours.expected(NOON.minus(Duration.ofMinutes(90)), NOON, WorkWeek.STANDARD))
                .isEqualTo(Duration.ofMinutes(90));
    }

    @Test
    void nights_and_weekends_without_data_count_nothing() {
        ActiveHours hours = watched(14, hour -> isWorkingHour(hour));
        Instant fridayEvening = Instant.parse("2026-11-13T18:00:00Z");

        assertThat(hours.expected(fridayEvening, Instant.parse("2026-11-16T08:00:00Z"), WorkWeek.STANDARD))
                .isZero();
        assertThat(hours.expected(fridayEvening, NOON, WorkWeek.STANDARD)).isEqualTo(HOUR.multipliedBy(4));
    }

    @Test
    void four_days_are_too_few_to_expect_anything() {
        ActiveHours hours = watched(4, hour -> true);

        assertThat(hours.expected(NOON.minus(HOUR), NOON, WorkWeek.STANDARD)).isZero();
    }

    @Test
    void an_hour_that_is_often_empty_is_not_expected() {
        ActiveHours hours = watched(28, hour -> hour.getEpochSecond() / 86_400 % 5 != 0);

        assertThat(hours.expected(NOON.minus(HOUR), NOON, WorkWeek.STANDARD)).isZero();
    }

    @Test
    void hours_in_which_nobody_watched_say_nothing() {
        ActiveHours hours = ActiveHours.none();
        for (Instant hour = NOON.minus(Duration.ofDays(28)); !hour.isAfter(NOON); hour = hour.plus(HOUR)) {
            boolean away = hour.isAfter(NOON.minus(Duration.ofDays(12))) && hour.isBefore(NOON.minus(HOUR));
            if (!away) {
                hours.watch(hour);
                hours.mark(hour);
            }
        }

        assertThat(hours.expected(NOON.minus(HOUR), NOON, WorkWeek.STANDARD)).isEqualTo(HOUR);
    }

    @Test
    void what_is_older_than_28_days_is_forgotten() {
        ActiveHours hours = watched(20, hour -> true);
        for (Instant hour = NOON; hour.isBefore(NOON.plus(Duration.ofDays(29))); hour = hour.plus(HOUR)) {
            hours.watch(hour);
        }

        Instant then = NOON.plus(Duration.ofDays(29));
        assertThat(hours.expected(then.minus(HOUR), then, WorkWeek.STANDARD)).isZero();
    }

    @Test
    void it_survives_a_round_trip() {
        ActiveHours hours = watched(14, hour -> isWorkingHour(hour));
        AvroWriter out = new AvroWriter();

        hours.write(out);

        byte[] bytes = out.toBytes();
        ActiveHours read = ActiveHours.read(new AvroReader(bytes, 0, bytes.length));
        assertThat(read.expected(NOON.minus(HOUR), NOON, WorkWeek.STANDARD)).isEqualTo(HOUR);
        assertThat(bytes).hasSizeLessThan(200);
    }

    private static ActiveHours watched(int days, Predicate<Instant> active) {
        ActiveHours hours = ActiveHours.none();
        for (Instant hour = NOON.minus(Duration.ofDays(days)); hour.isBefore(NOON); hour = hour.plus(HOUR)) {
            hours.watch(hour);
            if (active.test(hour)) {
                hours.mark(hour.plusSeconds(1_000));
            }
        }
        return hours;
    }

    private static boolean isWorkingHour(Instant hour) {
        int ofDay = hour.atZone(ZoneOffset.UTC).getHour();
        return !WorkWeek.STANDARD.isWeekend(WorkWeek.STANDARD.day(hour)) && ofDay >= 8 && ofDay < 18;
    }
}
