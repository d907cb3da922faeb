package io.bedrockmeter.schemas.model;

/**
 * What one request consumes and Bedrock bills, in the order in which quantities are stored. Input tokens never include
 * cached ones (Bedrock's own convention: prompt-caching.html); durations are whole milliseconds.
 */
public enum Unit {
    INPUT_TOKEN("inputTokens"),
    OUTPUT_TOKEN("outputTokens"),
    CACHE_READ_TOKEN("cacheReadTokens"),
    /** Tokens written to a prompt cache with the default time to live of five minutes. */
    CACHE_WRITE_5M_TOKEN("cacheWrite5mTokens"),
    /** Tokens written to a prompt cache with a time to live of one hour. */
    CACHE_WRITE_1H_TOKEN("cacheWrite1hTokens"),
    INPUT_IMAGE("inputImages"),
    OUTPUT_IMAGE("outputImages"),
    INPUT_AUDIO_MS("inputAudioMs"),
    OUTPUT_AUDIO_MS("outputAudioMs"),
    INPUT_VIDEO_MS("inputVideoMs"),
    OUTPUT_VIDEO_MS("outputVideoMs"),
    SEARCH_UNIT("searchUnits");

    private static final Unit[] ALL = values();

    private final String fieldName;

    Unit(String fieldName) {
        this.fieldName = fieldName;
    }

    /** The name of this quantity in schemas and JSON answers. */
    public String fieldName() {
        return fieldName;
    }

    /** How many units there are. */
    public static int count() {
        return ALL.length;
    }

    /** The unit at a position of the storage order. */
    public static Unit at(int ordinal) {
        return ALL[ordinal];
    }
}
