package io.bedrockmeter.ingest.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.bedrockmeter.ingest.json.JsonStreams;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.ingest.usage.TokenCounts.Count;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.UsageOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one Bedrock model invocation log record (docs.aws.amazon.com/bedrock, "Model invocation logging") from bytes. Only
 * what metering needs is read, each by its exact path; bodies are skipped except for their usage facts and never leave this
 * class. Never throws on any input. Thread-safe.
 */
public final class InvocationLogParser {

    /** Largest record by default, in bytes. */
    public static final int DEFAULT_MAX_RECORD_BYTES = 32 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(InvocationLogParser.class);
    private static final String SCHEMA_TYPE = "ModelInvocationLog";
    private static final int ARN_ACCOUNT_PART = 4;
    private static final int ACCOUNT_LENGTH = 12;

    private final JsonFactory factory = JsonStreams.factory();
    private final TimeBounds bounds;
    private final int maxRecordBytes;
    private final OffloadedBodies bodies;

    /** A parser with the default limit of {@value #DEFAULT_MAX_RECORD_BYTES} bytes per record. */
    public InvocationLogParser(Clock clock) {
        this(clock, DEFAULT_MAX_RECORD_BYTES);
    }

    public InvocationLogParser(Clock clock, int maxRecordBytes) {
        this(clock, maxRecordBytes, OffloadedBodies.NONE);
    }

    /** @param bodies where the time to live of cache writes is looked up when the record does not tell it */
    public InvocationLogParser(Clock clock, int maxRecordBytes, OffloadedBodies bodies) {
        this.bounds = new TimeBounds(clock);
        this.maxRecordBytes = maxRecordBytes;
        this.bodies = bodies;
    }

    /**
     * Reads one record.
     *
     * @param source where it was read, for {@link Invocation#source()}
     */
    public ParseResult parse(byte[] buffer, int offset, int length, String source) {
        if (length > maxRecordBytes) {
            return refused(RejectionCode.TOO_LARGE, length + " bytes: expected a record of at most " + maxRecordBytes);
        }
        EnvelopeFacts facts = new EnvelopeFacts();
        try (JsonParser json = factory.createParser(buffer, offset, length)) {
            return parse(json, facts, source);
        } catch (IOException e) {
            return new ParseResult.Refused(malformed(e, facts));
        }
    }

    private ParseResult parse(JsonParser json, EnvelopeFacts facts, String source) throws IOException {
        JsonToken first = json.nextToken();
        if (first == null) {
            return refused(RejectionCode.MALFORMED_JSON, "no JSON: there is nothing but white space");
        }
        if (first != JsonToken.START_OBJECT) {
            return refused(
                    RejectionCode.NOT_AN_INVOCATION_RECORD,
                    "expected a JSON object, but got " + EnvelopeReader.kind(first));
        }
        EnvelopeReader reader = new EnvelopeReader(json, facts);
        try {
            reader.read();
        } catch (StreamConstraintsException e) {
            return new ParseResult.Refused(beyondLimits(reader.reading(), facts));
        }
        if (json.nextToken() != null) {
            return refused(RejectionCode.MALFORMED_JSON, "text after the record: expected one JSON object");
        }
        return judge(facts, source);
    }

    private ParseResult judge(EnvelopeFacts facts, String source) {
        if (!looksLikeRecord(facts)) {
            return refused(
                    RejectionCode.NOT_AN_INVOCATION_RECORD,
                    "no Bedrock model invocation log record: expected schemaType " + SCHEMA_TYPE
                            + ", requestId, timestamp, region, operation and modelId");
        }
        for (TextField field : TextField.requiredFields()) {
            if (facts.lacks(field)) {
                facts.problems.missing(field.path(), "a string that is not empty");
            }
        }
        readOffloadedBody(facts);
        CountResolution resolution = new CountResolution(facts);
        Quantities quantities = resolution.resolve();
        String timestamp = facts.text(TextField.TIMESTAMP);
        Optional<Instant> time = timestamp.isEmpty()
                ? Optional.empty()
                : bounds.check(TextField.TIMESTAMP.path(), timestamp, facts.problems);
        if (time.isEmpty() || !facts.problems.isEmpty()) {
            return new ParseResult.Refused(facts.rejection());
        }
        return new ParseResult.Parsed(
                invocation(facts, time.get(), quantities, resolution.cacheTtlKnown(), source), resolution.disagree());
    }

    private void readOffloadedBody(EnvelopeFacts facts) {
        String path = facts.text(TextField.OUTPUT_BODY_PATH);
        boolean asked =
                !path.isEmpty() && facts.counts.orZero(Count.CACHE_WRITE) > 0 && !facts.body.usage.hasWriteSplit();
        if (!asked) {
            return;
        }
        bodies.open(path).ifPresent(stored -> {
            BodyFacts found = new BodyFacts();
            try (InputStream in = new LimitedStream(stored, maxRecordBytes);
                    JsonParser json = factory.createParser(in)) {
                json.nextToken();
                new BodyReader(json, found).read();
                facts.body = found;
            } catch (IOException e) {
                // Cut off, no JSON, or too long: the record is as good as without it.
                LOG.atWarn()
                        .addKeyValue("requestId", facts.text(TextField.REQUEST_ID))
                        .addKeyValue("problem", e.getClass().getSimpleName())
                        .log("an off-loaded body cannot be read, the time to live of its cache writes is assumed");
            }
        });
    }

    private static boolean looksLikeRecord(EnvelopeFacts facts) {
        if (!facts.lacks(TextField.SCHEMA_TYPE)) {
            return facts.text(TextField.SCHEMA_TYPE).equals(SCHEMA_TYPE);
        }
        return !facts.lacks(TextField.MODEL_ID) || !facts.lacks(TextField.OPERATION);
    }

    private static Invocation invocation(
            EnvelopeFacts facts, Instant time, Quantities quantities, boolean cacheTtlKnown, String source) {
        return new Invocation(
                facts.text(TextField.REQUEST_ID),
                time,
                account(facts),
                facts.text(TextField.REGION),
                facts.text(TextField.INFERENCE_REGION),
                facts.text(TextField.OPERATION),
                facts.text(TextField.MODEL_ID),
                facts.body.model,
                facts.text(TextField.PRINCIPAL),
                quantities,
                cacheTtlKnown,
                facts.body.serviceTier,
                facts.body.latencyOptimized
                        || facts.text(TextField.LATENCY_MODE).equals("optimized"),
                facts.text(TextField.ERROR_CODE),
                facts.body.latencyMs,
                facts.metadata,
                UsageOrigin.INVOCATION_LOG,
                source);
    }

    private static String account(EnvelopeFacts facts) {
        String account = facts.text(TextField.ACCOUNT_ID);
        if (account.isEmpty()) {
            account = accountOf(facts.text(TextField.PRINCIPAL));
        }
        return account.isEmpty() ? accountOf(facts.text(TextField.MODEL_ID)) : account;
    }

    /** The account of an ARN ({@code arn:partition:service:region:account:resource}), empty when it names none. */
    private static String accountOf(String arn) {
        if (!arn.startsWith("arn:")) {
            return "";
        }
        int start = 0;
        for (int part = 0; part < ARN_ACCOUNT_PART; part++) {
            start = arn.indexOf(':', start) + 1;
            if (start == 0) {
                return "";
            }
        }
        int end = arn.indexOf(':', start);
        return end - start == ACCOUNT_LENGTH && isDigits(arn, start, end) ? arn.substring(start, end) : "";
    }

    private static boolean isDigits(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static Rejection beyondLimits(String reading, EnvelopeFacts facts) {
        String requestId = facts.text(TextField.REQUEST_ID);
        return reading.isEmpty()
                ? new Rejection(
                        RejectionCode.TOO_LARGE,
                        "",
                        "nested deeper than " + JsonStreams.MAX_DEPTH + " levels, or a string that metering reads is"
                                + " longer than " + JsonStreams.MAX_STRING_LENGTH + " characters",
                        requestId)
                : new Rejection(
                        RejectionCode.INVALID_FIELD,
                        reading,
                        reading + ": expected at most " + JsonStreams.MAX_STRING_LENGTH + " characters",
                        requestId);
    }

    private static Rejection malformed(IOException e, EnvelopeFacts facts) {
        String problem = e instanceof JsonEOFException ? "cut off in the middle of a value" : "no valid JSON";
        long at = e instanceof JsonProcessingException json && json.getLocation() != null
                ? json.getLocation().getByteOffset()
                : -1;
        return new Rejection(
                RejectionCode.MALFORMED_JSON,
                "",
                at < 0 ? problem : problem + " at byte " + at,
                facts.text(TextField.REQUEST_ID));
    }

    private static ParseResult refused(RejectionCode code, String reason) {
        return new ParseResult.Refused(Rejection.of(code, reason));
    }
}
