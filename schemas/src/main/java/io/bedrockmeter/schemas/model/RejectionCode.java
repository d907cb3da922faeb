package io.bedrockmeter.schemas.model;

/** Why an input was refused. Stable: people and tools depend on the names. */
public enum RejectionCode {
    /** Not JSON, or cut off. Fix the producer or the file. */
    MALFORMED_JSON,
    /** JSON, but not a Bedrock model invocation log record. */
    NOT_AN_INVOCATION_RECORD,
    /** JSON, but not an event of a known type. */
    NOT_AN_EVENT,
    /** A required field is absent. */
    MISSING_FIELD,
    /** A field has the wrong type, range or form. */
    INVALID_FIELD,
    /** Dated further ahead than two hours, or outside the years 2020 to 2100. */
    TIMESTAMP_OUT_OF_RANGE,
    /** Larger than the configured limit. */
    TOO_LARGE,
    /** A file or stream that cannot be decompressed or decoded. */
    UNREADABLE,
    /** Bytes on a topic that are no record of its schema. */
    UNDECODABLE
}
