package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.standalone.kafka.SecuredBroker;
import io.bedrockmeter.standalone.system.ProgramProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every client of ours on a broker that asks for credentials. */
final class SecuredKafkaIT {

    private static final String MODEL = "anthropic.claude-sonnet-4-20250514-v1:0";

    private static SecuredBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        broker = new SecuredBroker();
    }

    @AfterAll
    static void end() {
        broker.close();
    }

    private Path properties(String name, String password) throws IOException {
        StringJoiner lines = new StringJoiner("\n");
        SecuredBroker.login(password).forEach((key, value) -> lines.add(key + "=" + value));
        return Files.writeString(directory.resolve(name), lines.toString());
    }

    private Path configuration(String password, Path logs) throws IOException {
        Path budgets = Files.writeString(directory.resolve("budgets.yaml"), """
                budgets:
                  - {id: all, amount: 100, period: month, thresholds: [50]}
                """);
        StringJoiner properties = new StringJoiner("\n    ");
        for (Map.Entry<String, String> property : SecuredBroker.login(password).entrySet()) {
            properties.add(property.getKey() + ": '" + property.getValue() + "'");
        }
        return Files.writeString(directory.resolve("run.yaml"), """
                dataDirectory: %s
                kafka:
                  bootstrapServers: %s
                  properties:
                    %s
                http: {port: 0}
                inputs: {logs: [%s]}
                alerts: {budgets: %s}
                """.formatted(
                        directory.resolve("data"), broker.bootstrapServers(), properties, logs, budgets));
    }

    @Test
    void every_part_of_run_and_every_command_logs_in_with_the_configured_properties() throws Exception {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Path logs = Files.writeString(
                directory.resolve("log.json"),
                LogLines.record("r-1", now, MODEL, 1_000_000, 1_000).strip() + "\nno record\n");
        Path login = properties("client.properties", SecuredBroker.PASSWORD);
        try (ProgramProcess program = ProgramProcess.start(
                "run", "--config", configuration(SecuredBroker.PASSWORD, logs).toString())) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(command(login, "dead-letters", "list").out())
                        .as(program::output)
                        .contains("MALFORMED_JSON");
            });

            assertThat(command(login, "watch", "spend-by-tag.day", "--from-beginning", "--max", "1")
                            .out())
                    .contains("\"requests\":1");
            assertThat(command(login, "watch", "budget-status", "--from-beginning", "--max", "1")
                            .out())
                    .contains("\"key\":\"all\"");
        }
    }

    @Test
    void wrong_credentials_are_told_in_one_line_and_never_shown() throws Exception {
        Path wrong = properties("wrong.properties", "incorrect donkey");

        CommandRun list = command(wrong, "dead-letters", "list");
        CommandRun run = CommandRun.of(
                "run", "--config", configuration("incorrect donkey", directory).toString());

        assertThat(list.exitCode()).isEqualTo(1);
        assertThat(list.err().lines())
                .hasSize(1)
                .first()
                .asString()
                .contains("Kafka refuses the credentials", "--kafka-properties");
        assertThat(list.err()).doesNotContain("donkey");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Kafka refuses the credentials").doesNotContain("donkey");
    }

    private static CommandRun command(Path properties, String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--bootstrap-servers";
        all[arguments.length + 1] = broker.bootstrapServers();
        all[arguments.length + 2] = "--kafka-properties";
        all[arguments.length + 3] = properties.toString();
        return CommandRun.of(all);
    }
}
