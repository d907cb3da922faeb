package io.bedrockmeter.runtime.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;

/**
 * A configuration that is being read: a YAML file, or none, under the environment variables. Reading never fails half-way;
 * problems are collected and told together.
 */
public final class Config {

    private static final Pattern LINE = Pattern.compile(":(\\d{1,9})$");

    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<Setting> settings = new ArrayList<>();
    private final Environment environment;
    private final Section root;

    private Config(Optional<Path> file, Map<String, String> variables) {
        this.environment = new Environment(variables);
        Optional<MappingNode> mapping = file.flatMap(path -> YamlFile.read(path, problems));
        this.root = new Section(this, file.map(Path::toString).orElse("configuration"), "", mapping, true);
    }

    /**
     * Reads a configuration into a record.
     *
     * @param file YAML file, empty when there is none and every setting has its default
     * @param variables environment variables
     * @param reader builds the record; asks the section for every key it knows
     * @throws InvalidConfigException with every problem, when there is any
     */
    public static <T> Loaded<T> load(Optional<Path> file, Map<String, String> variables, Function<Section, T> reader) {
        Config config = new Config(file, variables);
        if (!config.problems.isEmpty()) {
            throw new InvalidConfigException(config.problems);
        }
        T value = reader.apply(config.root);
        config.root.refuseUnknownKeys();
        config.problems.addAll(config.environment.unknown());
        if (!config.problems.isEmpty()) {
            config.problems.sort(Comparator.comparingInt(Config::line));
            throw new InvalidConfigException(config.problems);
        }
        config.settings.sort(Comparator.comparing(Setting::key));
        return new Loaded<>(value, List.copyOf(config.settings));
    }

    /** Name of the environment variable that overrides a setting, given by its key with its path. */
    public static String variable(String key) {
        return Environment.variable(key);
    }

    /**
     * What was read.
     *
     * @param value the record
     * @param settings every setting in force, by key, secrets masked
     */
    public record Loaded<T>(T value, List<Setting> settings) {}

    /** Line of the file; what stands in no file comes last. */
    private static int line(ConfigProblem problem) {
        Matcher matcher = LINE.matcher(problem.place());
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : Integer.MAX_VALUE;
    }

    Environment environment() {
        return environment;
    }

    void problem(String place, String key, String found, String expected) {
        problems.add(new ConfigProblem(place, key, found, expected));
    }

    void inForce(String key, String value, String origin) {
        settings.add(new Setting(key, value, origin));
    }
}
