package io.bedrockmeter.ingest.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.bedrockmeter.runtime.config.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The projects API of bedrock-mantle, in the shape of OpenAI's. Refuses requests without its key. */
final class FakeMantle extends FakeEndpoint {

    static final String KEY = "bedrock-api-key-canary-7f3a";

    private static final String PROJECTS = "/v1/organization/projects";

    private final Map<String, ObjectNode> projects = new LinkedHashMap<>();
    private final String account;

    /** Projects per page. */
    int pageSize = 20;

    /** Whether a list says which tags a project has. */
    boolean tagsInList = true;

    /** Whether a list leaves archived projects out, as OpenAI's does. */
    boolean hideArchived = true;

    /** A cursor that is refused. */
    String refuseCursor = "none";

    /** Whether every page claims that there are more. */
    boolean alwaysMore;

    FakeMantle(String account) {
        this.account = account;
    }

    MantleSettings settings() {
        return MantleSettings.resolve(
                java.util.Optional.empty(),
                java.util.Optional.of(uri().toString()),
                java.util.Optional.of(new Secret(KEY)),
                Map.of());
    }

    static String id(int number) {
        return "proj_" + number + "d5ykleja6cwpirysbb7";
    }

    String arn(String id) {
        return "arn:aws:bedrock-mantle:us-east-1:" + account + ":project/" + id;
    }

    synchronized void put(String id, String createdAt, Map<String, String> tags) {
        ObjectNode project = object().put("arn", arn(id))
                .put("created_at", Instant.parse(createdAt).getEpochSecond())
                .put("id", id)
                .put("name", "name of " + id)
                .put("object", "organization.project")
                .put("status", "active");
        tags.forEach(project.putObject("tags")::put);
        projects.put(id, project);
    }

    synchronized void tag(String id, Map<String, String> tags) {
        tags.forEach(project(id).putObject("tags")::put);
    }

    synchronized void archive(String id) {
        project(id).put("status", "archived");
    }

    synchronized void remove(String id) {
        projects.remove(id);
    }

    synchronized int size() {
        return projects.size();
    }

    @Override
    synchronized Answer answer(Asked request) throws Refused {
        if (!request.authorization().equals("Bearer " + KEY)) {
            throw new Refused(401, "invalid_api_key");
        }
        String rest = request.path().startsWith(PROJECTS) ? request.path().substring(PROJECTS.length()) : "/none";
        boolean post = request.method().equals("POST");
        if (rest.isEmpty()) {
            return Answer.ok(
                    post ? create(request.body()) : list(request.query().getOrDefault("after", "")));
        }
        String id = rest.substring(1).replace("/archive", "");
        if (!projects.containsKey(id)) {
            throw new Refused(404, "project_not_found");
        }
        if (rest.endsWith("/archive")) {
            archive(id);
        } else if (post) {
            ObjectNode tags = (ObjectNode) project(id).path("tags");
            request.body().path("add_tags").properties().forEach(tag -> tags.set(tag.getKey(), tag.getValue()));
            request.body().path("remove_tag_keys").forEach(key -> tags.remove(key.asText()));
        }
        return Answer.ok(project(id));
    }

    @Override
    JsonNode refusal(HttpExchange exchange, String code) {
        ObjectNode refusal = object();
        refusal.putObject("error").put("code", code).put("message", "as a test wants it");
        return refusal;
    }

    private ObjectNode list(String after) throws Refused {
        if (after.equals(refuseCursor)) {
            throw new Refused(400, "invalid_cursor");
        }
        List<ObjectNode> listed = projects.values().stream()
                .filter(project ->
                        !hideArchived || project.path("status").asText().equals("active"))
                .toList();
        List<String> ids =
                listed.stream().map(project -> project.path("id").asText()).toList();
        int start = after.isEmpty() ? 0 : ids.indexOf(after) + 1;
        List<ObjectNode> page = new ArrayList<>(listed.subList(start, Math.min(start + pageSize, listed.size())));
        ObjectNode answer = object().put("object", "list");
        ArrayNode data = answer.putArray("data");
        for (ObjectNode project : page) {
            ObjectNode entry = project.deepCopy();
            if (!tagsInList) {
                entry.remove("tags");
            }
            data.add(entry);
        }
        if (!page.isEmpty()) {
            answer.put("first_id", page.get(0).path("id").asText());
            answer.put("last_id", page.get(page.size() - 1).path("id").asText());
        }
        if (alwaysMore) {
            answer.put("last_id", ids.get(ids.size() - 1));
        }
        return answer.put("has_more", alwaysMore || start + page.size() < listed.size());
    }

    private ObjectNode create(JsonNode body) {
        String id = id(projects.size() + 900);
        put(id, "2026-03-01T00:00:00Z", Map.of());
        project(id).put("name", body.path("name").asText()).set("tags", body.path("tags"));
        return project(id);
    }

    private ObjectNode project(String id) {
        ObjectNode project = projects.get(id);
        if (project == null) {
            throw new AssertionError("no project " + id);
        }
        return project;
    }
}
