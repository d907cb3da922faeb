package io.bedrockmeter.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Token counts as one part of an answer gives them: Bedrock-shaped ({@code TokenUsage} of Converse), Anthropic-shaped, or
 * OpenAI-shaped (where input includes cached tokens). Streams give counts more than once; the last one is right. Ingest reads
 * the same shapes in log bodies; this library depends on nothing of ours, so that callers get no Kafka with it. Not
 * thread-safe.
 */
final class TokenCounts {

    /** A count that was not given. */
    static final long ABSENT = -1;

    long input = ABSENT;
    long output = ABSENT;
    long cacheRead = ABSENT;
    long cacheWrite = ABSENT;
    long write5m = ABSENT;
    long write1h = ABSENT;
    private long cachedInInput = ABSENT;
    private long writtenInInput = ABSENT;

    boolean hasWriteSplit() {
        return write5m != ABSENT || write1h != ABSENT;
    }

    /** Input tokens that were neither read from nor written to a cache. */
    long inputWithoutCached() {
        return input == ABSENT ? ABSENT : Math.max(0, input - Math.max(0, cachedInInput) - Math.max(0, writtenInInput));
    }

    long cacheReads() {
        return cacheRead == ABSENT ? cachedInInput : cacheRead;
    }

    long cacheWrites() {
        if (cacheWrite != ABSENT || writtenInInput != ABSENT) {
            return cacheWrite == ABSENT ? writtenInInput : cacheWrite;
        }
        return hasWriteSplit() ? Math.max(0, write5m) + Math.max(0, write1h) : ABSENT;
    }

    /** Reads a {@code usage} object on which the parser stands. */
    void readUsage(JsonParser json) throws IOException {
        eachField(json, name -> {
            switch (name) {
                case "inputTokens", "input_tokens", "prompt_tokens" -> input = count(json, input);
                case "outputTokens", "output_tokens", "completion_tokens" -> output = count(json, output);
                case "cacheReadInputTokens", "cacheReadInputTokenCount", "cache_read_input_tokens" ->
                    cacheRead = count(json, cacheRead);
                case "cacheWriteInputTokens", "cacheWriteInputTokenCount", "cache_creation_input_tokens" ->
                    cacheWrite = count(json, cacheWrite);
                case "cache_creation" -> readSplit(json);
                case "cacheDetails" -> readCacheDetails(json);
                case "input_tokens_details", "prompt_tokens_details" -> readInputDetails(json);
                default -> json.skipChildren();
            }
        });
    }

    /** Reads the metrics that Bedrock adds to the last event of an InvokeModel stream. */
    void readInvocationMetrics(JsonParser json) throws IOException {
        eachField(json, name -> {
            switch (name) {
                case "inputTokenCount" -> input = count(json, input);
                case "outputTokenCount" -> output = count(json, output);
                case "cacheReadInputTokenCount" -> cacheRead = count(json, cacheRead);
                case "cacheWriteInputTokenCount" -> cacheWrite = count(json, cacheWrite);
                default -> json.skipChildren();
            }
        });
    }

    /** Takes from others what is not known here. */
    void fillFrom(TokenCounts others) {
        boolean inputUnknown = input == ABSENT;
        input = inputUnknown ? others.input : input;
        output = output == ABSENT ? others.output : output;
        cacheRead = cacheReads() == ABSENT ? others.cacheRead : cacheRead;
        cacheWrite = cacheWrites() == ABSENT ? others.cacheWrite : cacheWrite;
    }

    private void readSplit(JsonParser json) throws IOException {
        eachField(json, name -> {
            switch (name) {
                case "ephemeral_5m_input_tokens" -> write5m = count(json, write5m);
                case "ephemeral_1h_input_tokens" -> write1h = count(json, write1h);
                default -> json.skipChildren();
            }
        });
    }

    private void readInputDetails(JsonParser json) throws IOException {
        eachField(json, name -> {
            switch (name) {
                case "cached_tokens" -> cachedInInput = count(json, cachedInInput);
                case "cache_write_tokens" -> writtenInInput = count(json, writtenInInput);
                default -> json.skipChildren();
            }
        });
    }

    private void readCacheDetails(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        write5m = ABSENT;
        write1h = ABSENT;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String ttl = "";
            long tokens = ABSENT;
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                if (name.equals("ttl") && json.currentToken() == JsonToken.VALUE_STRING) {
                    ttl = json.getText();
                } else if (name.equals("inputTokens")) {
                    tokens = count(json, tokens);
                } else {
                    json.skipChildren();
                }
            }
            if (ttl.equals("5m") && tokens != ABSENT) {
                write5m = Math.max(0, write5m) + tokens;
            } else if (ttl.equals("1h") && tokens != ABSENT) {
                write1h = Math.max(0, write1h) + tokens;
            }
        }
    }

    /** Reads one field of an object; the parser stands on its value. */
    @FunctionalInterface
    private interface FieldReader {
        void read(String name) throws IOException;
    }

    /** Walks over the fields of an object; anything else is skipped. */
    private static void eachField(JsonParser json, FieldReader reader) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            reader.read(name);
        }
    }

    /** A whole number that is not negative; anything else leaves what is known. */
    private static long count(JsonParser json, long known) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long number = json.getLongValue();
            return number < 0 ? known : number;
        }
        json.skipChildren();
        return known;
    }
}
