package io.bedrockmeter.ingest.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bedrockmeter.ingest.json.JsonCounts;
import io.bedrockmeter.ingest.usage.TokenCounts.Count;
import java.io.IOException;

/**
 * Reads a {@code usage} object. Known shapes: Bedrock Converse {@code TokenUsage} and Nova, where input excludes cached
 * tokens (prompt-caching.html); Anthropic Messages, likewise; OpenAI Responses and Chat Completions, where input includes
 * them and {@code *_tokens_details} says how many.
 */
public final class UsageReader {

    private UsageReader() {}

    /** Reads the object on which the parser stands into {@code counts}; anything else than an object is skipped. */
    public static void read(JsonParser json, String path, TokenCounts counts) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "cache_creation" -> readCacheCreation(json, path, counts);
                case "cacheDetails" -> readCacheDetails(json, path, counts);
                case "input_tokens_details" -> readInputDetails(json, path + ".input_tokens_details", counts);
                case "prompt_tokens_details" -> readInputDetails(json, path + ".prompt_tokens_details", counts);
                default -> {
                    if (!readCount(json, name, path, counts) && value.isStructStart()) {
                        json.skipChildren();
                    }
                }
            }
        }
    }

    private static boolean readCount(JsonParser json, String name, String path, TokenCounts counts) throws IOException {
        Count count = switch (name) {
            case "inputTokens", "input_tokens", "prompt_tokens" -> Count.INPUT;
            case "outputTokens", "output_tokens", "completion_tokens" -> Count.OUTPUT;
            case "cacheReadInputTokens", "cacheReadInputTokenCount", "cacheReadTokens", "cache_read_input_tokens" ->
                Count.CACHE_READ;
            case "cacheWriteInputTokens",
                    "cacheWriteInputTokenCount",
                    "cacheWriteTokens",
                    "cache_creation_input_tokens" -> Count.CACHE_WRITE;
            case "cacheWrite1hTokens" -> Count.WRITE_1H;
            default -> null;
        };
        if (count == null) {
            return false;
        }
        counts.put(count, JsonCounts.count(json), path, name);
        return true;
    }

    private static void readCacheCreation(JsonParser json, String path, TokenCounts counts) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "ephemeral_5m_input_tokens" ->
                    counts.put(Count.WRITE_5M, JsonCounts.count(json), path + ".cache_creation", name);
                case "ephemeral_1h_input_tokens" ->
                    counts.put(Count.WRITE_1H, JsonCounts.count(json), path + ".cache_creation", name);
                default -> json.skipChildren();
            }
        }
    }

    private static void readInputDetails(JsonParser json, String path, TokenCounts counts) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "cached_tokens" -> counts.put(Count.INCLUDED_READ, JsonCounts.count(json), path, name);
                case "cache_write_tokens" -> counts.put(Count.INCLUDED_WRITE, JsonCounts.count(json), path, name);
                default -> json.skipChildren();
            }
        }
    }

    private static void readCacheDetails(JsonParser json, String path, TokenCounts counts) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        TokenCounts details = new TokenCounts();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                readCacheDetail(json, path + ".cacheDetails[]", details);
            } else {
                json.skipChildren();
            }
        }
        for (Count count : new Count[] {Count.WRITE_5M, Count.WRITE_1H, Count.WRITE_OTHER}) {
            counts.put(count, details.get(count), path + ".cacheDetails[]", "inputTokens");
        }
    }

    private static void readCacheDetail(JsonParser json, String path, TokenCounts details) throws IOException {
        Count count = Count.WRITE_OTHER;
        long tokens = JsonCounts.ABSENT;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (name.equals("ttl") && value == JsonToken.VALUE_STRING) {
                count = timeToLive(json.getText());
            } else if (name.equals("inputTokens")) {
                tokens = JsonCounts.count(json);
            } else {
                json.skipChildren();
            }
        }
        details.add(count, tokens, path, "inputTokens");
    }

    private static Count timeToLive(String ttl) {
        return switch (ttl) {
            case "5m" -> Count.WRITE_5M;
            case "1h" -> Count.WRITE_1H;
            default -> Count.WRITE_OTHER;
        };
    }
}
