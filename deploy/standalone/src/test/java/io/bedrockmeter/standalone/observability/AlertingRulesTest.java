package io.bedrockmeter.standalone.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerting rules and expressions of dashboards as Prometheus takes them. Needs promtool (Debian package prometheus). */
final class AlertingRulesTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void promtoolIsThere() {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
                "promtool is not installed");
    }

    @Test
    void every_rule_fires_when_it_should_and_none_in_a_healthy_process() throws Exception {
        assertThat(promtool("test", "rules", "alerts-test.yml")).contains("SUCCESS");
    }

    @Test
    void every_rule_is_tested() throws IOException {
        String tests = Files.readString(MetricUses.OBSERVABILITY.resolve("alerts-test.yml"));
        try (Stream<String> rules = Files.lines(MetricUses.OBSERVABILITY.resolve("alerts.yml"))) {
            assertThat(rules.filter(line -> line.contains("- alert: "))
                            .map(line -> line.replaceFirst(".*- alert: ", "")))
                    .isNotEmpty()
                    .allMatch(rule -> tests.contains("alertname=\"" + rule + "\""));
        }
    }

    @Test
    void the_configuration_can_be_used() throws Exception {
        assertThat(promtool("check", "config", "prometheus.yml")).contains("SUCCESS");
    }

    @Test
    void every_expression_of_a_dashboard_is_one() throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboards\n    rules:\n");
        List<String> expressions = MetricUses.expressions();
        for (int i = 0; i < expressions.size(); i++) {
            rules.append("      - {record: 'r")
                    .append(i)
                    .append("', expr: '")
                    .append(expressions.get(i))
                    .append("'}\n");
        }
        Path file = Files.writeString(directory.resolve("dashboards.yml"), rules);

        assertThat(promtool("check", "rules", file.toString())).contains(expressions.size() + " rules found");
    }

    private static String promtool(String... arguments) throws IOException, InterruptedException {
        String[] command =
                Stream.concat(Stream.of("promtool"), Arrays.stream(arguments)).toArray(String[]::new);
        Process process = new ProcessBuilder(command)
                .directory(MetricUses.OBSERVABILITY.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
