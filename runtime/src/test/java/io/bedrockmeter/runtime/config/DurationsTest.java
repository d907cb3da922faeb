package io.bedrockmeter.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {

    @ParameterizedTest
    @ValueSource(strings = {"0s", "250ms", "30s", "90s", "5m", "12h", "8d"})
    void what_is_written_is_printed_again(String text) {
        assertThat(Durations.parse(text).map(Durations::format)).contains(text);
    }

    @Test
    void iso_durations_are_read() {
        assertThat(Durations.parse("PT1H30M")).contains(Duration.ofMinutes(90));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "8 weeks", "-3s", "1.5h", "99999999999999999999s"})
    void anything_else_is_no_duration(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }
}
