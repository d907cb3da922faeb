package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaSuite
final class RerateCommandsIT {

    @BeforeAll
    static void two_calls_were_priced_and_the_price_was_corrected_since(KafkaSettings kafka, @TempDir Path directory)
            throws Exception {
        SampleLedger.write(kafka);
        Path cards = Files.writeString(directory.resolve("cards.yaml"), """
                currency: USD
                layer: override
                source: ours
                version: "2"
                effectiveFrom: 2020-01-01T00:00:00Z
                models:
                  - model: "acme.m-v1:0"
                    cards:
                      - {scope: regional, region: "*", per: 1000000, prices: {inputTokens: "4"}}
                """);
        assertThat(run(kafka, "rate-cards", "import", cards.toString()).exitCode())
                .isZero();
    }

    private static CommandRun run(KafkaSettings kafka, String... arguments) {
        return SampleLedger.run(kafka, Map.of(), arguments);
    }

    @Test
    void a_dry_run_tells_what_would_change_without_a_reason(KafkaSettings kafka) {
        CommandRun run =
                run(kafka, "rerate", "--from", "2025-10-01", "--to", "2025-11-01", "--dry-run", "--wait", "20");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("2 of 2 requests change\n")
                .contains("Team=ads", "+0.002", "2 requests priced by ours 2");
    }

    @Test
    void only_calls_of_the_model_are_looked_at(KafkaSettings kafka) {
        CommandRun run = run(
                kafka, "rerate", "--from", "2025-10-01", "--to", "2025-11-01", "--dry-run", "--model", "acme.other");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("0 of 0 requests change\n");
    }

    @Test
    void a_rerate_that_changes_nothing_needs_no_metering(KafkaSettings kafka) {
        CommandRun run = run(
                kafka,
                "rerate",
                "--from=2025-10-01",
                "--to=2025-10-02",
                "--reason=wrong price",
                "--wait=1",
                "--model=acme.other");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).endsWith("bedrock-meter: entered\n");
    }

    @Test
    void a_range_that_cannot_be_rerated_is_bad_input(KafkaSettings kafka) {
        CommandRun unreasoned = run(kafka, "rerate", "--from", "2025-10-01", "--to", "2025-11-01");
        CommandRun backwards =
                run(kafka, "rerate", "--from", "2025-11-01", "--to", "2025-10-01T00:00:00Z", "--dry-run");
        CommandRun untimely = run(kafka, "rerate", "--from", "yesterday", "--to", "2025-10-01", "--dry-run");

        assertThat(unreasoned.exitCode()).isEqualTo(2);
        assertThat(unreasoned.err())
                .isEqualTo("bedrock-meter: error: --reason: missing, expected why prices change; or --dry-run\n");
        assertThat(backwards.exitCode()).isEqualTo(2);
        assertThat(backwards.err()).contains("from 2025-11-01T00:00:00Z is not before to 2025-10-01T00:00:00Z");
        assertThat(untimely.exitCode()).isEqualTo(2);
        assertThat(untimely.err()).startsWith("bedrock-meter: error: --from: found 'yesterday', expected a day");
    }

    @Test
    void a_request_is_explained_as_text_and_as_json(KafkaSettings kafka) {
        CommandRun text = run(kafka, "explain", "r-ads");
        CommandRun json = run(kafka, "explain", "r-ads", "--format", "json", "--since", "2025-10-20");

        assertThat(text.exitCode()).as(text.err()).isZero();
        assertThat(text.out())
                .startsWith("request r-ads\n")
                .contains("1,000 inputTokens x 0.000003 USD", "booked 2025-11-03T09:00:00Z");
        assertThat(json.exitCode()).as(json.err()).isZero();
        assertThat(json.out()).startsWith("{").contains("\"r-ads\"").endsWith("}\n");
    }

    @Test
    void a_request_that_no_topic_knows_is_said_to_be_not_found(KafkaSettings kafka) {
        CommandRun run = run(kafka, "explain", "nobody");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("request nobody is not found");
        assertThat(run.err()).isEmpty();
    }
}
