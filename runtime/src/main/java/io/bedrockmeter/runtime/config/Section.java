package io.bedrockmeter.runtime.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A part of the configuration, asked key by key. A value that is wrong is noted as a problem and answered by the default,
 * so that reading goes on and finds the other problems. A key nobody asks for is unknown.
 */
public final class Section {

    private final Config config;
    private final String file;
    private final String path;
    private final Optional<MappingNode> mapping;
    private final boolean overridable;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Section> children = new ArrayList<>();

    /** @param overridable whether environment variables can name its keys; items of lists have no name */
    Section(Config config, String file, String path, Optional<MappingNode> mapping, boolean overridable) {
        this.config = config;
        this.file = file;
        this.path = path;
        this.mapping = mapping;
        this.overridable = overridable;
    }

    /** A text; empty where the key is absent or has no value. */
    public Optional<String> text(String key) {
        return value(key, false, "a text", Optional::of, Function.identity(), Optional.empty());
    }

    /** A text with a default. */
    public String text(String key, String orElse) {
        return value(key, false, "a text", Optional::of, Function.identity(), Optional.of(orElse))
                .orElse(orElse);
    }

    /** A text that must match; {@code expected} says what it should look like. */
    public <T> Optional<T> parsed(String key, String expected, Function<String, Optional<T>> parser) {
        return value(key, false, expected, parser, String::valueOf, Optional.empty());
    }

    /** A text that must match, with a default. */
    public <T> T parsed(String key, String expected, Function<String, Optional<T>> parser, T orElse) {
        return value(key, false, expected, parser, String::valueOf, Optional.of(orElse))
                .orElse(orElse);
    }

    /** A secret; empty where absent. */
    public Optional<Secret> secret(String key) {
        return value(key, true, "a text", text -> Optional.of(new Secret(text)), Secret::toString, Optional.empty());
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String key, boolean orElse) {
        return parsed(key, "true or false", Parsers::flag, orElse);
    }

    /** A whole number within bounds, both included. */
    public int integer(String key, int orElse, int least, int most) {
        return parsed(
                key,
                "a whole number from " + least + " to " + most,
                text -> Parsers.integer(text, least, most),
                orElse);
    }

    /** A duration within bounds, both included; see {@link Durations}. */
    public Duration duration(String key, Duration orElse, Duration least, Duration most) {
        String expected =
                "a duration such as 30s, 12h or 8d, from " + Durations.format(least) + " to " + Durations.format(most);
        Function<String, Optional<Duration>> parser = text -> Durations.parse(text)
                .filter(duration -> duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0);
        return value(key, false, expected, parser, Durations::format, Optional.of(orElse))
                .orElse(orElse);
    }

    /** An IANA time zone. */
    public ZoneId zone(String key, ZoneId orElse) {
        return parsed(key, "an IANA time zone such as UTC or Europe/Berlin", Parsers::zone, orElse);
    }

    /** A path, relative to the working directory. */
    public Optional<Path> path(String key) {
        return parsed(key, "a path", Parsers::path);
    }

    /** A path with a default. */
    public Path path(String key, Path orElse) {
        return parsed(key, "a path", Parsers::path, orElse);
    }

    /** Paths, as a list or one. */
    public List<Path> paths(String key) {
        return list(key, "a path or a list of paths", Parsers::path);
    }

    /** Texts, as a list, one, or separated by commas in an environment variable. */
    public List<String> texts(String key) {
        return list(key, "a text or a list of texts", Optional::of);
    }

    /** Values of a kind, as a list, one, or separated by commas in an environment variable. */
    public <T> List<T> list(String key, String expected, Function<String, Optional<T>> parser) {
        String full = known(key);
        Optional<String> override = overridable ? config.environment().override(full) : Optional.empty();
        List<T> values = new ArrayList<>();
        if (override.isPresent()) {
            for (String item : override.get().split(",")) {
                parse(full, new RawValue(item.strip(), Environment.variable(full)), expected, parser, false)
                        .ifPresent(values::add);
            }
            config.inForce(full, values.toString(), Environment.variable(full));
            return List.copyOf(values);
        }
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            config.inForce(full, "[]", Setting.DEFAULT);
            return List.of();
        }
        List<Node> items = node.get() instanceof SequenceNode sequence ? sequence.getValue() : List.of(node.get());
        for (Node item : items) {
            scalar(full, item, expected)
                    .flatMap(raw -> parse(full, raw, expected, parser, false))
                    .ifPresent(values::add);
        }
        config.inForce(full, values.toString(), YamlFile.place(file, node.get()));
        return List.copyOf(values);
    }

    /** Texts by key, in the order of the file; the keys are free. Values are masked where {@code secret}. */
    public Map<String, String> textMap(String key, boolean secret) {
        Map<String, String> values = new LinkedHashMap<>();
        Section texts = section(key);
        for (String name : texts.keys()) {
            Optional<String> value = texts.value(
                    name, secret, "a text", Optional::of, text -> secret ? Secret.MASK : text, Optional.empty());
            value.ifPresent(text -> values.put(name, text));
        }
        return values;
    }

    /** Lists of texts by key, in the order of the file; the keys are free. */
    public Map<String, List<String>> textsMap(String key) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        Section lists = section(key);
        lists.keys().forEach(name -> values.put(name, lists.texts(name)));
        return values;
    }

    private List<String> keys() {
        return mapping.stream()
                .flatMap(map -> map.getValue().stream())
                .map(entry -> ((ScalarNode) entry.getKeyNode()).getValue())
                .toList();
    }

    /** A nested section; an absent one answers with defaults and environment variables only. */
    public Section section(String key) {
        String full = known(key);
        Optional<Node> node = node(key);
        Optional<MappingNode> nested =
                node.filter(MappingNode.class::isInstance).map(MappingNode.class::cast);
        if (node.isPresent() && nested.isEmpty()) {
            wrong(node.get(), full, "keys with values");
        }
        return child(full, nested, overridable);
    }

    /** A list of nested sections, each read into a value. */
    public <T> List<T> sections(String key, Function<Section, T> reader) {
        String full = known(key);
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (!(node.get() instanceof SequenceNode sequence)) {
            wrong(node.get(), full, "a list of sections");
            return List.of();
        }
        List<T> values = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            String itemPath = full + "[" + values.size() + "]";
            if (item instanceof MappingNode nested) {
                values.add(reader.apply(child(itemPath, Optional.of(nested), false)));
            } else {
                wrong(item, itemPath, "keys with values");
            }
        }
        return List.copyOf(values);
    }

    /** Notes a problem that only shows when several settings are seen together. */
    public void problem(String key, String found, String expected) {
        String place = node(key)
                .or(() -> mapping)
                .map(node -> YamlFile.place(file, node))
                .orElse(file);
        config.problem(place, YamlFile.join(path, key), found, expected);
    }

    private Section child(String full, Optional<MappingNode> nested, boolean childOverridable) {
        Section child = new Section(config, file, full, nested, childOverridable);
        children.add(child);
        return child;
    }

    private <T> Optional<T> value(
            String key,
            boolean secret,
            String expected,
            Function<String, Optional<T>> parser,
            Function<T, String> printer,
            Optional<T> orElse) {
        String full = known(key);
        Optional<RawValue> raw = raw(key, full, expected);
        Optional<T> value = raw.flatMap(found -> parse(full, found, expected, parser, secret));
        String origin = raw.map(RawValue::origin).orElse(Setting.DEFAULT);
        value.or(() -> orElse).ifPresent(inForce -> config.inForce(full, printer.apply(inForce), origin));
        return value;
    }

    private Optional<RawValue> raw(String key, String full, String expected) {
        Optional<String> override = overridable ? config.environment().override(full) : Optional.empty();
        return override.isPresent()
                ? Optional.of(new RawValue(override.get(), Environment.variable(full)))
                : node(key).flatMap(node -> scalar(full, node, expected));
    }

    private Optional<RawValue> scalar(String full, Node node, String expected) {
        if (!(node instanceof ScalarNode scalar) || YamlFile.isNull(node)) {
            wrong(node, full, expected);
            return Optional.empty();
        }
        return RawValue.resolve(config, full, scalar.getValue(), YamlFile.place(file, node));
    }

    private <T> Optional<T> parse(
            String full, RawValue raw, String expected, Function<String, Optional<T>> parser, boolean secret) {
        Optional<T> value = parser.apply(raw.text());
        if (value.isEmpty()) {
            config.problem(raw.origin(), full, secret ? Secret.MASK : "'" + raw.text() + "'", expected);
        }
        return value;
    }

    private void wrong(Node node, String full, String expected) {
        config.problem(YamlFile.place(file, node), full, YamlFile.describe(node), expected);
    }

    private String known(String key) {
        known.add(key);
        return YamlFile.join(path, key);
    }

    /** The value of a key; empty where the key is absent or has no value. */
    private Optional<Node> node(String key) {
        return mapping.stream()
                .flatMap(map -> map.getValue().stream())
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key))
                .map(NodeTuple::getValueNode)
                .filter(node -> !YamlFile.isNull(node))
                .findFirst();
    }

    /** Notes each key of the file that nobody asked for, here and below. */
    void refuseUnknownKeys() {
        for (NodeTuple entry : mapping.map(MappingNode::getValue).orElse(List.of())) {
            String key = ((ScalarNode) entry.getKeyNode()).getValue();
            if (!known.contains(key)) {
                config.problem(
                        YamlFile.place(file, entry.getKeyNode()),
                        YamlFile.join(path, key),
                        "an unknown key",
                        Similar.hint(key, known));
            }
        }
        children.forEach(Section::refuseUnknownKeys);
    }
}
