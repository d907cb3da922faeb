package io.bedrockmeter.ingest.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryDelayTest {

    private final RetryDelay delay =
            new RetryDelay(new SteppingClock("2026-02-01T00:00:00Z"), new SplittableRandom(42));

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", " 60 , 60", "'Sun, 1 Feb 2026 00:00:09 GMT', 9", "'Sat, 31 Jan 2026 00:00:00 GMT', 0"})
    void a_server_is_given_the_time_it_asks_for(String header, long seconds) {
        assertThat(delay.after(1, header)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"61", "99999999999", "Sun, 1 Feb 2026 01:00:00 GMT"})
    void a_server_that_wants_too_much_patience_is_left_alone(String header) {
        assertThat(delay.after(1, header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "99999999999999999999999"})
    void without_a_word_of_the_server_the_bound_doubles_up_to_its_limit(String header) {
        for (int attempt = 1; attempt < 40; attempt++) {
            long boundMs = Math.min(20_000, 500L << Math.min(attempt - 1, 10));

            assertThat(delay.after(attempt, header))
                    .hasValueSatisfying(
                            wait -> assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofMillis(boundMs)));
        }
    }
}
