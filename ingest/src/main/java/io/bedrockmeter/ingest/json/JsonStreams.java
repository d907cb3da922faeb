package io.bedrockmeter.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** The JSON factories of this service and their limits. */
public final class JsonStreams {

    /** Longest string that is read, in characters; longer ones may be skipped but not read. */
    public static final int MAX_STRING_LENGTH = 64 * 1024;

    /** Deepest nesting of any document, bodies included. */
    public static final int MAX_DEPTH = 1_000;

    private JsonStreams() {}

    /**
     * The factory for documents of which little is read and most is skipped. What is skipped is limited in depth only: a
     * caller must not be able to escape metering with a long name or number in a prompt. Names are not interned, because
     * bodies hold names of the caller's choosing.
     */
    public static JsonFactory factory() {
        return factory(MAX_STRING_LENGTH);
    }

    /** As {@link #factory()}, with strings of up to {@code maxStringLength} characters. */
    public static JsonFactory factory(int maxStringLength) {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxStringLength(maxStringLength)
                        .build())
                .build();
    }
}
