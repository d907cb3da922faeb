package io.bedrockmeter.ingest.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bedrockmeter.ingest.json.JsonCounts;
import io.bedrockmeter.ingest.json.JsonStreams;
import io.bedrockmeter.ingest.log.TimeBounds;
import io.bedrockmeter.ingest.refusal.Problems;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.UsageOrigin;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads CloudEvents 1.0 in JSON: one object in structured mode, or an array of them (batch). Known types are
 * {@value #REQUEST_TAGS} and {@value #USAGE}; other types are refused. A tag event without {@code time} counts as made at
 * the epoch, so that which of two contradicting events wins never depends on when they arrived. Never throws on any input.
 * Thread-safe.
 */
public final class CloudEventParser {

    public static final String REQUEST_TAGS = "io.bedrockmeter.request-tags.v1";
    public static final String USAGE = "io.bedrockmeter.usage.v1";

    /** Largest document, an event or a batch, in bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_REQUEST_ID_LENGTH = 256;
    private static final String SPEC_VERSION = "1.0";
    private static final String NO_JSON =
            "no valid JSON within limits (32 levels, 30 digits, no key twice, nothing after it)";

    private final ObjectReader reader = JsonMapper.builder(new JsonFactoryBuilder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(JsonCounts.MAX_NUMBER_LENGTH)
                            .maxStringLength(JsonStreams.MAX_STRING_LENGTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    private final TimeBounds bounds;

    public CloudEventParser(Clock clock) {
        this.bounds = new TimeBounds(clock);
    }

    /**
     * Reads one event, or every event of a batch in its order.
     *
     * @param authenticated whether the sender was; true for files an operator gives
     * @param origin where it was read, for {@link Invocation#source()} of usage events
     */
    public List<EventResult> parse(byte[] buffer, int offset, int length, boolean authenticated, String origin) {
        if (length > MAX_BYTES) {
            return refused(RejectionCode.TOO_LARGE, length + " bytes: expected at most " + MAX_BYTES);
        }
        JsonNode root;
        try {
            root = tree(buffer, offset, length);
        } catch (IOException e) {
            return refused(RejectionCode.MALFORMED_JSON, NO_JSON);
        }
        if (!root.isArray()) {
            return List.of(event(root, authenticated, origin));
        }
        List<EventResult> results = new ArrayList<>(root.size());
        for (JsonNode each : root) {
            results.add(event(each, authenticated, origin));
        }
        return results;
    }

    /**
     * Reads one event in binary mode: attributes apart from the data.
     *
     * @param attributes CloudEvents attributes by name, for example {@code id}
     * @param data the data, a JSON value
     */
    public EventResult parse(Map<String, String> attributes, byte[] data, boolean authenticated, String origin) {
        if (data.length > MAX_BYTES) {
            return refused(RejectionCode.TOO_LARGE, data.length + " bytes: expected at most " + MAX_BYTES)
                    .get(0);
        }
        try {
            ObjectNode event = JsonNodeFactory.instance.objectNode();
            attributes.forEach(event::put);
            event.set("data", tree(data, 0, data.length));
            return event(event, authenticated, origin);
        } catch (IOException e) {
            return refused(RejectionCode.MALFORMED_JSON, NO_JSON).get(0);
        }
    }

    private JsonNode tree(byte[] buffer, int offset, int length) throws IOException {
        try {
            return reader.readValue(buffer, offset, length);
        } catch (NumberFormatException e) {
            // Jackson lets this one through for an exponent beyond what a BigDecimal holds.
            throw new IOException(e);
        }
    }

    private EventResult event(JsonNode root, boolean authenticated, String origin) {
        if (!root.isObject() || !root.has("specversion") && !root.has("type")) {
            return notAnEvent("no CloudEvent: expected an object with specversion, id, source, type and data");
        }
        Problems problems = new Problems();
        EventFields event = new EventFields(root, "", problems);
        String type = event.required("type");
        if (!type.isEmpty() && !type.equals(REQUEST_TAGS) && !type.equals(USAGE)) {
            return notAnEvent("type is " + Rejection.quote(type) + ": expected " + REQUEST_TAGS + " or " + USAGE);
        }
        if (!event.required("specversion").equals(SPEC_VERSION) && event.has("specversion")) {
            problems.invalid("specversion", "\"" + SPEC_VERSION + "\"");
        }
        EventFields data = event.object("data");
        if (!data.isObject()) {
            return new EventResult.Refused(problems.rejection(""));
        }
        return type.equals(USAGE)
                ? usage(event, data, authenticated, origin, problems)
                : tags(event, data, authenticated, problems);
    }

    private EventResult tags(EventFields event, EventFields data, boolean authenticated, Problems problems) {
        long cacheWrite1hTokens = data.count("cacheWrite1hTokens");
        TagEvent tags = tagEvent(event, data, cacheWrite1hTokens, authenticated, tagTime(event, problems), problems);
        if (problems.isEmpty() && saysNothing(tags)) {
            problems.missing("data.tags", "tags, projectId, profileArn, serviceTier or cacheWrite1hTokens");
        }
        return problems.isEmpty()
                ? new EventResult.Tags(tags)
                : new EventResult.Refused(problems.rejection(tags.requestId()));
    }

    private EventResult usage(
            EventFields event, EventFields data, boolean authenticated, String origin, Problems problems) {
        UsageQuantities usage = UsageQuantities.read(data.object("usage"), problems);
        Instant time = usageTime(event, problems);
        TagEvent tags = tagEvent(event, data, usage.cacheWrite1hTokens(), authenticated, time, problems);
        Invocation invocation = new Invocation(
                tags.requestId(),
                time,
                data.optional("accountId"),
                data.required("region"),
                "",
                data.optional("operation"),
                data.required("model"),
                "",
                "",
                usage.quantities(),
                usage.cacheTtlKnown(),
                tags.serviceTier(),
                false,
                "",
                -1,
                Map.of(),
                UsageOrigin.USAGE_EVENT,
                origin);
        return problems.isEmpty()
                ? new EventResult.Usage(invocation, tags)
                : new EventResult.Refused(problems.rejection(tags.requestId()));
    }

    private TagEvent tagEvent(
            EventFields event,
            EventFields data,
            long cacheWrite1hTokens,
            boolean authenticated,
            Instant time,
            Problems problems) {
        String source = event.required("source");
        String id = event.required("id");
        return new TagEvent(
                requestId(data, problems),
                data.stringMap("tags"),
                data.optional("projectId"),
                data.optional("profileArn"),
                data.optional("serviceTier"),
                cacheWrite1hTokens,
                authenticated,
                source,
                id,
                time);
    }

    private static String requestId(EventFields data, Problems problems) {
        String requestId = data.required("requestId");
        if (requestId.length() <= MAX_REQUEST_ID_LENGTH) {
            return requestId;
        }
        problems.invalid("data.requestId", "at most " + MAX_REQUEST_ID_LENGTH + " characters");
        return "";
    }

    /** When a tag event was made; the epoch when it does not say. */
    private Instant tagTime(EventFields event, Problems problems) {
        String text = event.optional("time");
        return text.isEmpty()
                ? Instant.EPOCH
                : bounds.check("time", text, Instant.EPOCH, problems).orElse(Instant.EPOCH);
    }

    /** When the request of a usage event was made. */
    private Instant usageTime(EventFields event, Problems problems) {
        if (!event.has("time")) {
            problems.missing("time", "when the request was made");
            return Instant.EPOCH;
        }
        return bounds.check("time", event.optional("time"), problems).orElse(Instant.EPOCH);
    }

    private static boolean saysNothing(TagEvent event) {
        return event.tags().isEmpty()
                && event.projectId().isEmpty()
                && event.profileArn().isEmpty()
                && event.serviceTier().isEmpty()
                && event.cacheWrite1hTokens() < 0;
    }

    private static EventResult notAnEvent(String reason) {
        return new EventResult.Refused(Rejection.of(RejectionCode.NOT_AN_EVENT, reason));
    }

    private static List<EventResult> refused(RejectionCode code, String reason) {
        return List.of(new EventResult.Refused(Rejection.of(code, reason)));
    }
}
