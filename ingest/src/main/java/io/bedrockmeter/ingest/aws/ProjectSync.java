package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.ingest.aws.MantleClient.Listing;
import io.bedrockmeter.ingest.aws.ResourceArn.Owner;
import io.bedrockmeter.ingest.aws.SyncSummary.Failure;
import io.bedrockmeter.ingest.sink.ReferenceTable;
import io.bedrockmeter.schemas.model.Project;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps the projects table as bedrock-mantle has it. Tags get the times from which they hold as those of profiles do. Projects
 * that are archived or gone keep their row. A {@code default} project without tags says nothing and is left out.
 */
public final class ProjectSync implements ReferenceSyncTask {

    private static final String DEFAULT_PROJECT = "default";

    private final List<MantleClient> sources;
    private final ReferenceTable<Project> table;
    private final Clock clock;
    private final Map<String, Instant> lastSeen = new HashMap<>();

    /** @param sources where projects are; closed with this */
    public ProjectSync(List<MantleClient> sources, ReferenceTable<Project> table, Clock clock) {
        this.sources = List.copyOf(sources);
        this.table = table;
        this.clock = clock;
    }

    /** What was learned from one source. */
    private record Seen(List<ListedProject> projects, List<String> gone, Instant at, List<Failure> failures) {}

    @Override
    public String name() {
        return "projects";
    }

    @Override
    public SyncSummary run() throws InterruptedException {
        SyncSummary summary = SyncSummary.EMPTY;
        for (MantleClient source : sources) {
            summary = summary.plus(run(source));
        }
        return summary;
    }

    @Override
    public void close() {
        sources.forEach(MantleClient::close);
    }

    private SyncSummary run(MantleClient source) throws InterruptedException {
        Seen seen = observe(source);
        List<Project> rows = new ArrayList<>();
        List<Failure> taken = new ArrayList<>();
        int written = table.update(known -> {
            rows.clear();
            taken.clear();
            for (ListedProject project : seen.projects()) {
                if (ProjectRows.isTaken(known, project)) {
                    taken.add(new Failure(
                            project.arn(), "id " + project.id() + " is another project's: " + arnOf(known, project)));
                } else {
                    rows.add(row(known, project, seen.at()));
                }
            }
            known.values().stream()
                    .filter(project -> seen.gone().contains(project.id()))
                    .map(ProjectRows::deleted)
                    .forEach(rows::add);
            return List.copyOf(rows);
        });
        seen.projects().forEach(project -> lastSeen.put(project.id(), seen.at()));
        List<Failure> failures = new ArrayList<>(seen.failures());
        failures.addAll(taken);
        return new SyncSummary(seen.projects().size(), written, rows.size() - written, failures);
    }

    private Project row(Map<String, Project> known, ListedProject project, Instant at) {
        Optional<Instant> previously = Optional.ofNullable(lastSeen.get(project.id()));
        List<ObservedTags> tags = project.tags().stream()
                .map(seen -> new ObservedTags(seen, at, previously, false))
                .toList();
        return ProjectRows.row(Optional.ofNullable(known.get(project.id())), project, tags);
    }

    private static String arnOf(Map<String, Project> known, ListedProject project) {
        return Optional.ofNullable(known.get(project.id())).map(Project::arn).orElse("");
    }

    private Seen observe(MantleClient source) throws InterruptedException {
        // Before asking: a change after the answer was made up must not count as seen.
        Instant at = clock.instant();
        Listing listing = source.list();
        List<Failure> failures = new ArrayList<>();
        listing.failure().ifPresent(failure -> failures.add(new Failure(source.name(), failure.reason())));
        List<ListedProject> projects = new ArrayList<>();
        for (ListedProject project : listing.projects()) {
            ListedProject whole = project.tags().isPresent() ? project : withTags(source, project, failures);
            if (!isSilent(whole)) {
                projects.add(whole);
            }
        }
        List<String> gone = new ArrayList<>();
        if (listing.failure().isEmpty()) {
            for (String id : missing(listing.projects())) {
                lookAgain(source, id, projects, gone, failures);
            }
        }
        return new Seen(projects, gone, at, failures);
    }

    private static boolean isSilent(ListedProject project) {
        return project.id().equals(DEFAULT_PROJECT)
                && project.tags().map(Map::isEmpty).orElse(true);
    }

    /** A list may leave tags out; one project has them. */
    private static ListedProject withTags(MantleClient source, ListedProject project, List<Failure> failures)
            throws InterruptedException {
        if (!MantleClient.isProjectId(project.id())) {
            return project;
        }
        try {
            return source.get(project.id()).orElse(project);
        } catch (MantleException e) {
            failures.add(new Failure(project.id(), e.reason()));
            return project;
        }
    }

    /** Ids of active projects of the listed accounts that are not in the list. */
    private List<String> missing(List<ListedProject> listed) {
        Set<Owner> owners = listed.stream()
                .flatMap(project -> ResourceArn.parse(project.arn()).stream())
                .map(ResourceArn::owner)
                .collect(Collectors.toSet());
        Set<String> ids = listed.stream().map(ListedProject::id).collect(Collectors.toCollection(HashSet::new));
        if (owners.isEmpty()) {
            return List.of();
        }
        return table.read().values().stream()
                .filter(known -> known.status().equals(ProjectRows.ACTIVE) && !ids.contains(known.id()))
                .filter(known -> MantleClient.isProjectId(known.id()))
                .filter(known -> ResourceArn.parse(known.arn())
                        .filter(arn -> owners.contains(arn.owner()))
                        .isPresent())
                .map(Project::id)
                .toList();
    }

    /** A project that is not listed may be archived, or gone. */
    private static void lookAgain(
            MantleClient source, String id, List<ListedProject> projects, List<String> gone, List<Failure> failures)
            throws InterruptedException {
        try {
            Optional<ListedProject> found = source.get(id);
            found.ifPresent(projects::add);
            if (found.isEmpty()) {
                gone.add(id);
            }
        } catch (MantleException e) {
            failures.add(new Failure(id, e.reason()));
        }
    }
}
