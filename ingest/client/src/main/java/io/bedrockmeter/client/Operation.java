package io.bedrockmeter.client;

import java.util.Optional;

/** The API operations that Bedrock bills by tokens and logs. */
enum Operation {
    CONVERSE("Converse", false, false),
    CONVERSE_STREAM("ConverseStream", true, false),
    INVOKE_MODEL("InvokeModel", false, true),
    INVOKE_MODEL_WITH_RESPONSE_STREAM("InvokeModelWithResponseStream", true, true);

    private final String wireName;
    private final boolean streamed;
    private final boolean metadataAsHeader;

    Operation(String wireName, boolean streamed, boolean metadataAsHeader) {
        this.wireName = wireName;
        this.streamed = streamed;
        this.metadataAsHeader = metadataAsHeader;
    }

    static Optional<Operation> named(String wireName) {
        for (Operation operation : values()) {
            if (operation.wireName.equals(wireName)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }

    String wireName() {
        return wireName;
    }

    /** Whether the answer is an event stream. */
    boolean streamed() {
        return streamed;
    }

    /** Whether request metadata goes in a header; otherwise it is part of the request. */
    boolean metadataAsHeader() {
        return metadataAsHeader;
    }
}
