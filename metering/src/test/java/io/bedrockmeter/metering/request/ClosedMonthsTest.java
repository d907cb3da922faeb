package io.bedrockmeter.metering.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClosedMonthsTest {

    private static final Instant OCTOBER = Instant.parse("2026-10-31T23:59:59.999Z");
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void a_month_before_the_first_open_one_is_closed_to_its_last_millisecond() {
        ClosedMonths closed = ClosedMonths.before(Optional.of(YearMonth.of(2026, 11)), ZoneOffset.UTC);

        assertThat(closed.contain(OCTOBER, NOW.toEpochMilli())).isTrue();
        assertThat(closed.contain(NOVEMBER, NOW.toEpochMilli())).isFalse();
    }

    @Test
    void months_begin_in_the_configured_zone() {
        ClosedMonths closed = ClosedMonths.before(Optional.of(YearMonth.of(2026, 11)), ZoneId.of("America/New_York"));

        assertThat(closed.contain(Instant.parse("2026-11-01T03:59:59Z"), NOW.toEpochMilli()))
                .isTrue();
        assertThat(closed.contain(Instant.parse("2026-11-01T04:00:00Z"), NOW.toEpochMilli()))
                .isFalse();
    }

    @Test
    void the_current_month_is_open_whatever_is_configured() {
        ClosedMonths closed = ClosedMonths.before(Optional.of(YearMonth.of(2030, 1)), ZoneOffset.UTC);

        assertThat(closed.contain(NOVEMBER, NOW.toEpochMilli())).isFalse();
        assertThat(closed.contain(OCTOBER, NOW.toEpochMilli())).isTrue();
        assertThat(closed.contain(
                        NOVEMBER, Instant.parse("2026-12-01T00:00:00Z").toEpochMilli()))
                .isTrue();
    }

    @Test
    void without_a_configured_month_nothing_is_closed() {
        ClosedMonths closed = ClosedMonths.before(Optional.empty(), ZoneOffset.UTC);

        assertThat(closed.contain(Instant.EPOCH, NOW.toEpochMilli())).isFalse();
        assertThat(closed.booking(OCTOBER, NOW.toEpochMilli())).isEqualTo(OCTOBER);
    }
}
