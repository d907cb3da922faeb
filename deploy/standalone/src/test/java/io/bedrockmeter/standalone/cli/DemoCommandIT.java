package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DemoCommandIT {

    @Test
    void the_demonstration_shows_spend_by_team_and_ends_when_its_time_is_over() {
        CommandRun run = CommandRun.of("demo", "--duration", "25s", "--rate", "200", "--seed", "7", "--http-port", "0");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(" USD (")
                .contains("search ")
                .contains("priced ")
                .contains("ALERT ");
        assertThat(run.err())
                .contains("broker ready")
                .contains("/v1/usage")
                .doesNotContain("error")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({"--rate,0", "--duration,soon", "--duration,0s", "--kafka-port,70000", "--http-port,-1"})
    void settings_out_of_range_are_bad_input(String option, String value) {
        CommandRun run = CommandRun.of("demo", option, value);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("bedrock-meter: error: " + option + ": found ")
                .contains("expected");
    }
}
