package io.bedrockmeter.metering.totals;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.Granularity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {

    @ParameterizedTest
    @CsvSource({
        "UTC,               DAY,   2026-11-20T23:59:59.999Z, 2026-11-20T00:00:00Z, 24",
        "UTC,               MONTH, 2028-02-29T12:00:00Z,     2028-02-01T00:00:00Z, 696",
        "Europe/Berlin,     DAY,   2026-03-29T12:00:00Z,     2026-03-28T23:00:00Z, 23",
        "Europe/Berlin,     DAY,   2026-10-25T12:00:00Z,     2026-10-24T22:00:00Z, 25",
        "Asia/Kolkata,      DAY,   2026-11-20T18:29:59Z,     2026-11-19T18:30:00Z, 24",
        "Asia/Kolkata,      DAY,   2026-11-20T18:30:00Z,     2026-11-20T18:30:00Z, 24",
        "Pacific/Chatham,   MONTH, 2026-12-31T10:14:59Z,     2026-11-30T10:15:00Z, 744",
        "America/New_York,  MONTH, 2026-11-30T23:00:00Z,     2026-11-01T04:00:00Z, 721",
        "America/Sao_Paulo, DAY,   2018-11-04T12:00:00Z,     2018-11-04T03:00:00Z, 23",
    })
    void days_and_months_begin_at_local_midnight_or_the_first_instant_after_a_gap(
            String zone, Granularity granularity, Instant time, Instant start, long hours) {
        Windows windows = new Windows(ZoneId.of(zone));

        long found = windows.start(granularity, time.toEpochMilli());

        assertThat(Instant.ofEpochMilli(found)).isEqualTo(start);
        assertThat(Instant.ofEpochMilli(windows.end(granularity, found)))
                .isEqualTo(start.plus(Duration.ofHours(hours)));
    }

    @Test
    void windows_tile_time_without_gap_or_overlap() {
        Windows windows = new Windows(ZoneId.of("Australia/Lord_Howe"));
        for (Granularity granularity : Granularity.values()) {
            long start = windows.start(
                    granularity, Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
            for (int i = 0; i < 500; i++) {
                long end = windows.end(granularity, start);
                assertThat(windows.start(granularity, end - 1)).isEqualTo(start);
                assertThat(windows.start(granularity, end)).isEqualTo(end);
                start = end;
            }
        }
    }
}
