package io.bedrockmeter.runtime.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The tree of a YAML file, with lines. Anchors are refused: settings that stand once are easier to find. */
final class YamlFile {

    private static final int LARGEST_BYTES = 1 << 20;
    private static final int DEEPEST = 20;

    private YamlFile() {}

    /** The mapping at the top of the file; empty for an empty file. */
    static Optional<MappingNode> read(Path file, List<ConfigProblem> problems) {
        String name = file.toString();
        try {
            if (Files.size(file) > LARGEST_BYTES) {
                problems.add(new ConfigProblem(name, "", Files.size(file) + " bytes", "at most " + LARGEST_BYTES));
                return Optional.empty();
            }
            return parse(name, Files.readString(file, StandardCharsets.UTF_8), problems);
        } catch (CharacterCodingException e) {
            problems.add(new ConfigProblem(name, "", "bytes that are no UTF-8", "a YAML file in UTF-8"));
        } catch (IOException e) {
            problems.add(new ConfigProblem(name, "", e.getClass().getSimpleName(), "a readable YAML file"));
        }
        return Optional.empty();
    }

    static Optional<MappingNode> parse(String name, String text, List<ConfigProblem> problems) {
        try {
            LoaderOptions options = new LoaderOptions();
            options.setNestingDepthLimit(DEEPEST);
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null || isNull(root)) {
                return Optional.empty();
            }
            if (!(root instanceof MappingNode mapping)) {
                problems.add(new ConfigProblem(place(name, root), "", describe(root), "keys with values"));
                return Optional.empty();
            }
            check(name, "", mapping, new HashSet<>(), problems);
            return Optional.of(mapping);
        } catch (MarkedYAMLException e) {
            String place = e.getProblemMark() == null
                    ? name
                    : name + ":" + (e.getProblemMark().getLine() + 1);
            problems.add(new ConfigProblem(place, "", String.valueOf(e.getProblem()), "valid YAML"));
        } catch (YAMLException e) {
            problems.add(new ConfigProblem(name, "", String.valueOf(e.getMessage()), "valid YAML"));
        }
        return Optional.empty();
    }

    /** Refuses what the tree may not hold at any depth: keys that stand twice, keys that are no text, anchors. */
    private static void check(String name, String path, Node node, Set<Node> seen, List<ConfigProblem> problems) {
        if (!seen.add(node)) {
            problems.add(new ConfigProblem(place(name, node), path, "an alias", "the value itself"));
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> check(name, path, item, seen, problems));
        } else if (node instanceof MappingNode mapping) {
            checkKeys(name, path, mapping, problems);
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    check(name, join(path, key.getValue()), entry.getValueNode(), seen, problems);
                }
            }
        }
    }

    private static void checkKeys(String name, String path, MappingNode mapping, List<ConfigProblem> problems) {
        Set<String> keys = new HashSet<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                problems.add(new ConfigProblem(
                        place(name, entry.getKeyNode()), path, describe(entry.getKeyNode()), "a plain key"));
            } else if (!keys.add(key.getValue())) {
                problems.add(new ConfigProblem(
                        place(name, key), join(path, key.getValue()), "the key a second time", "each key once"));
            }
        }
    }

    static String place(String name, Node node) {
        return name + ":" + (node.getStartMark().getLine() + 1);
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    static String describe(Node node) {
        if (node instanceof ScalarNode scalar) {
            return isNull(node) ? "nothing" : "'" + scalar.getValue() + "'";
        }
        return node instanceof SequenceNode ? "a list" : "a section";
    }
}
