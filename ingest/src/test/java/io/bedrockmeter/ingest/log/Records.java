package io.bedrockmeter.ingest.log;

import io.bedrockmeter.ingest.refusal.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Records to parse, and a clock at which they are in the past. */
public final class Records {

    /** Now, for every test. */
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T00:00:00Z"), ZoneOffset.UTC);

    private Records() {}

    /** The sample of that name. */
    public static String fixture(String name) {
        try (InputStream in = Records.class.getResourceAsStream("/fixtures/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Converse record with these objects as {@code input} and {@code output}. */
    public static String record(String input, String output) {
        return with("\"input\":" + input + ",\"output\":" + output);
    }

    /** A Converse record with further members. */
    public static String with(String members) {
        return """
                {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2026-09-08T12:10:33Z",\
                "accountId":"111122223333","region":"us-east-1","requestId":"r-1","operation":"Converse",\
                "modelId":"amazon.nova-micro-v1:0",%s}""".formatted(members);
    }

    /** A minimal record on one line. */
    public static String line(String requestId, long inputTokens) {
        return """
                {"timestamp":"2026-09-08T12:10:33Z","accountId":"111122223333","region":"us-east-1",\
                "requestId":"%s","operation":"Converse","modelId":"amazon.nova-micro-v1:0",\
                "input":{"inputTokenCount":%d},"output":{"outputTokenCount":1},"schemaType":"ModelInvocationLog"}""".formatted(requestId, inputTokens);
    }

    public static ParseResult parse(String record) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        return new InvocationLogParser(CLOCK).parse(bytes, 0, bytes.length, "test");
    }

    /** The invocation of a record that must be accepted. */
    public static ParseResult.Parsed parsed(String record) {
        ParseResult result = parse(record);
        if (result instanceof ParseResult.Parsed parsed) {
            return parsed;
        }
        throw new AssertionError("refused: " + result);
    }

    /** The rejection of a record that must be refused. */
    public static Rejection refused(String record) {
        ParseResult result = parse(record);
        if (result instanceof ParseResult.Refused refused) {
            return refused.rejection();
        }
        throw new AssertionError("accepted: " + result);
    }
}
