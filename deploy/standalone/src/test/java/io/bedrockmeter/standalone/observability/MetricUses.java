package io.bedrockmeter.standalone.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where metrics are named outside the program: documentation, alerting rules, dashboards. */
final class MetricUses {

    static final Path OBSERVABILITY = Path.of("../observability");

    private static final Path DOCUMENTATION = Path.of("../../docs/operating/metrics.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| `(bedrock_meter_[a-z_]+)` \\|([^|]*)\\|", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("\\b(?:bedrock_meter|jvm|process|system)_[a-z_]+\\b");
    private static final ObjectMapper JSON = new ObjectMapper();

    private MetricUses() {}

    /** Names of labels by documented name. */
    static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(DOCUMENTATION));
        while (row.find()) {
            Set<String> labels = Arrays.stream(row.group(2).split("[`, ]+"))
                    .filter(label -> !label.isBlank())
                    .collect(Collectors.toCollection(TreeSet::new));
            documented.put(row.group(1), labels);
        }
        return documented;
    }

    /** Every metric that a rule or dashboard asks for. */
    static Set<String> inRulesAndDashboards() throws IOException {
        Set<String> names = new TreeSet<>();
        namesIn(Files.readString(OBSERVABILITY.resolve("alerts.yml")), names);
        for (Path dashboard : dashboards()) {
            expressions(JSON.readTree(dashboard.toFile()), names);
        }
        return names;
    }

    /** Expressions of all dashboards, as Prometheus gets them. */
    static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (Path dashboard : dashboards()) {
            JSON.readTree(dashboard.toFile())
                    .findValues("expr")
                    .forEach(expression -> expressions.add(
                            expression.asText().replace("$instance", ".*").replace("$__rate_interval", "1m")));
        }
        return expressions;
    }

    /**
     * A question that a dashboard puts to the query API.
     *
     * @param root where the rows are in the answer, names separated by dots
     * @param columns where values are in a row
     */
    record Question(String path, String root, List<String> columns) {

        /** Whether every column has a value in some row; the root may be a list of rows or one row. */
        boolean shownBy(String answer) throws IOException {
            JsonNode rows = at(JSON.readTree(answer), root);
            List<JsonNode> all = new ArrayList<>();
            if (rows.isArray()) {
                rows.forEach(all::add);
            } else {
                all.add(rows);
            }
            return columns.stream()
                    .filter(column -> !column.equals("problem"))
                    .allMatch(column ->
                            all.stream().anyMatch(row -> at(row, column).isValueNode()));
        }

        private static JsonNode at(JsonNode node, String dotted) {
            JsonNode found = node;
            for (String name : dotted.split("\\.")) {
                found = found.path(name);
            }
            return found;
        }
    }

    /** What the spend dashboard asks, for a time range from that day on. */
    static List<Question> questions(String from) throws IOException {
        List<Question> questions = new ArrayList<>();
        for (JsonNode targets : JSON.readTree(
                        OBSERVABILITY.resolve("dashboards/spend.json").toFile())
                .findValues("targets")) {
            for (JsonNode target : targets) {
                List<String> columns = new ArrayList<>();
                target.get("columns")
                        .forEach(column ->
                                columns.add(chosen(column.get("selector").asText(), from)));
                questions.add(new Question(
                        chosen(target.get("url").asText(), from),
                        target.get("root_selector").asText(),
                        columns));
            }
        }
        return questions;
    }

    private static String chosen(String text, String from) {
        return text.replace("${__from:date:YYYY-MM-DD}", from).replace("${key}", "Team");
    }

    static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(OBSERVABILITY.resolve("dashboards"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static void expressions(JsonNode node, Set<String> names) {
        if (node.path("expr").isTextual()) {
            namesIn(node.get("expr").asText(), names);
        }
        node.forEach(child -> expressions(child, names));
    }

    private static void namesIn(String text, Set<String> names) {
        Matcher name = NAME.matcher(text);
        while (name.find()) {
            names.add(name.group());
        }
    }
}
