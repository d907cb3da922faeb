package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.ingest.sink.ReferenceTable;
import io.bedrockmeter.schemas.model.Project;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates, tags and archives projects of bedrock-mantle, as the tag policy allows, and tells the projects table at once. */
public final class ProjectAdmin {

    private static final int MAX_NAME = 256;

    private final MantleClient client;
    private final TagPolicy policy;
    private final ReferenceTable<Project> table;
    private final Clock clock;

    /** @param client stays open */
    public ProjectAdmin(MantleClient client, TagPolicy policy, ReferenceTable<Project> table, Clock clock) {
        this.client = client;
        this.policy = policy;
        this.table = table;
        this.clock = clock;
    }

    /**
     * Creates a project.
     *
     * @throws InvalidRequestException with everything that is wrong; AWS was not called
     * @throws AwsRefusedException when AWS refuses or does not answer
     */
    public Administered create(String name, Map<String, String> tags)
            throws InvalidRequestException, AwsRefusedException, InterruptedException {
        Map<String, String> checked = checked(name, tags);
        try {
            ListedProject created = client.create(name, checked);
            return published(created, List.of(ObservedTags.fresh(checked, clock.instant())), checked);
        } catch (MantleException e) {
            throw new AwsRefusedException(e.reason(), e);
        }
    }

    /**
     * Changes the tags of a project.
     *
     * @throws InvalidRequestException with everything that is wrong; nothing was changed
     * @throws AwsRefusedException when AWS refuses or does not answer
     */
    public Administered tag(String id, TagChange change)
            throws InvalidRequestException, AwsRefusedException, InterruptedException {
        try {
            Instant before = clock.instant();
            ListedProject project = project(id);
            Map<String, String> existing = project.tags().orElse(Map.of());
            TagChange.Plan plan = change.plan(existing, policy);
            if (!plan.set().isEmpty() || !plan.remove().isEmpty()) {
                client.tag(id, plan.set(), plan.remove());
            }
            // The tags of before too: a project that is new to us had them until now.
            return published(
                    project,
                    List.of(ObservedTags.fresh(existing, before), ObservedTags.fresh(plan.result(), clock.instant())),
                    plan.result());
        } catch (MantleException e) {
            throw new AwsRefusedException(e.reason(), e);
        }
    }

    /**
     * Archives a project: it takes no more requests, its tags stay for what was used in it.
     *
     * @throws InvalidRequestException when there is no such project
     * @throws AwsRefusedException when AWS refuses or does not answer
     */
    public Administered archive(String id) throws InvalidRequestException, AwsRefusedException, InterruptedException {
        try {
            Instant before = clock.instant();
            project(id);
            ListedProject archived = client.archive(id);
            List<ObservedTags> seen = archived.tags().stream()
                    .map(tags -> ObservedTags.fresh(tags, before))
                    .toList();
            return published(archived, seen, archived.tags().orElse(Map.of()));
        } catch (MantleException e) {
            throw new AwsRefusedException(e.reason(), e);
        }
    }

    private ListedProject project(String id) throws InvalidRequestException, MantleException, InterruptedException {
        if (!MantleClient.isProjectId(id)) {
            throw new InvalidRequestException(List.of(
                    "project id is " + Rejection.quote(id) + ": expected proj_ and letters or digits, or default"));
        }
        return client.get(id).orElseThrow(() -> new InvalidRequestException(List.of("there is no project " + id)));
    }

    private Map<String, String> checked(String name, Map<String, String> tags) throws InvalidRequestException {
        List<String> problems = new ArrayList<>();
        if (name.isBlank() || name.length() > MAX_NAME) {
            problems.add("name is " + Rejection.quote(name) + ": expected 1 to " + MAX_NAME + " characters");
        }
        Map<String, String> checked = Map.of();
        try {
            checked = policy.check(tags);
        } catch (InvalidRequestException e) {
            problems.addAll(e.problems());
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return checked;
    }

    private Administered published(ListedProject project, List<ObservedTags> seen, Map<String, String> tags) {
        boolean published =
                Publication.of(table, project.id(), known -> Optional.of(ProjectRows.row(known, project, seen)));
        return new Administered(project.id(), tags, published);
    }
}
