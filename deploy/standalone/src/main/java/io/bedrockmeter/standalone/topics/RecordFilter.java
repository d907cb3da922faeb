package io.bedrockmeter.standalone.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which records are of interest: each key names a field, at any depth, or a tag with its {@code tagKey}; one of its values
 * must stand there.
 *
 * @param accepted accepted values by field name
 */
public record RecordFilter(Map<String, Set<String>> accepted) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public RecordFilter {
        accepted = Map.copyOf(accepted);
    }

    /** Whether a record, as JSON, is of interest. */
    public boolean accepts(String line) {
        if (accepted.isEmpty()) {
            return true;
        }
        try {
            JsonNode tree = JSON.readTree(line);
            return accepted.entrySet().stream().allMatch(filter -> holds(tree, filter.getKey(), filter.getValue()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(JsonNode tree, String name, Set<String> values) {
        List<String> found = tree.findValuesAsText(name);
        boolean byField = found.stream().anyMatch(values::contains);
        boolean byTag = tree.findValuesAsText("tagKey").contains(name)
                && tree.findValuesAsText("tagValue").stream().anyMatch(values::contains);
        return byField || byTag;
    }
}
