package io.bedrockmeter.ingest.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.ingest.refusal.Problems;
import io.bedrockmeter.schemas.model.Project;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads Bedrock projects: a project as bedrock-mantle answers, its list ({@code {"object": "list", "data": [...]}}), or
 * {@code {"projects": [{id, arn, name, tags | tagHistory}]}}. Tags without validity hold from the epoch.
 */
public final class ProjectFiles {

    private static final List<String> LIST_NAMES = List.of("data", "projects");

    private ProjectFiles() {}

    /** Reads a file; entries that are wrong are refused with their index, the others are kept. */
    public static ReferenceFile<Project> read(Path file) {
        return JsonEntries.read(file, LIST_NAMES, ProjectFiles::project);
    }

    private static Optional<Project> project(JsonNode entry, Problems problems) {
        EntryFields fields = new EntryFields(entry, problems);
        String status = fields.text("status");
        Project project = new Project(
                fields.required("", "id"),
                fields.text("arn"),
                fields.text("name"),
                status.isEmpty() ? "active" : status,
                fields.tagHistory());
        return problems.isEmpty() ? Optional.of(project) : Optional.empty();
    }
}
