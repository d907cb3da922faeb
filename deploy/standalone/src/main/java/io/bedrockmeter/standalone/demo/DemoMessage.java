package io.bedrockmeter.standalone.demo;

import java.time.Instant;

/**
 * Something that arrives.
 *
 * @param dueAt when
 * @param kind on which way
 * @param json its bytes
 */
public record DemoMessage(Instant dueAt, Kind kind, byte[] json) {

    /** The ways in. */
    public enum Kind {
        /** A Bedrock model invocation log record. */
        LOG_RECORD,
        /** A CloudEvent of a gateway. */
        EVENT
    }
}
