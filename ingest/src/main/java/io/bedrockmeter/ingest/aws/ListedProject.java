package io.bedrockmeter.ingest.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A project as bedrock-mantle answers ({@code object: organization.project}).
 *
 * @param id {@code proj_…} or {@code default}
 * @param arn its ARN, empty when not told
 * @param name its name, empty when not told
 * @param status {@code active} or {@code archived}
 * @param createdAt when it was created
 * @param updatedAt when it last changed, where told
 * @param tags its tags; empty when not told, which is not the same as having none
 */
record ListedProject(
        String id,
        String arn,
        String name,
        String status,
        Optional<Instant> createdAt,
        Optional<Instant> updatedAt,
        Optional<Map<String, String>> tags) {

    /** Reads a project; empty when it has no id. */
    static Optional<ListedProject> of(JsonNode project) {
        String id = project.path("id").asText("");
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(new ListedProject(
                        id,
                        project.path("arn").asText(""),
                        project.path("name").asText(""),
                        project.path("status").asText(""),
                        time(project.path("created_at")),
                        time(project.path("updated_at")),
                        tags(project.path("tags"))));
    }

    private static Optional<Instant> time(JsonNode epochSeconds) {
        try {
            return epochSeconds.isIntegralNumber() && epochSeconds.canConvertToLong()
                    ? Optional.of(Instant.ofEpochSecond(epochSeconds.longValue()))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Map<String, String>> tags(JsonNode tags) {
        if (!tags.isObject()) {
            return Optional.empty();
        }
        Map<String, String> read = new LinkedHashMap<>();
        tags.properties().forEach(tag -> read.put(tag.getKey(), tag.getValue().asText()));
        return Optional.of(read);
    }
}
