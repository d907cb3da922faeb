package io.bedrockmeter.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigTest {

    @TempDir
    Path directory;

    /** A part with one setting of each kind. */
    record Part(
            String name,
            int size,
            boolean on,
            Duration pause,
            ZoneId zone,
            List<Path> files,
            Optional<Secret> password,
            Map<String, String> properties,
            Map<String, List<String>> aliases,
            List<String> items) {

        static Part read(Section root) {
            Section part = root.section("part");
            return new Part(
                    part.text("displayName", "nobody"),
                    part.integer("size", 4, 1, 10),
                    part.flag("on", false),
                    part.duration("pause", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofDays(1)),
                    part.zone("zone", ZoneOffset.UTC),
                    part.paths("files"),
                    part.secret("password"),
                    part.textMap("properties", true),
                    part.textsMap("aliases"),
                    part.sections("items", item -> item.text("id", "")));
        }
    }

    private Config.Loaded<Part> load(String yaml, Map<String, String> variables) throws IOException {
        Path file = Files.writeString(directory.resolve("c.yaml"), yaml);
        return Config.load(Optional.of(file), variables, Part::read);
    }

    private String complaints(String yaml, Map<String, String> variables, Function<Section, ?> reader) {
        try {
            Path file = Files.writeString(directory.resolve("c.yaml"), yaml);
            Config.load(Optional.of(file), variables, reader);
            return "";
        } catch (InvalidConfigException e) {
            return e.getMessage().replace(directory + "/", "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void every_kind_of_setting_is_read() throws IOException {
        Part part = load("""
                        part:
                          displayName: meter
                          size: 7
                          on: true
                          pause: 2m
                          zone: Europe/Berlin
                          files: [a.json, logs/b.json]
                          password: sesame
                          properties: {sasl.mechanism: PLAIN, 7: seven}
                          aliases:
                            CostCenter: [cost-center, costCenter]
                            Team: squad
                          items:
                            - id: one
                            - id: two
                        """, Map.of()).value();

        assertThat(part)
                .isEqualTo(new Part(
                        "meter",
                        7,
                        true,
                        Duration.ofMinutes(2),
                        ZoneId.of("Europe/Berlin"),
                        List.of(Path.of("a.json"), Path.of("logs/b.json")),
                        Optional.of(new Secret("sesame")),
                        Map.of("sasl.mechanism", "PLAIN", "7", "seven"),
                        Map.of("CostCenter", List.of("cost-center", "costCenter"), "Team", List.of("squad")),
                        List.of("one", "two")));
    }

    @Test
    void without_a_file_everything_has_its_default() {
        Part part = Config.load(Optional.empty(), Map.of(), Part::read).value();

        assertThat(part.name()).isEqualTo("nobody");
        assertThat(part.size()).isEqualTo(4);
        assertThat(part.files()).isEmpty();
        assertThat(part.password()).isEmpty();
    }

    @Test
    void an_empty_file_and_keys_without_value_mean_the_defaults() throws IOException {
        assertThat(load("", Map.of()).value())
                .isEqualTo(load("part:\n  size:\n  files:\n", Map.of()).value());
    }

    @Test
    void environment_variables_win_over_the_file() throws IOException {
        Part part = load(
                        "part: {displayName: file, size: 2}",
                        Map.of("BEDROCK_METER_PART_DISPLAY_NAME", "environment", "BEDROCK_METER_PART_FILES", "a, b"))
                .value();

        assertThat(part.name()).isEqualTo("environment");
        assertThat(part.size()).isEqualTo(2);
        assertThat(part.files()).containsExactly(Path.of("a"), Path.of("b"));
    }

    @Test
    void all_problems_are_told_at_once_with_place_found_and_expected() {
        String complaints = complaints(
                """
                part:
                  displayName: [a]
                  size: eleven
                  on: yes
                  pause: 2 weeks
                  zone: Mars/Olympus
                  files: {a: b}
                  pasword: sesame
                  items: {}
                prat: 1
                """,
                Map.of("BEDROCK_METER_PART_SIZ", "3", "BEDROCK_METER_PORT_80_TCP", "tcp://10.0.0.1:80"),
                Part::read);

        assertThat(complaints).isEqualTo("""
                        c.yaml:2: part.displayName: found a list, expected a text
                        c.yaml:3: part.size: found 'eleven', expected a whole number from 1 to 10
                        c.yaml:4: part.on: found 'yes', expected true or false
                        c.yaml:5: part.pause: found '2 weeks', expected a duration such as 30s, 12h or 8d, from 1s to 1d
                        c.yaml:6: part.zone: found 'Mars/Olympus', expected an IANA time zone such as UTC or Europe/Berlin
                        c.yaml:7: part.files: found a section, expected a path or a list of paths
                        c.yaml:8: part.pasword: found an unknown key, expected password, perhaps
                        c.yaml:9: part.items: found a section, expected a list of sections
                        c.yaml:10: prat: found an unknown key, expected part, perhaps
                        environment: BEDROCK_METER_PART_SIZ: found a variable that overrides no setting, expected BEDROCK_METER_PART_SIZE, perhaps""".stripIndent());
    }

    @Test
    void a_wrong_override_is_told_by_the_name_of_its_variable() {
        assertThat(complaints("part: {size: 3}", Map.of("BEDROCK_METER_PART_SIZE", "0"), Part::read))
                .isEqualTo("BEDROCK_METER_PART_SIZE: part.size: found '0', expected a whole number from 1 to 10");
    }

    @Test
    void what_is_no_yaml_mapping_is_refused_with_its_line() {
        assertThat(complaints("part:\n  - [", Map.of(), Part::read)).startsWith("c.yaml:2: found");
        assertThat(complaints("- a", Map.of(), Part::read))
                .isEqualTo("c.yaml:1: found a list, expected keys with values");
        assertThat(complaints("part: {size: 1}\npart: {size: 2}", Map.of(), Part::read))
                .isEqualTo("c.yaml:2: part: found the key a second time, expected each key once");
        assertThat(complaints("part: &a {size: 1}\nb: *a", Map.of(), Part::read))
                .contains("found an alias");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> Config.load(Optional.of(directory.resolve("none.yaml")), Map.of(), Part::read))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("none.yaml: found NoSuchFileException, expected a readable YAML file");
    }

    @Test
    void references_to_environment_variables_are_replaced() throws IOException {
        Part part =
                load("part: {displayName: 'a-${NAME}-z'}", Map.of("NAME", "$1")).value();

        assertThat(part.name()).isEqualTo("a-$1-z");
        assertThat(complaints("part: {displayName: '${NAME}'}", Map.of(), Part::read))
                .isEqualTo(
                        "c.yaml:1: part.displayName: found ${NAME}, expected the environment variable NAME to be set");
    }

    @Test
    void settings_in_force_show_where_they_come_from_and_no_secrets() throws IOException {
        List<Setting> settings = load(
                        "part:\n  size: 2\n  password: sesame\n  properties: {key: sesame}",
                        Map.of("BEDROCK_METER_PART_ON", "true"))
                .settings();

        assertThat(settings.toString())
                .doesNotContain("sesame")
                .contains(
                        "part.size = 2  (" + directory.resolve("c.yaml") + ":2)",
                        "part.on = true  (BEDROCK_METER_PART_ON)",
                        "part.password = ***",
                        "part.properties.key = ***",
                        "part.pause = 30s  (default)");
    }
}
