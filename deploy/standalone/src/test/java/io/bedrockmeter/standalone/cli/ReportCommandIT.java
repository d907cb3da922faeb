package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportCommandIT {

    private static final String MODEL = "acme.test-v1:0";

    @TempDir
    static Path directory;

    @BeforeAll
    static void write_inputs() throws IOException {
        write(
                "logs/a.jsonl",
                LogLines.record("r1", "2026-11-10T12:00:00Z", MODEL, 1_000, 10)
                        + LogLines.record("r2", "2026-11-10T13:00:00Z", MODEL, 2_000, 20)
                        + "{\"schemaType\":\"ModelInvocationLog\",\n");
        write(
                "logs/b.jsonl",
                LogLines.record("r1", "2026-11-10T12:00:00Z", MODEL, 1_000, 10)
                        + LogLines.record("r3", "2026-11-11T12:00:00Z", "us.nobody.knows-v1:0", 7, 3)
                        + LogLines.record("r4", "2026-11-11T12:00:00Z", MODEL, 0, 0));
        write("tags.jsonl", LogLines.tags("r1", "team-id", "search") + LogLines.tags("r2", "Squad", "blue"));
        write("cards.yaml", """
                currency: USD
                layer: override
                source: test
                version: "1"
                effectiveFrom: 2020-01-01T00:00:00Z
                models:
                  - model: "%s"
                    cards:
                      - {scope: regional, region: "*", per: 1000000, prices: {inputTokens: "3", outputTokens: "15"}}
                """.formatted(MODEL));
    }

    private static void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String path(String name) {
        return directory.resolve(name).toString();
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void distinct_requests_are_priced_attributed_and_grouped_and_what_is_refused_is_told() throws IOException {
        CommandRun run = CommandRun.of(
                "report",
                "--logs",
                path("logs"),
                path("nothere"),
                "--tag-events",
                path("tags.jsonl"),
                "--rate-cards",
                path("cards.yaml"),
                "--group-by",
                "team",
                "--format",
                "json");

        JsonNode report = json(run);
        JsonNode search = report.at("/groups/1");
        assertThat(report.at("/groups")).hasSize(2);
        assertThat(report.at("/groups/0/key/Team").textValue()).isEqualTo("UNATTRIBUTED");
        assertThat(report.at("/groups/0/cost").textValue()).isEqualTo("0.006300000000");
        assertThat(search.at("/key/Team").textValue()).isEqualTo("search");
        assertThat(search.get("requests").longValue()).isEqualTo(1);
        assertThat(search.get("inputTokens").longValue()).isEqualTo(1_000);
        assertThat(search.get("outputTokens").longValue()).isEqualTo(10);
        assertThat(search.get("cost").textValue()).isEqualTo("0.003150000000");
        assertThat(report.at("/total/requests").longValue()).isEqualTo(4);
        assertThat(report.at("/total/cost").textValue()).isEqualTo("0.009450000000");
        assertThat(report.at("/coverage/repeated").longValue()).isEqualTo(1);
        assertThat(report.at("/coverage/refused").longValue()).isEqualTo(2);
        assertThat(report.at("/coverage/unpricedModels/0/model").textValue()).isEqualTo("nobody.knows-v1:0");
        assertThat(report.at("/coverage/unpricedTokens").longValue()).isEqualTo(10);
        assertThat(run.err())
                .contains("a.jsonl:3")
                .contains("nothere: there is no such file or folder")
                .doesNotContain("\tat ");
    }

    @Test
    void tags_outside_the_taxonomy_days_and_filters_can_be_asked_for() {
        CommandRun run = CommandRun.of(
                "report",
                "--logs",
                path("logs"),
                "--tag-events",
                path("tags.jsonl"),
                "--rate-cards",
                path("cards.yaml"),
                "--group-by",
                "Squad,model",
                "--filter",
                "model=" + MODEL,
                "--granularity",
                "day",
                "--format",
                "csv",
                "--quiet");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("windowStart,Squad,model,requests,")
                .contains("2026-11-10T00:00:00Z,blue," + MODEL + ",1,")
                .contains("2026-11-10T00:00:00Z,UNATTRIBUTED," + MODEL + ",1,")
                .contains("2026-11-11T00:00:00Z,UNATTRIBUTED," + MODEL + ",1,")
                .doesNotContain("nobody.knows");
    }

    @Test
    void nothing_readable_is_bad_input() {
        CommandRun run = CommandRun.of("report", "--logs", path("nothere"), path("neither"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("bedrock-meter: error: nothing to read: " + path("nothere"))
                .contains(path("neither"));
        assertThat(run.out()).isEmpty();
    }

    @Test
    void rate_cards_that_are_wrong_are_bad_input_with_every_problem() throws IOException {
        write("broken.yaml", "models: 7\nlayer: gold\n");

        CommandRun run =
                CommandRun.of("report", "--logs", path("logs"), "--rate-cards", path("broken.yaml"), path("none"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("broken.yaml")
                .contains("layer")
                .contains("models")
                .contains("none: there is no such file");
    }
}
