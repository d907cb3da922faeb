package io.bedrockmeter.ingest.log;

import static io.bedrockmeter.ingest.json.JsonCounts.ABSENT;

import io.bedrockmeter.ingest.usage.TokenCounts;

/** What metering takes from an output body, and nothing else of it. Not thread-safe. */
final class BodyFacts {

    private static final int MAX_MODEL_LENGTH = 256;
    private static final int MAX_TIER_LENGTH = 32;

    /** Counts of the model's own usage report. */
    final TokenCounts usage = new TokenCounts();

    /** Counts that Bedrock adds to the last event of a stream ({@code amazon-bedrock-invocationMetrics}). */
    final TokenCounts metrics = new TokenCounts();

    String model = "";
    String serviceTier = "";
    boolean latencyOptimized;
    long latencyMs = ABSENT;
    long images = ABSENT;

    /** Takes a model id; anything that does not look like one may be content and is not kept. */
    void offerModel(String text) {
        if (text.length() <= MAX_MODEL_LENGTH && isModelId(text)) {
            model = text;
        }
    }

    /** Takes a service tier. {@code auto} asks for one and names none. */
    void offerServiceTier(String text) {
        if (text.length() <= MAX_TIER_LENGTH && isWord(text)) {
            serviceTier = text.equals("auto") ? "" : text;
        }
    }

    private static boolean isModelId(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && (i == 0 || ".:_/-".indexOf(c) < 0)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 'a' || c > 'z') && c != '_' && c != '-') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
