package io.bedrockmeter.ingest.log;

import java.util.Arrays;
import java.util.List;

/** The strings of an invocation record that metering reads, each by its exact path. */
enum TextField {
    SCHEMA_TYPE("schemaType", false, 256),
    REQUEST_ID("requestId", true, 256),
    TIMESTAMP("timestamp", true, 64),
    REGION("region", true, 64),
    OPERATION("operation", true, 256),
    MODEL_ID("modelId", true, 2_048),
    ACCOUNT_ID("accountId", false, 64),
    INFERENCE_REGION("inferenceRegion", false, 64),
    ERROR_CODE("errorCode", false, 256),
    PRINCIPAL("identity.arn", false, 2_048),
    LATENCY_MODE("performanceConfig.latency", false, 64),
    OUTPUT_BODY_PATH("output.outputBodyS3Path", false, 2_048);

    private static final List<TextField> REQUIRED =
            Arrays.stream(values()).filter(TextField::required).toList();
    private static final int COUNT = values().length;

    private final String path;
    private final boolean required;
    private final int maxLength;

    TextField(String path, boolean required, int maxLength) {
        this.path = path;
        this.required = required;
        this.maxLength = maxLength;
    }

    String path() {
        return path;
    }

    boolean required() {
        return required;
    }

    /** Longest value, in characters. */
    int maxLength() {
        return maxLength;
    }

    static int count() {
        return COUNT;
    }

    static List<TextField> requiredFields() {
        return REQUIRED;
    }
}
