package io.bedrockmeter.runtime.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Environment variables that override settings: {@code kafka.bootstrapServers} is {@code
 * BEDROCK_METER_KAFKA_BOOTSTRAP_SERVERS}.
 */
final class Environment {

    static final String PREFIX = "BEDROCK_METER_";

    /** Kubernetes sets these for a service that happens to be called bedrock-meter. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(PREFIX + "(SERVICE_HOST|SERVICE_PORT.*|PORT|PORT_\\d.*)");

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private final Map<String, String> variables;
    private final Set<String> used = new HashSet<>();

    Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    static String variable(String key) {
        return PREFIX + HUMP.matcher(key).replaceAll("_").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The override of a setting, if there is one. */
    Optional<String> override(String key) {
        String variable = variable(key);
        used.add(variable);
        return Optional.ofNullable(variables.get(variable));
    }

    /** A variable of any name, for references in values. */
    Optional<String> value(String variable) {
        return Optional.ofNullable(variables.get(variable));
    }

    /** Variables that look like overrides of settings that do not exist. */
    List<ConfigProblem> unknown() {
        List<ConfigProblem> problems = new ArrayList<>();
        new TreeMap<>(variables)
                .keySet().stream()
                        .filter(name -> name.startsWith(PREFIX) && !used.contains(name))
                        .filter(name -> !SERVICE_LINK.matcher(name).matches())
                        .forEach(name -> problems.add(new ConfigProblem(
                                "environment",
                                name,
                                "a variable that overrides no setting",
                                Similar.hint(name, used))));
        return problems;
    }
}
