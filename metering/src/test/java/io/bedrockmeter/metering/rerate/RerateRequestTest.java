package io.bedrockmeter.metering.rerate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RerateRequestTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void every_problem_of_a_request_is_named_at_once() {
        assertThatThrownBy(() -> new RerateRequest(NOW, NOW.plusSeconds(9), NOW.plusSeconds(1), Optional.of(" "), " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 2026-11-20T12:00:09Z is not before to 2026-11-20T12:00:01Z")
                .hasMessageContaining("is in the future")
                .hasMessageContaining("reason has 0 characters, expected 1 to 200")
                .hasMessageContaining("model is empty");
    }
}
