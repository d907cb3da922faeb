package io.bedrockmeter.alerts.budgets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.bedrockmeter.schemas.model.Budget;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads budget files, YAML or JSON (which is YAML): an object with the key {@code budgets} and a list of budgets as in
 * docs/budgets.md. Unknown and repeated keys are refused, and every problem of a file is listed at once.
 */
public final class BudgetFile {

    /** Bytes of a file. */
    public static final long MAX_BYTES = 10L << 20;

    private static final String EXPECTED = "YAML or JSON with the key budgets and a list of budgets";
    private static final String EXPECTED_ONE = "YAML or JSON with the keys of one budget";
    private static final int MAX_DEPTH = 64;

    private static final ObjectMapper YAML = JsonMapper.builder(YAMLFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private BudgetFile() {}

    /**
     * The budgets of a file.
     *
     * @throws InvalidBudgetsException naming everything that is wrong
     */
    public static List<Budget> read(Path file) throws InvalidBudgetsException {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
                throw invalid(file.toString(), "file", Files.size(file) + " bytes", "at most " + MAX_BYTES);
            }
            return parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            throw invalid(file.toString(), "file", "nothing", "a file that exists");
        } catch (MalformedInputException e) {
            throw invalid(file.toString(), "file", "bytes that are no UTF-8", EXPECTED);
        } catch (IOException e) {
            throw invalid(
                    file.toString(),
                    "file",
                    "an unreadable one (" + e.getClass().getSimpleName() + ")",
                    EXPECTED);
        }
    }

    /**
     * The budgets of a text.
     *
     * @param source what the text is, for messages
     * @throws InvalidBudgetsException naming everything that is wrong
     */
    public static List<Budget> parse(String text, String source) throws InvalidBudgetsException {
        List<BudgetProblem> problems = new ArrayList<>();
        List<Budget> budgets = budgets(tree(text, source, EXPECTED), problems);
        if (!problems.isEmpty()) {
            throw new InvalidBudgetsException(source, problems);
        }
        return budgets;
    }

    /**
     * One budget by itself: what a file has in its list.
     *
     * @param id the budget's; the text may repeat it or leave it out
     * @throws InvalidBudgetsException naming everything that is wrong, by paths within the budget
     */
    public static Budget parseOne(String text, String id) throws InvalidBudgetsException {
        String source = "budget " + id;
        JsonNode root = tree(text, source, EXPECTED_ONE);
        if (!(root instanceof ObjectNode budget)) {
            throw invalid(source, "budget", Section.show(root), EXPECTED_ONE);
        }
        List<BudgetProblem> problems = new ArrayList<>();
        JsonNode given = budget.path("id");
        if (!given.isMissingNode() && !given.asText().equals(id)) {
            problems.add(new BudgetProblem("id", Section.show(given), "the id that is asked for, " + id + ", or none"));
        }
        Optional<Budget> read = new BudgetReader(budget.put("id", id), "", problems).read();
        if (!problems.isEmpty() || read.isEmpty()) {
            throw new InvalidBudgetsException(source, problems);
        }
        return read.get();
    }

    private static JsonNode tree(String text, String source, String expected) throws InvalidBudgetsException {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? "file"
                    : "line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            String got = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")
                    ? "a key that is there before"
                    : "text that cannot be parsed";
            throw invalid(source, where, got, expected);
        }
    }

    private static List<Budget> budgets(JsonNode root, List<BudgetProblem> problems) {
        List<Budget> budgets = new ArrayList<>();
        if (!root.isObject()) {
            problems.add(new BudgetProblem("file", Section.show(root), EXPECTED));
            return budgets;
        }
        Section section = new Section(root, "", problems);
        section.allow(Set.of("budgets"));
        JsonNode list = root.path("budgets");
        if (!list.isArray()) {
            section.refuse("budgets", "a list of budgets");
            return budgets;
        }
        Map<String, String> paths = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            String path = "budgets[" + i + "]";
            if (!list.get(i).isObject()) {
                problems.add(new BudgetProblem(path, Section.show(list.get(i)), "an object"));
                continue;
            }
            new BudgetReader(list.get(i), path, problems).read().ifPresent(budgets::add);
            refuseSecond(list.get(i), path, paths, problems);
        }
        return budgets;
    }

    private static void refuseSecond(
            JsonNode budget, String path, Map<String, String> paths, List<BudgetProblem> problems) {
        JsonNode id = budget.path("id");
        String first = id.isTextual() ? paths.putIfAbsent(id.textValue(), path) : null;
        if (first != null) {
            problems.add(new BudgetProblem(path + ".id", Section.show(id), "an id that " + first + " does not have"));
        }
    }

    private static InvalidBudgetsException invalid(String source, String path, String got, String expected) {
        return new InvalidBudgetsException(source, List.of(new BudgetProblem(path, got, expected)));
    }
}
