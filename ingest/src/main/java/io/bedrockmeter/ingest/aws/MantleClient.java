package io.bedrockmeter.ingest.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bedrockmeter.ingest.aws.MantleTransport.Call;
import io.bedrockmeter.ingest.refusal.Rejection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * The projects API of bedrock-mantle in one Region of one account ({@code /v1/organization/projects}, in the shape of OpenAI's
 * API; Bedrock User Guide, "Projects"). Calls block. Close it to end its threads.
 */
public final class MantleClient implements AutoCloseable {

    private static final String PROJECTS = "/organization/projects";
    private static final Pattern PROJECT_ID = Pattern.compile("proj_[a-zA-Z0-9]{1,123}|default");
    private static final int NOT_FOUND = 404;

    private final MantleTransport transport;
    private final String name;

    MantleClient(MantleTransport transport, String name) {
        this.transport = transport;
        this.name = name;
    }

    /** A client; connects when it is used first. */
    public static MantleClient open(MantleSettings settings) {
        RetryDelay delay = new RetryDelay(Clock.systemUTC(), new SplittableRandom());
        return new MantleClient(new MantleTransport(settings, delay, Pause.REAL), settings.toString());
    }

    /** Whether a text is an id of a project. */
    static boolean isProjectId(String id) {
        return PROJECT_ID.matcher(id).matches();
    }

    /** Where its projects are, for people. */
    String name() {
        return name;
    }

    /**
     * Projects as far as they could be listed.
     *
     * @param projects those of all pages that could be read
     * @param failure why the list is not whole, empty when it is
     */
    record Listing(List<ListedProject> projects, Optional<MantleException> failure) {}

    /** All projects, page by page. */
    Listing list() throws InterruptedException {
        List<ListedProject> projects = new ArrayList<>();
        try {
            readPages(projects);
            return new Listing(projects, Optional.empty());
        } catch (MantleException e) {
            return new Listing(projects, Optional.of(e));
        }
    }

    private void readPages(List<ListedProject> projects) throws MantleException, InterruptedException {
        Set<String> cursors = new HashSet<>();
        String cursor = "";
        do {
            String query = cursor.isEmpty() ? "" : "?after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
            JsonNode page = transport.call(Call.get(PROJECTS + query));
            if (!page.path("data").isArray()) {
                throw new MantleException("GET " + PROJECTS + " answered without a list in \"data\"", 0, null);
            }
            page.path("data").forEach(project -> ListedProject.of(project).ifPresent(projects::add));
            if (!page.path("has_more").asBoolean()) {
                return;
            }
            cursor = page.path("last_id").asText("");
        } while (!cursor.isEmpty() && cursors.add(cursor));
        throw new MantleException("GET " + PROJECTS + " has more but gave no new last_id", 0, null);
    }

    /** One project; empty when there is none of that id. */
    Optional<ListedProject> get(String id) throws MantleException, InterruptedException {
        try {
            return Optional.of(project(transport.call(Call.get(path(id)))));
        } catch (MantleException e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Creates a project. Not repeated when it is unclear whether it was created: the API knows no idempotency token. */
    ListedProject create(String projectName, Map<String, String> tags) throws MantleException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", projectName);
        tags.forEach(body.putObject("tags")::put);
        return project(transport.call(Call.post(PROJECTS, Optional.of(body), false)));
    }

    /** Sets and removes tags; others stay. */
    ListedProject tag(String id, Map<String, String> add, Collection<String> remove)
            throws MantleException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (!add.isEmpty()) {
            add.forEach(body.putObject("add_tags")::put);
        }
        if (!remove.isEmpty()) {
            remove.forEach(body.putArray("remove_tag_keys")::add);
        }
        return project(transport.call(Call.post(path(id), Optional.of(body), true)));
    }

    /** Archives a project: it takes no more requests. */
    ListedProject archive(String id) throws MantleException, InterruptedException {
        return project(transport.call(Call.post(path(id) + "/archive", Optional.empty(), true)));
    }

    @Override
    public void close() {
        transport.close();
    }

    private static String path(String id) {
        if (!isProjectId(id)) {
            throw new IllegalArgumentException(
                    "project id is " + Rejection.quote(id) + ": expected proj_ and letters or digits, or default");
        }
        return PROJECTS + "/" + id;
    }

    private static ListedProject project(JsonNode answer) throws MantleException {
        return ListedProject.of(answer)
                .orElseThrow(() -> new MantleException("bedrock-mantle answered a project without an id", 0, null));
    }
}
