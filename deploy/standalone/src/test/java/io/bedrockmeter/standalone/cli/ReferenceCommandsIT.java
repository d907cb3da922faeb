package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaSuite
final class ReferenceCommandsIT {

    @TempDir
    Path directory;

    private static CommandRun run(KafkaSettings kafka, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers(), "--topic-prefix", kafka.topicPrefix()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void budgets_are_applied_listed_and_deleted(KafkaSettings kafka) throws IOException {
        String budgets = file(
                "b.yaml",
                "budgets: [{id: search-month, amount: 12.5, period: month, thresholds: [80, 50], filter: {Team: search}}]");

        assertThat(run(kafka, "budgets", "apply", "-f", budgets).out()).isEqualTo("added search-month\n");
        assertThat(run(kafka, "budgets", "apply", "-f", budgets).out()).isEqualTo("unchanged search-month\n");
        assertThat(run(kafka, "budgets", "list").out())
                .contains("search-month")
                .contains("50, 80")
                .contains("12.5");
        assertThat(run(kafka, "budgets", "test", "search-month").out()).startsWith("raised search-month/test/");
        assertThat(run(kafka, "budgets", "status").out()).contains("Last alert");
        assertThat(run(kafka, "budgets", "delete", "search-month").out()).isEqualTo("deleted search-month\n");
        CommandRun again = run(kafka, "budgets", "delete", "search-month");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).isEqualTo("bedrock-meter: error: no budget 'search-month' is in force\n");
    }

    @Test
    void a_budget_file_with_problems_is_bad_input(KafkaSettings kafka) throws IOException {
        CommandRun run = run(kafka, "budgets", "apply", "-f", file("bad.yaml", "budgets: [{id: X, amount: -1}]"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("budgets[0].id").contains("budgets[0].amount");
    }

    @Test
    void prices_are_compared_imported_and_listed(KafkaSettings kafka) throws IOException {
        String cards = file("cards.yaml", """
                currency: USD
                layer: override
                source: ours
                version: "1"
                effectiveFrom: 2020-01-01T00:00:00Z
                models:
                  - model: "acme.m-v1:0"
                    cards:
                      - {scope: regional, region: "*", per: 1000000, prices: {inputTokens: "3"}}
                """);

        CommandRun imported = run(kafka, "rate-cards", "import", cards);

        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out()).contains("added: 1 cards");
        assertThat(run(kafka, "rate-cards", "diff", cards).out()).contains("added: 0 cards");
        assertThat(run(kafka, "rate-cards", "list", "--model", "acme").out())
                .contains("acme.m-v1:0  regional  *       default  inputTokens  2020-01-01  ours 1");
    }

    @Test
    void bundled_prices_can_be_listed_without_a_broker() {
        CommandRun run = CommandRun.of("rate-cards", "list", "--bundled", "--model", "amazon.nova-micro");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("amazon.nova-micro-v1:0").contains("million");
    }
}
