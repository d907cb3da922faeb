package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunCommandTest {

    @TempDir
    Path directory;

    @Test
    void checking_prints_the_settings_in_force_with_their_origin_and_starts_nothing() throws IOException {
        Path file =
                Files.writeString(directory.resolve("c.yaml"), "kafka:\n  properties: {sasl.jaas.config: sesame}\n");

        CommandRun run = CommandRun.of(
                "run",
                "--config",
                file.toString(),
                "--check-config",
                "--data-dir",
                directory.resolve("data").toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("kafka.embeddedPort = 19092  (default)")
                .contains("kafka.properties.sasl.jaas.config = ***  (" + file + ":2)")
                .contains("dataDirectory = " + directory.resolve("data") + "  (BEDROCK_METER_DATA_DIRECTORY)")
                .doesNotContain("sesame");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void a_configuration_with_problems_is_bad_input_and_all_are_told() throws IOException {
        Path file = Files.writeString(directory.resolve("c.yaml"), "kafka: {partitions: 0}\ninput: {}\n");

        CommandRun run = CommandRun.of("run", "--config", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(file + ":1: kafka.partitions: found '0', expected a whole number from 1 to 1000")
                .contains(file + ":2: input: found an unknown key, expected inputs, perhaps");
    }
}
