package io.bedrockmeter.ingest.http;

import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How CloudEvents come over HTTP. */
enum EventMode {
    /** Attributes in {@code ce-} headers, the data as body. */
    BINARY,
    /** One event as JSON. */
    STRUCTURED,
    /** An array of events as JSON. */
    BATCH,
    /** Plain JSON: one event or an array, as the body shows. */
    PLAIN;

    private static final String PREFIX = "ce-";

    /**
     * Tells the mode from the headers.
     *
     * @throws ProblemException 415 when it is none
     */
    static EventMode of(HttpServerRequest request) {
        return switch (Posts.contentType(request)) {
            case "application/cloudevents+json" -> STRUCTURED;
            case "application/cloudevents-batch+json" -> BATCH;
            case "application/json" -> request.headers().contains("ce-specversion") ? BINARY : PLAIN;
            default ->
                throw new ProblemException(Problem.of(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Type: expected application/cloudevents+json, application/cloudevents-batch+json, "
                                + "or application/json"));
        };
    }

    /**
     * Whether a body is a batch, as its first character shows.
     *
     * @throws ProblemException 400 when that contradicts the mode
     */
    boolean isBatch(byte[] content) {
        boolean array = startsWithBracket(content);
        if (array && this == STRUCTURED || !array && this == BATCH) {
            throw new ProblemException(Problem.of(
                    ErrorCode.INVALID_BODY,
                    this == BATCH ? "expected a JSON array of events" : "expected one event as a JSON object"));
        }
        return array && this != BINARY;
    }

    private static boolean startsWithBracket(byte[] content) {
        for (byte b : content) {
            if (b == '[' || b == '{') {
                return b == '[';
            }
        }
        return false;
    }

    /**
     * The attributes of an event in binary mode, percent-decoded (CloudEvents HTTP binding, section 3.1.3.2).
     *
     * @throws ProblemException 400 when one cannot be decoded
     */
    static Map<String, String> attributes(HttpServerRequest request) {
        Map<String, String> attributes = new LinkedHashMap<>();
        request.headers().forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                String attribute = name.substring(PREFIX.length());
                if (attributes.put(attribute, decoded(name, header.getValue())) != null) {
                    throw invalid(name, "sent twice: expected once");
                }
            }
        });
        return attributes;
    }

    private static String decoded(String name, String value) {
        byte[] bytes = new byte[value.length()];
        int length = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '%') {
                boolean complete = i + 2 < value.length();
                int high = complete ? Character.digit(value.charAt(i + 1), 16) : -1;
                int low = complete ? Character.digit(value.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw invalid(name, "expected two hexadecimal digits behind each %");
                }
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else {
                throw invalid(name, "expected ASCII, other characters percent-encoded as UTF-8");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid(name, "expected percent-encoded UTF-8");
        }
    }

    private static ProblemException invalid(String header, String expected) {
        return new ProblemException(Problem.parameters(List.of(new Problem.Fault(header, expected))));
    }
}
