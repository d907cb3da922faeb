package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
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
    void discounts_are_compared_imported_listed_and_replaced(KafkaSettings kafka) throws IOException {
        TopicSetup.ensure(kafka);
        String head = """
                currency: USD
                source: contract 7
                version: "1"
                effectiveFrom: 2020-01-01
                """;
        String first = file("first.yaml", head + """
                discounts:
                  - {percent: 5}
                  - {account: "111122223333", percent: 12.5}
                """);
        String second = file("second.yaml", head + """
                discounts:
                  - {percent: 6}
                  - {account: "111122223333", model: acme.m, percent: 20, effectiveTo: 2099-01-01}
                """);

        CommandRun diff = run(kafka, "rate-cards", "diff", first);
        CommandRun imported = run(kafka, "rate-cards", "import", first);
        CommandRun again = run(kafka, "rate-cards", "import", first);
        CommandRun next = run(kafka, "rate-cards", "diff", second);
        run(kafka, "rate-cards", "import", second);
        CommandRun listed = run(kafka, "rate-cards", "list", "--model", "acme.m");

        assertThat(diff.out())
                .startsWith("added discount for everything from 2020-01-01T00:00:00Z by contract 7: - -> 5 %\n"
                        + "added discount for account 111122223333 from 2020-01-01T00:00:00Z by contract 7: - -> 12.5 %\n"
                        + "added: 0 cards, 2 discounts\n");
        assertThat(imported.out()).startsWith("added: 0 cards, 2 discounts\n");
        assertThat(again.out()).startsWith("added: 0 cards\n");
        assertThat(next.out())
                .contains(
                        "repriced discount for everything from 2020-01-01T00:00:00Z by contract 7: 5 -> 6 %\n",
                        "removed discount for account 111122223333 from 2020-01-01T00:00:00Z by contract 7: 12.5 -> - %\n",
                        "added discount for account 111122223333 and model acme.m from 2020-01-01T00:00:00Z to"
                                + " 2099-01-01T00:00:00Z by contract 7: - -> 20 %\n");
        assertThat(listed.out())
                .contains("Discount %")
                .containsPattern("\\* +\\* +2020-01-01 +contract 7 +1 +6\\n")
                .containsPattern("111122223333 +acme.m +2020-01-01 +2099-01-01 +contract 7 +1 +20\\n");
    }

    @Test
    void a_file_of_discounts_with_problems_is_bad_input_and_changes_nothing(KafkaSettings kafka) throws IOException {
        TopicSetup.ensure(kafka);
        String bad = file("bad.yaml", """
                currency: USD
                source: contract 8
                version: "1"
                effectiveFrom: 2020-01-01
                discounts:
                  - {account: "111122223333", percent: 101}
                  - {percent: 5}
                  - {percent: 6}
                  - {rate: 1}
                """);

        CommandRun run = run(kafka, "rate-cards", "import", bad);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "refused, nothing was changed",
                        "discounts[0].percent: expected a decimal number from 0 to 100",
                        "discounts[2]: the discount for everything is in force at the same time as in discounts[1]",
                        "discounts[3].rate: unknown key");
        assertThat(run(kafka, "rate-cards", "list").out()).doesNotContain("contract 8");
    }

    @Test
    void bundled_prices_can_be_listed_without_a_broker() {
        CommandRun run = CommandRun.of("rate-cards", "list", "--bundled", "--model", "amazon.nova-micro");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("amazon.nova-micro-v1:0").contains("million");
    }
}
