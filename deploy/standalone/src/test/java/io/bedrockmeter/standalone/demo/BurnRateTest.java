package io.bedrockmeter.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.money.Money;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class BurnRateTest {

    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final BurnRate burnRate = new BurnRate();

    @Test
    void a_steady_pace_is_scaled_to_an_hour() {
        burnRate.note(START, Money.parse("1"));

        assertThat(burnRate.note(START.plusSeconds(30), Money.parse("1.5"))).contains(Money.parse("60"));
    }

    @Test
    void the_first_seconds_tell_nothing() {
        assertThat(burnRate.note(START, Money.parse("1"))).isEmpty();
        assertThat(burnRate.note(START.plusSeconds(4), Money.parse("2"))).isEmpty();
    }

    @Test
    void what_is_longer_ago_than_a_minute_is_forgotten() {
        for (int second = 0; second <= 60; second++) {
            burnRate.note(START.plusSeconds(second), Money.ofPicos(1_000_000_000_000L * second));
        }

        assertThat(burnRate.note(START.plusSeconds(121), Money.parse("60"))).contains(Money.ZERO);
    }
}
