package io.bedrockmeter.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes what was observed as a CloudEvent 1.0. A call with complete token counts becomes an
 * {@code io.bedrockmeter.usage.v1}: metered at once, and replaced by the log record when that arrives. Everything else
 * becomes an {@code io.bedrockmeter.request-tags.v1}: joined to the log record. Only what is named here leaves the program;
 * what is beyond the intake's limits is left out, so that it does not refuse the rest.
 */
final class EventJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_TAGS = 64;
    private static final int MAX_TAG_LENGTH = 256;
    private static final int MAX_REQUEST_ID_LENGTH = 256;
    private static final int MAX_LENGTH = 2_048;

    private final String source;
    private final String accountId;
    private final boolean reportUsage;

    EventJson(String source, String accountId, boolean reportUsage) {
        this.source = source;
        this.accountId = accountId;
        this.reportUsage = reportUsage;
    }

    /** The event; empty when there is nothing to say. */
    Optional<byte[]> event(ObservedCall call) {
        if (call.requestId().isBlank() || call.requestId().length() > MAX_REQUEST_ID_LENGTH) {
            return Optional.empty();
        }
        boolean usage = reportUsage && isUsage(call);
        if (!usage && saysNothing(call)) {
            return Optional.empty();
        }
        return Optional.of(written(json -> write(json, call, usage)));
    }

    /** A JSON object of texts. */
    static String text(Map<String, String> texts) {
        return new String(written(json -> writeTexts(json, texts)), StandardCharsets.UTF_8);
    }

    private static boolean isUsage(ObservedCall call) {
        TokenCounts counts = call.counts();
        return call.complete()
                && counts.input != TokenCounts.ABSENT
                && !call.region().isEmpty()
                && !call.modelId().isEmpty()
                && call.modelId().length() <= MAX_LENGTH;
    }

    private static boolean saysNothing(ObservedCall call) {
        return tags(call).isEmpty()
                && call.tags().projectId().isEmpty()
                && call.tags().profileArn().isEmpty()
                && call.serviceTier().isEmpty()
                && oneHourWrites(call.counts()) == TokenCounts.ABSENT;
    }

    private void write(JsonGenerator json, ObservedCall call, boolean usage) throws IOException {
        json.writeStartObject();
        json.writeStringField("specversion", "1.0");
        json.writeStringField("id", call.requestId());
        json.writeStringField("source", source);
        json.writeStringField("type", usage ? "io.bedrockmeter.usage.v1" : "io.bedrockmeter.request-tags.v1");
        json.writeStringField("time", call.startedAt().toString());
        json.writeObjectFieldStart("data");
        json.writeStringField("requestId", call.requestId());
        json.writeFieldName("tags");
        writeTexts(json, tags(call));
        writeIfSaid(json, "projectId", call.tags().projectId());
        writeIfSaid(json, "profileArn", call.tags().profileArn());
        writeIfSaid(json, "serviceTier", call.serviceTier());
        if (usage) {
            writeIfSaid(json, "accountId", accountId);
            json.writeStringField("model", call.modelId());
            json.writeStringField("region", call.region());
            json.writeStringField("operation", call.operation().wireName());
            writeUsage(json, call.counts());
        } else {
            writeIfKnown(json, "cacheWrite1hTokens", oneHourWrites(call.counts()));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeUsage(JsonGenerator json, TokenCounts counts) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("inputTokens", counts.inputWithoutCached());
        json.writeNumberField("outputTokens", Math.max(0, counts.output));
        writeIfKnown(json, "cacheReadTokens", counts.cacheReads());
        writeIfKnown(json, "cacheWriteTokens", counts.cacheWrites());
        writeIfKnown(json, "cacheWrite1hTokens", oneHourWrites(counts));
        json.writeEndObject();
    }

    /** Cache writes that live an hour; absent where the split is not known. */
    private static long oneHourWrites(TokenCounts counts) {
        long writes = counts.cacheWrites();
        return counts.hasWriteSplit() && writes != TokenCounts.ABSENT
                ? Math.min(writes, Math.max(0, counts.write1h))
                : TokenCounts.ABSENT;
    }

    private static Map<String, String> tags(ObservedCall call) {
        Map<String, String> fitting = new TreeMap<>();
        new TreeMap<>(call.tags().tags()).forEach((key, value) -> {
            boolean fits = !key.isBlank() && key.length() <= MAX_TAG_LENGTH && value.length() <= MAX_TAG_LENGTH;
            if (fits && fitting.size() < MAX_TAGS) {
                fitting.put(key, value);
            }
        });
        return fitting;
    }

    private static void writeTexts(JsonGenerator json, Map<String, String> texts) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }

    private static void writeIfSaid(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty() && value.length() <= MAX_LENGTH) {
            json.writeStringField(name, value);
        }
    }

    private static void writeIfKnown(JsonGenerator json, String name, long count) throws IOException {
        if (count != TokenCounts.ABSENT) {
            json.writeNumberField(name, count);
        }
    }

    /** Writes JSON. */
    @FunctionalInterface
    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
