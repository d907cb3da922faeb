package io.bedrockmeter.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.alerts.watch.AnomalyRules;
import io.bedrockmeter.alerts.watch.BlindRules;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlertsConfigTest {

    private static final Path STATE = Path.of("state");

    @Test
    void a_topic_prefix_of_its_own_keeps_installations_apart() {
        AlertsConfig config = AlertsConfig.defaults(STATE);

        assertThat(config.applicationId("bedrock.")).isEqualTo("bedrock-meter-alerts");
        assertThat(config.applicationId("acme.")).isEqualTo("acme.bedrock-meter-alerts");
    }

    @Test
    void everything_out_of_range_is_named_at_once() {
        assertThatThrownBy(() -> new AlertsConfig(
                        "a b",
                        STATE,
                        Duration.ZERO,
                        Duration.ofDays(1),
                        Duration.ofHours(1),
                        Duration.ofDays(-1),
                        Duration.ZERO,
                        0,
                        9,
                        AnomalyRules.none(),
                        BlindRules.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "applicationId",
                        "emitInterval",
                        "statusInterval",
                        "horizon",
                        "lateAfter",
                        "seedingGrace",
                        "threads",
                        "standbyReplicas: got 9, expected 0 to 3");
    }
}
