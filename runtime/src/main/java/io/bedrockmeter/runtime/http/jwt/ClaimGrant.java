package io.bedrockmeter.runtime.http.jwt;

import io.bedrockmeter.runtime.config.Section;
import io.bedrockmeter.runtime.http.Grant;
import io.bedrockmeter.runtime.http.PathSet;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a token with a certain claim allows.
 *
 * @param claim name of the claim, dots leading into objects, for example {@code realm_access.roles}
 * @param value value the claim must have, alone, in a list, or among words separated by spaces ({@code scope})
 * @param grant what that allows
 * @param tagClaims for tag keys whose allowed values stand in the token: the claim, by tag key
 */
public record ClaimGrant(String claim, String value, Grant grant, Map<String, String> tagClaims) {

    private static final int MOST_PER_SECOND = 1_000_000;

    public ClaimGrant {
        tagClaims = Map.copyOf(tagClaims);
    }

    /** What the claims of a verified token allow under this grant: tags named by the token limited to its values. */
    Grant granted(JsonObject claims) {
        if (tagClaims.isEmpty()) {
            return grant;
        }
        Map<String, List<String>> tags = new LinkedHashMap<>(grant.tags());
        // Without the claim no value is allowed.
        tagClaims.forEach((key, name) -> tags.put(key, texts(claims, name)));
        return new Grant(grant.id(), grant.paths(), tags, grant.projects(), grant.profiles(), grant.recordsPerSecond());
    }

    boolean fits(JsonObject claims) {
        Object found = find(claims, claim);
        return found instanceof String text
                ? text.equals(value) || List.of(text.split(" ")).contains(value)
                : found instanceof JsonArray array && array.contains(value);
    }

    static List<String> texts(JsonObject claims, String name) {
        Object found = find(claims, name);
        if (found instanceof String text) {
            return text.isEmpty() ? List.of() : List.of(text);
        }
        List<String> texts = new ArrayList<>();
        if (found instanceof JsonArray array) {
            array.forEach(each -> {
                if (each instanceof String text) {
                    texts.add(text);
                }
            });
        }
        return texts;
    }

    /** A claim by its whole name (which may have dots, as URLs do), else by its path. */
    private static Object find(JsonObject claims, String name) {
        Object whole = claims.getValue(name);
        if (whole != null) {
            return whole;
        }
        int dot = name.indexOf('.');
        return dot > 0 && claims.getValue(name.substring(0, dot)) instanceof JsonObject inner
                ? find(inner, name.substring(dot + 1))
                : "";
    }

    static ClaimGrant read(Section section) {
        String id = section.text("id").orElse("");
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            section.problem("id", "'" + id + "'", "1 to 64 letters, digits, dots, hyphens and underscores");
        }
        String claim = required(section, "claim", "name of a claim such as roles or realm_access.roles");
        String value = required(section, "value", "value that the claim must have");
        Set<String> paths = new LinkedHashSet<>(section.texts("paths"));
        PathSet pathSet = new PathSet(paths);
        if (!pathSet.isValid()) {
            section.problem("paths", paths.toString(), PathSet.EXPECTED);
        }
        Grant grant = new Grant(
                id,
                pathSet,
                section.textsMap("tags"),
                Set.copyOf(section.texts("projects")),
                Set.copyOf(section.texts("profiles")),
                section.integer("recordsPerSecond", 0, 1, MOST_PER_SECOND));
        return new ClaimGrant(claim, value, grant, section.textMap("tagClaims", false));
    }

    private static String required(Section section, String key, String expected) {
        String text = section.text(key).orElse("");
        if (text.isBlank()) {
            section.problem(key, "nothing", expected);
        }
        return text;
    }
}
