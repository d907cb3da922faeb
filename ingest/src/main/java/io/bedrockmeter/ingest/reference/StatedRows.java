package io.bedrockmeter.ingest.reference;

import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.model.TagVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a file states about profiles and projects, laid over what is known. A file decides the past, up to and including its
 * last tag version; tags observed after that stay, so that reading the same file again at every start changes nothing.
 */
public final class StatedRows {

    private StatedRows() {}

    /** The profiles of a file, each with what the table knows beyond it. */
    public static List<Profile> profiles(Map<String, Profile> table, List<Profile> stated) {
        return stated.stream()
                .map(profile -> {
                    Profile known = table.getOrDefault(profile.arn(), profile);
                    return new Profile(
                            profile.arn(),
                            orElse(profile.name(), known.name()),
                            orElse(profile.baseModel(), known.baseModel()),
                            profile.scope(),
                            profile.status(),
                            over(known.tagHistory(), profile.tagHistory()));
                })
                .toList();
    }

    /** As {@link #profiles}, for projects. */
    public static List<Project> projects(Map<String, Project> table, List<Project> stated) {
        return stated.stream()
                .map(project -> {
                    Project known = table.getOrDefault(project.id(), project);
                    return new Project(
                            project.id(),
                            orElse(project.arn(), known.arn()),
                            orElse(project.name(), known.name()),
                            project.status(),
                            over(known.tagHistory(), project.tagHistory()));
                })
                .toList();
    }

    private static List<TagVersion> over(List<TagVersion> known, List<TagVersion> stated) {
        if (stated.isEmpty()) {
            return known;
        }
        Instant last = stated.stream()
                .map(TagVersion::validFrom)
                .max(Instant::compareTo)
                .orElseThrow();
        List<TagVersion> versions = new ArrayList<>(stated);
        known.stream().filter(version -> version.validFrom().isAfter(last)).forEach(versions::add);
        return versions;
    }

    private static String orElse(String stated, String known) {
        return stated.isEmpty() ? known : stated;
    }
}
