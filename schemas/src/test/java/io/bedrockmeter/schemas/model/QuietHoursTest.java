package io.bedrockmeter.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {

    @ParameterizedTest(name = "{0} to {1} in {2}: at {3} until {4}")
    @CsvSource({
        "22:00, 07:00, UTC,           2026-11-20T22:00:00Z, 2026-11-21T07:00:00Z",
        "22:00, 07:00, UTC,           2026-11-21T06:59:59Z, 2026-11-21T07:00:00Z",
        "12:00, 13:30, Asia/Kolkata,  2026-11-20T06:30:00Z, 2026-11-20T08:00:00Z",
        // Clocks go forward at two: half past two does not exist and is half past three.
        "22:00, 02:30, Europe/Berlin, 2026-03-29T00:30:00Z, 2026-03-29T01:30:00Z",
        // Clocks go back at three: half past two comes twice.
        "22:00, 02:30, Europe/Berlin, 2026-10-25T00:00:00Z, 2026-10-25T00:30:00Z",
        "22:00, 02:30, Europe/Berlin, 2026-10-25T01:00:00Z, 2026-10-25T01:30:00Z"
    })
    void within_them_they_end_later(LocalTime from, LocalTime to, String zone, Instant time, Instant end) {
        assertThat(new QuietHours(from, to).endAfter(time, ZoneId.of(zone))).contains(end);
    }

    @ParameterizedTest(name = "{0} to {1} in {2}: not at {3}")
    @CsvSource({
        "22:00, 07:00, UTC,          2026-11-20T07:00:00Z",
        "22:00, 07:00, UTC,          2026-11-20T21:59:59Z",
        "12:00, 13:30, Asia/Kolkata, 2026-11-20T08:00:00Z"
    })
    void outside_of_them_nothing_waits(LocalTime from, LocalTime to, String zone, Instant time) {
        assertThat(new QuietHours(from, to).endAfter(time, ZoneId.of(zone))).isEmpty();
    }

    @Test
    void a_whole_day_is_refused() {
        assertThatThrownBy(() -> new QuietHours(LocalTime.NOON, LocalTime.NOON))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
