package io.bedrockmeter.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Exact counts and durations from JSON numbers. The parser stands on the value; afterwards on its last token. */
public final class JsonCounts {

    /** The value is absent or null. */
    public static final long ABSENT = -1;

    /** The value is there, but is no count: wrong type, negative, not integral, or too large. */
    public static final long INVALID = -2;

    /** Largest count that is believed: a million million. */
    public static final long MAX_COUNT = 1_000_000_000_000L;

    /** Longest number that is read, in characters. */
    public static final int MAX_NUMBER_LENGTH = 30;

    private static final int MAX_COUNT_DIGITS = 13;
    private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(1_000_000_000L);
    private static final int MILLIS_PER_SECOND_DIGITS = 3;

    private JsonCounts() {}

    /** A whole number from 0 to {@value #MAX_COUNT}, also written as {@code 5.0} or {@code 1e3}. */
    public static long count(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            if (json.getTextLength() > MAX_COUNT_DIGITS) {
                return INVALID;
            }
            long value = json.getLongValue();
            return value < 0 || value > MAX_COUNT ? INVALID : value;
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return integral(json);
        }
        return otherThanNumber(json, token);
    }

    /** A duration in seconds, possibly fractional, as whole milliseconds rounded half up; at most 1e9 seconds. */
    public static long secondsAsMillis(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            return otherThanNumber(json, token);
        }
        if (json.getTextLength() > MAX_NUMBER_LENGTH) {
            return INVALID;
        }
        BigDecimal seconds = new BigDecimal(json.getText());
        if (seconds.signum() < 0 || seconds.compareTo(MAX_SECONDS) > 0) {
            return INVALID;
        }
        if (seconds.precision() - (long) seconds.scale() < -MAX_NUMBER_LENGTH) {
            return 0;
        }
        return seconds.movePointRight(MILLIS_PER_SECOND_DIGITS)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private static long integral(JsonParser json) throws IOException {
        if (json.getTextLength() > MAX_NUMBER_LENGTH) {
            return INVALID;
        }
        try {
            long value = new BigDecimal(json.getText()).longValueExact();
            return value < 0 || value > MAX_COUNT ? INVALID : value;
        } catch (ArithmeticException | NumberFormatException e) {
            return INVALID;
        }
    }

    private static long otherThanNumber(JsonParser json, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return ABSENT;
        }
        json.skipChildren();
        return INVALID;
    }
}
