package io.bedrockmeter.ingest.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.bedrockmeter.ingest.file.FrameReader;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.ingest.sink.UsageSink;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/**
 * Reads the body of a Data Firehose HTTP delivery (docs.aws.amazon.com/firehose, "HTTP endpoint delivery request and
 * response specifications"): {@code requestId}, {@code timestamp}, {@code records} with {@code data} in Base64. What is
 * inside may be gzip, as CloudWatch Logs sends it, or plain. One record that cannot be read becomes a dead letter; only a
 * damaged envelope fails the delivery.
 */
final class FirehoseDelivery {

    /** Most records of a delivery. */
    static final int MAX_RECORDS = 10_000;

    /** Longest {@code data}; Data Firehose sends at most 1,365,336 characters. */
    static final int MAX_DATA_CHARS = 2 * 1024 * 1024;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NAME_LENGTH = 256;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxStringLength(MAX_DATA_CHARS)
                    .build())
            .build();

    private final LogReading logs;
    private final IntakeLimits limits;

    FirehoseDelivery(LogReading logs, IntakeLimits limits) {
        this.logs = logs;
        this.limits = limits;
    }

    /**
     * Reads a delivery into a sink.
     *
     * @param requestId the one in the header, which the body must repeat
     * @param source what invocations name as their source
     * @throws ProblemException 400 when the envelope is damaged
     * @throws LimitedInflation.TooLargeException when all records together inflate beyond the limit
     */
    void read(InputStream body, String requestId, String source, UsageSink sink) throws IOException {
        try (JsonParser json = FACTORY.createParser(body)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "", "a JSON object with requestId and records");
            boolean identified = false;
            boolean listed = false;
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (name.equals("requestId")) {
                    require(
                            value == JsonToken.VALUE_STRING && json.getText().equals(requestId),
                            name,
                            "the request id of the header " + FirehoseRoute.REQUEST_ID);
                    identified = true;
                } else if (name.equals("records")) {
                    require(value == JsonToken.START_ARRAY && !listed, name, "one list of records");
                    readRecords(json, "firehose:" + requestId, source, sink);
                    listed = true;
                } else {
                    json.skipChildren();
                }
            }
            require(identified, "requestId", "the request id of the header " + FirehoseRoute.REQUEST_ID);
            require(listed, "records", "a list of records");
            require(json.nextToken() == null, "", "nothing behind the JSON object");
        } catch (JsonProcessingException e) {
            throw invalid("", "JSON within limits, not cut off");
        }
    }

    private void readRecords(JsonParser json, String delivery, String source, UsageSink sink) throws IOException {
        int index = 0;
        long total = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(json.currentToken() == JsonToken.START_OBJECT, "records", "objects");
            require(index < MAX_RECORDS, "records", "at most " + MAX_RECORDS + " records");
            String place = delivery + "#records[" + index++ + "]";
            boolean data = false;
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (name.equals("data") && value == JsonToken.VALUE_STRING) {
                    data = true;
                    total += readData(json.getText(), place, source, sink);
                } else {
                    json.skipChildren();
                }
            }
            require(data, "records", "data in every record");
            if (total > limits.maxInflatedBytes()) {
                throw new LimitedInflation.TooLargeException(
                        "inflates to more than " + limits.maxInflatedBytes() + " bytes");
            }
        }
    }

    /** Reads one record and returns the bytes of its content. */
    private long readData(String data, String place, String source, UsageSink sink) throws IOException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException e) {
            refuse(RejectionCode.UNREADABLE, "data is no Base64", place, data.length(), sink);
            return data.length();
        }
        try (InputStream content = FrameReader.isGzip(bytes)
                ? new LimitedInflation(new ByteArrayInputStream(bytes), bytes.length, limits.recordInflation())
                : new ByteArrayInputStream(bytes)) {
            return logs.read(content, sink, source, place, refusal -> {});
        } catch (LimitedInflation.TooLargeException e) {
            refuse(RejectionCode.TOO_LARGE, e.reason(), place, bytes.length, sink);
        } catch (LimitedInflation.DamagedException e) {
            refuse(RejectionCode.UNREADABLE, LimitedInflation.DamagedException.REASON, place, bytes.length, sink);
        }
        return limits.maxRecordBytes();
    }

    private void refuse(RejectionCode code, String reason, String place, long sizeBytes, UsageSink sink) {
        logs.refuse(new Refusal(Rejection.of(code, reason), place, sizeBytes), sink);
    }

    private static void require(boolean holds, String field, String expected) {
        if (!holds) {
            throw invalid(field, expected);
        }
    }

    private static ProblemException invalid(String field, String expected) {
        return new ProblemException(
                Problem.of(ErrorCode.INVALID_BODY, (field.isEmpty() ? "" : field + ": ") + "expected " + expected));
    }
}
