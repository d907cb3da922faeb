package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.model.TagVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows of the projects table, from what is known and what was observed. */
final class ProjectRows {

    /** Status of a project that AWS no longer knows; its history is still needed for what was used in it. */
    static final String DELETED = "deleted";

    static final String ACTIVE = "active";

    private ProjectRows() {}

    /**
     * The row of one project.
     *
     * @param tags what was observed of its tags, in order
     */
    static Project row(Optional<Project> known, ListedProject listed, List<ObservedTags> tags) {
        List<TagVersion> history = known.map(Project::tagHistory).orElse(List.of());
        for (ObservedTags seen : tags) {
            history = TagTimeline.observed(history, seen, listed.createdAt(), listed.updatedAt());
        }
        return new Project(
                listed.id(),
                orElse(listed.arn(), known.map(Project::arn)),
                orElse(listed.name(), known.map(Project::name)),
                listed.status().isEmpty() ? ACTIVE : listed.status(),
                history);
    }

    /** The row of a project that is gone. */
    static Project deleted(Project known) {
        return new Project(known.id(), known.arn(), known.name(), DELETED, known.tagHistory());
    }

    /**
     * Whether the table has another project under this id: {@code default} exists in every Region of every account, and the
     * table, as the events that name a project, knows ids only.
     */
    static boolean isTaken(Map<String, Project> table, ListedProject listed) {
        return Optional.ofNullable(table.get(listed.id()))
                .filter(known -> !known.arn().isEmpty() && !listed.arn().isEmpty())
                .filter(known -> !known.arn().equals(listed.arn()))
                .isPresent();
    }

    private static String orElse(String listed, Optional<String> known) {
        return listed.isEmpty() ? known.orElse("") : listed;
    }
}
