package io.bedrockmeter.alerts.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.runtime.http.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A place in the order of an answer as an opaque text, the {@code cursor} of the next page. */
final class Place {

    private static final String PARAMETER = "cursor";
    private static final int MAX_LENGTH = 8_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Place() {}

    static String encode(String... parts) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(parts));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    /**
     * The place that a request asks for; none means the beginning.
     *
     * @param parts of which it is made
     * @param parser empty when the parts are none of this order
     */
    static <T> Optional<T> read(Parameters parameters, int parts, Function<List<String>, Optional<T>> parser) {
        return parameters.parsed(
                PARAMETER,
                "next of an earlier answer to the same question",
                text -> decode(text).filter(place -> place.size() == parts).flatMap(parser));
    }

    private static Optional<List<String>> decode(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            List<String> parts = new ArrayList<>();
            for (JsonNode part : json) {
                if (!part.isTextual()) {
                    return Optional.empty();
                }
                parts.add(part.textValue());
            }
            return Optional.of(parts);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
