package io.bedrockmeter.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.standalone.process.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class BedrockMeterCommandTest {

    static List<List<String>> everyCommand() {
        List<List<String>> paths = new ArrayList<>();
        collect(List.of(), BedrockMeterCommand.commandLine(Console.ofProcess(), Map.of()), paths);
        return paths;
    }

    private static void collect(List<String> path, CommandLine command, List<List<String>> paths) {
        paths.add(path);
        command.getSubcommands().forEach((name, subcommand) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(longer, subcommand, paths);
        });
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void every_command_explains_itself_on_standard_output(List<String> command) {
        List<String> arguments = new ArrayList<>(command);
        arguments.add("--help");

        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: " + String.join(" ", concat("bedrock-meter", command)));
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(run.err()).isEmpty();
    }

    private static List<String> concat(String first, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }

    @Test
    void the_version_is_that_of_the_build() {
        CommandRun run = CommandRun.of("--version");

        assertThat(run.out()).matches("(?s)bedrock-meter \\d+\\.\\d+\\.\\d+.*Java \\d+.*");
    }

    @Test
    void a_command_that_does_not_exist_is_bad_usage_with_a_suggestion() {
        CommandRun run = CommandRun.of("wach");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("bedrock-meter: error: ")
                .contains("watch")
                .doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void a_topic_that_does_not_exist_is_bad_input_and_the_topics_are_told() {
        CommandRun run = CommandRun.of("watch", "usage.dya");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("bedrock-meter: error: no topic is called 'usage.dya'; did you mean usage.day?\n")
                .contains("  topics: invocations, tag-events");
    }

    @Test
    void a_filter_without_equals_sign_is_bad_input() {
        assertThat(CommandRun.of("watch", "ledger", "--filter", "Team").err())
                .isEqualTo("bedrock-meter: error: --filter: found 'Team', expected KEY=VALUE\n");
    }
}
