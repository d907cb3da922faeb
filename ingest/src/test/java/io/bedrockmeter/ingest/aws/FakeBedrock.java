package io.bedrockmeter.ingest.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The Bedrock control plane as far as inference profiles go, in its REST-JSON protocol: paths, query names, bodies, {@code
 * x-amzn-ErrorType}. Refuses requests without a signature of version 4.
 */
final class FakeBedrock extends FakeEndpoint {

    static final String ACCOUNT = "111122223333";
    static final String MODEL = "anthropic.claude-sonnet-4-6";

    private static final String PREFIX = "arn:aws:bedrock:us-east-1:" + ACCOUNT + ":";
    private static final Pattern SIGNATURE = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/us-east-1/bedrock/aws4_request, .*Signature=[0-9a-f]{64}");

    private final Map<String, ObjectNode> profiles = new TreeMap<>();
    private final Map<String, Map<String, String>> tags = new LinkedHashMap<>();
    private final Map<String, String> created = new LinkedHashMap<>();

    /** Profiles per page, whatever the client asks for. */
    int pageSize = 1_000;

    /** Empty pages before each page with content. */
    int emptyPages;

    /** Whether a list says which models a profile has. */
    boolean modelsInList = true;

    /** Whether pages after the first are refused. */
    boolean failAfterFirstPage;

    /** Whether every page gives the same token. */
    boolean sameToken;

    static String arn(String id) {
        return PREFIX + "application-inference-profile/" + id;
    }

    static String systemArn(String id) {
        return PREFIX + "inference-profile/" + id;
    }

    static String model(String region) {
        return "arn:aws:bedrock:" + region + "::foundation-model/" + MODEL;
    }

    synchronized void put(String id, String createdAt, Map<String, String> itsTags, String... models) {
        add(arn(id), id, "APPLICATION", createdAt, models);
        tags.put(arn(id), new LinkedHashMap<>(itsTags));
    }

    synchronized void putSystem(String id, String... models) {
        add(systemArn(id), id, "SYSTEM_DEFINED", "2025-01-01T00:00:00Z", models);
    }

    synchronized void describe(String id, String description) {
        profile(arn(id)).put("description", description);
    }

    synchronized void tag(String id, Map<String, String> itsTags) {
        tags.put(arn(id), new LinkedHashMap<>(itsTags));
    }

    synchronized void update(String id, String updatedAt) {
        profile(arn(id)).put("updatedAt", updatedAt);
    }

    synchronized void remove(String id) {
        profiles.remove(arn(id));
        tags.remove(arn(id));
    }

    synchronized Map<String, String> tags(String id) {
        return Map.copyOf(tags.getOrDefault(arn(id), Map.of()));
    }

    @Override
    synchronized Answer answer(Asked request) throws Refused {
        if (!SIGNATURE.matcher(request.authorization()).matches()) {
            throw new Refused(403, "MissingAuthenticationTokenException");
        }
        String route = request.method() + " " + request.path();
        if (route.equals("GET /inference-profiles")) {
            return Answer.ok(list(request.query()));
        }
        if (route.startsWith("GET /inference-profiles/")) {
            return Answer.ok(find(request.path().substring("/inference-profiles/".length())));
        }
        return switch (route) {
            case "POST /inference-profiles" -> new Answer(201, create(request.body()));
            case "POST /listTagsForResource" -> Answer.ok(object().set("tags", tagList(resource(request.body()))));
            case "POST /tagResource" -> {
                resource(request.body()).putAll(readTags(request.body().path("tags")));
                yield Answer.ok(object());
            }
            case "POST /untagResource" -> {
                Map<String, String> resource = resource(request.body());
                request.body().path("tagKeys").forEach(key -> resource.remove(key.asText()));
                yield Answer.ok(object());
            }
            default -> throw new Refused(404, "UnknownOperationException");
        };
    }

    @Override
    JsonNode refusal(HttpExchange exchange, String code) {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", code);
        return object().put("message", "as a test wants it");
    }

    private void add(String arn, String id, String type, String createdAt, String... models) {
        ObjectNode profile = object().put("inferenceProfileName", "name of " + id)
                .put("inferenceProfileArn", arn)
                .put("inferenceProfileId", id)
                .put("createdAt", createdAt)
                .put("updatedAt", createdAt)
                .put("status", "ACTIVE")
                .put("type", type);
        ArrayNode list = profile.putArray("models");
        for (String model : models) {
            list.addObject().put("modelArn", model);
        }
        profiles.put(arn, profile);
    }

    /** A token is the number of the next page, empty ones counted. */
    private ObjectNode list(Map<String, String> query) throws Refused {
        if (failAfterFirstPage && query.containsKey("nextToken")) {
            throw new Refused(400, "ValidationException");
        }
        List<ObjectNode> found = profiles.values().stream()
                .filter(profile -> profile.path("type").asText().equals(query.getOrDefault("type", "SYSTEM_DEFINED")))
                .toList();
        int page = Integer.parseInt(query.getOrDefault("nextToken", "0"));
        List<ObjectNode> content = new ArrayList<>();
        if (page % (emptyPages + 1) == emptyPages) {
            int start = page / (emptyPages + 1) * pageSize;
            content.addAll(found.subList(Math.min(start, found.size()), Math.min(start + pageSize, found.size())));
        }
        ObjectNode answer = object();
        ArrayNode summaries = answer.putArray("inferenceProfileSummaries");
        for (ObjectNode profile : content) {
            ObjectNode summary = profile.deepCopy();
            if (!modelsInList) {
                summary.remove("models");
            }
            summaries.add(summary);
        }
        int contentPages = (found.size() + pageSize - 1) / pageSize;
        if (page + 1 < contentPages * (emptyPages + 1)) {
            answer.put("nextToken", String.valueOf(page + 1));
        }
        if (sameToken) {
            answer.put("nextToken", "0");
        }
        return answer;
    }

    private ObjectNode find(String arnOrId) throws Refused {
        return profiles.values().stream()
                .filter(profile -> profile.path("inferenceProfileArn").asText().equals(arnOrId)
                        || profile.path("inferenceProfileId").asText().equals(arnOrId))
                .findFirst()
                .orElseThrow(() -> new Refused(404, "ResourceNotFoundException"));
    }

    private ObjectNode create(JsonNode body) {
        String token = body.path("clientRequestToken").asText();
        String id = created.computeIfAbsent(token, missing -> "created" + created.size());
        put(
                id,
                "2026-03-01T00:00:00Z",
                readTags(body.path("tags")),
                body.path("modelSource")
                        .path("copyFrom")
                        .asText()
                        .replaceAll(":\\d*:inference-profile/[a-z]+\\.", "::foundation-model/"));
        return object().put("inferenceProfileArn", arn(id)).put("status", "ACTIVE");
    }

    private ObjectNode profile(String arn) {
        ObjectNode profile = profiles.get(arn);
        if (profile == null) {
            throw new AssertionError("no profile " + arn);
        }
        return profile;
    }

    private Map<String, String> resource(JsonNode body) throws Refused {
        Map<String, String> resource = tags.get(body.path("resourceARN").asText());
        if (resource == null) {
            throw new Refused(404, "ResourceNotFoundException");
        }
        return resource;
    }

    private static Map<String, String> readTags(JsonNode list) {
        Map<String, String> read = new LinkedHashMap<>();
        list.forEach(tag -> read.put(tag.path("key").asText(), tag.path("value").asText()));
        return read;
    }

    private static ArrayNode tagList(Map<String, String> resource) {
        ArrayNode list = JSON.createArrayNode();
        resource.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
        return list;
    }
}
