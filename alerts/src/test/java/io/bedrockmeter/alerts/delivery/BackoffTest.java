package io.bedrockmeter.alerts.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class BackoffTest {

    @RepeatedTest(50)
    void pauses_grow_with_jitter_up_to_the_longest(RepetitionInfo repetition) {
        Backoff backoff = new Backoff(
                Duration.ofMillis(100), Duration.ofSeconds(60), new Random(repetition.getCurrentRepetition()));

        assertThat(backoff.after(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(backoff.after(4)).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
        assertThat(backoff.after(1_000_000)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }
}
